use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use smol_str::SmolStr;

use crate::few::Few;
use crate::{AliasName, AttributeKey, Condition, FunctionId, Rule, Split, Sticky, Version};

/// Where an alias leads: its rules, its own split, and what keeps a user on a version.
///
/// Rules are tried in order, the first that matches wins, then the alias's own split: rules and
/// weights work together. An alias names versions of its function, never another alias.
///
/// Any number of versions and rules can be put together here; that the versions exist is checked by
/// the [`Function`](crate::Function) that takes the alias.
///
/// ```
/// use pointsman::{Alias, Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let alias = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?)
///     .rule("invoke.headers.User exact Bob".parse()?, v2)
///     .sticky_on("invoke.headers.User".parse()?)
///     .described("to everyone");
/// assert_eq!(alias.split().main(), v1);
/// assert_eq!(alias.rules().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alias {
    pub(crate) split: Split,
    /// Nearly all that have rules have one, which lies within: building a table takes a twentieth less time, and
    /// an alias without rules a hundred bytes more.
    pub(crate) rules: Few<Rule>,
    pub(crate) sticky: Option<Sticky>,
    pub(crate) description: SmolStr,
}

impl Alias {
    pub(crate) const TO_LATEST: Self = Self {
        split: Split::only(Version::LATEST),
        rules: Few::None,
        sticky: None,
        description: SmolStr::new_inline(""),
    };

    /// An alias to one version, or to several by a split.
    ///
    /// ```
    /// use pointsman::{Alias, Version};
    ///
    /// assert_eq!(Alias::to(Version::LATEST).split().sole(), Some(Version::LATEST));
    /// ```
    #[must_use]
    pub fn to(split: impl Into<Split>) -> Self {
        Self { split: split.into(), ..Self::TO_LATEST }
    }

    /// The same with one more rule, behind those that it has.
    ///
    /// ```
    /// use pointsman::{Alias, Version};
    ///
    /// let bob = "invoke.headers.User exact Bob".parse()?;
    /// let alias = Alias::to(Version::numbered(3)?).rule(bob, Version::numbered(4)?);
    /// assert_eq!(alias.rules()[0].split().main(), Version::numbered(4)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, condition: Condition, split: impl Into<Split>) -> Self {
        self.rules.push(Rule::new(condition, split));
        self
    }

    /// The same with these rules instead of those that it has.
    ///
    /// ```
    /// use pointsman::{Alias, Version};
    ///
    /// let alias = Alias::to(Version::LATEST).rule("invoke.query.a present".parse()?, Version::LATEST);
    /// assert_eq!(alias.with_rules([]), Alias::to(Version::LATEST));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_rules(self, rules: impl IntoIterator<Item = Rule>) -> Self {
        Self { rules: rules.into_iter().collect(), ..self }
    }

    /// The same with another split of its own, its rules and stickiness kept: a step of a ramp.
    ///
    /// ```
    /// use pointsman::{Alias, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let alias = Alias::to(v1).described("to everyone");
    /// let ramped = alias.with_split(Split::new(v1, [(v2, Weight::from_percent(5)?)])?);
    /// assert_eq!(ramped.description(), "to everyone");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_split(self, split: impl Into<Split>) -> Self {
        Self { split: split.into(), ..self }
    }

    /// The same, keeping each user on a version by one attribute.
    ///
    /// ```
    /// use pointsman::{Alias, AttributeKey, Sticky, Version};
    ///
    /// let alias = Alias::to(Version::LATEST).sticky_on(AttributeKey::header("User")?);
    /// assert_eq!(alias.sticky(), Some(&Sticky::on(AttributeKey::header("User")?)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sticky_on(self, key: AttributeKey) -> Self {
        self.with_sticky(Sticky::on(key))
    }

    /// The same, keeping each user on a version by several attributes or with a salt.
    ///
    /// ```
    /// use pointsman::{Alias, AttributeKey, Sticky, Version};
    ///
    /// let sticky = Sticky::on(AttributeKey::cookie("uid")?).salted("spring-sale")?;
    /// let alias = Alias::to(Version::LATEST).with_sticky(sticky.clone());
    /// assert_eq!(alias.sticky(), Some(&sticky));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_sticky(self, sticky: Sticky) -> Self {
        Self { sticky: Some(sticky), ..self }
    }

    /// The same with a description.
    ///
    /// ```
    /// use pointsman::{Alias, Version};
    ///
    /// assert_eq!(Alias::to(Version::LATEST).described("to everyone").description(), "to everyone");
    /// ```
    #[must_use]
    pub fn described(self, description: &str) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Its own split, for the requests that no rule takes.
    #[must_use]
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// Its rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// What keeps a user on a version, if anything does.
    #[must_use]
    pub fn sticky(&self) -> Option<&Sticky> {
        self.sticky.as_ref()
    }

    /// The description, empty if there is none.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What decides which point a request has: the salt in force and the keys. Two aliases that deal
    /// alike give every request the same point.
    pub(crate) fn deal<'a>(
        &'a self,
        function: &FunctionId,
        name: &AliasName,
    ) -> Option<(Cow<'a, str>, Vec<&'a AttributeKey>)> {
        let sticky = self.sticky()?;
        let mut keys: Vec<&AttributeKey> = Vec::new();
        // One that stands twice is asked for once.
        for key in sticky.keys() {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Some((sticky.salt_on(function, name), keys))
    }

    /// Each version that the alias names, weight 0 included, and where it names it.
    ///
    /// ```
    /// use pointsman::{Alias, Version};
    ///
    /// let v4 = Version::numbered(4)?;
    /// let alias = Alias::to(Version::LATEST).rule("invoke.query.a present".parse()?, v4);
    /// let named: Vec<_> = alias.named_versions().map(|(_, version)| version).collect();
    /// assert_eq!(named, [Version::LATEST, v4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named_versions(&self) -> impl Iterator<Item = (Place, Version)> {
        self.splits().flat_map(|(rule, split)| {
            let main = (Place { rule, weight: None }, split.main());
            let additional = split
                .additional()
                .map(move |(version, _)| (Place { rule, weight: Some(version) }, version));
            core::iter::once(main).chain(additional)
        })
    }

    /// Its own split, and that of each rule with the rule's index.
    pub(crate) fn splits(&self) -> impl Iterator<Item = (Option<usize>, &Split)> {
        let rules = self.rules.iter().enumerate();
        let rules = rules.map(|(index, rule)| (Some(index), rule.split()));
        core::iter::once((None, &self.split)).chain(rules)
    }
}

/// Where within an alias a version is named, printed as documents have it: `version`, `weights.9`,
/// `rules[0].version`, `rules[0].weights.9`.
///
/// ```
/// use pointsman::{Alias, Version};
///
/// let alias = Alias::to(Version::LATEST).rule("invoke.headers.User present".parse()?, Version::LATEST);
/// let places: Vec<_> = alias.named_versions().map(|(place, _)| place.to_string()).collect();
/// assert_eq!(places, ["version", "rules[0].version"]);
/// # Ok::<(), pointsman::TestError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The index of the rule; `None` for the alias's own split.
    pub rule: Option<usize>,
    /// The additional version; `None` for the main one.
    pub weight: Option<Version>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = self.rule {
            write!(f, "rules[{rule}].")?;
        }
        match self.weight {
            Some(version) => write!(f, "weights.{version}"),
            None => f.write_str("version"),
        }
    }
}
