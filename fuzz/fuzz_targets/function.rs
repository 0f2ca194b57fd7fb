//! Any operations on a function, against a plain model.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Operations;

fuzz_target!(|chain: Operations| chain.check());
