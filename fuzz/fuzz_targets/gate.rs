//! A gate and whatever it looks at.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::Watch;

fuzz_target!(|watch: Watch| watch.check());
