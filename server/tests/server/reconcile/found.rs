//! What becomes of the differences: samples, each once, and what a newer pair says of them.

use super::{Bench, ERP, SHOP};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

/// The id in an address.
fn id(address: &str) -> String {
    let part = address.split(['/', '?']).filter(|part| part.parse::<Uuid>().is_ok()).nth(1);
    part.unwrap_or_else(|| panic!("no id in {address}")).to_owned()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn differences_become_samples_once_ticked_or_all(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let (at, _) = bench.compare(SHOP, ERP, None).await;
    let to = format!("{at}/samples");
    let none = bench.browser.post(&to, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (stored, repeated) in [(1, 0), (0, 1)] {
        let answer = bench.browser.post(&to, &[("row", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let told = bench.browser.get(answer.location()).await;
        let figure = |n: i32| format!("<span class=\"figure\">{n}</span>");
        assert!(
            told.body.contains(&figure(stored)) && told.body.contains(&figure(repeated)),
            "{}",
            told.body
        );
        assert_eq!(bench.number("sample").await, before + 1);
    }
    let job = bench.browser.post(&to, &[("all", "1")]).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert!(page.body.contains("were there already"), "{}", page.body);
    assert_eq!(bench.number("sample").await, before + 5);
    assert_eq!(bench.number("sample where evidence || records || summary like '%@%'").await, 0);
    assert_eq!(
        bench.number("sample where symptom = 'duplicate' and cause = 'duplicate_record'").await,
        1
    );
    let shown = bench.browser.get(&at).await;
    assert_eq!(shown.body.matches(">sample</a>").count(), 5, "{}", shown.body);
    // The same pair once more finds the same differences: nothing of them is new.
    let (again, _) = bench.compare(SHOP, ERP, None).await;
    let job = bench.browser.post(&format!("{again}/samples"), &[("all", "1")]).await;
    bench.run(job.location()).await;
    assert_eq!(bench.number("sample").await, before + 5);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_newer_pair_by_the_same_settings_says_what_is_fixed_and_new(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (first, _) = bench.compare(SHOP, ERP, None).await;
    let newer = ERP
        .replace("1003;cleo@example.org;8,00", "1003;cleo@example.org;7,00")
        .replace("1001;ADA", "1001;zoe");
    let page = bench.browser.get(&format!("{}/new?follows={}", bench.list, id(&first))).await;
    assert!(page.body.contains("Compare a newer pair"), "{}", page.body);
    let (second, page) = bench.compare(SHOP, &newer, Some(&id(&first))).await;
    for told in ["1 fixed", "1 new", "4 still there"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let fixed = bench.browser.get(&format!("{second}?change=fixed")).await;
    assert!(fixed.body.contains("1003") && !fixed.body.contains("1004"), "{}", fixed.body);
    let new = bench.browser.get(&format!("{second}?change=new")).await;
    assert!(new.body.contains("1001") && !new.body.contains("1004"), "{}", new.body);
}
