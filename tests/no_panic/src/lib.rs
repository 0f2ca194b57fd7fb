//! The request path, in a library that links only if nothing on it can panic or allocate.
//!
//! The panic handler calls a function that exists nowhere. Where no panic is reached from what is
//! exported here, the handler goes, and the call with it; else the linker finds no such function. An
//! allocation may fail, and that panics, so there is none either. This is about machine code, after
//! everything was inlined: no lint and no list of calls can be wrong about it.

#![no_std]

#[cfg(feature = "allocation")]
extern crate alloc;

#[cfg(feature = "allocation")]
use alloc::boxed::Box;
use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr;

use pointsman::{
    Attributes, Decision, Point, PointError, Qualifier, QualifierError, Reason, Request,
    ResolveError, Route, RoutingTable, Version,
};

unsafe extern "C" {
    /// Nothing has this name.
    fn a_panic_can_be_reached() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    // SAFETY: a library that calls it does not link.
    unsafe { a_panic_can_be_reached() }
}

/// What the crate's other parts would ask for memory.
struct Nothing;

// SAFETY: it gives none, as an allocator may.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Nothing = Nothing;

type Headers<'a> = [(&'a str, &'a [u8])];

fn answer(decision: Decision<'_, u64>) -> (Version, u64, Reason) {
    (decision.version(), *decision.payload(), decision.reason())
}

/// By names.
#[unsafe(no_mangle)]
pub fn resolve(
    table: &RoutingTable<u64>,
    function: &str,
    qualifier: Qualifier<'_>,
    request: &Request<'_, Headers<'_>>,
) -> Result<(Version, u64, Reason), ResolveError> {
    table.resolve(function, qualifier, request).map(answer)
}

/// The names looked up before.
#[unsafe(no_mangle)]
pub fn route<'t>(
    table: &'t RoutingTable<u64>,
    function: &str,
    qualifier: Qualifier<'_>,
) -> Result<Route<'t, u64>, ResolveError> {
    table.route(function, qualifier)
}

/// By a bound route.
#[unsafe(no_mangle)]
pub fn resolve_route(
    route: &Route<'_, u64>,
    request: &Request<'_, Headers<'_>>,
) -> (Version, u64, Reason) {
    answer(route.resolve(request))
}

/// What a request says of its qualifier.
#[unsafe(no_mangle)]
pub fn qualifier(text: &str) -> Result<Qualifier<'_>, QualifierError> {
    Qualifier::parse(text)
}

/// A point in each of the ways that need no generator.
#[unsafe(no_mangle)]
pub fn points(salt: &[u8], key: &[u8], n: u64, d: u64) -> [Result<Point, PointError>; 3] {
    [Ok(Point::sticky(salt, key)), Ok(Point::sequence(n)), Point::from_ratio(n, d)]
}

/// With attributes that are known by a table of functions alone.
#[unsafe(no_mangle)]
pub fn resolve_dyn(
    table: &RoutingTable<u64>,
    function: &str,
    qualifier: Qualifier<'_>,
    request: &Request<'_, dyn Attributes>,
) -> Result<(Version, u64, Reason), ResolveError> {
    table.resolve(function, qualifier, request).map(answer)
}

/// A panic that can be reached: with it, this must not link.
#[cfg(feature = "panic")]
#[unsafe(no_mangle)]
pub fn panics(payloads: &[u64], route: &Route<'_, u64>, request: &Request<'_, Headers<'_>>) -> u64 {
    payloads[usize::from(answer(route.resolve(request)).1 != 0)]
}

/// An allocation that can be reached: with it, this must not link.
#[cfg(feature = "allocation")]
#[unsafe(no_mangle)]
pub fn allocates(route: &Route<'_, u64>, request: &Request<'_, Headers<'_>>) -> Box<Version> {
    Box::new(answer(route.resolve(request)).0)
}
