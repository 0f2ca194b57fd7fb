//! Routes that change under traffic: a table that is swapped while requests are resolved on it.
//!
//! A [`Router`] is a handle that all threads share. It holds one truth in two forms: the functions as
//! operators change them, for writers; and the [`RoutingTable`](crate::RoutingTable) that was made of
//! them, for requests. A change is checked, compiled beside the table that serves, and then takes its
//! place at once. On any error nothing has changed, and the error says why.
//!
//! ```
//! use pointsman::live::Router;
//! use pointsman::{Alias, Function, Point, Qualifier, Request};
//!
//! let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
//! let v1 = resize.publish()?;
//! let router = Router::new([resize])?;
//!
//! // A thread that serves requests has a reader of its own.
//! let mut reader = router.reader();
//! let request = Request::new(&(), Point::sequence(1));
//! let table = reader.load();
//! let decision = table.resolve("image-resize", Qualifier::DEFAULT, &request)?;
//! assert!(decision.version().is_latest());
//!
//! // An operator moves an alias, while that request still holds its table.
//! let id = "image-resize".parse()?;
//! router.update(&id, |function| function.update_alias("$DEFAULT", Alias::to(v1)))?;
//! assert_eq!(*decision.payload(), "http://127.0.0.1:9000");
//! drop(table);
//!
//! // The next request is resolved on the new one.
//! let table = reader.load();
//! let decision = table.resolve("image-resize", Qualifier::DEFAULT, &request)?;
//! assert_eq!(decision.version(), v1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Reading
//!
//! A request must be resolved on one table from its start to its end, however often it asks. It gets
//! that table in one of two ways; neither waits for a lock, nor for a writer.
//!
//! | | for | held | cost |
//! |---|---|---|---|
//! | [`Reader::load`] gives a [`Guard`] | threads that serve many requests, each with a reader of its own | until the guard is dropped | a load, a compare and two stores to memory that no other thread writes |
//! | [`Router::snapshot`] gives a [`Snapshot`] | requests that wander among threads, or that are held across an `await` | until the last clone is dropped | two atomic operations on a counter that all threads share |
//!
//! Where threads aren't one's own to spawn, as under an async runtime, each keeps a reader of the one
//! router like this:
//!
//! ```
//! use std::cell::RefCell;
//! use std::sync::LazyLock;
//!
//! use pointsman::live::{Reader, Router};
//! use pointsman::{Function, Point, Qualifier, Request, ResolveError};
//!
//! type Upstream = &'static str;
//!
//! static ROUTER: LazyLock<Router<Upstream>> = LazyLock::new(Router::default);
//!
//! thread_local! {
//!     static READER: RefCell<Reader<Upstream>> = RefCell::new(ROUTER.reader());
//! }
//!
//! fn upstream(function: &str) -> Result<Upstream, ResolveError> {
//!     READER.with_borrow_mut(|reader| {
//!         let request = Request::new(&(), Point::sequence(1));
//!         Ok(*reader.load().resolve(function, Qualifier::DEFAULT, &request)?.payload())
//!     })
//! }
//!
//! ROUTER.put(Function::new("B".parse()?, "http://127.0.0.1:9000"))?;
//! assert_eq!(upstream("B"), Ok("http://127.0.0.1:9000"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Writing
//!
//! | verb | changes | refuses |
//! |---|---|---|
//! | [`Router::update`] | one function, by a closure on a copy of it | whatever the closure refuses, such as another revision than was read |
//! | [`Router::put`] | one function, which is given whole | one whose revision is not above the served one, if its content differs |
//! | [`Router::replace`] | all functions: a document | the same, for each of them |
//! | [`Router::remove`] | one function, which goes | another revision than was read |
//!
//! A document is put in its place by [`Router::replace`], since a `Document` is an iterator of
//! functions. What holds in a fleet holds here: of one function, revision and content go together, so
//! whoever offers an old revision, or other content under the same one, is told of a *conflict*.
//!
//! Writers wait for each other, and [`Router::function`] for them; requests wait for nobody. Each change
//! that is served makes a table of the next *generation*, a number from 1.
//!
//! # When old tables go
//!
//! A table is freed when the last that holds it lets go: a snapshot when it is dropped, a reader at its
//! next [load](Reader::load) or [release](Reader::release). So a thread that has nothing to do
//! should release. [`Router::snapshots`] tells which tables are held, by how many requests, and by how
//! many readers that are idle.

mod generation;
#[cfg(all(test, loom))]
#[expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panics")]
mod interleavings;
mod mark;
mod put;
mod reader;
mod register;
mod remove;
mod replace;
mod router;
mod shared;
mod snapshot;
mod sync;
mod update;

pub use self::put::{Conflict, Put};
pub use self::reader::{Guard, Reader};
pub use self::register::SnapshotUse;
pub use self::remove::RemoveError;
pub use self::replace::{Changes, Conflicts, ReplaceError};
pub use self::router::Router;
pub use self::snapshot::Snapshot;
pub use self::update::UpdateError;
