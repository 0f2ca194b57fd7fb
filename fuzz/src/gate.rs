//! What is true of every gate, of its verdicts, and of reports.

use pointsman::rollout::{
    Count, Counts, Estimate, Evidence, Finding, Gate, HoldReason, Report, Verdict,
};
use pointsman::{Split, Version, Weight};

use crate::stored::again;

/// Of the gate as it is, and at a few reports more.
pub(crate) fn holds(mut gate: Gate) {
    let [old, new] = [1, 2].map(|number| Version::numbered(number).expect("a number"));
    let share = Weight::from_percent(10).expect("a weight");
    let split = Split::new(old, [(new, share)]).expect("a split");
    for failures in [0, 1, 90] {
        let count = |requests| Count { successes: requests - failures, failures };
        let counts = Counts::new([(old, count(900)), (new, count(100))]);
        judges(&mut gate, &Report::new(&split, &counts, new));
        gate = again(&gate);
    }
}

/// What the gate says of a report, which fits the report: the gate says it again, and is not changed
/// by that.
pub(crate) fn judges(gate: &mut Gate, report: &Report) -> Verdict {
    let verdict = gate.judge(report);
    let mut twice = gate.clone();
    assert_eq!((twice.judge(report), &twice), (verdict, &*gate));
    says(verdict);
    fits(verdict, gate, report);
    verdict
}

/// A verdict has words and numbers, and can be stored.
pub(crate) fn says(verdict: Verdict) {
    again(&verdict);
    assert!(!["NaN", "inf"].iter().any(|it| verdict.to_string().contains(it)), "{verdict}");
}

fn fits(verdict: Verdict, gate: &Gate, report: &Report) {
    let thresholds = gate.thresholds();
    let (count, share) = (report.new_count().requests(), report.new_share());
    let is_few = share != Weight::ZERO && count < thresholds.least_requests();
    match verdict {
        Verdict::Continue => assert!(!is_few),
        Verdict::Hold(HoldReason::TooFew { version, requests, least }) => {
            assert!(is_few);
            assert_eq!((version, requests), (report.new_version(), count));
            assert_eq!(least, thresholds.least_requests());
        }
        Verdict::Hold(HoldReason::Share { version, requests, of, expected, evidence }) => {
            assert_eq!((version, requests, expected), (report.new_version(), count, share));
            assert!(of >= requests && decides(evidence));
        }
        Verdict::Hold(HoldReason::Suspicion(finding)) => {
            found(finding, gate, report);
            let Evidence { odds, decisive } = finding.evidence();
            assert!(thresholds.in_a_row() > 1 || odds <= decisive);
            assert!((odds + 1).saturating_mul(odds + 1) >= decisive - 1);
        }
        Verdict::RollBack(finding) => {
            found(finding, gate, report);
            assert!(decides(finding.evidence()));
        }
        Verdict::Hold(other) => panic!("no gate says this: {other}"),
    }
}

/// The odds are rounded down, and what decides is rounded up.
fn decides(Evidence { odds, decisive }: Evidence) -> bool {
    decisive > 0 && odds + 1 >= decisive && odds <= 1_000_000_000_000
}

fn found(finding: Finding, gate: &Gate, report: &Report) {
    let thresholds = gate.thresholds();
    let (version, due) = match finding {
        Finding::ErrorRate { version, most, .. } => {
            (version, Some(most) == thresholds.error_rate())
        }
        Finding::Increase { version, times, margin, .. } => {
            (version, (times, margin) == (thresholds.increase(), thresholds.margin()))
        }
        other => panic!("no gate finds this: {other}"),
    };
    assert!(due && version == report.new_version());
}

/// Whatever was counted, shares, rates and tests are numbers, and where they must be.
pub(crate) fn tells(report: &Report) {
    let text = report.to_string();
    assert!(!["NaN", "inf"].iter().any(|it| text.contains(it)), "{text}");
    for version in report.versions() {
        [version.error_rate(), version.observed_share()].into_iter().flatten().for_each(is_part);
    }
    report.old_error_rate().into_iter().for_each(is_part);
    if let Ok(Estimate { value, interval }) = report.difference() {
        assert!((-1.0..=1.0).contains(&value) && interval.contains(value));
        assert!(-1.0 <= interval.low() && interval.high() <= 1.0);
    }
    if let Ok(test) = report.share_test() {
        assert!(test.statistic >= 0.0 && (0.0..=1.0).contains(&test.p_value), "{test:?}");
    }
}

fn is_part(Estimate { value, interval }: Estimate) {
    assert!(interval.contains(value), "{value} in {interval}");
    assert!(0.0 <= interval.low() && interval.high() <= 1.0);
}
