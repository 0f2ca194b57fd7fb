//! The values by themselves, as serde writes and reads them: texts, and a weight as a number.

use std::collections::BTreeMap;
use std::fmt::Debug;

use pointsman::{
    AliasName, AttributeKey, Condition, FunctionId, FunctionName, Interval, Namespace, Point,
    Qualifier, Test, Version, Weight,
};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;

use crate::Result;

/// Written as this, and read again: from a text and from what can't lend one.
#[track_caller]
fn is_written<V: Serialize + DeserializeOwned + PartialEq + Debug>(value: &V, json: &str) {
    assert_eq!(serde_json::to_string(value).expect("it is written"), json);
    assert_eq!(serde_json::from_str::<V>(json).expect("it is read"), *value);
    let loose = serde_json::to_value(value).expect("it is written");
    assert_eq!(serde_json::from_value::<V>(loose).expect("it is read"), *value);
}

#[track_caller]
fn refuses<V: DeserializeOwned + Debug>(json: &str, reason: &str) {
    let error = serde_json::from_str::<V>(json).expect_err(json).to_string();
    let place = error.rfind(" at line ").unwrap_or(error.len());
    assert_eq!(&error[..place], reason, "{json}");
}

#[test]
fn texts() -> Result {
    is_written(&"release".parse::<AliasName>()?, r#""release""#);
    is_written(&AliasName::default(), r#""$DEFAULT""#);
    is_written(&AttributeKey::cookie("a.b")?, r#""invoke.cookies.a.b""#);
    is_written(&"prod/B".parse::<FunctionId>()?, r#""prod/B""#);
    is_written(&"default/B".parse::<FunctionId>()?, r#""B""#);
    is_written(&"B".parse::<FunctionName>()?, r#""B""#);
    is_written(&"(-1,5)".parse::<Interval>()?, r#""[0,4]""#);
    is_written(&Namespace::default(), r#""default""#);
    is_written(&Point::from(255), r#""00000000000000ff""#);
    is_written(&"invoke.query.q exact \"ü\\".parse::<Test>()?, r#""invoke.query.q exact \"ü\\""#);
    is_written(&Version::numbered(Version::MAX_NUMBER)?, r#""9223372036854775807""#);
    is_written(&Version::LATEST, r#""$LATEST""#);
    // Escapes are no part of a text.
    assert_eq!(serde_json::from_str::<Version>(r#""\u0031""#)?, Version::numbered(1)?);
    Ok(())
}

#[test]
fn texts_that_are_refused() {
    refuses::<AliasName>(r#""$default""#, "alias name `$default` must be written `$DEFAULT`");
    refuses::<AttributeKey>(r#""invoke.query.""#, "key `invoke.query.` lacks a name");
    refuses::<FunctionId>(
        r#""a/b/c""#,
        "function name `b/c` may hold only ASCII letters, digits, `-` and `_`",
    );
    refuses::<FunctionName>(r#""9x""#, "function name `9x` must start with a letter");
    refuses::<Interval>(r#""[5,4]""#, "interval `[5,4]` holds no integer");
    refuses::<Namespace>(r#""""#, "namespace `` is empty");
    refuses::<Point>(r#""ff""#, "point `ff` must be 16 hexadecimal digits");
    refuses::<Test>(r#""x""#, "condition `x` must be written `KEY METHOD EXPRESSION`");
    refuses::<Version>(r#""01""#, "version `01` must not have a leading zero");
}

#[test]
fn texts_are_no_numbers() {
    let number = "invalid type: integer `1`, expected";
    refuses::<AliasName>("1", &format!("{number} an alias name"));
    refuses::<AttributeKey>("1", &format!("{number} an attribute key"));
    refuses::<FunctionId>("1", &format!("{number} a function name, with or without namespace"));
    refuses::<FunctionName>("1", &format!("{number} a function name"));
    refuses::<Interval>("1", &format!("{number} an interval"));
    refuses::<Namespace>("1", &format!("{number} a namespace"));
    refuses::<Point>("1", &format!("{number} a point of 16 hexadecimal digits"));
    refuses::<Test>("1", &format!("{number} a test"));
    refuses::<Version>("1", &format!("{number} a version"));
    refuses::<Version>("null", "invalid type: null, expected a version");
}

#[test]
fn qualifiers_borrow() -> Result {
    for (text, printed) in
        [("", "$DEFAULT"), ("$DEFAULT", "$DEFAULT"), ("$LATEST", "$LATEST"), ("7", "7"), ("r", "r")]
    {
        let json = format!("{text:?}");
        let qualifier: Qualifier<'_> = serde_json::from_str(&json)?;
        assert_eq!(qualifier, Qualifier::parse(text)?);
        assert_eq!(serde_json::to_string(&qualifier)?, format!("{printed:?}"));
        let loose = Value::from(text);
        assert_eq!(Qualifier::deserialize(&loose)?, qualifier);
    }
    let error = serde_json::from_str::<Qualifier<'_>>(r#""01""#).unwrap_err();
    assert!(error.to_string().starts_with("version `01` must not have a leading zero"));
    // What is escaped would have to be copied.
    let error = serde_json::from_str::<Qualifier<'_>>(r#""\u0072""#).unwrap_err();
    assert!(error.to_string().contains("expected a borrowed string"), "{error}");
    Ok(())
}

#[test]
fn every_weight_is_read_again() -> Result {
    for millionths in 0..=1_000_000 {
        let weight = Weight::from_millionths(millionths)?;
        let json = serde_json::to_string(&weight)?;
        assert_eq!(serde_json::from_str::<Weight>(&json)?, weight, "{json}");
    }
    Ok(())
}

#[test]
fn weights() -> Result {
    is_written(&Weight::ZERO, "0.0");
    is_written(&Weight::FULL, "1.0");
    is_written(&Weight::from_percent(10)?, "0.1");
    for (json, millionths) in [("0", 0), ("1", 1_000_000), ("1e-1", 100_000), ("-0", 0)] {
        assert_eq!(serde_json::from_str::<Weight>(json)?.millionths(), millionths, "{json}");
    }
    refuses::<Weight>("1.5", "weight `1.5` must be from 0 to 1");
    refuses::<Weight>("-1", "weight `-1.0` must be from 0 to 1");
    refuses::<Weight>("18446744073709551615", "weight `1.8446744073709552e19` must be from 0 to 1");
    refuses::<Weight>("1e400", "number out of range");
    refuses::<Weight>("1e-9", "weight `1e-9` is below half a millionth and would be rounded to 0");
    refuses::<Weight>(r#""10%""#, "invalid type: string \"10%\", expected f64");
    refuses::<Weight>("null", "invalid type: null, expected f64");
    Ok(())
}

#[test]
fn versions_as_keys() -> Result {
    let weights = BTreeMap::from([
        (Version::LATEST, Weight::from_percent(90)?),
        (Version::numbered(2)?, Weight::from_percent(10)?),
    ]);
    is_written(&weights, r#"{"2":0.1,"$LATEST":0.9}"#);
    refuses::<BTreeMap<Version, Weight>>(
        r#"{"02":1}"#,
        "version `02` must not have a leading zero",
    );
    Ok(())
}

#[test]
fn conditions() -> Result {
    let test = |text: &str| text.parse::<Condition>();
    let user = test("invoke.headers.User exact Bob")?;
    let beta = test("invoke.cookies.beta present")?;
    is_written(&user, r#""invoke.headers.User exact Bob""#);
    is_written(&Condition::not(beta.clone())?, r#"{"not":"invoke.cookies.beta present"}"#);
    is_written(
        &Condition::all([Condition::any([user.clone(), beta.clone()])?, Condition::not(user)?])?,
        concat!(
            r#"{"all":[{"any":["invoke.headers.User exact Bob","invoke.cookies.beta present"]},"#,
            r#"{"not":"invoke.headers.User exact Bob"}]}"#,
        ),
    );
    let nested = |depth: usize| {
        let (open, close) = (r#"{"not":"#.repeat(depth), "}".repeat(depth));
        format!(r#"{open}"invoke.cookies.beta present"{close}"#)
    };
    let deep = (0..32).try_fold(beta, |inner, _| Condition::not(inner))?;
    is_written(&deep, &nested(32));
    refuses::<Condition>(&nested(33), "conditions are nested more than 32 deep");
    Ok(())
}

#[test]
fn conditions_that_are_refused() {
    let what = "a test, or an object with one of `all`, `any` and `not`";
    let test = r#""invoke.query.u present""#;
    for (json, reason) in [
        (r#""x""#, "condition `x` must be written `KEY METHOD EXPRESSION`".to_owned()),
        ("{}", format!("invalid length 0, expected {what}")),
        (r#"{"all":[]}"#, "`all` must hold at least one condition".into()),
        (r#"{"any":[]}"#, "`any` must hold at least one condition".into()),
        (r#"{"none":[]}"#, "unknown field `none`, expected one of `all`, `any`, `not`".into()),
        ("1", format!("invalid type: integer `1`, expected {what}")),
        ("null", format!("invalid type: null, expected {what}")),
        ("[]", format!("invalid type: sequence, expected {what}")),
        (
            &format!(r#"{{"not":{test},"not":{test}}}"#),
            format!("invalid length 2, expected {what}"),
        ),
        (
            &format!(r#"{{"all":[{test}],"any":[{test}]}}"#),
            format!("invalid length 2, expected {what}"),
        ),
    ] {
        refuses::<Condition>(json, &reason);
    }
    // As deep as no stack goes.
    let garbage = r#"{"not":"#.repeat(100_000);
    assert!(serde_json::from_str::<Condition>(&garbage).is_err());
}
