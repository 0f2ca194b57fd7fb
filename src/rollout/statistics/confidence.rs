use thiserror::Error;

use super::two_sided_quantile;

/// How often an interval is to hold what it is an interval for: 95 % unless one says otherwise.
///
/// ```
/// use pointsman::rollout::statistics::Confidence;
///
/// assert_eq!(Confidence::default().level(), 0.95);
/// assert_eq!(Confidence::new(0.99)?.level(), 0.99);
/// # Ok::<(), pointsman::rollout::statistics::ConfidenceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
    quantile: f64,
}

impl Confidence {
    /// This level, above 0 and below 1.
    ///
    /// ```
    /// use pointsman::rollout::statistics::Confidence;
    ///
    /// let error = Confidence::new(95.0).unwrap_err();
    /// assert_eq!(error.to_string(), "a confidence of 95 is not between 0 and 1");
    /// ```
    ///
    /// # Errors
    ///
    /// If it is not between 0 and 1.
    pub fn new(level: f64) -> Result<Self, ConfidenceError> {
        if level > 0.0 && level < 1.0 {
            Ok(Self { level, quantile: two_sided_quantile(1.0 - level) })
        } else {
            Err(ConfidenceError(level))
        }
    }

    /// The level.
    #[must_use]
    pub fn level(self) -> f64 {
        self.level
    }

    /// How many standard deviations of a normal variable, either side of its mean, hold it so often:
    /// 1.96 for 95 %.
    ///
    /// ```
    /// use pointsman::rollout::statistics::Confidence;
    ///
    /// assert!((Confidence::default().quantile() - 1.959_963_984_540_054).abs() < 1e-14);
    /// ```
    #[must_use]
    pub fn quantile(self) -> f64 {
        self.quantile
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self { level: 0.95, quantile: two_sided_quantile(0.05) }
    }
}

/// A number that is no [`Confidence`].
///
/// ```
/// use pointsman::rollout::statistics::Confidence;
///
/// assert!(Confidence::new(f64::NAN).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("a confidence of {0} is not between 0 and 1")]
pub struct ConfidenceError(f64);
