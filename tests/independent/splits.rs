//! Splits by Python's fractions.

use pointsman::{Point, Split, Version, Weight};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::{choose, compare, python, rng, rows};

/// A split of one to eight versions, some of weight 0.
fn split(rng: &mut ChaCha8Rng) -> Split {
    let mut versions: Vec<_> =
        (1..=7).map(|number| Version::numbered(number).expect("a number")).collect();
    versions.push(Version::LATEST);
    let count = usize::try_from(rng.next_u32() % 8).expect("few");
    let main = versions.remove(count);
    let mut rest = 1_000_000;
    let additional: Vec<_> = (0..count)
        .map(|_| {
            let index = usize::try_from(rng.next_u32()).expect("32 bits") % versions.len();
            let millionths = match rng.next_u32() % 4 {
                0 => 0,
                1 => rest.min(1),
                2 => rest,
                _ => rng.next_u32() % (rest + 1),
            };
            rest -= millionths;
            (versions.remove(index), Weight::from_millionths(millionths).expect("no more than all"))
        })
        .collect();
    Split::new(main, additional).expect("a split")
}

/// A point anywhere, or about the end of a slice.
fn point(split: &Split, rng: &mut ChaCha8Rng) -> Point {
    let ends: Vec<_> = split.slices().map(|slice| u128::from(slice.end())).collect();
    let end = (choose(&ends, rng) << 64) / 1_000_000;
    let near = u64::try_from(end).unwrap_or(u64::MAX);
    Point::from(match rng.next_u32() % 4 {
        0 => rng.next_u64(),
        1 => near.saturating_sub(1),
        2 => near,
        _ => near.saturating_add(1),
    })
}

#[test]
#[ignore = "needs python3 with xxhash"]
fn as_fractions_have_them() {
    let mut rng = rng();
    let (mut asked, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..rows() {
        let split = split(&mut rng);
        let point = point(&split, &mut rng);
        let additional: Vec<_> = split
            .additional()
            .map(|(version, weight)| format!("{version}={}", weight.millionths()))
            .collect();
        asked.push(format!("split\t{point}\t{}\t{}", split.main(), additional.join(" ")));
        ours.push(split.pick(point).to_string());
    }
    compare(&asked, &ours, &python::answers(&asked));
}
