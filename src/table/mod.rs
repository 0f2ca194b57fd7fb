//! The compiled form of all functions, on which requests are resolved.

mod alias;
mod condition;
mod function;
mod groups;
mod index;
mod keys;
mod leaf;
mod name;
mod packer;
mod rules;
mod split;
mod spread;
mod stage;
mod tree;
mod versions;
mod words;

use alloc::string::String;

use thiserror::Error;

pub(crate) use self::alias::CompiledAlias;
use self::function::{CompiledFunction, FunctionHead};
pub(crate) use self::keys::{Asked, Key};
use self::leaf::Shared;
pub(crate) use self::rules::{CompiledRules, ExactRule, OtherRules};
pub(crate) use self::split::{CompiledSplit, Target};
use self::stage::Stage;
use self::tree::Tree;
pub(crate) use self::versions::Versions;
use crate::label::Label;
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
    /// By the printed form of the functions' ids, so that a name is looked up as it comes.
    tree: Tree<T>,
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
        let functions = functions.into_iter();
        let (tree, repeated) = Stage::of(functions.size_hint().0, functions).into_tree();
        repeated.map_or(Ok(Self { tree }), |id| Err(TableError::Duplicate(id)))
    }

    /// The table of about so many functions, of which no two have one name.
    pub(crate) fn of_distinct(
        about: usize,
        functions: impl IntoIterator<Item = Function<T>>,
    ) -> Self {
        let (tree, _) = Stage::of(about, functions).into_tree();
        Self { tree }
    }

    /// The table of the functions that are given, about so many, unless two have one name or it ends in
    /// nothing.
    #[cfg(feature = "serde")]
    pub(crate) fn given(
        about: usize,
        give: impl FnOnce(&mut dyn FnMut(Function<T>)) -> Option<()>,
    ) -> Option<Self> {
        let mut stage = Stage::new(about);
        give(&mut |function| stage.add(function))?;
        let (tree, repeated) = stage.into_tree();
        repeated.is_none().then_some(Self { tree })
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
    /// The function is compiled, and some sixty that lie beside it are copied, with two arrays that lead
    /// there. When the functions have doubled in number, or come down to an eighth, or names were chosen
    /// so that hundreds lie beside each other, all are laid out anew.
    #[must_use]
    pub fn with(&self, function: Function<T>) -> Self {
        let (id, mut text) = (function.id().clone(), String::new());
        let name = Label::new(id.printed(&mut text));
        let tree = Stage::of(1, [function]).sole(|record| self.tree.with(&name, record));
        tree.map_or_else(|| self.clone(), |tree| Self { tree })
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
        let mut text = String::new();
        Self { tree: self.tree.without(&Label::new(id.printed(&mut text))) }
    }

    /// How many functions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether there is no function.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.len() == 0
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
        self.function(function)?.versions().map(Versions::iter)
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
    /// One hash of the name; the first alias at once, the others by a binary search; then
    /// [`Route::resolve`]. Nothing allocates, errors neither.
    #[inline]
    pub fn resolve<A: Attributes + ?Sized>(
        &self,
        function: &str,
        qualifier: Qualifier<'_>,
        request: &Request<'_, A>,
    ) -> Result<Decision<'_, T>, ResolveError> {
        let function = self.function(function).ok_or(ResolveError::UnknownFunction)?;
        match function.plain_route(&qualifier) {
            Some(route) => Ok(route.resolve(request)),
            None => {
                let CompiledFunction { head, words, payloads, shared } = function;
                resolve_otherwise(head, words, payloads, shared, &qualifier, *request)
            }
        }
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
        self.function(function).ok_or(ResolveError::UnknownFunction)?.route(&qualifier)
    }

    #[inline]
    fn function(&self, name: &str) -> Option<CompiledFunction<'_, T>> {
        // `default/name` is another way to write `name`, which is printed without.
        let name =
            if name.starts_with(Namespace::DEFAULT_PREFIX) { in_default(name)? } else { name };
        self.tree.function(&Label::new(name))
    }
}

/// Where the heads of the packed function and alias alone don't tell the version.
// The function comes by its parts, so that it need not lie in memory where this isn't called.
#[inline(never)]
fn resolve_otherwise<'t, T, A: Attributes + ?Sized>(
    head: FunctionHead<'t>,
    words: &'t [u32],
    payloads: &'t [T],
    shared: &'t Shared,
    qualifier: &Qualifier<'_>,
    request: Request<'_, A>,
) -> Result<Decision<'t, T>, ResolveError> {
    let function = CompiledFunction { head, words, payloads, shared };
    // Without a detour by a route that could be any.
    if let Some(version) = qualifier.version() {
        let route = function.pinned_route(version).ok_or(ResolveError::UnknownVersion(version))?;
        return Ok(route.resolve(&request));
    }
    Ok(function.route(qualifier)?.resolve(&request))
}

/// The name of a function in the namespace that is written out.
#[cold]
fn in_default(name: &str) -> Option<&str> {
    name.strip_prefix(Namespace::DEFAULT_PREFIX).filter(|name| !name.contains('/'))
}

/// No functions.
impl<T> Default for RoutingTable<T> {
    fn default() -> Self {
        Self::of_distinct(0, [])
    }
}

impl<T> Clone for RoutingTable<T> {
    fn clone(&self) -> Self {
        Self { tree: self.tree.clone() }
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
