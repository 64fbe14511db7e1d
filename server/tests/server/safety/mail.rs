//! Mail: what leaves this machine is encrypted, and a link that was mailed is shown to nobody else.

use super::{GOOD, PASSWORD};
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A mail server that offers STARTTLS and cannot do it; it tells every line that reaches it in clear.
pub async fn sink() -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, lines) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, told.clone()));
        }
    });
    (port, lines)
}

/// Whom the sink takes no mail for.
pub const REFUSED: &str = "<gone@";
/// Whom it takes none for at present.
pub const FULL: &str = "<full@";

async fn talk(mut stream: tokio::net::TcpStream, told: mpsc::UnboundedSender<String>) {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await.unwrap();
    let mut data = false;
    while let Ok(Some(line)) = lines.next_line().await {
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match (data, word.as_str()) {
            (true, ".") => b"250 kept\r\n",
            (true, _) => b"",
            (_, "EHLO") => b"250-sink\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n",
            (_, "STARTTLS") => b"454 not now\r\n",
            (_, "RCPT") if line.contains(REFUSED) => b"550 5.1.1 no such mailbox\r\n",
            (_, "RCPT") if line.contains(FULL) => b"452 4.2.2 mailbox full\r\n",
            (_, "DATA") => b"354 go on\r\n",
            (_, "QUIT") => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        data = word == "DATA" || (data && word != ".");
        told.send(line).ok();
        if write.write_all(answer).await.is_err() {
            return;
        }
    }
}

/// What came in clear until a line with this in it, or until nothing came for a while.
pub async fn heard(lines: &mut mpsc::UnboundedReceiver<String>, until: &str) -> String {
    let mut heard = String::new();
    while let Ok(Some(line)) = tokio::time::timeout(Duration::from_secs(3), lines.recv()).await {
        heard.push_str(&line);
        heard.push('\n');
        if line.contains(until) {
            break;
        }
    }
    heard
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_mail_server_that_offers_no_tls_hears_neither_password_nor_link(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://office%40firm.example:relay-password@127.0.0.1:{port}");
    let app = TestApp::with(&["--smtp-url", &url], owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.post(&format!("/people/{}/link", app.world.person(Person::Lead)), &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("The mail server did not take it"), "{}", page.body);
    assert!(!page.body.contains("/join/"), "a link that was not mailed is shown");
    let heard = heard(&mut lines, "STARTTLS").await;
    assert!(heard.contains("STARTTLS"), "{heard}");
    for word in ["AUTH", "MAIL", "RCPT", "DATA", "/join/"] {
        assert!(!heard.contains(word), "{heard}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_that_was_mailed_is_not_shown_to_whoever_made_it(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let person = app.world.person(Person::Contributor);
    let page = admin.post(&format!("/people/{person}/link"), &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("It was mailed to contributor@north.example"), "{}", page.body);
    assert!(!page.body.contains("/join/"), "it is shown all the same");
    let mail = heard(&mut lines, "do not use it").await;
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    assert!(mail.contains("/join/"), "{mail}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_changes_a_password_or_makes_a_token_is_told_by_mail(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [
        ("name", "Probe"),
        ("lifetime", "month"),
        ("scopes", "samples:read"),
        ("password", PASSWORD),
    ];
    let path = format!("/e/{}/tokens", app.world.north.id);
    assert_eq!(lead.post(&path, &form).await.status, StatusCode::OK);
    assert!(heard(&mut lines, "A token with which").await.contains("lead@firm.example"));
    let form = [("password", PASSWORD), ("new_password", GOOD)];
    assert_eq!(lead.post("/account/password", &form).await.status, StatusCode::SEE_OTHER);
    assert!(heard(&mut lines, "was just changed").await.contains("lead@firm.example"));
}
