//! What is written is read again as an equal value, and written again as the same text.

use pointsman::document::Document;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;

use crate::generate::documents;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn equal_values_and_equal_texts(document in documents()) {
        let text = document.to_json()?;
        let again = Document::from_json(&text)?;
        prop_assert_eq!(&again, &document);
        prop_assert_eq!(again.to_json()?, text);
    }

    #[test]
    fn one_text_however_it_is_laid_out(document in documents()) {
        let text = document.to_json()?;
        let mut value: Value = serde_json::from_str(&text)?;
        value["functions"].as_array_mut().expect("a list").reverse();
        let other = serde_json::to_string_pretty(&value)?;
        prop_assert_eq!(Document::<Value>::from_json(&other)?.to_json()?, text);
    }

    #[test]
    fn slices_stand_exactly_where_weights_do_not_give_them(document in documents()) {
        let value: Value = serde_json::from_str(&document.to_json()?)?;
        for (index, function) in document.functions().enumerate() {
            for (name, alias) in function.aliases() {
                let written = &value["functions"][index]["aliases"][name.as_str()];
                prop_assert_eq!(written.get("slices").is_none(), alias.split().is_canonical());
                for (index, rule) in alias.rules().iter().enumerate() {
                    let slices = written["rules"][index].get("slices");
                    prop_assert_eq!(slices.is_none(), rule.split().is_canonical());
                }
            }
        }
    }
}
