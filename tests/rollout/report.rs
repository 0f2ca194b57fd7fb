//! What a report says, and what it doesn't say for want of requests.

use pointsman::rollout::statistics::{Confidence, wilson};
use pointsman::rollout::{Count, Counts, Estimate, Report, ShareTest, TooFew};
use pointsman::{Split, Version, Weight};

fn version(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn percent(percent: u32) -> Weight {
    Weight::from_percent(percent).expect("a weight")
}

/// The main version is 1, and takes what the others leave.
fn split(shares: &[(u64, u32)]) -> Split {
    let additional = shares.iter().map(|&(number, share)| (version(number), percent(share)));
    Split::new(version(1), additional).expect("a split")
}

/// Failures and requests by version.
fn counts(versions: &[(u64, u64, u64)]) -> Counts {
    let count = |failures, requests| Count { successes: requests - failures, failures };
    Counts::new(
        versions.iter().map(|&(number, failures, of)| (version(number), count(failures, of))),
    )
}

#[test]
fn a_report_fits_80_columns() {
    let split = Split::new(Version::LATEST, [(version(123_456), percent(33))]).expect("a split");
    let counts = Counts::new([
        (Version::LATEST, Count { successes: 6_123_456_789, failures: 234_567_890 }),
        (version(123_456), Count { successes: 2_806_030_000, failures: 12_345 }),
    ]);
    let report = Report::new(&split, &counts, version(123_456)).to_string();
    assert!(report.lines().all(|line| line.chars().count() <= 80), "{report}");
    let few = Report::new(&split, &Counts::default(), Version::LATEST).to_string();
    assert!(few.lines().all(|line| line.chars().count() <= 80), "{few}");
}

#[test]
fn a_report_is_printed_with_all_that_is_odd() {
    let counts = counts(&[(1, 9, 900), (2, 1, 4), (3, 0, 3), (9, 1, 2)]);
    let counts = counts.with_unlisted(Count { successes: 5, failures: 0 });
    assert_eq!(
        Report::new(&split(&[(2, 10), (3, 0)]), &counts, version(2)).to_string(),
        "\
version      expected  observed share         requests  failed
1                 90%  99.2% (98.4–99.6)           900  1% (0.527–1.89)
2 (new)           10%  0.441% (0.172–1.13)           4  too few
3                  0%  0.331% (0.113–0.968)          3  too few
shares: not as expected (p = 0.000000001 or less)
of versions without a share: 0 of 3 failed
of versions that are not in the split: 1 of 7 failed
new less old: too few requests: 4 of at least 10
"
    );
}

#[test]
fn nothing_is_guessed_from_nothing() {
    let report = Report::new(&split(&[(2, 10)]), &Counts::default(), version(2));
    let few = TooFew { requests: 0, least: 10 };
    assert_eq!(report.difference(), Err(few));
    assert_eq!(report.old_error_rate(), Err(few));
    for each in report.versions() {
        assert_eq!((each.observed_share(), each.error_rate()), (Err(few), Err(few)));
    }
    assert_eq!(report.share_test(), Err(TooFew { requests: 0, least: 50 }));
}

#[test]
fn each_statement_is_made_from_its_least_requests_on() {
    let report = |new, old| {
        Report::new(&split(&[(2, 10)]), &counts(&[(1, 0, old), (2, 0, new)]), version(2))
    };
    assert!(report(10, 10).difference().is_ok());
    assert_eq!(report(9, 10).difference(), Err(TooFew { requests: 9, least: 10 }));
    assert_eq!(report(10, 9).difference(), Err(TooFew { requests: 9, least: 10 }));
    // A tenth of 50 is 5.
    assert!(report(10, 40).share_test().is_ok());
    assert_eq!(report(9, 40).share_test(), Err(TooFew { requests: 49, least: 50 }));
    let third = Weight::from_millionths(333_333).expect("a weight");
    let split = Split::new(version(1), [(version(2), third)]).expect("a split");
    let of = |requests| Report::new(&split, &counts(&[(1, 0, requests)]), version(2)).share_test();
    // 15 × 0.333333 is below 5.
    assert_eq!(of(15), Err(TooFew { requests: 15, least: 16 }));
    assert!(of(16).is_ok());
}

/// scipy 1.17.1, `stats.chisquare`.
#[test]
fn the_share_test_is_pearson_s() {
    let three = Report::new(
        &split(&[(2, 30), (3, 10)]),
        &counts(&[(1, 0, 610), (2, 0, 310), (3, 0, 80)]),
        version(3),
    );
    let test = three.share_test().expect("enough");
    assert_eq!(test.degrees, 2);
    assert!((test.statistic - 4.5).abs() < 1e-12);
    assert!((test.p_value - 0.105_399_224_561_864_33).abs() < 1e-14);
    assert!(!test.is_mismatch());
    assert_eq!(test.to_string(), "as expected (p = 0.105)");
}

#[test]
fn a_share_test_is_printed_with_three_digits_that_count() {
    for (p_value, printed) in [
        (1.0, "as expected (p = 1.000)"),
        (0.05, "as expected (p = 0.050)"),
        (0.001, "as expected (p = 0.001)"),
        (0.000_999, "not as expected (p = 0.000999)"),
        (0.000_063_3, "not as expected (p = 0.0000633)"),
        (1e-9, "not as expected (p = 0.00000000100)"),
        (1e-10, "not as expected (p = 0.000000001 or less)"),
    ] {
        assert_eq!(ShareTest { statistic: 1.0, degrees: 1, p_value }.to_string(), printed);
    }
}

#[test]
fn an_estimate_is_printed_in_percent() {
    let interval = wilson(20, 1_000, Confidence::default()).expect("trials");
    for (value, printed) in [
        (0.123_45, "12.3%"),
        (0.012_345, "1.23%"),
        (0.001_234_5, "0.123%"),
        (0.000_123_45, "0.0123%"),
        (0.000_012_345, "0.00123%"),
        (0.000_001_234_5, "0.000123%"),
        (-1e-9, "0%"),
        (-0.5, "-50%"),
    ] {
        let printed = format!("{printed} (1.3% to 3.07%)");
        assert_eq!(Estimate { value, interval }.to_string(), printed);
    }
}

#[test]
fn one_version_alone_has_its_share() {
    let report = Report::new(&Split::only(version(2)), &counts(&[(2, 0, 5)]), version(2));
    let test = ShareTest { statistic: 0.0, degrees: 0, p_value: 1.0 };
    assert_eq!(report.share_test(), Ok(test));
}

#[test]
fn versions_without_a_share_are_no_part_of_the_test() {
    let report = Report::new(
        &split(&[(2, 50), (3, 0)]),
        &counts(&[(1, 0, 50), (2, 0, 50), (3, 1, 7)]),
        version(2),
    );
    assert_eq!(report.share_test().map(|test| (test.statistic, test.degrees)), Ok((0.0, 1)));
    assert_eq!(report.unexpected(), Count { successes: 6, failures: 1 });
    assert_eq!(report.unlisted(), Count::ZERO);
}

#[test]
fn all_others_are_old() {
    let report = Report::new(
        &split(&[(2, 30), (3, 10)]),
        &counts(&[(1, 1, 60), (2, 2, 30), (3, 5, 10)]),
        version(3),
    );
    assert_eq!(report.new_count(), Count { successes: 5, failures: 5 });
    assert_eq!(report.old_count(), Count { successes: 87, failures: 3 });
    assert_eq!(report.new_share(), percent(10));
    let difference = report.difference().expect("enough");
    assert!((difference.value - (0.5 - 3.0 / 90.0)).abs() < 1e-15);
}

#[test]
fn a_new_version_that_the_split_does_not_list_has_no_share() {
    let report = Report::new(&split(&[]), &counts(&[(1, 0, 60), (2, 2, 30)]), version(2));
    assert_eq!((report.new_share(), report.new_count().requests()), (Weight::ZERO, 30));
    assert_eq!(report.unexpected().requests(), 30);
    assert_eq!(report.versions().len(), 2);
    assert_eq!(report.of(version(3)), None);
}

#[test]
fn no_count_makes_nonsense() {
    let most = Count { successes: u64::MAX, failures: u64::MAX };
    let counts = Counts::new([(version(1), most), (version(2), most)]).with_unlisted(most);
    let report = Report::new(&split(&[(2, 50)]), &counts, version(2));
    let share = report.of(version(2)).expect("listed").observed_share().expect("enough");
    assert!((0.0..=1.0).contains(&share.interval.low()));
    assert!((0.0..=1.0).contains(&share.interval.high()));
    assert!(report.difference().expect("enough").value.is_finite());
    assert!(!report.to_string().contains("NaN"));
}

#[test]
fn confidence_widens_intervals_and_is_said() {
    let plain = Report::new(&split(&[(2, 50)]), &counts(&[(1, 5, 500), (2, 5, 500)]), version(2));
    let wide = plain.clone().with_confidence(Confidence::new(0.99).expect("a level"));
    let [plain_low, wide_low] =
        [&plain, &wide].map(|report| report.difference().expect("enough").interval.low());
    assert!(wide_low < plain_low);
    assert!(wide.to_string().ends_with("at 99% confidence\n"));
}
