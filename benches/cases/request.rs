//! What requests bring: seeded, and the same in each bench.

use std::hint::black_box;
use std::rc::Rc;

use pointsman::{AttributeKey, Attributes};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(42)
}

/// A number below `bound`.
pub fn below(bound: usize, rng: &mut impl Rng) -> usize {
    let bound = u64::try_from(bound).expect("64 bits");
    usize::try_from(rng.next_u64() % bound).expect("it is below")
}

/// The one attribute of an embedder that has it at hand.
#[derive(Clone, Copy)]
pub struct Key(pub &'static str);

impl Attributes for Key {
    #[inline]
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        Some(self.0.as_bytes())
    }
}

/// So many users, each of 16 bytes.
pub fn users(count: usize) -> Rc<[Key]> {
    let mut rng = rng();
    keys((0..count).map(|_| format!("{:016x}", rng.next_u64())))
}

/// These texts one behind the other, as a connection's buffer would bring them: what is measured
/// should not be the memory of the bench.
pub fn keys(texts: impl Iterator<Item = String>) -> Rc<[Key]> {
    let (mut buffer, mut ends) = (String::new(), vec![0]);
    for text in texts {
        buffer.push_str(&text);
        ends.push(buffer.len());
    }
    let buffer: &'static str = buffer.leak();
    ends.windows(2).map(|ends| Key(&buffer[ends[0]..ends[1]])).collect()
}

/// Eight headers, `User` the fifth.
pub struct Headers([(&'static str, &'static str); 8]);

impl Headers {
    pub fn new() -> Self {
        Self([
            ("host", "example.com"),
            ("accept", "*/*"),
            ("accept-encoding", "gzip, br"),
            ("content-type", "application/json"),
            ("User", ""),
            ("user-agent", "bench/1"),
            ("x-request-id", "7c5a8d2e9f"),
            ("x-forwarded-for", "10.0.0.1"),
        ])
    }

    /// The headers of a request of this user.
    #[inline]
    pub fn of(&mut self, user: &Key) -> &[(&'static str, &'static str); 8] {
        self.0[4].1 = user.0;
        black_box(&self.0)
    }
}
