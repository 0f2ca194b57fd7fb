use crate::{Function, Split, Version, Weight};

/// The split that Serverless Cloud Framework's `traffic` stands for: this share to `$LATEST`, the main
/// version, and the rest to the version that was published last.
///
/// With `traffic=1.0` that one stays listed with weight 0. Where nothing is published there is nothing
/// to divide, and `None` says that the alias stays as it is. The last one is the highest that still
/// exists.
///
/// ```
/// use pointsman::rollout::traffic;
/// use pointsman::{Function, Split, Version, Weight};
///
/// let mut function = Function::new("B".parse()?, ());
/// let tenth = Weight::from_fraction(0.1)?;
/// assert_eq!(traffic(&function, tenth), None);
///
/// function.publish()?;
/// let v2 = function.publish()?;
/// let split = Split::new(Version::LATEST, [(v2, Weight::from_percent(90)?)])?;
/// assert_eq!(traffic(&function, tenth), Some(split));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn traffic<T>(function: &Function<T>, weight: Weight) -> Option<Split> {
    let numbered = function.versions().map(|(version, _)| version);
    let last = numbered.filter(|version| !version.is_latest()).max()?;
    Split::new(Version::LATEST, [(last, weight.complement())]).ok()
}
