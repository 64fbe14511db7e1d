//! The access that two engagements needed: asked for by their leads, answered by the client, some of it taken back.
//! No credential is in it, and none could be: the stores refuse text that looks like one.

use super::cast::{Cast, act};
use super::told;
use crate::failure::Failure;
use chrono::{Days, NaiveDate, Utc};
use faultline::document::access_ledger::{AccessScope, Care};
use faultline::document::engagement::Engagement;
use faultline::platform::ids::{AccessRequestId, EngagementId, SystemId};
use faultline::stores::access::Actor;
use faultline::stores::access_ledger::{self as ledger, Ask, NewArea, Reply};
use sqlx::PgConnection;

/// An access, by the name of its system: what for, where, how far, for how many days, who grants it, the hand-over.
type Access =
    (&'static str, &'static str, &'static str, AccessScope, u64, &'static str, &'static str);

/// What the lead asks for.
const ASKED: [Access; 5] = [
    (
        "Web shop",
        "Read orders, articles and the log of webhooks, to compare them with the ERP.",
        "The live shop; the test shop for everything that is tried.",
        AccessScope::ReadOnly,
        60,
        "Marta Klein, e-commerce",
        "Northlight makes an account of its own for us. They put its key into the vault that we share with them.",
    ),
    (
        "ERP",
        "Read order heads and lines of the past quarter.",
        "The copy that is made every night, not the live system.",
        AccessScope::ReadOnly,
        60,
        "Jonas Feld, IT",
        "In person, at the desk of IT. The password is changed at the first sign-in.",
    ),
    (
        "Warehouse",
        "See which pick orders arrived, and when.",
        "Their portal, deliveries of the past month.",
        AccessScope::LimitedRecords,
        30,
        "The warehouse partner, by way of buying",
        "Not agreed yet; never by mail.",
    ),
    (
        "Accounting",
        "Count invoices that were booked twice.",
        "An export is enough if nobody can make an account.",
        AccessScope::ReadOnly,
        30,
        "Owen Hartley, finance",
        "By telephone, and the account is closed when the count is done.",
    ),
    (
        "Payments",
        "Match settlements with invoices.",
        "The live account, settlements only.",
        AccessScope::ReadOnly,
        30,
        "Owen Hartley, finance",
        "Not agreed yet.",
    ),
];

/// An area of a system: what it asks for, which it is, and why.
type Area = (&'static str, Care, &'static str, &'static str);

/// Areas of the first client's systems.
const AREAS: [Area; 3] = [
    (
        "ERP",
        Care::Forbidden,
        "Payroll and the personnel files.",
        "They have nothing to do with orders, and the works council has to agree to any look at them.",
    ),
    (
        "Web shop",
        Care::Caution,
        "Price rules and vouchers.",
        "A change is live at once. They are changed on Tuesdays only, and never between Black Friday and New Year.",
    ),
    (
        "Order connector",
        Care::Caution,
        "The job that sends orders again.",
        "Whoever starts it by hand may book orders twice.",
    ),
];

/// What the clinic was asked for.
const OF_CLINIC: [Access; 2] = [
    (
        "Practice system",
        "Try the table of lengths on one day’s bookings.",
        "The copy with invented patients, never the live system.",
        AccessScope::Sandbox,
        30,
        "Dr Owen Hale, owner",
        "Beacon IT makes a service account and puts its key into the vault that we share with them.",
    ),
    (
        "Online booking",
        "Read what was booked, to compare it with the appointments that arrive.",
        "The test clinic, and the log of webhooks of the live one.",
        AccessScope::ReadOnly,
        30,
        "Ines Falk, front desk",
        "At the desk. The account is closed once the connector has been quiet for a month.",
    ),
];

/// Areas of the clinic's systems.
const AREAS_OF_CLINIC: [Area; 1] = [(
    "Practice system",
    Care::Forbidden,
    "Treatment notes and findings.",
    "They are under the duty of confidence, and nothing about bookings stands in them.",
)];

/// Asks the clinic; its desk grants both as they were asked for, and one is taken back with the work done.
pub async fn of_clinic(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    document: &Engagement,
) -> Result<(), Failure> {
    let (lead, desk) = (&cast.other, &cast.desk);
    let what = (document, &OF_CLINIC[..], &AREAS_OF_CLINIC[..]);
    let asked = asked(&mut *conn, lead, engagement, what).await?;
    act(&mut *conn, desk).await?;
    let scopes = OF_CLINIC.iter().map(|(_, _, _, scope, ..)| *scope);
    for (id, scope) in asked.iter().zip(scopes) {
        let reply = Reply::Grant(scope, day(30));
        let may = desk.may(engagement)?;
        ledger::answer(&mut *conn, may, *id, 1, reply, "As you asked for it.")
            .await
            .map_err(told)?;
    }
    act(&mut *conn, lead).await?;
    let copy = asked.first().ok_or("The demo asks the clinic for nothing.")?;
    let because = "The table was tried and taken over. Beacon IT has switched the account off.";
    ledger::revoke(conn, lead.may(engagement)?, *copy, 2, because).await.map_err(told)
}

/// Asks, answers and takes back.
pub async fn ask(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    document: &Engagement,
) -> Result<(), Failure> {
    let what = (document, &ASKED[..], &AREAS[..]);
    let asked = asked(&mut *conn, &cast.lead, engagement, what).await?;
    answer(conn, cast, engagement, &asked).await
}

/// Asks for access and records areas, as the lead.
async fn asked(
    conn: &mut PgConnection,
    lead: &Actor,
    engagement: EngagementId,
    (document, requests, areas): (&Engagement, &[Access], &[Area]),
) -> Result<Vec<AccessRequestId>, Failure> {
    act(&mut *conn, lead).await?;
    let mut asked = Vec::new();
    for (system, purpose, environment, scope, days, asked_of, hand_over) in requests {
        let ask = Ask {
            system_id: named(document, system)?,
            purpose: (*purpose).into(),
            environment: (*environment).into(),
            scope: *scope,
            needed_until: day(*days),
            asked_of: (*asked_of).into(),
            hand_over: (*hand_over).into(),
        };
        asked.push(ledger::ask(&mut *conn, lead.may(engagement)?, ask).await.map_err(told)?);
    }
    for (system, care, says, because) in areas {
        let system_id = named(document, system)?;
        let (says, because) = ((*says).into(), (*because).into());
        let area = NewArea { system_id, care: *care, says, because };
        ledger::add_area(&mut *conn, lead.may(engagement)?, area).await.map_err(told)?;
    }
    Ok(asked)
}

/// Shop and ERP are granted, the ERP wider than it was asked for; payments are refused, accounting is done with, and the
/// warehouse still waits.
async fn answer(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    asked: &[AccessRequestId],
) -> Result<(), Failure> {
    let [shop, erp, _, accounting, payments] = asked else {
        return Err(
            "The demo answers five requests for access, and asks for another number.".into()
        );
    };
    let client = &cast.contributor;
    act(&mut *conn, client).await?;
    let grant = |scope, days| Reply::Grant(scope, day(days));
    for (id, reply, says) in [
        (
            shop,
            grant(AccessScope::ReadOnly, 60),
            "The shop agency has made the account. Tell them before you read more than a day at once.",
        ),
        (
            erp,
            grant(AccessScope::ReadWrite, 10),
            "There is no account that only reads, so this one can do more than you need. Please write nothing.",
        ),
        (accounting, grant(AccessScope::ReadOnly, 30), "Until the count is done."),
        (
            payments,
            Reply::Refuse,
            "Finance exports the settlements for you; nobody from outside gets an account there.",
        ),
    ] {
        let may = client.may(engagement)?;
        ledger::answer(&mut *conn, may, *id, 1, reply, says).await.map_err(told)?;
    }
    act(&mut *conn, &cast.lead).await?;
    let because = "The count is done. Finance closed the account and showed us that it cannot sign in any more.";
    ledger::revoke(conn, cast.lead.may(engagement)?, *accounting, 2, because).await.map_err(told)
}

fn named(document: &Engagement, name: &str) -> Result<SystemId, Failure> {
    let system = document.systems.iter().find(|system| system.name == name);
    Ok(system.ok_or("The demo names a system that it does not have.")?.id)
}

fn day(after: u64) -> NaiveDate {
    let today = Utc::now().date_naive();
    today.checked_add_days(Days::new(after)).unwrap_or(today)
}
