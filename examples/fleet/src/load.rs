use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pointsman::{Alias, Function, FunctionId, Split, Version, Weight};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::{Client, Digest, Entry, Figures, Report, Store, Upstream, now};

/// Updates under load: functions that change all the time, while each gateway is asked without pause.
///
/// ```no_run
/// use fleet::{Client, Keys, Load, Store};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let store = Store::connect(&["http://127.0.0.1:2379".to_owned()], Keys::default()).await?;
/// let gateways = [Client::new("127.0.0.1:8001"), Client::new("127.0.0.1:8002")];
/// println!("{}", Load::default().run(&store, &gateways).await?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// How many updates.
    pub updates: usize,
    /// How many functions they go to.
    pub functions: usize,
    /// How many writers, each with functions of its own.
    pub writers: usize,
    /// How many updates a second, all writers together, at most. Without a limit it would be measured
    /// how long updates wait for each other.
    pub rate: u32,
    /// For how many users a gateway decides in one request.
    pub users: usize,
}

impl Default for Load {
    fn default() -> Self {
        Self { updates: 1_000, functions: 20, writers: 2, rate: 200, users: 100 }
    }
}

/// Why a load broke off.
type Failure = Box<dyn Error + Send + Sync>;

/// A put that was made.
#[derive(Debug, Clone, Copy)]
struct Written {
    /// Of etcd.
    revision: i64,
    /// When it was sent, in nanoseconds since 1970.
    sent: u64,
    /// When etcd answered.
    answered: u64,
}

impl Load {
    /// What functions are called.
    const NAMESPACE: &'static str = "load";

    /// Writes, asks, waits until all have come to the last revision, and compares.
    ///
    /// # Errors
    ///
    /// If etcd or a gateway fails at anything.
    pub async fn run(self, store: &Store, gateways: &[Client]) -> Result<Report, Failure> {
        let mut ids = Vec::new();
        for number in 0..self.functions.max(1) {
            let id: FunctionId = format!("{}/f{number}", Self::NAMESPACE).parse()?;
            if store.read(&id).await?.is_none() {
                store.put(&Self::function(id.clone())?, None).await?;
            }
            ids.push(id);
        }
        let listed = store.list().await?;
        let before = listed.entries.iter().map(|entry| entry.modified).max().unwrap_or_default();
        for gateway in gateways {
            gateway.stand(before).await?;
        }

        let done = Arc::new(AtomicBool::new(false));
        let mut askers = JoinSet::new();
        for gateway in gateways {
            askers.spawn(self.ask(gateway.clone(), ids.clone(), Arc::clone(&done)));
        }
        let (start, mut writers) = (Instant::now(), JoinSet::new());
        for writer in 0..self.writers.max(1) {
            let ids = ids.iter().skip(writer).step_by(self.writers.max(1)).cloned().collect();
            let updates = (writer..self.updates).step_by(self.writers.max(1)).count();
            writers.spawn(self.write(store.clone(), ids, updates));
        }
        let mut written = Vec::new();
        while let Some(writer) = writers.join_next().await {
            written.extend(writer??);
        }
        let elapsed = start.elapsed();
        let last = written.iter().map(|put| put.revision).max().unwrap_or(before);
        let digests = Self::digests(store, gateways, last).await?;
        done.store(true, Ordering::Relaxed);
        let mut requests = 0;
        while let Some(asker) = askers.join_next().await {
            requests += asker??;
        }

        let times = Times::of(gateways, before, &written).await?;
        Ok(Report {
            digests,
            updates: written.len(),
            elapsed,
            answered: Figures::of(written.iter().map(|put| took(put.sent, put.answered)).collect()),
            behind: Figures::of(times.behind),
            applied: Figures::of(times.applied),
            applied_by_all: Figures::of(times.applied_by_all.into_values().collect()),
            requests,
        })
    }

    /// Two versions, and an alias that divides users between them.
    fn function(id: FunctionId) -> Result<Function<Upstream>, Failure> {
        let mut function = Function::new(id, "http://127.0.0.1:9001".to_owned());
        let v1 = function.publish()?;
        function.set_latest("http://127.0.0.1:9002".to_owned())?;
        function.publish()?;
        let release = Alias::to(v1).sticky_on("invoke.headers.User".parse()?);
        function.create_alias("release".parse()?, release)?;
        Ok(function)
    }

    /// Moves the aliases of these functions in turn.
    async fn write(
        self,
        store: Store,
        ids: Vec<FunctionId>,
        updates: usize,
    ) -> Result<Vec<Written>, Failure> {
        let mut written = Vec::new();
        let mut entries: BTreeMap<FunctionId, Entry> = BTreeMap::new();
        let period = Duration::from_secs(self.writers.max(1) as u64) / self.rate.max(1);
        let mut turns = tokio::time::interval(period.max(Duration::from_nanos(1)));
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for (id, update) in ids.iter().cycle().zip(0..updates) {
            let entry = match entries.remove(id) {
                Some(entry) => entry,
                None => store.read(id).await?.ok_or("the function is gone")?,
            };
            let mut function = entry.function(store.keys())?;
            let release = function.alias("release").ok_or("the alias is gone")?.clone();
            let weight = Weight::from_millionths(u32::try_from(update * 7919 % 1_000_001)?)?;
            let split = Split::new(Version::numbered(1)?, [(Version::numbered(2)?, weight)])?;
            function.update_alias("release", release.with_split(split))?;

            turns.tick().await;
            let sent = now();
            let entry = store.put(&function, Some(&entry)).await?;
            written.push(Written { revision: entry.modified, sent, answered: now() });
            entries.insert(id.clone(), entry);
        }
        Ok(written)
    }

    /// Asks a gateway without pause, and returns how often.
    async fn ask(
        self,
        gateway: Client,
        ids: Vec<FunctionId>,
        done: Arc<AtomicBool>,
    ) -> Result<usize, Failure> {
        let users: Vec<String> = (0..self.users).map(|user| format!("user-{user}")).collect();
        let users = users.join("\n");
        let mut requests = 0;
        for id in ids.iter().cycle() {
            if done.load(Ordering::Relaxed) {
                break;
            }
            let versions = gateway.decide(&id.to_string(), "release", &users).await?;
            if versions.len() != self.users {
                return Err(format!("{} decisions for {} users", versions.len(), self.users).into());
            }
            requests += 1;
        }
        Ok(requests)
    }

    /// Waits until all gateways have come to this revision.
    async fn digests(
        store: &Store,
        gateways: &[Client],
        revision: i64,
    ) -> Result<Result<Digest, Vec<String>>, Failure> {
        let functions = store.list().await?.functions(store.keys())?;
        let expected = Digest::of(functions)?;
        let mut lines = vec![format!("etcd {expected}")];
        let mut is_one = true;
        for gateway in gateways {
            let digest = gateway.stand(revision).await?.digest;
            is_one &= digest == expected;
            lines.push(format!("{gateway} {digest}"));
        }
        Ok(if is_one { Ok(expected) } else { Err(lines) })
    }
}

/// How long puts took to gateways.
#[derive(Debug, Default)]
struct Times {
    behind: Vec<Duration>,
    applied: Vec<Duration>,
    /// By the revision of etcd.
    applied_by_all: BTreeMap<i64, Duration>,
}

impl Times {
    async fn of(gateways: &[Client], after: i64, written: &[Written]) -> Result<Self, Failure> {
        let mut times = Self::default();
        for gateway in gateways {
            let applied = gateway.applied(after).await?.into_iter();
            let applied: BTreeMap<i64, u64> = applied.map(|at| (at.revision, at.at)).collect();
            for put in written {
                let at = *applied.get(&put.revision).ok_or_else(|| {
                    format!("{gateway} has not served revision {} by itself", put.revision)
                })?;
                times.behind.push(took(put.answered, at));
                times.applied.push(took(put.sent, at));
                let by_all = times.applied_by_all.entry(put.revision).or_default();
                *by_all = took(put.sent, at).max(*by_all);
            }
        }
        Ok(times)
    }
}

fn took(from: u64, to: u64) -> Duration {
    Duration::from_nanos(to.saturating_sub(from))
}
