//! What the crate decides, in the oracle's plain types.

use std::collections::BTreeMap;

use pointsman::{
    AttributeKey, Attributes, Decision, Point, Qualifier, Request, ResolveError, RoutingTable,
};

use crate::naive::{self, Carrier, Outcome};

/// What the crate decides, by names and by a bound route alike.
pub fn decide(table: &RoutingTable<u32>, request: &naive::Request) -> Outcome {
    let qualifier =
        Qualifier::parse(&request.qualifier).map_err(|_| naive::Error::MalformedQualifier)?;
    let attributes = attributes(request);
    let asked = Request::new(attributes.as_ref(), Point::from(request.point));

    let by_names = table.resolve(&request.function, qualifier, &asked);
    let route = table.route(&request.function, qualifier);
    let by_route = route.map(|route| route.resolve(&asked));
    let outcome = plain_outcome(by_names);
    assert_eq!(plain_outcome(by_route), outcome, "names and a bound route: {request:#?}");
    outcome
}

pub fn attributes(request: &naive::Request) -> Box<dyn Attributes> {
    let pairs = request.attributes.iter().cloned();
    match request.carrier {
        // A later insertion replaces an earlier one, and the first of equal names must count.
        Carrier::Own => {
            Box::new(Call(pairs.rev().map(|(key, value)| ((&key).into(), value)).collect()))
        }
        Carrier::Map => {
            let map: BTreeMap<_, _> = pairs.rev().map(|(key, value)| (key.name, value)).collect();
            Box::new(map)
        }
        Carrier::Pairs => {
            let pairs: Vec<_> = pairs.map(|(key, value)| (key.name, value)).collect();
            Box::new(pairs)
        }
    }
}

/// An embedder's own request, with all the sources.
struct Call(BTreeMap<AttributeKey, Vec<u8>>);

impl Attributes for Call {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.0.get(key).map(Vec::as_slice)
    }
}

pub fn plain_outcome(outcome: Result<Decision<'_, u32>, ResolveError>) -> Outcome {
    match outcome {
        Ok(decision) => Ok(naive::Decision {
            version: decision.version().into(),
            payload: *decision.payload(),
            index: decision.index(),
            reason: decision.reason().into(),
        }),
        Err(ResolveError::UnknownFunction) => Err(naive::Error::UnknownFunction),
        Err(ResolveError::UnknownVersion(version)) => {
            Err(naive::Error::UnknownVersion(version.into()))
        }
        Err(ResolveError::UnknownAlias) => Err(naive::Error::UnknownAlias),
        Err(other) => panic!("an error without a name here: {other}"),
    }
}
