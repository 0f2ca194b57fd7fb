//! Any table and any requests, against the naive oracle.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Resolving;

fuzz_target!(|case: Resolving| case.check());
