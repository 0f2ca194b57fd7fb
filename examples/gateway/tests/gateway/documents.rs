//! The document on disk: whoever changes it, and however, it is served, or said why not.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::load::Load;
use crate::process::{Gateway, command};
use crate::upstream::{RELEASE, three_versions};

/// Long enough that only events tell of changes.
const NO_POLL: [&str; 2] = ["--poll", "3600"];

/// The document with all on another version, at another revision.
fn changed_to(document: &str, version: u32, revision: u64) -> String {
    let release = RELEASE.replace(r#""version": "1""#, &format!(r#""version": "{version}""#));
    let revision = format!(r#""revision": {revision}"#);
    document.replace(RELEASE, &release).replace(r#""revision": 5"#, &revision)
}

fn changed(document: &str, revision: u64) -> String {
    changed_to(document, 2, revision)
}

/// Renames another file over it, which was written where nobody watches.
fn replace(path: &Path, text: &str) {
    let elsewhere = tempfile::tempdir().unwrap();
    let new = elsewhere.path().join("new");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
}

async fn wait_for_version(gateway: &Gateway, version: &str) {
    gateway
        .wait_for(version, async || gateway.get("/release/B", &[]).await.version() == version)
        .await;
}

/// Changes the document twice: the first change may come before anyone watches, the second is seen.
async fn assert_served(gateway: &Gateway, document: &str, change: impl Fn(&str)) {
    for (version, revision) in [(2, 6), (3, 7)] {
        change(&changed_to(document, version, revision));
        wait_for_version(gateway, &version.to_string()).await;
    }
}

#[test]
fn a_document_that_is_wrong_is_told_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let document = directory.path().join("routes.json");
    fs::write(&document, r#"{"pointsman": 1}"#).unwrap();
    let refused = command().arg(&document).output().unwrap();
    assert!(!refused.status.success());
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("functions: is missing"), "{error}");
}

#[tokio::test]
async fn a_document_that_is_replaced_is_served() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start_with(&document, &NO_POLL);
    assert_served(&gateway, &document, |text| replace(&gateway.document, text)).await;
}

#[tokio::test]
async fn a_document_that_is_written_over_is_served() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start_with(&document, &NO_POLL);
    let write = |text: &str| fs::write(&gateway.document, text).unwrap();
    assert_served(&gateway, &document, write).await;
}

/// As Kubernetes does: the file is a link through `..data`, and `..data` is what is swapped.
#[tokio::test]
async fn a_document_whose_directory_is_swapped_is_served() {
    let directory = tempfile::tempdir().unwrap();
    let mount = directory.path().to_owned();
    let swap = |text: &str| {
        let new = tempfile::Builder::new().prefix("..").disable_cleanup(true).tempdir_in(&mount);
        let new = new.unwrap().path().to_owned();
        fs::write(new.join("routes.json"), text).unwrap();
        symlink(new.file_name().unwrap(), mount.join("..data_tmp")).unwrap();
        let old = fs::canonicalize(mount.join("..data"));
        fs::rename(mount.join("..data_tmp"), mount.join("..data")).unwrap();
        if let Ok(old) = old {
            fs::remove_dir_all(old).unwrap();
        }
    };
    let document = three_versions(RELEASE).await;
    swap(&document);
    let path = mount.join("routes.json");
    symlink("..data/routes.json", &path).unwrap();
    let gateway = Gateway::start_at(directory, path, &NO_POLL);
    assert_eq!(gateway.get("/release/B", &[]).await.version(), "1");
    assert_served(&gateway, &document, swap).await;
}

#[tokio::test]
async fn a_change_that_no_event_tells_of_is_found_all_the_same() {
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("target.json");
    let document = three_versions(RELEASE).await;
    fs::write(&target, &document).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("routes.json");
    symlink(&target, &path).unwrap();
    let gateway = Gateway::start_at(directory, path, &["--poll", "0.05"]);
    replace(&target, &changed(&document, 6));
    wait_for_version(&gateway, "2").await;

    // And what is put goes where the link leads.
    assert_eq!(gateway.put("release", "*", r#"{"version": "3"}"#).await.status, 200);
    assert!(fs::symlink_metadata(&gateway.document).unwrap().is_symlink());
    assert!(fs::read_to_string(&target).unwrap().contains(r#""release":{"version":"3"}"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_document_is_told_and_the_last_good_one_serves() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start(&document);
    let load = Load::start(&gateway, 8).await;
    let current = "gateway_document_is_current";
    assert_eq!(gateway.count(current).await, 1);

    let broken = changed(&document, 6).replace(r#""version": "2""#, r#""version": "9""#);
    for text in [&document[..document.len() / 2], "", &broken, "\u{fffd}"] {
        replace(&gateway.document, text);
    }
    replace(&gateway.document, &broken);
    gateway.wait_for_fault("functions[0].aliases.release.version: version 9 does not exist").await;
    load.rounds(2).await;
    assert_eq!(gateway.count(current).await, 0);
    assert!(gateway.count(r#"gateway_reloads_total{kind="wrong"}"#).await >= 1);

    // It is someone's, and to be mended: a change does not write it over.
    let answer = gateway.put("release", "*", r#"{"version": "3"}"#).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().starts_with("the document on disk is to be mended first"), "{answer:?}");
    assert_eq!(fs::read_to_string(&gateway.document).unwrap(), broken);
    assert!(load.versions().iter().all(|&version| version == 1));

    replace(&gateway.document, &changed(&document, 6));
    gateway.wait_for_no_fault().await;
    load.rounds(2).await;
    assert_eq!(gateway.count(current).await, 1);
    assert!(load.versions().iter().all(|&version| version == 2));
    load.stop().await;
}

#[tokio::test]
async fn a_document_that_goes_is_missed_and_found_again() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start(&document);
    fs::remove_file(&gateway.document).unwrap();
    gateway.wait_for_fault("the document can't be read: No such file or directory").await;
    assert_eq!(gateway.get("/release/B", &[]).await.version(), "1");
    fs::write(&gateway.document, &document).unwrap();
    gateway.wait_for_no_fault().await;
}

#[tokio::test]
async fn a_function_that_differs_must_be_above_the_one_served() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start(&document);
    for revision in [5, 4, 0] {
        replace(&gateway.document, &changed(&document, revision));
        let fault = format!(
            "function `B` differs from the served one, but its revision {revision} is not above 5"
        );
        gateway.wait_for_fault(&fault).await;
        assert_eq!(gateway.get("/release/B", &[]).await.version(), "1");
    }
    assert_eq!(gateway.count(r#"gateway_reloads_total{kind="conflict"}"#).await, 3);
    assert_eq!(gateway.put("release", "*", r#"{"version": "3"}"#).await.status, 409);
    let log = fs::read_to_string(gateway.directory.path().join("log")).unwrap();
    assert!(log.contains("its revision 4 is not above 5"), "{log}");

    replace(&gateway.document, &changed(&document, 6));
    wait_for_version(&gateway, "2").await;
    gateway.wait_for_no_fault().await;
}

/// Of many changes in a row the last is served, and few of the others.
#[tokio::test]
async fn changes_in_quick_succession_are_served_once() {
    const CHANGES: u64 = 500;
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start_with(&document, &NO_POLL);
    assert_served(&gateway, &document, |text| replace(&gateway.document, text)).await;
    for revision in 8..8 + CHANGES {
        replace(&gateway.document, &changed_to(&document, 2, revision));
    }
    replace(&gateway.document, &changed_to(&document, 1, 8 + CHANGES));
    wait_for_version(&gateway, "1").await;
    let reloads = gateway.count(r#"gateway_reloads_total{kind="served"}"#).await;
    assert!(reloads < CHANGES / 5, "{reloads} reloads for {CHANGES} changes");
}

/// The change is made to what is on disk, even if that has not been served yet.
#[tokio::test]
async fn a_change_that_was_just_written_is_not_lost_to_the_next() {
    let document = three_versions(RELEASE).await;
    let gateway = Gateway::start_with(&document, &NO_POLL);
    for revision in (6..40).step_by(2) {
        replace(&gateway.document, &changed(&document, revision));
        let revision = format!("\"{revision}\"");
        assert_eq!(gateway.put("prepub", &revision, r#"{"version": "3"}"#).await.status, 200);
        assert_eq!(gateway.get("/release/B", &[]).await.version(), "2");
    }
}
