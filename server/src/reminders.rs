//! Reminders: mails before a question is due and before an access ends, each sent once.
//! Where no mail is set up, the pages alone tell of it. What cannot be sent at present is tried again; what a mail server
//! refuses for good is not, and keeps no other back.

use crate::schedule::TaskError;
use chrono::NaiveDate;
use faultline::stores::questions::reminders::{Reminder, claim, give_back};
use faultline_app::App;
use faultline_app::mail::{AboutEnd, Delivery};
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
    let mut sent = 0;
    loop {
        let due = claim(&mut *app.db.pool().acquire().await?, today, AT_ONCE).await?;
        let last = due.is_empty();
        let mut failed = false;
        for reminder in due {
            // When one could not be sent, the others could not be either.
            let delivery = if failed { Delivery::Failed } else { send(&app, &reminder).await };
            sent += usize::from(delivery == Delivery::Mailed);
            failed = delivery == Delivery::Failed;
            if failed {
                give_back(&mut *app.db.pool().acquire().await?, &reminder).await?;
            }
        }
        if failed || last {
            return Ok(sent);
        }
    }
}

async fn send(app: &App, reminder: &Reminder) -> Delivery {
    let Ok(to) = reminder.email.parse() else { return Delivery::NotConfigured };
    let about = AboutEnd {
        of_question: reminder.of_question,
        about: reminder.about.clone(),
        ends_on: reminder.ends_on,
        page: format!("{}{}", app.public_url, page(reminder)),
    };
    app.mailer.remind(to, about).await
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
