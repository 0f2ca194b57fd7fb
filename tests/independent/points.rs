//! Sticky points by two other implementations of XXH3.

use pointsman::Point;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::haproxy::Haproxy;
use crate::{choose, compare, hex, python, rng, rows};

/// On both sides of each length at which XXH3 goes another way, and then any up to a few blocks.
const LENGTHS: [usize; 24] = [
    0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 32, 33, 64, 65, 128, 129, 160, 240, 241, 255, 256, 1_024,
    1_025,
];

fn bytes(longest: u32, rng: &mut ChaCha8Rng) -> Vec<u8> {
    let length = match rng.next_u32() % 4 {
        0 => usize::try_from(rng.next_u32() % (longest + 1)).expect("a length"),
        _ => *choose(&LENGTHS, rng),
    };
    let mut bytes = vec![0; length.min(usize::try_from(longest).expect("a length"))];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn texts(points: &[Point]) -> Vec<String> {
    points.iter().map(Point::to_string).collect()
}

#[test]
#[ignore = "needs python3 with xxhash"]
fn as_pythons_xxhash_has_them() {
    let mut rng = rng();
    let pairs: Vec<_> =
        (0..rows()).map(|_| (bytes(256, &mut rng), bytes(5_000, &mut rng))).collect();
    let rows: Vec<_> =
        pairs.iter().map(|(salt, key)| format!("point\t{}\t{}", hex(salt), hex(key))).collect();
    let ours: Vec<_> = pairs.iter().map(|(salt, key)| Point::sticky(salt, key)).collect();
    compare(&rows, &texts(&ours), &python::answers(&rows));
}

#[test]
#[ignore = "needs haproxy"]
fn as_a_running_haproxy_has_them() {
    let mut rng = rng();
    let salts: Vec<_> = (0..20).map(|_| bytes(256, &mut rng)).collect();
    // HAProxy takes the seed from its configuration, so it is asked for the seeds first.
    let seeds = Haproxy::start(&[0]).hashes(salts.iter().map(|salt| (0, salt.as_slice())));
    let keys: Vec<_> = (0..rows()).map(|row| (row % salts.len(), bytes(3_000, &mut rng))).collect();
    let haproxy = Haproxy::start(&seeds);
    let theirs = haproxy.hashes(keys.iter().map(|(salt, key)| (*salt, key.as_slice())));
    let theirs: Vec<_> = theirs.into_iter().map(|hash| Point::from(hash.cast_unsigned())).collect();
    let ours: Vec<_> = keys.iter().map(|(salt, key)| Point::sticky(&salts[*salt], key)).collect();
    let rows: Vec<_> =
        keys.iter().map(|(salt, key)| format!("{} {}", hex(&salts[*salt]), hex(key))).collect();
    compare(&rows, &texts(&ours), &texts(&theirs));
}
