//! A query on the first line, a `Cookie` field on each that follows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::http;

fuzz_target!(|bytes: &[u8]| http::read(bytes));
