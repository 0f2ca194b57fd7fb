//! What the router of Envoy does for a route that a header chooses and that has weighted clusters,
//! written anew: the header is looked for, a number is drawn, and the weights are walked along.

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::dice::Dice;
use crate::scene::headers;

pub const NAME: &str = "Envoy";

/// It matches if the request has every header with this value.
struct Route {
    headers: Vec<(String, String)>,
    clusters: Vec<Cluster>,
    total: u64,
}

struct Cluster {
    weight: u64,
    value: usize,
}

/// A route by the fourth of 8 headers, and a draw between nine tenths and one.
pub fn drawn(users: &[&'static str]) -> Contestant {
    let chosen = [("content-type".into(), "application/json".into())];
    let split = vec![Cluster { weight: 90, value: LARGE }, Cluster { weight: 10, value: SMALL }];
    let rest = vec![Cluster { weight: 100, value: LARGE }];
    let routes = [
        Route { headers: chosen.into(), clusters: split, total: 100 },
        Route { headers: Vec::new(), clusters: rest, total: 100 },
    ];
    let mut dice = Dice::new(4);
    Contestant::new(NAME, users.iter().copied().map(headers).collect(), move |headers| {
        let route = routes.iter().find(|route| route.matches(headers));
        route.expect("the last takes the rest").pick(dice.roll())
    })
}

impl Route {
    /// Names are in lower case on both sides, as Envoy keeps them.
    #[inline]
    fn matches(&self, headers: &[(&str, &str)]) -> bool {
        self.headers.iter().all(|(name, value)| {
            headers.iter().find(|(each, _)| each == name).is_some_and(|(_, found)| found == value)
        })
    }

    #[inline]
    fn pick(&self, drawn: u64) -> usize {
        let drawn = drawn % self.total;
        let mut end = 0;
        for cluster in &self.clusters {
            end += cluster.weight;
            if drawn < end {
                return cluster.value;
            }
        }
        unreachable!("the weights make up the total")
    }
}
