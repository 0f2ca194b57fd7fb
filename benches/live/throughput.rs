//! Requests a second by one and two threads, while a writer changes the table.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use pointsman::RoutingTable;
use pointsman::live::Router;

use crate::fixture::{RELEASE, name};
use crate::middle::Middle;
use crate::released::released;
use crate::request::{FUNCTIONS, Requests, functions};
use crate::threads::{Batched, Work, batched, rates};

/// Many short turns: where another process takes a processor away, it spoils few of them.
const ROUNDS: usize = 401;
const TURN: Duration = Duration::from_millis(5);

/// Threads that read one way, and perhaps a writer.
struct Team {
    name: &'static str,
    readers: Vec<Batched>,
    writer: Option<Work>,
    /// What was measured, round by round.
    read: Vec<f64>,
    read_by_clock: Vec<f64>,
    written: Vec<f64>,
}

impl Team {
    fn new(name: &'static str, readers: usize, make: impl Fn(Requests) -> Batched) -> Self {
        let readers = (0..readers).map(|thread| make(Requests::of_thread(thread))).collect();
        let [read, read_by_clock, written] = [const { Vec::new() }; 3];
        Self { name, readers, writer: None, read, read_by_clock, written }
    }

    fn writing(self, writer: Work) -> Self {
        Self { writer: Some(writer), ..self }
    }

    fn turn(&mut self, turn: Duration) {
        let rates = rates(turn, &mut self.readers, self.writer.as_mut());
        self.read.push(rates.worked);
        self.read_by_clock.push(rates.worked_by_clock);
        self.written.push(rates.written);
    }
}

pub fn print(trial: bool) {
    let mut teams = teams();
    let (rounds, turn) = if trial { (1, Duration::from_millis(1)) } else { (ROUNDS, TURN) };
    for _ in 0..rounds {
        for team in &mut teams {
            team.turn(turn);
        }
    }
    println!("| readers | requests, M/s | middle half | changes/s |\n|---|---:|---:|---:|");
    for team in &teams {
        let read = Middle::of(team.read.iter().map(|rate| rate / 1e6));
        let written = Middle::of(team.written.iter().copied()).median();
        println!("| {} | {read} | {written:.0} |", team.name);
    }
    println!("\n| ratio | median | middle half | by the clock | middle half | at least |");
    println!("|---|---:|---:|---:|---:|---:|");
    let [plain, two_plain, one, two, snapshots, locked] = &teams;
    for (this, that, least) in [
        (two_plain, plain, ""),
        (two, two_plain, "0.75"),
        (two, one, "1.85"),
        (one, plain, ""),
        (snapshots, two_plain, ""),
        (locked, two_plain, ""),
    ] {
        let ratio = Middle::ratio(&this.read, &that.read);
        let by_clock = Middle::ratio(&this.read_by_clock, &that.read_by_clock);
        println!("| {} to {} | {ratio} | {by_clock} | {least} |", this.name, that.name);
    }
}

fn teams() -> [Team; 6] {
    let router = Router::new(functions()).expect("no name stands twice");
    let lock = Arc::new(RwLock::new(RoutingTable::clone(&router.snapshot())));
    [
        Team::new("one, plain table", 1, plain),
        Team::new("two, a plain table each", 2, plain),
        Team::new("one `Reader`", 1, |requests| reader(&router, requests)),
        Team::new("two `Reader`s and a writer", 2, |requests| reader(&router, requests))
            .writing(change(&router)),
        Team::new("two with `snapshot()` and a writer", 2, |requests| snapshot(&router, requests))
            .writing(change(&router)),
        Team::new("two with an `RwLock` and a writer", 2, |requests| locked(&lock, requests))
            .writing(change_locked(&lock)),
    ]
}

fn plain(mut requests: Requests) -> Batched {
    let table = RoutingTable::new(functions()).expect("no name stands twice");
    batched(move || requests.resolve(&table))
}

fn reader(router: &Router<()>, mut requests: Requests) -> Batched {
    let mut reader = router.reader();
    batched(move || requests.resolve(&reader.load()))
}

fn snapshot(router: &Router<()>, mut requests: Requests) -> Batched {
    let router = router.clone();
    batched(move || requests.resolve(&router.snapshot()))
}

fn locked(lock: &Arc<RwLock<RoutingTable<()>>>, mut requests: Requests) -> Batched {
    let lock = Arc::clone(lock);
    batched(move || requests.resolve(&lock.read().expect("no panic")))
}

/// A step of a ramp of one function after the other.
fn change(router: &Router<()>) -> Work {
    let (router, mut index) = (router.clone(), 0);
    Box::new(move || {
        index += 1;
        let id = name(index * 7_919 % FUNCTIONS).parse().expect("an id");
        let step = router.update(&id, |function| {
            let release = function.alias(RELEASE).cloned().expect("an alias");
            function.update_alias(RELEASE, release)
        });
        step.expect("updated");
    })
}

fn change_locked(lock: &Arc<RwLock<RoutingTable<()>>>) -> Work {
    let (lock, mut index) = (Arc::clone(lock), 0);
    Box::new(move || {
        index += 1;
        let changed = lock.read().expect("no panic").with(released(index * 7_919 % FUNCTIONS));
        *lock.write().expect("no panic") = changed;
    })
}
