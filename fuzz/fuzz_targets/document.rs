//! The crate's own document, with payloads of several types.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::document;

fuzz_target!(|text: &str| document::read(text));
