//! What the demo's firm decided for all of its engagements: its settings, a template, and views that its people saved.
//! The engagements have been open for a while, as those of a firm are.

use super::cast::{Cast, act};
use super::told;
use crate::failure::Failure;
use faultline::document::template::Chosen;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Actor, Grant, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;
use faultline::stores::firm::{FirmSettings, store as firm};
use faultline::stores::{templates, views};
use sqlx::{PgConnection, query};

/// Days for which the engagements of a lead have been open, in the order in which they were opened.
const OF_LEAD: [i32; 1] = [48];
/// The same of the other lead.
const OF_OTHER: [i32; 2] = [6, 83];

/// Decides it, once the engagements are there.
pub async fn decide(conn: &mut PgConnection, cast: &Cast) -> Result<(), Failure> {
    act(&mut *conn, &cast.admin).await?;
    let grant = cast.admin.may_in_firm()?;
    match firm::change(&mut *conn, grant, &settings()?, 1).await {
        // Somebody has said who the firm is already.
        Ok(()) | Err(WriteError::Conflict(_)) => {}
        Err(error) => return Err(told(error)),
    }
    opened(&mut *conn, &cast.lead, &OF_LEAD).await?;
    opened(&mut *conn, &cast.other, &OF_OTHER).await?;
    let lead = &cast.lead;
    act(&mut *conn, lead).await?;
    let first = lead.memberships.first().ok_or("The lead leads nothing.")?.engagement;
    template(&mut *conn, lead, first).await?;
    for (name, view) in
        [("Waits for clients", "waits=client&sort=-age"), ("Worst first", "sort=-flags")]
    {
        views::add(&mut *conn, lead, name, view).await.map_err(told)?;
    }
    let other = &cast.other;
    act(&mut *conn, other).await?;
    let view = "verdict=provisional&sort=step";
    views::add(conn, other, "Not decided yet", view).await.map_err(told)?;
    Ok(())
}

fn settings() -> Result<FirmSettings, Failure> {
    Ok(FirmSettings {
        name: "Marsh & Brandt Integration Rescue".into(),
        contact: "14 Harbour Lane, Bristol\n+44 117 496 0100\nhello@firm.example".into(),
        brand: Some("#7a1f3d".parse()?),
        confidential: "For the addressee only. Please ask us before you pass it on.".into(),
        rate: Some(110.into()),
        currency: Some("EUR".into()),
        tax: 20.into(),
        validity_days: Some(30),
    })
}

/// Dates the engagements of a lead back, by so many days each.
async fn opened(conn: &mut PgConnection, lead: &Actor, days: &[i32]) -> Result<(), Failure> {
    act(&mut *conn, lead).await?;
    for (membership, days) in lead.memberships.iter().zip(days) {
        let back = query!(
            "update engagement set created_at = created_at - make_interval(days => $2) where id = $1",
            membership.engagement.0,
            *days
        );
        back.execute(&mut *conn).await?;
    }
    Ok(())
}

/// The first client's case, as others can begin with it: its data types, its added lines and its exclusions.
async fn template(
    conn: &mut PgConnection,
    lead: &Actor,
    first: EngagementId,
) -> Result<(), Failure> {
    let from: Grant<ViewWork> = lead.may(first)?;
    let document = store::load(&mut *conn, from).await.map_err(told)?.document;
    let offer = templates::offered(&mut *conn, from).await.map_err(told)?.1;
    let types = document.data_types.iter().map(|one| one.id.0);
    let lines = document.plan_lines.iter().filter(|line| line.is_added()).map(|line| line.id.0);
    let chosen = Chosen {
        ids: types.chain(lines).collect(),
        exclusions: offer.exclusions.into_iter().map(|one| one.value).collect(),
    };
    let name = "Web shop to ERP, with a stock file";
    templates::keep(conn, lead.may_in_firm()?, from, &chosen, name).await.map_err(told)?;
    Ok(())
}
