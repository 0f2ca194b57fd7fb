//! A function and another that takes its place: what changes, and who moves.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Change;

fuzz_target!(|change: Change| change.check());
