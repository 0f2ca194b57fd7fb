//! Intervals, and values that are in them or not: a line each.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::interval;

fuzz_target!(|text: &str| interval::parse(text));
