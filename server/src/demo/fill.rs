//! Fills an engagement part by part, as its lead would, through the stores that pages use.
//! Nothing here writes a row by itself: grants, checks, redaction, versions and the audit are the product's own.

use super::cast::{self, Cast, act};
use super::logs::{self, Shelf};
use super::plan::{self, Doers};
use super::story::Story;
use super::{access_ledger, questions, quotes, shares, told};
use crate::failure::Failure;
use faultline::document::engagement::{Engagement, PartKind};
use faultline::document::samples::Incoming;
use faultline::document::samples::{ReviewState, Sample, redact};
use faultline::engines::redact::Redactor;
use faultline::platform::ids::{AttachmentId, ClientId, EngagementId, SampleId};
use faultline::stores::access::{Actor, Capacity, EditWork, Grant, Membership};
use faultline::stores::engagement as store;
use faultline::stores::room::{self, About, Answer};
use faultline::stores::samples::{Import, add, review_many};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Where most samples came from.
const FILE: &str = "service-desk-export.csv";

/// What goes before the verdict in the clinic's documents.
const COVERING: &str = "You asked us why appointments arrive with the wrong length since July, and whether the booking service has to go.\n\nIt does not. What follows says what we found, how sure we are, and what to do in which order. The page to sign is near the end.";
/// What the clinic asked.
const QUESTION: &str = "Why do appointments arrive with the wrong length since July, and does the booking service have to go?";
/// Who does what of the first client's plan.
const SHOP: Doers = Doers {
    client: "Priya Nair",
    firm: "Tomasz Brandt",
    third: "Support desk of the warehouse partner",
    added: "Agree with the warehouse partner who answers when the stock file is late",
};
/// Who does what of the clinic's.
const CLINIC: Doers = Doers {
    client: "Ines Falk",
    firm: "Amina Okoro",
    third: "Vendor of the calendar",
    added: "Ask the vendor of the calendar when its next version comes",
};

/// The first client's engagement: filled, published, talked about, and quoted.
pub async fn rescue(
    conn: &mut PgConnection,
    cast: &mut Cast,
    shelf: &mut Shelf<'_>,
    story: Story,
) -> Result<(), Failure> {
    let lead = &mut cast.lead;
    let engagement = open(&mut *conn, lead, cast.first, &story.document).await?;
    parts(&mut *conn, lead.may(engagement)?, &story.document).await?;
    let failure = logs::CONNECTOR.failure(&story.samples)?;
    samples(&mut *conn, lead.may(engagement)?, story.samples).await?;
    let log = shelf.lay(&mut *conn, lead.may(engagement)?, failure, &logs::CONNECTOR).await?;
    plan::record(&mut *conn, lead.may(engagement)?, &SHOP).await?;
    cast::admit(&mut *conn, lead, engagement, &mut cast.contributor, Capacity::Contributor).await?;
    cast::admit(&mut *conn, lead, engagement, &mut cast.viewer, Capacity::Viewer).await?;
    access_ledger::ask(&mut *conn, cast, engagement, &story.document).await?;
    questions::ask(&mut *conn, cast, engagement, &story.document).await?;
    publish(&mut *conn, cast, engagement, (shelf, log)).await?;
    quotes::waiting(conn, cast, engagement).await
}

/// The second client's: opened, with what was said in the first call.
pub async fn beginning(
    conn: &mut PgConnection,
    cast: &mut Cast,
    story: Story,
) -> Result<(), Failure> {
    let lead = &mut cast.other;
    let engagement = open(&mut *conn, lead, cast.second, &story.document).await?;
    parts(&mut *conn, lead.may(engagement)?, &story.document).await?;
    for sample in story.samples {
        add(&mut *conn, lead.may(engagement)?, sample).await?;
    }
    Ok(())
}

/// The clinic's engagement: filled, its verdict final, published twice, its sprint done.
pub async fn clinic(
    conn: &mut PgConnection,
    cast: &mut Cast,
    shelf: &mut Shelf<'_>,
    story: Story,
) -> Result<(), Failure> {
    let lead = &mut cast.other;
    let engagement = open(&mut *conn, lead, cast.third, &story.document).await?;
    parts(&mut *conn, lead.may(engagement)?, &story.document).await?;
    let failure = logs::BOOKING.failure(&story.samples)?;
    samples(&mut *conn, lead.may(engagement)?, story.samples).await?;
    let log = shelf.lay(&mut *conn, lead.may(engagement)?, failure, &logs::BOOKING).await?;
    let note = "First reading of the bookings and what went wrong with them. Who does what, and by when, comes next.";
    room::store::publish(&mut *conn, lead.may(engagement)?, note).await.map_err(told)?;
    plan::record(&mut *conn, lead.may(engagement)?, &CLINIC).await?;
    cast::admit(&mut *conn, lead, engagement, &mut cast.desk, Capacity::Contributor).await?;
    access_ledger::of_clinic(&mut *conn, cast, engagement, &story.document).await?;
    questions::of_clinic(&mut *conn, cast, engagement, &story.document).await?;
    let note = "The lengths can be put right by themselves: one table, tried on one day’s bookings. Nothing else needs to be touched.";
    let presentation = room::Presentation {
        covering: COVERING.into(),
        question: QUESTION.into(),
        asked_by: "The practice manager of the clinic".into(),
        signed: true,
        ..room::Presentation::default()
    };
    let grant = cast.other.may(engagement)?;
    let files = shelf.handed_out(&mut *conn, grant, log).await?;
    room::store::publish_with(&mut *conn, grant, note, presentation, files, None)
        .await
        .map_err(told)?;
    quotes::done(conn, cast, engagement).await
}

async fn open(
    conn: &mut PgConnection,
    lead: &mut Actor,
    client: ClientId,
    document: &Engagement,
) -> Result<EngagementId, Failure> {
    act(&mut *conn, lead).await?;
    let engagement =
        store::open(conn, lead.may_in_firm()?, client, &document.title).await.map_err(told)?;
    lead.memberships.push(Membership { engagement, capacity: Capacity::Lead });
    Ok(engagement)
}

/// Data types first: integrations say which they carry.
async fn parts(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    document: &Engagement,
) -> Result<(), Failure> {
    let mut parts = document.parts();
    parts.sort_by_key(|part| part.kind() != PartKind::DataType);
    for part in parts {
        store::put(&mut *conn, grant, part, 0).await.map_err(told)?;
    }
    Ok(())
}

/// Those that name a step were told in a workshop and typed; the others came in a file and were reviewed after.
async fn samples(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    samples: Vec<Sample>,
) -> Result<(), Failure> {
    let (typed, filed): (Vec<_>, Vec<_>) =
        samples.into_iter().partition(|sample| sample.step.is_some());
    for sample in typed {
        add(&mut *conn, grant, sample).await?;
    }
    let mut import = Import::begin(&mut *conn, grant, FILE, &[]).await?;
    let redactor = Redactor::new(import.key());
    let rows: Vec<Incoming> = filed.iter().map(|sample| incoming(sample, &redactor)).collect();
    import.put(&mut *conn, &rows).await?;
    import.finish(&mut *conn, 0).await?;
    reviewed(conn, grant, &filed).await
}

fn incoming(sample: &Sample, redactor: &Redactor) -> Incoming {
    let unseen =
        Sample { state: ReviewState::New, rejected_because: String::new(), ..sample.clone() };
    Incoming {
        sample: redact(unseen, redactor).0,
        fingerprint: Sha256::digest(sample.id.0.as_bytes()).into(),
    }
}

/// Moves the imported samples to the state they have in the story, a step at a time.
async fn reviewed(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    samples: &[Sample],
) -> Result<(), Failure> {
    let confirmed = ids(samples, 1, |sample| sample.state.is_confirmed());
    review_many(&mut *conn, grant, &confirmed, ReviewState::Confirmed, "").await?;
    let diagnosed = ids(samples, 2, |sample| sample.state == ReviewState::Diagnosed);
    review_many(&mut *conn, grant, &diagnosed, ReviewState::Diagnosed, "").await?;
    let mut rejected: BTreeMap<&str, Vec<(SampleId, i32)>> = BTreeMap::new();
    for sample in samples.iter().filter(|sample| sample.state == ReviewState::Rejected) {
        rejected.entry(&sample.rejected_because).or_default().push((sample.id, 1));
    }
    for (reason, rows) in rejected {
        review_many(&mut *conn, grant, &rows, ReviewState::Rejected, reason).await?;
    }
    Ok(())
}

fn ids(samples: &[Sample], version: i32, which: impl Fn(&Sample) -> bool) -> Vec<(SampleId, i32)> {
    samples.iter().filter(|sample| which(sample)).map(|sample| (sample.id, version)).collect()
}

/// The first snapshot, with a log that it hands out, and what was said of it.
async fn publish(
    conn: &mut PgConnection,
    cast: &Cast,
    engagement: EngagementId,
    (shelf, log): (&Shelf<'_>, AttachmentId),
) -> Result<(), Failure> {
    let (lead, client) = (&cast.lead, &cast.contributor);
    let note = "First reading after two weeks on site. The stock file is still open: the warehouse partner has not answered.";
    let grant = lead.may(engagement)?;
    let files = shelf.handed_out(&mut *conn, grant, log).await?;
    let presentation = room::Presentation::default();
    let number = room::store::publish_with(&mut *conn, grant, note, presentation, files, None)
        .await
        .map_err(told)?
        .contents()
        .number;
    act(&mut *conn, client).await?;
    let about_the_map = "The daily comparison is right, but it takes closer to an hour on Mondays.";
    room::store::comment(&mut *conn, client.may(engagement)?, number, About::Map, about_the_map)
        .await
        .map_err(told)?;
    act(&mut *conn, lead).await?;
    let answer = "Thank you. I have left forty-five minutes as the average; the Monday peak goes into the plan.";
    room::store::comment(&mut *conn, lead.may(engagement)?, number, About::Map, answer)
        .await
        .map_err(told)?;
    act(&mut *conn, client).await?;
    let question = "Can the pack prices be put right before the order connector is touched? Buying would like to start this week.";
    room::store::decide(&mut *conn, client.may(engagement)?, number, Answer::Ask, question)
        .await
        .map_err(told)?;
    shares::one(conn, client, engagement, number).await
}
