//! Any chain of tables, against plain maps of functions.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Chain;

fuzz_target!(|chain: Chain| chain.check());
