//! An alias on its own, to try on which version requests would land.

use alloc::string::String;

use crate::{
    Alias, AliasName, AttributeKey, Attributes, Function, FunctionId, Point, Qualifier, Request,
    Route, RoutingTable, Share, Version,
};

/// An alias, compiled as a table would have it.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    table: RoutingTable<()>,
    function: String,
    alias: AliasName,
}

impl Trial {
    pub(crate) fn new(function: &FunctionId, name: &AliasName, alias: &Alias) -> Self {
        let table = RoutingTable::of_distinct(1, [Function::of_alias(function, name, alias)]);
        Self { table, function: alloc::format!("{function}"), alias: name.clone() }
    }

    /// The alias's route, which is always there.
    pub(crate) fn route(&self) -> Option<Route<'_, ()>> {
        self.table.route(&self.function, Qualifier::from(&self.alias)).ok()
    }
}

/// The version that a request gets by what it carries, whatever point it brings; `None` if the point
/// decides.
pub(crate) fn decided<A: Attributes + ?Sized>(
    route: &Route<'_, ()>,
    attributes: &A,
) -> Option<Version> {
    let decision = route.resolve(&Request::new(attributes, Point::MIN));
    match decision.reason().share() {
        Some(Share { sticky: false, .. }) => None,
        _ => Some(decision.version()),
    }
}

/// A request that carries one attribute, or nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carried<'k> {
    pub(crate) attribute: Option<&'k AttributeKey>,
    pub(crate) value: &'k [u8],
}

impl Attributes for Carried<'_> {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.attribute.filter(|attribute| *attribute == key).map(|_| self.value)
    }
}
