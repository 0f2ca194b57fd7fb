//! What is trusted, what isn't, and what a stranger can achieve.
//!
//! A gateway hands this crate bytes from strangers at every request, and configuration from people who
//! are tired. This page says what either can do, and what is left to the embedder.
//!
//! # Who is who
//!
//! | | brings | trusted |
//! |---|---|---|
//! | clients | headers, cookies, queries, a `RoutingKey`; with them the values that rules ask for and sticky keys; and the qualifier, where the gateway lets them name it | not at all |
//! | tenants of a platform | names of functions and aliases, rules, weights, descriptions | to harm nobody but themselves, if the embedder lets each change only what is theirs |
//! | operators | documents, and changes of functions | in what they mean, not in what they write: what is wrong is refused whole |
//! | the embedder | [`Attributes`](crate::Attributes), payloads, points, clocks | yes: its code runs inside |
//!
//! # What holds against anybody
//!
//! - *No panic, no allocation, no lock* while a request is resolved, whatever it says. That no panic is
//!   reached was proved by the linker, for the machine code of x86-64 (`tests/no_panic`).
//! - *No unsafe code* in the crate. What it depends on has some: short texts, hashing, maps, JSON, and
//!   the swap of tables.
//! - *No influence on others.* A decision depends on the table and on the request alone. Nothing is learned
//!   from requests, so no client can change what another gets. (It can change what a
//!   gate sees: see [below](#what-a-client-can-achieve).)
//! - *All or nothing.* A document that is wrong anywhere changes nothing; the old one keeps serving.
//! - *Text that comes back is shown safely.* Errors, lints and diffs quote what they are about in
//!   part, with control characters escaped, so that a name can't forge a line of a log. Payloads
//!   and descriptions are the embedder's to escape where they are shown.
//!
//! # What a client can achieve
//!
//! *It can choose its version*, in as many ways as it may bring what is decided by:
//!
//! - *The sticky key.* Points are made by XXH3, which has no secret: whoever knows the salt, which is the
//!   alias's name if it has none of its own, computes keys that fall where they like. One who doesn't
//!   know it tries keys until the version shows. A salt that is kept secret hinders the first and
//!   not the second, and XXH3 is no cipher that would keep it.
//! - *Rules.* `invoke.headers.User exact Bob` is a preview for Bob, and no access control: everyone can say
//!   that they are Bob.
//! - *The qualifier.* A client that may write it calls any version that exists, released or not.
//!
//! That matters where a new version is weaker than the old, where a price or a feature hangs on the
//! version, or where a release can be spoilt: clients who gather on the new version and fail there on
//! purpose have a `rollout::Gate` take it back. The cure is one for all: *decide by what the gateway knows,
//! not by what it was told.*
//!
//! - Take off the headers that rules and stickiness ask for, and set them from what was verified: the user
//!   of a session or of a signed token.
//! - Don't let clients name the qualifier: `tower::Fixed::with_qualifier`.
//! - Where even a verified user could choose, since they choose their own name or can make a thousand
//!   accounts, let the key be a keyed hash of it, under a secret that the gateways share:
//!
//! ```
//! use core::hash::Hasher;
//!
//! use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable, Split, Weight};
//! use siphasher::sip::SipHasher24;
//!
//! let mut resize = Function::new("image-resize".parse()?, ());
//! let [v1, v2] = [resize.publish()?, resize.publish()?];
//! let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
//! // Not what the client says, but what the gateway makes of it.
//! let release = Alias::to(split).sticky_on("invoke.headers.X-Cohort".parse()?);
//! resize.create_alias("release".parse()?, release)?;
//! let table = RoutingTable::new([resize])?;
//!
//! let secret = [7; 16];
//! let mut cohort = SipHasher24::new_with_key(&secret);
//! cohort.write(b"user-42");
//! // After the client's own headers of that name were taken off.
//! let headers = [("X-Cohort", cohort.finish().to_be_bytes())];
//! let request = Request::new(&headers, Point::MIN);
//! let decision = table.resolve("image-resize", Qualifier::parse("release")?, &request)?;
//! assert!(decision.reason().share().is_some_and(|share| share.sticky));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate has no such hash of its own: a point must be the same in every language and in every
//! release, and a secret in a document is none.
//!
//! *It can make its own requests dear*, within bounds: see [the next section](#what-a-request-can-cost).
//!
//! *It can learn* which version it got, by a header if the gateway sends one, or by how that version
//! behaves. From the reason of a decision, if it is shown or logged, one learns the point of a sticky key:
//! without a secret, a hash of a user's name is as good as the name to whoever can guess it.
//!
//! # What a request can cost
//!
//! | who sends | what | costs at most |
//! |---|---|---|
//! | a client | a name, a qualifier | one hash of its length, a walk over at most 256 functions, a binary search over the aliases |
//! | a client | attributes | the asks below, times what each takes; and the length of each value that is asked for |
//! | an operator or a tenant | a document | time in proportion to its text, but for sorting; its size is yours to limit |
//! | a tenant | names or texts whose hashes collide | a new layout now and then; a look-up stays a short walk or a binary search |
//!
//! How often a request is asked for an attribute is bounded by its alias, not by the request: once for each
//! attribute by which rules are found; once for each test of a rule that is tried in order, unless the last
//! ask was for the same attribute; and once for each test of an `all` that was found, which it is at most 16
//! times: by four attributes, each in four ways. Sticky keys add eight at most. Which rules are found and
//! which are tried is told in [`performance`](super::performance#rules).
//!
//! What an ask takes is the source's affair. In a list of headers it is a search over all of them; cookies
//! and the query are searched anew for each ask. So a request costs at most *asks × its size*. Limit both: the
//! size of headers where you take them in (8 KiB is usual), and the size of the documents that tenants may
//! write: a megabyte of conditions holds some twenty thousand tests. A range reads its value anew for
//! each test, leading zeros 16 at a time.
//!
//! The hashes of names and of rules' texts have no secret, and none is needed. Texts whose hashes collide are
//! searched in their order. Names that crowd a leaf of the table are laid out by another seed; it comes of
//! the hashes of all names, so that names chosen for it would change it.
//! [`Function::lint`](crate::Function::lint) compares rules with each other and gives up after a few seconds:
//! run it where people wait, not where requests do.
//!
//! # The worst documents
//!
//! The limits of a document stand in `document` and are enforced where it comes in. Within them,
//! these were the dearest of some sixty shapes of 1 MiB, each read at three sizes to see that the time grows
//! with the text; *refused* is the same with a fault at its end, which has every fault searched for. The
//! request has 8 KiB in 100 headers and is the dearest for that table:
//!
//! | document | read | refused | request |
//! |---|---:|---:|---:|
//! | tiny functions | 20 ms | 46 ms | |
//! | 10,000 versions, in any order | 3.6 ms | 35 ms | |
//! | `in` of commas alone | 8.3 ms | 10 ms | |
//! | texts that begin each other, by `prefix` | 0.5 ms | 2.9 ms | 2.9 µs |
//! | `exact`, each on a key of its own | 2.6 ms | 14 ms | 0.28 ms |
//! | `all`, which share the text by which they are found | 2.2 ms | 20 ms | 0.63 ms |
//! | conditions nested 32 deep, of 1,000 tests | 2.4 ms | 28 ms | 1.6 ms |
//! | conditions nested 32 deep, of one test | 4.0 ms | 80 ms | 0.38 ms |
//! | `not all` of 1,000 tests, on two keys in turn | 2.1 ms | 11 ms | 1.8 ms |
//! | `all` of 90 keys | 1.7 ms | 11 ms | 1.9 ms |
//! | `all` of 1,000 ranges, a value of 4 KiB of zeros | 2.1 ms | 9 ms | 3.7 ms |
//! | payloads in 126 objects | 27 ms | 72 ms | |
//!
//! To make a table of it takes longest for `in` of commas alone: 0.16 s. To measure it again:
//! `cargo bench --bench worst --all-features`, which also has keys that collide, beside such that don't.
//!
//! # What the admin side must protect
//!
//! - *Who may change which function.* The crate checks what is said, and not who says it. Payloads are
//!   where requests go: whoever can set one can send your gateway anywhere.
//! - *The revision.* Changes that don't name the revision that was read undo each other:
//!   [`Function::if_revision`](crate::Function::if_revision).
//! - *Salts and sticky keys.* To change one in the middle of a split deals everyone anew;
//!   [`Function::lint_change`](crate::Function::lint_change) says so.
//! - *The size of what is read*, before it is read: the limits of a document bound its parts, not
//!   how many functions there are.
//! - *The store that gateways share*: see [`fleet`](super::fleet).
