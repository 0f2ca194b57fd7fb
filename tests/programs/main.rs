//! The example programs that read and write: what goes in, and exactly what comes out.
#![cfg(feature = "serde")]
#![expect(clippy::duplicate_mod, reason = "both programs have the module of how they end")]

mod check;
mod diff;
mod run;
