//! The security log: every refusal and every file that was taken can be found again, with address and program.

use super::{GOOD, PASSWORD};
use crate::harness::{Person, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::{PgPool, query_as};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// What is logged on this thread, as JSON.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// Listens on this thread as long as what is given is kept.
    pub fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_env_filter("info")
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// Every line, since it was last asked.
    pub fn all(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }

    /// The lines of the security log with these words, since it was last asked.
    fn security(&self, words: &str) -> Vec<serde_json::Value> {
        let text = self.all();
        let lines =
            text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines
            .filter(|line| line["target"] == "security")
            .filter(|line| line["fields"]["message"].as_str().unwrap().contains(words))
            .collect()
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn refusals_are_logged_with_the_address_and_the_program(owner: PgPool) {
    let lines = Lines::default();
    let app = TestApp::new(owner).await;
    let _listening = lines.listen();
    let mut outside = app.sign_in_as(Person::Outside).await;
    lines.security("");
    let north = format!("/e/{}", app.world.north.id);
    assert_eq!(outside.get(&north).await.status, StatusCode::NOT_FOUND);
    let [refused] = &lines.security("refused by the policy")[..] else { panic!("not once") };
    let fields = &refused["fields"];
    assert!(fields["address"].as_str().unwrap().starts_with("192.0.2."), "{refused}");
    assert_eq!(fields["person"], app.world.person(Person::Outside).to_string());
    assert_eq!((&fields["route"], &fields["status"]), (&"/e/{engagement}".into(), &404.into()));

    let form = [("email", "admin@firm.example"), ("password", "wrong")];
    assert_eq!(
        app.visitor().post("/sign-in", &form).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let [refused] = &lines.security("a sign-in was refused")[..] else { panic!("not once") };
    assert!(refused["fields"]["address"].is_string() && refused["fields"]["agent"].is_string());

    let stranger = app.visitor();
    for _ in 0..6 {
        stranger.clone().post("/sign-in", &form).await;
    }
    assert_eq!(lines.security("too many tries were refused").len(), 1);

    let from_elsewhere = [("sec-fetch-site", "cross-site"), ("user-agent", "probe/1")];
    let answer = outside.send(Method::POST, "/sign-out", &[], &from_elsewhere).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let [refused] = &lines.security("from elsewhere")[..] else { panic!("not once") };
    assert_eq!(refused["fields"]["agent"], "probe/1");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn tokens_are_logged_when_they_are_used_and_when_they_are_refused(owner: PgPool) {
    let lines = Lines::default();
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let room = app.world.north.id;
    let form = [
        ("name", "Probe"),
        ("lifetime", "month"),
        ("scopes", "samples:read"),
        ("password", PASSWORD),
    ];
    let made = lead.post(&format!("/e/{room}/tokens"), &form).await.body;
    let token = made.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let _listening = lines.listen();
    let path = format!("/api/v1/engagements/{room}/samples");
    assert_eq!(app.program().with_token(&token).get(&path).await.status, StatusCode::OK);
    let [used] = &lines.security("a token was used")[..] else { panic!("not once") };
    assert_eq!(used["fields"]["person"], app.world.person(Person::Lead).to_string());
    assert!(!used.to_string().contains(&token), "the token itself is logged");
    let answer = app.program().with_token(&format!("{token}0")).get(&path).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(lines.security("a token was refused").len(), 1);
    let south = format!("/api/v1/engagements/{}/samples", app.world.south.id);
    app.program().with_token(&token).get(&south).await;
    assert_eq!(lines.security("for another engagement").len(), 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_a_person_takes_away_is_in_the_audit_with_the_address(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let taken = viewer.get(&format!("/room/{room}/recommendation.json")).await;
    assert_eq!(taken.status, StatusCode::OK);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let csv = lead.get(&format!("/e/{room}/samples.csv")).await;
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.body);
    // A page is none, and one that is not there is none.
    lead.get(&format!("/e/{room}")).await;
    viewer.get(&format!("/room/{room}/recommendation.json?version=9")).await;
    let rows: Vec<(uuid::Uuid, uuid::Uuid, String, String)> = query_as(
        "select person_id, engagement_id, subject_name, after ->> 'address' from audit
         where action = 'downloaded' order by id",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!((rows[0].0, rows[0].1), (app.world.person(Person::Viewer), room));
    assert_eq!(rows[0].2, "recommendation.json");
    assert_eq!(rows[1].0, app.world.person(Person::Lead));
    assert!(rows.iter().all(|row| row.3.starts_with("192.0.2.")), "{rows:?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_signs_in_is_in_the_audit_with_address_and_program(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    app.sign_in_as(Person::Lead).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [("password", PASSWORD), ("new_password", GOOD)];
    lead.post("/account/password", &form).await;
    let told = "select count(*) from audit where action = 'signed_in' and after ? 'address' and after ? 'agent'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&owner).await.unwrap();
    assert_eq!(told, 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn neither_the_log_nor_the_audit_nor_an_export_holds_a_password_a_link_or_a_token(
    owner: PgPool,
) {
    let lines = Lines::default();
    let app = TestApp::new(owner.clone()).await;
    let _listening = lines.listen();
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    lead.clone().sign_in("lead@firm.example", "mistyped velvet orchard").await;
    let form = [
        ("name", "Probe"),
        ("lifetime", "month"),
        ("scopes", "samples:read"),
        ("password", PASSWORD),
    ];
    let made = lead.post(&format!("/e/{room}/tokens"), &form).await.body;
    let token = made.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    app.program().with_token(&token).get(&format!("/api/v1/engagements/{room}/samples")).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.post(&format!("/people/{}/link", app.world.person(Person::Viewer)), &[]).await;
    let link = page.body.split("/join/").nth(1).unwrap()[..64].to_owned();
    app.visitor().get(&format!("/join/{link}")).await;
    app.visitor().post(&format!("/join/{link}"), &[("password", GOOD)]).await;
    let changed = [("password", PASSWORD), ("new_password", "umber lattice quill")];
    assert_eq!(lead.post("/account/password", &changed).await.location(), "/account?done=password");
    let audit = "select coalesce(string_agg(a::text, ' '), '') from audit a";
    let audit: String = sqlx::query_scalar(audit).fetch_one(&owner).await.unwrap();
    let export = lead.get(&format!("/e/{room}/activity.csv")).await.body;
    let people = admin.get("/people").await.body;
    let log = lines.all();
    assert!(log.contains("a token was used") && audit.contains("signed_in"), "nothing was told");
    for secret in
        [PASSWORD, GOOD, "umber lattice quill", "mistyped velvet orchard", &token, &link, "$argon2"]
    {
        for (name, text) in
            [("log", &log), ("audit", &audit), ("export", &export), ("people", &people)]
        {
            assert!(!text.contains(secret), "the {name} holds “{secret}”");
        }
    }
}
