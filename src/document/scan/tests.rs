//! Where plain text ends: by words of eight bytes as byte by byte.

use alloc::vec::Vec;
use core::iter::repeat_n;

use super::plain;

/// Every byte at every place, before bytes and behind bytes that the arithmetic could take for it.
#[test]
fn words_of_eight_bytes_end_where_single_bytes_do() {
    const LEN: usize = 20;
    let around = [b'a', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff, b'"', b'\\', 0x1f, 0];
    for byte in 0..=u8::MAX {
        for (before, behind) in around.into_iter().flat_map(|a| around.map(|b| (a, b))) {
            for place in 0..LEN {
                let text = repeat_n(before, place).chain([byte]);
                let text: Vec<u8> =
                    text.chain(repeat_n(behind, LEN.saturating_sub(place))).collect();
                let special = |&byte: &u8| byte < b' ' || byte == b'"' || byte == b'\\';
                let first = text.iter().position(special).unwrap_or(text.len());
                assert_eq!(plain(&text), first, "{text:?}");
            }
        }
    }
}
