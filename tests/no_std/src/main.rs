//! Resolves a request without the standard library, and exits with 0 if the decision is right.
//!
//! If anything in the tree pulled `std` in, the panic handler would be defined twice and this would
//! not link.

#![no_std]
#![no_main]

extern crate alloc;

use core::panic::PanicInfo;

use dlmalloc::GlobalDlmalloc;
use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable, Split, Weight};

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

// The toolchain's `alloc` was compiled to unwind, and asks for these two although nothing here does.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    loop {
        core::hint::spin_loop();
    }
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    i32::from(decide() != Some(true) || judge() != Some(true))
}

/// Whether a golden decision comes out: Bob's point is below nine tenths, user-42's in `prepub` above
/// eight.
fn decide() -> Option<bool> {
    let table = table()?;
    let version = |alias, user: &str| {
        let headers = [("User", user)];
        let request = Request::new(&headers, point());
        let decision = table.resolve("B", Qualifier::parse(alias).ok()?, &request).ok()?;
        decision.version().number()
    };
    Some(version("release", "Bob") == Some(1) && version("prepub", "user-42") == Some(2))
}

#[cfg(not(feature = "rollout"))]
fn judge() -> Option<bool> {
    Some(true)
}

/// Whether a rollout is rolled back whose new version fails half of its requests.
#[cfg(feature = "rollout")]
fn judge() -> Option<bool> {
    use core::time::Duration;

    use pointsman::rollout::{Gate, Outcome, Report, Rollout, Tally};

    let function = function()?;
    let before = function.alias("release")?.clone();
    let mut versions = function.versions().map(|(version, _)| version);
    let [v1, v2] = [versions.next()?, versions.next()?];
    let plan = "Linear10PercentEvery1Minute".parse().ok()?;
    let rollout = Rollout::new("release".parse().ok()?, before.clone(), v2, plan, Duration::ZERO);
    let tally = Tally::new([v1, v2], 1);
    for request in 0..1_000 {
        let version = rollout.as_ref().ok()?.split().pick(Point::sequence(request));
        tally.recorder().record(version, Outcome::failed_if(version == v2 && request % 2 == 0));
    }
    let rollout = rollout.ok()?;
    let verdict = Gate::default().judge(&Report::new(&rollout.split(), &tally.snapshot(), v2));
    let rollout = rollout.observe(Duration::from_secs(10), verdict.into()).ok()?;
    Some(rollout.alias() == before && !rollout.state().is_final())
}

#[cfg(not(feature = "serde"))]
fn table() -> Option<RoutingTable<()>> {
    RoutingTable::new([function()?]).ok()
}

/// The same by way of a document.
#[cfg(feature = "serde")]
fn table() -> Option<RoutingTable<()>> {
    use pointsman::document::Document;

    let mut document = Document::new();
    document.insert(function()?);
    Document::from_json(&document.to_json().ok()?).ok().map(RoutingTable::from)
}

fn function() -> Option<Function<()>> {
    let mut function = Function::new("B".parse().ok()?, ());
    let v1 = function.publish().ok()?;
    let v2 = function.publish().ok()?;
    for (name, percent) in [("release", 10), ("prepub", 20)] {
        let split = Split::new(v1, [(v2, Weight::from_percent(percent).ok()?)]).ok()?;
        let alias = Alias::to(split).sticky_on("invoke.headers.User".parse().ok()?);
        function.create_alias(name.parse().ok()?, alias).ok()?;
    }
    Some(function)
}

#[cfg(not(feature = "rand"))]
fn point() -> Point {
    Point::MIN
}

#[cfg(feature = "rand")]
fn point() -> Point {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    Point::random(&mut ChaCha8Rng::seed_from_u64(1))
}
