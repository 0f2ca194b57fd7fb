//! Any document, written and read again, and what is left of it after accidents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::RoundTrip;

fuzz_target!(|case: RoundTrip| case.check());
