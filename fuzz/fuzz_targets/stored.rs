//! Rollouts, gates, counts and verdicts as they are stored.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::stored;

fuzz_target!(|text: &str| stored::read(text));
