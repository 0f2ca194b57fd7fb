//! What the benches work on: seeded, and the same in each.

use pointsman::{Alias, AttributeKey, Condition, Function, Split, Version, Weight};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The headers of a request, `User` the fifth.
pub type Headers = [(&'static str, String); 8];

/// So many requests, each of a user of its own: a short cycle would be learned by the branch
/// predictor.
pub const REQUESTS: usize = 1 << 16;

pub fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(42)
}

/// User ids of 16 bytes.
pub fn users() -> Vec<String> {
    let mut rng = rng();
    (0..REQUESTS).map(|_| format!("{:016x}", rng.next_u64())).collect()
}

pub fn requests() -> Vec<Headers> {
    let headers = |user| {
        [
            ("host", "example.com".into()),
            ("accept", "*/*".into()),
            ("accept-encoding", "gzip, br".into()),
            ("content-type", "application/json".into()),
            ("User", user),
            ("user-agent", "bench/1".into()),
            ("x-request-id", "7c5a8d2e9f".into()),
            ("x-forwarded-for", "10.0.0.1".into()),
        ]
    };
    users().into_iter().map(headers).collect()
}

pub fn user() -> AttributeKey {
    AttributeKey::header("User").expect("a key")
}

pub fn test(text: &str) -> Condition {
    text.parse().expect("a condition")
}

pub fn version(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// So many versions of equal weight, but for the first, which has the rest.
pub fn even_split(versions: u64) -> Split {
    let count = u32::try_from(versions).expect("few");
    let share = Weight::from_millionths(1_000_000 / count).expect("a weight");
    Split::new(version(1), (2..=versions).map(|each| (version(each), share))).expect("a split")
}

/// Version 1 has nine tenths, version 2 one.
pub fn tenth() -> Split {
    let weight = Weight::from_percent(10).expect("a weight");
    Split::new(version(1), [(version(2), weight)]).expect("a split")
}

/// A function of this id with so many versions and the alias `release`.
pub fn function(id: &str, versions: u64, release: Alias) -> Function<()> {
    let mut function = Function::new(id.parse().expect("an id"), ());
    for _ in 0..versions {
        function.publish().expect("published");
    }
    function.create_alias("release".parse().expect("a name"), release).expect("created");
    function
}
