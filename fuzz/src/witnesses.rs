use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{Alias, Point, Qualifier, RoutingTable, Rule, Split, Version, Weight};

use crate::decide::attributes;
use crate::generate;
use crate::naive::{Function, Request};

/// A function, and requests to it.
#[derive(Debug)]
pub struct Witnesses {
    function: Function,
    requests: Vec<Request>,
}

impl<'a> Arbitrary<'a> for Witnesses {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let function = generate::function(u, ("default", "a"))?;
        let mut requests = Vec::new();
        for _ in 0..u.int_in_range(0..=8)? {
            requests.push(generate::request(u, std::slice::from_ref(&function))?);
        }
        Ok(Self { function, requests })
    }
}

/// A version of fewer millionths takes many keys, and tells nothing new.
const LEAST: u32 = 20_000;

impl Witnesses {
    /// A witness gets its version, whatever its point; and what is proven to lead nowhere does so for no
    /// request.
    pub fn check(&self) {
        let function = generate::build(&self.function);
        let table = RoutingTable::new([function.clone()]).expect("one function");
        for (name, alias) in function.aliases() {
            if splits(alias).any(is_tiny) {
                continue;
            }
            let route = table.route("a", Qualifier::from(name)).expect("it is there");
            for (version, _) in function.versions() {
                let gets_it = splits(alias).any(|split| split.share(version) != Weight::ZERO);
                match function.witness(name.as_str(), version) {
                    Ok(witness) => {
                        for point in [Point::MIN, Point::from(1 << 63), Point::MAX] {
                            let request = pointsman::Request::new(&witness, point);
                            assert_eq!(route.resolve(&request).version(), version, "{witness}");
                        }
                    }
                    Err(error) => assert_eq!(error.is_proof(), !gets_it, "{error}"),
                }
                for request in self.requests.iter().filter(|_| !gets_it) {
                    let carried = attributes(request);
                    let asked = pointsman::Request::new(carried.as_ref(), request.point.into());
                    assert_ne!(route.resolve(&asked).version(), version);
                }
                of_split(alias.split(), version);
            }
        }
    }
}

fn splits(alias: &Alias) -> impl Iterator<Item = &Split> {
    [alias.split()].into_iter().chain(alias.rules().iter().map(Rule::split))
}

fn is_tiny(split: &Split) -> bool {
    split.shares().any(|(_, share)| (1..LEAST).contains(&share.millionths()))
}

/// The key's point falls to the version, and so does the least point that does.
fn of_split(split: &Split, version: Version) {
    let has_share = split.share(version) != Weight::ZERO;
    let key = split.witness(version, "salt");
    let least = split.witness_point(version);
    assert_eq!([key.is_ok(), least.is_ok()], [has_share; 2]);
    let (Ok(key), Ok(least)) = (key, least) else { return };
    assert_eq!(split.pick(Point::sticky("salt", key)), version);
    assert_eq!(split.pick(least), version);
    let below = u64::from(least).checked_sub(1);
    assert!(below.is_none_or(|below| split.pick(below.into()) != version));
    let first = split.slices().take_while(|slice| slice.version() != version);
    let start: u64 = first.map(|slice| u64::from(slice.width())).sum();
    assert_eq!(least == Point::MIN, start == 0);
}
