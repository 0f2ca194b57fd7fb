//! Functions and requests of the bytes of an input, from alphabets so small that they meet.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use pointsman::{Alias, Function, FunctionId, FunctionParts, Version as CrateVersion};

use crate::naive::{
    Alias as PlainAlias, Carrier, Condition, Function as PlainFunction, Interval, Key, Method,
    Request, Rule, Source, Spelling, Split, Sticky, Table, Test, Version,
};

const NAMESPACES: &[&str] = &["default", "Default", "a", "b"];
const FUNCTIONS: &[&str] = &["a", "A", "b", "a-b", "default"];
const ALIASES: &[&str] = &["$DEFAULT", "release", "Release", "prepub", "a", "a-1", "a_1", "LATEST"];
const STRANGE: &[&str] =
    &["", "/", "a/", "default/default", "a/b/c", "default/a/b", "1", "01", "$latest"];
/// Around the powers of two at which a compiled form may change its ways.
const COUNTS: &[usize] = &[0, 1, 2, 3, 4, 5, 8, 17, 40];
/// Mostly the same one, so that tests have to do with each other.
const KEYS: &[&str] = &["User", "User", "User", "user", "x", "a.b"];
const SOURCES: &[Source] =
    &[Source::Headers, Source::Headers, Source::Headers, Source::Cookies, Source::Query];
const WORDS: &[&str] =
    &["", "a", "b", "ab", "ba", "aba", "a,b", " a", "Bob", "bob", "é", "5", "-5"];
const BOUNDS: &[i64] = &[i64::MIN, i64::MIN + 1, -6, -5, -1, 0, 1, 4, 5, 6, i64::MAX - 1, i64::MAX];

/// How deeply conditions are nested, but for those that are nothing but `not` above that.
const DEPTH: usize = 3;

type Bytes<'u, 'a> = &'u mut Unstructured<'a>;

pub(crate) fn table(u: Bytes<'_, '_>) -> Result<Table> {
    let mut functions: Vec<PlainFunction> = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        let (namespace, name) = (*u.choose(NAMESPACES)?, *u.choose(FUNCTIONS)?);
        if functions.iter().all(|it| (it.namespace.as_str(), it.name.as_str()) != (namespace, name))
        {
            functions.push(function(u, (namespace, name))?);
        }
    }
    Ok(Table { functions })
}

/// With versions of any number, up to the greatest that there is.
pub(crate) fn function(u: Bytes<'_, '_>, (namespace, name): (&str, &str)) -> Result<PlainFunction> {
    let mut versions = vec![Version::Latest];
    for _ in 0..*u.choose(COUNTS)? {
        let number = u.int_in_range(1..=40)?;
        let number = if u.ratio(1, 8)? { (1 << 63) - number } else { number };
        add(&mut versions, Version::Numbered(number));
    }
    let mut aliases: Vec<(String, PlainAlias)> = Vec::new();
    for _ in 0..u.int_in_range(0..=5)? {
        let name = *u.choose(ALIASES)?;
        if aliases.iter().all(|(other, _)| other != name) {
            aliases.push((name.into(), alias(u, &versions)?));
        }
    }
    let payloads = 1_u32..;
    let versions = versions.into_iter().zip(payloads).collect();
    Ok(PlainFunction { namespace: namespace.into(), name: name.into(), versions, aliases })
}

fn add<T: PartialEq>(list: &mut Vec<T>, entry: T) {
    if !list.contains(&entry) {
        list.push(entry);
    }
}

/// An alias that names some of these versions, of which there is one at least.
pub(crate) fn alias(u: Bytes<'_, '_>, versions: &[Version]) -> Result<PlainAlias> {
    let split = split(u, versions)?;
    let mut rules = Vec::new();
    for _ in 0..*u.choose(COUNTS)? {
        let condition = condition(u, DEPTH)?;
        let split = if u.arbitrary()? {
            self::split(u, versions)?
        } else {
            Split::only(*u.choose(versions)?)
        };
        rules.push(Rule { condition, split });
    }
    let sticky = if u.arbitrary()? { Some(sticky(u)?) } else { None };
    Ok(PlainAlias { split, rules, sticky })
}

pub(crate) fn split(u: Bytes<'_, '_>, versions: &[Version]) -> Result<Split> {
    let main = *u.choose(versions)?;
    let mut rest = 1_000_000;
    let mut additional: Vec<(Version, u32)> = Vec::new();
    for _ in 0..u.int_in_range(0..=5)? {
        let version = *u.choose(versions)?;
        if version == main || additional.iter().any(|(other, _)| *other == version) {
            continue;
        }
        let weight = match u.int_in_range(0..=7)? {
            0 => 0,
            1 => rest,
            2 => 1.min(rest),
            3 => rest - 1.min(rest),
            4 => rest / 2,
            _ => u.int_in_range(0..=rest)?,
        };
        rest -= weight;
        additional.push((version, weight));
    }
    let split = Split { main, additional, slices: None };
    let slices = if u.ratio(1, 3)? { Some(slices(u, &split)?) } else { None };
    Ok(Split { slices, ..split })
}

/// The shares of the split, cut into pieces that lie in any order.
fn slices(u: Bytes<'_, '_>, split: &Split) -> Result<Vec<(Version, u32)>> {
    let mut pieces = Vec::new();
    for (version, share) in split.shares() {
        let mut rest = share;
        for _ in 0..u.int_in_range(0..=7)? {
            let width = u.int_in_range(0..=rest)?;
            pieces.push((version, width));
            rest -= width;
        }
        pieces.push((version, rest));
    }
    pieces.retain(|(_, width)| *width > 0);
    for last in (1..pieces.len()).rev() {
        pieces.swap(last, u.int_in_range(0..=last)?);
    }
    let mut slices: Vec<(Version, u32)> = Vec::new();
    for (version, width) in pieces {
        // Neighbours of one version are one slice.
        match slices.last_mut() {
            Some((last, sum)) if *last == version => *sum += width,
            _ => slices.push((version, width)),
        }
    }
    Ok(slices)
}

fn sticky(u: Bytes<'_, '_>) -> Result<Sticky> {
    let mut keys = vec![key(u)?];
    for _ in 0..u.int_in_range(0..=7)? {
        keys.push(key(u)?);
    }
    let salt = match u.int_in_range(0..=4)? {
        0 => Some(String::new()),
        1 => Some("spring-sale".into()),
        2 => Some("é".repeat(u.int_in_range(0..=128)?)),
        _ => None,
    };
    Ok(Sticky { keys, salt })
}

pub(crate) fn condition(u: Bytes<'_, '_>, depth: usize) -> Result<Condition> {
    if depth == 0 || u.arbitrary()? {
        return Ok(Condition::Test(test(u)?));
    }
    Ok(match u.int_in_range(0..=2)? {
        0 => {
            // Up to the last nesting that there can be.
            let nots = if depth == DEPTH && u.ratio(1, 8)? { 30 } else { 1 };
            let inner = condition(u, depth - 1)?;
            (0..nots).fold(inner, |inner, _| Condition::Not(Box::new(inner)))
        }
        1 => Condition::All(conditions(u, depth - 1)?),
        _ => Condition::Any(conditions(u, depth - 1)?),
    })
}

fn conditions(u: Bytes<'_, '_>, depth: usize) -> Result<Vec<Condition>> {
    let mut conditions = vec![condition(u, depth)?];
    for _ in 0..u.int_in_range(0..=2)? {
        conditions.push(condition(u, depth)?);
    }
    Ok(conditions)
}

fn test(u: Bytes<'_, '_>) -> Result<Test> {
    let key = key(u)?;
    let method = match u.int_in_range(0..=5)? {
        0 => Method::Exact(text(u)?),
        1 => Method::Range(interval(u)?),
        2 => {
            let mut texts = vec![text(u)?.replace(',', "")];
            for _ in 0..u.int_in_range(0..=4)? {
                texts.push(text(u)?.replace(',', ""));
            }
            Method::In(texts)
        }
        3 => Method::Prefix(affix(u)?),
        4 => Method::Suffix(affix(u)?),
        _ => Method::Present,
    };
    Ok(Test { key, method })
}

fn interval(u: Bytes<'_, '_>) -> Result<Interval> {
    let bound =
        |u: Bytes<'_, '_>| if u.arbitrary()? { u.arbitrary() } else { u.choose(BOUNDS).copied() };
    let (one, other) = (bound(u)?, bound(u)?);
    let (lower, upper) = (one.min(other), one.max(other));
    // An open bound, where an integer is left.
    let open_below = lower < upper && u.arbitrary()?;
    let open_above = lower.saturating_add(i64::from(open_below)) < upper && u.arbitrary()?;
    Ok(Interval { lower, upper, open_below, open_above, spelling: Spelling::Plain })
}

fn text(u: Bytes<'_, '_>) -> Result<String> {
    if u.ratio(1, 4)? {
        let text: &str = u.arbitrary()?;
        return Ok(text.chars().take(40).collect());
    }
    Ok((*u.choose(WORDS)?).into())
}

/// A text that is not empty.
fn affix(u: Bytes<'_, '_>) -> Result<String> {
    let text = text(u)?;
    Ok(if text.is_empty() { "a".into() } else { text })
}

fn key(u: Bytes<'_, '_>) -> Result<Key> {
    Ok(Key { source: *u.choose(SOURCES)?, name: (*u.choose(KEYS)?).into() })
}

/// A request that mostly asks for one of these functions.
pub(crate) fn request(u: Bytes<'_, '_>, functions: &[PlainFunction]) -> Result<Request> {
    let known =
        if functions.is_empty() || u.ratio(1, 16)? { None } else { Some(u.choose(functions)?) };
    let (function, asked) = match known {
        Some(function) => (spelt(u, function)?, asked(u, function)?),
        None => ((*u.choose(STRANGE)?).into(), strange(u)?),
    };
    let carrier = *u.choose(&[Carrier::Own, Carrier::Pairs, Carrier::Map])?;
    let mut attributes = Vec::new();
    for _ in 0..u.int_in_range(0..=6)? {
        let key = key(u)?;
        let source = if carrier == Carrier::Own { key.source } else { Source::Headers };
        attributes.push((Key { source, ..key }, value(u)?));
    }
    let point = point(u, asked.1)?;
    Ok(Request { function, qualifier: asked.0, carrier, attributes, point })
}

fn spelt(u: Bytes<'_, '_>, function: &PlainFunction) -> Result<String> {
    let PlainFunction { namespace, name, .. } = function;
    Ok(if namespace == "default" && u.arbitrary()? {
        name.clone()
    } else {
        format!("{namespace}/{name}")
    })
}

/// A qualifier, and the alias that it names.
type Asked<'f> = (String, Option<&'f PlainAlias>);

fn asked<'f>(u: Bytes<'_, '_>, function: &'f PlainFunction) -> Result<Asked<'f>> {
    Ok(match u.int_in_range(0..=9)? {
        0 => (String::new(), None),
        1 => (u.choose(&function.versions)?.0.to_string(), None),
        2 => strange(u)?,
        _ if function.aliases.is_empty() => ("$DEFAULT".into(), None),
        _ => {
            let (name, alias) = u.choose(&function.aliases)?;
            (name.clone(), Some(alias))
        }
    })
}

fn strange(u: Bytes<'_, '_>) -> Result<Asked<'static>> {
    let text = match u.int_in_range(0..=2)? {
        0 => (*u.choose(STRANGE)?).into(),
        1 => (*u.choose(ALIASES)?).into(),
        _ => u.arbitrary::<&str>()?.into(),
    };
    Ok((text, None))
}

fn value(u: Bytes<'_, '_>) -> Result<Vec<u8>> {
    Ok(match u.int_in_range(0..=3)? {
        0 => u.arbitrary::<&[u8]>()?.into(),
        // The hash treats keys of different lengths differently.
        1 => vec![b'a'; u.int_in_range(0..=600)?],
        _ => text(u)?.into(),
    })
}

/// A point at the border of a slice or beside it, if there is an alias, or anywhere.
fn point(u: Bytes<'_, '_>, alias: Option<&PlainAlias>) -> Result<u64> {
    let Some(alias) = alias.filter(|_| u.arbitrary().unwrap_or(false)) else {
        return u.arbitrary();
    };
    let rule =
        if alias.rules.is_empty() || u.arbitrary()? { None } else { Some(u.choose(&alias.rules)?) };
    let split = rule.map_or(&alias.split, |rule| &rule.split);
    let (_, end) = *u.choose(&split.ends())?;
    // The last slice ends where the first begins.
    let border = u64::try_from(end).unwrap_or(0);
    Ok(border.wrapping_add_signed(*u.choose(&[-1, 0, 1])?))
}

/// The function as the crate has it, its versions of whatever number.
pub(crate) fn build(plain: &PlainFunction) -> Function<u32> {
    let id = FunctionId::new(
        plain.namespace.parse().expect("the namespace is allowed"),
        plain.name.parse().expect("the name is allowed"),
    );
    let versions: BTreeMap<CrateVersion, u32> =
        plain.versions.iter().map(|(version, payload)| ((*version).into(), *payload)).collect();
    let aliases = plain.aliases.iter();
    let aliases = aliases.map(|(name, alias)| (name.parse().expect("a name"), Alias::from(alias)));
    let highest = versions.keys().filter_map(|version| version.number()).max();
    Function::from_parts(FunctionParts {
        id,
        aliases: aliases.collect(),
        next_version: highest.unwrap_or_default() + 1,
        versions,
        revision: 0,
    })
    .expect("each alias names what exists")
}
