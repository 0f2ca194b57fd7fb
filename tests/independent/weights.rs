//! Weights from decimal numbers by Python's fractions.

use pointsman::Weight;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::{compare, python, rng, rows};

/// A number from 0 to 1 and a bit beyond: often half way between two millionths, or as near to
/// that, to 0 or to 1 as a double can be.
fn number(rng: &mut ChaCha8Rng) -> f64 {
    let half_millionths = f64::from(rng.next_u32() % 2_000_002);
    let near = match rng.next_u32() % 6 {
        0 => f64::from(rng.next_u32()) / f64::from(u32::MAX),
        1 => f64::from(rng.next_u32() % 2),
        // These are held exactly, and many a tie is among them.
        2 => f64::from(rng.next_u32() % 129) / 128.0,
        _ => half_millionths / 2_000_000.0,
    };
    match rng.next_u32() % 8 {
        0 => near.next_up(),
        1 => near.next_down(),
        2 => near + 1e-12,
        3 => near - 1e-12,
        4 => near + 1.1e-12,
        _ => near,
    }
}

#[test]
#[ignore = "needs python3 with xxhash"]
fn as_fractions_have_them() {
    let mut rng = rng();
    let numbers: Vec<_> = (0..rows()).map(|_| number(&mut rng)).collect();
    let asked: Vec<_> = numbers.iter().map(|number| format!("weight\t{number:?}")).collect();
    let ours = numbers.iter().map(|&number| match Weight::from_fraction(number) {
        Ok(weight) => weight.millionths().to_string(),
        Err(_) => "refused".into(),
    });
    compare(&asked, &ours.collect::<Vec<_>>(), &python::answers(&asked));
}
