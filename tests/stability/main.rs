//! Decisions are stable for ever. What is written down here may be added to and never changed: a key
//! that moves is a user who sees another version after an update of a dependency.

mod catalogue;
mod digest;
mod golden;
