//! Attribute keys and tests; on the last line, a value that is asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::condition;

fuzz_target!(|text: &str| condition::parse(text));
