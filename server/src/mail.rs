//! Mail, when a server for it is configured; otherwise links are only shown to whoever made them.
//! It is written from fixed texts, and no address or link of it is ever logged.

use crate::config::Config;
use faultline::platform::wording::day;
use faultline::stores::people::Email;
use faultline_app::mail::{
    AboutEnd, AboutQuestion, AboutReceipt, AboutRequest, Delivery, Letter, Mailer,
};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::transport::smtp::response::{Category, Code};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long a page waits for the mail server.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
struct Outbox {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The way out for mail: the mail server of the configuration, if there is one.
#[must_use]
pub fn mailer(config: &Config) -> Mailer {
    let outbox = Outbox::of(config);
    Mailer::new(outbox.is_some(), move |to, letter| {
        let outbox = outbox.clone();
        async move {
            match outbox {
                Some(outbox) => outbox.send(&to, &letter).await,
                None => Delivery::NotConfigured,
            }
        }
    })
}

impl Outbox {
    /// The mail server of the configuration. One that cannot be used is logged, and nothing is mailed.
    fn of(config: &Config) -> Option<Self> {
        let url = config.smtp_url.as_ref()?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&transport(url.expose()).ok()?);
        let from = sender(url.expose(), &config.public_url().to_string());
        match (server, from) {
            (Ok(server), Some(from)) => {
                Some(Self { server: server.timeout(Some(SMTP_TIMEOUT)).build(), from })
            }
            _ => {
                tracing::error!("FAULTLINE_SMTP_URL cannot be used; nothing will be mailed");
                None
            }
        }
    }

    /// Mails a letter.
    async fn send(&self, to: &Email, letter: &Letter) -> Delivery {
        let mail = match message(self.from.clone(), to, letter) {
            Ok(mail) => mail,
            Err(error) => {
                tracing::error!(%error, "a mail could not be written");
                return Delivery::Refused;
            }
        };
        match tokio::time::timeout(SMTP_TIMEOUT, self.server.send(mail)).await {
            Ok(Ok(_)) => Delivery::Mailed,
            Ok(Err(error)) => {
                tracing::error!(%error, "a mail could not be sent");
                if is_of_this_mail(&error) { Delivery::Refused } else { Delivery::Failed }
            }
            Err(_) => {
                tracing::error!("a mail could not be sent: the mail server does not answer");
                Delivery::Failed
            }
        }
    }
}

/// Whether a mail server refuses one mail for good. What it says of the account or of itself holds for every mail, until
/// somebody mends it.
fn is_of_this_mail(error: &smtp::Error) -> bool {
    let of_mail = |code: Code| matches!(code.category, Category::Syntax | Category::MailSystem);
    error.is_permanent() && error.status().is_some_and(of_mail)
}

fn message(
    from: Mailbox,
    to: &Email,
    letter: &Letter,
) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    let (subject, body) = match letter {
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
        Letter::Answered(page) => (
            "There is an answer in your room",
            format!(
                "Hello\n\nYour consultants answered what you said in your room. The answer stands here:\n\n{page}\n\nSign \
                 in to read it. This mail has no word of it.\n"
            ),
        ),
        Letter::Mentioned(page) => (
            "You are mentioned in a room",
            format!(
                "Hello\n\nSomebody mentioned you in a comment. It stands here:\n\n{page}\n\nSign in to read it. This mail has \
                 no word of it.\n"
            ),
        ),
        Letter::LetIn(page) => (
            "You can read a room",
            format!(
                "Hello\n\nA colleague asked your consultants to let you into a room, and they did. It stands \
                 here:\n\n{page}\n\nSign in as usual to read it.\n"
            ),
        ),
        Letter::Receipt(about) => about_receipt(about),
        Letter::Request(about) => about_request(about),
        Letter::Question(about) => about_question(about),
        Letter::Reminder(about) => about_end(about),
    };
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to.as_str().parse()?))
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body)?;
    Ok(message)
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
        AboutRequest::Waits(page) => (
            "A request for a triage waits",
            format!(
                "Hello\n\nSomebody asks for a triage. Read the request, then take it or decline it:\n\n{page}\n\nMore may \
                 have come since: you are told every ten minutes at most.\n"
            ),
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

/// Subject and text of what is mailed to whoever is asked something.
fn about_question(about: &AboutQuestion) -> (&'static str, String) {
    let AboutQuestion { words, due_on, page } = about;
    let due = day(*due_on);
    let text = format!(
        "Hello\n\nYour consultants ask you:\n\n{words}\n\nPlease answer by {due} in your room, where you can also say that you \
         do not know, or who knows:\n\n{page}\n\nSend no passwords, keys or data of customers by mail.\n"
    );
    ("A question for you", text)
}

/// Subject and text of what is mailed before something ends.
fn about_end(about: &AboutEnd) -> (&'static str, String) {
    let AboutEnd { of_question, about, ends_on, page } = about;
    let end = day(*ends_on);
    if *of_question {
        let text = format!(
            "Hello\n\nA question waits for your answer until {end}: {about}. If you do not know, say so, or say who knows:\n\n\
             {page}\n"
        );
        return ("A question waits for your answer", text);
    }
    let text = format!(
        "Hello\n\nThe access to {about} ends on {end}. Whoever still needs it asks for it again; otherwise have it taken back, \
         and record that there:\n\n{page}\n"
    );
    ("An access ends soon", text)
}

/// The address of the mail server as it is used: what begins in clear must become TLS before anything is said, unless
/// the address says `?tls=none`, which is for a mail server on this machine only.
///
/// # Errors
/// Why the address is not taken.
pub fn transport(url: &str) -> Result<String, &'static str> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    if address.starts_with("smtps://") {
        return Ok(url.to_owned());
    }
    let Some(rest) = address.strip_prefix("smtp://") else {
        return Err("it must start with smtp:// or smtps://");
    };
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = host.split('/').next().unwrap_or_default();
    let here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host == *name || host.strip_prefix(name).is_some_and(|port| port.starts_with(':'))
    });
    match query {
        "" | "tls=required" => Ok(format!("{address}?tls=required")),
        "tls=none" if here => Ok(address.to_owned()),
        "tls=none" => Err(
            "mail leaves in plain text to this machine only: leave ?tls=none out, or use smtps://",
        ),
        _ => Err("after the question mark it can only say tls=required or tls=none"),
    }
}

/// Who mails: the account at the mail server when that is an address, else `faultline@` the public host.
fn sender(smtp: &str, public: &str) -> Option<Mailbox> {
    let account =
        smtp.split("://").nth(1).and_then(|rest| rest.rsplit_once('@')).map(|(account, _)| account);
    let account =
        account.and_then(|account| account.split(':').next()).map(|name| name.replace("%40", "@"));
    let host = public
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split([':', '/']).next())
        .unwrap_or("localhost");
    let named = account.and_then(|name| name.parse().ok());
    let address = named.or_else(|| format!("faultline@{host}").parse().ok())?;
    Some(Mailbox::new(Some("Faultline".into()), address))
}

#[cfg(test)]
mod tests;
