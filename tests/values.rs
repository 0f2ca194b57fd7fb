//! Every value as the specification writes it: what is read, how it is printed, what is refused and
//! with which words.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

use pointsman::{
    AliasName, AttributeKey, Condition, FunctionId, FunctionName, Interval, Mass, Namespace, Point,
    Qualifier, Source, Split, Test, Version, Weight,
};

/// The text is read, printed as `printed`, and read again as an equal value with an equal hash.
#[track_caller]
fn reads<V>(text: &str, printed: &str)
where
    V: FromStr<Err: Debug> + Display + Debug + Eq + std::hash::Hash,
{
    let value: V = text.parse().expect("it is a value");
    assert_eq!(value.to_string(), printed);
    let again: V = printed.parse().expect("what is printed is read");
    assert_eq!(again, value);
    let hasher = RandomState::new();
    assert_eq!(hasher.hash_one(&again), hasher.hash_one(&value));
}

/// The text is refused with this message.
#[track_caller]
fn refuses<V>(text: &str, message: &str)
where
    V: FromStr<Err: Display> + Debug,
{
    match text.parse::<V>() {
        Ok(value) => panic!("{text:?} was read as {value:?}"),
        Err(error) => assert_eq!(error.to_string(), message),
    }
}

fn repeated(part: &str, times: usize) -> String {
    part.repeat(times)
}

#[test]
fn function_names_and_namespaces() {
    for text in ["B", "a", "image-resize", "a_b", "A1", "a--b", &repeated("x", 60)] {
        reads::<FunctionName>(text, text);
        reads::<Namespace>(text, text);
    }
    let table = [
        ("", "`` is empty"),
        ("9x", "`9x` must start with a letter"),
        ("-x", "`-x` must start with a letter"),
        ("_x", "`_x` must start with a letter"),
        ("x-", "`x-` must end with a letter or a digit"),
        ("x_", "`x_` must end with a letter or a digit"),
        ("a.b", "`a.b` may hold only ASCII letters, digits, `-` and `_`"),
        ("a b", "`a b` may hold only ASCII letters, digits, `-` and `_`"),
        ("é", "`é` may hold only ASCII letters, digits, `-` and `_`"),
        ("a\n", r"`a\n` may hold only ASCII letters, digits, `-` and `_`"),
        ("$LATEST", "`$LATEST` may hold only ASCII letters, digits, `-` and `_`"),
    ];
    for (text, fault) in table {
        refuses::<FunctionName>(text, &format!("function name {fault}"));
        refuses::<Namespace>(text, &format!("namespace {fault}"));
    }
    let long = repeated("x", 61);
    refuses::<FunctionName>(&long, &format!("function name `{long}` is longer than 60 bytes"));
    assert_eq!(FunctionName::try_from(String::from("B")), "B".parse());
}

#[test]
fn function_ids() {
    reads::<FunctionId>("B", "B");
    reads::<FunctionId>("default/B", "B");
    reads::<FunctionId>("prod/image-resize", "prod/image-resize");
    refuses::<FunctionId>("/B", "namespace `` is empty");
    refuses::<FunctionId>("prod/", "function name `` is empty");
    refuses::<FunctionId>(
        "a/b/c",
        "function name `b/c` may hold only ASCII letters, digits, `-` and `_`",
    );
    let sorted = ["a/z", "default/a", "default/b", "prod/a"];
    let ids = sorted.map(|text| text.parse::<FunctionId>().expect("an id"));
    assert!(ids.is_sorted());
}

#[test]
fn alias_names() {
    for text in ["$DEFAULT", "release", "r", "Prepub_2-", &repeated("x", 64)] {
        reads::<AliasName>(text, text);
    }
    refuses::<AliasName>("", "alias name `` is empty");
    refuses::<AliasName>("1a", "alias name `1a` must start with a letter");
    refuses::<AliasName>("$default", "alias name `$default` must be written `$DEFAULT`");
    refuses::<AliasName>(
        "$LATEST",
        "alias name `$LATEST` must not start with `$`: `$DEFAULT` alone does",
    );
    refuses::<AliasName>(
        "a/b",
        "alias name `a/b` may hold only ASCII letters, digits, `-` and `_`",
    );
    // A long input is cut, at a whole character.
    let (long, cut) = (repeated("é", 40), repeated("é", 32));
    refuses::<AliasName>(&long, &format!("alias name `{cut}…` is longer than 64 bytes"));
}

#[test]
fn versions() {
    for text in ["$LATEST", "1", "10", "9223372036854775807"] {
        reads::<Version>(text, text);
    }
    refuses::<Version>("", "version `` must be `$LATEST` or a decimal number");
    refuses::<Version>("+1", "version `+1` must be `$LATEST` or a decimal number");
    refuses::<Version>("-1", "version `-1` must be `$LATEST` or a decimal number");
    refuses::<Version>("1.0", "version `1.0` must be `$LATEST` or a decimal number");
    refuses::<Version>(" 1", "version ` 1` must be `$LATEST` or a decimal number");
    refuses::<Version>("１", "version `１` must be `$LATEST` or a decimal number");
    refuses::<Version>("01", "version `01` must not have a leading zero");
    refuses::<Version>("00", "version `00` must not have a leading zero");
    refuses::<Version>("0", "version `0` does not exist: numbers begin with 1");
    refuses::<Version>("$latest", "version `$latest` must be written `$LATEST`");
    refuses::<Version>("$DEFAULT", "version `$DEFAULT` must be `$LATEST` or a decimal number");
    for text in ["9223372036854775808", "18446744073709551616", &repeated("9", 100)] {
        let shown: String = text.chars().take(64).collect();
        let cut = if shown == text { "" } else { "…" };
        refuses::<Version>(text, &format!("version `{shown}{cut}` is above 9223372036854775807"));
    }
    let versions = ["1", "2", "10", "9223372036854775807", "$LATEST"];
    let versions = versions.map(|text| text.parse::<Version>().expect("a version"));
    assert!(versions.is_sorted());
    assert_eq!(
        versions.map(Version::number),
        [Some(1), Some(2), Some(10), Some(i64::MAX.cast_unsigned()), None]
    );
    assert_eq!(size_of::<Option<Version>>(), size_of::<Version>());
}

#[test]
fn qualifiers() {
    #[track_caller]
    fn reads(text: &str, version: Option<&str>, alias: Option<&str>) {
        let qualifier = Qualifier::parse(text).expect("a qualifier");
        assert_eq!(qualifier.version(), version.map(|text| text.parse().expect("a version")));
        assert_eq!(qualifier.alias(), alias);
        assert_eq!(Qualifier::parse(&qualifier.to_string()), Ok(qualifier));
    }
    #[track_caller]
    fn refuses(text: &str, message: &str) {
        let error = Qualifier::parse(text).expect_err("no qualifier");
        assert_eq!(error.to_string(), message);
    }

    reads("", None, Some("$DEFAULT"));
    reads("$DEFAULT", None, Some("$DEFAULT"));
    reads("$LATEST", Some("$LATEST"), None);
    reads("7", Some("7"), None);
    reads("9223372036854775807", Some("9223372036854775807"), None);
    reads("release", None, Some("release"));
    reads("LATEST", None, Some("LATEST"));
    assert_eq!(Qualifier::parse(""), Ok(Qualifier::default()));

    refuses("01", "version `01` must not have a leading zero");
    refuses("0", "version `0` does not exist: numbers begin with 1");
    refuses("9223372036854775808", "version `9223372036854775808` is above 9223372036854775807");
    refuses("$latest", "version `$latest` must be written `$LATEST`");
    refuses("$default", "alias name `$default` must be written `$DEFAULT`");
    refuses("$other", "alias name `$other` must not start with `$`: `$DEFAULT` alone does");
    refuses("1a", "alias name `1a` must start with a letter");
    refuses("a b", "alias name `a b` may hold only ASCII letters, digits, `-` and `_`");
    refuses("-1", "alias name `-1` must start with a letter");
}

#[test]
fn weights_as_text() {
    reads::<Weight>("10%", "10%");
    reads::<Weight>("0.0001%", "0.0001%");
    reads::<Weight>("0%", "0%");
    reads::<Weight>("100%", "100%");
    reads::<Weight>("100.0000%", "100%");
    reads::<Weight>("007.50%", "7.5%");
    reads::<Weight>("12.3456%", "12.3456%");
    let syntax = [
        "", "%", "10", "10 %", " 10%", ".5%", "5.%", "1.23456%", "+1%", "-1%", "1e1%", "１%",
        "1,5%",
    ];
    for text in syntax {
        let rule = "must be a percentage with at most 4 decimals, such as `10%` or `0.5%`";
        refuses::<Weight>(text, &format!("weight `{text}` {rule}"));
    }
    refuses::<Weight>("101%", "weight `101%` is above 100%");
    refuses::<Weight>("100.0001%", "weight `100.0001%` is above 100%");
    refuses::<Weight>("99999999999999999999%", "weight `99999999999999999999%` is above 100%");
    for millionths in (0..=1_000_000).step_by(37) {
        let weight = Weight::from_millionths(millionths).expect("in range");
        assert_eq!(weight.to_string().parse(), Ok(weight));
        assert_eq!(Weight::from_fraction(weight.as_fraction()), Ok(weight));
    }
}

#[test]
fn weights_from_decimal_numbers() {
    #[track_caller]
    fn is(fraction: f64, millionths: u32) {
        assert_eq!(Weight::from_fraction(fraction).map(Weight::millionths), Ok(millionths));
    }
    #[track_caller]
    fn refuses(fraction: f64, message: &str) {
        let error = Weight::from_fraction(fraction).expect_err("no weight");
        assert_eq!(error.to_string(), message);
    }

    is(0.0, 0);
    is(-0.0, 0);
    is(1.0, 1_000_000);
    is(0.1, 100_000);
    is(0.1 + 0.2, 300_000);
    is((0..10).map(|_| 0.1).sum(), 1_000_000);
    // Within 10^-12 of 0 or 1, either side.
    is(1e-12, 0);
    is(-1e-12, 0);
    is(1.0 - 9e-13, 1_000_000);
    is(1.0 + 9e-13, 1_000_000);
    // The nearest millionth, a tie to even: k/128 for odd k lies exactly between two.
    is(1.0 / 128.0, 7_812);
    is(3.0 / 128.0, 23_438);
    is(0.000_000_6, 1);
    is(0.999_999_4, 999_999);
    // The doubles beside a tie are no ties.
    is((1.0_f64 / 128.0).next_up(), 7_813);
    is((3.0_f64 / 128.0).next_down(), 23_437);
    is(1.0 / 3.0, 333_333);
    is(2.0 / 3.0, 666_667);

    refuses(f64::NAN, "weight `NaN` must be from 0 to 1");
    refuses(f64::INFINITY, "weight `inf` must be from 0 to 1");
    refuses(f64::NEG_INFINITY, "weight `-inf` must be from 0 to 1");
    refuses(-0.1, "weight `-0.1` must be from 0 to 1");
    refuses(1.1, "weight `1.1` must be from 0 to 1");
    refuses(10.0, "weight `10.0` must be from 0 to 1");
    refuses(2e-12, "weight `2e-12` is below half a millionth and would be rounded to 0");
    refuses(-2e-12, "weight `-2e-12` must be from 0 to 1");
    refuses(4e-7, "weight `4e-7` is below half a millionth and would be rounded to 0");
    refuses(
        0.999_999_9,
        "weight `0.9999999` is within half a millionth of 1 and would be rounded to 1",
    );
    refuses(
        1.0 - 2e-12,
        "weight `0.999999999998` is within half a millionth of 1 and would be rounded to 1",
    );
    let error = Weight::from_millionths(1_000_001).expect_err("too many");
    assert_eq!(error.to_string(), "weight of 1000001 millionths is above 1000000");
    let error = Weight::from_percent(u32::MAX).expect_err("too many");
    assert_eq!(error.to_string(), "weight `4294967295%` is above 100%");
}

#[test]
fn points() {
    reads::<Point>("255979608fed916e", "255979608fed916e");
    reads::<Point>("255979608FED916E", "255979608fed916e");
    reads::<Point>("0000000000000000", "0000000000000000");
    for text in
        ["", "0", "+55979608fed916e", "255979608fed916", "255979608fed916e0", "g55979608fed916e"]
    {
        refuses::<Point>(text, &format!("point `{text}` must be 16 hexadecimal digits"));
    }
    assert_eq!(Point::from_ratio(0, 1), Ok(Point::MIN));
    assert_eq!(Point::from_ratio(1, 3), Ok(Point::from(u64::MAX / 3)));
    assert_eq!(Point::from_ratio(u64::MAX - 1, u64::MAX), Ok(Point::from(u64::MAX - 1)));
    assert_eq!(Point::from_ratio(9, 10), Ok(Point::from(0xe666_6666_6666_6666)));
    for (n, d) in [(1, 1), (0, 0), (2, 1), (u64::MAX, 0)] {
        let error = Point::from_ratio(n, d).expect_err("not below 1");
        assert_eq!(error.to_string(), format!("ratio {n}/{d} is not below 1"));
    }
    assert_eq!(u64::from(Point::sequence(1)), 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn attribute_keys() {
    let name = repeated("n", 256);
    for text in [
        "invoke.headers.User",
        "invoke.cookies.session.id",
        "invoke.query.a",
        "invoke.headers.X-Tcb-Route-Key",
        "invoke.headers.用户",
        "invoke.headers.invoke.headers.x",
        &format!("invoke.headers.{name}"),
    ] {
        reads::<AttributeKey>(text, text);
    }
    for text in ["", "User", "invoke.header.User", "Invoke.headers.User", "invoke.headers"] {
        refuses::<AttributeKey>(
            text,
            &format!(
                "key `{text}` must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`"
            ),
        );
    }
    refuses::<AttributeKey>("invoke.query.", "key `invoke.query.` lacks a name");
    for (name, shown) in
        [("a b", "a b"), ("a\tb", r"a\tb"), ("a\u{7f}", r"a\u{7f}"), ("\u{a0}", r"\u{a0}")]
    {
        refuses::<AttributeKey>(
            &format!("invoke.headers.{name}"),
            &format!("attribute name `{shown}` must not hold white space or control characters"),
        );
    }
    let cut = repeated("n", 64);
    refuses::<AttributeKey>(
        &format!("invoke.headers.n{name}"),
        &format!("attribute name `{cut}…` is longer than 256 bytes"),
    );
    // Byte for byte: nothing may assume that a source ignores case.
    let [upper, lower] = ["User", "user"].map(|name| AttributeKey::header(name).expect("a name"));
    assert_ne!(upper, lower);
    assert_eq!(AttributeKey::cookie("a").expect("a name").source(), Source::Cookies);
}

#[test]
fn intervals() {
    for (text, printed) in [
        ("[1,5]", "[1,5]"),
        ("(1,5)", "[2,4]"),
        ("[1,5)", "[1,4]"),
        ("(1,5]", "[2,5]"),
        ("[5,5]", "[5,5]"),
        ("(5,7)", "[6,6]"),
        ("[5,6)", "[5,5]"),
        ("[-5,+5]", "[-5,5]"),
        ("[ 1 , 5 ]", "[1,5]"),
        ("[007,0010]", "[7,10]"),
        ("[-0,0]", "[0,0]"),
        ("[00000000000000000000000001,5]", "[1,5]"),
        ("［1，5］", "[1,5]"),
        ("（1，5）", "[2,4]"),
        ("（1,5]", "[2,5]"),
        (
            "[-9223372036854775808,9223372036854775807]",
            "[-9223372036854775808,9223372036854775807]",
        ),
        (
            "(-9223372036854775808,9223372036854775807)",
            "[-9223372036854775807,9223372036854775806]",
        ),
    ] {
        reads::<Interval>(text, printed);
    }
    let syntax = [
        "", "[", "[]", "[,]", "1,5", "[1,5", "1,5]", "[1;5]", "[1,5,9]", "[1.0,5]", "[1,5e0]",
        "[1 0,20]", " [1,5]", "[1,5] ", "[--1,5]", "[+-1,5]", "[0x1,5]", "[１,5]", "[1,\t5]",
        "[1,]", "{1,5}", "[+,5]",
    ];
    for text in syntax {
        let shown = text.replace('\t', r"\t");
        refuses::<Interval>(
            text,
            &format!(
                "interval `{shown}` must be written `[a,b]`, `(a,b)`, `[a,b)` or `(a,b]` with whole numbers"
            ),
        );
    }
    for text in [
        "(5,6)",
        "(5,5)",
        "[5,4]",
        "[5,5)",
        "(5,5]",
        "[9,-9]",
        "(9223372036854775807,9223372036854775807]",
        "[-9223372036854775808,-9223372036854775808)",
    ] {
        let cut: String = text.chars().take(64).collect();
        refuses::<Interval>(text, &format!("interval `{cut}` holds no integer"));
    }
    refuses::<Interval>(
        "[0,9223372036854775808]",
        "bound `9223372036854775808` does not fit 64 bits",
    );
}

#[test]
fn an_integer_is_taken_whole_or_not_at_all() {
    let all: Interval = "[-9223372036854775808,9223372036854775807]".parse().expect("an interval");
    for value in [
        "5",
        "+5",
        "-5",
        "005",
        "-0",
        "9223372036854775807",
        "-9223372036854775808",
        "00000000000000000000000005",
    ] {
        assert!(all.accepts(value.as_bytes()), "{value}");
    }
    for value in [
        "",
        " 5",
        "5 ",
        "5.0",
        "5e0",
        "0x5",
        "５",
        "+",
        "-",
        "--5",
        "+-5",
        "5,0",
        "5_0",
        "1 2",
        "NaN",
        "inf",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999",
        "5\n",
        "5\0",
    ] {
        assert!(!all.accepts(value.as_bytes()), "{value}");
    }
    assert!(!all.accepts(b"\xff"));
    assert!(!all.accepts(b"5\xff"));
    let five: Interval = "[5,5]".parse().expect("an interval");
    let near = ["4", "5", "6", "+5", "0005", "-5"];
    assert_eq!(
        near.map(|value| five.accepts(value.as_bytes())),
        [false, true, false, true, true, false]
    );
}

#[test]
fn tests_and_conditions() {
    for (text, printed) in [
        ("invoke.headers.User exact Bob", "invoke.headers.User exact Bob"),
        ("invoke.headers.User exact ", "invoke.headers.User exact "),
        ("invoke.headers.User exact  two  spaces ", "invoke.headers.User exact  two  spaces "),
        ("invoke.headers.User exact line\nbreak", "invoke.headers.User exact line\nbreak"),
        ("invoke.headers.n range (0,100]", "invoke.headers.n range [1,100]"),
        ("invoke.query.a in x,y,,z", "invoke.query.a in x,y,,z"),
        ("invoke.query.a in ", "invoke.query.a in "),
        ("invoke.query.a in  x , y ", "invoke.query.a in  x , y "),
        ("invoke.cookies.c prefix beta-", "invoke.cookies.c prefix beta-"),
        ("invoke.cookies.c suffix -beta", "invoke.cookies.c suffix -beta"),
        ("invoke.headers.User present", "invoke.headers.User present"),
    ] {
        reads::<Test>(text, printed);
        reads::<Condition>(text, printed);
    }
    let table = [
        ("", "condition `` must be written `KEY METHOD EXPRESSION`"),
        (
            "invoke.headers.User",
            "condition `invoke.headers.User` must be written `KEY METHOD EXPRESSION`",
        ),
        (
            "invoke.headers.User ",
            "method `` must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`",
        ),
        (
            "invoke.headers.User  exact Bob",
            "method `` must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`",
        ),
        (
            "invoke.headers.User Exact Bob",
            "method `Exact` must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`",
        ),
        (
            "invoke.headers.User exact",
            "method `exact` must be followed by a space and an expression",
        ),
        (
            "invoke.headers.User range",
            "method `range` must be followed by a space and an expression",
        ),
        ("invoke.headers.User in", "method `in` must be followed by a space and an expression"),
        (
            "invoke.headers.User prefix",
            "method `prefix` must be followed by a space and an expression",
        ),
        ("invoke.headers.User prefix ", "method `prefix` needs an expression that is not empty"),
        ("invoke.headers.User suffix ", "method `suffix` needs an expression that is not empty"),
        ("invoke.headers.User present ", "method `present` takes no expression, but `` follows"),
        ("invoke.headers.User present x", "method `present` takes no expression, but `x` follows"),
        ("invoke.headers.n range (5,6)", "interval `(5,6)` holds no integer"),
        ("invoke.headers. exact x", "key `invoke.headers.` lacks a name"),
        (
            "User exact Bob",
            "key `User` must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`",
        ),
    ];
    for (text, message) in table {
        refuses::<Test>(text, message);
        refuses::<Condition>(text, message);
    }
}

#[test]
fn tests_built_in_code_can_be_written_down() {
    let key = || AttributeKey::header("User").expect("a name");
    let built = [
        Test::exact(key(), ""),
        Test::range(key(), Interval::closed(-1, 1).expect("an interval")),
        Test::one_of(key(), ["a", "", "b"]).expect("texts"),
        Test::prefix(key(), "p").expect("a prefix"),
        Test::suffix(key(), "s").expect("a suffix"),
        Test::present(key()),
    ];
    for test in built {
        assert_eq!(test.to_string().parse(), Ok(test));
    }
    let message =
        |result: Result<Test, pointsman::TestError>| result.expect_err("refused").to_string();
    assert_eq!(message(Test::one_of(key(), [])), "method `in` needs at least one text");
    assert_eq!(
        message(Test::one_of(key(), ["a", "b,c"])),
        "text `b,c` of method `in` must not hold a comma",
    );
    assert_eq!(
        message(Test::prefix(key(), "")),
        "method `prefix` needs an expression that is not empty",
    );
    assert_eq!(
        message(Test::suffix(key(), "")),
        "method `suffix` needs an expression that is not empty",
    );
}

#[test]
fn an_integer_may_have_any_number_of_leading_zeros() {
    let all = Interval::closed(i64::MIN, i64::MAX).expect("in order");
    let only = |value| Interval::closed(value, value).expect("in order");
    for zeros in (0..70).map(|count| "0".repeat(count)) {
        for value in [0, 7, 1 << 60, i64::MAX, -1, i64::MIN] {
            let sign = if value < 0 { "-" } else { "" };
            let text = format!("{sign}{zeros}{}", value.unsigned_abs());
            assert!(only(value).accepts(text.as_bytes()), "{text}");
        }
        for end in ["9223372036854775808", "99999999999999999999", "x", "-5", "+5", " ", "5 "] {
            let text = format!("{zeros}{end}");
            let is_signed = zeros.is_empty() && matches!(end, "-5" | "+5");
            assert_eq!(all.accepts(text.as_bytes()), is_signed, "{text}");
        }
    }
}

/// Version 7 has this share, `$LATEST` the rest.
fn split(share: Weight) -> Split {
    Split::new(Version::LATEST, [("7".parse().expect("a version"), share)]).expect("a split")
}

#[test]
fn for_debugging_a_value_is_printed_as_its_type_and_its_text() {
    #[track_caller]
    fn shows<V: FromStr<Err: Debug> + Debug>(text: &str, shown: &str) {
        let value: V = text.parse().expect("it is a value");
        assert_eq!(format!("{value:?}"), shown);
    }
    shows::<FunctionName>("B", "FunctionName(B)");
    shows::<Namespace>("prod", "Namespace(prod)");
    shows::<AliasName>("release", "AliasName(release)");
    shows::<Version>("$LATEST", "Version($LATEST)");
    shows::<Weight>("0.1%", "Weight(0.1%)");
    shows::<Point>("255979608fed916e", "Point(255979608fed916e)");
    shows::<AttributeKey>("invoke.headers.User", "AttributeKey(invoke.headers.User)");
    shows::<Test>("invoke.headers.User exact Bob", "Test(invoke.headers.User exact Bob)");
    shows::<Interval>("(1,3]", "Interval([2,3])");
    assert_eq!(format!("{:?}", Qualifier::DEFAULT), "Qualifier($DEFAULT)");
    assert_eq!(format!("{:?}", Mass::from(Weight::FULL)), "Mass(100%)");
    let error = "x".parse::<Version>().expect_err("no version");
    assert_eq!(format!("{error:?}"), "NotANumber(Excerpt(`x`))");
    assert_eq!(
        format!("{:?}", split(Weight::FULL)),
        "Split { main: Version($LATEST), additional: [(Version(7), Weight(100%))], layout: None }",
    );
}

#[test]
fn what_converts_is_what_is_read() {
    assert_eq!(Qualifier::try_from("7"), Qualifier::parse("7"));
    assert_eq!(Qualifier::try_from("01"), Qualifier::parse("01"));
    assert_eq!(Weight::try_from(0.1), Weight::from_fraction(0.1));
    assert_eq!(Weight::try_from(1.5), Weight::from_fraction(1.5));
}

/// Else they would crowd in a map.
#[test]
fn values_that_differ_have_different_hashes() {
    let state = RandomState::new();
    let qualifiers = ["release", "prepub", "7", "8"].map(|text| Qualifier::parse(text).ok());
    let splits = [1, 2, 3].map(|percent| Weight::from_percent(percent).map(split).ok());
    let hashes = qualifiers.iter().map(|each| state.hash_one(each));
    let hashes: BTreeSet<_> =
        hashes.chain(splits.iter().map(|each| state.hash_one(each))).collect();
    assert_eq!(hashes.len(), 7);
}
