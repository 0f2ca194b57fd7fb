//! Weights, as percentages and as decimal numbers, and points.

use pointsman::{Point, Weight};

use crate::grammar::percentage;
use crate::value::{self, is_short, parse_text};

/// A percentage is exact; a decimal number is rounded, and never to nothing or everything.
pub fn parse(text: &str) {
    let weight = value::parse::<Weight>(text);
    assert_eq!(weight.map(Weight::millionths), percentage(text));
    weight.into_iter().for_each(comes_back);

    let point = parse_text::<Point>(text);
    let is_point = text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit());
    assert_eq!(point.is_some(), is_point);
    let lower = text.to_ascii_lowercase();
    assert!(point.is_none_or(|point| point.to_string() == lower));

    if let Ok(fraction) = text.parse::<f64>() {
        of_fraction(fraction);
    }
    // Every double has its turn, not only those with a short text.
    if let Some(bits) = text.as_bytes().first_chunk() {
        of_fraction(f64::from_bits(u64::from_le_bytes(*bits)));
        of_fraction(f64::from_bits(u64::from_le_bytes(*bits) >> 2));
    }
}

fn of_fraction(fraction: f64) {
    let weight = match Weight::from_fraction(fraction) {
        Ok(weight) => weight,
        Err(error) => return is_short(&error),
    };
    comes_back(weight);
    let is_border = [0.0, 1.0].iter().any(|border| (fraction - border).abs() <= 1e-12);
    assert_eq!(is_border, [Weight::ZERO, Weight::FULL].contains(&weight), "{fraction:?}");
    if !is_border {
        is_nearest(fraction, weight.millionths());
    }
}

/// No millionth is nearer, a tie to even. A double between the borders is a whole number of 2⁻⁹².
fn is_nearest(fraction: f64, millionths: u32) {
    let bits = fraction.to_bits();
    let (mantissa, shift) = ((bits & ((1 << 52) - 1)) | (1 << 52), 1_075 - (bits >> 52));
    let exact = u128::from(mantissa) * 1_000_000;
    let off = exact.abs_diff(u128::from(millionths) << shift);
    let half = 1 << (shift - 1);
    assert!(
        off < half || (off == half && millionths.is_multiple_of(2)),
        "{fraction:?} as {millionths}"
    );
}

/// Each of its forms is read as the same weight.
fn comes_back(weight: Weight) {
    assert_eq!(Weight::from_millionths(weight.millionths()), Ok(weight));
    assert_eq!(Weight::from_fraction(weight.as_fraction()), Ok(weight));
    assert_eq!(weight.to_string().parse(), Ok(weight));
    let written = serde_json::to_string(&weight).expect("a weight can be written");
    assert_eq!(serde_json::from_str(&written).ok(), Some(weight));
    assert_eq!(weight.millionths() + weight.complement().millionths(), 1_000_000);
}
