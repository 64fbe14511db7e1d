//! The mail of the day: what waited for somebody, taken together in the morning of their own zone.
//! It is claimed before it is sent: nobody gets two of one day, whichever server asks, and nobody an empty one.

use super::NoticeEvent;
use crate::engines::tables::Zone;
use crate::platform::ids::{EngagementId, PersonId};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Timelike, Utc};
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

/// The hour of the morning at which it is sent, by the clocks of whoever gets it.
pub const HOUR: u32 = 7;

/// Somebody for whom something waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// Who.
    pub person: PersonId,
    /// Where their clocks stand.
    pub zone: Zone,
    /// Since when the oldest of it waits.
    pub oldest: DateTime<Utc>,
}

/// The mail of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyMail {
    /// Who gets it.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Whether they are of a client, and read it in the room.
    pub of_client: bool,
    /// The day, by their clocks.
    pub day: NaiveDate,
    /// What it tells, by engagement; never nothing.
    pub notices: Vec<Waited>,
}

/// A notice that waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// The notice.
    pub id: Uuid,
    /// The engagement, if it belongs to one.
    pub engagement: Option<EngagementId>,
    /// What happened.
    pub event: NoticeEvent,
    /// Where it stands.
    pub page: String,
    /// The day on which it ends, or an answer is due.
    pub due_on: Option<NaiveDate>,
}

/// The last morning that has come where somebody's clocks stand: its day, and its moment. What waited before it is due.
#[must_use]
pub fn morning(zone: Zone, now: DateTime<Utc>) -> (NaiveDate, DateTime<Utc>) {
    let local = zone.local(now);
    let today = local.date();
    let day = if local.hour() < HOUR {
        today.checked_sub_days(Days::new(1)).unwrap_or(today)
    } else {
        today
    };
    let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let moment = DateTime::from_timestamp(zone.seconds_of(day.and_time(hour)), 0);
    (day, moment.unwrap_or(now))
}

/// People for whom something waits, after one of them.
///
/// # Errors
/// When the database cannot be reached.
pub async fn people(
    conn: &mut PgConnection,
    after: Option<PersonId>,
    most: i32,
) -> sqlx::Result<Vec<Waits>> {
    let rows = query!(
        r#"select whom as "whom!: PersonId", zone as "zone?", oldest as "oldest!" from daily_mail_waiting($1, $2)"#,
        after.map(|person| person.0),
        most
    );
    let zone = |zone: Option<String>| zone.and_then(|zone| zone.parse().ok()).unwrap_or_default();
    let rows = rows.fetch_all(conn).await?.into_iter();
    let waits =
        rows.map(|row| Waits { person: row.whom, zone: zone(row.zone), oldest: row.oldest });
    Ok(waits.collect())
}

/// Takes what waits for somebody since before a moment; it counts as mailed. Nothing when their mail of the day was claimed
/// already, or nothing is left that they may still read.
///
/// # Errors
/// When the database cannot be reached.
pub async fn claim(
    conn: &mut PgConnection,
    person: PersonId,
    day: NaiveDate,
    before: DateTime<Utc>,
) -> sqlx::Result<Option<DailyMail>> {
    let rows = query!(
        r#"select noticed as "id!", email as "email!", of_client as "of_client!", room as "room?: EngagementId",
               event as "event!: NoticeEvent", page as "page!", due_on as "due_on?"
           from daily_mail_claim($1, $2, $3)"#,
        person.0,
        day,
        before
    );
    let rows = rows.fetch_all(conn).await?;
    let Some((email, of_client)) = rows.first().map(|row| (row.email.clone(), row.of_client))
    else {
        return Ok(None);
    };
    let notices = rows.into_iter().map(|row| Waited {
        id: row.id,
        engagement: row.room,
        event: row.event,
        page: row.page,
        due_on: row.due_on,
    });
    let notices = notices.collect();
    Ok(Some(DailyMail { person, email, of_client, day, notices }))
}

/// Gives back a mail that could not be sent, so that it is sent the next time.
///
/// # Errors
/// When the database cannot be reached.
pub async fn give_back(conn: &mut PgConnection, mail: &DailyMail) -> sqlx::Result<()> {
    let taken: Vec<Uuid> = mail.notices.iter().map(|notice| notice.id).collect();
    query!("select daily_mail_return($1, $2, $3)", mail.person.0, mail.day, &taken)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Forgets what was mailed a day ago, and what nobody could be told of for a month.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget(conn: &mut PgConnection) -> sqlx::Result<i64> {
    Ok(query_scalar!("select notices_forget()").fetch_one(conn).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(zone: &str, now: &str) -> String {
        let (day, moment) = morning(zone.parse().unwrap(), now.parse().unwrap());
        format!("{day} {}", moment.format("%Y-%m-%dT%H:%M"))
    }

    #[test]
    fn a_morning_comes_at_seven_by_ones_own_clocks_summer_and_winter() {
        assert_eq!(came("UTC", "2026-11-30T07:00:00Z"), "2026-11-30 2026-11-30T07:00");
        assert_eq!(came("UTC", "2026-11-30T06:59:59Z"), "2026-11-29 2026-11-29T07:00");
        assert_eq!(came("Europe/Berlin", "2026-11-30T06:30:00Z"), "2026-11-30 2026-11-30T06:00");
        assert_eq!(came("Europe/Berlin", "2026-07-01T05:30:00Z"), "2026-07-01 2026-07-01T05:00");
        assert_eq!(came("+13:00", "2026-11-30T18:00:00Z"), "2026-12-01 2026-11-30T18:00");
        assert_eq!(
            came("America/Los_Angeles", "2026-11-30T14:59:00Z"),
            "2026-11-29 2026-11-29T15:00"
        );
    }
}
