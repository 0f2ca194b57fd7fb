//! What belongs to no single type: prose, and no code.
//!
//! - [`fleet`]: many gateways with one truth, and what holds while a change comes to them.
//! - [`performance`]: what a request, a change and a document cost, and how that was measured.
//! - [`security`]: what is trusted, what isn't, and what a stranger can achieve.

pub mod fleet;
pub mod performance;
pub mod security;
