//! The questions of two engagements: one waits for the client, one of each is answered and waits to be taken over.

use super::cast::{Cast, act};
use super::told;
use crate::failure::Failure;
use chrono::{Days, Utc};
use faultline::document::engagement::Engagement;
use faultline::document::questions::{IntegrationQuestion, Reply, Sought, thing};
use faultline::document::systems::DiscoveryFact;
use faultline::platform::ids::{EngagementId, QuestionId};
use faultline::stores::access::Actor;
use faultline::stores::questions::{self as store, Ask, Given};
use sqlx::PgConnection;

/// Asks, and answers one of the two.
pub async fn ask(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    document: &Engagement,
) -> Result<(), Failure> {
    let warehouse = document.systems.iter().find(|one| one.name == "Warehouse");
    let stock = document.integrations.iter().find(|one| one.name == "Stock file to shop");
    let (Some(warehouse), Some(stock)) = (warehouse, stock) else {
        return Err("The demo asks about something that it does not have.".into());
    };
    let copy = Sought::System(warehouse.id, DiscoveryFact::Sandbox);
    let care = Sought::Integration(stock.id, IntegrationQuestion::Maintainable);
    act(&mut *conn, &cast.lead).await?;
    let (lead, client) = (&cast.lead, &cast.contributor);
    let answered = asked(&mut *conn, (lead, client), engagement, (document, copy, 12)).await?;
    asked(&mut *conn, (lead, client), engagement, (document, care, 5)).await?;
    act(&mut *conn, client).await?;
    let given = Given {
        reply: Reply::Value,
        choice: "yes".into(),
        answer: String::new(),
        somebody: String::new(),
        note: "The partner has a portal for tests. One has to ask for it a week before.".into(),
    };
    store::answer(&mut *conn, client.may(engagement)?, answered, 1, given).await.map_err(told)?;
    act(conn, &cast.lead).await?;
    Ok(())
}

/// Asks the clinic's desk how long its connector keeps what it did, which the desk answers.
pub async fn of_clinic(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    document: &Engagement,
) -> Result<(), Failure> {
    let billing = document.integrations.iter().find(|one| one.name == "Treatments to billing");
    let billing = billing.ok_or("The demo asks about something that it does not have.")?;
    let kept = Sought::Integration(billing.id, IntegrationQuestion::HistoryDays);
    let (lead, desk) = (&cast.other, &cast.desk);
    act(&mut *conn, lead).await?;
    let answered = asked(&mut *conn, (lead, desk), engagement, (document, kept, 14)).await?;
    act(&mut *conn, desk).await?;
    let given = Given {
        reply: Reply::Value,
        choice: String::new(),
        answer: "365".into(),
        somebody: String::new(),
        note: "Ledgerline says a year; the office keeps the nightly lists for ten.".into(),
    };
    store::answer(&mut *conn, desk.may(engagement)?, answered, 1, given).await.map_err(told)?;
    act(conn, lead).await?;
    Ok(())
}

/// Asks a contributor for a fact, to be answered within so many days.
async fn asked(
    conn: &mut PgConnection,
    (lead, client): (&Actor, &Actor),
    engagement: EngagementId,
    (document, sought, days): (&Engagement, Sought, u64),
) -> Result<QuestionId, Failure> {
    let today = Utc::now().date_naive();
    let ask = Ask {
        sought,
        words: sought.words(thing(document, sought).unwrap_or_default()),
        asked_of: Some(client.person),
        due_on: today.checked_add_days(Days::new(days)).unwrap_or(today),
    };
    let grant = lead.may(engagement)?;
    Ok(store::ask(conn, grant, ask).await.map_err(told)?.0)
}
