//! The grammars of the specification once more, a character at a time.

/// 1 to `most` bytes of ASCII letters, digits, `-` and `_`, the first a letter.
pub(crate) fn is_label(text: &str, most: usize) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let starts = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    starts && text.len() <= most && text.chars().all(allowed)
}

/// A function's name, or a namespace.
pub(crate) fn is_name(text: &str) -> bool {
    is_label(text, 60) && text.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric())
}

pub(crate) fn is_alias_name(text: &str) -> bool {
    text == "$DEFAULT" || is_label(text, 64)
}

/// The number of a version.
pub(crate) fn version_number(text: &str) -> Option<u64> {
    let mut number = 0_u128;
    for (index, c) in text.chars().enumerate() {
        let digit = if c.is_ascii() { c.to_digit(10)? } else { return None };
        if index == 0 && digit == 0 {
            return None;
        }
        // All that is too large is alike.
        number = (number * 10 + u128::from(digit)).min(1 << 64);
    }
    u64::try_from(number).ok().filter(|number| (1..1 << 63).contains(number))
}

/// The integer that the text is, whole, with a sign if wanted; `None` if there are other characters,
/// and far outside 64 bits where it is.
pub(crate) fn integer(text: &str) -> Option<i128> {
    let (sign, digits) = match text.chars().next()? {
        '-' => (-1, &text[1..]),
        '+' => (1, &text[1..]),
        _ => (1, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number = 0_i128;
    for c in digits.chars() {
        let digit = if c.is_ascii() { c.to_digit(10)? } else { return None };
        number = (number * 10 + i128::from(digit)).min(1 << 70);
    }
    Some(sign * number)
}

/// The integers of an interval, from the first to the last.
pub(crate) fn interval(text: &str) -> Option<(i64, i64)> {
    let characters: Vec<char> = text.chars().collect();
    let [left, inner @ .., right] = characters.as_slice() else { return None };
    let inner: String = inner.iter().collect();
    let open_below = match left {
        '(' | '（' => 1,
        '[' | '［' => 0,
        _ => return None,
    };
    let open_above = match right {
        ')' | '）' => 1,
        ']' | '］' => 0,
        _ => return None,
    };
    let bounds: Vec<&str> = inner.split([',', '，']).collect();
    let [lower, upper] = *bounds.as_slice() else { return None };
    let bound = |text: &str| integer(text.trim_matches(' ')).and_then(|it| i64::try_from(it).ok());
    // An open bound at the end of 64 bits leaves no integer either.
    let lower = i128::from(bound(lower)?) + open_below;
    let upper = i128::from(bound(upper)?) - open_above;
    if lower > upper {
        return None;
    }
    Some((i64::try_from(lower).ok()?, i64::try_from(upper).ok()?))
}

/// The source and the name of an attribute key.
pub(crate) fn key(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.splitn(3, '.');
    let (invoke, source, name) = (parts.next()?, parts.next()?, parts.next()?);
    let known = invoke == "invoke" && ["headers", "cookies", "query"].contains(&source);
    let allowed = |c: char| !c.is_whitespace() && !c.is_control();
    (known && (1..=256).contains(&name.len()) && name.chars().all(allowed))
        .then_some((source, name))
}

/// The millionths of a percentage.
pub(crate) fn percentage(text: &str) -> Option<u32> {
    let number = text.strip_suffix('%')?;
    let (whole, decimals) = match number.find('.') {
        Some(at) => (&number[..at], Some(&number[at + 1..])),
        None => (number, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let decimals_fit = decimals.is_none_or(|text| is_number(text) && text.len() <= 4);
    if !is_number(whole) || !decimals_fit {
        return None;
    }
    let digits = format!("{whole}{:0<4}", decimals.unwrap_or_default());
    let millionths = integer(&digits)?;
    u32::try_from(millionths).ok().filter(|millionths| *millionths <= 1_000_000)
}

/// The nanoseconds of a duration.
pub(crate) fn duration(text: &str) -> Option<u128> {
    let mut rest = text;
    let (mut sum, mut parts) = (0_u128, 0);
    let second: u128 = 1_000_000_000;
    let (minute, hour, day) = (60 * second, 3_600 * second, 86_400 * second);
    let units = [
        ("d", day),
        ("h", hour),
        ("m", minute),
        ("s", second),
        ("ms", 1_000_000),
        ("us", 1_000),
        ("ns", 1),
    ];
    for (unit, nanos) in units {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &rest[..rest.len() - number.len()];
        let name =
            &number[..number.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(number.len())];
        if name != unit || digits.is_empty() {
            continue;
        }
        // Zeros alone, or a number that isn't all too large.
        let digits = digits.trim_start_matches('0');
        let count = if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u128::MAX) };
        sum = sum.saturating_add(nanos.saturating_mul(count));
        parts += 1;
        rest = &number[name.len()..];
    }
    let fits = sum < (1 << 64) * second;
    (rest.is_empty() && parts > 0 && fits).then_some(sum)
}
