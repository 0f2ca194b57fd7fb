//! From a case to its answer.

use std::error::Error;

use pointsman::{
    AttributeKey, Attributes, Decision, Qualifier, Request, ResolveError, RoutingKey, RoutingTable,
    Source,
};

use super::answer::Answer;
use super::case::{Case, Pairs};
use super::name::function_id;

impl Case {
    /// What the table answers to the case.
    pub(super) fn answer<T>(&self, table: &RoutingTable<T>) -> Answer {
        match self.resolve(table) {
            Ok(decision) => decision.into(),
            Err(error) => Answer::Refusal { error: error.to_string() },
        }
    }

    fn resolve<'t, T>(
        &self,
        table: &'t RoutingTable<T>,
    ) -> Result<Decision<'t, T>, Box<dyn Error>> {
        let function = function_id(self.namespace.as_deref(), &self.function)?.to_string();
        let qualifier = Qualifier::parse(&self.qualifier)?;
        let routing_key = self.routing_key.as_deref().map(RoutingKey::parse).transpose()?;
        let headers: &dyn Attributes = match (&routing_key, &self.headers) {
            (Some(routing_key), _) => routing_key,
            (None, Some(Pairs(headers))) => headers,
            (None, None) => &(),
        };
        let carried = Carried { headers, cookies: &self.cookies, query: &self.query };
        let request = Request::new(&carried, self.point);
        table.resolve(&function, qualifier, &request).map_err(|error| match error {
            ResolveError::UnknownFunction => format!("{error} `{function}`").into(),
            ResolveError::UnknownAlias => format!("{error} `{qualifier}`").into(),
            _ => error.into(),
        })
    }
}

/// All that a case's request carries.
struct Carried<'c> {
    headers: &'c dyn Attributes,
    cookies: &'c Pairs,
    query: &'c Pairs,
}

impl Attributes for Carried<'_> {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        match key.source() {
            Source::Headers => self.headers.attribute(key),
            Source::Cookies => self.cookies.first(key.name()),
            Source::Query => self.query.first(key.name()),
            _ => None,
        }
    }
}

impl Pairs {
    fn first(&self, wanted: &str) -> Option<&[u8]> {
        let found = self.0.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_bytes())
    }
}
