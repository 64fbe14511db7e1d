//! The portfolio as a browser without scripts meets it: compared, narrowed, saved as views; templates, copies of an
//! engagement without its client, and the settings of the firm.

use crate::files::PIXEL;
use crate::harness::{Answer, Browser, Person, TestApp};
use crate::walk::contents;
use axum::http::StatusCode;
use serde_json::json;
use sqlx::{PgPool, query_scalar};
use uuid::Uuid;

/// Where an engagement stands, as its digest says.
async fn stands(owner: &PgPool, room: Uuid, digest: serde_json::Value) {
    let set = "update engagement set digest = $2 where id = $1";
    sqlx::query(set).bind(room).bind(digest).execute(owner).await.unwrap();
}

/// Two engagements that stand differently in everything that is compared. An answered question waits for us in each.
async fn compared(owner: &PgPool, app: &TestApp) {
    let steps = |state: &str| {
        let step = |step: &&str| json!({ "step": step, "state": state, "done": 1, "of": 2 });
        let all = [
            "intended_flow",
            "real_flow",
            "failure_samples",
            "logs_and_payloads",
            "source_of_truth",
            "validation",
            "decision",
        ];
        all.iter().map(step).collect::<Vec<_>>()
    };
    let north = json!({
        "format": 1, "steps": steps("in_progress"), "answer": "patch", "path": "patch", "is_final": false,
        "closed_gates": 3, "gates": 8, "flags": 3, "severities": { "critical": 1, "low": 2 }, "manual_minutes": 600,
        "waiting": { "client": 4 }, "next": "Draw the intended map",
    });
    let south = json!({
        "format": 1, "steps": steps("done"), "answer": "rebuild", "path": "rebuild", "is_final": true,
        "closed_gates": 0, "gates": 8, "flags": 9, "severities": { "high": 9 }, "manual_minutes": 6_000,
        "waiting": { "firm": 2, "third_party": 1 }, "next": "",
    });
    stands(owner, app.world.north.id, north).await;
    stands(owner, app.world.south.id, south).await;
    let age = "update engagement set created_at = now() - interval '40 days' where id = $1";
    sqlx::query(age).bind(app.world.north.id).execute(owner).await.unwrap();
}

/// The engagements of a page, in its order.
fn shown(answer: &Answer, app: &TestApp) -> Vec<&'static str> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let rooms = [(app.world.north.id, "north"), (app.world.south.id, "south")];
    let place = |(id, name): (Uuid, &'static str)| {
        Some((answer.body.find(&format!("<tr id=\"{id}\""))?, name))
    };
    let mut places: Vec<_> = rooms.into_iter().filter_map(place).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, name)| name).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn engagements_are_compared_sorted_and_narrowed_by_where_they_stand(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    compared(&owner, &app).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.get("/").await;
    for told in [
        "1 of 7: Intended flow",
        "All seven done",
        "provisional",
        "5 of 8",
        "8 of 8",
        "1 critical",
        "2 low",
        "9 high",
        "10 h",
        "100 h",
        "40 days",
        "client 4",
        "us 3",
        "third parties 1",
        "Draw the intended map",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    for key in ["step", "verdict", "gates", "hours"] {
        assert_eq!(
            shown(&admin.get(&format!("/?sort={key}")).await, &app),
            ["north", "south"],
            "{key}"
        );
        assert_eq!(
            shown(&admin.get(&format!("/?sort=-{key}")).await, &app),
            ["south", "north"],
            "{key}"
        );
    }
    for key in ["flags", "age", "waits"] {
        assert_eq!(
            shown(&admin.get(&format!("/?sort=-{key}")).await, &app),
            ["north", "south"],
            "{key}"
        );
    }
    let client = app.world.south.client;
    for (query, expected) in [
        ("verdict=patch", "north"),
        ("verdict=provisional", "north"),
        ("step=intended_flow", "north"),
        ("step=done", "south"),
        ("waits=client", "north"),
        ("waits=third_party", "south"),
        (&format!("client={client}"), "south"),
    ] {
        assert_eq!(shown(&admin.get(&format!("/?{query}")).await, &app), [expected], "{query}");
    }
    let none = admin.get("/?verdict=patch&waits=third_party").await;
    assert!(none.body.contains("Nothing matches"), "{}", none.body);
    let file = admin.get("/engagements.csv?waits=client").await;
    let lines: Vec<_> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.body);
    assert!(
        lines[0].contains("\"Critical\"") && lines[0].contains("\"Waits for the client\""),
        "{}",
        lines[0]
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_an_earlier_program_kept_is_computed_anew_and_nothing_else_changes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = app.world.north.id;
    stands(&owner, north, json!({ "flags": 2, "steps": [] })).await;
    let changed = "select changed_at::text from engagement where id = $1";
    let before: String = query_scalar(changed).bind(north).fetch_one(&owner).await.unwrap();
    let history = "select count(*) from audit";
    let entries: i64 = query_scalar(history).fetch_one(&owner).await.unwrap();
    let mut conn = owner.acquire().await.unwrap();
    let renewed = faultline::stores::engagement::renew_digests(&mut conn).await.unwrap();
    assert_eq!(renewed, 2);
    let kept =
        "select (digest ->> 'format')::int = 1 and json_array_length(digest::json -> 'steps') = 7
                    and (digest ->> 'gates')::int = 8 from engagement where id = $1";
    assert!(query_scalar::<_, bool>(kept).bind(north).fetch_one(&owner).await.unwrap());
    let after: String = query_scalar(changed).bind(north).fetch_one(&owner).await.unwrap();
    assert_eq!(after, before);
    assert_eq!(query_scalar::<_, i64>(history).fetch_one(&owner).await.unwrap(), entries);
    let again = faultline::stores::engagement::renew_digests(&mut conn).await.unwrap();
    assert_eq!(again, 0);
}

/// The id of a person's view by its name.
async fn view(owner: &PgPool, name: &str) -> Uuid {
    let id = "select id from saved_view where name = $1";
    query_scalar(id).bind(name).fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_view_is_saved_renamed_removed_and_put_back_by_its_person_alone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let form =
        [("name", "My clients"), ("waits", "client"), ("sort", "-age"), ("stage", "nonsense")];
    let saved = consultant.post("/views", &form).await;
    assert_eq!(saved.location(), "/?waits=client&sort=-age", "{}", saved.body);
    let page = consultant.get(saved.location()).await;
    assert!(page.body.contains("aria-current=\"page\">My clients</a>"), "{}", page.body);
    assert!(!page.body.contains("Waits for clients"), "another’s view is shown");
    let twice = consultant.post("/views", &[("name", "my CLIENTS"), ("waits", "firm")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("of this name already") && twice.body.contains("my CLIENTS"));
    let id = view(&owner, "My clients").await;
    let rename = format!("/views/{id}/rename");
    let renamed = consultant.post(&rename, &[("name", "Their turn"), ("version", "1")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    let stale = consultant.post(&rename, &[("name", "Late"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let mut lead = app.sign_in_as(Person::Lead).await;
    for verb in ["rename", "remove", "restore"] {
        let refused = lead.post(&format!("/views/{id}/{verb}"), &[("name", "Mine")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}");
    }
    let removed = consultant.post(&format!("/views/{id}/remove"), &[]).await;
    let page = consultant.get(removed.location()).await;
    assert!(
        page.body.contains("was removed") && page.body.contains(&format!("/views/{id}/restore"))
    );
    let back = consultant.post(&format!("/views/{id}/restore"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(consultant.get("/").await.body.contains("Their turn"));
    let audited =
        "select count(*) from audit where subject_kind = 'saved_view' and subject_id = $1";
    assert_eq!(query_scalar::<_, i64>(audited).bind(id).fetch_one(&owner).await.unwrap(), 4);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_person_has_twenty_views_at_most_and_a_client_none(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    for number in 0..20 {
        let name = format!("View {number}");
        let saved = consultant.post("/views", &[("name", &name), ("q", "late")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{number}: {}", saved.body);
    }
    let full = consultant.post("/views", &[("name", "One more"), ("q", "late")]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("You have 20 saved views") && full.body.contains("One more"));
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let refused = viewer.post("/views", &[("name", "Mine")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

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
