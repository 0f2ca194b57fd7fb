//! What is asked: one of a thousand functions by its names, for another user each time.

use std::hint::black_box;
use std::sync::Arc;

use pointsman::{Function, Point, Qualifier, Request, RoutingTable};

use crate::fixture::{RELEASE, name};
use crate::released::released;

pub const FUNCTIONS: usize = 1_000;

/// A power of two, so that a mask finds the next.
const REQUESTS: usize = 1 << 12;

pub fn functions() -> impl Iterator<Item = Function<()>> {
    (0..FUNCTIONS).map(released)
}

type Headers = [(&'static str, String); 1];

/// The requests of one thread, which come round and round.
#[derive(Clone)]
pub struct Requests {
    list: Arc<[(String, Headers)]>,
    next: usize,
}

impl Requests {
    /// Of each thread others.
    pub fn of_thread(thread: usize) -> Self {
        let requests = (0..REQUESTS).map(|index| {
            let user = format!("user-{:011}", index * 7_919 + thread);
            (name(index * 7_919 % FUNCTIONS), [("User", user)])
        });
        Self { list: requests.collect(), next: 0 }
    }

    /// Resolves the next one.
    #[inline]
    pub fn resolve(&mut self, table: &RoutingTable<()>) {
        let (name, headers) = black_box(&self.list[self.next % REQUESTS]);
        self.next = self.next.wrapping_add(1);
        let release = Qualifier::parse(RELEASE).expect("a qualifier");
        let decision = table.resolve(name, release, &Request::new(headers, Point::MIN));
        black_box(decision.map(|decision| decision.version()).expect("a decision"));
    }
}
