//! The cases, and what must be so in each before it is measured.

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::dice::Dice;
use crate::scene::{Scene, VISITS, names, users};
use crate::{envoy, eppo, growthbook, launchdarkly, matchit, nginx, pointsman, unleash};

/// The same work for each contestant, pointsman the first of them.
pub struct Case {
    pub title: &'static str,
    pub contestants: Vec<Contestant>,
    expected: Expectation,
}

/// Whether the parts, in the order of the visits, are as they must be.
type Expectation = Box<dyn Fn(&[usize]) -> bool>;

/// Built one after another, so that the contexts of one case at a time take memory.
pub const ALL: [fn() -> Case; 7] = [split, rule, among, || key(2), || key(100), draw, path];

/// Whoever takes a scene.
const ENGINES: [fn(&Scene) -> Contestant; 5] =
    [pointsman::engine, unleash::engine, launchdarkly::engine, eppo::engine, growthbook::engine];

impl Case {
    /// # Panics
    ///
    /// If a contestant doesn't do the work that it is measured at.
    pub fn check(&mut self) {
        for contestant in &mut self.contestants {
            let parts = contestant.parts();
            assert_eq!(parts.len(), VISITS, "{}: {}", self.title, contestant.name);
            assert!((self.expected)(&parts), "{}: {}", self.title, contestant.name);
        }
    }
}

fn engines(scene: &Scene) -> Vec<Contestant> {
    ENGINES.iter().map(|engine| engine(scene)).collect()
}

fn split() -> Case {
    Case {
        title: "split",
        contestants: engines(&Scene::split()),
        expected: Box::new(|parts| is_share(parts, SMALL, 0.1)),
    }
}

fn rule() -> Case {
    // By the split alone the previewer would be in the large part: what else he gets is the rule's.
    for mut each in engines(&Scene::unruled()) {
        assert_eq!(each.parts(), [LARGE], "{} without the rule", each.name);
    }
    let scene = Scene::ruled();
    let previews: Vec<bool> =
        scene.visits.iter().map(|visit| Some(visit.user) == scene.previewer).collect();
    Case {
        title: "rule + split",
        contestants: engines(&scene),
        expected: Box::new(move |parts| {
            let (hits, misses): (Vec<_>, Vec<_>) =
                parts.iter().zip(&previews).partition(|&(_, &preview)| preview);
            let misses: Vec<usize> = misses.into_iter().map(|(&part, _)| part).collect();
            !hits.is_empty()
                && hits.iter().all(|&(&part, _)| part == SMALL)
                && is_share(&misses, SMALL, 0.1)
        }),
    }
}

fn among() -> Case {
    Case {
        title: "split, among 1,000",
        contestants: engines(&Scene::among(1_000)),
        expected: Box::new(|parts| is_share(parts, SMALL, 0.1)),
    }
}

fn key(parts: u32) -> Case {
    let users = users();
    Case {
        title: if parts == 2 { "key at hand, 2 parts" } else { "key at hand, 100 parts" },
        contestants: vec![pointsman::keys(&users, parts), nginx::keys(&users, parts)],
        expected: Box::new(move |picked| match parts {
            2 => is_share(picked, SMALL, 0.1),
            _ => (0..parts as usize).all(|part| is_share(picked, part, 1.0 / f64::from(parts))),
        }),
    }
}

fn draw() -> Case {
    let users = users();
    Case {
        title: "header + draw",
        contestants: vec![pointsman::drawn(&users), envoy::drawn(&users)],
        expected: Box::new(|parts| is_share(parts, SMALL, 0.1)),
    }
}

fn path() -> Case {
    let mut dice = Dice::new(5);
    let visits: Vec<usize> = (0..VISITS).map(|_| dice.below(matchit::ROUTES)).collect();
    Case {
        title: "name beside path, 130",
        contestants: vec![
            pointsman::named(&names(matchit::ROUTES), &visits),
            matchit::paths(&users(), &visits),
        ],
        expected: Box::new(move |parts| parts == visits),
    }
}

/// Whether a part has its share, within five standard deviations.
fn is_share(parts: &[usize], part: usize, share: f64) -> bool {
    let [all, picked] = [parts.len(), parts.iter().filter(|&&each| each == part).count()]
        .map(|count| f64::from(u32::try_from(count).expect("few")));
    (picked - all * share).abs() <= 5.0 * (all * share * (1.0 - share)).sqrt()
}
