//! The mail of the day: to each who wants it, what waited since the last one, in the morning of their own zone.
//! It lists pages, and has no word of what stands on them. One that cannot be sent at present is tried again later that day.

use crate::mail::round::MailRound;
use crate::schedule::TaskError;
use chrono::{DateTime, Utc};
use faultline::platform::ids::EngagementId;
use faultline::stores::notices::daily::{
    DailyMail, Waited, claim, forget, give_back, morning, people,
};
use faultline_app::App;
use faultline_app::mail::{AboutDay, DayLine, DayPlace, Delivery, Letter};
use faultline_app::urls;

/// People who are taken from the database at once.
const AT_ONCE: i32 = 100;
/// Lines of a mail, at most.
const LINES: usize = 100;

/// Sends the mails whose morning has come, and says how many the mail server took.
///
/// # Errors
/// When the database cannot be reached.
pub async fn send_due(app: App, now: DateTime<Utc>) -> Result<usize, TaskError> {
    forget(&mut *app.db.pool().acquire().await?).await?;
    if !app.mailer.is_configured() {
        return Ok(0);
    }
    let (mut round, mut sent, mut after) = (MailRound::default(), 0, None);
    while !round.is_over() {
        let waits = people(&mut *app.db.pool().acquire().await?, after, AT_ONCE).await?;
        let Some(last) = waits.last() else { break };
        after = Some(last.person);
        for one in &waits {
            let (day, since) = morning(one.zone, now);
            if one.oldest >= since || round.is_over() {
                continue;
            }
            let mut conn = app.db.pool().acquire().await?;
            let Some(mail) = claim(&mut conn, one.person, day, since).await? else { continue };
            drop(conn);
            sent += usize::from(send(&app, &mut round, &mail).await?);
        }
    }
    Ok(sent)
}

/// Sends a mail; whether the mail server took it.
async fn send(app: &App, round: &mut MailRound, mail: &DailyMail) -> sqlx::Result<bool> {
    let letter = Letter::Daily(told(&app.public_url, mail));
    let delivery = app.mailer.notice(&mail.email, letter).await;
    round.note(&mail.email, delivery);
    if matches!(delivery, Delivery::Deferred | Delivery::Failed) {
        give_back(&mut *app.db.pool().acquire().await?, mail).await?;
    }
    Ok(delivery == Delivery::Mailed)
}

/// What a mail tells: by engagement, and each thing that happened on a page once.
fn told(public: &str, mail: &DailyMail) -> AboutDay {
    let mut places: Vec<(Option<EngagementId>, Vec<DayLine>)> = Vec::new();
    let (mut listed, mut more) = (0, 0);
    for Waited { engagement, event, page, due_on, .. } in &mail.notices {
        let page = format!("{public}{page}");
        let place = places.iter().position(|(other, _)| other == engagement);
        let lines = place.map(|place| &mut places[place].1);
        let same = |line: &&mut DayLine| {
            line.event == *event && line.page == page && line.due_on == *due_on
        };
        if let Some(line) = lines.and_then(|lines| lines.iter_mut().find(same)) {
            line.times += 1;
        } else if listed == LINES {
            more += 1;
        } else {
            listed += 1;
            let line = DayLine { event: *event, page, due_on: *due_on, times: 1 };
            match place {
                Some(place) => places[place].1.push(line),
                None => places.push((*engagement, vec![line])),
            }
        }
    }
    let places = places.into_iter().map(|(engagement, lines)| DayPlace {
        page: engagement.map(|id| {
            let page = if mail.of_client { urls::room(id, "", None) } else { urls::at(id, "") };
            format!("{public}{page}")
        }),
        lines,
    });
    AboutDay { places: places.collect(), more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::platform::ids::PersonId;
    use faultline::stores::notices::NoticeEvent;
    use uuid::Uuid;

    fn mail(pages: impl IntoIterator<Item = (Option<EngagementId>, String)>) -> DailyMail {
        let waited = |(engagement, page)| Waited {
            id: Uuid::now_v7(),
            engagement,
            event: NoticeEvent::Mentioned,
            page,
            due_on: None,
        };
        DailyMail {
            person: PersonId::new(),
            email: "ada@example.org".into(),
            of_client: true,
            day: "2026-11-30".parse().unwrap(),
            notices: pages.into_iter().map(waited).collect(),
        }
    }

    #[test]
    fn what_happened_is_listed_by_engagement_and_each_page_once() {
        let (one, two) = (EngagementId::new(), EngagementId::new());
        let page = |name: &str| format!("/room/x/{name}");
        let told = told(
            "https://audit.example",
            &mail([
                (Some(one), page("map")),
                (Some(two), page("map")),
                (Some(one), page("verdict")),
                (Some(one), page("map")),
            ]),
        );
        let places: Vec<_> = told.places.iter().map(|place| place.page.as_deref()).collect();
        let room = |id| format!("https://audit.example/room/{id}");
        assert_eq!(places, [Some(&*room(one)), Some(&*room(two))]);
        let lines: Vec<_> =
            told.places[0].lines.iter().map(|line| (line.page.as_str(), line.times)).collect();
        assert_eq!(
            lines,
            [("https://audit.example/room/x/map", 2), ("https://audit.example/room/x/verdict", 1)]
        );
        assert_eq!(told.more, 0);
    }

    #[test]
    fn a_mail_is_bounded_and_counts_what_it_does_not_list() {
        let told = told("", &mail((0..LINES + 7).map(|at| (None, format!("/requests/{at}")))));
        assert_eq!((told.places[0].lines.len(), told.more), (LINES, 7));
        assert_eq!(told.places[0].page, None);
    }
}
