//! Every object of a document: no field that is unknown or stands twice, none missing that must be
//! there. Every place: no type but its own, and never `null`.

use crate::gap::{
    Gap, alias, aliases, function, rules, slices, sticky, versions, weights, when, whole,
};

/// A field of an object, a good value, and whether it must be there.
type Field = (&'static str, &'static str, bool);

/// An object of fields whose names are fixed.
#[track_caller]
fn fields(gap: &Gap, separator: &str, fields: &[Field]) {
    keys(gap, separator, fields);
    for (left_out, &(name, _, required)) in fields.iter().enumerate() {
        let rest = fields.iter().enumerate().filter(|&(index, _)| index != left_out);
        let object = object(rest.map(|(_, &(name, value, _))| (name.into(), value)));
        if required {
            gap.refuses(&object, &format!("{separator}{name}: is missing"));
        } else {
            gap.takes(&object);
        }
    }
    // Neither what has its place in another object, nor a known field in other letters.
    let own = fields.iter().map(|&(name, _, _)| name);
    let foreign = WORDS.into_iter().filter(|word| own.clone().all(|name| name != *word));
    let misspelt = own.clone().map(str::to_uppercase);
    for other in foreign.map(str::to_owned).chain(misspelt) {
        let with = all(fields).chain([(other.clone(), "0")]);
        gap.refuses(&object(with), &format!("{separator}{other}: unknown field"));
    }
}

/// All that fields are called.
const WORDS: [&str; 20] = [
    "pointsman",
    "functions",
    "namespace",
    "name",
    "revision",
    "next_version",
    "versions",
    "aliases",
    "payload",
    "version",
    "weights",
    "slices",
    "rules",
    "sticky",
    "description",
    "when",
    "key",
    "salt",
    "all",
    "$LATEST",
];

/// An object, whatever its keys stand for.
#[track_caller]
fn keys(gap: &Gap, separator: &str, fields: &[Field]) {
    gap.takes(&object(all(fields)));
    for &(name, value, _) in fields {
        // The same key again, as it is and with its first character escaped.
        let escaped = format!("\\u{:04x}{}", name.as_bytes()[0], &name[1..]);
        for again in [name.to_owned(), escaped] {
            let twice = all(fields).chain([(again, value)]);
            gap.refuses(&object(twice), &format!("{separator}{name}: stands twice"));
        }
    }
}

fn all(fields: &[Field]) -> impl Iterator<Item = (String, &'static str)> {
    fields.iter().map(|&(name, value, _)| (name.into(), value))
}

fn object(fields: impl Iterator<Item = (String, &'static str)>) -> String {
    let fields: Vec<_> = fields.map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
    format!("{{{}}}", fields.join(","))
}

#[test]
fn the_whole_has_its_fields_once_and_no_others() {
    fields(&whole(), "", &[("pointsman", "1", true), ("functions", "[]", true)]);
}

#[test]
fn objects_have_their_fields_once_and_no_others() {
    fields(
        &function(),
        ".",
        &[
            ("namespace", r#""prod""#, false),
            ("name", r#""B""#, true),
            ("revision", "1", false),
            ("next_version", "1", false),
            ("versions", r#"{"$LATEST":{}}"#, true),
            ("aliases", "{}", false),
        ],
    );
    fields(&versions().within(r#"{"$LATEST":"#, "}", ".$LATEST"), ".", &[("payload", "0", false)]);
    fields(
        &alias(),
        ".",
        &[
            ("version", r#""1""#, true),
            ("weights", r#"{"2":0}"#, false),
            ("slices", r#"[["1",1000000]]"#, false),
            ("rules", "[]", false),
            ("sticky", r#""invoke.headers.User""#, false),
            ("description", r#""to everyone""#, false),
        ],
    );
    fields(
        &rules().within("[", "]", "[0]"),
        ".",
        &[
            ("when", r#""invoke.headers.User present""#, true),
            ("version", r#""1""#, true),
            ("weights", r#"{"2":0}"#, false),
            ("slices", r#"[["1",1000000]]"#, false),
        ],
    );
    fields(
        &sticky(),
        ".",
        &[("key", r#""invoke.headers.User""#, true), ("salt", r#""spring-sale""#, false)],
    );
}

#[test]
fn maps_have_their_keys_once() {
    keys(&versions(), ".", &[("$LATEST", "{}", true), ("1", "{}", false), ("20", "{}", false)]);
    let to_latest = r#"{"version":"$LATEST"}"#;
    keys(&aliases(), ".", &[("$DEFAULT", to_latest, false), ("release", to_latest, false)]);
    keys(&weights(), ".", &[("2", "0.5", false), ("$LATEST", "0", false)]);
}

/// Whatever a payload is read as: a type that takes any key would keep the last of two silently.
#[test]
fn payloads_have_their_keys_once() {
    let latest = versions().within(r#"{"$LATEST":"#, "}", ".$LATEST");
    let payload = latest.within(r#"{"payload":"#, "}", ".payload");
    keys(&payload, ".", &[("url", "null", false), ("weight", "0", false)]);
    let deep = payload.within(r#"[0,{"a":[[],"#, r#"],"b":{}}]"#, "[1].a[1]");
    keys(&deep, ".", &[("url", "{}", false), ("Url", "[]", false)]);
    payload.takes(r#"[{"a":{"a":[{"a":0},{"a":0}]}},{"a":0}]"#);
    payload.refuses_all(
        r#"{"a":{"b":0,"b":0},"c":[{"d":0,"d":0}],"a":{"e":0,"e":0}}"#,
        &[".a: stands twice", ".a.b: stands twice", ".c[0].d: stands twice"],
    );
}

#[test]
fn combinations_have_one_field() {
    let test = r#""invoke.headers.User present""#;
    for (name, value) in
        [("all", format!("[{test}]")), ("any", format!("[{test}]")), ("not", test.into())]
    {
        let field = format!(r#""{name}":{value}"#);
        when().takes(&format!("{{{field}}}"));
        when().refuses(&format!("{{{field},{field}}}"), &format!(".{name}: stands twice"));
        let escaped =
            field.replacen(name, &format!("\\u{:04x}{}", name.as_bytes()[0], &name[1..]), 1);
        when().refuses(&format!("{{{field},{escaped}}}"), &format!(".{name}: stands twice"));
        when().refuses(&format!(r#"{{{field},"none":[]}}"#), ".none: unknown field");
        let one = ": must have one of `all`, `any` and `not`";
        for other in ["all", "any", "not"].into_iter().filter(|&other| other != name) {
            when().refuses(&format!(r#"{{{field},"{other}":{test}}}"#), one);
        }
    }
    when().refuses("{}", ": must have one of `all`, `any` and `not`");
}

const KINDS: [(&str, &str); 6] = [
    ("null", "null"),
    ("true", "a boolean"),
    ("1", "a number"),
    (r#""x""#, "a string"),
    ("[]", "a list"),
    ("{}", "an object"),
];

/// A place that takes values of these kinds alone, and names them.
#[track_caller]
fn only(gap: &Gap, kinds: &[&str]) {
    let expected = match kinds {
        [kinds @ .., last] if !kinds.is_empty() => format!("{} or {last}", kinds.join(", ")),
        kinds => kinds.concat(),
    };
    for (json, found) in KINDS.into_iter().filter(|(_, kind)| !kinds.contains(kind)) {
        gap.refuses(json, &format!(": expected {expected}, found {found}"));
    }
}

#[test]
fn places_take_their_type_alone() {
    let function_field = |name: &str, rest: &str| {
        function().within(&format!(r#"{{{rest},"{name}":"#), "}", &format!(".{name}"))
    };
    let latest = r#""versions":{"$LATEST":{}}"#;
    let named = format!(r#""name":"B",{latest}"#);
    let alias_field = |name: &str| {
        let before = format!(r#"{{"version":"1","{name}":"#);
        alias().within(&before, "}", &format!(".{name}"))
    };

    only(&whole(), &["an object"]);
    only(&whole().within(r#"{"pointsman":1,"functions":"#, "}", "functions"), &["a list"]);
    only(&function(), &["an object"]);
    only(&function_field("name", latest), &["a string"]);
    only(&function_field("namespace", &named), &["a string"]);
    only(&function_field("revision", &named), &["a number"]);
    only(&function_field("next_version", &named), &["a number"]);
    only(&versions(), &["an object"]);
    only(&versions().within(r#"{"$LATEST":"#, "}", ".$LATEST"), &["an object"]);
    only(&versions().within(r#"{"$LATEST":{},"1":"#, "}", ".1"), &["an object"]);
    only(&aliases(), &["an object"]);
    only(&alias(), &["an object"]);
    only(&alias().within(r#"{"version":"#, "}", ".version"), &["a string"]);
    only(&alias_field("description"), &["a string"]);
    only(&weights(), &["an object"]);
    only(&weights().within(r#"{"2":"#, "}", ".2"), &["a number"]);
    only(&slices(), &["a list"]);
    only(&slices().within("[", "]", "[0]"), &["a list"]);
    only(&slices().within("[[", ",1]]", "[0][0]"), &["a string"]);
    only(&slices().within(r#"[["1","#, "]]", "[0][1]"), &["a number"]);
    only(&sticky(), &["a string", "a list", "an object"]);
    only(&sticky().within("[", "]", "[0]"), &["a string"]);
    only(&sticky().within(r#"{"key":"#, "}", ".key"), &["a string", "a list"]);
    only(&sticky().within(r#"{"key":["#, "]}", ".key[0]"), &["a string"]);
    let salted = r#"{"key":"invoke.headers.User","salt":"#;
    only(&sticky().within(salted, "}", ".salt"), &["a string"]);
    only(&rules(), &["a list"]);
    let rule = rules().within("[", "]", "[0]");
    only(&rule, &["an object"]);
    let test = r#""when":"invoke.headers.User present""#;
    only(&rule.within(&format!(r#"{{{test},"version":"#), "}", ".version"), &["a string"]);
    let leads = format!(r#"{{{test},"version":"1","#);
    only(&rule.within(&format!(r#"{leads}"weights":"#), "}", ".weights"), &["an object"]);
    only(&rule.within(&format!(r#"{leads}"slices":"#), "}", ".slices"), &["a list"]);
    only(&when().within(r#"{"all":"#, "}", ".all"), &["a list"]);
    only(&when().within(r#"{"any":"#, "}", ".any"), &["a list"]);
}

#[test]
fn conditions_are_a_text_or_an_object() {
    let places = [
        when(),
        when().within(r#"{"all":["#, "]}", ".all[0]"),
        when().within(r#"{"any":["#, "]}", ".any[0]"),
        when().within(r#"{"not":"#, "}", ".not"),
    ];
    for place in places {
        for json in ["null", "true", "1", "[]"] {
            place.refuses(json, ": must be a test, or an object with `all`, `any` or `not`");
        }
    }
}
