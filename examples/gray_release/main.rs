//! A gray release from start to rollback, on a document: the main job of the crate.
//!
//! ```text
//! cargo run --release --example gray_release
//! ```
//!
//! Function B has versions 1 to 4. Three stages are bound to aliases: dev to `$DEFAULT`, prepub to
//! `prepub`, release to `release`. In prepub Bob gets version 4 and everyone else version 3. Then
//! `release` is ramped from version 1 to version 2 over 100,000 users; version 2 turns out to be
//! faulty, and one update rolls it back. All that is claimed is checked, and the exit status tells.

mod screen;

use std::error::Error;
use std::process::ExitCode;

use pointsman::document::Document;
use pointsman::{
    Function, FunctionError, FunctionId, Point, Qualifier, Request, RoutingTable, Split, Version,
    Weight,
};
use screen::Screen;

const DOCUMENT: &str = include_str!("functions.json");
const USERS: u32 = 100_000;
const STEPS: [&str; 7] = ["1%", "5%", "10%", "25%", "50%", "75%", "100%"];

/// The payload of a version: its upstream.
type Upstream = String;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut screen = Screen::new();
    let id: FunctionId = "B".parse()?;
    let mut document: Document<Upstream> = Document::from_json(DOCUMENT)?;
    let mut function = document.remove(&id).ok_or("the document has no function B")?;

    stages(&mut screen, &function)?;
    prepub(&mut screen, &function)?;
    ramp(&mut screen, &mut function)?;
    rollback(&mut screen, &mut function)?;

    document.insert(function);
    let read: Document<Upstream> = Document::from_json(&document.to_json()?)?;
    screen.title("Written down")?;
    screen.claim("the document reads back as it was written", read == document)?;
    Ok(if screen.finish()? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The table that serves requests: made anew at every change, never altered.
fn table(function: &Function<Upstream>) -> Result<RoutingTable<Upstream>, Box<dyn Error>> {
    Ok(RoutingTable::new([function.clone()])?)
}

fn stages(screen: &mut Screen, function: &Function<Upstream>) -> Result<(), Box<dyn Error>> {
    screen.title("Stages of function B")?;
    for (stage, name) in [("dev", "$DEFAULT"), ("prepub", "prepub"), ("release", "release")] {
        let alias = function.alias(name).ok_or("a stage without its alias")?;
        let rules = alias.rules().iter();
        let rules = rules.map(|rule| format!("{} -> {}", rule.condition(), rule.split().main()));
        let main = format!("everyone -> {}", alias.split().main());
        let routes: Vec<String> = rules.chain([main]).collect();
        screen.line(format_args!("{stage:8} {name:9} {}", routes.join(", ")))?;
    }
    Ok(())
}

fn prepub(screen: &mut Screen, function: &Function<Upstream>) -> Result<(), Box<dyn Error>> {
    screen.title("Prepub: Bob tries version 4")?;
    let table = table(function)?;
    let route = table.route("B", Qualifier::parse("prepub")?)?;
    for (user, expected) in [(Some("Bob"), 4), (Some("Ann"), 3), (None, 3)] {
        let headers: Vec<_> = user.map(|user| ("User", user)).into_iter().collect();
        let decision = route.resolve(&Request::new(&headers, Point::sequence(1)));
        let (version, reason) = (decision.version(), decision.reason());
        let who = user.unwrap_or("nobody");
        let what = format!("{who:7} -> version {version} at {} ({reason})", decision.payload());
        screen.claim(what, version == Version::numbered(expected)?)?;
    }
    Ok(())
}

/// Where each user goes.
fn assign(function: &Function<Upstream>) -> Result<Vec<Version>, Box<dyn Error>> {
    let table = table(function)?;
    let route = table.route("B", Qualifier::parse("release")?)?;
    let versions = (0..USERS).map(|n| {
        let headers = [("User", format!("user-{n}"))];
        route.resolve(&Request::new(&headers, Point::sequence(1))).version()
    });
    Ok(versions.collect())
}

fn count(users: &[Version], version: Version) -> u32 {
    users.iter().map(|&each| u32::from(each == version)).sum()
}

fn ramp(screen: &mut Screen, function: &mut Function<Upstream>) -> Result<(), Box<dyn Error>> {
    let (v1, v2) = (Version::numbered(1)?, Version::numbered(2)?);
    screen.title("Release: from version 1 to version 2, over 100,000 users")?;
    screen.line("expected  observed  share of version 2              moved  moved back")?;
    let (mut exact, mut moved_back) = (true, 0);
    let mut before = assign(function)?;
    for step in STEPS {
        let weight: Weight = step.parse()?;
        let release = function.alias("release").ok_or("no alias `release`")?.clone();
        let split = Split::new(v1, [(v2, weight)])?;
        function.update_alias("release", release.with_split(split))?;

        let after = assign(function)?;
        let changes = || before.iter().zip(&after).filter(|(before, after)| before != after);
        let back = changes().filter(|&(&before, _)| before == v2).count();
        let reached = count(&after, v2);
        let observed = f64::from(reached) / f64::from(USERS);
        let bar = screen.bar(reached * (1_000_000 / USERS));
        let (percent, moved) = (observed * 100.0, changes().count());
        screen.line(format_args!("{step:>8}  {percent:7.3}%  {bar}  {moved:>5}  {back:>10}"))?;

        let expected = weight.as_fraction();
        let sigma = (expected * (1.0 - expected) / f64::from(USERS)).sqrt();
        exact &= (observed - expected).abs() <= 5.0 * sigma;
        moved_back += back;
        before = after;
    }
    screen.gap()?;
    screen.claim("each observed share is within 5 sigma of the expected one", exact)?;
    screen.claim("no user moved back", moved_back == 0)?;
    screen.claim("at 100% every user is on version 2", count(&before, v2) == USERS)?;
    Ok(())
}

fn rollback(screen: &mut Screen, function: &mut Function<Upstream>) -> Result<(), Box<dyn Error>> {
    let (v1, v2) = (Version::numbered(1)?, Version::numbered(2)?);
    screen.title("A fault in version 2, and back in one step")?;
    let users = assign(function)?;
    let faults = (0..).zip(&users).filter(|&(n, &version)| fails(version, n)).count();
    screen.line(format_args!("version 2: {faults} of {} requests failed", count(&users, v2)))?;
    screen.gap()?;

    let serving = table(function)?;
    let revision = function.revision();
    let release = function.alias("release").ok_or("no alias `release`")?.clone();
    let ramped = function.if_revision(revision)?.update_alias("release", release.with_split(v1))?;
    let users = assign(function)?;
    let faults = (0..).zip(&users).filter(|&(n, &version)| fails(version, n)).count();
    screen.claim("every user is on version 1", count(&users, v1) == USERS)?;
    screen.claim("no request fails", faults == 0)?;
    screen.claim("it took one update", function.revision() == revision + 1)?;
    let request = Request::new(&(), Point::sequence(1));
    let in_flight = serving.resolve("B", Qualifier::parse("release")?, &request)?;
    screen.claim("requests in flight end on the table they began on", in_flight.version() == v2)?;
    let late = function.if_revision(revision);
    let late = late.and_then(|function| function.update_alias("release", ramped));
    let conflict = matches!(late, Err(FunctionError::Conflict { .. }));
    screen.claim("whoever still wants to ramp up is told of the conflict", conflict)?;
    Ok(())
}

/// The fault: version 2 fails for every twentieth user.
fn fails(version: Version, user: u32) -> bool {
    version.number() == Some(2) && user % 20 == 7
}
