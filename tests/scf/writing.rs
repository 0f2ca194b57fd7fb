//! SCF's documents as they are written: exactly, or not at all.

use pointsman::document::scf::{
    Objection, check, read_alias, read_aliases, write_alias, write_aliases,
};
use pointsman::{Alias, AttributeKey, Condition, Interval, Split, Sticky, Test, Version, Weight};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::{Result, matching, name, reading, split, version};

#[track_caller]
fn writes(as_name: &str, alias: Alias, json: &str) {
    let name = name(as_name);
    assert_eq!(write_alias(&name, &alias).as_deref(), Ok(json));
    assert_eq!(read_alias(json), Ok((name, alias)));
}

#[test]
fn an_alias() {
    writes(
        "$DEFAULT",
        Alias::to(Version::LATEST),
        concat!(
            r#"{"Name":"$DEFAULT","FunctionVersion":"$LATEST","Description":"","RoutingConfig":"#,
            r#"{"AdditionalVersionWeights":[],"AddtionVersionMatchs":[]}}"#,
        ),
    );
    // As the specification has it.
    let alias = matching(Alias::to(split(1, &[(2, 10)])), "User", "exact", "Bob", 4);
    writes(
        "release",
        alias,
        concat!(
            r#"{"Name":"release","FunctionVersion":"1","Description":"","RoutingConfig":"#,
            r#"{"AdditionalVersionWeights":[{"Version":"2","Weight":0.1}],"AddtionVersionMatchs":"#,
            r#"[{"Version":"4","Key":"invoke.headers.User","Method":"exact","#,
            r#""Expression":"Bob"}]}}"#,
        ),
    );
    let alias = Alias::to(split(3, &[(0, 100), (2, 0)])).described("\"ü\"\n");
    let alias = matching(alias, "a.b", "range", "(-1,30)", 1);
    writes(
        "a_b-",
        matching(alias, "é", "exact", "", 0),
        concat!(
            r#"{"Name":"a_b-","FunctionVersion":"3","Description":"\"ü\"\n","RoutingConfig":"#,
            r#"{"AdditionalVersionWeights":[{"Version":"2","Weight":0},"#,
            r#"{"Version":"$LATEST","Weight":1}],"AddtionVersionMatchs":"#,
            r#"[{"Version":"1","Key":"invoke.headers.a.b","Method":"range","#,
            r#""Expression":"[0,29]"},"#,
            r#"{"Version":"$LATEST","Key":"invoke.headers.é","Method":"exact","Expression":""}]}}"#,
        ),
    );
}

/// The list under `data` once it has been read.
const LISTED: &str = concat!(
    r#"{"Aliases":["#,
    r#"{"Name":"$DEFAULT","FunctionVersion":"$LATEST","Description":"","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[],"AddtionVersionMatchs":[]}},"#,
    r#"{"Name":"dev","FunctionVersion":"4","Description":"","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[],"AddtionVersionMatchs":[]}},"#,
    r#"{"Name":"prepub","FunctionVersion":"3","Description":"prepub for Bob","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[{"Version":"$LATEST","Weight":0.5}],"AddtionVersionMatchs":"#,
    r#"[{"Version":"4","Key":"invoke.headers.User","Method":"exact","Expression":"Bob"},"#,
    r#"{"Version":"2","Key":"invoke.headers.userHash","Method":"range","Expression":"[1,30]"}]}},"#,
    r#"{"Name":"ramp-begun","FunctionVersion":"1","Description":"","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[{"Version":"2","Weight":0}],"AddtionVersionMatchs":[]}},"#,
    r#"{"Name":"ramp-finished","FunctionVersion":"1","#,
    r#""Description":"scf deploy --inputs.traffic=1.0","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[{"Version":"$LATEST","Weight":1}],"#,
    r#""AddtionVersionMatchs":[]}},"#,
    r#"{"Name":"release","FunctionVersion":"1","Description":"","RoutingConfig":"#,
    r#"{"AdditionalVersionWeights":[{"Version":"2","Weight":0.3},{"Version":"3","Weight":0.2}],"#,
    r#""AddtionVersionMatchs":[]}}],"TotalCount":6}"#,
);

#[test]
fn a_list() -> Result {
    let aliases = reading::listed();
    let text = write_aliases(aliases.iter().map(|(name, alias)| (name, alias)))?;
    assert_eq!(text, LISTED);
    assert_eq!(read_aliases(&text)?, aliases);
    assert_eq!(write_aliases([])?, r#"{"Aliases":[],"TotalCount":0}"#);
    assert_eq!(read_aliases(r#"{"Aliases":[],"TotalCount":0}"#)?, []);
    Ok(())
}

#[test]
fn what_scf_cannot_hold() -> Result {
    let header = || AttributeKey::header("User").expect("a header");
    let exact = || Condition::from(Test::exact(header(), "Bob"));
    let plain = || Alias::to(version(1));
    let ruled = |condition| plain().rule(exact(), version(1)).rule(condition, version(1));
    let turned =
        split(1, &[(2, 50)]).with_slices([(version(2), 500_000), (version(1), 500_000)])?;

    let sticky = "`sticky`: SCF has no sticky keys and no salts";
    let slices = "`slices`: SCF has no layout but that of the weights";
    let weights = "`rules[1].weights`: a match of SCF leads to one version";
    let when = "`rules[1].when`: SCF has but one `exact` or `range` test on `invoke.headers`";
    for (alias, what) in [
        (plain().sticky_on(header()), sticky),
        (plain().with_sticky(Sticky::on(header()).salted("")?), sticky),
        (Alias::to(turned.clone()), slices),
        (plain().rule(exact(), version(1)).rule(exact(), turned), weights),
        (plain().rule(exact(), version(1)).rule(exact(), split(1, &[(2, 50)])), weights),
        // Listed though it gets nothing: nothing is dropped.
        (plain().rule(exact(), version(1)).rule(exact(), split(1, &[(2, 0)])), weights),
        (ruled(Condition::not(exact())?), when),
        (ruled(Condition::all([exact()])?), when),
        (ruled(Condition::any([exact(), exact()])?), when),
        (ruled(Test::present(header()).into()), when),
        (ruled(Test::prefix(header(), "B")?.into()), when),
        (ruled(Test::suffix(header(), "b")?.into()), when),
        (ruled(Test::one_of(header(), ["Bob"])?.into()), when),
        (ruled(Test::exact(AttributeKey::cookie("uid")?, "1").into()), when),
        (ruled(Test::range(AttributeKey::query("n")?, Interval::closed(0, 1)?).into()), when),
    ] {
        let error = write_alias(&name("a"), &alias).unwrap_err();
        assert_eq!(error.to_string(), format!("alias `a` can't be written for SCF: {what}"));
        // In a list the alias is named, and nothing of the list is written.
        let aliases = [(name("good"), plain()), (name("a"), alias)];
        let listed = write_aliases(aliases.iter().map(|(name, alias)| (name, alias)));
        assert_eq!(listed, Err(error));
    }
    Ok(())
}

#[test]
fn what_scf_would_object_to() {
    let plain = || Alias::to(version(1));
    let matched = |alias| matching(alias, "User", "exact", "Bob", 4);
    let long = "x".repeat(61);
    for (as_name, alias, objections) in [
        ("release", plain(), &[][..]),
        ("$DEFAULT", matched(plain()), &[]),
        ("ab", Alias::to(split(1, &[(0, 10)])), &[]),
        (&long[..60], plain().described("Step 1, 5 percent. 灰度发布，第一步。"), &[]),
        ("release", Alias::to(split(1, &[(2, 10), (3, 0)])), &[Objection::AdditionalVersions(2)]),
        ("release", matched(Alias::to(split(1, &[(2, 0)]))), &[Objection::WeightsAndMatches]),
        ("a", plain(), &[Objection::ConsoleName]),
        ("a-", plain(), &[Objection::ConsoleName]),
        ("a_", plain(), &[Objection::ConsoleName]),
        (&long, plain(), &[Objection::ConsoleName]),
        ("release", plain().described("50%"), &[Objection::ConsoleDescription]),
        ("release", plain().described("a\nb"), &[Objection::ConsoleDescription]),
        (
            "x",
            matched(Alias::to(split(1, &[(2, 10), (3, 10)]))).described("!"),
            &[
                Objection::AdditionalVersions(2),
                Objection::WeightsAndMatches,
                Objection::ConsoleName,
                Objection::ConsoleDescription,
            ],
        ),
    ] {
        assert_eq!(check(&name(as_name), &alias), objections, "{as_name} {alias:?}");
    }
    for (objection, text) in [
        (Objection::AdditionalVersions(2), "2 additional versions are more than one"),
        (Objection::WeightsAndMatches, "weights stand together with matches"),
        (
            Objection::ConsoleName,
            "the console takes names of 2 to 60 bytes that end with a letter or a digit",
        ),
        (
            Objection::ConsoleDescription,
            "the console takes descriptions of letters, digits, spaces, commas, full stops \
             and Chinese",
        ),
    ] {
        assert_eq!(objection.to_string(), text);
    }
}

/// Aliases that SCF can hold.
fn aliases() -> impl Strategy<Value = Alias> {
    let weights = btree_map(2_u64..9, 0_u32..=200_000, 0..5);
    let bounds = (any::<i64>(), any::<i64>());
    let matches = vec(("[A-Za-z.é-]{1,9}", any::<String>(), bounds, any::<bool>(), 0_u64..9), 0..5);
    (weights, matches, any::<String>()).prop_map(|(weights, matches, description)| {
        let weights = weights.into_iter().map(|(number, millionths)| {
            (version(number), Weight::from_millionths(millionths).expect("below a million"))
        });
        let alias = Alias::to(Split::new(version(1), weights).expect("4 fifths at most"));
        matches.into_iter().fold(
            alias.described(&description),
            |alias, (header, text, (a, b), exact, to)| {
                if exact {
                    matching(alias, &header, "exact", &text, to)
                } else {
                    let interval = format!("[{},{}]", a.min(b), a.max(b));
                    matching(alias, &header, "range", &interval, to)
                }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_written_is_read(alias in aliases(), as_name in "[a-zA-Z][a-zA-Z0-9_-]{0,63}") {
        let name = name(&as_name);
        let text = write_alias(&name, &alias)?;
        prop_assert_eq!(read_alias(&text)?, (name, alias));
    }
}
