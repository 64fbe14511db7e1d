//! Promises of redaction: on the way in, by a person's mark, and of secrets that are remembered.

use super::*;
use crate::engines::redact::Kind;
use crate::stores::engagement::load;

#[sqlx::test]
async fn every_text_is_redacted_on_the_way_in(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let secret = || ["ada.lovelace@example.org AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let plain = Sample {
        summary: secret(),
        correlation_id: secret(),
        records: secret(),
        evidence: secret(),
        ..sample()
    };
    let id = bench.add(plain.clone()).await;
    let mut tx = bench.act().await;
    change(&mut tx, bench.grant(), Sample { id, retries: 7, ..plain }, 1).await.unwrap();
    review(&mut tx, bench.grant(), id, 2, ReviewState::Rejected, &secret()).await.unwrap();
    review_many(&mut tx, bench.grant(), &[(id, 3)], ReviewState::New, "").await.unwrap();
    review_many(&mut tx, bench.grant(), &[(id, 4)], ReviewState::Rejected, &secret())
        .await
        .unwrap();
    let text = query_scalar!(
        r#"select string_agg(t, ' ') as "text!" from (
               select s::text as t from sample s union all select a::text from audit a union all select i::text from sample_import i) x"#
    );
    let text = text.fetch_one(&mut *tx).await.unwrap();
    assert!(!text.contains("lovelace") && !text.contains("Q7ZXM2N5KV3T8WBD"), "{text}");
    assert!(text.contains("‹email "));
}

#[sqlx::test]
async fn what_a_person_marks_goes_from_the_sample_and_never_into_the_audit(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let sent = Sample {
        summary: "An order of Blue Harbour is missing".into(),
        evidence: "Blue Harbour: ‹email 000001›".into(),
        ..sample()
    };
    let id = bench.add(sent).await;
    let mut tx = bench.act().await;
    let marked = Marked { id, version: 1, text: "Blue Harbour", kind: Kind::Name };
    let done = redact_more(&mut tx, bench.grant(), marked).await.unwrap();
    assert_eq!(done.saved.redacted, [Found { kind: Kind::Name, count: 2 }]);
    let stale = redact_more(&mut tx, bench.grant(), marked).await;
    assert!(matches!(stale, Err(SampleError::Conflict(_))));
    let absent = redact_more(&mut tx, bench.grant(), Marked { version: 2, ..marked }).await;
    assert!(matches!(absent, Err(SampleError::Invalid(_))));
    let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
    assert_eq!(stored.version, 2);
    assert!(!format!("{:?}", stored.sample).contains("Harbour"), "{:?}", stored.sample);
    let told = query_scalar!(
        r#"select string_agg(a::text, ' ') as "told!" from audit a where subject_id = $1 and action = 'changed'"#,
        id.0
    );
    let told = told.fetch_one(&mut *tx).await.unwrap();
    assert!(told.contains("‹name ") && !told.contains("Harbour"), "{told}");
}

#[sqlx::test]
async fn a_secret_in_a_sample_is_remembered_whatever_becomes_of_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let secret = || ["key AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let first = bench.add(Sample { evidence: secret(), ..sample() }).await;
    let second = bench.add(Sample { records: secret(), ..sample() }).await;
    bench.add(sample()).await;
    let mut tx = bench.act().await;
    let plain = Sample { id: first, ..sample() };
    change(&mut tx, bench.grant(), plain.clone(), 1).await.unwrap();
    let seen = load(&mut tx, bench.grant()).await.unwrap().document.samples.secrets;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((seen[0].kind.as_str(), seen[0].samples, seen[0].newest), ("cloud key", 2, second));
    let again = Sample { evidence: "password: hunter2".into(), ..plain };
    change(&mut tx, bench.grant(), again, 2).await.unwrap();
    let seen = load(&mut tx, bench.grant()).await.unwrap().document.samples.secrets;
    assert_eq!(
        seen.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(),
        ["cloud key", "password"]
    );
    assert_eq!(seen[1].newest, first);
}
