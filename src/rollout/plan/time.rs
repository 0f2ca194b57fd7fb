use core::time::Duration;

use super::{Plan, Shape, Wait};
use crate::{Split, Version, Weight};

impl Plan {
    /// The share of the new version when so much time has passed since the start, and nobody has
    /// approved anything: a step that waits for a person is kept for ever.
    ///
    /// It never falls as time goes on.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::Weight;
    /// use pointsman::rollout::Plan;
    ///
    /// let plan: Plan = "10% for 5m, 50% until approved, then 100%".parse()?;
    /// assert_eq!(plan.weight_at(Duration::from_secs(299)), Weight::from_percent(10)?);
    /// assert_eq!(plan.weight_at(Duration::MAX), Weight::from_percent(50)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the steps; a linear plan, however long, takes the time of one.
    #[must_use]
    pub fn weight_at(&self, elapsed: Duration) -> Weight {
        let (index, _) = self.position(elapsed);
        self.weight(index)
    }

    /// The split that stands when so much time has passed: `from` [ramped](Split::ramp) to the share
    /// that the version has then.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::Plan;
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let plan: Plan = "Linear10PercentEvery1Minute".parse()?;
    /// let split = plan.split_at(&Split::only(v1), v2, Duration::from_secs(125));
    /// assert_eq!(split, Split::new(v1, [(v2, Weight::from_percent(30)?)])?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn split_at(&self, from: &Split, to: Version, elapsed: Duration) -> Split {
        from.ramp(to, self.weight_at(elapsed))
    }

    /// When the share changes next, strictly after this time: `None` if it no longer does by itself.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::Plan;
    ///
    /// let plan: Plan = "10% for 5m, 10% for 5m, 50% until approved, then 100%".parse()?;
    /// assert_eq!(plan.next_change(Duration::ZERO), Some(Duration::from_secs(600)));
    /// assert_eq!(plan.next_change(Duration::from_secs(600)), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_change(&self, elapsed: Duration) -> Option<Duration> {
        let (index, spent) = self.position(elapsed);
        let weight = self.weight(index);
        let mut border = elapsed.saturating_sub(spent);
        for index in index..self.len() {
            let Wait::For(time) = self.step(index)?.wait else { return None };
            // What a clock can't show it won't reach.
            border = border.checked_add(time)?;
            if self.weight(index.saturating_add(1)) != weight {
                return Some(border);
            }
        }
        None
    }

    /// The index of the step in which so much time has passed since the start, and how much of it in
    /// the step itself.
    fn position(&self, elapsed: Duration) -> (usize, Duration) {
        match &self.0 {
            Shape::Steps(steps) => {
                let mut spent = elapsed;
                for (index, step) in steps.iter().enumerate() {
                    let beyond = match step.wait {
                        Wait::For(time) => spent.checked_sub(time),
                        Wait::Approval => None,
                    };
                    let Some(beyond) = beyond else { return (index, spent) };
                    spent = beyond;
                }
                (steps.len(), spent)
            }
            Shape::Linear { every, .. } => {
                let steps = elapsed.as_nanos().checked_div(every.as_nanos());
                let index = steps.and_then(|steps| usize::try_from(steps).ok());
                let index = index.unwrap_or(usize::MAX).min(self.len());
                let start = u32::try_from(index).ok().and_then(|index| every.checked_mul(index));
                (index, elapsed.saturating_sub(start.unwrap_or_default()))
            }
        }
    }
}
