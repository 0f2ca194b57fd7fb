//! Any function: who gets a version of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Witnesses;

fuzz_target!(|witnesses: Witnesses| witnesses.check());
