//! Tables and requests at random, from alphabets so small that they meet.

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::naive::{
    Alias, Carrier, Condition, Function, Interval, Key, Method, Request, Rule, Source, Spelling,
    Split, Sticky, Table, Test, Version,
};

const NAMESPACES: &[&str] = &["default", "Default", "a", "b"];
const FUNCTIONS: &[&str] = &["a", "A", "b", "a-b", "default"];
const STRANGE_FUNCTIONS: &[&str] =
    &["", "/", "a", "b/a", "/a", "a/", "default/", "default/default", "a/b/c", "default/a/b", "é"];

const ALIASES: &[&str] = &[
    "$DEFAULT",
    "release",
    "Release",
    "prepub",
    "a",
    "a-1",
    "a_1",
    "LATEST",
    "release-of-the-night",
    "release-of-the-thumbnails-in-the-night_1",
];
const STRANGE_QUALIFIERS: &[&str] = &[
    "$LATEST",
    "$DEFAULT",
    "release",
    "prepub",
    "nobody",
    "DEFAULT",
    "1",
    "7",
    "41",
    "9223372036854775807",
    // All that follows is malformed: out of range, or no name.
    "9223372036854775808",
    "18446744073709551617",
    "0",
    "01",
    "-1",
    "+1",
    "1a",
    "$latest",
    "$default",
    "$other",
    " ",
    "release ",
    "a.b",
    "é",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// Around the powers of two at which a compiled form may change its ways.
const COUNTS: &[usize] = &[1, 2, 3, 4, 5, 8, 16, 17, 40];

const NAMES: &[&str] = &["User", "user", "x", "a.b"];
const SOURCES: &[Source] = &[Source::Headers, Source::Cookies, Source::Query];
const WORDS: &[&str] =
    &["", "a", "b", "ab", "ba", "aba", "a,b", " a", "a ", "Bob", "bob", "é", "*", "a b"];
const BROKEN_TEXTS: &[&[u8]] = &[b"\xff", b"a\xff", b"\xffa", b"\xc3", b"\xa9", b"5\xff", b"\0"];

const BOUNDS: &[i64] = &[i64::MIN, i64::MIN + 1, -6, -5, -1, 0, 1, 4, 5, 6, i64::MAX - 1, i64::MAX];
const INTEGERS: &[&str] = &[
    "-9223372036854775808",
    "-9223372036854775807",
    "-6",
    "-5",
    "-0",
    "+0",
    "0",
    "1",
    "4",
    "5",
    "+5",
    "6",
    "007",
    "-005",
    "0000000000000000000000000000000000000000005",
    "9223372036854775806",
    "9223372036854775807",
];
/// What a lax reader would take for an integer, or would wrap to a small one.
const NO_INTEGERS: &[&str] = &[
    "-9223372036854775809",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551621",
    "340282366920938463463374607431768211461",
    " 5",
    "5 ",
    "5.0",
    "5e0",
    "0x5",
    "５",
    "-",
    "+",
    "--5",
    "+-5",
    "5-",
    "1_0",
];

/// Which numbers versions have.
#[derive(Debug, Clone, Copy)]
pub enum Numbers {
    /// Small ones with gaps, as publishing and deleting leaves them.
    Published,
    /// Up to the greatest there is, which only a document can bring.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "documents need serde"))]
    Any,
}

#[derive(Debug)]
pub struct Generator {
    rng: ChaCha8Rng,
    numbers: Numbers,
    payloads: u32,
}

impl Generator {
    pub fn new(seed: u64, numbers: Numbers) -> Self {
        Self { rng: ChaCha8Rng::seed_from_u64(seed), numbers, payloads: 0 }
    }

    pub fn table(&mut self) -> Table {
        let ids: Vec<_> = NAMESPACES
            .iter()
            .flat_map(|namespace| FUNCTIONS.iter().map(move |name| (*namespace, *name)))
            .collect();
        let count = self.pick(&[0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 8]);
        let ids = self.several(&ids, count);
        Table { functions: ids.into_iter().map(|id| self.function(id)).collect() }
    }

    pub fn function(&mut self, (namespace, name): (&str, &str)) -> Function {
        let versions = self.versions();
        let count = self.pick(&[0, 1, 2, 3, 4, 8]);
        let aliases = self.several(ALIASES, count);
        Function {
            namespace: namespace.into(),
            name: name.into(),
            aliases: aliases.into_iter().map(|name| (name.into(), self.alias(&versions))).collect(),
            versions: versions.into_iter().map(|version| (version, self.payload())).collect(),
        }
    }

    fn payload(&mut self) -> u32 {
        self.payloads += 1;
        self.payloads
    }

    fn versions(&mut self) -> Vec<Version> {
        let count = self.pick(COUNTS);
        let numbers: Vec<u64> = (1..44).take(count + 3).collect();
        let numbers = self.several(&numbers, count);
        let mut versions: Vec<_> =
            numbers.into_iter().map(|number| Version::Numbered(self.stretched(number))).collect();
        versions.push(Version::Latest);
        versions
    }

    fn stretched(&mut self, number: u64) -> u64 {
        match self.numbers {
            Numbers::Published => number,
            Numbers::Any => self.pick(&[number, (1 << 63) - number]),
        }
    }

    fn alias(&mut self, versions: &[Version]) -> Alias {
        let rules = if self.chance(50) { self.pick(COUNTS) } else { 0 };
        Alias {
            split: self.split(versions),
            rules: (0..rules).map(|_| self.rule(versions)).collect(),
            sticky: self.chance(60).then(|| self.sticky()),
        }
    }

    fn rule(&mut self, versions: &[Version]) -> Rule {
        let divided = self.chance(50);
        let split = if divided { self.split(versions) } else { Split::only(self.pick(versions)) };
        Rule { condition: self.condition(3), split }
    }

    fn split(&mut self, versions: &[Version]) -> Split {
        let count = self.rng.random_range(1..=versions.len());
        let count = if self.chance(50) { count.min(2) } else { count };
        let mut listed = self.several(versions, count);
        let main = listed.pop().expect("at least one version is listed");
        let weights = self.weights(listed.len());
        let additional = listed.into_iter().zip(weights).collect();
        let split = Split { main, additional, slices: None };
        let slices = self.chance(30).then(|| self.slices(&split));
        Split { slices, ..split }
    }

    /// Weights that leave the main version all, some, a millionth or nothing.
    fn weights(&mut self, count: usize) -> Vec<u32> {
        let mut rest = 1_000_000;
        let mut weights = Vec::new();
        for _ in 0..count {
            let weight = match self.rng.random_range(0..16) {
                0 | 1 => 0,
                2 => rest,
                3 => 1.min(rest),
                4 => rest - 1.min(rest),
                5..10 => self.rng.random_range(0..=rest),
                _ => self.rng.random_range(0..=rest / 8),
            };
            rest -= weight;
            weights.push(weight);
        }
        weights.shuffle(&mut self.rng);
        weights
    }

    /// The shares of the split, cut into pieces that lie in any order.
    fn slices(&mut self, split: &Split) -> Vec<(Version, u32)> {
        let mut pieces = Vec::new();
        for (version, share) in split.shares() {
            let mut rest = share;
            for _ in 0..self.pick(&[0, 1, 1, 2, 20]) {
                let width = self.rng.random_range(0..=rest / 2);
                pieces.push((version, width));
                rest -= width;
            }
            pieces.push((version, rest));
        }
        pieces.retain(|(_, width)| *width > 0);
        pieces.shuffle(&mut self.rng);
        pieces.into_iter().fold(Vec::new(), with_piece)
    }

    fn sticky(&mut self) -> Sticky {
        let count = self.pick(&[1, 1, 2, 2, 3, 8]);
        let keys = self.several(&all_keys(), count);
        let salt = match self.rng.random_range(0..6) {
            0 => Some(String::new()),
            1 => Some("spring-sale".into()),
            2 => Some("é".repeat(128)),
            3 => Some("s".repeat(self.rng.random_range(0..=256))),
            _ => None,
        };
        Sticky { keys, salt }
    }

    fn condition(&mut self, depth: usize) -> Condition {
        if depth == 0 || self.chance(50) {
            return Condition::Test(self.test());
        }
        match self.rng.random_range(0..3) {
            0 => Condition::Not(Box::new(self.condition(depth - 1))),
            1 => Condition::All(self.conditions(depth - 1)),
            _ => Condition::Any(self.conditions(depth - 1)),
        }
    }

    fn conditions(&mut self, depth: usize) -> Vec<Condition> {
        (0..self.rng.random_range(1..=3)).map(|_| self.condition(depth)).collect()
    }

    fn test(&mut self) -> Test {
        let method = match self.rng.random_range(0..6) {
            0 => Method::Exact(self.text().into()),
            1 => Method::Range(self.interval()),
            2 => Method::In(self.list()),
            3 => Method::Prefix(self.affix()),
            4 => Method::Suffix(self.affix()),
            _ => Method::Present,
        };
        Test { key: self.key(), method }
    }

    fn interval(&mut self) -> Interval {
        loop {
            let [lower, upper] = [self.pick(BOUNDS), self.pick(BOUNDS)];
            let [open_below, open_above] = [self.chance(50), self.chance(50)];
            // The specification doesn't say clearly whether such a bound can be read.
            let overflows = (open_below && lower == i64::MIN) || (open_above && upper == i64::MAX);
            let least = i128::from(lower) + i128::from(open_below);
            let greatest = i128::from(upper) - i128::from(open_above);
            if !overflows && least <= greatest {
                let spelling = self.pick(&[Spelling::Plain, Spelling::Padded, Spelling::FullWidth]);
                return Interval { lower, upper, open_below, open_above, spelling };
            }
        }
    }

    /// Texts for `in`, of which none can hold a comma.
    fn list(&mut self) -> Vec<String> {
        let count = self.rng.random_range(1..=4);
        (0..count).map(|_| self.text().replace(',', "")).collect()
    }

    /// A text for `prefix` or `suffix`, which can't be empty.
    fn affix(&mut self) -> String {
        match self.text() {
            "" => "a".into(),
            text => text.into(),
        }
    }

    fn text(&mut self) -> &'static str {
        match self.rng.random_range(0..8) {
            0..5 => self.pick(WORDS),
            5 | 6 => self.pick(INTEGERS),
            _ => self.pick(NO_INTEGERS),
        }
    }

    fn key(&mut self) -> Key {
        Key { source: self.pick(SOURCES), name: self.pick(NAMES).into() }
    }

    /// A request that mostly asks the table for what it has.
    pub fn request(&mut self, table: &Table) -> Request {
        let known = if self.chance(95) { table.functions.choose(&mut self.rng) } else { None };
        let function = match known {
            Some(function) => self.spelt(function),
            None => self.pick(STRANGE_FUNCTIONS).into(),
        };
        let asked = match known {
            Some(function) => self.asked(function),
            None => self.strange_qualifier(),
        };
        let carrier = self.pick(&[Carrier::Own, Carrier::Own, Carrier::Pairs, Carrier::Map]);
        Request {
            function,
            qualifier: asked.qualifier,
            carrier,
            attributes: self.attributes(carrier),
            point: self.point(asked.alias),
        }
    }

    fn spelt(&mut self, function: &Function) -> String {
        let Function { namespace, name, .. } = function;
        if namespace == "default" && self.chance(50) {
            name.clone()
        } else {
            format!("{namespace}/{name}")
        }
    }

    fn asked<'f>(&mut self, function: &'f Function) -> Asked<'f> {
        match self.rng.random_range(0..16) {
            0..12 => match function.aliases.choose(&mut self.rng) {
                Some((name, alias)) => Asked { qualifier: name.clone(), alias: Some(alias) },
                None => Asked { qualifier: String::new(), alias: None },
            },
            12 => Asked { qualifier: String::new(), alias: None },
            13 => {
                let (version, _) = self.pick(&function.versions);
                Asked { qualifier: version.to_string(), alias: None }
            }
            _ => self.strange_qualifier(),
        }
    }

    fn strange_qualifier(&mut self) -> Asked<'static> {
        Asked { qualifier: self.pick(STRANGE_QUALIFIERS).into(), alias: None }
    }

    fn attributes(&mut self, carrier: Carrier) -> Vec<(Key, Vec<u8>)> {
        let count = self.rng.random_range(0..=10);
        let mut attributes = Vec::new();
        for _ in 0..count {
            let mut key = self.key();
            if carrier != Carrier::Own {
                key.source = Source::Headers;
            }
            attributes.push((key, self.value()));
        }
        attributes
    }

    fn value(&mut self) -> Vec<u8> {
        match self.rng.random_range(0..16) {
            0 => self.pick(BROKEN_TEXTS).into(),
            1 => Vec::new(),
            // The hash treats keys of different lengths differently.
            2 => vec![b'a'; self.rng.random_range(0..600)],
            _ => self.text().into(),
        }
    }

    /// A point at the border of a slice or beside it, if the alias has any, or anywhere.
    fn point(&mut self, alias: Option<&Alias>) -> u64 {
        match alias {
            Some(alias) if self.chance(60) => self.point_at_border(alias),
            _ => match self.rng.random_range(0..8) {
                0 => 0,
                1 => u64::MAX,
                _ => self.rng.random(),
            },
        }
    }

    fn point_at_border(&mut self, alias: &Alias) -> u64 {
        let rule = if self.chance(50) { alias.rules.choose(&mut self.rng) } else { None };
        let split = rule.map_or(&alias.split, |rule| &rule.split);
        let (_, end) = self.pick(&split.ends());
        let border = u64::try_from(end).unwrap_or(0);
        border.wrapping_add_signed(self.pick(&[-1, 0, 1]))
    }

    /// The same table, put together otherwise.
    pub fn reordered(&mut self, table: &Table) -> Table {
        let mut table = table.clone();
        table.functions.shuffle(&mut self.rng);
        for function in &mut table.functions {
            function.versions.shuffle(&mut self.rng);
            function.aliases.shuffle(&mut self.rng);
            for (_, alias) in &mut function.aliases {
                self.reorder_split(&mut alias.split);
                for rule in &mut alias.rules {
                    self.reorder_split(&mut rule.split);
                }
            }
        }
        table
    }

    /// Another version may be called main, too.
    fn reorder_split(&mut self, split: &mut Split) {
        let mut shares = split.shares();
        shares.shuffle(&mut self.rng);
        let (main, _) = shares.pop().expect("a split lists a version");
        split.main = main;
        split.additional = shares;
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        *items.choose(&mut self.rng).expect("there is something to pick from")
    }

    fn several<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut items: Vec<T> = items.sample(&mut self.rng, count).cloned().collect();
        items.shuffle(&mut self.rng);
        items
    }
}

/// A qualifier, and the alias of the table that it was taken from.
struct Asked<'f> {
    qualifier: String,
    alias: Option<&'f Alias>,
}

/// Neighbours of one version are one slice.
fn with_piece(mut slices: Vec<(Version, u32)>, piece: (Version, u32)) -> Vec<(Version, u32)> {
    match slices.last_mut() {
        Some((version, width)) if *version == piece.0 => *width += piece.1,
        _ => slices.push(piece),
    }
    slices
}

fn all_keys() -> Vec<Key> {
    let named = |source| NAMES.iter().map(move |name| Key { source, name: (*name).into() });
    SOURCES.iter().flat_map(|source| named(*source)).collect()
}
