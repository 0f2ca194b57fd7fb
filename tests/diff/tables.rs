//! Diffs of whole sets of functions.

use pointsman::{Alias, Function, FunctionDiff, TableDiff, TableError};
use rand::RngExt;
use rand::seq::SliceRandom;

use super::{function, generate, rng, split, v};

#[test]
fn functions_are_added_removed_and_changed() {
    let named = |id: &str| Function::new(id.parse().expect("an id"), ());
    let (a, z) = (named("A"), named("prod/Z"));
    let [old, new] =
        [Alias::to(v(1)), Alias::to(split(2, 10))].map(|alias| function("prod/B", alias));
    let mut added = named("C");
    added.publish().expect("published");
    let diff = TableDiff::between([&z, &old, &a], [&new, &added, &z]).expect("distinct");
    assert_eq!(
        diff.to_string(),
        "A: removed\n\
         C: added\n\
         C.versions.1: published\n\
         C.versions.$LATEST: published\n\
         C.aliases.$DEFAULT: created, to version $LATEST\n\
         prod/B.aliases.a: 10% moves from version 1 to version 2\n\
         prod/B.aliases.a.weights.2: none becomes 10%",
    );
    let ids: Vec<_> = diff.functions().iter().map(|each| (each.before(), each.after())).collect();
    let (a, b, c) = (Some(a.id()), Some(old.id()), Some(added.id()));
    assert_eq!(ids, [(a, None), (None, c), (b, b)]);
    assert!(diff.function(old.id()).is_some_and(|function| function.alias("a").is_some()));
    assert!(diff.function(z.id()).is_none());
}

#[test]
fn no_function_may_stand_twice_on_either_side() {
    let b = Function::new("B".parse().expect("an id"), ());
    let duplicate = Err(TableError::Duplicate("B".parse().expect("an id")));
    assert_eq!(TableDiff::between([&b, &b], [&b]), duplicate);
    assert_eq!(TableDiff::between([&b], [&b, &b]), duplicate);
}

#[test]
fn a_table_differs_as_its_functions_do_in_whatever_order() {
    let rng = &mut rng(8);
    for _ in 0..500 {
        let [mut old, mut new] = [(); 2].map(|()| {
            let ids = ["A", "B", "C", "prod/B"].into_iter().filter(|_| rng.random_ratio(2, 3));
            let ids: Vec<_> = ids.collect();
            let functions = ids.into_iter().map(|id| {
                let mut parts = generate::function(rng).into_parts();
                parts.id = id.parse().expect("an id");
                Function::from_parts(parts).expect("the parts fit")
            });
            functions.collect::<Vec<_>>()
        });
        old.shuffle(rng);
        new.shuffle(rng);
        let diff = TableDiff::between(&old, &new).expect("distinct");
        for before in &old {
            let after = new.iter().find(|after| after.id() == before.id());
            let told = diff.function(before.id());
            match after {
                Some(after) => {
                    let expected = before.diff(after);
                    assert_eq!(told, Some(&expected).filter(|diff| !diff.is_empty()));
                }
                None => assert_eq!(told.map(FunctionDiff::after), Some(None)),
            }
        }
        let added = diff.functions().iter().filter(|function| function.before().is_none());
        let expected =
            new.iter().filter(|after| old.iter().all(|before| before.id() != after.id()));
        assert_eq!(added.count(), expected.count());
        assert!(
            diff.functions().is_sorted_by_key(|function| function.after().or(function.before()))
        );

        #[cfg(feature = "serde")]
        {
            use pointsman::document::Document;
            let document = |functions: &[Function<u8>]| {
                let mut document = Document::new();
                for function in functions {
                    assert_eq!(document.insert(function.clone()), None);
                }
                document
            };
            let (old_document, new_document) = (document(&old), document(&new));
            assert_eq!(old_document.diff(&new_document), diff);
        }
    }
}
