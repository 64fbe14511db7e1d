//! A quote that was issued, and what became of it.

use super::Room;
use faultline::document::quote::Quote;
use faultline::judgement::assess::assess;
use faultline::judgement::quote::{Context, Price, Record, appraise};
use faultline::stores::quote::{Basis, ChangeOrder, Contents, Issue};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// What a quote of an engagement that is still empty says.
fn offered(engagement: Uuid, lead: Uuid) -> Contents {
    let document = json!({
        "id": engagement, "title": "Orders", "client": "A client", "stage": "active", "as_of": "2026-11-01T08:00:00Z",
    });
    let doc = serde_json::from_value(document).unwrap();
    let draft: Quote = serde_json::from_value(json!({
        "id": lead, "rate": "100", "valid_until": "2100-01-01",
        "lines": [{ "id": engagement, "says": "Log it", "work": "see", "included": true,
                    "hours": { "low": 60, "likely": 120, "high": 240 } }],
        "assumptions": [{ "id": Uuid::now_v7(), "says": "Access is given", "owner": "IT", "test": "Ask",
                          "assumed": { "percent": 10, "minutes": 30 }, "if_false": 60 }],
    }))
    .unwrap();
    let (assessment, record) = (assess(&doc), Record::default());
    let context = Context { doc: &doc, assessment: &assessment, unknowns: &[], record: &record };
    let appraisal = appraise(context, &draft);
    let basis = Basis { number: 1, hash: String::new() };
    let issue = Issue { number: 1, issued_by: "Lead Person".into(), basis, record: String::new() };
    Contents::of(&doc, &assessment, &draft, appraisal, issue)
}

/// A quote that the client accepted, with an assumption that holds.
pub(super) async fn quoted(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
    let contents = offered(room.id, by);
    let (id, text) = (Uuid::now_v7(), serde_json::to_string(&contents).unwrap());
    let add = "insert into quote (id, engagement_id, number, document, hash, state, valid_until, estimated_p80, quoted_p80,
                   answered_by, answered_by_name, answered_at, issued_by)
               values ($1, $2, 1, $3::text::json, sha256(convert_to($3, 'UTF8')), 'accepted', '2100-01-01', 200, 200, $4,
                   'Client Person', now(), $5)";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(text).bind(answered_by).bind(by);
    add.execute(owner).await.unwrap();
    let entry = &contents.quote.assumptions[0];
    let order = ChangeOrder {
        assumption: entry.id,
        says: entry.says.clone(),
        holds: true,
        found: "It was given.".into(),
        minutes: 0,
        price: Price::default(),
        written_by: "Lead Person".into(),
        written_at: contents.issued_at,
    };
    let add = "insert into quote_change (id, engagement_id, quote_id, assumption_id, document, written_by)
               values ($1, $2, $3, $4, $5::text::json, $6)";
    let add = sqlx::query(add).bind(Uuid::now_v7()).bind(room.id).bind(id).bind(entry.id.0);
    let add = add.bind(serde_json::to_string(&order).unwrap()).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("issued_quote", id);
}
