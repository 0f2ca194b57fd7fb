use ::matchit::Router;

use crate::contestant::Contestant;
use crate::scene::lasting;

pub const NAME: &str = "matchit";

const RESOURCES: [&str; 26] = [
    "accounts",
    "alerts",
    "backups",
    "branches",
    "builds",
    "certificates",
    "clusters",
    "comments",
    "deployments",
    "domains",
    "events",
    "files",
    "images",
    "invoices",
    "issues",
    "keys",
    "labels",
    "members",
    "messages",
    "orders",
    "pipelines",
    "projects",
    "releases",
    "roles",
    "tokens",
    "users",
];

/// Paths of 26 resources in 5 shapes.
fn templates() -> Vec<String> {
    let of = |resource| {
        [
            format!("/{resource}"),
            format!("/{resource}/{{id}}"),
            format!("/{resource}/{{id}}/history"),
            format!("/teams/{{team}}/{resource}"),
            format!("/teams/{{team}}/{resource}/{{id}}"),
        ]
    };
    RESOURCES.into_iter().flat_map(of).collect()
}

/// How many routes there are.
pub const ROUTES: usize = RESOURCES.len() * 5;

/// A path of each of these routes, its parameters made of the users; the part is the route's number.
pub fn paths(users: &[&str], visits: &[usize]) -> Contestant {
    let templates = templates();
    assert_eq!(templates.len(), ROUTES);
    let mut router = Router::new();
    for (index, template) in templates.iter().enumerate() {
        router.insert(template, index).expect("no conflict");
    }
    let paths = users.iter().zip(visits).map(|(user, &visit)| {
        let (team, id) = user.split_at(8);
        lasting(templates[visit].replace("{team}", team).replace("{id}", id))
    });
    Contestant::new(NAME, paths.collect(), move |path| *router.at(path).expect("a route").value)
}
