//! Mail, when a server for it is configured; otherwise links are only shown to whoever made them.
//! It is written from fixed texts, and no address or link of it is ever logged.

use crate::config::Config;
use faultline::stores::people::Email;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long a page waits for the mail server.
const SMTP_TIMEOUT: Duration = Duration::from_secs(10);

/// The way out for mail.
#[derive(Debug, Clone, Default)]
pub struct Mail(Option<Outbox>);

#[derive(Debug, Clone)]
struct Outbox {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The mail server took it.
    Mailed,
    /// There is no mail server.
    NotConfigured,
    /// The mail server refused it or did not answer; it was logged.
    Failed,
}

impl Mail {
    /// The mail server of the configuration. One that cannot be used is logged, and nothing is mailed.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let Some(url) = &config.smtp_url else { return Self::default() };
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose());
        let from = sender(url.expose(), &config.public_url().to_string());
        match (server, from) {
            (Ok(server), Some(from)) => {
                Self(Some(Outbox { server: server.timeout(Some(SMTP_TIMEOUT)).build(), from }))
            }
            _ => {
                tracing::error!("FAULTLINE_SMTP_URL cannot be used; nothing will be mailed");
                Self::default()
            }
        }
    }

    /// Mails a one-time link.
    pub async fn link(&self, to: &Email, link: &str) -> Delivery {
        let Some(outbox) = &self.0 else { return Delivery::NotConfigured };
        let sent = async {
            let mail = letter(outbox.from.clone(), to, link)?;
            outbox.server.send(mail).await.map_err(Box::<dyn std::error::Error + Send + Sync>::from)
        };
        match tokio::time::timeout(SMTP_TIMEOUT, sent).await {
            Ok(Ok(_)) => Delivery::Mailed,
            Ok(Err(error)) => {
                tracing::error!(%error, "an invitation could not be mailed");
                Delivery::Failed
            }
            Err(_) => {
                tracing::error!(
                    "an invitation could not be mailed: the mail server does not answer"
                );
                Delivery::Failed
            }
        }
    }
}

fn letter(
    from: Mailbox,
    to: &Email,
    link: &str,
) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    let body = format!(
        "Hello\n\nWith this link you set your password for Faultline:\n\n{link}\n\nIt works once, for three days. \
         If you did not expect it, ignore this mail.\n"
    );
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to.as_str().parse()?))
        .subject("Your link to Faultline")
        .header(ContentType::TEXT_PLAIN)
        .body(body)?;
    Ok(message)
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
mod tests {
    use super::*;

    fn written(from: &str) -> String {
        let to: Email = "ada@example.com".parse().unwrap();
        let mail = letter(from.parse().unwrap(), &to, "https://audit.example/join/abc").unwrap();
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
    fn mail_comes_from_the_account_or_from_the_public_host() {
        let from = |smtp| sender(smtp, "https://audit.example:8443").unwrap().email.to_string();
        assert_eq!(
            from("smtps://office%40firm.example:secret@mail.firm.example"),
            "office@firm.example"
        );
        assert_eq!(from("smtps://user:secret@mail.firm.example"), "faultline@audit.example");
        assert_eq!(from("smtp://localhost:25"), "faultline@audit.example");
    }
}
