//! The example program `diff`: two documents go in, and exactly what comes out.

use std::ffi::OsString;
use std::io;
use std::path::Path;

#[path = "../../examples/diff/main.rs"]
#[expect(dead_code, reason = "`main` is for the program alone")]
mod program;

use crate::run::{Broken, Outcome, with_file};

const OLD: &str = r#"{ "pointsman": 1, "functions": [
    { "name": "B", "versions": { "$LATEST": {}, "1": {}, "2": {} },
      "aliases": { "release": { "version": "1", "sticky": "invoke.headers.User" } } } ] }"#;

const NEW: &str = r#"{ "pointsman": 1, "functions": [
    { "name": "B", "versions": { "$LATEST": {}, "1": {}, "2": {} },
      "aliases": { "release": { "version": "1", "weights": { "2": 0.5 }, "sticky": "invoke.headers.User",
        "rules": [ { "when": "invoke.headers.User exact Bob", "version": "2" } ] } } } ] }"#;

const CHANGES: &str = "\
    B.aliases.release: 50% moves from version 1 to version 2\n\
    B.aliases.release.weights.2: none becomes 50%\n\
    B.aliases.release.rules[0]: added: `invoke.headers.User exact Bob` to version 2\n";

fn run(args: &[&str], input: impl AsRef<[u8]>) -> Outcome {
    Outcome::of(args, |args, changes, notes| program::run(args, input.as_ref(), changes, notes))
}

/// A run of two files and these options, whose notes name the files `OLD` and `NEW`.
fn run_on(old: impl AsRef<[u8]>, new: impl AsRef<[u8]>, options: &[&str], input: &str) -> Outcome {
    with_file(old, |old| {
        with_file(new, |new| {
            let mut outcome = run(&[&[old, new], options].concat(), input);
            outcome.notes = outcome.notes.replace(old, "OLD").replace(new, "NEW");
            outcome
        })
    })
}

#[test]
fn the_exit_status_says_whether_anything_changes() {
    assert_eq!(run_on(OLD, NEW, &[], ""), Outcome::new(CHANGES, "", 1));
    assert_eq!(run_on(OLD, OLD, &[], ""), Outcome::new("", "", 0));
    // Revisions count for nothing.
    let revised = OLD.replace("\"name\"", "\"revision\": 9, \"name\"");
    assert_eq!(run_on(OLD, revised, &[], ""), Outcome::new("", "", 0));
    let payload = OLD.replace("\"1\": {}", "\"1\": { \"payload\": [0.5] }");
    let changes = "B.versions.1: another payload\n";
    assert_eq!(run_on(OLD, payload, &[], ""), Outcome::new(changes, "", 1));
}

#[test]
fn a_document_may_come_by_standard_input() {
    let by_input =
        |args: fn(&str) -> [&str; 2], file, input| with_file(file, |file| run(&args(file), input));
    assert_eq!(by_input(|file| ["-", file], NEW, OLD), Outcome::new(CHANGES, "", 1));
    assert_eq!(by_input(|file| [file, "-"], OLD, NEW), Outcome::new(CHANGES, "", 1));
    let notes = "standard input: pointsman: is missing\n";
    assert_eq!(by_input(|file| [file, "-"], OLD, "{}"), Outcome::new("", notes, 2));
}

#[test]
fn recorded_keys_that_move_are_told() {
    let keys = "Ann\r\nBob\n\nü\nCarol\nuser-42";
    let moves = format!(
        "{CHANGES}\
         B.aliases.release: key `Ann` moves from version 1 to version 2\n\
         B.aliases.release: key `Bob` moves from version 1 to version 2\n\
         B.aliases.release: key `` moves from version 1 to where its point falls\n\
         B.aliases.release: key `user-42` moves from version 1 to version 2\n\
         B.aliases.release: 1 of 6 keys moves from version 1 to where its point falls\n\
         B.aliases.release: 3 of 6 keys move from version 1 to version 2\n"
    );
    // Who is on the upper half by the salt `default/B:release`.
    let is_above = |key: &str| {
        let point = pointsman::Point::sticky("default/B:release", key);
        point >= pointsman::Point::from_ratio(1, 2).expect("below 1")
    };
    let above: Vec<_> =
        ["Ann", "ü", "Carol", "user-42"].into_iter().filter(|key| is_above(key)).collect();
    assert_eq!(above, ["Ann", "user-42"]);

    let options = ["--keys", "-", "--alias", "B:release"];
    assert_eq!(run_on(OLD, NEW, &options, keys), Outcome::new(&moves, "", 1));
    let outcome = with_file(keys, |keys| {
        run_on(OLD, NEW, &["--alias", "default/B:release", "--keys", keys], "")
    });
    assert_eq!(outcome, Outcome::new(&moves, "", 1));
    assert_eq!(run_on(OLD, OLD, &options, keys), Outcome::new("", "", 0));

    // Of another attribute, the key decides only where one version has all.
    let options = [&options[..], &["--of", "invoke.cookies.uid"]].concat();
    let Outcome { output: changes, .. } = run_on(OLD, NEW, &options, "Bob\n");
    let bob = "B.aliases.release: key `Bob` moves from version 1 to where its point falls\n";
    assert!(changes.contains(bob), "{changes}");
}

#[test]
fn keys_are_shown_as_they_are_and_on_one_line() {
    let options = ["--keys", "-", "--alias", "B:release"];
    let keys = b"O'Brien \\ \"1\"\t\n\xff\xfe0\n\xff0\n\xef\xbf\xbd\n";
    let outcome = with_file(OLD, |old| {
        let new = NEW.replace("\"weights\": { \"2\": 0.5 }", "\"weights\": { \"2\": 1 }");
        with_file(new, |new| run(&[&[old, new], &options[..]].concat(), keys))
    });
    let keys = outcome.output.lines().filter_map(|line| line.split_once(": key "));
    let keys = keys.filter_map(|(_, key)| key.strip_suffix(" moves from version 1 to version 2"));
    let keys: Vec<_> = keys.collect();
    let shown = [r#"`O'Brien \\ "1"\t`"#, r"`\xff\xfe0`", r"`\xff0`", "`\u{fffd}`"];
    assert_eq!(keys, shown, "{}", outcome.output);
}

#[test]
fn keys_of_an_alias_that_is_not_sticky_must_be_said_to_be_of_something() {
    let [old, new] =
        [OLD, NEW].map(|text| text.replace(", \"sticky\": \"invoke.headers.User\"", ""));
    let options = ["--keys", "-", "--alias", "B:release"];
    let why = "alias `release` of `B` is not sticky: `--of` is missing\n";
    assert_eq!(run_on(&old, &new, &options, "Bob\n"), Outcome::new("", why, 2));
    let options = [&options[..], &["--of", "invoke.headers.User"]].concat();
    let Outcome { output: changes, status, .. } = run_on(&old, &new, &options, "Bob\n");
    assert!(changes.contains("key `Bob` moves from version 1 to version 2\n"), "{changes}");
    assert_eq!(status, 1);
}

#[test]
fn what_cannot_be_read_is_told_with_file_and_place() {
    let dangling = OLD.replace("\"version\": \"1\"", "\"version\": \"9\"");
    for (old, new, notes) in [
        (OLD, "", "NEW: EOF while parsing a value at line 1 column 0\n"),
        ("{}", NEW, "OLD: pointsman: is missing\n"),
        (OLD, &dangling, "NEW: functions[0].aliases.release.version: version 9 does not exist\n"),
    ] {
        assert_eq!(run_on(old, new, &[], ""), Outcome::new("", notes, 2));
    }
    let latin = "NEW: invalid utf-8 sequence of 1 bytes from index 0\n";
    assert_eq!(run_on(OLD, b"\xff", &[], ""), Outcome::new("", latin, 2));
    for args in [["no/such/file", "-"], ["-", "no/such/file"]] {
        let Outcome { output: changes, notes, status } = run(&args, OLD);
        assert_eq!((changes.as_str(), status), ("", 2));
        assert!(notes.starts_with("no/such/file: "), "{notes}");
    }
    for (alias, why) in [
        ("C:release", "function `C` is not in both documents\n"),
        ("B:prepub", "alias `prepub` of `B` is not in both documents\n"),
    ] {
        let outcome = run_on(OLD, NEW, &["--keys", "-", "--alias", alias], "");
        assert_eq!(outcome, Outcome::new("", why, 2));
    }
}

#[test]
fn the_command_line_is_read_strictly() {
    let together = "`--keys` and `--alias` go together, and `--of` with them";
    for (args, why) in [
        (&[][..], "the old document is missing"),
        (&["a"], "the new document is missing"),
        (&["a", "b", "c"], "`c` is one too many"),
        (&["a", "b", "--format"], "unknown option `--format`"),
        (&["a", "b", "--keys"], "`--keys` needs a value"),
        (&["a", "b", "--keys", "k", "--keys", "k"], "`--keys` is one too many"),
        (&["a", "b", "--keys", "k"], together),
        (&["a", "b", "--alias", "B:release"], together),
        (&["a", "b", "--of", "invoke.headers.User"], together),
        (&["-", "-"], "standard input can be but one of them"),
        (&["-", "b", "--keys", "-", "--alias", "B:a"], "standard input can be but one of them"),
        (&["a", "b", "--keys", "k", "--alias", "B"], "alias `B` must be written `FUNCTION:ALIAS`"),
        (
            &["a", "b", "--keys", "k", "--alias", "9:a"],
            "function name `9` must start with a letter",
        ),
        (&["a", "b", "--keys", "k", "--alias", "B:"], "alias name `` is empty"),
        (
            &["a", "b", "--keys", "k", "--alias", "B:a", "--of", "User"],
            "key `User` must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`",
        ),
    ] {
        assert_eq!(run(args, ""), Outcome::new("", &format!("{why}; see --help\n"), 2), "{args:?}");
    }
}

#[test]
fn help_is_no_change() {
    let Outcome { output: changes, notes, status } = run(&["--help"], "");
    assert!(changes.starts_with("Says what changes"), "{changes}");
    assert_eq!((notes.as_str(), status), ("", 0));
}

#[test]
fn the_documents_beside_the_program_show_a_change() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/diff");
    let path = |name| folder.join(name).to_str().expect("the folder has a plain name").to_owned();
    let [old, new, users] = ["old.json", "new.json", "users.txt"].map(path);
    let outcome = run(&[&old, &new, "--keys", &users, "--alias", "B:release"], "");
    let changes = "\
        B.versions.3: published\n\
        B.aliases.prepub: 100% moves from version 1 to version 2\n\
        B.aliases.prepub.version: 1 becomes 2\n\
        B.aliases.prepub.rules[0]: added: `invoke.headers.User prefix B` to version 3\n\
        B.aliases.prepub.rules[1]: shadowed, since rule 0 takes all its requests\n\
        B.aliases.prepub.rules[2]: 100% moves from version 2 to version 3\n\
        B.aliases.prepub.rules[2].version: 2 becomes 3\n\
        B.aliases.release: 20% moves from version 1 to version 2\n\
        B.aliases.release.weights.2: 10% becomes 30%\n\
        images/crop: added\n\
        images/crop.versions.$LATEST: published\n\
        images/crop.aliases.$DEFAULT: created, to version $LATEST\n\
        images/resize: removed\n\
        B.aliases.release: key `Ann` moves from version 1 to version 2\n\
        B.aliases.release: key `Dave` moves from version 1 to version 2\n\
        B.aliases.release: key `Grace` moves from version 1 to version 2\n\
        B.aliases.release: key `Ivan` moves from version 1 to version 2\n\
        B.aliases.release: key `user-42` moves from version 1 to version 2\n\
        B.aliases.release: 5 of 11 keys move from version 1 to version 2\n";
    assert_eq!(outcome, Outcome::new(changes, "", 1));
}

#[test]
fn a_change_that_cannot_be_written_ends_the_run() {
    let full = io::ErrorKind::StorageFull;
    for (kind, told) in [
        // Who reads no more wants no message.
        (io::ErrorKind::BrokenPipe, ""),
        (full, &format!("can't write: {full}\n")),
    ] {
        let mut notes = Vec::new();
        let status = with_file(NEW, |new| {
            let args = ["-", new].map(OsString::from);
            program::run(args, OLD.as_bytes(), Broken(kind), &mut notes)
        });
        assert_eq!((status, String::from_utf8(notes).as_deref()), (2, Ok(told)), "{kind}");
    }
}
