//! Names of functions, namespaces and aliases.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::names;

fuzz_target!(|text: &str| names::parse(text));
