//! Links that open nothing, each answered like an address that never was; and forms that ask for what no link can be.

use super::{form, links, share};
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, Executor, PgPool};

/// What ends every link of the first client's contributor.
const ENDS: [(&str, &str); 7] = [
    ("expired", "update share set expires_at = now() - interval '1 second'"),
    ("revoked", "update share set revoked_at = now()"),
    ("archived", "update engagement set stage = 'archived'"),
    ("its maker is disabled", "update person set disabled_at = now() where role = 'client'"),
    (
        "its maker only reads",
        "update membership set capacity = 'viewer' where capacity = 'contributor'",
    ),
    ("its maker is no member", "delete from membership where capacity = 'contributor'"),
    (
        "opened too often",
        "insert into share_opening (id, engagement_id, share_id, network)
         select gen_random_uuid(), s.engagement_id, s.id, '' from share s, generate_series(1, 500)",
    ),
];

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_that_ended_is_answered_like_one_that_never_was(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let plain = share(&app, &mut client, &[]).await;
    let locked = share(&app, &mut client, &[("password", crate::harness::PASSWORD)]).await;
    let mut reader = app.visitor();
    let nothing = reader.get("/there/is/nothing/here").await.without_nonce();
    let nothing_sent = reader.post("/s/no-such-link", &[]).await.without_nonce();
    assert_eq!((nothing.0, nothing_sent.0), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(reader.get("/s/no-such-link").await.without_nonce(), nothing);
    assert_eq!(nothing_sent.2, nothing.2);
    let guessed = plain[..plain.len() - 1].to_owned();
    assert_eq!(reader.get(&guessed).await.without_nonce(), nothing);
    let open = |path: &str| {
        let (mut reader, path) = (app.visitor(), path.to_owned());
        async move { (reader.get(&path).await, reader.post(&path, &[("password", "x")]).await) }
    };
    for (why, ends) in ENDS {
        let kept = Kept::of(&owner).await;
        assert_eq!(open(&plain).await.0.status, StatusCode::OK, "before it is {why}");
        owner.execute(AssertSqlSafe(ends)).await.unwrap();
        for path in [&plain, &locked] {
            let (looked, sent) = open(path).await;
            assert_eq!(looked.without_nonce(), nothing, "{why}");
            assert_eq!(sent.without_nonce(), nothing_sent, "{why}");
        }
        kept.back(&owner).await;
    }
    assert_eq!(open(&plain).await.1.status, StatusCode::OK);
}

/// What a link depends on, as it was.
struct Kept(Vec<String>);

impl Kept {
    async fn of(owner: &PgPool) -> Self {
        let kept = "select format('update person set disabled_at = null where id = %L', id) from person where role = 'client'
                    union all
                    select format('insert into membership (engagement_id, person_id, capacity) values (%L, %L, %L)
                                   on conflict (engagement_id, person_id) do update set capacity = excluded.capacity',
                                  engagement_id, person_id, capacity) from membership
                    union all
                    select format('update engagement set stage = %L where id = %L', stage, id) from engagement
                    union all
                    select format('update share set expires_at = %L, revoked_at = null where id = %L', expires_at, id) from share
                    union all select 'delete from share_opening where network = '''''";
        Self(sqlx::query_scalar(kept).fetch_all(owner).await.unwrap())
    }

    async fn back(self, owner: &PgPool) {
        for sql in self.0 {
            owner.execute(AssertSqlSafe(sql)).await.unwrap();
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_stays_ended_when_its_maker_comes_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let who = "where person_id = (select id from person where email = 'contributor@north.example')";
    let set = |capacity: &str| format!("update membership set capacity = '{capacity}' {who}");
    let person =
        |set: &str| format!("update person set {set} where email = 'contributor@north.example'");
    for (out, back) in [
        (person("disabled_at = now()"), person("disabled_at = null")),
        (set("viewer"), set("contributor")),
        (person("reset_at = now()"), person("reset_at = null")),
    ] {
        let shared = share(&app, &mut app.sign_in_as(Person::Contributor).await, &[]).await;
        assert_eq!(app.visitor().get(&shared).await.status, StatusCode::OK);
        for change in [&out, &back] {
            owner.execute(AssertSqlSafe(change.clone())).await.unwrap();
            let looked = app.visitor().get(&shared).await;
            assert_eq!(looked.status, StatusCode::NOT_FOUND, "{change}");
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn no_program_takes_back_that_a_link_was_revoked(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    share(&app, &mut app.sign_in_as(Person::Contributor).await, &[]).await;
    let mut tx = owner.begin().await.unwrap();
    let (person, role) = (app.world.person(Person::Lead), Person::Lead.role());
    let act = format!(
        "set local role faultline_app; set local faultline.person = '{person}'; set local faultline.role = '{role}'"
    );
    sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
    sqlx::query("update share set revoked_at = now()").execute(&mut *tx).await.unwrap();
    let back = sqlx::query("update share set revoked_at = null").execute(&mut *tx).await;
    let back = back.unwrap_err().into_database_error().unwrap();
    assert_eq!(back.constraint(), Some("share_revoked_kept"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_no_link_can_be_is_said_beside_its_field_and_what_was_typed_is_kept(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let long = "x".repeat(201);
    for (name, value, says) in [
        ("item", "", "Choose what to share."),
        ("item", "document:recommendation.zip", "Choose what to share."),
        ("item", "quote", "Choose what to share."),
        ("item", "verdict:00000000-0000-0000-0000-000000000000", "has no such part"),
        ("days", "0", "from 1 to 90"),
        ("days", "91", "from 1 to 90"),
        ("days", "soon", "from 1 to 90"),
        ("note", long.as_str(), "at most 200 characters"),
    ] {
        let sent = form("1", &[(name, value)]);
        let refused = client.post(&links(&app), &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        assert!(refused.body.contains(says), "{name} {value}: {}", refused.body);
        let note = sent.iter().find(|(name, _)| *name == "note").unwrap().1;
        assert!(refused.body.contains(note), "what was typed is lost");
    }
    let unknown = client.post(&links(&app), &form("9", &[])).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
