//! Counts by version: their sums, their difference, their text and their document.

use pointsman::Version;
use pointsman::rollout::{Count, Counts, Outcome};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn count(successes: u64, failures: u64) -> Count {
    Count { successes, failures }
}

fn three() -> Counts {
    let versions = [(Version::LATEST, count(3, 4)), (v(2), count(0, 0)), (v(1), count(1, 2))];
    Counts::new(versions).with_unlisted(count(5, 6))
}

#[test]
fn versions_ascend_and_each_stands_once() {
    let listed: Vec<_> = three().iter().collect();
    assert_eq!(listed, [(v(1), count(1, 2)), (v(2), count(0, 0)), (Version::LATEST, count(3, 4))]);
    let thrice = [(v(2), count(1, 10)), (v(1), count(7, 7)), (v(2), count(2, 20))];
    let thrice: Counts = thrice.into_iter().chain([(v(2), count(4, 40))]).collect();
    assert_eq!(thrice, Counts::new([(v(1), count(7, 7)), (v(2), count(7, 70))]));
}

#[test]
fn what_is_not_listed_is_part_of_the_whole_alone() {
    assert_eq!(three().total(), count(9, 12));
    assert_eq!(three().unlisted(), count(5, 6));
    assert_eq!(three().of(v(2)), Count::ZERO);
    assert_eq!(three().of(v(3)), Count::ZERO);
    assert_eq!(three().of(Version::LATEST), count(3, 4));
}

#[test]
fn two_gateways_together() {
    let other = Counts::new([(v(3), count(1, 1)), (v(1), count(10, 10))]);
    let both = Counts::new([
        (v(1), count(11, 12)),
        (v(2), count(0, 0)),
        (v(3), count(1, 1)),
        (Version::LATEST, count(3, 4)),
    ]);
    let both = both.with_unlisted(count(5, 6));
    assert_eq!(three().plus(&other), both);
    assert_eq!(other.plus(&three()), both);
    assert_eq!(three().plus(&Counts::default()), three());
}

#[test]
fn since_is_what_came_in_between() {
    let come = Counts::new([(v(2), count(8, 0)), (v(9), count(0, 1))]).with_unlisted(count(1, 0));
    let since = three().plus(&come).since(&three());
    let none = [(v(1), Count::ZERO), (Version::LATEST, Count::ZERO)];
    assert_eq!(since, come.plus(&Counts::new(none)));
    assert_eq!(three().since(&Counts::default()), three());
}

/// Where whoever counts was restarted, each outcome used to be measured by what it alone had been: failures
/// without successes, of one version and not yet of another.
#[test]
fn counts_that_fell_are_all_new() {
    let earlier = Counts::new([(v(1), count(60, 4)), (v(2), count(6, 1)), (v(9), count(1, 1))]);
    let earlier = earlier.with_unlisted(count(1, 1));
    let later = earlier.plus(&earlier);
    for [one, two, unlisted] in [
        [count(59, 40), count(70, 10), count(5, 5)],
        [count(600, 3), count(70, 10), count(5, 5)],
        [count(600, 40), count(5, 10), count(5, 5)],
        [count(600, 40), count(70, 0), count(5, 5)],
        [count(600, 40), count(70, 10), count(0, 5)],
        [count(600, 40), count(70, 10), count(5, 0)],
    ] {
        let now = Counts::new([(v(1), one), (v(2), two)]).with_unlisted(unlisted);
        assert_eq!(now.since(&earlier), now);
        assert_eq!(now.since(&now).total(), Count::ZERO);
    }
    assert_eq!(later.since(&earlier), earlier);
    // A version that is not listed any more has not fallen.
    let without = Counts::new([(v(1), count(61, 4))]).with_unlisted(count(1, 1));
    assert_eq!(without.since(&earlier), Counts::new([(v(1), count(1, 0))]));
    assert_eq!(count(5, 50).since(count(6, 40)), count(5, 50));
    assert_eq!(count(50, 5).since(count(40, 6)), count(50, 5));
}

#[test]
fn sums_stay_at_the_greatest_number() {
    let most = count(u64::MAX, u64::MAX);
    assert_eq!(most.plus(count(1, 0)), most);
    assert_eq!(most.requests(), u64::MAX);
    assert_eq!(Counts::new([(v(1), most), (v(1), most)]).total(), most);
}

#[test]
fn texts() {
    assert_eq!(
        three().to_string(),
        "1: 2 of 3 failed, 2: 0 of 0 failed, $LATEST: 4 of 7 failed, unlisted: 6 of 11 failed"
    );
    assert_eq!(Counts::default().to_string(), "");
    assert_eq!(Counts::default().with_unlisted(count(1, 0)).to_string(), "unlisted: 0 of 1 failed");
    assert_eq!([Outcome::Success, Outcome::Failure].map(Outcome::name), ["success", "failure"]);
    assert_eq!(format!("{:>9}", Outcome::Failure), "  failure");
}

#[test]
fn outcomes() {
    assert_eq!([true, false].map(Outcome::failed_if), [Outcome::Failure, Outcome::Success]);
    assert_eq!([Outcome::Success, Outcome::Failure].map(|outcome| count(1, 2).of(outcome)), [1, 2]);
}

#[cfg(feature = "serde")]
mod document {
    use super::*;

    #[test]
    fn written_and_read() {
        let text = r#"{"versions":{"1":{"successes":1,"failures":2},"2":{"successes":0,"failures":0},"$LATEST":{"successes":3,"failures":4}},"unlisted":{"successes":5,"failures":6}}"#;
        assert_eq!(serde_json::to_string(&three()).expect("written"), text);
        assert_eq!(serde_json::from_str::<Counts>(text).expect("read"), three());
        assert_eq!(
            serde_json::to_string(&Counts::default()).expect("written"),
            r#"{"versions":{}}"#
        );
        assert_eq!(serde_json::to_string(&Outcome::Failure).expect("written"), r#""failure""#);
        assert_eq!(
            serde_json::from_str::<Outcome>(r#""success""#).expect("read"),
            Outcome::Success
        );
    }

    #[test]
    fn read_in_any_order() {
        let text = r#"{"versions":{"$LATEST":{"successes":1,"failures":0},"7":{"failures":1,"successes":0}}}"#;
        let counts: Counts = serde_json::from_str(text).expect("read");
        assert_eq!(counts, Counts::new([(v(7), count(0, 1)), (Version::LATEST, count(1, 0))]));
    }

    #[track_caller]
    fn refused(text: &str, because: &str) {
        let error = serde_json::from_str::<Counts>(text).expect_err("refused").to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn refused_ones() {
        let one = r#"{"successes":1,"failures":0}"#;
        refused(
            &format!(r#"{{"versions":{{"1":{one},"2":{one},"1":{one}}}}}"#),
            "version 1 stands twice",
        );
        refused(r#"{"versions":{"01":{"successes":1,"failures":0}}}"#, "leading zero");
        refused(r#"{"versions":{"1":{"successes":1}}}"#, "missing field `failures`");
        refused(r#"{"versions":{"1":{"successes":-1,"failures":0}}}"#, "invalid value");
        refused(r#"{"versions":{"1":{"successes":1,"failures":0,"a":0}}}"#, "unknown field `a`");
        refused(r#"{"versions":{},"a":0}"#, "unknown field `a`");
        refused(r#"{"versions":[]}"#, "an object of counts by version");
        refused("{}", "missing field `versions`");
    }
}
