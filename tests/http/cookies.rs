use proptest::collection::vec;
use proptest::prelude::*;

use super::{config, cookie, has, naive, shown, with_cookies};
use pointsman::Attributes;

/// These `Cookie` fields, in this order, give the cookie `a` this value.
#[track_caller]
fn gives(fields: &[&str], value: Option<&str>) {
    has(&with_cookies(fields), &cookie("a"), value.map(str::as_bytes));
}

#[test]
fn pairs_stand_between_semicolons() {
    gives(&[], None);
    gives(&[""], None);
    gives(&["a=1"], Some("1"));
    gives(&["a=1; b=2"], Some("1"));
    gives(&["b=2; a=1"], Some("1"));
    gives(&["b=2;a=1"], Some("1"));
    gives(&["b=2 ;\ta=1\t; c=3"], Some("1"));
    gives(&[";;; ;a=1;"], Some("1"));
    // No separators: the value goes on.
    gives(&["a=1, b=2"], Some("1, b=2"));
    gives(&["a=1 b=2"], Some("1 b=2"));
    gives(&["b=2, a=1"], None);
    gives(&["b=2&a=1"], None);
}

#[test]
fn the_first_equals_sign_divides() {
    gives(&["a=b=c"], Some("b=c"));
    gives(&["a=="], Some("="));
    gives(&["a==1"], Some("=1"));
    gives(&["b=a=1"], None);
    gives(&["=a=1"], None);
    has(&with_cookies(["a=b=c"]), &cookie("a=b"), None);
    has(&with_cookies(["a;b=c"]), &cookie("a;b"), None);
}

#[test]
fn white_space_about_name_and_value_does_not_belong_to_them() {
    gives(&["  a  =  1  "], Some("1"));
    gives(&["\ta\t=\t1\t"], Some("1"));
    gives(&["a=1 2"], Some("1 2"));
    gives(&["a ="], Some(""));
    gives(&["a = ; a=1"], Some(""));
}

#[test]
fn quotes_belong_to_the_value() {
    gives(&[r#"a="1""#], Some(r#""1""#));
    gives(&[r#"a=" 1 ""#], Some(r#"" 1 ""#));
    gives(&[r#"a="""#], Some(r#""""#));
    gives(&[r#"a=""#], Some(r#"""#));
    // A semicolon divides within quotes, too.
    gives(&[r#"a="1;b=2""#], Some(r#""1"#));
    gives(&[r#"b="2;a=1""#], Some(r#"1""#));
    gives(&[r#""a"=1"#], None);
}

#[test]
fn without_a_name_or_an_equals_sign_there_is_nothing_to_ask_for() {
    gives(&["a"], None);
    gives(&["a; b=2"], None);
    gives(&["a; a=1"], Some("1"));
    gives(&["=1"], None);
    gives(&["="], None);
    gives(&["a="], Some(""));
}

#[test]
fn the_first_of_all_fields_counts() {
    gives(&["a=1; a=2"], Some("1"));
    gives(&["a=1", "a=2"], Some("1"));
    gives(&["b=1", "c=3; a=2"], Some("2"));
    gives(&["", "a=2"], Some("2"));
    gives(&["a=", "a=2"], Some(""));
    gives(&["b=\"", "a=1", "\""], Some("1"));
}

#[test]
fn names_keep_their_case_and_nothing_is_decoded() {
    gives(&["A=1"], None);
    gives(&["A=1; a=2"], Some("2"));
    gives(&["%61=1"], None);
    gives(&["a=%31+2"], Some("%31+2"));
    gives(&["aa=1; ab=1; ba=1"], None);
    gives(&["$Version=1; a=1; $Path=/"], Some("1"));
    has(&with_cookies(["$Version=1; a=1"]), &cookie("$Version"), Some(b"1"));
    has(&with_cookies(["a=é; é=1"]), &cookie("é"), Some(b"1"));
    has(&with_cookies([b"a=\xff\xfe"]), &cookie("a"), Some(b"\xff\xfe"));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn as_the_naive_reader_has_it(
        fields in vec("([ab=; \t\"é]|a=|; ){0,24}".prop_map(String::into_bytes), 0..4),
        name in "[ab=;\"é]{1,3}",
    ) {
        let headers = with_cookies(&fields);
        let pairs = naive::cookies(&fields);
        let names = pairs.iter().filter_map(|(name, _)| std::str::from_utf8(name).ok());
        for name in names.chain([name.as_str()]) {
            let Ok(key) = pointsman::AttributeKey::cookie(name) else { continue };
            prop_assert_eq!(shown(headers.attribute(&key)), shown(naive::first(&pairs, name)));
        }
    }
}
