//! Two splits: where points fall, and what moves from one to the other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::SplitPair;

fuzz_target!(|pair: SplitPair| pair.check());
