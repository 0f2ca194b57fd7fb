//! Weights, as percentages and as decimal numbers, and points.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::weight;

fuzz_target!(|text: &str| weight::parse(text));
