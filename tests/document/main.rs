//! The crate's own document: what it reads, what it refuses, what it writes.
#![cfg(feature = "serde")]

mod alias;
mod arbitrary;
mod canonical;
mod changes;
mod faults;
mod gap;
mod generate;
mod limits;
mod refused_functions;
mod refused_routes;
mod refused_text;
mod round_trip;
mod rules;
mod strict;
mod table;
mod values;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;
