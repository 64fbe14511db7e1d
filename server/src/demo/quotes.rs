//! The quotes of the demo: one that waits for the shop's answer, and one that the clinic accepted and that is done.
//! Each is drafted from its verdict, issued, answered and closed as people do it.

use super::cast::{Cast, act};
use super::told;
use crate::failure::Failure;
use chrono::{Days, Utc};
use faultline::document::engagement::{Assumption, Engagement, Part};
use faultline::document::quote::{AssumptionState, LedgerEntry, Override, Quote, QuoteGate};
use faultline::engines::timestamp::Authority;
use faultline::judgement::quote::{Record, filled, sprint};
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::{Actor, EditWork, Grant, Publish, ViewRoom};
use faultline::stores::certificate::store::{self as certificate, Agreement, Decided, GivenAnswer};
use faultline::stores::engagement as store;
use faultline::stores::quote::Issued;
use faultline::stores::quote::store as quotes;
use sqlx::PgConnection;

/// What is quoted beside the lines that the verdict asks for.
struct Terms {
    /// The price of an hour.
    rate: i64,
    /// What it may cost at most.
    budget: i64,
    /// How long it can be accepted, in days.
    days: u64,
    /// What is not part of it.
    exclusions: &'static [&'static str],
    /// What it rests on: what is assumed, who answers for it, how it is tested.
    assumption: [&'static str; 3],
    /// How likely that is false, in per cent, and the minutes that come on top then.
    chance: (i64, i64),
}

const SHOP: Terms = Terms {
    rate: 110,
    budget: 24_000,
    days: 30,
    exclusions: &[
        "The stock file: the warehouse partner has to answer first.",
        "Licences of the shop, the ERP and the connector’s host.",
    ],
    assumption: [
        "Northlight can point a copy of the shop at our test path within two days.",
        "Jonas Feld, IT",
        "Ask Northlight for a date before the first day.",
    ],
    chance: (25, 720),
};

const CLINIC: Terms = Terms {
    rate: 95,
    budget: 20_000,
    days: 21,
    exclusions: &["Reminders and billing, which are left as they are."],
    assumption: [
        "The list of treatments stays as it is while the table is put right.",
        "Ines Falk, front desk",
        "Ask Slotwise before the first day whether new treatments are planned.",
    ],
    chance: (15, 240),
};

/// The quote that waits in the shop's room: the sprint within its budget, without the integration nobody answers for yet.
pub async fn waiting(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
) -> Result<(), Failure> {
    let lead = &cast.lead;
    act(&mut *conn, lead).await?;
    let mut document = document(&mut *conn, lead, engagement).await?;
    let mut draft = drafted(&document, &SHOP);
    let silent = document.integrations.iter().find(|one| one.name == "Stock file to shop");
    draft.lines.retain(|line| silent.is_none_or(|one| line.integration != Some(one.id)));
    let agreed = Override {
        reason: "The stock file has two samples of three and is left out of this sprint; the other four have theirs.".into(),
        agreed_by: "Helena Marsh".into(),
    };
    draft.overrides.insert(QuoteGate::Samples, agreed);
    document.quotes = vec![draft];
    issue(conn, lead, engagement, sprint(&document, &Record::default(), PartId::new))
        .await
        .map(|_| ())
}

/// The quote that the clinic accepted: one assumption fell, and the work was done within what was quoted.
pub async fn done(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
) -> Result<(), Failure> {
    let (lead, desk) = (&cast.other, &cast.desk);
    act(&mut *conn, lead).await?;
    let document = document(&mut *conn, lead, engagement).await?;
    let issued = issue(&mut *conn, lead, engagement, drafted(&document, &CLINIC)).await?;
    act(&mut *conn, desk).await?;
    accept(&mut *conn, desk, engagement, issued.contents.basis.number).await?;
    act(&mut *conn, lead).await?;
    let found =
        "Slotwise added two treatments in the first week, and their lengths had to be agreed too.";
    let fell = issued.contents.quote.assumptions.first().ok_or("The quote assumes nothing.")?.id;
    let grant: Grant<Publish> = lead.may(engagement)?;
    quotes::test_assumption(&mut *conn, grant, 1, fell, false, found).await.map_err(told)?;
    let hours = issued.contents.appraisal.hours;
    let took = i32::try_from(hours.p50.midpoint(hours.p80) / 15 * 15)?;
    let version = newest(&mut *conn, lead, engagement).await?.version;
    let grant: Grant<EditWork> = lead.may(engagement)?;
    quotes::close(conn, grant, 1, version, took).await.map_err(told)
}

/// The acceptance of the clinic's desk, with its certificate. It is stamped by a key of the demo's own.
async fn accept(
    conn: &mut PgConnection,
    desk: &Actor,
    engagement: EngagementId,
    version: i32,
) -> Result<(), Failure> {
    let (authority, _) = Authority::make("Faultline demo", Utc::now())?;
    certificate::opened(&mut *conn, desk.may(engagement)?, version).await?;
    let agreement = Agreement { name: &desk.name, authority: &authority, asks_outside: false };
    let decided = Decided {
        version,
        quote: Some(1),
        answer: GivenAnswer::Accept(agreement),
        reason: "Please begin with the bookings of next Tuesday, as the batch says.",
    };
    certificate::decide_on(conn, desk.may(engagement)?, decided).await?;
    Ok(())
}

async fn document(
    conn: &mut PgConnection,
    lead: &Actor,
    engagement: EngagementId,
) -> Result<Engagement, Failure> {
    let grant: Grant<EditWork> = lead.may(engagement)?;
    Ok(store::load(conn, grant).await.map_err(told)?.document)
}

/// A draft with everything that the verdict asks for, and these terms.
fn drafted(document: &Engagement, terms: &Terms) -> Quote {
    let [says, owner, test] = terms.assumption.map(str::to_owned);
    let (percent, if_false) = terms.chance;
    let entry = LedgerEntry {
        id: PartId::new(),
        unknown: String::new(),
        says,
        owner,
        test,
        assumed: Assumption { percent, minutes: 30 },
        if_false,
        state: AssumptionState::Open,
    };
    let mut draft = filled(document, PartId::new);
    draft.rate = terms.rate.into();
    draft.tax = 20.into();
    draft.valid_until = document.as_of.date_naive().checked_add_days(Days::new(terms.days));
    draft.exclusions = terms.exclusions.iter().map(|&says| says.to_owned()).collect();
    draft.bounds.budget = Some(terms.budget.into());
    draft.assumptions = vec![entry];
    draft
}

async fn issue(
    conn: &mut PgConnection,
    lead: &Actor,
    engagement: EngagementId,
    draft: Quote,
) -> Result<Issued, Failure> {
    let grant: Grant<EditWork> = lead.may(engagement)?;
    let saved = store::put(&mut *conn, grant, Part::Quote(draft), 0).await.map_err(told)?;
    let grant: Grant<Publish> = lead.may(engagement)?;
    quotes::issue(&mut *conn, grant, saved.version).await.map_err(told)?;
    newest(conn, lead, engagement).await
}

async fn newest(
    conn: &mut PgConnection,
    lead: &Actor,
    engagement: EngagementId,
) -> Result<Issued, Failure> {
    let grant: Grant<ViewRoom> = lead.may(engagement)?;
    let mut issued = quotes::list(conn, grant).await?;
    if issued.is_empty() { Err("No quote was issued.".into()) } else { Ok(issued.remove(0)) }
}
