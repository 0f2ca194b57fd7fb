//! The admin API.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::process::{Gateway, Process};
use crate::upstream::{RELEASE, three_versions};

#[tokio::test]
async fn a_function_is_read_with_its_revision() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let answer = gateway.admin("/functions/B").await;
    assert_eq!((answer.status, answer.header("etag")), (200, Some(r#""5""#)));
    let release = r#""release":{"sticky":"invoke.headers.User","version":"1"}"#;
    assert!(answer.text().contains(release), "{answer:?}");
    assert_eq!(gateway.admin("/functions/default%2FB").await.text(), answer.text());
    gateway.admin("/functions").await.assert(200, r#"{"B":5}"#);
    gateway.admin("/functions/B/unaliased").await.assert(200, r#"["2","3"]"#);
    for path in ["/functions/C", "/functions/C/unaliased", "/functions/-"] {
        gateway.admin(path).await.assert(404, "unknown function");
    }
    assert_eq!(gateway.admin("/").await.status, 404);
}

#[tokio::test]
async fn an_alias_is_replaced_at_the_revision_that_was_read() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let version = async || gateway.get("/release/B", &[]).await.version().to_owned();
    let answer = gateway.put("release", r#""5""#, r#"{"version": "2"}"#).await;
    assert_eq!((answer.status, answer.header("etag")), (200, Some(r#""6""#)));
    assert_eq!(answer.text(), gateway.admin("/functions/B").await.text());
    assert_eq!(version().await, "2");

    let late = gateway.put("release", r#""5""#, r#"{"version": "3"}"#).await;
    late.assert(412, "the function is at revision 6");
    assert_eq!(late.header("etag"), Some(r#""6""#));
    assert_eq!(version().await, "2");

    let answer = gateway.put("release", "*", r#"{"version": "3"}"#).await;
    assert_eq!(answer.header("etag"), Some(r#""7""#));
    assert_eq!(version().await, "3");

    let mut admin = gateway.connect_admin().await;
    let answer = admin.ask("PUT", "/functions/B/aliases/release", &[], r#"{"version": "1"}"#).await;
    answer.assert(428, "If-Match is missing: the ETag of the function as it was read");
    assert_eq!(version().await, "3");
}

#[tokio::test]
async fn an_alias_that_is_new_is_created() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let rule = r#"{"when": "invoke.headers.User exact Bob", "version": "3"}"#;
    let alias = format!(r#"{{"version": "2", "rules": [{rule}]}}"#);
    let answer = gateway.put("prepub", r#""5""#, &alias).await;
    assert_eq!((answer.status, answer.header("etag")), (200, Some(r#""6""#)));
    assert_eq!(gateway.get("/prepub/B", &["User: Bob"]).await.version(), "3");
    gateway.admin("/functions/B/unaliased").await.assert(200, "[]");
}

#[tokio::test]
async fn what_is_put_is_on_disk_and_read_again_after_a_restart() {
    let mut gateway = Gateway::start(three_versions(RELEASE).await);
    fs::set_permissions(&gateway.document, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(gateway.put("release", "*", r#"{"version": "2"}"#).await.status, 200);
    let written = fs::metadata(&gateway.document).unwrap();
    assert_eq!(written.permissions().mode() & 0o777, 0o640);
    let function = gateway.admin("/functions/B").await;
    assert_eq!(fs::read_dir(gateway.directory.path()).unwrap().count(), 2, "document and log");

    let (directory, document) = (gateway.directory, gateway.document);
    drop(gateway.process);
    gateway = Gateway::start_at(directory, document, &[]);
    assert_eq!(gateway.admin("/functions/B").await.text(), function.text());
    assert_eq!(gateway.get("/release/B", &[]).await.version(), "2");
}

#[tokio::test]
async fn an_alias_that_is_wrong_changes_nothing() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    for (alias, status, text) in [
        ("", 400, "the body is not JSON: EOF while parsing a value at line 1 column 0"),
        ("{} {}", 400, "the body is not JSON: trailing characters at line 1 column 4"),
        ("[]", 422, "alias: expected an object, found a list"),
        ("{}", 422, "alias.version: is missing"),
        (r#"{"version": "9"}"#, 422, "alias.version: version 9 does not exist"),
        (
            r#"{"version": "1", "weights": {"8": 0.1, "9": 0.1}}"#,
            422,
            "alias.weights.8: version 8 does not exist\nalias.weights.9: version 9 does not exist",
        ),
        (r#"{"version": "1", "version": "2"}"#, 422, "alias.version: stands twice"),
        (r#"{"version": "1", "weight": {}}"#, 422, "alias.weight: unknown field"),
    ] {
        gateway.put("release", "*", alias).await.assert(status, text);
    }
    assert_eq!(gateway.put("7", "*", r#"{"version": "1"}"#).await.status, 400);
    let path = "/functions/C/aliases/release";
    let mut admin = gateway.connect_admin().await;
    let answer = admin.ask("PUT", path, &["If-Match: *"], r#"{"version": "1"}"#).await;
    answer.assert(404, "unknown function");
    gateway.admin("/functions").await.assert(200, r#"{"B":5}"#);
}

#[tokio::test]
async fn an_alias_may_have_a_mebibyte() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let alias = |length: usize| format!(r#"{{"version": "1"{}}}"#, " ".repeat(length - 16));
    assert_eq!(gateway.put("release", "*", &alias(1 << 20)).await.status, 200);
    assert_eq!(gateway.put("release", "*", &alias((1 << 20) + 1)).await.status, 413);
}

#[tokio::test]
async fn of_many_writers_at_one_revision_one_wins() {
    let gateway = Arc::new(Gateway::start(three_versions(RELEASE).await));
    let mut puts = JoinSet::new();
    for _ in 0..16 {
        let gateway = Arc::clone(&gateway);
        puts.spawn(
            async move { gateway.put("release", r#""5""#, r#"{"version": "2"}"#).await.status },
        );
    }
    let mut statuses = puts.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [[200].as_slice(), &[412; 15]].concat());
}

#[tokio::test]
async fn where_there_is_a_token_nothing_answers_without() {
    let directory = tempfile::tempdir().unwrap();
    let (token, document) = (directory.path().join("token"), directory.path().join("routes.json"));
    fs::write(&token, "secret\n").unwrap();
    fs::write(&document, three_versions(RELEASE).await).unwrap();
    let options = ["--admin-token", token.to_str().unwrap()];
    let gateway = Gateway::start_at(directory, document, &options);
    let mut admin = gateway.connect_admin().await;
    for path in ["/functions", "/functions/B", "/health", "/metrics", "/", "/nothing"] {
        for headers in [
            &[][..],
            &["Authorization: Bearer secre"],
            &["Authorization: Bearer secret2"],
            &["Authorization: Bearer "],
            &["Authorization: secret"],
            &["Authorization: Basic secret"],
        ] {
            let answer = admin.get(path, headers).await;
            assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("Bearer")));
        }
    }
    let path = "/functions/B/aliases/release";
    let answer = admin.ask("PUT", path, &["If-Match: *"], r#"{"version": "2"}"#).await;
    answer.assert(401, "a bearer token is needed");
    let headers = ["If-Match: *", "authorization: bearer secret"];
    assert_eq!(admin.ask("PUT", path, &headers, r#"{"version": "2"}"#).await.status, 200);
    assert_eq!(gateway.get("/release/B", &[]).await.version(), "2");
}

#[tokio::test]
async fn it_is_not_opened_to_others_unless_that_is_meant() {
    let directory = tempfile::tempdir().unwrap();
    let document = directory.path().join("routes.json");
    fs::write(&document, three_versions(RELEASE).await).unwrap();
    let mut open = Command::new(env!("CARGO_BIN_EXE_gateway"));
    open.args(["--listen", "127.0.0.1:0", "--admin", "0.0.0.0:0"]);
    let refused = open.arg(&document).output().unwrap();
    assert!(!refused.status.success());
    assert!(refused.stdout.is_empty());
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("others than this machine would reach the admin API"), "{error}");
    Process::start(open.arg("--admin-unprotected").stderr(Stdio::null()), 2);
}
