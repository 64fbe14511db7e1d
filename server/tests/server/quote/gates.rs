//! Each gate of a quote holds it back in turn: it says why, nothing is issued, and what it asks for lets go of it.

use super::{issue, page, values};
use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query, query_scalar};
use uuid::Uuid;

const REBUILD: u128 = 0x9001;
const SEE: u128 = 0x9002;
const SETTLE: u128 = 0x9003;
const PROVE: u128 = 0x9004;
const ENTRY: u128 = 0x9005;
/// A field of the draft itself.
const DRAFT: u128 = 0;

/// A field, the line or assumption that it belongs to, and what is typed; an empty text takes a tick away.
type Typed = (&'static str, u128, &'static str);

/// What holds the draft back, and what is typed to be rid of it.
const GATES: [(&str, &[Typed]); 12] = [
    ("Nothing is offered yet.", &[("on", REBUILD, "true")]),
    (
        "What is offered takes no time.",
        &[("high", REBUILD, "4"), ("likely", REBUILD, "2"), ("low", REBUILD, "1")],
    ),
    (
        "No quote is issued without failure samples. Confirm 2 more failure samples at “Orders”: 1 of 3.",
        &[
            ("reason_samples", DRAFT, "The client showed three mails about it."),
            ("agreed_samples", DRAFT, "Ben"),
        ],
    ),
    ("No fixed price while discovery facts are unknown.", &[("fixed_price", DRAFT, "")]),
    ("No business-logic change before visibility.", &[("on", SEE, "true")]),
    ("No rebuild before truth is named and the actual map exists.", &[("on", SETTLE, "true")]),
    (
        "“Rebuild the connector” at “Orders” needs this first: “Prove it on a batch” (prove on a controlled batch).",
        &[("on", PROVE, "true")],
    ),
    ("Give the price of an hour.", &[("rate", DRAFT, "100")]),
    ("Give the last day on which it can be accepted.", &[("valid_until", DRAFT, "2020-01-01")]),
    ("The last day to accept it is over.", &[("valid_until", DRAFT, "2100-01-01")]),
    ("does not say who answers for it and how it is tested.", &[("owner", ENTRY, "Operations")]),
    ("does not say how it is tested.", &[("test", ENTRY, "Ask for them")]),
];

/// An integration that can only be rebuilt: records came twice, nothing guards against it, and its code is lost.
async fn broken(app: &TestApp) {
    let part = "update part set body = body || $3 where engagement_id = $1 and kind = $2";
    let controls = serde_json::json!({ "controls": {
        "idempotency_key": { "state": "missing" }, "duplicate_check": { "state": "missing" },
    } });
    let lost = serde_json::json!({ "in_scope": true, "code": "no" });
    for (kind, body) in [("control_sheet", controls), ("integration", lost)] {
        let done = query(part).bind(app.world.north.id).bind(kind).bind(body);
        assert_eq!(done.execute(&app.owner).await.unwrap().rows_affected(), 1, "{kind}");
    }
}

/// The fields of a draft that everything holds back.
fn draft(app: &TestApp) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("currency", "EUR"),
        ("tax", "20"),
        ("hours_a_week", "40"),
        ("fixed_price", "true"),
        ("rate", ""),
        ("valid_until", ""),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let at = app.world.north.ids["integration"].to_string();
    let lines = [
        (REBUILD, "rebuild", "Rebuild the connector", ["0"; 3]),
        (SEE, "see", "Log what comes in", ["1", "2", "4"]),
        (SETTLE, "settle", "Name who is right", ["1", "2", "4"]),
        (PROVE, "prove", "Prove it on a batch", ["1", "2", "4"]),
    ];
    for (line, work, says, [low, likely, high]) in lines {
        fields.push(("line".into(), Uuid::from_u128(line).to_string()));
        let named = [("work", work), ("says", says), ("at", at.as_str()), ("action", "")];
        let hours = [("low", low), ("likely", likely), ("high", high)];
        fields.extend(named.into_iter().chain(hours).map(|(of, value)| typed((of, line, value))));
    }
    fields.push(("entry".into(), Uuid::from_u128(ENTRY).to_string()));
    let entry = [
        ("assumed", "Credentials can be had"),
        ("owner", ""),
        ("test", ""),
        ("percent", "10"),
        ("costs", "0.5"),
        ("false", "10"),
        ("state", "open"),
        ("unknown", ""),
    ];
    fields.extend(entry.map(|(of, value)| typed((of, ENTRY, value))));
    fields
}

fn typed((of, line, value): (&str, u128, &str)) -> (String, String) {
    let name =
        if line == DRAFT { of.to_owned() } else { format!("{of}_{}", Uuid::from_u128(line)) };
    (name, value.to_owned())
}

async fn save(app: &TestApp, lead: &mut Browser, fields: &[(String, String)]) {
    let edit = page(app, "quote/edit");
    let version = values(&lead.get(&edit).await.body, "version").remove(0);
    let mut form: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.push(("version", &version));
    let saved = lead.post(&edit, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

/// What the page says holds the draft back.
async fn held(app: &TestApp, lead: &mut Browser) -> String {
    let body = lead.get(&page(app, "quote")).await.body;
    let after = body.split_once("id=\"held\"").map(|(_, after)| after).unwrap_or_default();
    after.split("</ul>").next().unwrap_or_default().to_owned()
}

async fn issued(app: &TestApp) -> i64 {
    let count = "select count(*) from quote where engagement_id = $1";
    query_scalar(count).bind(app.world.north.id).fetch_one(&app.owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn each_gate_holds_it_back_in_turn_and_says_why(owner: PgPool) {
    let app = TestApp::new(owner).await;
    broken(&app).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut fields = draft(&app);
    save(&app, &mut lead, &fields).await;
    for (says, mends) in GATES {
        let told = held(&app, &mut lead).await;
        assert!(told.contains(says), "“{says}” is not told: {told}");
        let refused = issue(&app, &mut lead).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
        assert_eq!(issued(&app).await, 1, "it was issued although: {says}");
        for mend in mends {
            let (name, value) = typed(*mend);
            fields.retain(|(field, _)| *field != name);
            if !value.is_empty() {
                fields.push((name, value));
            }
        }
        save(&app, &mut lead, &fields).await;
        let told = held(&app, &mut lead).await;
        assert!(!told.contains(says), "{says}: {told}");
    }
    assert_eq!(held(&app, &mut lead).await, "");
    let done = issue(&app, &mut lead).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(issued(&app).await, 2);
    let told = lead.get(&format!("/room/{}/quote", app.world.north.id)).await.body;
    assert!(told.contains("The client showed three mails about it. Agreed by Ben."), "{told}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_is_issued_before_the_recommendation_is_published(owner: PgPool) {
    let app = TestApp::new(owner).await;
    for table in ["decision", "comment", "snapshot"] {
        let none = sqlx::AssertSqlSafe(format!("delete from {table} where engagement_id = $1"));
        query(none).bind(app.world.north.id).execute(&app.owner).await.unwrap();
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    let drafted = super::drafted(&app, &mut lead, "100").await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    let says = "Publish the recommendation first";
    let told = held(&app, &mut lead).await;
    assert!(told.contains(says), "{told}");
    let refused = issue(&app, &mut lead).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(says), "{}", refused.body);
    let publish = page(&app, "publish");
    let seen = values(&lead.get(&publish).await.body, "seen").remove(0);
    let form = [("seen", seen.as_str()), ("newest", "0"), ("note", "")];
    assert_eq!(lead.post(&publish, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(held(&app, &mut lead).await, "");
    assert_eq!(issue(&app, &mut lead).await.status, StatusCode::SEE_OTHER);
}
