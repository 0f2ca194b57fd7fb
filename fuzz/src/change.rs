use std::collections::BTreeMap;
use std::ops::Range;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{AliasDiff, Function, Move, RuleDiff, Split, SplitDiff, TableDiff, Version};

use crate::applied::edited;
use crate::decide::attributes;
use crate::generate;
use crate::naive::{self, Alias, Carrier, Decision, Reason, Request, Table};

/// A function, another that takes its place, and requests.
#[derive(Debug)]
pub struct Change {
    old: naive::Function,
    new: naive::Function,
    requests: Vec<Request>,
}

impl<'a> Arbitrary<'a> for Change {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let old = generate::function(u, ("default", "a"))?;
        let name = if u.ratio(1, 8)? { "b" } else { "a" };
        let mut new = generate::function(u, ("default", name))?;
        for version in &old.versions {
            if new.versions.iter().all(|(other, _)| *other != version.0) {
                new.versions.push(*version);
            }
        }
        let versions: Vec<_> = new.versions.iter().map(|(version, _)| *version).collect();
        // Mostly the old aliases, with a few changes.
        for (name, alias) in &old.aliases {
            if u.ratio(3, 4)? {
                new.aliases.retain(|(other, _)| other != name);
                new.aliases.push((name.clone(), edit(u, alias.clone(), &versions)?));
            }
        }
        let mut requests = Vec::new();
        for _ in 0..u.int_in_range(0..=8)? {
            requests.push(generate::request(u, std::slice::from_ref(&new))?);
        }
        Ok(Self { old, new, requests })
    }
}

fn edit(u: &mut Unstructured<'_>, mut alias: Alias, versions: &[naive::Version]) -> Result<Alias> {
    for _ in 0..u.int_in_range(0..=4)? {
        let count = alias.rules.len();
        match u.int_in_range(0..=5)? {
            0 => alias.split = generate::split(u, versions)?,
            1 => alias.sticky = generate::alias(u, versions)?.sticky,
            2 if count > 0 => drop(alias.rules.remove(u.choose_index(count)?)),
            3 if count > 0 => alias.rules.swap(u.choose_index(count)?, u.choose_index(count)?),
            4 if count > 0 => {
                alias.rules[u.choose_index(count)?].split = generate::split(u, versions)?;
            }
            _ => {
                let rules = generate::alias(u, versions)?.rules.into_iter().take(2);
                let at = u.int_in_range(0..=count)?;
                drop(alias.rules.splice(at..at, rules));
            }
        }
    }
    Ok(alias)
}

impl Change {
    /// A diff tells all that changes and nothing else: by its words alone the old rules become the new
    /// ones; as much moves as plain sums have it; and who moves does so as the oracle decides.
    pub fn check(&self) {
        let (old, new) = (generate::build(&self.old), generate::build(&self.new));
        let diff = old.diff(&new);
        let parts = |function: &Function<u32>| {
            let parts = function.clone().into_parts();
            (parts.id, parts.versions, parts.aliases)
        };
        assert_eq!(diff.is_empty(), parts(&old) == parts(&new));
        assert_eq!(diff.to_string().is_empty(), diff.is_empty());
        assert!(old.diff(&old).is_empty() && new.diff(&new).is_empty());
        let tables = TableDiff::between([&old], [&new]).expect("one function each");
        if old.id() == new.id() {
            assert_eq!(tables.function(old.id()), Some(&diff).filter(|diff| !diff.is_empty()));
        }
        for (version, _) in diff.versions() {
            assert_ne!(old.payload(*version), new.payload(*version));
        }
        for (name, alias) in new.aliases() {
            let told = diff.alias(name.as_str());
            assert!(told.is_some() || old.alias(name.as_str()) == Some(alias));
        }
        for alias in diff.aliases() {
            self.tells(alias, &old, &new);
        }
        let texts: Vec<_> = diff.aliases().iter().map(ToString::to_string).collect();
        assert!(diff.to_string().ends_with(&texts.join("\n")));
        assert_eq!(tables.to_string().is_empty(), tables.is_empty());
        for lint in new.lint_change(&old) {
            let dealt = diff.aliases().iter().filter(|alias| alias.is_dealt_anew());
            let mut names = dealt.map(|alias| format!("aliases.{}", alias.name()));
            assert!(names.any(|name| lint.path().starts_with(&name)), "{lint}");
        }
    }

    fn tells(&self, diff: &AliasDiff<'_>, old: &Function<u32>, new: &Function<u32>) {
        let name = diff.name().as_str();
        assert_eq!((diff.before(), diff.after()), (old.alias(name), new.alias(name)));
        let Some(after) = diff.after() else { return };
        let rules = diff.before().map_or(&[][..], |before| before.rules());
        assert_eq!(edited(rules, diff), after.rules());
        let (Some(before), Some(replay)) = (diff.before(), diff.replay()) else { return };
        moves(diff.split(), before.split(), after.split(), diff.is_dealt_anew());
        for rule in diff.rules() {
            if let (Some((_, before)), Some((_, after))) = (rule.before(), rule.after()) {
                moves(rule.split(), before.split(), after.split(), diff.is_dealt_anew());
            }
        }

        for request in &self.requests {
            let asked = attributes(request);
            let asked = pointsman::Request::new(asked.as_ref(), request.point.into());
            let decisions = self.decisions(name, request);
            let [from, to] = decisions.map(|decision| Some(decision.version.into()));
            assert_eq!(replay.request(&asked), (from != to).then_some(Move { from, to }));
            if let Reason::Rule { index, .. } = decisions[1].reason {
                let by = |rule: &&RuleDiff<'_>| rule.after().is_some_and(|(at, _)| at == index);
                let rule = diff.rules().iter().find(by);
                assert_eq!(rule.and_then(RuleDiff::shadowed_by), None);
            }
            for (key, value) in &request.attributes {
                let attributes = vec![(key.clone(), value.clone())];
                let alone = Request { carrier: Carrier::Own, attributes, ..request.clone() };
                let [from, to] = self.decisions(name, &alone).map(surely);
                let moves = from.is_none() || from != to;
                let replay = replay.clone().of(key.into());
                assert_eq!(replay.key(value), moves.then_some(Move { from, to }));
            }
        }
    }

    /// Where the oracle sends the request by the alias, before and after.
    fn decisions(&self, alias: &str, request: &Request) -> [Decision; 2] {
        [&self.old, &self.new].map(|function| {
            let (id, qualifier) = (format!("default/{}", function.name), alias.into());
            let request = Request { function: id, qualifier, ..request.clone() };
            let table = Table { functions: vec![function.clone()] };
            table.resolve(&request).expect("the alias is there")
        })
    }
}

/// The version, unless another point could lead to another.
fn surely(decision: Decision) -> Option<Version> {
    let share = match decision.reason {
        Reason::Rule { share, .. } => share,
        Reason::Share(share) => Some(share),
        Reason::Only | Reason::Pinned => None,
    };
    share.is_none_or(|share| share.sticky).then(|| decision.version.into())
}

/// As much moves as falls from one version's slices to another's; or, where everyone is dealt anew, as
/// the products of their shares are.
fn moves(diff: &SplitDiff, old: &Split, new: &Split, is_dealt_anew: bool) {
    let [old, new] = [old, new].map(ends);
    let mut due: BTreeMap<(Version, Version), u64> = BTreeMap::new();
    for (from, old) in &old {
        for (to, new) in &new {
            let width = |slice: &Range<u64>| slice.end - slice.start;
            let both = old.start.max(new.start)..old.end.min(new.end).max(old.start.max(new.start));
            let mass =
                if is_dealt_anew { width(old) * width(new) } else { width(&both) * 1_000_000 };
            *due.entry((*from, *to)).or_default() += mass;
        }
    }
    due.retain(|(from, to), mass| from != to && *mass > 0);
    let flows = diff.flows().iter();
    let told: BTreeMap<_, _> =
        flows.map(|flow| ((flow.from, flow.to), flow.mass.trillionths())).collect();
    assert_eq!(told, due);
    assert_eq!(diff.moved().trillionths(), due.values().sum::<u64>());
}

/// The slices of a split in millionths, by where they begin and end.
fn ends(split: &Split) -> Vec<(Version, Range<u64>)> {
    let slices = split.slices().map(|slice| (slice.version(), u64::from(slice.width())));
    let ends = slices.scan(0, |end, (version, width)| {
        let start = *end;
        *end += width;
        Some((version, start..*end))
    });
    ends.collect()
}
