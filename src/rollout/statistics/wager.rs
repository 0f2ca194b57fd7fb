/// How many times beyond what is allowed things may be, in the stakes of a [`Wager`].
///
/// A stake wins if things are nearer to its multiple than to what is allowed, most at the multiple
/// itself. So what lies less than about a fifth beyond is never decided by chance, nor by much data.
pub(in crate::rollout) const GRID: [f64; STAKES as usize] = [1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0];

const STAKES: u8 = 7;

/// Which part of the money is laid down at the start.
const AT_ONCE: f64 = 0.5;

/// Events after which half of the rest has been laid down.
const HALF: f64 = 50.0;

/// Money beyond this decides nothing more.
const RICH: f64 = 1e12;

/// A bet against the claim that all is well, at odds that are fair or worse while the claim is true:
/// the money, which starts at 1, is the evidence.
///
/// While the claim is true the money is a nonnegative supermartingale, so it *ever* comes to `1/α`
/// with a probability of at most `α` (J. Ville, Étude critique de la notion de collectif, 1939). That
/// holds however often one looks, and whatever one does on seeing it.
///
/// A part is spread at the start on several alternatives, which makes it a mixture of likelihood
/// ratios (H. Robbins, Statistical methods related to the law of the iterated logarithm, 1970). The
/// rest is kept and laid down bit by bit, so that a change for the worse is found that comes late:
/// what was laid down earlier has been lost by then. The more has been seen, the less of the rest
/// goes with each event: after `n` of them there is `1 / (1 + n/50)` of it left.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Stored"))]
pub(in crate::rollout) struct Wager {
    kept: f64,
    laid: [f64; STAKES as usize],
    /// Events so far.
    seen: f64,
}

impl Wager {
    /// Before anything was seen.
    pub(in crate::rollout) fn new() -> Self {
        let each = AT_ONCE / f64::from(STAKES);
        Self { kept: 1.0 - AT_ONCE, laid: [each; STAKES as usize], seen: 0.0 }
    }

    /// Settles what was seen: for each stake the logarithm of what it gains, of which the expectation
    /// is at most 1 while the claim is true; and the events that it comes from, 0 or more.
    ///
    /// What is not a number gains nothing.
    pub(in crate::rollout) fn settle(&mut self, gains: [f64; STAKES as usize], events: f64) {
        for (laid, gain) in self.laid.iter_mut().zip(gains) {
            *laid = (*laid * libm::exp(gain)).clamp(0.0, RICH);
            if laid.is_nan() {
                *laid = 0.0;
            }
        }
        let seen = self.seen + events.max(0.0);
        // Rounding must lay down no less than nothing: numbers that were stored may be any.
        let still = (self.kept * (HALF + self.seen) / (HALF + seen)).min(self.kept);
        let each = (self.kept - still) / f64::from(STAKES);
        for laid in &mut self.laid {
            *laid += each;
        }
        (self.kept, self.seen) = (still, seen);
    }

    /// All the money: the odds, to one, against the claim.
    pub(in crate::rollout) fn money(&self) -> f64 {
        self.laid.iter().fold(self.kept, |sum, laid| sum + laid).min(RICH)
    }
}

/// A wager as it is read, before its numbers are checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    kept: f64,
    laid: [f64; STAKES as usize],
    seen: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<Stored> for Wager {
    type Error = &'static str;

    fn try_from(Stored { kept, laid, seen }: Stored) -> Result<Self, Self::Error> {
        if !(0.0..=1.0).contains(&kept) {
            return Err("what is kept must be from 0 to 1");
        }
        if !laid.iter().all(|laid| (0.0..=2.0 * RICH).contains(laid)) {
            return Err("what is laid must be from 0 to 2e12");
        }
        if !(seen >= 0.0 && seen.is_finite()) {
            return Err("what was seen must be 0 or more");
        }
        Ok(Self { kept, laid, seen })
    }
}
