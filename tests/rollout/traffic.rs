//! Serverless Cloud Framework's `traffic`.

use pointsman::rollout::traffic;
use pointsman::{Function, Split, Version, Weight};

#[test]
fn latest_gets_its_share_and_the_last_version_the_rest() {
    let mut function = Function::new("B".parse().expect("a name"), ());
    let weight = |fraction| Weight::from_fraction(fraction).expect("a weight");
    for fraction in [0.0, 0.1, 1.0] {
        assert_eq!(traffic(&function, weight(fraction)), None, "nothing is published");
    }
    let [v1, v2, v3] = [(); 3].map(|()| function.publish().expect("a version"));
    let split = |last, rest| Split::new(Version::LATEST, [(last, weight(rest))]).expect("a split");
    assert_eq!(traffic(&function, weight(0.1)), Some(split(v3, 0.9)));
    assert_eq!(traffic(&function, weight(0.0)), Some(split(v3, 1.0)));
    // It stays listed, so that it can't be deleted while it is what one goes back to.
    assert_eq!(traffic(&function, weight(1.0)), Some(split(v3, 0.0)));

    // The last that is still there.
    function.delete_version(v3).expect("no alias names it");
    assert_eq!(traffic(&function, weight(0.1)), Some(split(v2, 0.9)));
    function.delete_version(v1).expect("no alias names it");
    function.delete_version(v2).expect("no alias names it");
    assert_eq!(traffic(&function, weight(0.1)), None);
}
