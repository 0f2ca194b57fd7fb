//! Requests that land on a version: to try it as its users will.

mod function;
mod sample;
mod split;

use alloc::string::String;
use core::fmt;

use thiserror::Error;

use crate::escape::{Escaped, Quoted};
use crate::{AttributeKey, Attributes, Excerpt, Version, Weight};

/// What a request must carry to land on a version: one attribute and its value, or nothing.
///
/// It is itself the [`Attributes`] of a request that carries this and no more. See
/// [`Function::witness`](crate::Function::witness).
///
/// ```
/// use pointsman::{Alias, Function, Split, Weight};
///
/// let mut function = Function::new("B".parse()?, ());
/// let [v1, v2] = [function.publish()?, function.publish()?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let release = Alias::to(split).sticky_on("invoke.headers.User".parse()?);
/// function.create_alias("release".parse()?, release)?;
///
/// let witness = function.witness("release", v2)?;
/// let user = "invoke.headers.User".parse()?;
/// assert_eq!((witness.attribute(), witness.value()), (Some(&user), "witness-29"));
/// assert_eq!(witness.to_string(), "invoke.headers.User: `witness-29`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Witness {
    carried: Option<(AttributeKey, String)>,
}

impl Witness {
    const NOTHING: Self = Self { carried: None };

    fn of(attribute: &AttributeKey, value: String) -> Self {
        Self { carried: Some((attribute.clone(), value)) }
    }

    /// The attribute; `None` if a request that carries nothing lands there.
    #[must_use]
    pub fn attribute(&self) -> Option<&AttributeKey> {
        self.carried.as_ref().map(|(attribute, _)| attribute)
    }

    /// Its value, empty if there is no attribute.
    #[must_use]
    pub fn value(&self) -> &str {
        self.carried.as_ref().map_or("", |(_, value)| value)
    }
}

impl Attributes for Witness {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        let carried = self.carried.as_ref().filter(|(attribute, _)| attribute == key);
        carried.map(|(_, value)| value.as_bytes())
    }
}

/// As in ``invoke.headers.User: `Bob` ``, or `nothing`.
impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.carried {
            Some((attribute, value)) => {
                write!(f, "{}: {}", Escaped(attribute), Quoted(value))
            }
            None => f.write_str("nothing"),
        }
    }
}

/// The `n`-th key that is tried: `witness-0`, `witness-1` …
fn numbered(n: u64) -> String {
    alloc::format!("witness-{n}")
}

/// How many keys are tried for a slice of this share: 32 times as many as it takes on average. That
/// keys exist and none of so many is one has a chance of e⁻³², which is one in 10¹³.
fn tries(share: Weight) -> u64 {
    const AT_A_MILLIONTH: u64 = 32_000_000;
    AT_A_MILLIONTH.div_ceil(u64::from(share.millionths()).max(1))
}

/// Why there is no witness of a version, or none was found.
///
/// ```
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let error = Split::new(v1, [(v2, Weight::ZERO)])?.witness(v2, "salt").unwrap_err();
/// assert_eq!(error.to_string(), "version 2 is left without any share");
/// assert!(error.is_proof());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WitnessError {
    /// There is no alias of this name.
    #[error("alias {0} does not exist")]
    UnknownAlias(Excerpt),
    /// Nothing leads to the version: no split lists it.
    #[error("version {0} is not listed")]
    Unlisted(Version),
    /// Nothing leads to the version: it is listed, but always with weight 0, or as a main version whose
    /// additional ones take all.
    #[error("version {0} is left without any share")]
    NoShare(Version),
    /// The version has a share, but the alias is not sticky: no key decides, but the point of each
    /// request, for which see [`Split::witness_point`](crate::Split::witness_point).
    #[error("the alias is not sticky: points, not keys, decide who gets version {0}")]
    NotSticky(Version),
    /// Rules come first, and took the keys that were tried; or only rules lead to the version, which
    /// ask for more than one attribute or in other ways that were not found out.
    #[error("no request found for version {0}: rules come first")]
    Rules(Version),
    /// So many keys were tried. See [`Split::witness`](crate::Split::witness) for how unlikely it is.
    #[error("none of {tries} keys lands on version {version}")]
    Unlucky {
        /// The version.
        version: Version,
        /// How many keys were tried.
        tries: u64,
    },
}

impl WitnessError {
    /// Whether it is proven that no request, whatever it carries and whatever its point, gets the
    /// version.
    #[must_use]
    pub const fn is_proof(self) -> bool {
        matches!(self, Self::Unlisted(_) | Self::NoShare(_))
    }
}
