use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{RoutingTable, Version};

use crate::decide::decide;
use crate::generate;
use crate::naive::{Function, Request, Table};

/// Steps from table to table, each of which leaves the older ones as they were.
#[derive(Debug)]
pub struct Chain {
    /// What functions are made of.
    patterns: Vec<Function>,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    /// Functions of these ids, made of a pattern: new, or in place of others.
    With {
        from: usize,
        count: usize,
        pattern: usize,
    },
    Without {
        from: usize,
        count: usize,
    },
    /// The table stays as an old one.
    Keep,
    /// What follows goes on from an old table.
    Back(usize),
    /// An old table goes.
    Drop(usize),
    /// A request for the function of an id.
    Ask {
        id: usize,
        request: Request,
    },
}

/// As many ids as a table needs to be laid out anew a few times.
const IDS: usize = 300;
const OLD_TABLES: usize = 4;

impl<'a> Arbitrary<'a> for Chain {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut patterns = Vec::new();
        for _ in 0..3 {
            patterns.push(generate::function(u, ("default", "a"))?);
        }
        let mut steps = Vec::new();
        for _ in 0..u.int_in_range(0..=30)? {
            steps.push(step(u, &patterns)?);
        }
        Ok(Self { patterns, steps })
    }
}

fn step(u: &mut Unstructured<'_>, patterns: &[Function]) -> Result<Step> {
    let from = u.int_in_range(0..=IDS - 1)?;
    Ok(match u.int_in_range(0..=8)? {
        0 | 1 => Step::With { from, count: 1, pattern: u.choose_index(patterns.len())? },
        2 => {
            let (count, pattern) = (u.int_in_range(1..=100)?, u.choose_index(patterns.len())?);
            Step::With { from, count, pattern }
        }
        3 => Step::Without { from, count: 1 },
        4 => Step::Without { from, count: u.int_in_range(1..=200)? },
        5 => Step::Keep,
        6 => Step::Back(u.arbitrary::<u8>()?.into()),
        7 => Step::Drop(u.arbitrary::<u8>()?.into()),
        _ => {
            let pattern = u.choose_index(patterns.len())?;
            Step::Ask { id: from, request: generate::request(u, &patterns[pattern..=pattern])? }
        }
    })
}

/// Names of many lengths, so that neighbours differ in one byte, in length, or in namespace alone.
fn id(n: usize) -> (&'static str, String) {
    let namespace = ["default", "a", "default-2"][n % 3];
    let number = n / 3;
    let name = match number % 3 {
        0 => format!("f{number}"),
        1 => format!("f{number:0>0$}", number % 40 + 1),
        _ => format!("image-resize-and-more_{number}"),
    };
    (namespace, name)
}

fn printed(n: usize) -> String {
    let (namespace, name) = id(n);
    if namespace == "default" { name } else { format!("{namespace}/{name}") }
}

/// A table, and which function it must have at each id.
#[derive(Debug, Clone, Default)]
struct Kept {
    table: RoutingTable<u32>,
    model: BTreeMap<usize, usize>,
}

impl Chain {
    /// The newest table, and every older one that is still kept, has what a plain map has.
    pub fn check(&self) {
        let mut newest = Kept::default();
        let mut old: Vec<Kept> = Vec::new();
        for step in &self.steps {
            match step {
                Step::With { from, count, pattern } => {
                    for n in ids(*from, *count) {
                        newest.table =
                            newest.table.with(generate::build(&self.function(n, *pattern)));
                        newest.model.insert(n, *pattern);
                        self.agrees(&newest, n);
                    }
                }
                Step::Without { from, count } => {
                    for n in ids(*from, *count) {
                        let (namespace, name) = id(n);
                        let id = format!("{namespace}/{name}").parse().expect("an id");
                        newest.table = newest.table.without(&id);
                        newest.model.remove(&n);
                        self.agrees(&newest, n);
                    }
                }
                Step::Keep => {
                    old.push(newest.clone());
                    if old.len() > OLD_TABLES {
                        drop(old.remove(0));
                    }
                }
                Step::Back(index) => {
                    if let Some(index) = index.checked_rem(old.len()) {
                        std::mem::swap(&mut newest, &mut old[index]);
                    }
                }
                Step::Drop(index) => {
                    if let Some(index) = index.checked_rem(old.len()) {
                        drop(old.swap_remove(index));
                    }
                }
                Step::Ask { id, request } => {
                    for kept in old.iter().chain([&newest]) {
                        self.answers(kept, *id, request);
                    }
                }
            }
        }
        // Whichever goes first takes nothing from the others.
        old.push(newest);
        while let Some(kept) = old.pop() {
            (0..IDS).for_each(|n| self.agrees(&kept, n));
        }
    }

    fn function(&self, n: usize, pattern: usize) -> Function {
        let (namespace, name) = id(n);
        let mut function =
            Function { namespace: namespace.into(), name, ..self.patterns[pattern].clone() };
        // So that none can stand in for another.
        let offset = u32::try_from(n * 1_000).expect("there are few ids");
        function.versions.iter_mut().for_each(|(_, payload)| *payload += offset);
        function
    }

    fn agrees(&self, kept: &Kept, n: usize) {
        assert_eq!(kept.table.len(), kept.model.len());
        assert_eq!(kept.table.is_empty(), kept.model.is_empty());
        let due = kept.model.get(&n).map(|pattern| {
            let mut versions = self.function(n, *pattern).versions;
            versions.sort_unstable();
            let versions = versions.into_iter();
            versions.map(|(version, payload)| (Version::from(version), payload)).collect::<Vec<_>>()
        });
        let name = printed(n);
        let versions = kept.table.versions(&name);
        let versions =
            versions.map(|it| it.map(|(version, payload)| (version, *payload)).collect());
        assert_eq!(versions, due, "{name}");
    }

    fn answers(&self, kept: &Kept, n: usize, request: &Request) {
        let function = kept.model.get(&n).map(|pattern| self.function(n, *pattern));
        let alone = Table { functions: function.into_iter().collect() };
        let request = Request { function: printed(n), ..request.clone() };
        assert_eq!(decide(&kept.table, &request), alone.resolve(&request), "{request:#?}");
    }
}

fn ids(from: usize, count: usize) -> impl Iterator<Item = usize> {
    (from..from + count).map(|n| n % IDS)
}
