//! Mail, when a server for it is configured; otherwise links are only shown to whoever made them.
//! It is written from fixed texts, and no address or link of it is ever logged.

use crate::config::Config;
use faultline::stores::people::Email;
use faultline_app::mail::{Delivery, Letter, Mailer};
use faultline_app::urls;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::transport::smtp::response::{Category, Code};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

pub mod round;
mod texts;

/// How long a page waits for the mail server.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
struct Outbox {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Where people choose what is mailed to them.
    settings: String,
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
        let (url, public) = (config.smtp_url.as_ref()?, config.public_url().to_string());
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&transport(url.expose()).ok()?);
        let from = sender(url.expose(), &public);
        match (server, from) {
            (Ok(server), Some(from)) => {
                let server = server.timeout(Some(SMTP_TIMEOUT)).build();
                Some(Self { server, from, settings: format!("{public}{}", urls::ACCOUNT_NOTICES) })
            }
            _ => {
                tracing::error!("FAULTLINE_SMTP_URL cannot be used; nothing will be mailed");
                None
            }
        }
    }

    /// Mails a letter.
    async fn send(&self, to: &Email, letter: &Letter) -> Delivery {
        let mail = match message(self.from.clone(), to, letter, &self.settings) {
            Ok(mail) => mail,
            Err(error) => {
                tracing::error!(%error, "a mail could not be written");
                return Delivery::Refused;
            }
        };
        match tokio::time::timeout(SMTP_TIMEOUT, self.server.send(mail)).await {
            Ok(Ok(_)) => Delivery::Mailed,
            Ok(Err(error)) => {
                let said = unaddressed(&error.to_string());
                tracing::error!(error = %said, "a mail could not be sent");
                became(&error)
            }
            Err(_) => {
                tracing::error!("a mail could not be sent: the mail server does not answer");
                Delivery::Failed
            }
        }
    }
}

/// What a mail server says, for the log: it may name whom it takes no mail for, and addresses are left out.
fn unaddressed(said: &str) -> String {
    said.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ")
}

/// What becomes of a mail that was not taken: refused for good, or not taken at present, and others may be; what a mail server
/// says of the account or of itself, and that it does not answer, holds for every mail until somebody mends it.
fn became(error: &smtp::Error) -> Delivery {
    let of_mail = |code: Code| matches!(code.category, Category::Syntax | Category::MailSystem);
    match error.status() {
        Some(code) if error.is_permanent() && of_mail(code) => Delivery::Refused,
        // A mailbox that is busy or full, or a mail that met trouble on its way; 454 is said of the connection.
        Some(code) if matches!(u16::from(code), 450..=452) => Delivery::Deferred,
        _ => Delivery::Failed,
    }
}

fn message(
    from: Mailbox,
    to: &Email,
    letter: &Letter,
    settings: &str,
) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    let (subject, body) = texts::written(letter, settings);
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to.as_str().parse()?))
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body)?;
    Ok(message)
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
