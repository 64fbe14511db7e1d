//! Reminders: mails before a question is due and before an access ends, each told once, and as its person chose.
//! Where no mail is set up, the pages alone tell of it. What cannot be sent at present is tried again; what a mail server
//! refuses for good is not. Neither keeps any other back.

use crate::mail::round::MailRound;
use crate::schedule::TaskError;
use chrono::NaiveDate;
use faultline::stores::notices::{AtOnce, NoticeEvent, To, Told, notify_of, take_back};
use faultline::stores::questions::reminders::{Reminder, claim, give_back};
use faultline_app::App;
use faultline_app::mail::{AboutEnd, Delivery, Letter};
use faultline_app::urls;

/// Reminders that are taken from the database at once.
const AT_ONCE: i32 = 50;

/// Sends what is to be sent on a day, and says how many the mail server took.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remind(app: App, today: NaiveDate) -> Result<usize, TaskError> {
    if !app.mailer.is_configured() {
        return Ok(0);
    }
    let (mut round, mut sent, mut back) = (MailRound::default(), 0, Vec::new());
    while !round.is_over() {
        let due = claim(&mut *app.db.pool().acquire().await?, today, AT_ONCE).await?;
        if due.is_empty() {
            break;
        }
        for reminder in due {
            let Some(noted) = note(&app, &reminder).await? else { continue };
            match send(&app, &mut round, &reminder, &noted).await {
                Delivery::Mailed => sent += 1,
                Delivery::NotConfigured | Delivery::Refused => {}
                Delivery::Deferred | Delivery::Failed => back.push((reminder, noted)),
            }
        }
    }
    // At the end, so that none of them is claimed again before the others were tried.
    for (reminder, noted) in back {
        let mut conn = app.db.pool().acquire().await?;
        take_back(&mut conn, noted.id).await?;
        give_back(&mut conn, &reminder).await?;
    }
    Ok(sent)
}

/// Notes it as its person chose; something when it is to be mailed at once.
async fn note(app: &App, reminder: &Reminder) -> sqlx::Result<Option<AtOnce>> {
    let event =
        if reminder.of_question { NoticeEvent::QuestionEnds } else { NoticeEvent::AccessEnds };
    let (to, page) = ([(To::Person(reminder.person), event)], page(reminder));
    let told = Told { to: &to, page: &page, due_on: Some(reminder.ends_on) };
    let mut conn = app.db.pool().acquire().await?;
    Ok(notify_of(&mut conn, Some(reminder.engagement), told).await?.pop())
}

async fn send(app: &App, round: &mut MailRound, reminder: &Reminder, noted: &AtOnce) -> Delivery {
    if !round.tries(&noted.email) {
        return Delivery::Deferred;
    }
    let about = AboutEnd {
        of_question: reminder.of_question,
        about: reminder.about.clone(),
        ends_on: reminder.ends_on,
        page: format!("{}{}", app.public_url, page(reminder)),
    };
    let delivery = app.mailer.notice(&noted.email, Letter::Reminder(about)).await;
    round.note(&noted.email, delivery);
    delivery
}

/// Where it is looked at.
fn page(reminder: &Reminder) -> String {
    let list = if reminder.of_question { "questions" } else { "access" };
    let page = format!("{list}/{}", reminder.subject);
    if reminder.of_room {
        urls::room(reminder.engagement, &page, None)
    } else {
        urls::at(reminder.engagement, &page)
    }
}
