//! What a comparison found: counts, columns, and every difference with only what differs, a page at a time.
//! Which side is right is read from the source-of-truth matrix as it stands now.

mod compared;
mod counts;
pub mod equal;
mod filters;
mod rows;

use super::{address, status, stored, system};
use crate::form::go;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{EmptyState, Link, Notice, PageHeader, Pager, Section, Text, Tone, facts::grouped};
use crate::urls::at;
use axum::response::Response;
use chrono::Utc;
use compared::{Compared, Remove};
use counts::{ComparedColumns, Counts, SinceBefore};
use equal::{Hints, TreatedAsEqual};
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{MOST, Settings};
use faultline::judgement::right_side::{Judged, judge};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::access::ViewWork;
use faultline::stores::engagement::Loaded;
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::{Change, Counted, Filter, Line, Stored};
use filters::DifferenceFilters;
use rows::{Differences, TickedDifferences};
use serde::Deserialize;
use std::sync::Arc;

/// Differences on a page.
const PAGE: i64 = 50;

/// The page.
#[component]
fn FoundPage(
    /// What was found.
    found: Arc<Found>,
    /// The differences of this page, and one more if there are more.
    lines: Vec<Line>,
    /// What the address says.
    ask: Ask,
    /// What must be put right of the form.
    problem: Option<&'static str>,
    /// Whether the reader may change anything.
    may_edit: bool,
) -> impl IntoView {
    let (engagement, id) = (found.document.id, found.stored.id);
    let here = address(engagement, id, "");
    let kept = found.counted.kept;
    let changes = found.counted.changes;
    let csv = (kept > 0).then(|| format!("{here}/differences.csv{}", ask.query(None)));
    let may_change = may_edit && found.stored.is_repeatable(Utc::now());
    let change = may_change.then(|| address(engagement, id, "settings"));
    let again = may_edit.then(|| at(engagement, &format!("reconcile/new?follows={id}")));
    let remove = may_edit.then(|| (format!("{here}/remove"), found.stored.version));
    let [a, b] = found.names();
    view! {
        <PageHeader title=format!("{a} and {b}") trail=vec![Link::new(at(engagement, "reconcile"), "Reconciliation")]>
            {csv.map(|href| view! { <a class="button quiet" href=href download="">"Download CSV"</a> })}
            {change.map(|href| view! { <a class="button quiet" href=href>"Change the rules"</a> })}
            {again.map(|href| view! { <a class="button" href=href>"Compare a newer pair"</a> })}
        </PageHeader>
        <TreatedAsEqual found=found.clone() />
        <Counts found=found.clone() />
        {changes.map(|changes| view! { <SinceBefore changes here=here.clone() /> })}
        <Hints found=found.clone() may_change />
        {(!found.counted.all_kept).then(|| view! { <NotAllKept /> })}
        <ComparedColumns found=found.clone() here=here.clone() />
        <List found=found.clone() lines ask problem may_edit here />
        <Compared found />
        <div class="after-table">{remove.map(|(action, version)| view! { <Remove action version /> })}</div>
    }
}

#[component]
fn NotAllKept() -> impl IntoView {
    let title = format!(
        "Everything was counted, but only the first {} of each kind are listed.",
        grouped(&MOST.to_string())
    );
    view! {
        <Notice tone=Tone::Doubt title>
            <p>"So many differences mostly mean a key or a rule that does not fit. Compare once more with other settings, or a part of the records."</p>
        </Notice>
    }
}

#[component]
fn List(
    found: Arc<Found>,
    lines: Vec<Line>,
    ask: Ask,
    problem: Option<&'static str>,
    may_edit: bool,
    here: String,
) -> impl IntoView {
    let more = lines.len() > PAGE as usize;
    let lines: Vec<_> = lines.into_iter().take(PAGE as usize).collect();
    let after = ask.after.parse().unwrap_or(0);
    let older: Option<Text> = lines
        .last()
        .filter(|_| more)
        .map(|last| format!("{here}{}", ask.query(Some(last.number))).into());
    let newer: Option<Text> = (after > 0).then(|| format!("{here}{}", ask.query(None)).into());
    let filter = ask.filter();
    let any = found.counted.kept > 0 || found.counted.changes.is_some();
    let filters = any.then(|| {
        let (found, here) = (found.clone(), here.clone());
        view! { <DifferenceFilters found filter here /> }
    });
    // What is fixed belongs to the comparison before: its samples are made there.
    let ticks = may_edit && filter.change != Some(Change::Fixed);
    let list = match (lines.is_empty(), ticks) {
        (true, _) => EitherOf3::A(view! { <Nothing found filter here /> }),
        (false, true) => EitherOf3::B(view! { <TickedDifferences found lines /> }),
        (false, false) => EitherOf3::C(view! { <Differences found lines ticks=false /> }),
    };
    view! {
        <Section title="Differences" id="list">
            {problem.map(|title| view! { <Notice tone=Tone::Fault title /> })}
            {filters}
            {list}
            <Pager newer older back="First page" on="Next" />
        </Section>
    }
}

#[component]
fn Nothing(found: Arc<Found>, filter: Filter, here: String) -> impl IntoView {
    if filter == Filter::default() {
        let [a, b] = found.names();
        Either::Left(view! {
            <EmptyState title=format!("{a} and {b} agree")>
                <p>"Every record is on both sides once, and what was compared is the same."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <EmptyState title="Nothing matches" action=Some(Link::new(here, "Show all differences"))>
                <p>"No difference of this comparison fits these filters."</p>
            </EmptyState>
        })
    }
}

/// What the address of the page says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    kind: String,
    column: String,
    change: String,
    late: String,
    after: String,
}

impl Ask {
    /// What narrows the list. What is no entry of a catalogue narrows nothing.
    pub fn filter(&self) -> Filter {
        Filter {
            kind: self.kind.parse().ok(),
            late: !self.late.is_empty(),
            column: self.column.parse().ok(),
            change: self.change.parse().ok(),
        }
    }

    fn query(&self, after: Option<i32>) -> String {
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let Filter { kind, late, column, change } = self.filter();
        let pairs = [
            ("kind", kind.map_or("", Catalogue::key).to_owned()),
            ("column", column.map(|column| column.to_string()).unwrap_or_default()),
            ("change", change.map_or("", Catalogue::key).to_owned()),
            ("late", if late { "1" } else { "" }.to_owned()),
            ("after", after),
        ];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) }
    }
}

/// A comparison with all that a page needs of it.
pub struct Found {
    /// The document.
    pub document: Engagement,
    /// The comparison.
    pub stored: Stored,
    /// What it counted.
    pub counted: Counted,
    /// How it was compared.
    pub settings: Settings,
    /// The systems' names.
    pub names: [String; 2],
    /// What the matrix says of each compared column.
    pub judged: Vec<Judged>,
}

impl Found {
    /// Puts it together; `None` when it was not compared yet, or by another version.
    pub fn of(document: Engagement, stored: Stored) -> Option<Self> {
        let (counted, settings) = stored.compared()?;
        let (counted, settings) = (counted.clone(), settings.clone());
        let names = stored.systems.map(|id| system(&document, id));
        let of = |column| judge(&document, settings.field(column), stored.systems);
        let judged = (0..settings.plan.columns.len()).map(of).collect();
        Some(Self { document, stored, counted, settings, names, judged })
    }

    /// The systems' names.
    pub fn names(&self) -> [&str; 2] {
        [&self.names[0], &self.names[1]]
    }
}

/// Differences that a filter shows, after a number.
pub async fn lines(
    tx: &mut faultline::stores::db::Tx,
    grant: faultline::stores::access::Grant<ViewWork>,
    found: &Found,
    filter: Filter,
    after: i32,
    most: i64,
) -> Result<Vec<Line>, HttpError> {
    let id = found.stored.id;
    Ok(match (filter.change, found.stored.follows) {
        (Some(Change::Fixed), Some(before)) => {
            store::fixed(tx, grant, id, before, filter, after, most).await?
        }
        (Some(Change::Fixed), None) => Vec::new(),
        _ => store::differences(tx, grant, id, filter, after, most).await?,
    })
}

/// Answers with the page; one that was not compared yet is still to be checked.
pub async fn page(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    show(&context, engagement, id, &ask, None).await
}

/// Answers with the page, and what must be put right of its form.
pub async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    id: ReconciliationId,
    ask: &Ask,
    problem: Option<&'static str>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let (Loaded { document, digest, .. }, stored) = stored(context, grant, id).await?;
    let nav = frame::nav(&document, &digest);
    let may_edit = frame::may_edit(context, engagement);
    let Some(found) = Found::of(document, stored) else {
        let page = if may_edit {
            address(engagement, id, "settings")
        } else {
            at(engagement, "reconcile")
        };
        return Ok(go(&page));
    };
    let after = ask.after.parse().unwrap_or(0);
    let mut tx = context.look().await?;
    let lines = lines(&mut tx, grant, &found, ask.filter(), after, PAGE + 1).await?;
    drop(tx);
    let status = status(problem.is_some());
    let (found, ask) = (found.into(), ask.clone());
    Ok(context.render(status, "Differences", false, || {
        let page = view! { <FoundPage found lines ask problem may_edit /> };
        frame::engagement(context, nav, page)
    }))
}
