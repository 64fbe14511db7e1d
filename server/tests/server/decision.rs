//! Deciding as a browser without scripts meets it: what is agreed, the step that confirms it, the receipt, the certificate.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::quote::{drafted, issue};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use faultline::delivery::certificate::{Part, verify};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::certificate::EventKind;
use sqlx::{PgPool, query_scalar};
use std::process::Command;

/// The name of the client's person who may decide.
const NAME: &str = "Contributor Person";

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

/// Issues quote 2, which then waits.
async fn quoted(app: &TestApp) -> Browser {
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(drafted(app, &mut lead, "100").await.status, StatusCode::SEE_OTHER);
    let issued = issue(app, &mut lead).await;
    assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);
    lead
}

/// What accepts version 1 and a quote; without a name it only leads to the step that asks for one.
fn acceptance<'a>(quote: &'a str, name: Option<&'a str>) -> Vec<(&'static str, &'a str)> {
    let form = [
        ("version", "1"),
        ("quote", quote),
        ("answer", "accept"),
        ("reason", "Please begin soon."),
    ];
    form.into_iter().chain(name.map(|name| ("name", name))).collect()
}

async fn decide(app: &TestApp, browser: &mut Browser, form: &[(&str, &str)]) -> Answer {
    browser.post(&room(app, "decision"), form).await
}

/// Accepts, and gives the address of the receipt.
async fn accepted(app: &TestApp, browser: &mut Browser, quote: &str) -> String {
    let done = decide(app, browser, &acceptance(quote, Some(NAME))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    done.location().to_owned()
}

/// The certificate behind a receipt.
async fn certificate(browser: &mut Browser, receipt: &str) -> Vec<u8> {
    let file = browser.get(&receipt.replace("/receipt", "/certificate.zip")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header("content-type"), "application/zip");
    file.bytes
}

async fn decisions(owner: &PgPool) -> i64 {
    query_scalar("select count(*) from decision").fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_page_of_the_decision_states_what_is_decided_and_the_bar_leads_there(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    quoted(&app).await;
    let hashes: Vec<String> = query_scalar(
        "select encode(hash, 'hex') from snapshot where engagement_id = $1
         union all select encode(hash, 'hex') from quote where engagement_id = $1 and number = 2",
    )
    .bind(app.world.north.id)
    .fetch_all(&owner)
    .await
    .unwrap();
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let start = contributor.get(&format!("/room/{}", app.world.north.id)).await.body;
    for says in ["What is wrong", "What we propose", "By when", "What we need from you"] {
        assert!(start.contains(says), "{says}: {start}");
    }
    assert!(start.contains("Version 1 and quote 2 wait for your decision."), "{start}");
    assert!(start.find("What is wrong") < start.find("What happens if you wait"), "{start}");
    let map = contributor.get(&room(&app, "map")).await.body;
    assert!(map.contains("decision-bar"), "{map}");
    let page = contributor.get(&room(&app, "decision")).await.body;
    for says in ["Log what is received", "Training of staff", "(P50)", "(P80)", "Tax", "1 Jan 2100"]
    {
        assert!(page.contains(says), "{says}: {page}");
    }
    assert!(hashes.len() == 2 && hashes.iter().all(|hash| page.contains(hash)), "{page}");
    assert!(!page.contains("decision-bar"), "the page itself decides");
    let viewer = app.sign_in_as(Person::Viewer).await.get(&room(&app, "map")).await;
    assert!(!viewer.body.contains("decision-bar"), "a viewer does not decide");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_acceptance_is_confirmed_by_name_and_counts_once(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    quoted(&app).await;
    let before = decisions(&owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let confirm = decide(&app, &mut contributor, &acceptance("2", None)).await;
    assert_eq!(confirm.status, StatusCode::OK, "{}", confirm.body);
    for says in [
        "You accept version 1 and quote 2",
        "Your name",
        "Please begin soon.",
        "Log what is received",
    ] {
        assert!(confirm.body.contains(says), "{says}: {}", confirm.body);
    }
    let wrong = decide(&app, &mut contributor, &acceptance("2", Some("Somebody Else"))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for says in ["Somebody Else", "Please begin soon.", "Type your name as it stands"] {
        assert!(wrong.body.contains(says), "{says}: {}", wrong.body);
    }
    assert_eq!(decisions(&owner).await, before, "nothing is decided yet");

    let receipt = accepted(&app, &mut contributor, "2").await;
    assert_eq!(decisions(&owner).await, before + 1);
    assert_eq!(accepted(&app, &mut contributor, "2").await, receipt, "sent twice it counts once");
    assert_eq!(decisions(&owner).await, before + 1);
    let told = contributor.get(&receipt).await.body;
    for says in [
        "Receipt of decision 2",
        NAME,
        "accepted the recommendation.",
        "Quote 2",
        "Please begin soon.",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    let quote = contributor.get(&room(&app, "quote")).await.body;
    assert!(quote.contains("This quote is accepted."), "{quote}");
    let start = contributor.get(&format!("/room/{}", app.world.north.id)).await.body;
    assert!(!start.contains("decision-bar"), "nothing is left to decide");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_certificate_tells_the_way_to_the_acceptance_and_is_known_by_its_hash(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = quoted(&app).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let ask =
        [("version", "1"), ("quote", "2"), ("answer", "ask"), ("reason", "Can it begin in May?")];
    assert_eq!(decide(&app, &mut contributor, &ask).await.status, StatusCode::SEE_OTHER);
    let answer = [("about", "decision"), ("version", "1"), ("body", "Yes, it can.")];
    assert_eq!(lead.post(&room(&app, "comments"), &answer).await.status, StatusCode::SEE_OTHER);
    assert_eq!(decide(&app, &mut contributor, &acceptance("2", None)).await.status, StatusCode::OK);
    let receipt = accepted(&app, &mut contributor, "2").await;

    let file = certificate(&mut contributor, &receipt).await;
    let verified = verify(&file).unwrap();
    let parts = &verified.certificate.parts;
    assert_eq!((parts.decision.number, parts.decision.typed.as_str()), (3, NAME));
    assert_eq!(parts.quote.as_ref().map(|quote| quote.number), Some(2));
    let events: Vec<_> = parts.trail.iter().map(|event| event.event).collect();
    for event in EventKind::ALL {
        assert!(events.contains(event), "{event:?}: {events:?}");
    }
    assert_eq!(events.last(), Some(&EventKind::Accepted));
    assert!(
        !String::from_utf8_lossy(&file).contains("begin in May"),
        "no words of anybody stand in it"
    );

    let mut visitor = app.visitor();
    let known = visitor.get(&format!("/verify?hash={}", verified.hash)).await;
    assert!(known.body.contains("We know this certificate."), "{}", known.body);
    for secret in [NAME, "Quote", "north"] {
        assert!(!known.body.contains(secret), "{secret}: {}", known.body);
    }
    let guessed = visitor.get(&format!("/verify?hash={}", "ab".repeat(32))).await;
    assert!(guessed.body.contains("We do not know this certificate."), "{}", guessed.body);
    let none = visitor.get("/verify?hash=%3Cscript%3E").await;
    assert!(
        none.body.contains("64 digits") && none.body.contains("&lt;script&gt;"),
        "{}",
        none.body
    );
    for _ in 0..30 {
        visitor.get("/verify?hash=00").await;
    }
    assert_eq!(visitor.get("/verify?hash=00").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_program_verifies_a_certificate_without_the_server(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let receipt = accepted(&app, &mut contributor, "").await;
    let mut file = certificate(&mut contributor, &receipt).await;
    let json = contributor.get(&room(&app, "recommendation.json")).await.bytes;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("whole.zip"), &file).unwrap();
    std::fs::write(at("recommendation.json"), &json).unwrap();
    let run = |file: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_faultline"));
        program.arg("verify").arg(at(file)).arg("--recommendation").arg(at("recommendation.json"));
        let ran = program.env_clear().output().unwrap();
        (ran.status.code(), String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let (code, told) = run("whole.zip");
    assert_eq!(code, Some(0), "{told}");
    for says in [
        "Whole: as it was when it was stamped.",
        NAME,
        "The recommendation is what was accepted.",
        "Whose key stamped it is not checked",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    assert_eq!(verify(&file).unwrap().certificate.parts.quote, None, "no quote waited");
    let name = file.windows(NAME.len()).position(|window| window == NAME.as_bytes()).unwrap();
    file[name] = b'K';
    assert!(matches!(verify(&file).unwrap_err().part, Part::Record(_)));
    std::fs::write(at("changed.zip"), &file).unwrap();
    let (code, told) = run("changed.zip");
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("changed: certificate.json, who accepted and when"), "{told}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_not_read_is_not_accepted(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    quoted(&app).await;
    let before = decisions(&owner).await;
    for quote in ["", "1", "3"] {
        for name in [None, Some(NAME)] {
            let answer = decide(&app, &mut contributor, &acceptance(quote, name)).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "quote “{quote}”");
            assert!(answer.body.contains("Please begin soon."), "what was typed is kept");
            assert!(!answer.body.contains(" checked"), "{}", answer.body);
        }
    }
    assert_eq!(decisions(&owner).await, before);
    let decline =
        [("version", "1"), ("quote", "2"), ("answer", "decline"), ("reason", "Too late.")];
    let declined = decide(&app, &mut contributor, &decline).await;
    assert_eq!(declined.status, StatusCode::SEE_OTHER, "{}", declined.body);
    let receipt = contributor.get(declined.location()).await.body;
    assert!(
        receipt.contains("declined the recommendation.") && !receipt.contains("certificate.zip")
    );
    let quote = contributor.get(&format!("{}?number=2", room(&app, "quote"))).await.body;
    assert!(quote.contains("This quote was declined."), "{quote}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn another_clients_decision_is_not_there(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let receipt = accepted(&app, &mut contributor, "").await;
    let file = receipt.replace("/receipt", "/certificate.zip");
    for person in [Person::Stranger, Person::Outside] {
        let mut other = app.sign_in_as(person).await;
        for path in [&receipt, &file] {
            assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{person:?} {path}");
        }
        let tried = decide(&app, &mut other, &acceptance("", Some(NAME))).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND, "{person:?}");
    }
    let none = receipt.replace("number=2", "number=99");
    assert_eq!(contributor.get(&none).await.status, StatusCode::NOT_FOUND);
    let staff = app.sign_in_as(Person::Consultant).await.get(&receipt).await;
    assert_eq!(staff.status, StatusCode::OK, "those who work on it may read it");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn without_the_authority_outside_the_decision_and_the_own_stamp_stay(owner: PgPool) {
    // Nothing listens there.
    let app = TestApp::with(&["--tsa-url", "http://127.0.0.1:9/tsa"], owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let receipt = accepted(&app, &mut contributor, "").await;
    let told = contributor.get(&receipt).await.body;
    assert!(
        told.contains("gave no stamp") && told.contains("The stamp of this server holds."),
        "{told}"
    );
    assert!(verify(&certificate(&mut contributor, &receipt).await).is_ok());
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_receipt_is_mailed_to_whoever_decided(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let receipt = accepted(&app, &mut contributor, "").await;
    let heard = heard(&mut lines, "did not decide this").await;
    assert!(heard.contains("contributor@north.example"), "{heard}");
    let plain = heard.replace("=\n", "").replace("=3D", "=");
    assert!(plain.contains(&receipt) && plain.contains("Number: 2"), "{plain}");
}
