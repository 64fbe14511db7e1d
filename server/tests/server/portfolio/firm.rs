//! The settings of the firm and its logo.

use crate::files::PIXEL;
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_firms_settings_are_checked_kept_and_what_a_new_quote_begins_with(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let form = |brand: &'static str, version: &'static str| {
        [
            ("version", version),
            ("name", "Rescue Works"),
            ("contact", "hello@rescue.example"),
            ("brand", brand),
            ("rate", "112,50"),
            ("currency", "gbp"),
            ("tax", "20"),
            ("validity_days", "30"),
        ]
    };
    let light = admin.post("/firm", &form("#ffee99", "1")).await;
    assert_eq!(light.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(light.body.contains("Choose a darker one") && light.body.contains("#ffee99"));
    let saved = admin.post("/firm", &form("#0B4A60", "1")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = admin.get("/firm").await;
    assert!(page.body.contains("value=\"#0b4a60\"") && page.body.contains("value=\"112.5\""));
    let stale = admin.post("/firm", &form("#000000", "1")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Someone else changed the settings"));
    let audited = "select count(*) from audit where subject_kind = 'firm' and after ->> 'name' = 'Rescue Works'";
    assert_eq!(query_scalar::<_, i64>(audited).fetch_one(&owner).await.unwrap(), 1);
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(lead.get("/firm").await.status, StatusCode::NOT_FOUND);
    assert_eq!(lead.post("/firm", &form("#000000", "2")).await.status, StatusCode::NOT_FOUND);
    let draft = "update part set retired = true where engagement_id = $1 and kind = 'quote'";
    sqlx::query(draft).bind(app.world.north.id).execute(&owner).await.unwrap();
    let quote = lead.get(&format!("/e/{}/quote/edit", app.world.north.id)).await;
    for told in ["value=\"112.5\"", "value=\"GBP\"", "value=\"20\""] {
        assert!(quote.body.contains(told), "{told}: {}", quote.body);
    }
    let filled = [("version", "0")];
    let filled = lead.post(&format!("/e/{}/quote/fill", app.world.north.id), &filled).await;
    assert_eq!(filled.status, StatusCode::SEE_OTHER, "{}", filled.body);
    let kept = "select body ->> 'rate' || ' ' || (body ->> 'currency') || ' ' || (body ->> 'valid_until' is not null)
                from part where engagement_id = $1 and kind = 'quote' and not retired";
    let kept: String = query_scalar(kept).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    assert_eq!(kept, "112.50 GBP true");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_logo_is_a_picture_that_was_drawn_anew_and_nothing_else(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let removed = admin.post("/firm/logo/remove", &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(admin.get("/firm/logo").await.status, StatusCode::NOT_FOUND);
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>";
    for (name, content) in
        [("logo.svg", &drawing[..]), ("logo.txt", b"no picture"), ("none.png", b"")]
    {
        let refused = admin.upload("/firm/logo", &[], &[("logo", name, content)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let sent = [PIXEL, b"and a secret at the end"].concat();
    let put = admin.upload("/firm/logo", &[], &[("logo", "logo.png", &sent)]).await;
    assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
    let served = admin.get("/firm/logo").await;
    assert_eq!((served.status, served.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(!served.body.contains("secret") && served.bytes.starts_with(b"\x89PNG"));
    assert!(admin.get("/firm").await.body.contains("src=\"/firm/logo\""));
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(lead.get("/firm/logo").await.status, StatusCode::NOT_FOUND);
}
