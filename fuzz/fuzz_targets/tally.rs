//! A tally and whatever is recorded, against plain maps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Counting;

fuzz_target!(|counting: Counting| counting.check());
