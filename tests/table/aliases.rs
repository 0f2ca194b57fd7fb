//! An alias is found by its own name and by no other, however many its function has.

use std::collections::BTreeMap;

use pointsman::{
    Alias, AliasName, AttributeKey, Point, Qualifier, Request, ResolveError, RoutingTable, Split,
    Version, Weight,
};
use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::{LETTERS, changed_in_a_byte, function_of, rng, v, with_any_two_letters};

const COUNTS: [usize; 15] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 100, 1_000];

/// A function with these aliases, each pointing to a version of its own.
struct Aliased {
    table: RoutingTable<Version>,
    versions: BTreeMap<String, Version>,
}

impl Aliased {
    fn new(names: impl IntoIterator<Item = String>) -> Self {
        let names = names.into_iter().zip(1..);
        let versions: BTreeMap<_, _> = names.map(|(name, number)| (name, v(number))).collect();
        let numbers = versions.values().filter_map(|version| version.number());
        let mut function = function_of("prod/B", numbers);
        for (name, &version) in &versions {
            if name == "$DEFAULT" {
                function.update_alias(name, Alias::to(version)).expect("it exists from birth");
            } else {
                let name: AliasName = name.parse().expect("a name");
                function.create_alias(name, Alias::to(version)).expect("it is new");
            }
        }
        let others = ["B", "prod/A", "prod/C"].map(|id| function_of(id, []));
        let table = RoutingTable::new(others).expect("they are distinct").with(function);
        Self { table, versions }
    }

    /// The table answers for this text as a plain map of aliases does.
    #[track_caller]
    fn is_as_plain(&self, text: &str) {
        let Ok(qualifier) = Qualifier::parse(text) else {
            assert!(!self.versions.contains_key(text), "{text:?}");
            return;
        };
        let Some(name) = qualifier.alias() else { return };
        let born = (name == "$DEFAULT").then_some(Version::LATEST);
        let due = self.versions.get(name).copied().or(born).ok_or(ResolveError::UnknownAlias);
        let decision = self.table.resolve("prod/B", qualifier, &Request::new(&(), Point::MIN));
        assert_eq!(decision.map(|decision| decision.version()), due, "{text:?}");
    }

    fn are_told_apart(&self) {
        self.is_as_plain("");
        self.is_as_plain("$DEFAULT");
        for name in self.versions.keys() {
            self.is_as_plain(name);
            self.is_as_plain(&name[..name.len() - 1]);
            self.is_as_plain(&name.to_uppercase());
            self.is_as_plain(&name.to_lowercase());
            for more in ["a", "-", "_", "0", "\0", "\0\0\0", "aaaaaaaa"] {
                self.is_as_plain(&format!("{name}{more}"));
                self.is_as_plain(&format!("{more}{name}"));
            }
        }
    }
}

fn random_name(rng: &mut impl rand::Rng, length: usize) -> String {
    let letters = (1..length).map(|_| char::from(*LETTERS.choose(rng).expect("a letter")));
    "n".chars().chain(letters.collect::<Vec<_>>()).collect()
}

#[test]
fn any_number_of_aliases() {
    let mut rng = rng(3);
    for count in COUNTS {
        for default in [None, Some("$DEFAULT".to_owned())] {
            let numbered = (0..count).map(|n| format!("release-{n}")).chain(default.clone());
            Aliased::new(numbered).are_told_apart();
            let random = (0..count).map(|n| {
                let length = rng.random_range(4..=60);
                format!("{}{n}", random_name(&mut rng, length))
            });
            Aliased::new(random.chain(default).collect::<Vec<_>>()).are_told_apart();
        }
    }
}

#[test]
fn names_of_every_length() {
    let aliased = Aliased::new((1..=64).map(|length| "a".repeat(length)));
    aliased.are_told_apart();
    for length in 1..=64 {
        Aliased::new(["a".repeat(length)]).are_told_apart();
    }
}

/// So many that some agree in whatever short digest of a name is looked at first.
#[test]
fn a_name_is_compared_to_its_every_byte() {
    let mut rng = rng(4);
    let names: Vec<_> = (1..=64).map(|length| random_name(&mut rng, length)).collect();
    let many = Aliased::new(names.clone());
    for name in &names {
        let one = Aliased::new([name.clone()]);
        for changed in changed_in_a_byte(name, LETTERS) {
            many.is_as_plain(&changed);
            one.is_as_plain(&changed);
        }
    }
    for length in [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 32, 63, 64] {
        let name = "m".repeat(length);
        let differing = changed_in_a_byte(&name, LETTERS);
        let allowed = differing.filter(|text| text.parse::<AliasName>().is_ok());
        Aliased::new(allowed.take(1_000)).are_told_apart();
    }
}

/// Millions of pairs of names alike but for two letters: many of them agree in sixteen bits of any
/// digest, too.
#[test]
fn names_that_differ_in_two_letters_are_told_apart() {
    let mut rng = rng(8);
    for length in 2..=64 {
        let name = random_name(&mut rng, length);
        for at in [length - 2, 0, length / 2 - 1] {
            let texts = with_any_two_letters(&name, at, &mut rng);
            let aliased = Aliased::new(texts.iter().take(200).cloned());
            for text in &texts {
                aliased.is_as_plain(text);
            }
        }
    }
}

#[test]
fn an_alias_belongs_to_its_function() {
    let table = Aliased::new(["release".to_owned(), "$DEFAULT".to_owned()]).table;
    let release = Qualifier::parse("release").expect("a qualifier");
    for (function, known) in [("prod/B", true), ("B", false), ("prod/A", false), ("prod/C", false)]
    {
        assert_eq!(table.route(function, release).is_ok(), known, "{function}");
        assert!(table.route(function, Qualifier::DEFAULT).is_ok(), "{function}");
    }
}

/// A function that has no alias of its own is asked for the aliases that are called like those that
/// lie beside it.
#[test]
fn the_name_of_another_function_is_no_alias() {
    let names: Vec<String> = (0..40).map(|number| format!("B{number}")).collect();
    let functions = names.iter().map(|name| function_of(name, []));
    let table = RoutingTable::new(functions).expect("they are distinct");
    for function in &names {
        for name in &names {
            let qualifier = Qualifier::parse(name).expect("an alias name");
            let decision = table.resolve(function, qualifier, &Request::new(&(), Point::MIN));
            assert_eq!(decision.err(), Some(ResolveError::UnknownAlias), "{name} of {function}");
        }
    }
}

/// Whatever is said of it besides, beside any number of others.
#[test]
fn the_default_alias_leads_to_where_it_points() {
    let key: AttributeKey = "invoke.headers.User".parse().expect("a key");
    let tenth = |main, other| {
        Split::new(main, [(other, Weight::from_percent(10).expect("a weight"))]).expect("a split")
    };
    let all = Split::new(v(1), [(Version::LATEST, Weight::FULL)]).expect("a split");
    let latest = Alias::to(Version::LATEST);
    let defaults = [
        latest.clone(),
        latest.clone().described("to everyone"),
        latest.clone().sticky_on(key.clone()),
        latest.rule("invoke.headers.User exact Bob".parse().expect("a test"), v(1)),
        Alias::to(all),
        Alias::to(v(1)),
        Alias::to(tenth(Version::LATEST, v(1))),
        Alias::to(tenth(v(1), Version::LATEST)).sticky_on(key),
    ];
    for (default, others) in
        defaults.iter().flat_map(|default| [0, 1, 2, 3, 20].map(|others| (default, others)))
    {
        let mut function = function_of("B", [1]);
        function.update_alias("$DEFAULT", default.clone()).expect("updated");
        for other in 0..others {
            let name = format!("a{other}").parse().expect("a name");
            function.create_alias(name, Alias::to(v(1))).expect("created");
        }
        let table = RoutingTable::new([function]).expect("one");
        for user in ["Bob", "Alice", "Eve", "Mallory"] {
            let (headers, point) = ([("User", user)], Point::sticky("else", user));
            let request = Request::new(&headers, point);
            let salt = "default/B:$DEFAULT";
            let point = if default.sticky().is_some() { Point::sticky(salt, user) } else { point };
            let rule = default.rules().first().filter(|_| user == "Bob");
            let due = rule.map_or(default.split(), |rule| rule.split()).pick(point);
            let decision = table.resolve("B", Qualifier::DEFAULT, &request);
            assert_eq!(
                decision.map(|decision| decision.version()),
                Ok(due),
                "{default:?}, {others}"
            );
            let missing = Qualifier::parse("missing").expect("a name");
            assert_eq!(
                table.resolve("B", missing, &request).err(),
                Some(ResolveError::UnknownAlias)
            );
        }
    }
}
