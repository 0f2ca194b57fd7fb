use core::ops::RangeInclusive;

use thiserror::Error;

use crate::rollout::Ratio;

/// What a [`Gate`](super::Gate) allows, and how sure it must be that more than that is the case.
///
/// | threshold | default | meaning | reason |
/// |---|---|---|---|
/// | [increase](Self::with_increase) | 1 | how many times as often as the old version the new one may fail | whoever releases a version wants it no worse; what is less than about a fifth above is not found anyway |
/// | [margin](Self::with_margin) | 0 | the error rate that it may have on top of that | services differ: set it where a rate so low that nobody minds may double |
/// | [error rate](Self::with_error_rate) | none | how often the new version may fail at all | services differ: set it, since at 100 % there is nothing left to compare with |
/// | [share](Self::with_share) | 1.25 | how many times as high or low as it should be the odds may be that a request goes to the new version | a fault in the routing changes a share by more; users who are kept on a version and differ in how busy they are, by less |
/// | [least requests](Self::with_least_requests) | 100 | requests of the new version in a step, before the next | where none of a hundred fails, at most 3 % do, at 95 % confidence |
/// | [false alarms](Self::with_false_alarms) | 1 % | in how many rollouts of a version that keeps to the thresholds there may be one | one in a hundred rollouts is repeated for nothing |
/// | [in a row](Self::with_in_a_row) | 1 | looks that must find the same, one after the other | the evidence remembers all looks already |
/// | [burst](Self::with_burst) | 1 | failures that may come of one cause | failures that have nothing to do with each other |
///
/// As a document: `{"error_rate": 0.05, "least_requests": 500}`, with `increase`, `margin`, `share`,
/// `false_alarms`, `in_a_row` and `burst`. What is left out has its default; unknown fields, and what
/// is out of range, are refused.
///
/// ```
/// use pointsman::rollout::{Ratio, Thresholds};
///
/// let thresholds = Thresholds::default().with_error_rate(0.05)?.with_increase(1.5)?;
/// assert_eq!(thresholds.increase(), Ratio::new(1.5)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored"))]
pub struct Thresholds {
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    error_rate: Option<Ratio>,
    increase: Ratio,
    margin: Ratio,
    share: Ratio,
    least_requests: u64,
    false_alarms: Ratio,
    in_a_row: u32,
    burst: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            error_rate: None,
            increase: Ratio::ONE,
            margin: Ratio::ZERO,
            share: Ratio::from_millionths(1_250_000),
            least_requests: 100,
            false_alarms: Ratio::from_millionths(10_000),
            in_a_row: 1,
            burst: 1,
        }
    }
}

impl Thresholds {
    /// The same with an error rate that the new version may have, whatever the old one does.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// assert!(Thresholds::default().with_error_rate(0.05)?.error_rate().is_some());
    /// let error = Thresholds::default().with_error_rate(5.0).unwrap_err();
    /// assert_eq!(error.to_string(), "an error rate of 5 is not from 0.000001 to 0.999999");
    /// # Ok::<(), pointsman::rollout::ThresholdError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from a millionth to one less than the whole.
    pub fn with_error_rate(self, rate: f64) -> Result<Self, ThresholdError> {
        let checked = ratio(rate, 1..=999_999).ok_or(ThresholdError::ErrorRate(rate))?;
        Ok(Self { error_rate: Some(checked), ..self })
    }

    /// The same with this many times as often as the old version that the new one may fail.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_increase(0.5).unwrap_err();
    /// assert_eq!(error.to_string(), "an increase of 0.5 is not from 1 to 1000");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from 1 to 1,000.
    pub fn with_increase(self, times: f64) -> Result<Self, ThresholdError> {
        let checked = ratio(times, 1_000_000..=1_000_000_000);
        Ok(Self { increase: checked.ok_or(ThresholdError::Increase(times))?, ..self })
    }

    /// The same with an error rate that the new version may have on top: 0.001 allows a tenth of a
    /// percentage point beyond so many times what the old version has.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_margin(1.0).unwrap_err();
    /// assert_eq!(error.to_string(), "a margin of 1 is not from 0 to 0.999999");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from 0 to below 1.
    pub fn with_margin(self, rate: f64) -> Result<Self, ThresholdError> {
        let checked = ratio(rate, 0..=999_999).ok_or(ThresholdError::Margin(rate))?;
        Ok(Self { margin: checked, ..self })
    }

    /// The same with this many times as high, or as low, as they should be that the odds of a request
    /// may be to go to the new version: by 1.25, a share of 10 % may be from 8.2 % to 12.2 %.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_share(0.1).unwrap_err();
    /// assert_eq!(error.to_string(), "a change of share by 0.1 is not from 1 to 1000");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from 1 to 1,000.
    pub fn with_share(self, times: f64) -> Result<Self, ThresholdError> {
        let checked = ratio(times, 1_000_000..=1_000_000_000);
        Ok(Self { share: checked.ok_or(ThresholdError::Share(times))?, ..self })
    }

    /// The same with this many requests that the new version must have had in a step before the next
    /// one. A rollback doesn't wait for them.
    #[must_use]
    pub fn with_least_requests(self, requests: u64) -> Self {
        Self { least_requests: requests, ..self }
    }

    /// The same with a part of the rollouts in which a version that keeps to the thresholds may be
    /// rolled back, at most: the smaller it is, the longer a bad one stays.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_false_alarms(0.0).unwrap_err();
    /// assert_eq!(error.to_string(), "false alarms in a part of 0 are not from 0.000001 to 0.5");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from a millionth to a half.
    pub fn with_false_alarms(self, part: f64) -> Result<Self, ThresholdError> {
        let checked = ratio(part, 1..=500_000).ok_or(ThresholdError::FalseAlarms(part))?;
        Ok(Self { false_alarms: checked, ..self })
    }

    /// The same with this many looks, one after the other, that must find enough evidence.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_in_a_row(0).unwrap_err();
    /// assert_eq!(error.to_string(), "0 in a row are not from 1 to 1000");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from 1 to 1,000.
    pub fn with_in_a_row(self, looks: u32) -> Result<Self, ThresholdError> {
        if !(1..=1_000).contains(&looks) {
            return Err(ThresholdError::InARow(looks));
        }
        Ok(Self { in_a_row: looks, ..self })
    }

    /// The same with this many failures that may come of one cause, such as a user who tries again,
    /// or a job of many requests that all fail. Each counts as so small a part of one.
    ///
    /// The bound on false alarms is proven where all failures of one cause come between two looks;
    /// where they come over many, it is a good rule. A user who stays on a version and always fails
    /// there is one cause for the whole rollout.
    ///
    /// ```
    /// use pointsman::rollout::Thresholds;
    ///
    /// let error = Thresholds::default().with_burst(0).unwrap_err();
    /// assert_eq!(error.to_string(), "a burst of 0 is not from 1 to 1000000");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not from 1 to a million.
    pub fn with_burst(self, failures: u32) -> Result<Self, ThresholdError> {
        if !(1..=1_000_000).contains(&failures) {
            return Err(ThresholdError::Burst(failures));
        }
        Ok(Self { burst: failures, ..self })
    }

    /// The error rate that the new version may have, if one is set.
    #[must_use]
    pub fn error_rate(&self) -> Option<Ratio> {
        self.error_rate
    }

    /// How many times as often as the old version the new one may fail.
    #[must_use]
    pub fn increase(&self) -> Ratio {
        self.increase
    }

    /// The error rate that it may have on top of that.
    #[must_use]
    pub fn margin(&self) -> Ratio {
        self.margin
    }

    /// How many times as high or low as it should be the odds of its share may be.
    #[must_use]
    pub fn share(&self) -> Ratio {
        self.share
    }

    /// The requests that it must have had in a step.
    #[must_use]
    pub fn least_requests(&self) -> u64 {
        self.least_requests
    }

    /// In which part of the rollouts there may be a false alarm.
    #[must_use]
    pub fn false_alarms(&self) -> Ratio {
        self.false_alarms
    }

    /// The looks that must find the same.
    #[must_use]
    pub fn in_a_row(&self) -> u32 {
        self.in_a_row
    }

    /// The failures that may come of one cause.
    #[must_use]
    pub fn burst(&self) -> u32 {
        self.burst
    }
}

fn ratio(number: f64, millionths: RangeInclusive<u32>) -> Option<Ratio> {
    Ratio::new(number).ok().filter(|ratio| millionths.contains(&ratio.millionths()))
}

/// Thresholds as they are read, before they are checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    error_rate: Option<f64>,
    increase: Option<f64>,
    margin: Option<f64>,
    share: Option<f64>,
    least_requests: Option<u64>,
    false_alarms: Option<f64>,
    in_a_row: Option<u32>,
    burst: Option<u32>,
}

#[cfg(feature = "serde")]
impl TryFrom<Stored> for Thresholds {
    type Error = ThresholdError;

    fn try_from(stored: Stored) -> Result<Self, ThresholdError> {
        let mut checked = Self::default();
        if let Some(rate) = stored.error_rate {
            checked = checked.with_error_rate(rate)?;
        }
        if let Some(times) = stored.increase {
            checked = checked.with_increase(times)?;
        }
        if let Some(rate) = stored.margin {
            checked = checked.with_margin(rate)?;
        }
        if let Some(times) = stored.share {
            checked = checked.with_share(times)?;
        }
        if let Some(requests) = stored.least_requests {
            checked = checked.with_least_requests(requests);
        }
        if let Some(part) = stored.false_alarms {
            checked = checked.with_false_alarms(part)?;
        }
        if let Some(looks) = stored.in_a_row {
            checked = checked.with_in_a_row(looks)?;
        }
        if let Some(failures) = stored.burst {
            checked = checked.with_burst(failures)?;
        }
        Ok(checked)
    }
}

/// A threshold out of its range.
///
/// ```
/// use pointsman::rollout::Thresholds;
///
/// assert!(Thresholds::default().with_increase(f64::NAN).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ThresholdError {
    /// See [`Thresholds::with_error_rate`].
    #[error("an error rate of {0} is not from 0.000001 to 0.999999")]
    ErrorRate(f64),
    /// See [`Thresholds::with_increase`].
    #[error("an increase of {0} is not from 1 to 1000")]
    Increase(f64),
    /// See [`Thresholds::with_margin`].
    #[error("a margin of {0} is not from 0 to 0.999999")]
    Margin(f64),
    /// See [`Thresholds::with_share`].
    #[error("a change of share by {0} is not from 1 to 1000")]
    Share(f64),
    /// See [`Thresholds::with_false_alarms`].
    #[error("false alarms in a part of {0} are not from 0.000001 to 0.5")]
    FalseAlarms(f64),
    /// See [`Thresholds::with_in_a_row`].
    #[error("{0} in a row are not from 1 to 1000")]
    InARow(u32),
    /// See [`Thresholds::with_burst`].
    #[error("a burst of {0} is not from 1 to 1000000")]
    Burst(u32),
}
