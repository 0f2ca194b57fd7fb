//! Functions and requests that use all that the crate decides by, the same on every machine.
//!
//! Frozen: another draw anywhere is another digest.

use pointsman::{
    Alias, AttributeKey, Condition, Function, Point, Rule, Split, Sticky, Test, Version, Weight,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const HEADERS: [&str; 6] = ["User", "tier", "X-Age", "region", "Accept-Language", "empty"];
const TEXTS: [&str; 12] = [
    "",
    "Bob",
    "Alice",
    "user-42",
    "gold",
    "7",
    "-3",
    "0042",
    "99999999999999999999",
    "eu-west-1",
    "de-DE;q=0.9",
    "\u{706f}",
];
const SALTS: [&str; 3] = ["", "spring-sale", "a salt that is longer than sixteen bytes"];

/// Numbers from 64 bits at a time, so that no width of `usize` has a say.
pub struct Catalogue(ChaCha8Rng);

impl Catalogue {
    pub fn new() -> Self {
        Self(ChaCha8Rng::seed_from_u64(1))
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0.next_u64() % end
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        let index = self.below(u64::try_from(of.len()).expect("a length"));
        of[usize::try_from(index).expect("below a length")]
    }

    pub fn function(&mut self, number: u64) -> Function<u64> {
        let namespace = self.one_of(&["", "tests/", "a-namespace-of-some-length/"]);
        let name = self.one_of(&["f", "image-resize-with-a-long-name-"]);
        let id = format!("{namespace}{name}{number}").parse().expect("an id");
        let mut function = Function::new(id, number);
        for _ in 0..=self.below(8) {
            function.publish().expect("published");
        }
        for number in 0..self.below(4) {
            let alias = self.alias(&function);
            let name = format!("alias{number}").parse().expect("a name");
            function.create_alias(name, alias).expect("created");
        }
        let alias = self.alias(&function);
        function.update_alias("$DEFAULT", alias).expect("updated");
        function
    }

    fn alias(&mut self, function: &Function<u64>) -> Alias {
        let split = self.split(function);
        let count = self.one_of(&[0, 0, 1, 2, 5, 30]);
        let rules: Vec<_> =
            (0..count).map(|_| Rule::new(self.condition(2), self.split(function))).collect();
        let alias = Alias::to(split).with_rules(rules);
        match self.below(3) {
            0 => alias,
            1 => alias.sticky_on(self.key()),
            _ => {
                let keys = [AttributeKey::cookie("id").expect("a key"), self.key()];
                let sticky = Sticky::first_of(keys).expect("two keys");
                alias.with_sticky(sticky.salted(self.one_of(&SALTS)).expect("a short salt"))
            }
        }
    }

    fn split(&mut self, function: &Function<u64>) -> Split {
        let versions: Vec<_> = function.versions().map(|(version, _)| version).collect();
        let split = self.canonical(&versions);
        match self.below(3) {
            0 => split,
            // Slices that weights alone do not give.
            _ => split.reweight(&self.canonical(&versions)).0,
        }
    }

    fn canonical(&mut self, versions: &[Version]) -> Split {
        let main = self.one_of(versions);
        let mut rest = 1_000_000;
        let mut additional = Vec::new();
        for &version in versions.iter().filter(|&&version| version != main) {
            if self.below(2) == 0 {
                let part = self.one_of(&[1, 2, 3, rest]);
                let millionths = self.below(rest / part + 1);
                rest -= millionths;
                let millionths = u32::try_from(millionths).expect("no more than a million");
                additional.push((version, Weight::from_millionths(millionths).expect("a weight")));
            }
        }
        Split::new(main, additional).expect("no more than all")
    }

    fn condition(&mut self, depth: u64) -> Condition {
        let kind = if depth == 0 { 0 } else { self.below(6) };
        let (first, second) = match kind {
            0..=2 => return self.test().into(),
            _ => (self.condition(depth - 1), self.condition(depth - 1)),
        };
        match kind {
            3 => Condition::all([first, second]),
            4 => Condition::any([first, second]),
            _ => Condition::not(first),
        }
        .expect("shallow, and not empty")
    }

    fn test(&mut self) -> Test {
        let (key, text) = (self.key(), self.one_of(&TEXTS));
        let piece = self.one_of(&["u", "eu-", "9", "\u{706f}"]);
        match self.below(7) {
            0 => Test::exact(key, text),
            1 => Test::one_of(key, [text, piece, "x"]).expect("no commas in them"),
            2 => Test::prefix(key, piece).expect("not empty"),
            3 => Test::suffix(key, piece).expect("not empty"),
            4 => Test::present(key),
            _ => {
                let lower = self.below(2_000).cast_signed() - 1_000;
                let upper = lower + self.one_of(&[0, 10, 1_000, i64::MAX / 2]);
                let interval = format!("[{lower},{upper}]").parse().expect("an interval");
                Test::range(key, interval)
            }
        }
    }

    fn key(&mut self) -> AttributeKey {
        AttributeKey::header(self.one_of(&HEADERS)).expect("a key")
    }

    /// Some headers, at times one of them twice.
    pub fn headers(&mut self) -> Vec<(&'static str, String)> {
        (0..self.below(6))
            .map(|_| {
                let value = match self.below(4) {
                    0 => (self.below(2_000).cast_signed() - 1_000).to_string(),
                    1 => format!("user-{}", self.below(100_000)),
                    _ => self.one_of(&TEXTS).to_string(),
                };
                (self.one_of(&HEADERS), value)
            })
            .collect()
    }

    pub fn point(&mut self) -> Point {
        Point::from(self.0.next_u64())
    }
}
