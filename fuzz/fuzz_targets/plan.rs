//! Plans of rollouts, and their steps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::plan;

fuzz_target!(|text: &str| plan::parse(text));
