use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{Condition, Function, LintReason, RoutingTable};

use crate::decide::{attributes, decide};
use crate::generate;
use crate::naive::{Decision, Reason, Request, Table, Truth};

/// A table, and requests to it.
#[derive(Debug)]
pub struct Resolving {
    table: Table,
    requests: Vec<Request>,
}

impl<'a> Arbitrary<'a> for Resolving {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let table = generate::table(u)?;
        let mut requests = vec![generate::request(u, &table.functions)?];
        for _ in 0..u.int_in_range(0..=15)? {
            requests.push(generate::request(u, &table.functions)?);
        }
        Ok(Self { table, requests })
    }
}

impl Resolving {
    /// The crate decides as the oracle does, of whichever build of the table; its conditions are as
    /// true as the oracle's; and what is reported as never used isn't.
    pub fn check(&self) {
        let functions = || self.table.functions.iter().map(generate::build);
        let table = RoutingTable::new(functions()).expect("no name stands twice");
        let one_by_one =
            functions().rev().fold(RoutingTable::default(), |table, function| table.with(function));
        let unused: Vec<String> = functions().flat_map(|function| unused(&function)).collect();
        for request in &self.requests {
            let due = self.table.resolve(request);
            assert_eq!(decide(&table, request), due, "{request:#?}");
            assert_eq!(decide(&one_by_one, request), due, "{request:#?}");
            self.evaluates(request);
            if let Ok(decision) = due {
                let used = Self::used(request, decision);
                assert!(!unused.contains(&used), "{used} by {request:#?}");
            }
        }
    }

    /// What the decision came by, as [`unused`] names it.
    fn used(request: &Request, decision: Decision) -> String {
        let function = request.function.strip_prefix("default/").unwrap_or(&request.function);
        let qualifier = if request.qualifier.is_empty() { "$DEFAULT" } else { &request.qualifier };
        let alias = format!("{function} aliases.{qualifier}");
        match decision.reason {
            Reason::Pinned => String::new(),
            Reason::Rule { index, .. } => format!("{alias}.rules[{index}]"),
            Reason::Only | Reason::Share(_) => format!("{alias}.weights"),
        }
    }

    fn evaluates(&self, request: &Request) {
        let attributes = attributes(request);
        let aliases = self.table.functions.iter().flat_map(|function| &function.aliases);
        for rule in aliases.flat_map(|(_, alias)| &alias.rules).take(20) {
            let due = match rule.condition.truth(request) {
                Truth::True => Some(true),
                Truth::Unknown => None,
                Truth::False => Some(false),
            };
            assert_eq!(Condition::from(&rule.condition).evaluate(attributes.as_ref()), due);
        }
    }
}

/// The rules that never match, and the weights that rules leave nothing, each with its function.
fn unused(function: &Function<u32>) -> Vec<String> {
    let never = |reason: &LintReason| {
        matches!(
            reason,
            LintReason::Shadowed { .. } | LintReason::Contradiction | LintReason::UnusedWeights
        )
    };
    let lints = function.lint().into_iter().filter(|lint| never(lint.reason()));
    lints.map(|lint| format!("{} {}", function.id(), lint.path())).collect()
}
