//! What the flag engines and pointsman are all given: functions (they say flags or features), each of
//! which gives a tenth of the users to the small part, and the visits in their order.

use crate::dice::Dice;

/// So many visits, each by a user of its own: a short cycle would be learned by the branch predictor.
pub const VISITS: usize = 1 << 16;

/// Whom the rule names. The length is that of the other users.
const PREVIEWER: &str = "bob-sees-it-soon";
/// One visit in so many is the previewer's.
const PREVIEWS: usize = 32;

pub struct Visit {
    pub function: &'static str,
    pub user: &'static str,
}

pub struct Scene {
    pub functions: Vec<&'static str>,
    /// Gets the small part by a rule that goes before the split.
    pub previewer: Option<&'static str>,
    pub visits: Vec<Visit>,
}

impl Scene {
    /// One function, no rule, and users of whom none comes twice.
    pub fn split() -> Self {
        let function = "image-resize";
        let visits = users().into_iter().map(|user| Visit { function, user }).collect();
        Self { functions: vec![function], previewer: None, visits }
    }

    /// As [`Self::split`], with a rule: one visit in 32, wherever it falls, is the previewer's.
    pub fn ruled() -> Self {
        let mut scene = Self { previewer: Some(PREVIEWER), ..Self::split() };
        let mut dice = Dice::new(3);
        for visit in &mut scene.visits {
            if dice.below(PREVIEWS) == 0 {
                visit.user = PREVIEWER;
            }
        }
        scene
    }

    /// The previewer where no rule says so: to see that it is the rule that decides.
    pub fn unruled() -> Self {
        let mut scene = Self::split();
        scene.visits.truncate(1);
        scene.visits[0].user = PREVIEWER;
        scene
    }

    /// As [`Self::split`], with so many functions, visited in no order.
    pub fn among(count: usize) -> Self {
        let functions = names(count);
        let mut scene = Self { functions, ..Self::split() };
        let mut dice = Dice::new(2);
        for visit in &mut scene.visits {
            visit.function = scene.functions[dice.below(count)];
        }
        scene
    }
}

/// So many names of functions.
pub fn names(count: usize) -> Vec<&'static str> {
    (0..count).map(|index| lasting(format!("function-{index:04}"))).collect()
}

/// User ids of 16 bytes.
pub fn users() -> Vec<&'static str> {
    let mut dice = Dice::new(1);
    (0..VISITS).map(|_| lasting(format!("{:016x}", dice.roll()))).collect()
}

/// The headers that a request of this user brings, `User` the fifth.
pub fn headers(user: &'static str) -> [(&'static str, &'static str); 8] {
    [
        ("host", "example.com"),
        ("accept", "*/*"),
        ("accept-encoding", "gzip, br"),
        ("content-type", "application/json"),
        ("User", user),
        ("user-agent", "bench/1"),
        ("x-request-id", "7c5a8d2e9f"),
        ("x-forwarded-for", "10.0.0.1"),
    ]
}

/// The text for as long as the program runs, so that every contestant may borrow it.
pub fn lasting(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
