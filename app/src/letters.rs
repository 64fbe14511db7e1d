//! Mail to people of an engagement that something happened, as each of them chose: noted with it, and mailed when it is on
//! record. It leads to a page, and has no word of what was said.

use crate::http_error::HttpError;
use crate::mail::{Delivery, Letter};
use crate::request::RequestContext;
use crate::urls;
use faultline::platform::ids::PersonId;
use faultline::stores::access::Grant;
use faultline::stores::db::Tx;
use faultline::stores::notices::{self, AtOnce, NoticeEvent, To, Told};
use faultline::stores::room::store::Replied;

/// Mails that leave when what they tell of is on record.
#[derive(Debug, Default)]
#[must_use = "what was noted is mailed when the transaction is committed"]
pub struct Post(Vec<(AtOnce, Letter)>);

impl Post {
    /// The mails for what was noted, with the address at which it stands.
    pub fn new(context: &RequestContext, noted: Vec<AtOnce>, page: &str) -> Self {
        let link = format!("{}{page}", context.app.public_url);
        let mails = noted.into_iter().map(|one| {
            let letter = Letter::Notice(one.event, link.clone());
            (one, letter)
        });
        Self(mails.collect())
    }

    /// The same mails, which say this.
    pub fn saying(self, letter: &Letter) -> Self {
        Self(self.0.into_iter().map(|(one, _)| (one, letter.clone())).collect())
    }

    /// Mails them, while the page goes on. What cannot be mailed at present waits for the mail of the day.
    pub fn send(self, context: &RequestContext) {
        for (one, letter) in self.0 {
            let app = context.app.clone();
            tokio::spawn(async move {
                let delivery = app.mailer.notice(&one.email, letter).await;
                if !matches!(delivery, Delivery::Deferred | Delivery::Failed) {
                    return;
                }
                let kept = match app.db.pool().acquire().await {
                    Ok(mut conn) => notices::later(&mut conn, one.id).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = kept {
                    tracing::warn!(%error, "a notice that could not be mailed is lost");
                }
            });
        }
    }
}

/// Notes that something happened for whom it concerns. Without a mail server nothing is noted: the pages alone tell of it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tell<A>(
    context: &RequestContext,
    tx: &mut Tx,
    grant: Grant<A>,
    told: Told<'_>,
) -> Result<Post, HttpError> {
    if !context.app.mailer.is_configured() {
        return Ok(Post::default());
    }
    let noted = notices::notify(tx, grant, told).await?;
    Ok(Post::new(context, noted, told.page))
}

/// Notes for everyone who works on an engagement that a client did something, which waits in their inbox.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tell_staff<A>(
    context: &RequestContext,
    tx: &mut Tx,
    grant: Grant<A>,
    event: NoticeEvent,
) -> Result<Post, HttpError> {
    let page = urls::at(grant.engagement(), "inbox");
    tell(context, tx, grant, Told { to: &[(To::Staff, event)], page: &page, due_on: None }).await
}

/// Notes for the client's people that something stands on a page of their room.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tell_client<A>(
    context: &RequestContext,
    tx: &mut Tx,
    grant: Grant<A>,
    page: &str,
    told: (To, NoticeEvent),
) -> Result<Post, HttpError> {
    let page = urls::room(grant.engagement(), page, None);
    tell(context, tx, grant, Told { to: &[told], page: &page, due_on: None }).await
}

/// Notes for somebody of the client that they are answered on a page of the room.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tell_answered<A>(
    context: &RequestContext,
    tx: &mut Tx,
    grant: Grant<A>,
    page: &str,
    person: Option<PersonId>,
) -> Result<Post, HttpError> {
    match person {
        Some(person) => {
            let told = (To::Person(person), NoticeEvent::Answered);
            tell_client(context, tx, grant, page, told).await
        }
        None => Ok(Post::default()),
    }
}

/// Notes what was said, with the address at which it stands, once for each: whoever is answered, who is mentioned, and whoever
/// works on the engagement when a client says more than before.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tell_said<A>(
    context: &RequestContext,
    tx: &mut Tx,
    grant: Grant<A>,
    page: &str,
    (said, is_new): (&Replied, bool),
) -> Result<Post, HttpError> {
    let answered = said.answered.map(|person| (To::Person(person), NoticeEvent::Answered));
    let mentioned =
        said.mentioned.iter().map(|person| (To::Person(*person), NoticeEvent::Mentioned));
    let of_client = is_new && !context.me()?.is_staff();
    let staff = of_client.then_some((To::Staff, NoticeEvent::Commented));
    let to: Vec<_> = answered.into_iter().chain(mentioned).chain(staff).collect();
    tell(context, tx, grant, Told { to: &to, page, due_on: None }).await
}
