//! A million decisions in one number.

use std::fmt::Write;

use pointsman::{Qualifier, Request, ResolveError, RoutingTable};
use twox_hash::XxHash3_64;

use crate::catalogue::Catalogue;

const FUNCTIONS: u64 = 300;

/// After so many decisions, the digest of all of them.
const GOLDEN: [(u64, u64); 4] = [
    (1_000, 0x2bc2_82a6_2382_8dbf),
    (10_000, 0x9cb6_ee7d_2e4a_20db),
    (100_000, 0x5027_4678_4eb7_da15),
    (1_000_000, 0x64ee_318b_97e8_2d27),
];

#[test]
fn a_million_decisions_have_these_digests() {
    let mut catalogue = Catalogue::new();
    let functions: Vec<_> = (0..FUNCTIONS).map(|number| catalogue.function(number)).collect();
    let names: Vec<_> = functions.iter().map(|function| function.id().to_string()).collect();
    let table = RoutingTable::new(functions).expect("names that differ");
    let mut digest = 0;
    let (mut decided, mut text) = (0, String::new());
    // Miri takes minutes for what takes a processor a moment.
    let golden = if cfg!(miri) { &GOLDEN[..1] } else { &GOLDEN };
    for &(count, expected) in golden {
        while decided < count {
            text.clear();
            decide(&names, &table, &mut catalogue, &mut text);
            digest = XxHash3_64::oneshot_with_seed(digest, text.as_bytes());
            decided += 1;
        }
        assert_eq!(digest, expected, "after {count} decisions: {digest:#018x}");
    }
}

/// A line of what the table answers to any request, be it a version and why, or an error.
fn decide(
    names: &[String],
    table: &RoutingTable<u64>,
    catalogue: &mut Catalogue,
    line: &mut String,
) {
    let function = match catalogue.below(FUNCTIONS + 3) {
        index if index < FUNCTIONS => &names[usize::try_from(index).expect("an index")],
        _ => "unknown",
    };
    let number = (1 + catalogue.below(9)).to_string();
    let qualifier = match catalogue.below(8) {
        0 => &number,
        1 => "$LATEST",
        2..=4 => "",
        5 => "alias0",
        6 => "alias1",
        _ => "alias2",
    };
    let headers = catalogue.headers();
    let request = Request::new(&headers, catalogue.point());
    let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
    // The parts of an answer, for how it is printed is not for ever.
    let answer = match table.resolve(function, qualifier, &request) {
        Ok(decision) => {
            let (version, reason) = (decision.version(), decision.reason());
            let (name, rule) = (reason.name(), reason.rule());
            let share = reason.share().map(|share| (share.point.get(), share.sticky));
            write!(line, "{version} {} {name} {rule:?} {share:?}", decision.payload())
        }
        Err(ResolveError::UnknownFunction) => write!(line, "no function"),
        Err(ResolveError::UnknownVersion(version)) => write!(line, "no version {version}"),
        Err(_) => write!(line, "no alias"),
    };
    answer.expect("a string takes all");
}
