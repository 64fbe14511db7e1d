//! What a mail says, whom it goes to, and how the address of its server is read.

use super::*;

fn written(from: &str) -> String {
    let to: Email = "ada@example.com".parse().unwrap();
    let link = Letter::Link("https://audit.example/join/abc".into());
    let mail = message(from.parse().unwrap(), &to, &link).unwrap();
    String::from_utf8(mail.formatted()).unwrap()
}

#[test]
fn an_invitation_holds_its_link_and_goes_to_one_address() {
    let mail = written("Faultline <faultline@audit.example>");
    assert!(mail.contains("https://audit.example/join/abc"), "{mail}");
    assert_eq!(mail.matches("\r\nTo: ").count(), 1);
    assert!(mail.contains("To: ada@example.com"));
}

#[test]
fn what_begins_in_clear_must_become_tls_but_on_this_machine() {
    let as_used = |url| transport(url).ok();
    let required = |url: &str| Some(format!("{url}?tls=required"));
    assert_eq!(as_used("smtp://mail.example:587"), required("smtp://mail.example:587"));
    assert_eq!(as_used("smtp://localhost:25"), required("smtp://localhost:25"));
    assert_eq!(as_used("smtp://localhost:25?tls=none").as_deref(), Some("smtp://localhost:25"));
    assert_eq!(as_used("smtps://u:p@mail.example").as_deref(), Some("smtps://u:p@mail.example"));
    for refused in [
        "smtp://mail.example?tls=none",
        "smtp://localhost.example?tls=none",
        "smtp://127.0.0.1@mail.example?tls=none",
        "smtp://mail.example?tls=opportunistic",
        "http://mail.example",
    ] {
        assert_eq!(as_used(refused), None, "{refused}");
    }
    let server = |url| AsyncSmtpTransport::<Tokio1Executor>::from_url(&transport(url).unwrap());
    assert!(
        server("smtp://mail.example:587").is_ok() && server("smtp://localhost:25?tls=none").is_ok()
    );
}

#[test]
fn mail_comes_from_the_account_or_from_the_public_host() {
    let from = |smtp| sender(smtp, "https://audit.example:8443").unwrap().email.to_string();
    assert_eq!(
        from("smtps://office%40firm.example:secret@mail.firm.example"),
        "office@firm.example"
    );
    assert_eq!(from("smtps://user:secret@mail.firm.example"), "faultline@audit.example");
    assert_eq!(from("smtp://localhost:25"), "faultline@audit.example");
}
