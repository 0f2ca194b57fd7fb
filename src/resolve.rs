//! The request path: which version a request gets, and why.
//!
//! All of it is a pure function of table and request. Nothing here can fail once a route is found,
//! and nothing allocates.

use core::fmt;

use thiserror::Error;

use crate::table::{
    Asked, CompiledAlias, CompiledRules, CompiledSplit, ExactRule, Key, OtherRules, Target,
    Versions,
};
use crate::{Attributes, Point, Version};

/// What a request brings: its attributes, and its point.
///
/// ```
/// use pointsman::{Point, Request};
///
/// let headers = [("User", "Bob"), ("Accept", "*/*")];
/// let request = Request::new(&headers, Point::sequence(1));
/// assert_eq!(request.point(), Point::sequence(1));
/// ```
#[derive(Debug)]
pub struct Request<'a, A: ?Sized> {
    attributes: &'a A,
    point: Point,
}

impl<'a, A: Attributes + ?Sized> Request<'a, A> {
    /// A request with these attributes. The point counts wherever a split is divided and no sticky
    /// key decides.
    #[must_use]
    pub fn new(attributes: &'a A, point: Point) -> Self {
        Self { attributes, point }
    }

    /// The attributes.
    #[must_use]
    pub fn attributes(&self) -> &'a A {
        self.attributes
    }

    /// The point that it brought.
    #[must_use]
    pub fn point(&self) -> Point {
        self.point
    }
}

impl<A: ?Sized> Clone for Request<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: ?Sized> Copy for Request<'_, A> {}

/// A function and a qualifier of a [`RoutingTable`](crate::RoutingTable), looked up once.
///
/// It resolves without names and cannot fail: all that it needs was checked when the table was made.
/// It borrows the table, so it lasts as long as the table is held.
///
/// ```
/// use pointsman::{Function, Point, Qualifier, Request, RoutingTable};
///
/// let table = RoutingTable::new([Function::new("B".parse()?, "http://127.0.0.1:9000")])?;
/// let route = table.route("B", Qualifier::DEFAULT)?;
/// let decision = route.resolve(&Request::new(&(), Point::sequence(1)));
/// assert_eq!(*decision.payload(), "http://127.0.0.1:9000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Route<'t, T> {
    versions: Versions<'t, T>,
    alias: CompiledAlias<'t>,
}

impl<T> Clone for Route<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Route<'_, T> {}

impl<'t, T> Route<'t, T> {
    pub(crate) fn new(versions: Versions<'t, T>, alias: CompiledAlias<'t>) -> Self {
        Self { versions, alias }
    }

    /// Which version the request gets:
    ///
    /// 1. the version that the qualifier named;
    /// 2. else by the first rule of the alias that matches, or by the alias's own split,
    /// 3. the only version of that split,
    /// 4. else the version that the point falls to: the sticky point, if the alias is sticky and the
    ///    request has a key, else the request's own.
    ///
    /// ```
    /// use pointsman::{Function, Point, Qualifier, Reason, Request, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// let route = table.route("B", Qualifier::DEFAULT)?;
    /// let decision = route.resolve(&Request::new(&[("User", "Bob")], Point::sequence(1)));
    /// assert_eq!(decision.reason(), Reason::Only);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Up to four values that rules ask for are compared one by one. More are found: by the value of
    /// each attribute that they ask, however many they are. What can't be found is tried in order:
    /// `not`, `all` of ranges alone, and what more `all` asks where a part of it is found. Nothing
    /// allocates. See [`docs::performance`](crate::docs::performance).
    // A decision that is returned in memory costs as much again as making it: called, a route with a
    // point given took 6.0 ns, inlined it takes 1.7.
    #[expect(clippy::inline_always, reason = "measured: see above")]
    #[inline(always)]
    #[must_use]
    pub fn resolve<A: Attributes + ?Sized>(&self, request: &Request<'_, A>) -> Decision<'t, T> {
        self.decided(match &self.alias.rules {
            None => self.alias.resolve_by_split(request),
            Some(CompiledRules::Exact(rule)) => self.alias.resolve_by_exact(rule, *request),
            Some(CompiledRules::Others(rules)) => self.alias.resolve_by_others(rules, *request),
        })
    }

    #[inline]
    fn decided(&self, (target, cause): (Target, Cause)) -> Decision<'t, T> {
        let (index, version, payload) = self.versions.get(target);
        Decision { version, payload, index, cause }
    }
}

impl CompiledAlias<'_> {
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    fn resolve_by_split<A: Attributes + ?Sized>(
        &self,
        request: &Request<'_, A>,
    ) -> (Target, Cause) {
        let attributes = request.attributes;
        self.divide(&self.split, request.point, None, |key| attributes.attribute(key.key()))
    }

    // The request comes by value, so that it need not lie in memory where there are no rules. And where
    // both kinds of rules were resolved by one function, this one took a tenth longer: it had to save
    // what only the others need.
    #[inline(never)]
    fn resolve_by_exact<A: Attributes + ?Sized>(
        &self,
        rule: &ExactRule<'_>,
        Request { attributes, point }: Request<'_, A>,
    ) -> (Target, Cause) {
        let value = attributes.attribute(rule.key().key());
        let (number, split) =
            if rule.matches(value) { (Some(0), &rule.split) } else { (None, &self.split) };
        self.divide(split, point, number, |key| {
            if key.is(rule.key()) { value } else { attributes.attribute(key.key()) }
        })
    }

    // By value, as above.
    #[inline(never)]
    fn resolve_by_others<A: Attributes + ?Sized>(
        &self,
        rules: &OtherRules<'_>,
        Request { attributes, point }: Request<'_, A>,
    ) -> (Target, Cause) {
        let mut asked = Asked::new(attributes, self.keys);
        match rules.first_match(&mut asked) {
            Some((rule, split)) => self.divide(&split, point, Some(rule), |key| asked.ask(key)),
            None => self.divide(&self.split, point, None, |key| asked.ask(key)),
        }
    }

    /// The only version of the split, else the one that the point falls to: that of the sticky key,
    /// if the request has one, else the point that it brought.
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    fn divide<'r>(
        &self,
        split: &CompiledSplit<'_>,
        point: Point,
        rule: Option<u32>,
        ask: impl FnMut(Key<'_>) -> Option<&'r [u8]>,
    ) -> (Target, Cause) {
        if let Some(sole) = split.sole() {
            return (sole, if self.is_pin { Cause::PINNED } else { Cause::new(rule, None) });
        }
        let share = match &self.sticky {
            Some(sticky) => sticky.share(point, self.keys, ask),
            None => Share { point, sticky: false },
        };
        (split.pick(share.point), Cause::new(rule, Some(share)))
    }
}

/// The version chosen for a request, its payload, and the reason.
///
/// It borrows the payload from the table; [`Decision::into_owned`] takes a copy along.
///
/// ```
/// use pointsman::{Function, Point, Qualifier, Request, RoutingTable, Version};
///
/// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
/// let decision = table.resolve("B", Qualifier::DEFAULT, &Request::new(&(), Point::sequence(1)))?;
/// assert_eq!(decision.version(), Version::LATEST);
/// assert_eq!(*decision.payload(), "upstream");
/// assert_eq!(decision.index(), 0);
/// assert_eq!(decision.reason().name(), "only");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(PartialEq, Eq, Hash)]
pub struct Decision<'t, T> {
    version: Version,
    payload: &'t T,
    index: usize,
    cause: Cause,
}

/// A [`Reason`], flat: as words that are moved as they are, which an enum within an enum is not. With
/// it, a resolve by names took a tenth longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Cause {
    /// Which rule matched, or [`Cause::NO_RULE`].
    rule: u32,
    dealt: Dealt,
    /// The least where no point counted.
    point: Point,
}

/// How a version was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Dealt {
    ByName,
    ToAll,
    ByPoint,
    ByStickyPoint,
}

impl Cause {
    const NO_RULE: u32 = u32::MAX;

    const PINNED: Self = Self { rule: Self::NO_RULE, dealt: Dealt::ByName, point: Point::MIN };

    #[inline]
    fn new(rule: Option<u32>, share: Option<Share>) -> Self {
        let (dealt, point) = match share {
            None => (Dealt::ToAll, Point::MIN),
            Some(Share { point, sticky: false }) => (Dealt::ByPoint, point),
            Some(Share { point, sticky: true }) => (Dealt::ByStickyPoint, point),
        };
        Self { rule: rule.unwrap_or(Self::NO_RULE), dealt, point }
    }

    #[inline]
    fn reason(self) -> Reason {
        let share = match self.dealt {
            Dealt::ByName => return Reason::Pinned,
            Dealt::ToAll => None,
            Dealt::ByPoint => Some(Share { point: self.point, sticky: false }),
            Dealt::ByStickyPoint => Some(Share { point: self.point, sticky: true }),
        };
        match (usize::try_from(self.rule), share) {
            (Ok(index), share) if self.rule != Self::NO_RULE => Reason::Rule { index, share },
            (_, Some(share)) => Reason::Share(share),
            (_, None) => Reason::Only,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Decision<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("version", &self.version)
            .field("payload", &self.payload)
            .field("index", &self.index)
            .field("reason", &self.reason())
            .finish()
    }
}

impl<T> Clone for Decision<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Decision<'_, T> {}

impl<'t, T> Decision<'t, T> {
    /// The version.
    #[inline]
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// What the embedder attached to the version.
    #[inline]
    #[must_use]
    pub fn payload(&self) -> &'t T {
        self.payload
    }

    /// The version's index among those of its function, ascending from 0, `$LATEST` last: for
    /// counters. It holds within one table.
    #[inline]
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Why it was chosen.
    #[inline]
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.cause.reason()
    }

    /// The decision with a payload of its own, free of the table: for a request's extensions.
    ///
    /// ```
    /// use pointsman::{Function, OwnedDecision, Point, Qualifier, Request, RoutingTable, Version};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// let request = Request::new(&(), Point::sequence(1));
    /// let owned: OwnedDecision<&str> =
    ///     table.resolve("B", Qualifier::LATEST, &request)?.into_owned();
    /// drop(table);
    /// assert_eq!((owned.version, owned.payload), (Version::LATEST, "upstream"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_owned(self) -> OwnedDecision<T>
    where
        T: Clone,
    {
        let Self { version, payload, index, cause } = self;
        OwnedDecision { version, payload: payload.clone(), index, reason: cause.reason() }
    }
}

/// A [`Decision`] that has a payload of its own.
///
/// ```
/// use pointsman::{Function, Point, Qualifier, Reason, Request, RoutingTable};
///
/// let table = RoutingTable::new([Function::new("B".parse()?, String::from("upstream"))])?;
/// let request = Request::new(&(), Point::sequence(1));
/// let owned = table.resolve("B", Qualifier::DEFAULT, &request)?.into_owned();
/// assert_eq!((owned.payload.as_str(), owned.reason), ("upstream", Reason::Only));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OwnedDecision<T> {
    /// The version.
    pub version: Version,
    /// What the embedder attached to the version.
    pub payload: T,
    /// The version's index among those of its function: see [`Decision::index`].
    pub index: usize,
    /// Why it was chosen.
    pub reason: Reason,
}

/// Why a version was chosen: one of four reasons, and there are no others.
///
/// It is printed for logs: `pinned`, `only`, `rule 0`, `share (sticky point 255979608fed916e)`.
///
/// ```
/// use pointsman::{Point, Reason, Share};
///
/// let share = Share { point: Point::sticky("default/B:release", "Bob"), sticky: true };
/// assert_eq!(Reason::Share(share).to_string(), "share (sticky point 255979608fed916e)");
/// assert_eq!(Reason::Rule { index: 0, share: None }.rule(), Some(0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The qualifier named the version.
    Pinned,
    /// One version has all of the alias's own split.
    Only,
    /// A rule matched.
    Rule {
        /// The rule's index in the alias, from 0.
        index: usize,
        /// Where the request fell, if the rule led to a split of several.
        share: Option<Share>,
    },
    /// No rule matched, and the point fell to the version in the alias's own split.
    Share(Share),
}

impl Reason {
    /// The reason's name, as a metric's label: `pinned`, `only`, `rule` or `share`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Only => "only",
            Self::Rule { .. } => "rule",
            Self::Share(_) => "share",
        }
    }

    /// The index of the rule that matched, if one did.
    #[must_use]
    pub fn rule(self) -> Option<usize> {
        match self {
            Self::Rule { index, .. } => Some(index),
            _ => None,
        }
    }

    /// Where the request fell, if a split was divided.
    #[must_use]
    pub fn share(self) -> Option<Share> {
        match self {
            Self::Rule { share, .. } => share,
            Self::Share(share) => Some(share),
            Self::Pinned | Self::Only => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let Some(index) = self.rule() {
            write!(f, " {index}")?;
        }
        if let Some(Share { point, sticky }) = self.share() {
            write!(f, " ({}point {point})", if sticky { "sticky " } else { "" })?;
        }
        Ok(())
    }
}

/// Where a request fell on a split of several versions.
///
/// ```
/// use pointsman::{Point, Reason, Share};
///
/// let share = Share { point: Point::sequence(1), sticky: false };
/// assert_eq!(Reason::Share(share).to_string(), "share (point 9e3779b97f4a7c15)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    /// The point.
    pub point: Point,
    /// Whether a sticky key gave the point; else the request brought it.
    pub sticky: bool,
}

/// Why names lead to no route.
///
/// It is `Copy` and holds no name, so that a miss costs no more than a hit; the names are the
/// caller's.
///
/// ```
/// use pointsman::{Function, Point, Qualifier, Request, ResolveError, RoutingTable};
///
/// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
/// let request = Request::new(&(), Point::sequence(1));
/// let error = table.resolve("C", Qualifier::DEFAULT, &request).unwrap_err();
/// assert_eq!(error, ResolveError::UnknownFunction);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The table has no function of this name.
    #[error("unknown function")]
    UnknownFunction,
    /// The function has no such version.
    #[error("unknown version {0}")]
    UnknownVersion(Version),
    /// The function has no alias of this name.
    #[error("unknown alias")]
    UnknownAlias,
}
