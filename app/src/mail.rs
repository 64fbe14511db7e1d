//! Mail as the pages see it: a link and an address are handed over, and what became of the mail comes back.
//! How mail travels is the process's matter; no address or link is logged here.

use faultline::stores::people::Email;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The outcome of mailing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The mail server took it.
    Mailed,
    /// There is no mail server: whoever made the link or gave the answer hands it over.
    NotConfigured,
    /// The mail server refused it or did not answer; it was logged.
    Failed,
}

/// What a mail says; each is a fixed text with at most an address or a reason of staff in it, and what a stranger typed
/// stands in none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letter {
    /// A one-time link with which its reader sets their password.
    Link(String),
    /// Their password was changed.
    PasswordChanged,
    /// A token for programs was made in their name.
    TokenMade,
    /// Something about a request for a triage.
    Request(AboutRequest),
}

/// What is mailed about a request for a triage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AboutRequest {
    /// To whoever asked: it has come.
    Received,
    /// To staff: it waits at this address.
    Waits(String),
    /// To whoever asked: it was taken.
    Accepted,
    /// To whoever asked: it was declined for this reason.
    Declined(String),
}

type Sending = Pin<Box<dyn Future<Output = Delivery> + Send>>;

/// Mails what people must hear of.
#[derive(Clone)]
pub struct Mailer(Arc<dyn Fn(Email, Letter) -> Sending + Send + Sync>);

impl Mailer {
    /// A mailer that sends in this way.
    pub fn new<F>(send: impl Fn(Email, Letter) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Delivery> + Send + 'static,
    {
        Self(Arc::new(move |to, letter| Box::pin(send(to, letter))))
    }

    /// Mails a one-time link to an address.
    pub async fn link(&self, to: Email, link: String) -> Delivery {
        (self.0)(to, Letter::Link(link)).await
    }

    /// Mails an answer that whoever gives it must know to have left.
    pub async fn answer(&self, to: Email, about: AboutRequest) -> Delivery {
        (self.0)(to, Letter::Request(about)).await
    }

    /// Tells somebody what happened, while the request goes on. That a mail is lost is logged.
    pub fn tell(&self, to: &str, letter: Letter) {
        let Ok(to) = to.parse() else { return };
        tokio::spawn((self.0)(to, letter));
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(…)")
    }
}
