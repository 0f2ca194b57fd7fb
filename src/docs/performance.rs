//! What a request, a change and a document cost, and how that grows.
//!
//! Two things are the caller's, and matter most: how often names are looked up, and what
//! [`Attributes::attribute`] does when it is asked.
//!
//! # A request, step by step
//!
//! | step | work | grows with |
//! |---|---|---|
//! | the function, by name | one hash; two arrays lead to a leaf of some dozens of functions; it tells which of them it may be, and the name is compared, nearly always once | not at all, but for the processor's caches: see [Many functions](#many-functions) |
//! | a version, by number | a subtraction; a binary search where numbers between are missing | log of the versions |
//! | an alias, by name | the first is compared at once; the others are found by binary search | log of the aliases |
//! | [rules](#rules) | one rule for one value: a compare; up to 4 values: each rule in order; more: a few look-ups for each attribute | the attributes that rules ask for |
//! | a split | one version alone: nothing; 2 slices: one compare; up to 16: counted without a branch that depends on the point; more: binary search | log of the slices |
//! | a sticky key | one search for the attribute, one XXH3 of its value | the value's length; the keys that a request lacks |
//!
//! A qualifier that names a version ends after the second step: no attribute is asked for, and no
//! point counts. Nor is a sticky key asked for where one version has all of the split.
//!
//! Nothing allocates, in a miss or an error neither, and nothing waits for a lock. An error holds
//! no name, so a miss costs no more than a hit.
//!
//! # Rules
//!
//! Each text, range and `present` in an alias's rules counts as a value; `in` has as many as it
//! lists. Up to 4 values in all, rules are tried in order. Beyond, an index is made with the table,
//! and a rule is found by what the request says, however many there are:
//!
//! | a rule that asks for | is found by |
//! |---|---|
//! | `exact`, `in` | the hash of the value; a binary search where hashes collide |
//! | `range` | a binary search over the integers at which ranges begin and end |
//! | `prefix`, `suffix` | a binary search, and from there each text that the value begins or ends with, the longest first |
//! | `present` | the value's being there |
//! | `any` | each of its parts, if all can be found |
//! | `all` | one of its parts: a text, else a beginning or an end, else presence; the other parts are asked where it is found |
//!
//! Tried in order, up to the best rule that was found, is what can't be found:
//!
//! - `not` by itself, and `any` of which a part can't be found;
//! - `all` of which no part is found by a text or by presence: of ranges only, for instance;
//! - `all` to which each of its parts leads by more than four attributes, lest it be asked behind each;
//! - rules on an attribute that is asked for at most 4 values, where trying is no slower.
//!
//! So a request pays for one search and a few look-ups for each attribute by which rules are found,
//! and for each rule of the rest. Ten thousand rules on one attribute cost little more than five;
//! one rule on each of ten thousand attributes are ten thousand tests. And if a thousand `all`
//! share the text by which they are found, that text finds a thousand candidates, which are tried
//! in order. One that can be found in several ways is asked behind each that a request goes, which are
//! four for an attribute: its text, its beginning, its end and its presence.
//!
//! The last answer of the request is kept: a rule on `User` and stickiness on `User` after it
//! search once.
//!
//! # What to do once
//!
//! Where the names are known before the request, look them up before it: [`Qualifier::parse`] reads
//! a text, and [`RoutingTable::route`] does all that depends on names. What is left can't fail. A
//! [`Route`] is `Copy` and borrows the table, so it is bound again when the table is changed.
//!
//! ```
//! use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable};
//!
//! let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
//! let v1 = resize.publish()?;
//! let release = Alias::to(v1).sticky_on("invoke.headers.User".parse()?);
//! resize.create_alias("release".parse()?, release)?;
//! let table = RoutingTable::new([resize])?;
//!
//! // When the table is taken up:
//! let route = table.route("image-resize", Qualifier::parse("release")?)?;
//! // At every request:
//! for (count, user) in (0..).zip(["Ann", "Bob"]) {
//!     let headers = [("User", user)];
//!     let decision = route.resolve(&Request::new(&headers, Point::sequence(count)));
//!     assert_eq!(decision.version(), v1);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What not to do
//!
//! - *Decode in [`Attributes::attribute`].* It is asked on the request path, for each attribute
//!   that rules ask for, and more than once if rules that are tried in order ask for others
//!   between. Split cookies and query when the request is taken in.
//! - *Put `dyn` where a type is known.* [`Request`] takes `&dyn Attributes`, and decides alike. But
//!   the search is then a call, where it would have been inlined.
//! - *Make a table for a request.* [`RoutingTable::new`] compiles all functions; a clone of a table
//!   raises one counter.
//! - *Call [`RoutingTable::with`] in a loop* for thousands of changes. Each copies what it shares
//!   with other functions; [`RoutingTable::new`] lays out each function once.
//! - *Call [`Decision::into_owned`]* with a payload that is dear to clone. A [`Decision`] borrows;
//!   if it must outlive the table, let the payload be an `Arc`.
//!
//! # Many functions
//!
//! A function is packed into words: what most requests ask of it is in two neighbouring cache lines, or three.
//! Among thousands of functions these are mostly cached. Among a million they are not, and a request
//! waits for memory: once for the function, since what leads there is so little that it stays within
//! the caches, and beside it for the pointer to its payloads. A look-up in a hash map of the same
//! names waits twice in turn, for an entry and for its name; so it takes about as long, though it brings
//! no alias, no split and no payload. Who then reads the payload waits for it, too.
//!
//! With one alias of two weights that is sticky and has a rule, a function of two versions takes
//! about 150 bytes; each further alias of that kind, without a rule, takes 52. Indexes of rules and
//! payloads lie apart. [`RoutingTable::new`] takes any iterator: of functions that are made one by
//! one, it packs each and drops its model before the next, so that not all models are in memory at
//! once.
//!
//! # Changing a table
//!
//! [`RoutingTable::with`] and [`RoutingTable::without`] make a new table. They copy one leaf, of
//! some sixty functions, and two arrays that lead to it: among a million functions 128 pointers, and
//! what is known of 128 leaves without their functions, some 180 bytes each. All other functions, all
//! payloads and all indexes of rules are shared, so a payload need not be `Clone`. Only the arrays
//! grow with the number of functions, and by its square root; but among very many, the leaf has to
//! come from memory first.
//!
//! Once in a while leaves have become too full or too empty, and all is laid out anew: no sooner
//! than the number of functions has doubled, or fallen to an eighth; and where names were chosen so
//! that one leaf has more than 256 functions. That change alone costs about as much as a new table.
//!
//! An old table keeps its leaves and payloads in memory until the last request that holds it is
//! done.
//!
//! # Swapping tables under traffic
//!
//! With the feature `live`, a `live::Router` holds the table that serves, and threads get at it without
//! a lock. Two threads that resolve by names, each request for another user, while a third changes a
//! function a thousand times a second, beside two that have a plain table each:
//!
//! | the table is got at by | requests a second by the clock, times those on plain tables |
//! |---|---:|
//! | `live::Reader::load` | 1.0 |
//! | `live::Router::snapshot` | 0.78 |
//! | `RwLock::read` | 0.59 |
//!
//! A `Reader` writes to memory of its own alone; the others write to a counter that all threads share,
//! so they fall further behind the more threads there are. A request that waits for its upstream anyway
//! won't notice either.
//!
//! # Documents
//!
//! `Document::from_json` reads a good text in one pass and makes each function as it comes. Only if
//! that pass gives up is the text read again, by a slower reader that finds every fault and its
//! place. A table of a `Document` takes its functions as they are: nothing is checked twice.
//! Reading takes longer than making the table of what was read. Who wants the table alone has it from
//! `RoutingTable::from_json`, which packs each function as it is read.
//!
//! # What was measured
//!
//! A time alone says little about another machine. So each case is measured in turns with a
//! *floor*: what the same work costs with bare parts and no library around them, in the same run.
//! The ratio is what can be compared.
//!
//! | floor | is |
//! |---|---|
//! | hash | one XXH3 of a key of 16 bytes at hand, and one compare |
//! | find + hash | the same, after the key is found as the fifth of 8 headers |
//! | draw | a draw from `rand`'s `WeightedIndex` of two weights |
//! | map | a look-up in a `hashbrown` map of the same names, hashed by `foldhash` |
//!
//! Ratios to the floor that is named, which may be another case; rounded to two digits; on x86-64,
//! by rustc 1.95.0:
//!
//! | case, as `ratios` calls it | what is asked | ratio | floor |
//! |---|---|---:|---|
//! | `bound/headers/2` | a bound route, 2 slices, sticky; `User` is the fifth of 8 headers | 1.0 | find + hash |
//! | `bound/key/2` | the same, the key at hand | 1.4 | hash |
//! | `bound/key/10` | the same, 10 slices | 3.1 | hash |
//! | `bound/key/100` | the same, 100 slices | 5.3 | hash |
//! | `bound/draw/2` | 2 slices, a point drawn for each request | 0.92 | draw |
//! | `bound/only` | one version has all | 0.15 | find + hash |
//! | `bound/pinned` | the version was named | 0.23 | hash |
//! | `rules/exact/1/miss` | a rule before the split, which doesn't match | 1.8 | find + hash |
//! | `rules/exact/10000/miss` | ten thousand instead of 4 | 0.87 | `rules/exact/4/miss` |
//! | `rules/range/100/hit` | one of a hundred ranges | 4.7 | find + hash |
//! | `rules/range/10000/hit` | one of ten thousand ranges | 8.9 | find + hash |
//! | `rules/keys/8/miss` | 128 rules over 8 headers | 29 | find + hash |
//! | `rules/mixed/10000/miss` | ten thousand rules of all kinds instead of 10 | 1.5 | `rules/mixed/10/miss` |
//! | `names/1000/hit` | by name, one of a thousand, then the split by a key at hand | 3.3 | map |
//! | `names/1000/miss` | a name that isn't there | 2.7 | map |
//! | `names/1000/pinned` | by name and version | 3.1 | map |
//! | `many/1000000/hit` | by name, one of a million, then the split | 2.0 | map |
//! | `many/1000000/latency/hit` | the same, each request waiting for the last | 1.3 | map, waiting too |
//!
//! These programs print what they measure and what it may be at most:
//!
//! ```sh
//! cargo bench --bench ratios --all-features         # each case beside its floor
//! cargo bench --bench instructions --all-features   # instructions per resolve, and their change
//! cargo bench --bench footprint --all-features      # bytes per function, and allocations
//! cargo bench --bench build --all-features          # building, changing, reading documents
//! cargo bench --bench suite --all-features          # the same cases and more by criterion
//! cargo bench --bench live --all-features           # readers of a table that changes
//! cargo bench --bench worst --all-features          # the worst documents and requests
//! ```
//!
//! A word behind `--` chooses cases of `ratios`, `instructions` and `suite`, as `-- rules/` does; a
//! number is how many functions `footprint` and `build` take. How other libraries do at the same
//! work is in `benches/rivals`, a package of its own.
//!
//! [`Attributes::attribute`]: crate::Attributes::attribute
//! [`Decision`]: crate::Decision
//! [`Decision::into_owned`]: crate::Decision::into_owned
//! [`Qualifier::parse`]: crate::Qualifier::parse
//! [`Request`]: crate::Request
//! [`Route`]: crate::Route
//! [`RoutingTable::new`]: crate::RoutingTable::new
//! [`RoutingTable::route`]: crate::RoutingTable::route
//! [`RoutingTable::with`]: crate::RoutingTable::with
//! [`RoutingTable::without`]: crate::RoutingTable::without
