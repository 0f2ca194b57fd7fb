#[cfg(feature = "tower")]
use alloc::borrow::Cow;
use alloc::vec::Vec;

use percent_encoding::percent_decode;

/// The parameters of a query string.
///
/// It is read where it stands, and only what differs when decoded is copied, all into one place: the
/// values, one after the other. They are told apart by reading along in the text.
#[derive(Debug, Clone)]
pub(super) struct Query<'a> {
    text: &'a [u8],
    /// Those values that hold an escape, decoded.
    decoded: Vec<u8>,
}

impl<'a> Query<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let escaped = || pairs(text).filter_map(|(_, value)| Some((value, escaped_len(value)?)));
        let mut decoded = Vec::new();
        if text.contains(&b'%') {
            decoded.reserve_exact(escaped().map(|(_, len)| len).sum());
            escaped().for_each(|(value, _)| decoded.extend(percent_decode(value)));
        }
        Self { text, decoded }
    }

    /// The decoded value of the first parameter of this name.
    pub(super) fn get(&self, wanted: &str) -> Option<&[u8]> {
        let mut decoded = self.decoded.as_slice();
        for (name, mut value) in pairs(self.text) {
            if let Some(len) = escaped_len(value) {
                (value, decoded) = decoded.split_at_checked(len)?;
            }
            if percent_decode(name).eq(wanted.bytes()) {
                return Some(value);
            }
        }
        None
    }
}

/// The first parameter of this name as text, for once. What is not UTF-8 is replaced.
#[cfg(feature = "tower")]
pub(crate) fn parameter<'a>(text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let named = pairs(text.as_bytes()).find(|(name, _)| percent_decode(name).eq(wanted.bytes()));
    named.map(|(_, value)| percent_decode(value).decode_utf8_lossy())
}

/// Names and values as they are written. A name without `=` has an empty value.
fn pairs(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    text.split(|&byte| byte == b'&').map(|pair| {
        let mut halves = pair.splitn(2, |&byte| byte == b'=');
        (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
    })
}

/// How long the value is when decoded, if that differs: an escape takes three bytes and gives one.
fn escaped_len(value: &[u8]) -> Option<usize> {
    if !value.contains(&b'%') {
        return None;
    }
    Some(percent_decode(value).count()).filter(|&len| len < value.len())
}
