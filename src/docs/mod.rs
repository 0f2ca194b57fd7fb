//! What belongs to no single type: prose, and no code.
//!
//! - [`performance`]: what a request, a change and a document cost, and how that was measured.

pub mod performance;
