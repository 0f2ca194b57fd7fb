//! Many gateways with one truth: what holds while a change comes to them, and what doesn't.
//!
//! A table says the same everywhere and for ever, so gateways that serve equal tables decide alike,
//! and need not talk to each other. What is left is to bring each change to all of them. That takes
//! time, and not on each gateway the same: from the first gateway that serves a change to the last
//! is the *window* of that change.
//!
//! `examples/fleet` is such a fleet, through etcd, with tests that kill what can be killed. What is
//! said here is what those tests show; another store will do if it keeps the
//! [rules](#what-is-asked-of-the-store).
//!
//! # What holds
//!
//! - *A gateway serves one whole table.* A request is resolved on the table that it began on. None
//!   sees half a change.
//! - *A function's change is atomic*: aliases, rules and versions together, since they are one value
//!   under one key.
//! - *Changes of one function come in order*, and none is undone by an older one: neither by a
//!   message that comes late nor by a reconnection.
//! - *Equal tables decide alike*, for each user and each function.
//! - *A user never goes back on one gateway during a ramp.* The gateway serves the steps in order,
//!   and a step moves users one way only; see [`Split`].
//! - *All come to one table* when writing rests, whatever was lost on the way: connections, events
//!   that the store has compacted, the store itself for a while.
//! - *Nothing wrong is served.* A document that is broken, or whose revision is not above that of
//!   the served function, is reported, and the last good function keeps serving.
//! - *The store is not on the request's path.* While it is down, nothing changes, and requests are
//!   answered as before.
//!
//! # What does not
//!
//! - *Two gateways may differ during the window.* A user who changes gateways right then may see the
//!   old version after the new one.
//! - *A rollback is not at once.* It has happened when the last gateway serves it.
//! - *Order between functions.* A gateway serves changes of several functions one after the other,
//!   also such as the store took in one transaction. While it catches up from a listing, it serves
//!   some as they are and some as they were.
//! - *How long the window is.* Mostly it is some milliseconds. For a gateway that is cut off it is as
//!   long as that lasts, and for some seconds the gateway doesn't know. There is no bound that holds
//!   for all.
//! - *What was last good.* A gateway that starts after a document was broken never had a good one.
//!   It serves that function not at all, where others serve the last good one. So does any gateway
//!   that starts while the store is down, for all functions: it should say that it is not ready.
//! - *A store that is set back.* From a store that was restored from an older backup, a gateway takes
//!   no function whose revision is not above its own, and reports it. Write such functions anew, at
//!   a revision above, or start the gateways anew.
//! - *Counters.* A point from [`Point::sequence`] is each gateway's own; G gateways are together
//!   within 6·G requests of the exact share, not within 6.
//!
//! # What to do about it
//!
//! | to be sure that | do |
//! |---|---|
//! | a user doesn't go back and forth | let the load balancer keep users on a gateway, by the key that the alias is sticky on |
//! | gateways are at most one step of a ramp apart | take the next step when all serve the last one; then wait as long as you watch it |
//! | a rollback has happened | wait until all serve its revision, before you say so |
//! | a version can be deleted | stop naming it, wait until all serve that, and until requests that began before are done (`live::Router::snapshots` tells); then delete it |
//! | two functions change together | let the new version of one accept both forms of the other; or make them one function |
//! | a gateway starts while the store is down | keep the last document on its disk, and start from that |
//!
//! Who can see a step at all is known before: those whom it moves, and no others.
//!
//! ```
//! use pointsman::{Alias, Function, Split, Weight};
//!
//! let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9001");
//! let [v1, v2] = [resize.publish()?, resize.publish()?];
//! let ten = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
//! let fifteen = Split::new(v1, [(v2, Weight::from_percent(15)?)])?;
//! let release = Alias::to(ten).sticky_on("invoke.headers.User".parse()?);
//! resize.create_alias("release".parse()?, release.clone())?;
//!
//! let step = release.with_split(fifteen);
//! assert_eq!(resize.diff_alias("release", &step)?.moved().to_string(), "5%");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Whether they agree
//!
//! The text of a `Document` is canonical: equal functions give equal text. So a digest of it, SHA-256
//! for instance, tells whether two gateways serve the same, and the same text of what the store
//! holds tells whether that is what they should. The text holds each function's revision.
//!
//! Digests are compared at one revision of the store: ask each gateway to answer when it has come so
//! far, else two that are a moment apart seem to differ. If they still do, look at what each has
//! refused.
//!
//! # What is asked of the store
//!
//! - *One key a function*, so that an event is a whole change.
//! - *Writes that compare and swap.* A writer names the state that it read; of two who read the same,
//!   one wins. The function's own revision must be above the one that it replaces, for by it a
//!   gateway knows old from new.
//! - *Revisions in one order over all keys*, so that a gateway lists at one of them and watches from
//!   the next, with no gap between.
//! - *A mark of creation.* A function that is deleted and created again begins at revision 0. A
//!   gateway that missed the deletion would take it for an older state of what it serves, and keep
//!   that. etcd tells by the key's revision of creation.
//! - *A word when it has forgotten.* A gateway that was away for too long must be told so, list
//!   again, and drop what is no longer there.
//! - *A check that it didn't go back.* A store that lost its data answers, too, with an empty list.
//!
//! Without etcd:
//!
//! | where the truth is | how changes come | the window |
//! |---|---|---|
//! | Kubernetes, a resource of your own kind | list and watch, as with etcd; `410 Gone` in place of compaction; `resourceVersion` for writes, `uid` as the mark of creation | milliseconds |
//! | Kubernetes, a `ConfigMap` mounted as a file | the kubelet swaps a symbolic link, and the gateway reloads the file | a minute or so |
//! | a file, brought by whatever brings files | reload it: all functions at once | as long as that takes |
//! | the aliases of a cloud, such as SCF | ask for them now and then, read them by `document::scf` | the interval |
//!
//! A whole document that is swapped at once has an order between functions, too, and pays for it by
//! sending all for each change.
//!
//! # What was measured
//!
//! Five gateways, asked without pause, one etcd, and 200 updates a second, all on one machine of two
//! cores; from the sending of a put until a gateway served it, the least and the most of a few runs:
//!
//! | etcd's data | p50 | p99 |
//! |---|---:|---:|
//! | on disk | 1.5 to 1.6 ms | 4.1 to 5.8 ms |
//! | on disk, where other work kept both cores and the disk busy | 1.9 to 3.1 ms | 108 to 423 ms |
//! | in memory | 0.7 to 1.4 ms | 2.6 to 10.2 ms |
//!
//! It is etcd's writing to disk that takes long now and then. From its answer to the writer until a
//! gateway served the change took 0.0 to 0.2 ms in the median, and at the 99th percentile 0.5 to 3.4.
//! `examples/fleet/README.md` has the commands.
//!
//! [`Point::sequence`]: crate::Point::sequence
//! [`Split`]: crate::Split
