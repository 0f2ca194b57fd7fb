use core::fmt;

use super::{Report, TooFew};
use crate::rollout::percent::real;
use crate::rollout::statistics::chi_square_tail;

/// Whether the versions get the requests that their shares promise: Pearson's chi-square test for a
/// *sample ratio mismatch*.
///
/// It is meant for one look. Whoever looks again and again until it fires will see it fire: a
/// [`Gate`](crate::rollout::Gate) has a test that may be looked at always. Neither knows that the
/// requests of one user go together: where an alias is sticky, a few busy users can make a mismatch.
///
/// ```
/// use pointsman::rollout::{Count, Counts, Report};
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(50)?)])?;
/// let of = |successes| Count { successes, failures: 0 };
/// let counts = Counts::new([(v1, of(5_200)), (v2, of(4_800))]);
/// let test = Report::new(&split, &counts, v2).share_test()?;
/// assert_eq!((test.statistic, test.degrees), (16.0, 1));
/// assert!(test.is_mismatch());
/// assert_eq!(test.to_string(), "not as expected (p = 0.0000633)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareTest {
    /// `Σ (observed − expected)² / expected` over the versions with a share.
    pub statistic: f64,
    /// One less than the versions with a share.
    pub degrees: u32,
    /// How probable such a statistic, or a larger one, is if the shares are kept.
    pub p_value: f64,
}

impl ShareTest {
    /// The p-value below which it is a mismatch.
    ///
    /// One that is small, since what it finds is a fault and not a fluke to be weighed. Source:
    /// R. Kohavi, D. Tang, Y. Xu, Trustworthy Online Controlled Experiments, 2020, chapter 21.
    pub const MISMATCH: f64 = 0.001;

    /// The requests that each version must expect. Below, the statistic is not distributed as
    /// chi-square. Source: W. G. Cochran, Some methods for strengthening the common χ² tests, 1954.
    pub const LEAST_EXPECTED: u32 = 5;

    /// Whether the p-value is below [`ShareTest::MISMATCH`].
    #[must_use]
    pub fn is_mismatch(&self) -> bool {
        self.p_value < Self::MISMATCH
    }
}

impl fmt::Display for ShareTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_mismatch() { "not as expected" } else { "as expected" };
        write!(f, "{verdict} (p = ")?;
        match self.p_value {
            p @ 0.001.. => write!(f, "{p:.3})"),
            p @ 1e-9.. => {
                let decimals = libm::ceil(-libm::log10(p)) + 2.0;
                #[expect(clippy::cast_possible_truncation, reason = "from 5 to 11")]
                #[expect(clippy::cast_sign_loss, reason = "from 5 to 11")]
                let decimals = decimals as usize;
                write!(f, "{p:.decimals$})")
            }
            _ => f.write_str("0.000000001 or less)"),
        }
    }
}

impl Report {
    /// Tests whether the versions with a share get as many requests as it promises.
    ///
    /// Requests of versions whose share is 0 % don't enter here: see [`Report::unexpected`].
    ///
    /// # Errors
    ///
    /// If the version of the least share is to have fewer than [`ShareTest::LEAST_EXPECTED`] of the
    /// requests.
    pub fn share_test(&self) -> Result<ShareTest, TooFew> {
        let sharing = || self.versions().filter(|version| version.expected().millionths() > 0);
        let requests = sharing().fold(0_u64, |sum, each| sum.saturating_add(each.requests()));
        let smallest = sharing().map(|each| each.expected().millionths()).min();
        // Rounded up: so many requests that the smallest share of them is enough.
        let least = u64::from(ShareTest::LEAST_EXPECTED).saturating_mul(1_000_000);
        TooFew::check(requests, least.div_ceil(smallest.unwrap_or(1).max(1).into()))?;
        let statistic = sharing().fold(0.0, |sum, each| {
            let expected = real(requests) * each.expected().as_fraction();
            let off = real(each.requests()) - expected;
            sum + off * off / expected
        });
        let degrees = u32::try_from(sharing().count().saturating_sub(1)).unwrap_or(u32::MAX);
        Ok(ShareTest { statistic, degrees, p_value: chi_square_tail(statistic, degrees) })
    }
}
