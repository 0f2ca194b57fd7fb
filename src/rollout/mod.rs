//! Rollouts: ramp, watch, judge, roll back.
//!
//! A gray release shifts an alias to a new version step by step, watches that the new one's share rises
//! and its errors don't, and goes back at once if they do. Here is that as small values and pure
//! functions. No thread, no clock and no I/O is in them: time and counts come in, splits and verdicts go
//! out, so that a gateway, an operator's tool or a test can drive them.
//!
//! | value | says |
//! |---|---|
//! | [`Plan`] | how the share grows: steps, how long each is kept, and which of them wait for a person |
//! | [`Rollout`] | how far an alias is on its plan, and what it must be now |
//! | [`Tally`], [`Counts`] | how many requests each version had, and how many of them failed |
//! | [`Report`] | what these counts tell, with intervals, for people to look at |
//! | [`Gate`] | whether the rollout may go on, is to wait, or is to be taken back: a [`Verdict`] |
//!
//! ```
//! use core::time::Duration;
//!
//! use pointsman::rollout::{Gate, Outcome, Plan, Report, Rollout, State, Tally, Verdict};
//! use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable};
//!
//! // Version 1 serves, version 2 is to.
//! let mut checkout = Function::new("checkout".parse()?, "http://127.0.0.1:9001");
//! let v1 = checkout.publish()?;
//! checkout.set_latest("http://127.0.0.1:9002")?;
//! let v2 = checkout.publish()?;
//! let before = Alias::to(v1).sticky_on("invoke.headers.User".parse()?);
//! checkout.create_alias("release".parse()?, before.clone())?;
//! let mut table = RoutingTable::new([checkout.clone()])?;
//! // Version 2 fails one request of five.
//! let call = |version, request| if version == v2 && request % 5 == 0 { 500 } else { 200 };
//!
//! // The operator's side.
//! let plan: Plan = "10% for 5m, 50% until approved, then 100%".parse()?;
//! let mut rollout = Rollout::new("release".parse()?, before.clone(), v2, plan, Duration::ZERO)?;
//! let mut gate = Gate::default();
//! let tally = Tally::new([v1, v2], 1);
//! let mut step_began = tally.snapshot();
//!
//! // The gateway's: each thread has a recorder of its own.
//! let recorder = tally.recorder();
//!
//! let mut users = 0..;
//! for second in 1.. {
//!     // Whenever the alias has to change, it is changed by one update, and counts begin anew.
//!     if checkout.alias("release") != Some(&rollout.alias()) {
//!         checkout.update_alias("release", rollout.alias())?;
//!         table = table.with(checkout.clone());
//!         step_began = tally.snapshot();
//!     }
//!     if let State::RollingBack { .. } = rollout.state() {
//!         break;
//!     }
//!     for request in users.by_ref().take(100) {
//!         let headers = [("User", request.to_string())];
//!         let request_to_resolve = Request::new(&headers, Point::sequence(request));
//!         let release = Qualifier::parse("release")?;
//!         let decision = table.resolve("checkout", release, &request_to_resolve)?;
//!         let status = call(decision.version(), request);
//!         if decision.reason().rule().is_none() {
//!             recorder.record(decision.version(), Outcome::failed_if(status >= 500));
//!         }
//!     }
//!     let counts = tally.snapshot().since(&step_began);
//!     let verdict = gate.judge(&Report::new(&rollout.split(), &counts, v2));
//!     rollout = rollout.observe(Duration::from_secs(second), verdict.into())?;
//! }
//! // Long before its five minutes were over.
//! assert!(rollout.to_string().starts_with("rolling back from step 1 of 2 at 10%: version 2 failed"));
//! assert!(rollout.seen() < Duration::from_secs(30));
//! assert_eq!(checkout.alias("release"), Some(&before));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What follows is how to do it well, in the order in which it is done.
//!
//! # Before: see the change
//!
//! - *What will move?* [`Function::diff`] tells, for the function as it is and as it would be: which
//!   aliases change, how much traffic goes from where to where, and which rules no longer get any.
//! - *Does the version work at all?* A rule sends it those who try it first (`invoke.headers.User exact
//!   Bob`), with all traffic elsewhere. A first step of 0 % lists the version and gives it no request; and
//!   [`Function::witness`] finds a user's key that will land on it, for a smoke test without a header
//!   of its own.
//! - *Does the alias keep its users?* Without [stickiness](crate::Sticky) each request is dealt anew, and
//!   a user sees both versions in turn. With it, users who have come to the new version stay there
//!   while the share grows ([`Split::ramp`]), and the same are first in every release until the
//!   salt is changed.
//!
//! # The plan
//!
//! | plan | for |
//! |---|---|
//! | `100% at once` | what is trusted, or can't be told by errors |
//! | `5% for 30m, then 100%` | few deployments a day, and errors that show at once |
//! | `10% more every 10m up to 100%` | what may fail under load rather than by request |
//! | `1% for 10m, 10% until approved, 50% for 1h, then 100%` | what a person wants to see before most users do |
//!
//! The presets of AWS `CodeDeploy` are read by name, such as `Canary10Percent5Minutes`. What Serverless
//! Cloud Framework calls `traffic` is [`traffic`].
//!
//! How long must a step be? What finds a bad version is its failures, not its requests: some ten of a
//! version that fails five times as often as the old one, some forty of one that fails twice as often.
//! With 100 requests a second of which 1 % fail, a step of 10 % sees 0.1 failures a second of a version as
//! good as the old one, and half a failure of one five times as bad: half a minute is enough for
//! that one, and no step is long enough for what fails as rarely as the old one. Where traffic is low, make
//! the first step longer rather than larger.
//!
//! End the plan with a step of `100%` for some time if the new version is to be watched when it has all
//! requests, and give the gate an [error rate](Thresholds::with_error_rate) for it: there is nothing left
//! to compare with. A rollout that has [succeeded](State::Succeeded) can't be rolled back, and one that is
//! all at once has succeeded as it begins; [`Rollout::before`] tells what to put back by hand.
//!
//! # Counting
//!
//! - *One tally for each rollout*, one [`Recorder`] for each thread. A request is recorded when its
//!   answer is known, by the version that the decision gave.
//! - *A failure is what the version is to blame for*: a 5xx, a time-out, a broken answer. What the
//!   client did wrong, such as a 404, or what never reached the version, fails on both sides alike and
//!   only blurs the comparison.
//! - *Only what the split decided.* A request that a rule sent somewhere, or that named its version, is
//!   none of the split's, and its share would look wrong. The decision's [`Reason`](crate::Reason) tells.
//! - *Counts of the step.* After each change of the split take a [snapshot](Tally::snapshot), and report
//!   what has come [since](Counts::since). Requests in flight at the change were given out by the split
//!   before: let them end before that snapshot, if there are many.
//! - Several gateways add up their counts ([`Counts::plus`]), or take them from a metrics store
//!   ([`Counts::new`]).
//!
//! # Judging
//!
//! A [`Report`] is for people. It gives each share and error rate with Wilson's score interval, the
//! difference between the new version and the others with Newcombe's, and the chi-square test for a
//! mismatch of shares. They hold for *one* look: of a hundred reports of a good version five have the true
//! error rate outside their interval. What it can't tell for want of requests it doesn't guess:
//! [`TooFew`]. The formulas and their sources are in [`statistics`].
//!
//! A [`Gate`] is for machines, and may be asked every second. Its evidence is the money of one who bets
//! against the new version at fair odds; that ever comes to 100 in at most one of 100 rollouts of a good
//! version, however often one looks. It says *hold* while it knows too little for the next step, while
//! something is suspicious, and where the shares are not what the split gives. What it takes for granted
//! is that requests have nothing to do with each other. Where one user's failures come in bursts, say
//! so by [`Thresholds::with_burst`], or count users.
//!
//! Whoever judges by something else, such as latency or sales, makes a [`Verdict`] or says
//! [`Observation::RollBack`].
//!
//! # Driving
//!
//! Whoever drives the rollout, once a second or so, and whenever [`Rollout::next_change`] says:
//!
//! 1. makes a report of the counts of this step, and asks the gate;
//! 2. tells the rollout its verdict and the time, by [`Rollout::observe`];
//! 3. stores rollout and gate, which are both serialized;
//! 4. makes the alias what [`Rollout::alias`] says, if it isn't, in one update that fails if the function is
//!    no longer at the revision that was read ([`Function::if_revision`]); and then takes the next
//!    snapshot;
//! 5. tells [`Observation::Restored`] once the old alias is served again.
//!
//! Storing comes before changing: else a driver that dies in between finds the step before, and
//! users go back. At a start it begins with 4. All of it can be repeated: a rollout that is *rolling back*
//! is tried until the old alias is served, whatever the gate says meanwhile.
//!
//! After a restart the rollout goes on in the step in which it was, whatever time has passed: no step is
//! skipped. Whoever counts and is restarted begins at nothing, and so does the snapshot that later ones
//! are compared with ([`Counts::default`]). Of several gateways take [`Counts::since`] for each, and then
//! add them up. In between requests are served as the alias says, with or without the driver.
//!
//! A pause, be it of the plan or of a person, is left by a person alone ([`Observation::Resume`]). If only
//! the gate is to be overruled, [`Observation::Elapsed`] is time that nobody judges.
//!
//! # Rolling back
//!
//! Going back is one change, to the whole alias that stood before: its split with its layout, its
//! rules, its stickiness. Users who were on the old version all along notice nothing. Those who were moved
//! go back to where they had been. What others have changed in the alias meanwhile is undone too, which is
//! what the revision is for. The new version stays, and can be called by its number to find out
//! what is wrong with it.
//!
//! # What it is not
//!
//! - No experiment: it finds harm soon, and doesn't estimate gain.
//! - No health check: a version that doesn't answer at all is the business of whoever calls it.
//! - No floating point where anything is routed: shares and plans are whole millionths and whole
//!   nanoseconds. Only reports and verdicts compute with doubles, by `libm`, so they too are the same
//!   everywhere.
//!
//! [`Function::diff`]: crate::Function::diff
//! [`Function::if_revision`]: crate::Function::if_revision
//! [`Function::witness`]: crate::Function::witness
//! [`Split::ramp`]: crate::Split::ramp

mod count;
mod counts;
#[cfg(feature = "serde")]
mod counts_serde;
mod gate;
mod machine;
mod observation;
mod outcome;
mod percent;
mod plan;
mod ratio;
#[cfg(target_has_atomic = "64")]
mod recorder;
mod report;
#[cfg(target_has_atomic = "64")]
mod shard;
mod span;
mod state;
pub mod statistics;
mod step;
#[cfg(feature = "serde")]
mod stored;
#[cfg(target_has_atomic = "64")]
mod tally;
mod traffic;
mod transition;
mod verdict;

pub use self::count::Count;
pub use self::counts::Counts;
pub use self::gate::{Gate, ThresholdError, Thresholds};
pub use self::machine::{Rollout, RolloutError};
pub use self::observation::Observation;
pub use self::outcome::Outcome;
pub use self::plan::{Plan, PlanError};
pub use self::ratio::{Ratio, RatioError};
#[cfg(target_has_atomic = "64")]
pub use self::recorder::Recorder;
pub use self::report::{Estimate, Report, ShareTest, TooFew, VersionReport};
pub use self::span::DurationError;
#[cfg(feature = "serde")]
pub(crate) use self::span::Span;
pub use self::state::State;
pub use self::step::{Step, StepError, Wait};
#[cfg(target_has_atomic = "64")]
pub use self::tally::Tally;
pub use self::traffic::traffic;
pub use self::transition::TransitionError;
pub use self::verdict::{Evidence, Finding, HoldReason, Verdict};
