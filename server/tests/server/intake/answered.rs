//! What staff make of a request: taken, declined, and what is mailed of it.

use super::*;
use crate::harness::Person;
use crate::safety::mail::{heard, sink};

/// What is in the parts of a kind of the engagement that a request became.
async fn recorded(owner: &PgPool, request: Uuid, kind: &str) -> String {
    let body = "select string_agg(p.body::text, ' ' order by p.id) from part p join intake i on i.engagement_id = p.engagement_id
                where i.id = $1 and p.kind = $2";
    let body: Option<String> =
        query_scalar(body).bind(request).bind(kind).fetch_one(owner).await.unwrap();
    body.unwrap_or_default()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_that_is_taken_becomes_an_engagement_with_its_answers_filled_in(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (id, page) = waiting(&app).await;
    let mut consultant = app.sign_in_as(Person::Outside).await;
    let shown = consultant.get(&page).await;
    assert!(shown.body.contains("Fails silently, noticed days later"), "{}", shown.body);
    assert!(shown.body.contains("tell whoever asked yourself"), "no mail is sent here");
    assert!(!shown.body.contains("by mail"), "{}", shown.body);
    let form = [("version", "1"), ("client_name", "Muster Homeware"), ("title", "Web orders")];
    let taken = consultant.post(&format!("{page}/accept"), &form).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(taken.location(), format!("{page}?told=not-configured"));
    let brief = recorded(&owner, id, "brief").await;
    assert!(brief.contains("From the request of"), "{brief}");
    assert!(brief.contains("runs_twice") && brief.contains("fails_silently"), "{brief}");
    let systems = recorded(&owner, id, "system").await;
    assert!(
        systems.contains("Northwind Ledger") && systems.contains("\"known\": false"),
        "{systems}"
    );
    let workflow = recorded(&owner, id, "workflow").await;
    assert!(
        workflow.contains("A customer pays in the web shop (from the request of"),
        "{workflow}"
    );
    let audited = "select count(*) from audit a join intake i on i.engagement_id = a.engagement_id
                   where i.id = $1 and a.person_id = $2 and a.action in ('added', 'decided')";
    let audited = query_scalar::<_, i64>(audited).bind(id).bind(app.world.person(Person::Outside));
    assert_eq!(audited.fetch_one(&owner).await.unwrap(), 6, "opened, decided, four parts");
    let after = consultant.get(taken.location()).await;
    assert!(after.body.contains("Write to ada@muster.example yourself"), "{}", after.body);
    let became = "select engagement_id from intake where id = $1";
    let engagement: Uuid = query_scalar(became).bind(id).fetch_one(&owner).await.unwrap();
    let overview = consultant.get(&format!("/e/{engagement}")).await;
    assert_eq!(overview.status, StatusCode::OK);
    // From then on it is found by those who work on it.
    let mut other = app.sign_in_as(Person::Consultant).await;
    assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
    let list = other.get("/requests.csv?state=all").await;
    assert!(!list.body.contains("Muster Homeware"), "{}", list.body);
    let again = consultant.post(&format!("{page}/accept"), &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_of_a_known_client_adds_none_and_a_taken_name_is_told(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (_, page) = waiting(&app).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let clients = async || -> i64 {
        query_scalar("select count(*) from client").fetch_one(&owner).await.unwrap()
    };
    let before = clients().await;
    let accept = format!("{page}/accept");
    let taken = [("version", "1"), ("client_name", "north outfitters"), ("title", "Web orders")];
    let refused = lead.post(&accept, &taken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("There is a client of this name already"), "{}", refused.body);
    assert!(refused.body.contains("value=\"north outfitters\""), "what was typed is lost");
    let client = app.world.north.client.to_string();
    let known = [("version", "1"), ("client", client.as_str()), ("title", "")];
    let refused = lead.post(&accept, &known).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "an engagement has a title");
    let known = [("version", "1"), ("client", client.as_str()), ("title", "Web orders")];
    assert_eq!(lead.post(&accept, &known).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clients().await, before);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_is_declined_with_a_reason_that_whoever_asked_is_told(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let (id, page) = waiting(&app).await;
    let receipt = heard(&mut lines, "We have your request.").await;
    let staff = heard(&mut lines, &page).await;
    let both = receipt + &staff;
    assert!(both.contains("RCPT TO:<ada@muster.example>"), "{both}");
    assert!(both.contains("RCPT TO:<lead@firm.example>"), "{both}");
    assert!(!both.contains("RCPT TO:<viewer@north.example>"), "a client hears of it: {both}");
    assert!(!both.contains("Northwind"), "what a stranger typed is mailed: {both}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = lead.get(&page).await.body;
    assert!(shown.contains("Whoever asked gets the reason by mail."), "{shown}");
    let decline = format!("{page}/decline");
    let refused = lead.post(&decline, &[("version", "1"), ("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let declined =
        lead.post(&decline, &[("version", "1"), ("reason", "We are full in May.")]).await;
    assert_eq!(declined.location(), format!("{page}?told=mailed"));
    assert!(heard(&mut lines, "full in May").await.contains("full in May"));
    let state: String = query_scalar("select state::text from intake where id = $1")
        .bind(id)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(state, "declined");
    let waits = lead.get("/requests.csv").await;
    assert!(!waits.body.contains("Muster Homeware"), "{}", waits.body);
    let listed = lead.get("/requests.csv?state=declined&q=muster&sort=-received").await;
    assert!(listed.body.contains("\"Muster Homeware\""), "{}", listed.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_address_gets_one_receipt_a_day_and_staff_one_notice_in_ten_minutes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    waiting(&app).await;
    let (mine, other) = (with("more", "Again."), with("email", "jo@muster.example"));
    for form in [&mine, &other] {
        assert_eq!(send(&mut app.visitor(), form).await.status, StatusCode::SEE_OTHER);
    }
    let heard =
        "select i.email, l.receipt, cardinality(l.staff) from intake i, intake_letters(i.id) l
                 where i.company = 'Muster Homeware' order by i.email, i.more";
    let heard: Vec<(String, bool, i32)> = sqlx::query_as(heard).fetch_all(&owner).await.unwrap();
    let of = |email: &str, receipt| (email.to_owned(), receipt, 0);
    let (ada, jo) = ("ada@muster.example", "jo@muster.example");
    assert_eq!(heard, [of(ada, false), of(ada, false), of(jo, true)]);
    let told = "select count(*) from intake where told_at is not null";
    assert_eq!(query_scalar::<_, i64>(told).fetch_one(&owner).await.unwrap(), 1);
}
