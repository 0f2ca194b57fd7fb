#[cfg(feature = "tower")]
use alloc::borrow::Cow;
use alloc::vec::Vec;

use percent_encoding::percent_decode;

/// The parameters of a query string.
#[derive(Debug, Clone)]
pub(super) enum Query<'a> {
    /// Without escapes it is read where it stands.
    Plain(&'a [u8]),
    Decoded(Decoded),
}

impl<'a> Query<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let decoded = text.contains(&b'%').then(|| Decoded::of(text)).flatten();
        decoded.map_or(Self::Plain(text), Self::Decoded)
    }

    /// The value of the first parameter of this name.
    pub(super) fn get(&self, wanted: &str) -> Option<&[u8]> {
        match self {
            Self::Plain(text) => first(pairs(text), wanted),
            Self::Decoded(decoded) => first(decoded.pairs(), wanted),
        }
    }
}

fn first<'q>(
    mut pairs: impl Iterator<Item = (&'q [u8], &'q [u8])>,
    wanted: &str,
) -> Option<&'q [u8]> {
    pairs.find(|(name, _)| *name == wanted.as_bytes()).map(|(_, value)| value)
}

/// Names and values, decoded, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    bytes: Vec<u8>,
    /// How long the name and the value of each pair are.
    lengths: Vec<[usize; 2]>,
}

impl Decoded {
    /// `None` if it would be the same.
    fn of(text: &[u8]) -> Option<Self> {
        let len = percent_decode(text).count();
        if len == text.len() {
            return None;
        }
        let (mut bytes, mut lengths) = (Vec::with_capacity(len), Vec::new());
        lengths.reserve_exact(pairs(text).count());
        for (name, value) in pairs(text) {
            lengths.push([name, value].map(|part| {
                let before = bytes.len();
                bytes.extend(percent_decode(part));
                bytes.len().saturating_sub(before)
            }));
        }
        Some(Self { bytes, lengths })
    }

    fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let mut rest = self.bytes.as_slice();
        self.lengths.iter().map_while(move |&[name, value]| {
            let (name, others) = rest.split_at_checked(name)?;
            let (value, others) = others.split_at_checked(value)?;
            rest = others;
            Some((name, value))
        })
    }
}

/// The first parameter of this name as text, for once. What is not UTF-8 is replaced.
#[cfg(feature = "tower")]
pub(crate) fn parameter<'a>(text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let named = pairs(text.as_bytes()).find(|(name, _)| percent_decode(name).eq(wanted.bytes()));
    named.map(|(_, value)| percent_decode(value).decode_utf8_lossy())
}

/// Names and values as they are written. A name without `=` has an empty value, and nothing is no pair.
fn pairs(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    text.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
    })
}
