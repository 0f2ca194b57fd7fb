//! A function as the text of a diff speaks of it, and what the text makes of one.

use std::collections::BTreeMap;

use pointsman::{Alias, AliasName, Function, Split, Sticky, Version, Weight};

#[derive(Debug, Clone, PartialEq)]
pub struct WrittenFunction {
    pub versions: BTreeMap<Version, u8>,
    pub aliases: BTreeMap<AliasName, WrittenAlias>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WrittenAlias {
    split: WrittenSplit,
    rules: Vec<WrittenRule>,
    sticky: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct WrittenRule {
    condition: String,
    split: WrittenSplit,
}

#[derive(Debug, Clone, PartialEq)]
struct WrittenSplit {
    version: Version,
    weights: BTreeMap<Version, Weight>,
    slices: Option<String>,
}

impl WrittenFunction {
    pub fn of(function: &Function<u8>) -> Self {
        let versions = function.versions().map(|(version, payload)| (version, *payload));
        let aliases =
            function.aliases().map(|(name, alias)| (name.clone(), WrittenAlias::of(alias)));
        Self { versions: versions.collect(), aliases: aliases.collect() }
    }

    /// Carries out what the lines tell. Payloads are none of them told, so they are asked for.
    pub fn apply(&mut self, text: &str, payload: impl Fn(Version) -> u8) {
        let lines = text.lines().map(|line| line.split_once(": ").expect("a path and a fact"));
        let mut by_alias: BTreeMap<AliasName, Vec<(&str, &str)>> = BTreeMap::new();
        for (path, fact) in lines {
            let (kind, path) = path.split_once('.').expect("versions or aliases");
            let (name, path) = path.split_once('.').unwrap_or((path, ""));
            if kind == "versions" {
                let version = name.parse().expect("a version");
                match fact {
                    "deleted" => drop(self.versions.remove(&version).expect("it was there")),
                    "published" => {
                        assert_eq!(self.versions.insert(version, payload(version)), None);
                    }
                    "another payload" => {
                        let old = self.versions.insert(version, payload(version));
                        assert_ne!(old, Some(payload(version)));
                    }
                    _ => panic!("{fact}"),
                }
            } else {
                by_alias.entry(name.parse().expect("a name")).or_default().push((path, fact));
            }
        }
        for (name, facts) in by_alias {
            match facts.as_slice() {
                [("", "deleted")] => drop(self.aliases.remove(&name).expect("it was there")),
                [("", created), rest @ ..] if created.starts_with("created, to ") => {
                    let target = created.strip_prefix("created, to ").expect("so it begins");
                    let split = WrittenSplit::read(target);
                    let mut alias =
                        WrittenAlias { split, rules: vec![], sticky: None, description: None };
                    alias.apply(rest);
                    assert_eq!(self.aliases.insert(name, alias), None);
                }
                facts => self.aliases.get_mut(&name).expect("it was there").apply(facts),
            }
        }
    }
}

impl WrittenAlias {
    fn of(alias: &Alias) -> Self {
        let rules = alias.rules().iter().map(|rule| WrittenRule {
            condition: format!("`{}`", rule.condition()),
            split: WrittenSplit::of(rule.split()),
        });
        let sticky = |sticky: &Sticky| {
            let keys: Vec<_> = sticky.keys().iter().map(ToString::to_string).collect();
            let salt = sticky.salt().map(|salt| format!(" with salt `{salt}`"));
            keys.join(", ") + &salt.unwrap_or_default()
        };
        let description = alias.description();
        Self {
            split: WrittenSplit::of(alias.split()),
            rules: rules.collect(),
            sticky: alias.sticky().map(sticky),
            description: (!description.is_empty()).then(|| format!("`{description}`")),
        }
    }

    fn apply(&mut self, facts: &[(&str, &str)]) {
        let mut left: Vec<_> = self.rules.drain(..).map(Some).collect();
        let mut arriving = BTreeMap::new();
        let of_rules = |path: &str| {
            let (index, rest) = path.strip_prefix("rules[")?.split_once(']')?;
            let index: usize = index.parse().expect("an index");
            Some((index, rest.strip_prefix('.').unwrap_or_default().to_owned()))
        };
        for (path, fact) in facts {
            let Some((index, _)) = of_rules(path) else { continue };
            if let Some(rule) = fact.strip_prefix("removed: ") {
                assert_eq!(left[index].take(), Some(WrittenRule::read(rule)));
            } else if let Some(rule) = fact.strip_prefix("added: ") {
                arriving.insert(index, WrittenRule::read(rule));
            } else if let Some(from) = fact.strip_prefix("moved from rules[") {
                let (from, condition) = from.split_once("]: ").expect("an index and a condition");
                let from: usize = from.parse().expect("an index");
                let rule = left[from].take().expect("it was there");
                assert_eq!(rule.condition, condition);
                arriving.insert(index, rule);
            }
        }
        self.rules = left.into_iter().flatten().collect();
        for (index, rule) in arriving {
            self.rules.insert(index, rule);
        }
        for (path, fact) in facts {
            let Some((old, new)) = fact.split_once(" becomes ") else { continue };
            let value = |text: &str| (text != "none").then(|| text.to_owned());
            match (of_rules(path), *path) {
                (Some((index, path)), _) => self.rules[index].split.apply(&path, old, new),
                (None, "sticky") => {
                    assert_eq!(self.sticky, value(old));
                    self.sticky = value(new);
                }
                (None, "description") => {
                    assert_eq!(self.description, value(old));
                    self.description = value(new);
                }
                (None, path) => self.split.apply(path, old, new),
            }
        }
    }
}

impl WrittenRule {
    fn read(text: &str) -> Self {
        let (condition, target) = text.rsplit_once(" to version ").expect("a target");
        Self {
            condition: condition.into(),
            split: WrittenSplit::read(&format!("version {target}")),
        }
    }
}

impl WrittenSplit {
    fn of(split: &Split) -> Self {
        let slices = split.slices().map(|slice| format!("{} {}", slice.version(), slice.width()));
        let slices = format!("[{}]", slices.collect::<Vec<_>>().join(", "));
        Self {
            version: split.main(),
            weights: split.additional().collect(),
            slices: (!split.is_canonical()).then_some(slices),
        }
    }

    /// As in `version 1 (90%), version 2 (10%) in slices [2 100000, 1 900000]`.
    fn read(text: &str) -> Self {
        let (shares, slices) = match text.split_once(" in slices ") {
            Some((shares, slices)) => (shares, Some(slices.to_owned())),
            None => (text, None),
        };
        let mut shares = shares.split(", ").map(|share| {
            let share = share.strip_prefix("version ").expect("a version");
            let (version, weight) = share.split_once(" (").unwrap_or((share, "100%)"));
            let weight = weight.strip_suffix(')').expect("it was opened").parse::<Weight>();
            (version.parse::<Version>().expect("a version"), weight.expect("a weight"))
        });
        let (version, share) = shares.next().expect("a main version");
        let weights: BTreeMap<_, _> = shares.collect();
        let sum: u32 = weights.values().map(|weight| weight.millionths()).sum();
        assert_eq!(share.millionths() + sum, 1_000_000);
        Self { version, weights, slices }
    }

    fn apply(&mut self, path: &str, old: &str, new: &str) {
        let value = |text: &str| (text != "none").then(|| text.to_owned());
        let weight = |text: &str| value(text).map(|text| text.parse::<Weight>().expect("a weight"));
        match path.strip_prefix("weights.") {
            Some(version) => {
                let version = version.parse().expect("a version");
                let before = match weight(new) {
                    Some(weight) => self.weights.insert(version, weight),
                    None => self.weights.remove(&version),
                };
                assert_eq!(before, weight(old));
            }
            None if path == "version" => {
                assert_eq!(self.version.to_string(), old);
                self.version = new.parse().expect("a version");
            }
            None => {
                assert_eq!((path, &self.slices), ("slices", &value(old)));
                self.slices = value(new);
            }
        }
    }
}
