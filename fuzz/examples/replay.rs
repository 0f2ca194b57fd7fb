//! Every input of the corpus once more, by any toolchain and without a fuzzer:
//! `cargo run --release --example replay`, with the names of targets if not all are meant.

use std::fs;
use std::path::{Path, PathBuf};

use arbitrary::{Arbitrary, Unstructured};
use pointsman_fuzz::{
    Chain, Change, Counting, Operations, Release, Resolving, RoundTrip, SplitPair, Watch,
    Witnesses, condition, document, http, interval, names, plan, qualifier, routing_key, scf,
    stored, weight,
};

/// A target's name, and its law.
type Target = (&'static str, fn(&[u8]));

fn main() {
    let targets: [Target; 21] = [
        ("condition", |bytes| with(bytes, condition::parse)),
        ("diff", |bytes| with(bytes, |change: Change| change.check())),
        ("document", |bytes| with(bytes, document::read)),
        ("function", |bytes| with(bytes, |chain: Operations| chain.check())),
        ("gate", |bytes| with(bytes, |watch: Watch| watch.check())),
        ("http", |bytes| http::read(bytes)),
        ("interval", |bytes| with(bytes, interval::parse)),
        ("names", |bytes| with(bytes, names::parse)),
        ("plan", |bytes| with(bytes, plan::parse)),
        ("qualifier", |bytes| with(bytes, qualifier::parse)),
        ("resolve", |bytes| with(bytes, |case: Resolving| case.check())),
        ("rollout", |bytes| with(bytes, |release: Release| release.check())),
        ("round_trip", |bytes| with(bytes, |case: RoundTrip| case.check())),
        ("routing_key", |bytes| with(bytes, routing_key::parse)),
        ("scf", |bytes| with(bytes, scf::read)),
        ("split", |bytes| with(bytes, |pair: SplitPair| pair.check())),
        ("stored", |bytes| with(bytes, stored::read)),
        ("table", |bytes| with(bytes, |chain: Chain| chain.check())),
        ("tally", |bytes| with(bytes, |counting: Counting| counting.check())),
        ("weight", |bytes| with(bytes, weight::parse)),
        ("witness", |bytes| with(bytes, |witnesses: Witnesses| witnesses.check())),
    ];
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|each| each == name);
    for (name, law) in targets.into_iter().filter(|(name, _)| is_wanted(name)) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut count = 0;
        for file in files {
            let input = Input(file.expect("a file of the corpus").path());
            law(&fs::read(&input.0).expect("an input"));
            count += 1;
        }
        println!("{name}: {count} inputs");
        assert!(count > 0, "{name} has no corpus");
    }
}

/// Names itself where a law doesn't hold.
struct Input(PathBuf);

impl Drop for Input {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("by {}", self.0.display());
        }
    }
}

/// As the fuzzer makes an input of bytes.
fn with<'a, T: Arbitrary<'a>>(bytes: &'a [u8], law: impl Fn(T)) {
    if let Ok(input) = T::arbitrary_take_rest(Unstructured::new(bytes)) {
        law(input);
    }
}
