//! Mail as the pages see it: a link and an address are handed over, and what became of the mail comes back.
//! How mail travels is the process's matter; no address or link is logged here.

use chrono::{DateTime, NaiveDate, Utc};
use faultline::stores::notices::NoticeEvent;
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
    /// The mail server refuses this mail, and would refuse it again; it was logged.
    Refused,
    /// The mail server does not take this mail at present, as when the mailbox is full; it was logged.
    Deferred,
    /// The mail server did not answer, or takes nothing at present; it was logged.
    Failed,
}

/// What a mail says; each is a fixed text with at most an address or words of staff in it, and what a stranger typed
/// stands in none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letter {
    /// A one-time link with which its reader sets their password.
    Link(String),
    /// Their password was changed.
    PasswordChanged,
    /// A token for programs was made in their name.
    TokenMade,
    /// Something happened in an engagement; it stands at this address.
    Notice(NoticeEvent, String),
    /// What happened in a day.
    Daily(AboutDay),
    /// They may read a room, which stands at this address.
    LetIn(String),
    /// The receipt of a decision, to whoever decided.
    Receipt(AboutReceipt),
    /// Something about a request for a triage.
    Request(AboutRequest),
    /// To somebody of the client: a question waits for their answer.
    Question(AboutQuestion),
    /// That something ends soon.
    Reminder(AboutEnd),
}

/// A question, as it is mailed to whoever is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutQuestion {
    /// The question.
    pub words: String,
    /// The day by which an answer is needed.
    pub due_on: NaiveDate,
    /// Where it is answered.
    pub page: String,
}

/// What happened in a day, as it is mailed: addresses, and no word of anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutDay {
    /// It, by engagement; never nothing.
    pub places: Vec<DayPlace>,
    /// How much more there is than is listed.
    pub more: usize,
}

/// What happened in one engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlace {
    /// Where the engagement or its room stands; nothing for what belongs to none.
    pub page: Option<String>,
    /// What happened there.
    pub lines: Vec<DayLine>,
}

/// What happened on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// What happened.
    pub event: NoticeEvent,
    /// Where it stands.
    pub page: String,
    /// The day on which it ends, or an answer is due.
    pub due_on: Option<NaiveDate>,
    /// How often it happened.
    pub times: usize,
}

/// Something that ends soon, as it is mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutEnd {
    /// Whether it is a question that waits for an answer; an access otherwise.
    pub of_question: bool,
    /// What it is about, by name.
    pub about: String,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Where it is looked at.
    pub page: String,
}

/// A decision, as its receipt is mailed: numbers, hashes and times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutReceipt {
    /// Its number.
    pub number: i32,
    /// What was answered, in a word.
    pub answer: &'static str,
    /// When.
    pub at: DateTime<Utc>,
    /// The version it is about, and its hash.
    pub version: (i32, String),
    /// The quote it is about, and its hash.
    pub quote: Option<(i32, String)>,
    /// The hash of the certificate of an acceptance.
    pub certificate: Option<String>,
    /// Where the receipt stands.
    pub page: String,
}

/// What is mailed about a request for a triage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AboutRequest {
    /// To whoever asked: it has come.
    Received,
    /// To whoever asked: it was taken.
    Accepted,
    /// To whoever asked: it was declined for this reason.
    Declined(String),
}

impl Letter {
    /// Whether people choose how they are told of it. What security needs, and what somebody asked for, is always mailed.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        matches!(self, Self::Notice(..) | Self::Daily(_) | Self::Question(_) | Self::Reminder(_))
    }
}

type Sending = Pin<Box<dyn Future<Output = Delivery> + Send>>;

/// Mails what people must hear of.
#[derive(Clone)]
pub struct Mailer {
    send: Arc<dyn Fn(Email, Letter) -> Sending + Send + Sync>,
    configured: bool,
}

impl Mailer {
    /// A mailer that sends in this way, with a mail server behind it or none.
    pub fn new<F>(
        configured: bool,
        send: impl Fn(Email, Letter) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Delivery> + Send + 'static,
    {
        Self { send: Arc::new(move |to, letter| Box::pin(send(to, letter))), configured }
    }

    /// Whether there is a mail server: pages promise a mail only then.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        self.configured
    }

    /// Mails a one-time link to an address.
    pub async fn link(&self, to: Email, link: String) -> Delivery {
        (self.send)(to, Letter::Link(link)).await
    }

    /// Mails an answer that whoever gives it must know to have left.
    pub async fn answer(&self, to: Email, about: AboutRequest) -> Delivery {
        (self.send)(to, Letter::Request(about)).await
    }

    /// Mails a notice; what becomes of it is for whoever sends it to deal with.
    pub async fn notice(&self, to: &str, letter: Letter) -> Delivery {
        match to.parse() {
            Ok(to) => (self.send)(to, letter).await,
            Err(_) => Delivery::Refused,
        }
    }

    /// Tells somebody what happened, while the request goes on. That a mail is lost is logged.
    pub fn tell(&self, to: &str, letter: Letter) {
        let Ok(to) = to.parse() else { return };
        tokio::spawn((self.send)(to, letter));
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(…)")
    }
}
