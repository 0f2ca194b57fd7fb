//! What a rule asks of a request.

mod guard;
mod implies;
mod test;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use thiserror::Error;

pub(crate) use self::guard::{Guard, Guards, thinned};
pub(crate) use self::implies::Effort;
pub(crate) use self::test::Predicate;
pub use self::test::{Test, TestError};
use crate::Attributes;

/// What a rule asks of a request: a [`Test`], or a combination by `all`, `any` and `not`.
///
/// # Three values
///
/// A test on an attribute that the request lacks is neither true nor false but *unknown*; `present`
/// alone is always true or false. Combinations follow Kleene's logic, and only *true* matches:
///
/// | | true if | false if | else |
/// |---|---|---|---|
/// | `not` | its condition is false | its condition is true | unknown |
/// | `all` | all are true | one is false | unknown |
/// | `any` | one is true | all are false | unknown |
///
/// So a missing header never matches, inverted neither, and absence is asked for by
/// `not` over `present`.
///
/// # Syntax
///
/// A single test has the text form of [`Test`]. Combinations have none: they are built in code, and
/// written in documents as `{"all": […]}`, `{"any": […]}` and `{"not": …}`. Printed, they look like
/// `all(…, not(…))`, for people to read.
///
/// # Limits
///
/// At most [`Condition::MAX_NESTING`] combinations stand within each other, so that evaluating
/// one never runs out of stack.
///
/// ```
/// use pointsman::Condition;
///
/// let bob: Condition = "invoke.headers.User exact Bob".parse()?;
/// let beta = "invoke.cookies.beta present".parse()?;
/// let condition = Condition::any([bob, Condition::not(beta)?])?;
/// assert!(condition.matches(&[("User", "Bob")]));
/// assert!(condition.matches(&()));
/// assert_eq!(
///     condition.to_string(),
///     "any(invoke.headers.User exact Bob, not(invoke.cookies.beta present))",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Condition {
    node: Node,
    nesting: usize,
    tests: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Test(Test),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    Not(Box<Condition>),
}

impl Condition {
    /// How many combinations may stand within each other.
    pub const MAX_NESTING: usize = 32;

    /// True if all of them are.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition = Condition::all([
    ///     "invoke.headers.User prefix B".parse()?,
    ///     "invoke.headers.User suffix b".parse()?,
    /// ])?;
    /// assert!(condition.matches(&[("User", "Bob")]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are none, or they are nested too deeply.
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Result<Self, ConditionError> {
        Self::several("all", Node::All, conditions)
    }

    /// True if one of them is.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition = Condition::any([
    ///     "invoke.headers.User exact Ann".parse()?,
    ///     "invoke.headers.User exact Bob".parse()?,
    /// ])?;
    /// assert!(condition.matches(&[("User", "Bob")]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are none, or they are nested too deeply.
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Result<Self, ConditionError> {
        Self::several("any", Node::Any, conditions)
    }

    /// True if the condition is false; unknown if it is unknown.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition = Condition::not("invoke.headers.User exact Ann".parse()?)?;
    /// assert!(condition.matches(&[("User", "Bob")]));
    /// // Whether a user who isn't named is Ann is unknown.
    /// assert!(!condition.matches(&()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is nested too deeply.
    // Named as in the documents; an operator could not refuse.
    #[expect(clippy::should_implement_trait, reason = "it can fail, which an operator can't")]
    pub fn not(condition: Self) -> Result<Self, ConditionError> {
        let (nesting, tests) = (condition.nesting, condition.tests);
        Self::nested(Node::Not(Box::new(condition)), nesting, tests)
    }

    fn several(
        name: &'static str,
        node: fn(Box<[Self]>) -> Node,
        conditions: impl IntoIterator<Item = Self>,
    ) -> Result<Self, ConditionError> {
        let conditions: Vec<_> = conditions.into_iter().collect();
        let nesting = conditions.iter().map(|condition| condition.nesting).max();
        let nesting = nesting.ok_or(ConditionError::Empty(name))?;
        let tests = conditions.iter().fold(0_usize, |sum, each| sum.saturating_add(each.tests));
        Self::nested(node(conditions.into()), nesting, tests)
    }

    fn nested(node: Node, nesting: usize, tests: usize) -> Result<Self, ConditionError> {
        if nesting >= Self::MAX_NESTING {
            return Err(ConditionError::TooDeep);
        }
        Ok(Self { node, nesting: nesting.saturating_add(1), tests })
    }

    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// How many tests are in it.
    #[cfg(feature = "serde")]
    pub(crate) fn test_count(&self) -> usize {
        self.tests
    }

    /// The tests in it, from left to right.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition = Condition::not("invoke.headers.User exact Ann".parse()?)?;
    /// assert_eq!(condition.tests().next().map(|test| test.method()), Some("exact"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        let mut tests = Vec::with_capacity(self.tests);
        self.collect_tests(&mut tests);
        tests.into_iter()
    }

    /// How many values its tests compare with.
    pub(crate) fn values(&self) -> usize {
        match &self.node {
            Node::Test(test) => test.values(),
            Node::All(conditions) | Node::Any(conditions) => {
                conditions.iter().map(Self::values).fold(0, usize::saturating_add)
            }
            Node::Not(condition) => condition.values(),
        }
    }

    fn collect_tests<'a>(&'a self, into: &mut Vec<&'a Test>) {
        match &self.node {
            Node::Test(test) => into.push(test),
            Node::All(conditions) | Node::Any(conditions) => {
                conditions.iter().for_each(|condition| condition.collect_tests(into));
            }
            Node::Not(condition) => condition.collect_tests(into),
        }
    }

    /// Whether the condition is true of a request; unknown is not true.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition: Condition = "invoke.headers.User in Ann,Bob".parse()?;
    /// assert!(condition.matches(&[("User", "Bob")]));
    /// # Ok::<(), pointsman::TestError>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the tests; each asks for its attribute. `all` and `any` stop at what decides them.
    #[must_use]
    pub fn matches<A: Attributes + ?Sized>(&self, attributes: &A) -> bool {
        self.evaluate(attributes) == Some(true)
    }

    /// Whether the condition is true of a request, or `None` if that is unknown.
    ///
    /// ```
    /// use pointsman::Condition;
    ///
    /// let condition: Condition = "invoke.headers.User exact Bob".parse()?;
    /// assert_eq!(condition.evaluate(&[("User", "Ann")]), Some(false));
    /// assert_eq!(condition.evaluate(&()), None);
    /// # Ok::<(), pointsman::TestError>(())
    /// ```
    #[must_use]
    pub fn evaluate<A: Attributes + ?Sized>(&self, attributes: &A) -> Option<bool> {
        match &self.node {
            Node::Test(test) => test.evaluate(attributes),
            Node::All(conditions) => {
                decide(false, conditions.iter().map(|each| each.evaluate(attributes)))
            }
            Node::Any(conditions) => {
                decide(true, conditions.iter().map(|each| each.evaluate(attributes)))
            }
            Node::Not(condition) => condition.evaluate(attributes).map(|value| !value),
        }
    }
}

/// The deciding value if one has it, else unknown if one is, else the other value. No value is asked
/// for behind one that decides.
pub(crate) fn decide(
    deciding: bool,
    values: impl IntoIterator<Item = Option<bool>>,
) -> Option<bool> {
    let mut result = Some(!deciding);
    for value in values {
        match value {
            Some(value) if value == deciding => return Some(deciding),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

impl From<Test> for Condition {
    fn from(test: Test) -> Self {
        Self { node: Node::Test(test), nesting: 0, tests: 1 }
    }
}

/// Reads a single test.
impl FromStr for Condition {
    type Err = TestError;

    fn from_str(text: &str) -> Result<Self, TestError> {
        text.parse::<Test>().map(Self::from)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, conditions): (_, &[Self]) = match &self.node {
            Node::Test(test) => return test.fmt(f),
            Node::All(conditions) => ("all", conditions),
            Node::Any(conditions) => ("any", conditions),
            Node::Not(condition) => ("not", core::slice::from_ref(condition)),
        };
        write!(f, "{name}(")?;
        for (index, condition) in conditions.iter().enumerate() {
            write!(f, "{}{condition}", if index == 0 { "" } else { ", " })?;
        }
        f.write_str(")")
    }
}

/// Why conditions can't be combined.
///
/// ```
/// use pointsman::Condition;
///
/// let error = Condition::all([]).unwrap_err();
/// assert_eq!(error.to_string(), "`all` must hold at least one condition");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// `all` or `any` of nothing.
    #[error("`{0}` must hold at least one condition")]
    Empty(&'static str),
    /// More than [`Condition::MAX_NESTING`] combinations within each other.
    #[error("conditions are nested more than {} deep", Condition::MAX_NESTING)]
    TooDeep,
}
