//! A release under load: no request fails, no user goes back, and a rollback holds at once.

use pointsman::{Point, Weight};

use crate::load::Load;
use crate::process::Gateway;
use crate::upstream::{RELEASE, three_versions};

#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_under_load_fails_no_request_and_takes_no_user_back() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let load = Load::start(&gateway, 16).await;
    assert!(load.versions().iter().all(|&version| version == 1));
    let mut revision = 5;
    for percent in [1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99, 100] {
        let share = f64::from(percent) / 100.0;
        let alias = format!(
            r#"{{"version": "1", "weights": {{"2": {share}}}, "sticky": "invoke.headers.User"}}"#
        );
        let answer = gateway.put("release", &format!("\"{revision}\""), &alias).await;
        revision += 1;
        assert_eq!(answer.header("etag"), Some(&*format!("\"{revision}\"")));
        load.rounds(1).await;
        // Version 2 has the top of the interval, so it is known who is there.
        let border = 1_000_000 - u64::from(Weight::from_percent(percent).unwrap().millionths());
        let border = Point::from_ratio(border, 1_000_000).map_or(u64::MAX, Point::get);
        let expected = (0..load.versions().len()).map(|user| {
            let point = Point::sticky("default/B:release", format!("user-{user}"));
            if percent == 100 || point.get() >= border { 2 } else { 1 }
        });
        assert_eq!(load.versions(), expected.collect::<Vec<_>>(), "at {percent} %");
    }
    load.stop().await;
}

#[tokio::test]
async fn a_rollback_holds_for_the_next_request() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    for _ in 0..50 {
        for version in ["2", "1"] {
            let alias = format!(r#"{{"version": "{version}"}}"#);
            assert_eq!(gateway.put("release", "*", &alias).await.status, 200);
            assert_eq!(connection.get("/release/B", &[]).await.version(), version);
            assert_eq!(gateway.get("/release/B", &[]).await.version(), version);
        }
    }
}
