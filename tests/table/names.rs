//! A function is found by its own name and by no other.

use std::collections::BTreeSet;
use std::iter;

use pointsman::{
    Alias, Function, FunctionId, Point, Qualifier, Request, ResolveError, RoutingTable, TableError,
    Version,
};
use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::announced::Announced;
use crate::{LETTERS, changed_in_a_byte, latest, rng, with_any_two_letters};

const LENGTHS: std::ops::RangeInclusive<usize> = 1..=60;

/// Functions by namespace and name. The payload of each is its id as it is printed.
struct Named {
    table: RoutingTable<String>,
    ids: BTreeSet<(String, String)>,
}

impl Named {
    fn new(ids: impl IntoIterator<Item = FunctionId>) -> Self {
        let ids: BTreeSet<_> = ids.into_iter().collect();
        let functions = ids.iter().map(|id| Function::new(id.clone(), id.to_string()));
        let table = RoutingTable::new(functions).expect("the ids are distinct");
        let plain = |id: &FunctionId| (id.namespace().to_string(), id.name().to_string());
        Self { table, ids: ids.iter().map(plain).collect() }
    }

    /// The table answers for this text as a plain set of names does.
    #[track_caller]
    fn is_as_plain(&self, text: &str) {
        let (namespace, name) = text.split_once('/').unwrap_or(("default", text));
        let due = self.ids.contains(&(namespace.to_owned(), name.to_owned()));
        let due = due.then(|| text.strip_prefix("default/").unwrap_or(text));
        assert_eq!(latest(&self.table, text).map(String::as_str), due, "{text:?}");
    }

    #[track_caller]
    fn is_missing(&self, text: &str) {
        let head: String = text.chars().take(80).collect();
        let miss = self.table.route(text, Qualifier::DEFAULT).map(|_| ());
        assert_eq!(miss, Err(ResolveError::UnknownFunction), "{head:?}, {} bytes", text.len());
        assert!(self.table.versions(text).is_none(), "{head:?}, {} bytes", text.len());
    }

    /// Each function is found, also where `default/` is spelt out, and no name beside it is.
    fn are_told_apart(&self) {
        for (namespace, name) in &self.ids {
            let spelt_out = format!("{namespace}/{name}");
            self.is_as_plain(&spelt_out);
            if namespace == "default" {
                self.is_as_plain(name);
            }
            let text = if namespace == "default" { name } else { &spelt_out };
            for beside in beside(text) {
                self.is_as_plain(&beside);
            }
            self.is_missing(&format!("default/{spelt_out}"));
            self.is_missing(&format!("{spelt_out}/{name}"));
        }
    }
}

fn id(text: &str) -> FunctionId {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Texts that a careless comparison takes for this one: cut, longer, padded, in other letters.
fn beside(text: &str) -> Vec<String> {
    let last = text.len() - 1;
    let mut beside = vec![
        text[1..].to_owned(),
        text[..last].to_owned(),
        text.replace('/', ""),
        text.replace('/', "-"),
        text.replace('/', "//"),
        text.replace('/', "\0"),
        text.to_uppercase(),
        text.to_lowercase(),
        text.repeat(2),
        format!("{}\0", &text[..last]),
        format!("{}é", &text[..last]),
        format!("é{}", &text[1..]),
    ];
    for more in ["a", "0", "-", "/", "\0", " ", "\n", "é"] {
        beside.extend([format!("{more}{text}"), format!("{text}{more}")]);
    }
    // To the end of a word of four, eight or sixteen bytes, and beyond.
    beside.extend((2..=17).map(|zeros| text.to_owned() + &"\0".repeat(zeros)));
    beside
}

/// A name of this length, of letters at random.
fn random_name(rng: &mut impl rand::Rng, length: usize) -> String {
    let inner = iter::repeat_with(|| char::from(*LETTERS.choose(rng).expect("a letter")));
    let mut name: String = inner.take(length).collect();
    name.replace_range(..1, "n");
    name.replace_range(length - 1.., "m");
    name
}

#[test]
fn names_of_every_length_are_told_apart() {
    let lengths = || LENGTHS.map(|length| "a".repeat(length));
    let bare = lengths().map(|name| id(&name));
    let spaced =
        lengths().flat_map(|space| lengths().map(move |name| id(&format!("{space}/{name}"))));
    let named = Named::new(bare.chain(spaced));
    assert_eq!(named.ids.len(), 60 + 60 * 60);
    named.are_told_apart();
}

#[test]
fn names_at_random_are_told_apart() {
    let mut rng = rng(1);
    let mut ids = Vec::new();
    for length in LENGTHS {
        for _ in 0..10 {
            let space = rng.random_range(LENGTHS);
            ids.push(id(&random_name(&mut rng, length)));
            ids.push(id(&format!(
                "{}/{}",
                random_name(&mut rng, space),
                random_name(&mut rng, length)
            )));
        }
    }
    Named::new(ids).are_told_apart();
}

/// So many that some agree in whatever short digest of a name is looked at first.
#[test]
fn a_name_is_compared_to_its_every_byte() {
    let mut rng = rng(2);
    let bare = LENGTHS.map(|length| random_name(&mut rng, length));
    let spaced = LENGTHS.map(|length| format!("{}/x", "s".repeat(length)));
    let named = Named::new(bare.chain(spaced).map(|text| id(&text)));
    let others = [LETTERS, b"/\0 \x7f"].concat();
    for (namespace, name) in &named.ids {
        let text = if namespace == "default" { name } else { &format!("{namespace}/{name}") };
        changed_in_a_byte(text, &others).for_each(|changed| named.is_as_plain(&changed));
    }
}

/// Millions of pairs of names alike but for two letters: many of them agree in sixteen bits of any
/// digest, too.
#[test]
fn names_that_differ_in_two_letters_are_told_apart() {
    let mut rng = rng(7);
    for length in LENGTHS.skip(1) {
        let name = random_name(&mut rng, length);
        for (space, at) in [("", length - 2), ("", 0), ("s/", length / 2 - 1), ("s/", length - 2)] {
            let texts = with_any_two_letters(&name, at, &mut rng);
            let texts: Vec<_> = texts.into_iter().map(|text| format!("{space}{text}")).collect();
            let named = Named::new(texts.iter().take(200).map(|text| id(text)));
            for text in &texts {
                named.is_as_plain(text);
            }
        }
        let spaces = with_any_two_letters(&name, length - 2, &mut rng);
        let texts: Vec<_> = spaces.into_iter().map(|space| format!("{space}/x")).collect();
        let named = Named::new(texts.iter().take(200).map(|text| id(text)));
        for text in &texts {
            named.is_as_plain(text);
        }
    }
}

#[test]
fn names_that_differ_in_one_byte_are_told_apart() {
    for length in [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 24, 31, 32, 33, 59, 60] {
        let name = "m".repeat(length);
        let differing = changed_in_a_byte(&name, LETTERS);
        let allowed: Vec<FunctionId> = differing.filter_map(|text| text.parse().ok()).collect();
        let spaced = allowed.iter().map(|other| id(&format!("{}/{name}", other.name())));
        Named::new(allowed.iter().cloned().chain(spaced)).are_told_apart();
    }
}

#[test]
fn a_namespace_is_no_part_of_a_name() {
    let texts = [
        "ab",
        "a/b",
        "b/a",
        "aa/b",
        "a/ab",
        "a-b",
        "a_b",
        "default",
        "default/a",
        "default-a",
        "Default/a",
        "defaul/ta",
        "default1/a",
        "defaulta",
        "efault/a",
        "DEFAULT/a",
        "a/default",
        "b/default",
        "default2/default",
    ];
    let named = Named::new(texts.map(id));
    assert_eq!(named.ids.len(), texts.len());
    named.are_told_apart();
    let words = ["", "a", "b", "ab", "aa", "default", "Default", "default1"];
    for (left, right) in words.iter().flat_map(|left| words.map(|right| (*left, right))) {
        named.is_as_plain(&format!("{left}{right}"));
        named.is_as_plain(&format!("{left}/{right}"));
        named.is_missing(&format!("{left}/{right}/"));
        named.is_missing(&format!("/{left}/{right}"));
        named.is_missing(&format!("default/{left}/{right}"));
    }
}

#[test]
fn the_texts_of_strangers_are_missing() {
    let few = Named::new(["x", "default/y", "a/x", "default2/default"].map(id));
    let many = (0..1_000).map(|n| id(&format!("ns{}/f{n}", n % 7)));
    let many = Named::new(many.chain(["x", "y", "a/x"].map(id)));
    for named in [&Named::new([]), &few, &many] {
        for text in [
            "default/default/x",
            "default/",
            "default",
            "/x",
            "x/",
            "/",
            "//",
            "a//x",
            "a/x/",
            "/a/x",
            "default//x",
            "default/a/x",
            "x\0",
            "\0x",
            "\0",
            "default/x\0",
            "default\0/x",
            "a\0x",
            "a/x\0",
            "ｘ",
            "é/x",
            "a/é",
            "x ",
            " x",
            "x\n",
            "X",
            "$LATEST",
            "$DEFAULT",
            "1",
        ] {
            named.is_missing(text);
        }
        for letter in ["z", "é", "\0", "/", "\u{10ffff}", "default/", "x/"] {
            (0..=300).for_each(|times| named.is_missing(&format!("{}!", letter.repeat(times))));
            (2..=300).for_each(|times| named.is_missing(&letter.repeat(times)));
            named.is_missing(&letter.repeat(1_000_000));
        }
        for zeros in 1..=300 {
            named.is_missing(&"\0".repeat(zeros));
            named.is_missing(&format!("x{}", "\0".repeat(zeros)));
            named.is_missing(&format!("a/x{}", "\0".repeat(zeros)));
            named.is_missing(&format!("default/x{}", "\0".repeat(zeros)));
        }
    }
}

/// As many as are packed, or put in order, at once, and more; and as many as lie in far fewer leaves than
/// were announced.
#[test]
fn functions_are_found_however_many_are_announced() {
    let name = |number: usize| match number % 3 {
        0 => format!("function-{number}"),
        1 => format!("{}-{number}", "f".repeat(40)),
        _ => format!("{}/{}-{number}", "n".repeat(60), "f".repeat(40)),
    };
    // Half of them lack version 1, and have more aliases than one.
    let function = |number| {
        let mut function = Function::new(name(number).parse().expect("an id"), number);
        if number % 2 == 0 {
            let [first, second] = [(); 2].map(|()| function.publish().expect("published"));
            function.delete_version(first).expect("deleted");
            for (alias, version) in [("release", second), ("prepub", Version::LATEST)] {
                let alias = alias.parse().expect("a name");
                function.create_alias(alias, Alias::to(version)).expect("created");
            }
        }
        function
    };
    let (second, request) =
        (Version::numbered(2).expect("a number"), Request::new(&(), Point::MIN));
    for count in [3, 1_024, 1_025, 4_096, 4_097, 20_000] {
        for announced in [0, 1, count, 100_000, 10_000_000] {
            let functions = Announced(announced, (0..count).map(function));
            let table = RoutingTable::new(functions).expect("no name stands twice");
            assert_eq!(table.len(), count);
            for number in 0..count {
                assert_eq!(latest(&table, &name(number)), Some(&number), "{count} {announced}");
                for (alias, version) in [("release", second), ("prepub", Version::LATEST)] {
                    let alias = Qualifier::parse(alias).expect("a name");
                    let decision = table.resolve(&name(number), alias, &request).ok();
                    let found = decision.map(|found| (*found.payload(), found.version()));
                    let expected = (number % 2 == 0).then_some((number, version));
                    assert_eq!(found, expected, "{number} of {count}, {announced}");
                }
            }
            assert_eq!(latest(&table, &name(count)), None);
            for twice in [0, 1, 2, count / 2, count - 1] {
                let functions = (0..count).chain([twice]).map(function);
                let error = RoutingTable::new(Announced(announced, functions)).unwrap_err();
                assert_eq!(error, TableError::Duplicate(name(twice).parse().expect("an id")));
            }
        }
    }
}

/// They crowd a leaf by every seed.
#[test]
fn a_name_that_stands_a_thousand_times_is_refused() {
    let functions = (0..1_000).map(|_| Function::new("B".parse().expect("an id"), ()));
    let error = RoutingTable::new(functions).unwrap_err();
    assert_eq!(error.to_string(), "function `B` stands twice");
}
