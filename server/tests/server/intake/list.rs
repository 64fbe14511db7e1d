//! The inbox of requests: what it finds, however much there is.

use super::*;
use crate::harness::Person;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_is_found_however_many_newer_ones_there_are(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let lead = app.world.person(Person::Lead);
    let old = "insert into intake (id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more,
                   fingerprint, state, reason, answered_by, answered_at, received_at)
               select gen_random_uuid(), 'Ada', case n when 0 then 'Muster Homeware' else 'Firm ' || n end, 'a@b.example',
                   'Orders', '', '', (case n when 0 then 'monthly' else 'daily' end)::intake_frequency, '{}', '{}', '',
                   sha256(n::text::bytea), 'declined', 'Full.', $1, now(),
                   now() - (case n when 0 then 2 else 1 end) * interval '1 day'
               from generate_series(0, 1001) n";
    sqlx::query(old).bind(lead).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let all = lead.get("/requests?state=declined").await.body;
    assert!(!all.contains("Muster Homeware"), "it is older than what one page shows");
    assert!(all.contains("Only the newest of them are shown"), "{all}");
    for words in ["muster", "MUSTER%20declined", "about%20every%20month"] {
        let found = lead.get(&format!("/requests?state=declined&q={words}")).await.body;
        assert!(found.contains("Muster Homeware"), "{words}: {found}");
        assert!(!found.contains("Firm 7") && !found.contains("Only the newest"), "{words}");
    }
    let other = lead.get("/requests?state=accepted&q=muster").await.body;
    assert!(other.contains("Nothing matches"), "{other}");
    let file = lead.get("/requests.csv?state=declined").await.body;
    assert!(file.contains("Muster Homeware"), "a file holds all of them");
}
