//! A release that is ramped up, watched and judged second by second.
//!
//! Time is simulated and so are the users and the upstreams; the rest is what a gateway would run: a
//! [`Router`](pointsman::live::Router) whose alias is moved under traffic, gateways on threads of their
//! own that record what they serve in a [`Tally`](pointsman::rollout::Tally), and an operator's
//! [`Rollout`](pointsman::rollout::Rollout) with its [`Gate`](pointsman::rollout::Gate).

mod chart;
mod clock;
mod gateway;
mod history;
mod operator;
mod options;
mod release;
mod service;
mod summary;
mod terminal;
mod window;

pub use crate::chart::draw;
pub use crate::history::{History, Second};
pub use crate::options::Options;
pub use crate::release::Release;
pub use crate::summary::Summary;
pub use crate::terminal::Terminal;
