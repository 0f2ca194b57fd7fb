//! A rollout and whatever is observed of it, against a walk by plain numbers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Release;

fuzz_target!(|release: Release| release.check());
