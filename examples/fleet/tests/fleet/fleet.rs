use std::io::Write;
use std::process::Command;

use fleet::{Client, Digest, Store, Upstream};
use pointsman::{Alias, Function, FunctionId, RoutingTable, Split, Version, Weight};
use tokio::sync::{Mutex, MutexGuard};

use crate::etcd::Etcd;
use crate::process::Process;

/// One fleet at a time: they are measured, and the machine is small.
static TURN: Mutex<()> = Mutex::const_new(());

/// An etcd and gateways, each a process.
pub struct Fleet {
    pub etcd: Etcd,
    pub store: Store,
    pub gateways: Vec<Gateway>,
    _turn: MutexGuard<'static, ()>,
}

pub struct Gateway {
    _process: Process,
    pub client: Client,
}

impl Fleet {
    /// So many gateways, connected; or nothing where etcd is not installed, and then that is said.
    pub async fn start(gateways: usize) -> Option<Self> {
        if !Etcd::is_installed() {
            say("SKIPPED: etcd is not installed");
            return None;
        }
        let turn = TURN.lock().await;
        let etcd = Etcd::start();
        let store = etcd.store().await;
        let mut fleet = Self { etcd, store, gateways: Vec::new(), _turn: turn };
        for _ in 0..gateways {
            let gateway = Gateway::start(fleet.etcd.address());
            gateway.client.status_when(true).await.unwrap();
            fleet.gateways.push(gateway);
        }
        Some(fleet)
    }

    pub fn clients(&self) -> Vec<Client> {
        self.gateways.iter().map(|gateway| gateway.client.clone()).collect()
    }

    /// What the store holds, all of it good.
    pub async fn functions(&self) -> Vec<Function<Upstream>> {
        self.store.list().await.unwrap().functions(self.store.keys()).unwrap()
    }

    pub async fn table(&self) -> RoutingTable<Upstream> {
        RoutingTable::new(self.functions().await).unwrap()
    }

    /// Waits until all have come to where the store is, and holds their digests against its own.
    #[track_caller]
    pub fn agrees(&self) -> impl Future<Output = Digest> {
        let caller = std::panic::Location::caller();
        async move {
            let revision = self.store.revision().await.unwrap();
            let expected = Digest::of(self.functions().await).unwrap();
            for client in self.clients() {
                let digest = client.stand(revision).await.unwrap().digest;
                assert_eq!(digest, expected, "{client}, at {caller}");
            }
            expected
        }
    }
}

impl Gateway {
    /// A gateway of the etcd at this address.
    pub fn start(etcd: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fleet-gateway"));
        command.args(["--etcd", &format!("http://{etcd}"), "--listen", "127.0.0.1:0"]);
        let (process, address) = Process::start("fleet-gateway", &mut command, |line| {
            line.starts_with("127.0.0.1:").then(|| line.to_owned())
        });
        Self { _process: process, client: Client::new(&address) }
    }
}

/// Past the harness, which keeps what a test that passes has to say.
#[expect(clippy::explicit_write, reason = "`eprintln` does not go past it")]
pub fn say(text: impl AsRef<str>) {
    writeln!(std::io::stderr(), "{}", text.as_ref()).unwrap();
}

pub fn id(text: &str) -> FunctionId {
    text.parse().unwrap()
}

/// A function of versions 1 and 2, whose alias `release` keeps users, all of them on version 1.
pub fn function(text: &str) -> Function<Upstream> {
    let mut function = Function::new(id(text), "http://127.0.0.1:9001".to_owned());
    let v1 = function.publish().unwrap();
    function.set_latest("http://127.0.0.1:9002".to_owned()).unwrap();
    function.publish().unwrap();
    let release = Alias::to(v1).sticky_on("invoke.headers.User".parse().unwrap());
    function.create_alias("release".parse().unwrap(), release).unwrap();
    function
}

/// Gives version 2 this share of `release`.
pub fn ramp(
    function: &mut Function<Upstream>,
    percent: u32,
) -> Result<(), pointsman::FunctionError> {
    let [v1, v2] = [1, 2].map(|number| Version::numbered(number).unwrap());
    let split = Split::new(v1, [(v2, Weight::from_percent(percent).unwrap())]).unwrap();
    let release = function.alias("release").cloned().unwrap_or_else(|| Alias::to(v1));
    function.update_alias("release", release.with_split(split)).map(drop)
}

/// So many users, a line each.
pub fn users(count: usize) -> String {
    let users: Vec<String> = (0..count).map(|user| format!("user-{user}")).collect();
    users.join("\n")
}
