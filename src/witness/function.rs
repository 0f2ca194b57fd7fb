use super::sample::sample;
use super::{Witness, WitnessError, numbered, tries};
use crate::trial::{Trial, decided};
use crate::{Alias, Excerpt, Function, Rule, Sticky, Test, Version, Weight};

/// How many keys are tried in all, and how many others, whatever the number of rules.
const MOST_TRIES: usize = 32_000_000;

impl<T> Function<T> {
    /// What a request to the alias must carry to get the version, whatever its point: one attribute, or
    /// nothing. So a version is tried as its users will get it, without a header that no user sends.
    ///
    /// These are tried, in order:
    ///
    /// 1. if the alias's own split, or a divided one of a rule, gives the version a share, `witness-0`,
    ///    `witness-1` … as each attribute that the alias is sticky on, with the salt in force;
    /// 2. nothing;
    /// 3. for each rule that leads to the version, what its tests ask for: the text of `exact`, the
    ///    texts of `in`, the integers of `range`, for others texts with `witness-0`, `witness-1` … in
    ///    them;
    /// 4. `witness-0` as each attribute that any rule asks for.
    ///
    /// All rules are honoured. The request must not bring other attributes that rules or sticky keys
    /// ask for.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let [v3, v4] = [function.publish()?, function.publish()?];
    /// let bob = "invoke.headers.User exact Bob".parse()?;
    /// function.create_alias("prepub".parse()?, Alias::to(v3).rule(bob, v4))?;
    ///
    /// assert_eq!(function.witness("prepub", v4)?.to_string(), "invoke.headers.User: `Bob`");
    /// assert_eq!(function.witness("prepub", v3)?.to_string(), "nothing");
    /// let error = function.witness("prepub", Version::LATEST).unwrap_err();
    /// assert_eq!(error.to_string(), "version $LATEST is not listed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no alias of this name. If nothing leads to the version, which is
    /// [proven](WitnessError::is_proof). If the version has a share but the alias is not sticky; if
    /// rules come first; if no key was found.
    ///
    /// # Cost
    ///
    /// The alias is compiled as for a table; then each value that is tried is resolved: on average a
    /// million for a share of a millionth. For a split at most 32 times as many as it takes on average
    /// are tried, and in all 32 million keys and 32 million others, which takes seconds.
    pub fn witness(&self, alias: &str, version: Version) -> Result<Witness, WitnessError> {
        let (name, alias) = self
            .aliases()
            .find(|(name, _)| name.as_str() == alias)
            .ok_or_else(|| WitnessError::UnknownAlias(Excerpt::of(alias)))?;
        check_listed(alias, version)?;
        let trial = Trial::new(self.id(), name, alias);
        let route = trial.route();
        let lands =
            |witness: &Witness| route.and_then(|route| decided(&route, witness)) == Some(version);
        let witness = candidates(alias, version).find(lands);
        witness.ok_or_else(|| unfound(alias, version))
    }
}

/// Whether a split of the alias gives the version a share.
fn check_listed(alias: &Alias, version: Version) -> Result<(), WitnessError> {
    let splits = core::iter::once(alias.split()).chain(alias.rules().iter().map(Rule::split));
    let mut error = WitnessError::Unlisted(version);
    for split in splits {
        match split.witness_point(version) {
            Ok(_) => return Ok(()),
            Err(WitnessError::Unlisted(_)) => {}
            Err(listed) => error = listed,
        }
    }
    Err(error)
}

/// Why none was found.
fn unfound(alias: &Alias, version: Version) -> WitnessError {
    match alias.split().share(version) {
        share if share != Weight::ZERO && alias.sticky().is_none() => {
            WitnessError::NotSticky(version)
        }
        share if alias.rules().is_empty() => WitnessError::Unlucky { version, tries: tries(share) },
        _ => WitnessError::Rules(version),
    }
}

/// What may be one, in the order in which it is tried.
fn candidates(alias: &Alias, version: Version) -> impl Iterator<Item = Witness> {
    let leading = alias.rules().iter().map(move |rule| (rule, rule.split().share(version)));
    let leading = leading.filter(|&(_, share)| share != Weight::ZERO);
    let own = Some(alias.split().share(version)).filter(|&share| share != Weight::ZERO);
    let divided = leading.clone().map(|(_, share)| share).filter(|&share| share != Weight::FULL);
    let least = own.into_iter().chain(divided).min();
    let sticky = alias.sticky().filter(|_| least.is_some());
    let sticky = sticky.map(Sticky::keys).unwrap_or_default();
    let keys = sticky.iter().flat_map(move |key| {
        (0..tries(least.unwrap_or_default())).map(move |n| Witness::of(key, numbered(n)))
    });
    let is_key =
        move |test: &Test| alias.sticky().is_some_and(|sticky| sticky.keys().contains(test.key()));
    let sampled = leading.flat_map(move |(rule, share)| {
        rule.condition().tests().flat_map(move |test| {
            // A value that is no key doesn't decide within a split, however many are tried.
            let tries = tries(if is_key(test) { share } else { Weight::FULL });
            let values = (0..tries).map_while(move |n| sample(test, n));
            values.map(|value| Witness::of(test.key(), value))
        })
    });
    let asked = alias.rules().iter().flat_map(|rule| rule.condition().tests());
    let asked = asked.map(|test| Witness::of(test.key(), numbered(0)));
    let others = [Witness::NOTHING].into_iter().chain(sampled).chain(asked);
    keys.take(MOST_TRIES).chain(others.take(MOST_TRIES))
}
