//! Qualifiers and versions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::qualifier;

fuzz_target!(|text: &str| qualifier::parse(text));
