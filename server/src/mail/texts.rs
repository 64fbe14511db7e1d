//! What mails say: fixed texts with at most an address or words of staff in them.
//! What people chose to be mailed says where they choose otherwise.

use faultline_app::mail::{AboutReceipt, AboutRequest, Letter};

mod notices;

/// Subject and text of a letter, with the address at which people choose what is mailed to them.
pub fn written(letter: &Letter, settings: &str) -> (&'static str, String) {
    let (subject, mut body) = said(letter);
    if letter.is_chosen() {
        body.push_str("\nWhat is mailed to you, and when, is your choice. Change it here:\n\n");
        body.push_str(settings);
        body.push('\n');
    }
    (subject, body)
}

fn said(letter: &Letter) -> (&'static str, String) {
    match letter {
        Letter::Link(link) => (
            "Your link to Faultline",
            format!(
                "Hello\n\nWith this link you set your password for Faultline:\n\n{link}\n\nIt works once, for three days. \
                 An admin of your consultants made it. If you did not expect it, do not use it, and ask them.\n"
            ),
        ),
        Letter::PasswordChanged => (
            "Your Faultline password was changed",
            "Hello\n\nYour password for Faultline was just changed. If that was not you, ask your admin for a new link at once.\n"
                .to_owned(),
        ),
        Letter::TokenMade => (
            "A Faultline API token was made",
            "Hello\n\nA token with which programs act for you was just made in Faultline. If that was not you, change your \
             password there and end your tokens.\n"
                .to_owned(),
        ),
        Letter::Notice(event, page) => notices::about_event(*event, page),
        Letter::Daily(about) => notices::about_day(about),
        Letter::LetIn(page) => (
            "You can read a room",
            format!(
                "Hello\n\nA colleague asked your consultants to let you into a room, and they did. It stands \
                 here:\n\n{page}\n\nSign in as usual to read it.\n"
            ),
        ),
        Letter::Receipt(about) => about_receipt(about),
        Letter::Request(about) => about_request(about),
        Letter::Question(about) => notices::about_question(about),
        Letter::Reminder(about) => notices::about_end(about),
    }
}

/// Subject and text of the receipt of a decision. Whose it is, and of what, stands on its page alone.
fn about_receipt(about: &AboutReceipt) -> (&'static str, String) {
    let (version, hash) = &about.version;
    let mut lines = vec![
        format!("Number: {}", about.number),
        format!("Answer: {}", about.answer),
        format!("When: {} UTC", about.at.format("%-d %B %Y, %H:%M:%S")),
        format!("Version {version}, SHA-256: {hash}"),
    ];
    if let Some((quote, hash)) = &about.quote {
        lines.push(format!("Quote {quote}, SHA-256: {hash}"));
    }
    if let Some(hash) = &about.certificate {
        lines.push(format!("Certificate, SHA-256: {hash}"));
    }
    let (lines, page) = (lines.join("\n"), &about.page);
    let body = format!(
        "Hello\n\nYour decision is on record.\n\n{lines}\n\nThe receipt, to print or keep:\n\n{page}\n\nIf you did \
         not decide this, tell your consultants at once.\n"
    );
    ("Receipt of your decision", body)
}

/// Subject and text of what is mailed about a request for a triage.
fn about_request(about: &AboutRequest) -> (&'static str, String) {
    match about {
        AboutRequest::Received => (
            "We have your request for a triage",
            "Hello\n\nWe have your request. It waits to be read; until we answer there is nothing to do. If you did not ask \
             for a triage, somebody gave your address by mistake, and you need not answer.\n"
                .to_owned(),
        ),
        AboutRequest::Accepted => (
            "We take your request for a triage",
            "Hello\n\nThank you for your request. We take it: a consultant will be in touch about the next steps. Send no \
             passwords, keys or data of customers by mail; safe access is agreed first.\n"
                .to_owned(),
        ),
        AboutRequest::Declined(reason) => (
            "Your request for a triage",
            format!("Hello\n\nThank you for your request. We cannot take it:\n\n{reason}\n"),
        ),
    }
}
