//! “Redact more” in issued quotes: texts go, words of our own stay, and the hash it was issued with stays on record.

use super::*;
use crate::stores::quote::ChangeOrder;
use crate::stores::redaction::{Mark, everywhere};

const PLACEHOLDER: &str = "‹name 1›";

/// A quote whose texts hold words that are ours elsewhere.
async fn worded(bench: &Bench) -> Issued {
    let version = drafted(bench).await;
    let mut draft = quote();
    draft.lines[0].says = "Patch what was issued to Harbour".into();
    draft.exclusions = vec!["What is open at Harbour’s".into()];
    draft.assumptions[0].owner = "Harbour, owner".into();
    let mut tx = bench.act().await;
    let saved = put(&mut tx, bench.grant(), Part::Quote(draft), version).await.unwrap();
    tx.commit().await.unwrap();
    issued(bench, saved.version).await.unwrap();
    all_of(bench, &bench.actor).await.remove(0)
}

async fn redact(bench: &Bench, text: &str) -> Issued {
    let mut tx = bench.act().await;
    let mark = Mark { text, placeholder: PLACEHOLDER };
    everywhere(&mut tx, bench.grant(), mark).await.unwrap();
    tx.commit().await.unwrap();
    all_of(bench, &bench.actor).await.remove(0)
}

#[sqlx::test]
async fn a_mark_that_is_a_word_of_our_own_leaves_the_quote_readable(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let before = worded(&bench).await;
    let mut expected = before.contents.clone();
    for mark in ["issued", "Patch", "open", "owner"] {
        let after = redact(&bench, mark).await;
        let quote = &mut expected.quote;
        let texts = [
            &mut quote.lines[0].says,
            &mut quote.exclusions[0],
            &mut quote.assumptions[0].owner,
            &mut expected.appraisal.sources[0].ask,
        ];
        texts.into_iter().for_each(|text| *text = text.replace(mark, PLACEHOLDER));
        assert_eq!(after.contents, expected, "{mark}");
        assert_eq!(after.hash, before.hash, "it was issued with this one");
        assert!(after.redacted_at.is_some() && Hash::of(&after.text) != before.hash);
        assert!(after.text.contains("\"issued_by\"") && after.text.contains("\"EUR\""));
    }
    let draft = load(&mut *bench.act().await, bench.grant()).await.unwrap().document.quotes;
    assert_eq!(draft[0].lines[0].says, expected.quote.lines[0].says);
    assert_eq!(draft[0].assumptions[0].state, AssumptionState::Open);
}

#[sqlx::test]
async fn a_mark_that_stands_in_no_text_of_it_leaves_it_as_it_was_issued(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let before = worded(&bench).await;
    for mark in ["see", "EUR", "rate", "lines", "record", "p80", "format"] {
        let after = redact(&bench, mark).await;
        assert_eq!((&after.text, after.redacted_at), (&before.text, None), "{mark}");
        assert_eq!(after.version, before.version);
    }
}

#[sqlx::test]
async fn a_change_order_is_redacted_too_and_still_read(pool: PgPool) {
    let bench = Bench::new(pool).await;
    worded(&bench).await;
    let contributor = bench.client_person(Capacity::Contributor).await;
    answered(&bench, &contributor, 1, QuoteAnswer::Accept, "Says Harbour").await.unwrap();
    let grant: Grant<Publish> = bench.actor.may(bench.engagement).unwrap();
    let entry = PartId(Uuid::from_u128(503));
    let mut tx = bench.act().await;
    let found = "Harbour found what holds it.";
    let order = test_assumption(&mut tx, grant, 1, entry, false, found).await.unwrap();
    tx.commit().await.unwrap();
    redact(&bench, "holds").await;
    let after = redact(&bench, "Harbour").await;
    let found = format!("{PLACEHOLDER} found what {PLACEHOLDER} it.");
    assert_eq!(after.changes, [ChangeOrder { found, ..order }]);
    assert_eq!(after.reason, format!("Says {PLACEHOLDER}"));
    assert_eq!((after.state, after.answered_by.as_str()), (QuoteState::Accepted, "Grace"));
    let everything: String = sqlx::query_scalar(
        "select string_agg(q.document::text || c.document::text || q.reason, '')
         from quote q join quote_change c on c.quote_id = q.id",
    )
    .fetch_one(&bench.pool)
    .await
    .unwrap();
    assert!(!everything.contains("Harbour"), "{everything}");
}

#[sqlx::test]
async fn a_quote_of_an_older_form_is_redacted_in_the_form_it_has(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let before = worded(&bench).await;
    // As it was written before these fields were there; an older form had one that is known no more.
    let older = "update quote set document = ((document::jsonb - 'record') #- '{quote,bounds}' #- '{quote,fixed_price}'
                     || '{\"gone\": [\"Said at Harbour\", 7]}')::json";
    sqlx::query(older).execute(&bench.pool).await.unwrap();
    let after = redact(&bench, "Harbour").await;
    assert_eq!(
        after.contents.quote.lines[0].says,
        format!("Patch what was issued to {PLACEHOLDER}")
    );
    assert_eq!(after.contents.prices, before.contents.prices);
    let left: serde_json::Value = serde_json::from_str(&after.text).unwrap();
    let quote = left["quote"].as_object().unwrap();
    assert!(left.get("record").is_none() && !quote.contains_key("bounds"), "{left}");
    assert!(!quote.contains_key("fixed_price"), "{left}");
    assert_eq!(left["gone"], json!([format!("Said at {PLACEHOLDER}"), 7]));
}

#[sqlx::test]
async fn nothing_but_what_was_marked_can_be_taken_out_and_by_nobody_else(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let one = worded(&bench).await;
    let put = async |actor: &Actor, left: String, placeholder: &str| {
        let put = sqlx::query("select redact_quote($1, $2, $3, 'Harbour', $4)");
        let put = put.bind(bench.engagement.0).bind(one.id.0).bind(left).bind(placeholder);
        put.execute(&mut *bench.act_as(actor).await).await.is_ok()
    };
    let redacted = one.text.replace("Harbour", PLACEHOLDER);
    let other = Bench::new(bench.pool.clone()).await;
    let contributor = bench.client_person(Capacity::Contributor).await;
    assert!(put(&bench.actor, redacted.clone(), PLACEHOLDER).await);
    assert!(!put(&other.actor, redacted.clone(), PLACEHOLDER).await, "somebody else’s");
    assert!(!put(&contributor, redacted.clone(), PLACEHOLDER).await, "a client");
    assert!(!put(&bench.actor, one.text.replace("Harbour", "Ben"), "Ben").await, "another word");
    for (was, forged) in [
        ("\"rate\":\"120\"", "\"rate\":\"1\""),
        ("\"currency\":\"EUR\"", "\"currency\":\"KRW\""),
        ("Patch what", "Patch all that"),
        ("\"exclusions\":[", "\"exclusions\":[\"Proof\","),
        ("\"tax\":\"20\",", ""),
    ] {
        let forged = redacted.replace(was, forged);
        assert_ne!(forged, redacted, "{was} is not in it");
        assert!(!put(&bench.actor, forged, PLACEHOLDER).await, "{was} was changed");
    }
}
