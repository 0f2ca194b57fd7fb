//! The same readings once more, a byte at a time and with copies of everything.

/// All pairs of all `Cookie` fields.
pub fn cookies(fields: &[Vec<u8>]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs = Vec::new();
    for field in fields {
        let mut halves = vec![Vec::new()];
        for &byte in field.iter().chain(b";") {
            match byte {
                b';' => {
                    if let [name, value] = halves.as_slice() {
                        pairs.push((trimmed(name), trimmed(value)));
                    }
                    halves = vec![Vec::new()];
                }
                b'=' if halves.len() == 1 => halves.push(Vec::new()),
                _ => halves.last_mut().expect("one or two").push(byte),
            }
        }
    }
    pairs
}

fn trimmed(text: &[u8]) -> Vec<u8> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut text = text.to_vec();
    while text.first().is_some_and(is_blank) {
        text.remove(0);
    }
    while text.last().is_some_and(is_blank) {
        text.pop();
    }
    text
}

/// All parameters of a query.
pub fn parameters(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let decoded = |text: &str| {
        let text = text.as_bytes();
        let (mut bytes, mut at) = (Vec::new(), 0);
        while at < text.len() {
            if text[at] == b'%' && is_digit(text.get(at + 1)) && is_digit(text.get(at + 2)) {
                let digits = std::str::from_utf8(&text[at + 1..at + 3]).expect("ASCII");
                bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
                at += 3;
            } else {
                bytes.push(text[at]);
                at += 1;
            }
        }
        bytes
    };
    query
        .split('&')
        .map(|pair| match pair.find('=') {
            Some(at) => (decoded(&pair[..at]), decoded(&pair[at + 1..])),
            None => (decoded(pair), Vec::new()),
        })
        .collect()
}

/// The value of the first pair of this name.
pub fn first<'a>(pairs: &'a [(Vec<u8>, Vec<u8>)], wanted: &str) -> Option<&'a [u8]> {
    for (name, value) in pairs {
        if name == wanted.as_bytes() {
            return Some(value);
        }
    }
    None
}
