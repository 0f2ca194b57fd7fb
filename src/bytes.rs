//! Bytes as integers.

/// The first and the last so many bytes, which may overlap.
#[inline]
pub(crate) const fn ends<const N: usize>(bytes: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => Some((first, last)),
        _ => None,
    }
}

/// Up to 16 bytes as two numbers, the first byte the least.
#[inline]
pub(crate) const fn load(bytes: &[u8]) -> [u64; 2] {
    // What the second of two reads has in common with the first is shifted out.
    if let Some((low, high)) = ends::<8>(bytes) {
        let high = u64::from_le_bytes(*high).unbounded_shr(missing(16, bytes));
        [u64::from_le_bytes(*low), high]
    } else if let Some((low, high)) = ends::<4>(bytes) {
        let high = u32::from_le_bytes(*high).unbounded_shr(missing(8, bytes));
        [u32::from_le_bytes(*low) as u64 | ((high as u64) << 32), 0]
    } else {
        let [first, second, third] = match *bytes {
            [] => [0, 0, 0],
            [first] => [first, 0, 0],
            [first, second] => [first, second, 0],
            [first, second, third, ..] => [first, second, third],
        };
        [u32::from_le_bytes([first, second, third, 0]) as u64, 0]
    }
}

/// How many bits the bytes are short of so many bytes.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "there are up to 16 bytes")]
const fn missing(of: u32, bytes: &[u8]) -> u32 {
    of.wrapping_sub(bytes.len() as u32).wrapping_mul(8)
}
