//! SCF's `RoutingKey`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pointsman_fuzz::routing_key;

fuzz_target!(|text: &str| routing_key::parse(text));
