//! What is legal but surely not meant.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use crate::condition::Effort;
use crate::{
    Alias, AliasName, Condition, Excerpt, Function, FunctionError, Rule, Split, Version, Weight,
};

/// Something in a configuration that is legal but surely not meant.
///
/// It is printed as its path and the reason: `aliases.release.rules[1]: never matches, since rule 0
/// takes all its requests`.
///
/// ```
/// use pointsman::{Function, LintReason};
///
/// let mut function = Function::new("B".parse()?, ());
/// function.publish()?;
/// let lint = &function.lint()[0];
/// assert_eq!((lint.path(), lint.reason()), ("versions.1", &LintReason::Unaliased));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {reason}")]
pub struct Lint {
    path: String,
    reason: LintReason,
}

impl Lint {
    fn new(path: impl fmt::Display, reason: LintReason) -> Self {
        Self { path: alloc::format!("{path}"), reason }
    }

    /// Where, within the function, written as in a document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it.
    #[must_use]
    pub fn reason(&self) -> &LintReason {
        &self.reason
    }
}

/// What a [`Lint`] found.
///
/// ```
/// use pointsman::{Alias, Function, LintReason};
///
/// let mut function = Function::new("B".parse()?, ());
/// let alias = Alias::to(function.publish()?);
/// function.create_alias("release".parse()?, alias.clone())?;
/// function.create_alias("Release".parse()?, alias)?;
/// let twin = LintReason::CaseTwin { other: "Release".parse()? };
/// assert_eq!(function.lint()[0].reason(), &twin);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LintReason {
    /// A rule that can never match, because an earlier one takes all its requests.
    #[error("never matches, since rule {by} takes all its requests")]
    Shadowed {
        /// The index of the earlier rule.
        by: usize,
    },
    /// A rule that no request can match, since what it asks for excludes itself.
    #[error("never matches, since its condition contradicts itself")]
    Contradiction,
    /// Weights on an alias whose rules take every request.
    #[error("never used, since the rules take every request")]
    UnusedWeights,
    /// An alias that differs from another only by case.
    #[error("differs from alias `{other}` only by case")]
    CaseTwin {
        /// The other alias.
        other: AliasName,
    },
    /// A numbered version that no alias names.
    #[error("no alias names this version")]
    Unaliased,
    /// A main version that its additional versions leave nothing.
    #[error("main version {0} is left without any share: a weight of 1 is 100%")]
    MainWithoutShare(Version),
    /// Blanks at an end of an expression, which count there.
    #[error("the expression has blanks at an end, which count: {0}")]
    Blanks(Excerpt),
    /// Salt or sticky keys changed in the middle of a split: everyone is dealt anew.
    #[error("salt or sticky keys change in the middle of a split, so everyone is dealt anew")]
    DealtAnew,
}

impl<T> Function<T> {
    /// What is legal but surely not meant: see [`LintReason`] for all that is looked for.
    ///
    /// What is reported is so; that nothing is reported doesn't prove that all is well.
    ///
    /// ```
    /// use pointsman::{Alias, Function};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let v1 = function.publish()?;
    /// let alias = Alias::to(v1)
    ///     .rule("invoke.headers.User prefix B".parse()?, v1)
    ///     .rule("invoke.headers.User exact Bob".parse()?, v1);
    /// function.create_alias("prepub".parse()?, alias)?;
    /// assert_eq!(
    ///     function.lint()[0].to_string(),
    ///     "aliases.prepub.rules[1]: never matches, since rule 0 takes all its requests",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Each rule is compared with those before it in its alias, so it grows with the square of the
    /// rules, and with the product of their tests and texts. Conditions that would take longer are
    /// given up; and after some hundred million steps for one function, a second or two, so is what
    /// is left of the comparing.
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        let mut lints = Vec::new();
        let mut spellings: BTreeMap<String, &AliasName> = BTreeMap::new();
        let mut effort = Effort::ENOUGH;
        for (name, alias) in self.aliases() {
            let path = alloc::format!("aliases.{name}");
            let first = *spellings.entry(name.as_str().to_ascii_lowercase()).or_insert(name);
            if first != name {
                lints.push(Lint::new(&path, LintReason::CaseTwin { other: first.clone() }));
            }
            lint_split(&path, alias.split(), &mut lints);
            lint_rules(&path, alias, &mut effort, &mut lints);
        }
        let unaliased = self.unaliased_versions().into_iter();
        lints.extend(
            unaliased.map(|version| {
                Lint::new(format_args!("versions.{version}"), LintReason::Unaliased)
            }),
        );
        lints
    }

    /// What an update of an alias would do that is surely not meant: salt or sticky keys changed in
    /// the middle of a split.
    ///
    /// It is harmless while one version has all of the traffic, before or after.
    ///
    /// ```
    /// use pointsman::{Alias, AttributeKey, Function, LintReason, Split, Weight};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let [v1, v2] = [function.publish()?, function.publish()?];
    /// let ramp = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?);
    /// function.create_alias("release".parse()?, ramp.clone())?;
    ///
    /// let sticky = ramp.sticky_on(AttributeKey::header("User")?);
    /// let lints = function.lint_update("release", &sticky)?;
    /// assert_eq!(lints[0].reason(), &LintReason::DealtAnew);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no alias of this name.
    pub fn lint_update(&self, name: &str, new: &Alias) -> Result<Vec<Lint>, FunctionError> {
        let (name, old) = self.existing(name)?;
        let alike = old.deal(self.id(), name) == new.deal(self.id(), name);
        Ok(lint_deal(name, alike, old, new).into_iter().collect())
    }

    /// What the change from `old` to this function does that is surely not meant, for every alias
    /// that both have; a function that was renamed has other salts.
    ///
    /// ```
    /// use pointsman::{Alias, AttributeKey, Function, Split, Weight};
    ///
    /// let function = |id: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     let mut function = Function::new(id.parse()?, ());
    ///     let [v1, v2] = [function.publish()?, function.publish()?];
    ///     let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    ///     let alias = Alias::to(split).sticky_on(AttributeKey::header("User")?);
    ///     function.create_alias("release".parse()?, alias)?;
    ///     Ok(function)
    /// };
    /// assert_eq!(
    ///     function("new-name")?.lint_change(&function("B")?)[0].to_string(),
    ///     "aliases.release: salt or sticky keys change in the middle of a split, \
    ///      so everyone is dealt anew",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lint_change<U>(&self, old: &Function<U>) -> Vec<Lint> {
        let both = self.aliases().filter_map(|(name, alias)| {
            old.alias(name.as_str()).map(|before| (name, before, alias))
        });
        both.filter_map(|(name, before, after)| {
            let alike = before.deal(old.id(), name) == after.deal(self.id(), name);
            lint_deal(name, alike, before, after)
        })
        .collect()
    }
}

/// Which earlier rule, the first of them, takes all requests of a rule. Sound, not complete.
pub(crate) fn shadow(rules: &[Rule], index: usize, effort: &mut Effort) -> Option<usize> {
    let condition = rules.get(index)?.condition();
    let mut earlier = rules.iter().take(index);
    earlier.position(|earlier| condition.implies(earlier.condition(), effort))
}

fn lint_deal(name: &AliasName, alike: bool, old: &Alias, new: &Alias) -> Option<Lint> {
    let divides = |alias: &Alias| {
        let rules = alias.rules().iter().map(Rule::split);
        core::iter::once(alias.split()).chain(rules).any(|split| split.sole().is_none())
    };
    (!alike && divides(old) && divides(new))
        .then(|| Lint::new(format_args!("aliases.{name}"), LintReason::DealtAnew))
}

fn lint_split(path: &str, split: &Split, lints: &mut Vec<Lint>) {
    if split.share(split.main()) == Weight::ZERO {
        let reason = LintReason::MainWithoutShare(split.main());
        lints.push(Lint::new(format_args!("{path}.weights"), reason));
    }
}

fn lint_rules(path: &str, alias: &Alias, effort: &mut Effort, lints: &mut Vec<Lint>) {
    let conditions: Vec<&Condition> = alias.rules().iter().map(Rule::condition).collect();
    for (index, rule) in alias.rules().iter().enumerate() {
        let path = alloc::format!("{path}.rules[{index}]");
        if rule.condition().contradicts_itself(effort) {
            lints.push(Lint::new(&path, LintReason::Contradiction));
        } else if let Some(by) = shadow(alias.rules(), index, effort) {
            lints.push(Lint::new(&path, LintReason::Shadowed { by }));
        }
        for test in rule.condition().tests() {
            let blank = test.texts().find(|text| text.trim() != *text);
            if let Some(text) = blank {
                let reason = LintReason::Blanks(Excerpt::of(text));
                lints.push(Lint::new(alloc::format!("{path}.when"), reason));
            }
        }
        lint_split(&path, rule.split(), lints);
    }
    let weights = alias.split().additional().len() > 0;
    if weights && Condition::cover_everything(conditions, effort) {
        lints.push(Lint::new(format_args!("{path}.weights"), LintReason::UnusedWeights));
    }
}
