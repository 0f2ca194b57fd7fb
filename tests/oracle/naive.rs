//! What a table decides, straight from the specification and by plain loops. Nothing here is fast,
//! nothing is clever, and nothing is shared with the crate.

use std::fmt;

use twox_hash::XxHash3_64;

const MILLION: u32 = 1_000_000;

#[derive(Debug, Clone)]
pub struct Table {
    pub functions: Vec<Function>,
}

#[derive(Debug, Clone)]
pub struct Function {
    pub namespace: String,
    pub name: String,
    /// With their payloads.
    pub versions: Vec<(Version, u32)>,
    /// `$DEFAULT` may be absent: then it is what it was at birth.
    pub aliases: Vec<(String, Alias)>,
}

/// The derived order is the one of slices and indices: `$LATEST` after every number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    Numbered(u64),
    Latest,
}

#[derive(Debug, Clone)]
pub struct Alias {
    pub split: Split,
    pub rules: Vec<Rule>,
    pub sticky: Option<Sticky>,
}

#[derive(Debug, Clone)]
pub struct Split {
    pub main: Version,
    pub additional: Vec<(Version, u32)>,
    /// A layout that the weights alone don't give.
    pub slices: Option<Vec<(Version, u32)>>,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub condition: Condition,
    pub split: Split,
}

#[derive(Debug, Clone)]
pub struct Sticky {
    pub keys: Vec<Key>,
    pub salt: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub source: Source,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Headers,
    Cookies,
    Query,
}

#[derive(Debug, Clone)]
pub enum Condition {
    Test(Test),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

#[derive(Debug, Clone)]
pub struct Test {
    pub key: Key,
    pub method: Method,
}

#[derive(Debug, Clone)]
pub enum Method {
    Exact(String),
    Range(Interval),
    In(Vec<String>),
    Prefix(String),
    Suffix(String),
    Present,
}

#[derive(Debug, Clone, Copy)]
pub struct Interval {
    pub lower: i64,
    pub upper: i64,
    /// Whether the round bracket leaves the bound out.
    pub open_below: bool,
    pub open_above: bool,
    pub spelling: Spelling,
}

#[derive(Debug, Clone, Copy)]
pub enum Spelling {
    Plain,
    /// Signs, leading zeros and spaces wherever they are allowed.
    Padded,
    FullWidth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    False,
    Unknown,
    True,
}

#[derive(Debug, Clone)]
pub struct Request {
    pub function: String,
    pub qualifier: String,
    pub carrier: Carrier,
    /// The first of equal names counts.
    pub attributes: Vec<(Key, Vec<u8>)>,
    pub point: u64,
}

/// What answers for the attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A type of the embedder's, byte for byte.
    Own,
    /// A slice of pairs: headers, ASCII case ignored.
    Pairs,
    /// A map: headers, byte for byte.
    Map,
}

pub type Outcome = Result<Decision, Error>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub version: Version,
    pub payload: u32,
    pub index: usize,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Pinned,
    Only,
    Rule { index: usize, share: Option<Share> },
    Share(Share),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub point: u64,
    pub sticky: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    MalformedQualifier,
    UnknownFunction,
    UnknownVersion(Version),
    UnknownAlias,
}

#[derive(Debug, PartialEq, Eq)]
enum Qualifier<'a> {
    Version(Version),
    Alias(&'a str),
}

impl Table {
    pub fn resolve(&self, request: &Request) -> Outcome {
        let qualifier = read_qualifier(&request.qualifier).ok_or(Error::MalformedQualifier)?;
        let function = self.function(&request.function).ok_or(Error::UnknownFunction)?;
        match qualifier {
            Qualifier::Version(version) => {
                function.decide(version, Reason::Pinned).ok_or(Error::UnknownVersion(version))
            }
            Qualifier::Alias(name) => {
                let (version, reason) =
                    function.by_alias(name, request).ok_or(Error::UnknownAlias)?;
                Ok(function.decide(version, reason).expect("an alias names what exists"))
            }
        }
    }

    fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| {
            let in_default = function.namespace == "default" && function.name == name;
            in_default || format!("{}/{}", function.namespace, function.name) == name
        })
    }
}

fn read_qualifier(text: &str) -> Option<Qualifier<'_>> {
    match text {
        "" => Some(Qualifier::Alias("$DEFAULT")),
        "$DEFAULT" => Some(Qualifier::Alias(text)),
        "$LATEST" => Some(Qualifier::Version(Version::Latest)),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            version_number(text).map(|number| Qualifier::Version(Version::Numbered(number)))
        }
        _ => is_alias_name(text).then_some(Qualifier::Alias(text)),
    }
}

fn version_number(digits: &str) -> Option<u64> {
    if digits.starts_with('0') {
        return None;
    }
    let number = integer(digits.as_bytes())?;
    u64::try_from(number).ok()
}

fn is_alias_name(text: &str) -> bool {
    let first_is_letter = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    first_is_letter && text.len() <= 64 && text.bytes().all(allowed)
}

impl Function {
    fn decide(&self, version: Version, reason: Reason) -> Option<Decision> {
        let index = self.versions.iter().filter(|(other, _)| *other < version).count();
        let (_, payload) = self.versions.iter().find(|(other, _)| *other == version)?;
        Some(Decision { version, payload: *payload, index, reason })
    }

    fn by_alias(&self, name: &str, request: &Request) -> Option<(Version, Reason)> {
        let born = Alias { split: Split::only(Version::Latest), rules: Vec::new(), sticky: None };
        let known = self.aliases.iter().find(|(other, _)| other == name).map(|(_, alias)| alias);
        let alias = known.or((name == "$DEFAULT").then_some(&born))?;

        let share = alias.share(request, &format!("{}/{}:{name}", self.namespace, self.name));
        for (index, rule) in alias.rules.iter().enumerate() {
            if rule.condition.truth(request) == Truth::True {
                let (version, share) = rule.split.divide(share);
                return Some((version, Reason::Rule { index, share }));
            }
        }
        let (version, share) = alias.split.divide(share);
        Some((version, share.map_or(Reason::Only, Reason::Share)))
    }
}

impl Alias {
    fn share(&self, request: &Request, default_salt: &str) -> Share {
        if let Some(sticky) = &self.sticky {
            let salt = sticky.salt.as_deref().unwrap_or(default_salt);
            for key in &sticky.keys {
                match request.attribute(key) {
                    None | Some([]) => {}
                    Some(value) => return Share { point: sticky_point(salt, value), sticky: true },
                }
            }
        }
        Share { point: request.point, sticky: false }
    }
}

pub fn sticky_point(salt: &str, key: &[u8]) -> u64 {
    let seed = XxHash3_64::oneshot_with_seed(0, salt.as_bytes());
    XxHash3_64::oneshot_with_seed(seed, key)
}

impl Split {
    pub fn only(version: Version) -> Self {
        Self { main: version, additional: Vec::new(), slices: None }
    }

    /// All versions with their millionths, ascending.
    pub fn shares(&self) -> Vec<(Version, u32)> {
        let given: u32 = self.additional.iter().map(|(_, weight)| weight).sum();
        let mut shares = self.additional.clone();
        shares.push((self.main, MILLION - given));
        shares.sort_unstable();
        shares
    }

    /// Each slice's version and its end, out of 2^64.
    pub fn ends(&self) -> Vec<(Version, u128)> {
        let slices = self.slices.clone().unwrap_or_else(|| self.shares());
        let mut sum = 0;
        let mut ends = Vec::new();
        for (version, millionths) in slices {
            sum += u128::from(millionths);
            ends.push((version, (sum << 64) / u128::from(MILLION)));
        }
        ends
    }

    fn sole(&self) -> Option<Version> {
        let full = self.shares().into_iter().find(|(_, share)| *share == MILLION);
        full.map(|(version, _)| version)
    }

    fn pick(&self, point: u64) -> Version {
        for (version, end) in self.ends() {
            if u128::from(point) < end {
                return version;
            }
        }
        unreachable!("the last slice ends at 2^64")
    }

    fn divide(&self, share: Share) -> (Version, Option<Share>) {
        match self.sole() {
            Some(version) => (version, None),
            None => (self.pick(share.point), Some(share)),
        }
    }
}

impl Condition {
    pub fn truth(&self, request: &Request) -> Truth {
        match self {
            Self::Test(test) => test.truth(request),
            Self::Not(condition) => match condition.truth(request) {
                Truth::False => Truth::True,
                Truth::Unknown => Truth::Unknown,
                Truth::True => Truth::False,
            },
            Self::All(conditions) => {
                first_found([Truth::False, Truth::Unknown], conditions, request)
                    .unwrap_or(Truth::True)
            }
            Self::Any(conditions) => {
                first_found([Truth::True, Truth::Unknown], conditions, request)
                    .unwrap_or(Truth::False)
            }
        }
    }
}

/// The first of the truths that any of the conditions has.
fn first_found(truths: [Truth; 2], conditions: &[Condition], request: &Request) -> Option<Truth> {
    truths
        .into_iter()
        .find(|truth| conditions.iter().any(|condition| condition.truth(request) == *truth))
}

impl Test {
    fn truth(&self, request: &Request) -> Truth {
        let value = request.attribute(&self.key);
        let holds = match (&self.method, value) {
            (Method::Present, _) => value.is_some(),
            (_, None) => return Truth::Unknown,
            (Method::Exact(text), Some(value)) => value == text.as_bytes(),
            (Method::Range(interval), Some(value)) => interval.contains(value),
            (Method::In(texts), Some(value)) => texts.iter().any(|text| value == text.as_bytes()),
            (Method::Prefix(text), Some(value)) => value.starts_with(text.as_bytes()),
            (Method::Suffix(text), Some(value)) => value.ends_with(text.as_bytes()),
        };
        if holds { Truth::True } else { Truth::False }
    }
}

impl Interval {
    fn contains(&self, value: &[u8]) -> bool {
        let Some(number) = integer(value) else { return false };
        let (lower, upper) = (i128::from(self.lower), i128::from(self.upper));
        let above = if self.open_below { lower < number } else { lower <= number };
        let below = if self.open_above { number < upper } else { number <= upper };
        above && below
    }
}

/// The integer that the value is, whole, if `i64` can hold it.
fn integer(value: &[u8]) -> Option<i128> {
    let (negative, digits) = match value {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i128::from(digit - b'0');
        // All that is too large is alike; the rest must still be digits.
        number = number.min(1 << 64);
    }
    let number = if negative { -number } else { number };
    (i128::from(i64::MIN) <= number && number <= i128::from(i64::MAX)).then_some(number)
}

impl Request {
    fn attribute(&self, key: &Key) -> Option<&[u8]> {
        let answers = |name: &Key| match self.carrier {
            Carrier::Own | Carrier::Map => name == key,
            Carrier::Pairs => {
                name.source == key.source && name.name.eq_ignore_ascii_case(&key.name)
            }
        };
        let found = self.attributes.iter().find(|(name, _)| answers(name));
        found.map(|(_, value)| value.as_slice())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbered(number) => write!(f, "{number}"),
            Self::Latest => f.write_str("$LATEST"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match self.source {
            Source::Headers => "headers",
            Source::Cookies => "cookies",
            Source::Query => "query",
        };
        write!(f, "invoke.{source}.{}", self.name)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.method {
            Method::Exact(text) => write!(f, "{key} exact {text}"),
            Method::Range(interval) => write!(f, "{key} range {interval}"),
            Method::In(texts) => write!(f, "{key} in {}", texts.join(",")),
            Method::Prefix(text) => write!(f, "{key} prefix {text}"),
            Method::Suffix(text) => write!(f, "{key} suffix {text}"),
            Method::Present => write!(f, "{key} present"),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lower, upper, .. } = self;
        let bracket = |open, round, square| if open { round } else { square };
        match self.spelling {
            Spelling::Plain => {
                let left = bracket(self.open_below, '(', '[');
                let right = bracket(self.open_above, ')', ']');
                write!(f, "{left}{lower},{upper}{right}")
            }
            Spelling::Padded => {
                let left = bracket(self.open_below, '(', '[');
                let right = bracket(self.open_above, ')', ']');
                write!(f, "{left} {lower:+025} ,  {upper:025} {right}")
            }
            Spelling::FullWidth => {
                let left = bracket(self.open_below, '（', '［');
                let right = bracket(self.open_above, '）', '］');
                write!(f, "{left}{lower}，{upper}{right}")
            }
        }
    }
}
