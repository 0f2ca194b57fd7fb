//! The compiled form of all functions, on which requests are resolved.

mod compile;
mod rules;

use alloc::boxed::Box;
use alloc::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use thiserror::Error;

pub(crate) use self::compile::{CompiledAlias, CompiledFunction, CompiledSplit, Target};
use crate::resolve::RouteTarget;
use crate::{
    Attributes, Decision, Function, FunctionId, Namespace, Qualifier, Request, ResolveError, Route,
    Version,
};

/// All functions, compiled: immutable, and made to be asked at every request.
///
/// Invariants are checked by [`Function`] and by documents before, so a table cannot be wrong. A
/// clone shares everything with its original.
///
/// ```
/// use pointsman::{Alias, Function, Point, Qualifier, Reason, Request, RoutingTable};
///
/// let mut function = Function::new("B".parse()?, "http://127.0.0.1:9000");
/// let v1 = function.publish()?;
/// let bob = "invoke.headers.User exact Bob".parse()?;
/// function.create_alias("prepub".parse()?, Alias::to(pointsman::Version::LATEST).rule(bob, v1))?;
/// let table = RoutingTable::new([function])?;
///
/// let headers = [("user", "Bob")];
/// let request = Request::new(&headers, Point::sequence(1));
/// let decision = table.resolve("B", Qualifier::parse("prepub")?, &request)?;
/// assert_eq!(decision.version(), v1);
/// assert_eq!(decision.reason(), Reason::Rule { index: 0, share: None });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RoutingTable<T> {
    /// By the printed form of the function's id, so that a name is looked up as it comes. The hash
    /// is seeded alike in every process: names come from operators, not from strangers.
    functions: HashMap<Box<str>, Arc<CompiledFunction<T>>, FixedState>,
}

impl<T> RoutingTable<T> {
    /// The table of these functions.
    ///
    /// ```
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// assert_eq!(table.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If two functions have one name in one namespace.
    pub fn new(functions: impl IntoIterator<Item = Function<T>>) -> Result<Self, TableError> {
        let mut table = Self::default();
        for function in functions {
            match table.functions.entry(name(&function)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(Arc::new(CompiledFunction::new(function)));
                }
                Entry::Occupied(_) => {
                    return Err(TableError::Duplicate(function.id().clone()));
                }
            }
        }
        Ok(table)
    }

    /// The table of functions of which no two have one name.
    #[cfg(feature = "serde")]
    pub(crate) fn of_distinct(functions: impl IntoIterator<Item = Function<T>>) -> Self {
        let functions = functions.into_iter();
        let entry = |function| (name(&function), Arc::new(CompiledFunction::new(function)));
        Self { functions: functions.map(entry).collect() }
    }

    /// The same table with this function, in place of the one of its name if there is one.
    ///
    /// All other functions are shared with this table, whatever their payloads.
    ///
    /// ```
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let old = RoutingTable::new([Function::new("A".parse()?, "a"), Function::new("B".parse()?, "b")])?;
    /// let new = old.with(Function::new("B".parse()?, "c"));
    /// let payload = |table: &RoutingTable<&'static str>| {
    ///     table.versions("B").into_iter().flatten().map(|(_, payload)| *payload).collect::<String>()
    /// };
    /// assert_eq!((payload(&old), payload(&new)), ("b".into(), "c".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// The function is compiled; of every other one a counter is raised.
    #[must_use]
    pub fn with(&self, function: Function<T>) -> Self {
        let mut table = self.clone();
        table.functions.insert(name(&function), Arc::new(CompiledFunction::new(function)));
        table
    }

    /// The same table without the function of this id; if there is none, the same.
    ///
    /// ```
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let old = RoutingTable::new([Function::new("A".parse()?, ()), Function::new("prod/B".parse()?, ())])?;
    /// let new = old.without(&"prod/B".parse()?);
    /// assert_eq!((old.len(), new.len()), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// As [`RoutingTable::with`].
    #[must_use]
    pub fn without(&self, id: &FunctionId) -> Self {
        let mut table = self.clone();
        table.functions.remove(alloc::format!("{id}").as_str());
        table
    }

    /// How many functions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// Whether there is no function.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }

    /// The versions of a function with their payloads, in the order of [`Decision::index`], if the
    /// table has it.
    ///
    /// ```
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// let payloads: Vec<_> = table.versions("B").into_iter().flatten().collect();
    /// assert_eq!(payloads, [(pointsman::Version::LATEST, &"upstream")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn versions(&self, function: &str) -> Option<impl Iterator<Item = (Version, &T)>> {
        self.function(function).map(CompiledFunction::versions)
    }

    /// Which version of a function a request gets. The function is named `name`, for the namespace
    /// `default`, or `namespace/name`.
    ///
    /// ```
    /// use pointsman::{Function, Point, Qualifier, Request, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// let request = Request::new(&(), Point::sequence(1));
    /// assert_eq!(*table.resolve("B", Qualifier::LATEST, &request)?.payload(), "upstream");
    /// assert_eq!(*table.resolve("default/B", Qualifier::LATEST, &request)?.payload(), "upstream");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the function, or the version or alias that the qualifier names, doesn't exist.
    ///
    /// # Cost
    ///
    /// One hash of the name (a second one where `default/` is written out) and a binary search for
    /// the alias or version, then [`Route::resolve`]. Nothing allocates, errors neither.
    #[inline]
    pub fn resolve<A: Attributes + ?Sized>(
        &self,
        function: &str,
        qualifier: Qualifier<'_>,
        request: &Request<'_, A>,
    ) -> Result<Decision<'_, T>, ResolveError> {
        Ok(self.route(function, qualifier)?.resolve(request))
    }

    /// Looks the names up once, for requests to come.
    ///
    /// ```
    /// use pointsman::{Function, Qualifier, ResolveError, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// assert!(table.route("B", Qualifier::DEFAULT).is_ok());
    /// let miss = table.route("B", Qualifier::parse("release")?);
    /// assert_eq!(miss.unwrap_err(), ResolveError::UnknownAlias);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`RoutingTable::resolve`].
    #[inline]
    pub fn route(
        &self,
        function: &str,
        qualifier: Qualifier<'_>,
    ) -> Result<Route<'_, T>, ResolveError> {
        let function = self.function(function).ok_or(ResolveError::UnknownFunction)?;
        let target = if let Some(version) = qualifier.version() {
            let target = function.target(version).ok_or(ResolveError::UnknownVersion(version))?;
            RouteTarget::Pinned(target)
        } else {
            let alias = qualifier.alias().and_then(|name| function.alias(name));
            RouteTarget::Alias(alias.ok_or(ResolveError::UnknownAlias)?)
        };
        Ok(Route::new(function, target))
    }

    #[inline]
    fn function(&self, name: &str) -> Option<&CompiledFunction<T>> {
        let found = self.functions.get(name).map(|function| &**function);
        // `default/name` is another way to write `name`, but is printed without: a second look.
        found.or_else(|| {
            let name = name.strip_prefix(Namespace::DEFAULT_TEXT)?.strip_prefix('/')?;
            if name.contains('/') { None } else { self.functions.get(name).map(|found| &**found) }
        })
    }
}

/// What a function is found by.
fn name<T>(function: &Function<T>) -> Box<str> {
    alloc::format!("{}", function.id()).into()
}

/// No functions.
impl<T> Default for RoutingTable<T> {
    fn default() -> Self {
        Self { functions: HashMap::with_hasher(FixedState::default()) }
    }
}

impl<T> Clone for RoutingTable<T> {
    fn clone(&self) -> Self {
        Self { functions: self.functions.clone() }
    }
}

/// Why functions don't make a [`RoutingTable`].
///
/// ```
/// use pointsman::{Function, RoutingTable};
///
/// let functions = [Function::new("B".parse()?, ()), Function::new("default/B".parse()?, ())];
/// let error = RoutingTable::new(functions).unwrap_err();
/// assert_eq!(error.to_string(), "function `B` stands twice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// Two functions have one name in one namespace.
    #[error("function `{0}` stands twice")]
    Duplicate(FunctionId),
}
