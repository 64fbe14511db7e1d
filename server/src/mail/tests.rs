//! What a mail says, whom it goes to, and how the address of its server is read.

use super::*;
use chrono::NaiveDate;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::notices::NoticeEvent;
use faultline_app::mail::{AboutDay, AboutEnd, AboutQuestion, DayLine, DayPlace};

const SETTINGS: &str = "https://audit.example/account#notices";

fn written(from: &str) -> String {
    let link = Letter::Link("https://audit.example/join/abc".into());
    formatted(from, &link)
}

fn formatted(from: &str, letter: &Letter) -> String {
    let to: Email = "ada@example.com".parse().unwrap();
    let mail = message(from.parse().unwrap(), &to, letter, SETTINGS).unwrap();
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
fn what_people_choose_says_where_they_choose_otherwise_and_what_security_needs_does_not() {
    let page = || "https://audit.example/room/x/map".to_owned();
    let day: NaiveDate = "2026-12-03".parse().unwrap();
    let line =
        DayLine { event: NoticeEvent::AccessEnds, page: page(), due_on: Some(day), times: 2 };
    let place = DayPlace { page: Some("https://audit.example/room/x".into()), lines: vec![line] };
    let question = AboutQuestion { words: "Why?".into(), due_on: day, page: page() };
    let end = AboutEnd { of_question: true, about: "Shop".into(), ends_on: day, page: page() };
    let chosen = NoticeEvent::ALL.iter().map(|event| Letter::Notice(*event, page())).chain([
        Letter::Daily(AboutDay { places: vec![place], more: 3 }),
        Letter::Question(question),
        Letter::Reminder(end),
    ]);
    for letter in chosen {
        let (_, text) = texts::written(&letter, SETTINGS);
        assert!(text.contains(&page()) && text.ends_with(&format!("\n{SETTINGS}\n")), "{text}");
    }
    let always = [
        Letter::Link("x".into()),
        Letter::PasswordChanged,
        Letter::TokenMade,
        Letter::LetIn(page()),
    ];
    for letter in always {
        assert!(!texts::written(&letter, SETTINGS).1.contains(SETTINGS));
    }
}

#[test]
fn the_mail_of_a_day_lists_pages_how_often_and_until_when() {
    let line = |event, times, due_on: Option<&str>| DayLine {
        event,
        page: "https://audit.example/p".into(),
        due_on: due_on.map(|day| day.parse().unwrap()),
        times,
    };
    let lines = vec![
        line(NoticeEvent::Mentioned, 3, None),
        line(NoticeEvent::QuestionAsked, 1, Some("2026-12-03")),
    ];
    let places = vec![DayPlace { page: None, lines }];
    let (subject, text) = texts::written(&Letter::Daily(AboutDay { places, more: 0 }), SETTINGS);
    assert_eq!(subject, "What is new for you");
    assert!(text.contains("- You are mentioned in a room, 3 times:\n  https://"), "{text}");
    assert!(text.contains("- A question for you, until 3 December 2026:\n"), "{text}");
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
fn what_a_mail_server_says_is_logged_without_addresses() {
    let said = "permanent error (550): 5.1.1 <ada@example.com>: Recipient address rejected";
    assert_eq!(unaddressed(said), "permanent error (550): 5.1.1 Recipient address rejected");
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
