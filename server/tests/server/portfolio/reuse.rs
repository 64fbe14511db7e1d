//! Templates, and engagements that begin with another one: the method is taken along, the client is not.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::walk::contents;
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};
use uuid::Uuid;

/// The word that stands for all that is the first client's.
const CANARY: &str = "Zanzibar";

/// Puts the word into every name, title and client of the first engagement.
async fn planted(owner: &PgPool, app: &TestApp) {
    let room = app.world.north.id;
    for plant in [
        "update part set body = body || jsonb_build_object('name', 'Zanzibar ' || id) where engagement_id = $1 and body ? 'name'",
        "update part set body = body || jsonb_build_object('says', 'Zanzibar ' || id) where engagement_id = $1 and kind = 'plan_line'",
        "update part set body = body || jsonb_build_object('situation', 'Zanzibar') where engagement_id = $1 and kind = 'brief'",
        "update part set body = body || jsonb_build_object('vendor', 'Zanzibar', 'contact', 'Zanzibar') where engagement_id = $1 and kind = 'system'",
        "update part set body = body || '{\"exclusions\": [\"Zanzibar\"]}' where engagement_id = $1 and kind = 'quote'",
        "update engagement set title = 'Zanzibar' where id = $1",
    ] {
        let rows = sqlx::query(plant).bind(room).execute(owner).await.unwrap().rows_affected();
        assert!(rows > 0, "{plant}");
    }
}

/// The boxes of texts that can be taken, each with whether it is ticked.
fn ticks(body: &str) -> Vec<(String, bool)> {
    let inputs = body.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let boxes = inputs.filter(|input| input.contains("name=\"take\""));
    let value = |input: &str| input.split("value=\"").nth(1)?.split('"').next().map(str::to_owned);
    boxes.filter_map(|input| Some((value(input)?, input.contains(" checked")))).collect()
}

async fn reused(lead: &mut Browser, app: &TestApp, more: &[(&str, &str)]) -> Answer {
    let client = app.world.south.client.to_string();
    let form = [("make", "engagement"), ("client", &client), ("title", "Repairs")];
    let form: Vec<_> = form.into_iter().chain(more.iter().copied()).collect();
    lead.post(&format!("/e/{}/reuse", app.world.north.id), &form).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn another_engagement_begins_with_the_method_and_without_the_client(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    planted(&owner, &app).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = lead.get(&format!("/e/{}/reuse", app.world.north.id)).await;
    for told in ["Always taken", "Never taken", "Nothing is ticked for you"] {
        assert!(form.body.contains(told), "{told}");
    }
    let boxes = ticks(&form.body);
    assert!(boxes.len() > 2 && boxes.iter().all(|(_, ticked)| !ticked), "{boxes:?}");
    let made = reused(&mut lead, &app, &[]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let id: Uuid = made.location().rsplit('/').next().unwrap().parse().unwrap();
    let all = contents(&owner, id).await.join("\n");
    assert!(all.contains("\"shop\"") && !all.contains(CANARY), "{all}");
    let title = "select title || ' ' || standing::text || digest::text || integrations::text from engagement where id = $1";
    let title: String = query_scalar(title).bind(id).fetch_one(&owner).await.unwrap();
    assert!(title.starts_with("Repairs") && !title.contains(CANARY), "{title}");
    // What is ticked is taken along, and nothing beside it.
    let data_type = app.world.north.ids["data_type"].to_string();
    let made = reused(&mut lead, &app, &[("take", &data_type)]).await;
    let id: Uuid = made.location().rsplit('/').next().unwrap().parse().unwrap();
    let kinds = "select string_agg(distinct kind, ' ' order by kind) from part
                 where engagement_id = $1 and body::text like '%Zanzibar%'";
    let kinds: String = query_scalar(kinds).bind(id).fetch_one(&owner).await.unwrap();
    assert_eq!(kinds, "data_type field");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_says_too_little_comes_back_with_its_ticks(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let (page, ticked) =
        (format!("/e/{}/reuse", app.world.north.id), app.world.north.ids["system"]);
    let ticked = ticked.to_string();
    let form = [("make", "engagement"), ("title", "Repairs"), ("take", &ticked)];
    let refused = lead.post(&page, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Choose the client") && refused.body.contains("value=\"Repairs\"")
    );
    let kept: Vec<_> = ticks(&refused.body).into_iter().filter(|(_, ticked)| *ticked).collect();
    assert_eq!(kept, [(ticked.clone(), true)], "the tick stays");
    let named = [("make", "template"), ("name", "What North Outfitters taught")];
    let refused = lead.post(&page, &named).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("tells whose it was"), "{}", refused.body);
    let mut outside = app.sign_in_as(Person::Outside).await;
    assert_eq!(outside.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(outside.post(&page, &form).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_template_is_offered_to_everybody_of_the_firm_and_changed_by_few(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [("make", "template"), ("name", "Shop to ledger")];
    let kept = lead.post(&format!("/e/{}/reuse", app.world.north.id), &form).await;
    assert!(kept.location().starts_with("/templates#"), "{}", kept.body);
    let id = kept.location().rsplit('#').next().unwrap().to_owned();
    let mut outside = app.sign_in_as(Person::Outside).await;
    let new = outside.get(&format!("/engagements/new?template={id}")).await;
    assert!(
        new.body.contains(&format!("<option value=\"{id}\" selected>Shop to ledger")),
        "{}",
        new.body
    );
    let client = app.world.south.client.to_string();
    let form = [("client", client.as_str()), ("title", "Repairs"), ("template", &id)];
    let unknown = [("client", client.as_str()), ("title", "Repairs"), ("template", "no id")];
    let unknown = outside.post("/engagements/new", &unknown).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unknown.body);
    assert!(unknown.body.contains("Choose a template of the list"), "{}", unknown.body);
    let opened = outside.post("/engagements/new", &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let room: Uuid = opened.location().rsplit('/').next().unwrap().parse().unwrap();
    let systems = "select count(*) from part where engagement_id = $1 and kind = 'system'";
    assert_eq!(query_scalar::<_, i64>(systems).bind(room).fetch_one(&owner).await.unwrap(), 1);
    let refused = outside.post(&format!("/templates/{id}/remove"), &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let removed = lead.post(&format!("/templates/{id}/remove"), &[]).await;
    assert!(lead.get(removed.location()).await.body.contains(&format!("/templates/{id}/restore")));
    let gone = outside.post("/engagements/new", &form).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(gone.body.contains("was removed meanwhile") && gone.body.contains("value=\"Repairs\""));
    let back = lead.post(&format!("/templates/{id}/restore"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let taken = [("name", "Shop and ERP"), ("version", "3")];
    let taken = lead.post(&format!("/templates/{id}/rename"), &taken).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.body.contains("of this name already"), "{}", taken.body);
}
