//! A million decisions in one number.

use std::fmt::Write;

use pointsman::{Qualifier, Request, ResolveError, RoutingTable};
use twox_hash::XxHash3_64;

use crate::catalogue::Catalogue;

/// After so many decisions, the digest of all of them.
type Golden = [(u64, u64)];

const FEW_FUNCTIONS: (u64, &Golden) =
    (12, &[(100, 0xb06c_9911_6232_d509), (1_000, 0x810f_8cc4_dffb_bf08)]);

const MANY_FUNCTIONS: (u64, &Golden) = (
    300,
    &[
        (1_000, 0x2bc2_82a6_2382_8dbf),
        (10_000, 0x9cb6_ee7d_2e4a_20db),
        (100_000, 0x5027_4678_4eb7_da15),
        (1_000_000, 0x64ee_318b_97e8_2d27),
    ],
);

#[test]
fn a_thousand_decisions_have_these_digests() {
    let (functions, golden) = FEW_FUNCTIONS;
    // An interpreter takes minutes for more than a hundred.
    check((functions, if cfg!(miri) { &golden[..1] } else { golden }));
}

#[test]
#[cfg_attr(miri, ignore = "takes hours there")]
fn a_million_decisions_have_these_digests() {
    check(MANY_FUNCTIONS);
}

#[track_caller]
fn check((functions, golden): (u64, &Golden)) {
    let mut catalogue = Catalogue::new();
    let functions: Vec<_> = (0..functions).map(|number| catalogue.function(number)).collect();
    let names: Vec<_> = functions.iter().map(|function| function.id().to_string()).collect();
    let table = RoutingTable::new(functions).expect("names that differ");
    let (mut decided, mut digest, mut line) = (0, 0, String::new());
    for &(count, expected) in golden {
        while decided < count {
            line.clear();
            decide(&names, &table, &mut catalogue, &mut line);
            digest = XxHash3_64::oneshot_with_seed(digest, line.as_bytes());
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
    let count = u64::try_from(names.len()).expect("a length");
    let index = usize::try_from(catalogue.below(count + 3)).expect("an index");
    let function = names.get(index).map_or("unknown", String::as_str);
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
