//! SCF's documents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::scf;

fuzz_target!(|text: &str| scf::read(text));
