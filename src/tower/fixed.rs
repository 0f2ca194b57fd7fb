use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use http::request::Parts;

use super::{Invocation, Policy, Refusal};
use crate::{Attributes, FunctionId, Qualifier};

/// One function for all requests, and one version or alias if wanted: what a route or a stage of a
/// gateway is bound to.
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::tower::{Fixed, ResolveLayer};
/// use pointsman::{Function, Qualifier};
///
/// let router = Router::new([Function::new("B".parse()?, "http://127.0.0.1:9000")])?;
/// let release = Fixed::new(&"B".parse()?).with_qualifier(Qualifier::parse("release")?);
/// let layer = ResolveLayer::new(router, release);
/// # let _ = layer;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fixed {
    function: String,
    qualifier: Option<String>,
}

impl Fixed {
    /// This function, and the version or alias that a request names in its query: see
    /// [`Invocation::new`].
    #[must_use]
    pub fn new(function: &FunctionId) -> Self {
        Self { function: function.to_string(), qualifier: None }
    }

    /// The same with this version or alias, whatever a request names.
    ///
    /// ```
    /// use pointsman::tower::Fixed;
    /// use pointsman::{AliasName, Qualifier, Version};
    ///
    /// let release: AliasName = "release".parse()?;
    /// let by_alias = Fixed::new(&"B".parse()?).with_qualifier(Qualifier::from(&release));
    /// let by_version = Fixed::new(&"B".parse()?).with_qualifier(Version::numbered(1)?.into());
    /// assert_ne!(by_alias, by_version);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_qualifier(self, qualifier: Qualifier<'_>) -> Self {
        Self { qualifier: Some(qualifier.to_string()), ..self }
    }
}

impl Policy for Fixed {
    fn invocation<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Result<Invocation<'a, impl Attributes + 'a>, Refusal> {
        let invocation = Invocation::new(self.function.as_str(), request);
        Ok(match &self.qualifier {
            Some(qualifier) => invocation.with_qualifier(Cow::from(qualifier)),
            None => invocation,
        })
    }
}
