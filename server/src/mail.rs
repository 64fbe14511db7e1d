//! Mail, when a server for it is configured; otherwise links are only shown to whoever made them.
//! It is written from fixed texts, and no address or link of it is ever logged.

use crate::config::Config;
use faultline::stores::people::Email;
use faultline_app::mail::{Delivery, Mailer};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
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
    Mailer::new(move |to, link| {
        let outbox = outbox.clone();
        async move {
            match outbox {
                Some(outbox) => outbox.link(&to, &link).await,
                None => Delivery::NotConfigured,
            }
        }
    })
}

impl Outbox {
    /// The mail server of the configuration. One that cannot be used is logged, and nothing is mailed.
    fn of(config: &Config) -> Option<Self> {
        let url = config.smtp_url.as_ref()?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose());
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

    /// Mails a one-time link.
    async fn link(&self, to: &Email, link: &str) -> Delivery {
        let sent = async {
            let mail = message(self.from.clone(), to, link)?;
            self.server.send(mail).await.map_err(Box::<dyn std::error::Error + Send + Sync>::from)
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

fn message(
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
        let mail = message(from.parse().unwrap(), &to, "https://audit.example/join/abc").unwrap();
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
