//! A fleet of processes on loopback: one etcd, and as many gateways as the test wants.

mod convergence;
mod etcd;
mod fleet;
mod listing;
mod outage;
mod process;
mod proxy;
mod ramp;
mod refusal;
mod writers;
