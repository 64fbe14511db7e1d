//! What a comparison found: counts, columns, and every difference with only what differs, a page at a time.
//! Which side is right is read from the source-of-truth matrix as it stands now.

mod counts;
pub mod equal;
mod rows;

use super::{address, status, stored, system};
use crate::form::go;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{
    Choice, EmptyState, Fact, Facts, Filters, Link, Notice, PageHeader, Pager, PostButton, Section,
    Select, Text, Time, Tone, choices, facts::grouped,
};
use crate::urls::at;
use axum::response::Response;
use chrono::Utc;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{DifferenceKind, MOST, Settings};
use faultline::judgement::right_side::{Judged, judge};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::access::ViewWork;
use faultline::stores::engagement::Loaded;
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::{Change, Counted, Filter, Line, Stored};
use serde::Deserialize;

/// Differences on a page.
const PAGE: i64 = 50;

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
    /// Puts it together; `None` when it was not compared yet.
    pub fn of(document: Engagement, stored: Stored) -> Option<Self> {
        let (counted, settings) = (stored.counted.clone()?, stored.settings.clone()?);
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

/// The page; one that was not compared yet is still to be checked.
pub async fn page(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    show(&context, engagement, id, &ask, None).await
}

/// The page, with what must be put right of its form.
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
    let body = view(&found, lines, ask, problem, may_edit);
    Ok(context.render(status, "Differences", false, || frame::engagement(context, nav, body)))
}

fn view(
    found: &Found,
    mut lines: Vec<Line>,
    ask: &Ask,
    problem: Option<&'static str>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let (engagement, id) = (found.document.id, found.stored.id);
    let here = address(engagement, id, "");
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let after = ask.after.parse().unwrap_or(0);
    let older: Option<Text> = lines
        .last()
        .filter(|_| more)
        .map(|last| format!("{here}{}", ask.query(Some(last.number))).into());
    let newer: Option<Text> = (after > 0).then(|| format!("{here}{}", ask.query(None)).into());
    let fault = problem.map(|title| view! { <Notice tone=Tone::Fault title /> });
    let kept = found.counted.kept;
    let cut = (!found.counted.all_kept).then(|| {
        let title = format!(
            "Everything was counted, but only the first {} of each kind are listed.",
            grouped(&MOST.to_string())
        );
        view! {
            <Notice tone=Tone::Doubt title>
                <p>"So many differences mostly mean a key or a rule that does not fit. Compare once more with other settings, or a part of the records."</p>
            </Notice>
        }
    });
    let list = if lines.is_empty() {
        nothing(found, ask, &here).markup()
    } else {
        rows::table(found, &lines, ask, may_edit).markup()
    };
    let [a, b] = &found.names;
    let trail = vec![Link::new(at(engagement, "reconcile"), "Reconciliation")];
    let csv = (kept > 0).then(|| {
        let href = format!("{here}/differences.csv{}", ask.query(None));
        view! { <a class="button quiet" href=href download="">"Download CSV"</a> }
    });
    let again = may_edit.then(|| {
        let href = at(engagement, &format!("reconcile/new?follows={id}"));
        view! { <a class="button" href=href>"Compare a newer pair"</a> }
    });
    let may_change = may_edit && found.stored.is_repeatable(Utc::now());
    let change = may_change.then(|| {
        let href = address(engagement, id, "settings");
        view! { <a class="button quiet" href=href>"Change the rules"</a> }
    });
    let (equal, hints) = (equal::treated(found), equal::hints(found, may_change));
    let (figures, changes) = (counts::figures(found), counts::changes(found, &here));
    let columns = counts::columns(found, &here);
    let any = kept > 0 || found.counted.changes.is_some();
    let filters = any.then(|| filters(found, ask, &here));
    let (compared, remove) = (compared(found), may_edit.then(|| remove(found, &here)));
    view! {
        <PageHeader title=format!("{a} and {b}") trail>{csv}{change}{again}</PageHeader>
        {equal}
        {figures}
        {changes}
        {hints}
        {cut}
        {columns}
        <Section title="Differences" id="list">
            {fault}
            {filters}
            {list}
            <Pager newer older back="First page" on="Next" />
        </Section>
        {compared}
        <div class="after-table">{remove}</div>
    }
}

fn nothing(found: &Found, ask: &Ask, here: &str) -> impl IntoView + use<> {
    if ask.filter() == Filter::default() {
        let [a, b] = &found.names;
        let title = format!("{a} and {b} agree");
        return view! {
            <EmptyState title>
                <p>"Every record is on both sides once, and what was compared is the same."</p>
            </EmptyState>
        }
        .markup();
    }
    view! {
        <EmptyState title="Nothing matches" action=Some(Link::new(here.to_owned(), "Show all differences"))>
            <p>"No difference of this comparison fits these filters."</p>
        </EmptyState>
    }
    .markup()
}

fn filters(found: &Found, ask: &Ask, here: &str) -> impl IntoView + use<> {
    let names = found.names();
    let filter = ask.filter();
    let kinds = DifferenceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.key(), super::words::kind(*kind, names)))
        .collect::<Vec<_>>();
    let columns = found.settings.plan.columns.iter().enumerate();
    let columns =
        columns.map(|(at, pair)| Choice::new(at.to_string(), pair.a.clone())).collect::<Vec<_>>();
    let since = found.counted.changes.is_some().then(|| {
        let selected = filter.change.map_or("", Catalogue::key);
        view! { <Select label="Since the comparison before" name="change" choices={choices::<Change>()} selected=selected blank="Any" /> }
    });
    let late = vec![Choice::new("1", "Late only")];
    let column = filter.column.map(|column| column.to_string()).unwrap_or_default();
    let clear = (filter != Filter::default()).then(|| here.to_owned().into());
    let kind = filter.kind.map_or("", Catalogue::key);
    let is_late = if filter.late { "1" } else { "" };
    view! {
        <Filters action=here.to_owned() clear>
            <Select label="Kind" name="kind" choices=kinds selected=kind blank="Any" />
            <Select label="Column" name="column" choices=columns selected=column blank="Any" />
            <Select label="Late" name="late" choices=late selected=is_late blank="Late or not" />
            {since}
        </Filters>
    }
}

/// With what, and how, it was compared.
fn compared(found: &Found) -> impl IntoView + use<> {
    let Found { stored, settings, counted, .. } = found;
    let names = found.names();
    let rows = [counted.summary.rows_a, counted.summary.rows_b];
    let files = (0..2).map(|side: usize| {
        let rows = grouped(&rows[side].to_string());
        let says = format!("{}: {rows} rows", stored.files[side]);
        let notes =
            counted.notes[side].iter().map(|note| view! { <br /><small>{note.clone()}</small> });
        let notes = notes.collect_view();
        view! { <Fact term=names[side].to_owned()>{says}{notes}</Fact> }
    });
    let files = files.collect_view();
    let key = settings.plan.keys.iter().map(|pair| {
        let other = if pair.a == pair.b { String::new() } else { format!(" = {}", pair.b) };
        format!("{}{other} ({})", pair.a, super::words::rule(&pair.rule, names))
    });
    let key = key.collect::<Vec<_>>().join(", ");
    let late = settings
        .plan
        .late
        .clone()
        .map(|late| view! { <Fact term="Tells what is late">{late}</Fact> });
    let at = stored.compared_at.map(|at| view! { <Fact term="Compared"><Time at /></Fact> });
    let before = stored.follows.map(|before| {
        let href = address(found.document.id, before, "");
        view! { <Fact term="Repeats"><a href=href>"the comparison before"</a></Fact> }
    });
    view! {
        <Section title="How it was compared" id="compared">
            <Facts>
                {files}
                <Fact term="Key">{key}</Fact>
                {late}
                {at}
                {before}
            </Facts>
        </Section>
    }
}

fn remove(found: &Found, here: &str) -> impl IntoView + use<> {
    let with = vec![("version", found.stored.version.to_string())];
    let action = format!("{here}/remove");
    view! {
        <details class="confirm">
            <summary class="button">"Remove this comparison …"</summary>
            <div class="confirm-body">
                <p>"Its differences go for good. Samples that were made of them stay."</p>
                <PostButton action label="Remove this comparison" look="danger" with />
            </div>
        </details>
    }
}
