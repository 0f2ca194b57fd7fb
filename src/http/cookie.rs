use http::HeaderMap;
use http::header::COOKIE;

/// The value of the first cookie of this name.
///
/// A field holds pairs between semicolons, and a pair its name and value about the first `=`; white
/// space around either does not belong to them, quotes do. A pair without `=` is the value of a cookie
/// that has no name, which nobody can ask for.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a [u8]> {
    headers.get_all(COOKIE).iter().find_map(|field| {
        field.as_bytes().split(|&byte| byte == b';').find_map(|pair| value(pair, wanted.as_bytes()))
    })
}

fn value<'a>(pair: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut halves = pair.splitn(2, |&byte| byte == b'=');
    (halves.next()?.trim_ascii() == wanted).then(|| halves.next()).flatten().map(<[u8]>::trim_ascii)
}
