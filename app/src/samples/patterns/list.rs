//! All patterns, the largest first, each with its trend; and merging those that are ticked.
//! Four queries, however many samples there are.

use super::lines::{NUMBERS, PATTERN_COLUMNS, PatternLine};
use super::{NameField, Names, PatternTable, Patterns};
use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::samples::Refusal;
use crate::ui::{Column, EmptyState, ErrorSummary, Link, PageHeader};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{Group, PatternKey, TREND_WEEKS, groups, mondays};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use faultline::stores::samples::Head;
use leptos::either::EitherOf4;
use std::collections::HashMap;
use std::sync::Arc;

/// The most patterns that the page lists.
const MOST: usize = 500;

/// The page.
#[component]
pub(in crate::samples) fn PatternsPage(
    /// The patterns.
    table: PatternTable,
    /// How many there are to be shown, when not all of them are.
    cut: Option<usize>,
    /// What narrows and sorts them.
    listing: Listing,
    /// Whether there are enough to be narrowed.
    many: bool,
    /// The form that merges those that are ticked.
    form: Filled,
) -> impl IntoView {
    let engagement = table.engagement;
    let lede = "Samples that agree on integration, symptom, origin and cause are one pattern, unless someone says otherwise. Rejected ones are left out. A trend compares the last six weeks with the six before.";
    let samples = Link::new(at(engagement, "samples"), "Failure samples");
    let (list, asked) = (at(engagement, "samples/patterns"), listing.is_narrowed());
    let file = format!("{list}.csv{}", listing.query());
    let body = if table.groups.is_empty() && asked {
        EitherOf4::D(view! { <p class="hint">"No pattern has these words."</p> })
    } else if table.groups.is_empty() {
        let action = Some(samples.clone());
        EitherOf4::A(view! {
            <EmptyState title="No patterns yet" action>
                <p>"Samples that agree on integration, symptom, origin and cause show here as one pattern."</p>
            </EmptyState>
        })
    } else if table.ticks.is_none() {
        EitherOf4::B(view! { <Patterns table /> })
    } else {
        EitherOf4::C(view! { <MergeForm table form /> })
    };
    view! {
        <PageHeader title="Patterns" trail=vec![samples] lede>
            <a class="button quiet" href=at(engagement, "samples/charts")>"Charts"</a>
        </PageHeader>
        <ListFilter list listing many />
        {body}
        {cut.map(|all| view! { <p>{format!("The first {MOST} of {all} are shown; the file has all of them.")}</p> })}
        <p class="list-foot"><a href=file>"Patterns as CSV"</a></p>
    }
}

#[component]
fn MergeForm(table: PatternTable, form: Filled) -> impl IntoView {
    let action = at(table.engagement, "samples/patterns/merge");
    view! {
        <form class="ticking" method="post" action=action>
            <ErrorSummary errors=form.errors() />
            <div id="pattern"><Patterns table /></div>
            <fieldset class="ticked merge">
                <legend>"Merge the ticked patterns: they count as one everywhere, with what is still to come. This can be undone."</legend>
                <NameField
                    form
                    label="Name of the one they become"
                    hint="What they have in common: “Price list not mapped”."
                />
                <button class="button" type="submit">"Merge"</button>
            </fieldset>
        </form>
    }
}

/// Answers with the page.
pub async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    show(&context, engagement, listing, &Form::default(), &[]).await
}

/// The patterns that the address shows, as a file.
pub async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let found = find(&context, engagement).await?;
    let lines = PatternLine::all(found.groups, &found.names, &found.weeks);
    listing::csv("patterns.csv", &asked.of(lines, &PATTERN_COLUMNS), &PATTERN_COLUMNS)
}

/// Makes one pattern of those that are ticked.
pub async fn merge(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let keys: Vec<PatternKey> = sent.all("pattern").filter_map(super::read).take(MOST).collect();
    let mut tx = context.act().await?;
    match store::merge(&mut tx, grant, &keys, &sent.text("name")).await {
        Ok(merged) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/changed?entry={}", merged.entry))))
        }
        Err(error) => {
            drop(tx);
            let Refusal::Invalid(problems) = Refusal::of(error)? else {
                return Err(HttpError::Conflict);
            };
            show(&context, engagement, Listing::default(), &sent, &problems).await
        }
    }
}

/// The patterns of an engagement, with what their list needs.
struct Found {
    head: Head,
    groups: Vec<Group>,
    names: Names,
    weeks: HashMap<PatternKey, Vec<i64>>,
}

async fn find(context: &RequestContext, engagement: EngagementId) -> Result<Found, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let mut head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let (patterns, _) = store::patterns(&mut tx, grant).await?;
    let groups = groups(&patterns);
    let last = groups.iter().map(|group| group.whole.last_seen).max();
    let mondays = last.map_or_else(Vec::new, |last| mondays(last, TREND_WEEKS));
    let weeks = store::weeks(&mut tx, grant, &mondays).await?;
    let names = std::mem::take(&mut head.integrations).into_iter().collect();
    Ok(Found { head, groups, names, weeks })
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    listing: Listing,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let Found { head, groups, names, weeks } = find(context, engagement).await?;
    let (total, many) = (groups.iter().map(|group| group.whole.count).sum(), groups.len() >= MANY);
    let lines = listing.of(PatternLine::all(groups, &names, &weeks), &PATTERN_COLUMNS);
    let all = lines.len();
    let groups: Vec<Group> = lines.into_iter().take(MOST).map(|line| line.group).collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let may_edit = frame::may_edit(context, engagement);
    let ticked: Vec<String> = sent.all("pattern").map(str::to_owned).collect();
    let ticks = (may_edit && all > 1).then_some(ticked);
    let (names, weeks) = (Arc::new(names), Some(weeks));
    let sorted = Some(headers(&listing, engagement));
    let table = PatternTable { engagement, groups, names, total, weeks, ticks, sorted };
    let cut = (all > MOST).then_some(all);
    let form = Filled::new(sent.clone(), errors(problems));
    Ok(context.render(status(problems), "Patterns", false, || {
        let page = view! { <PatternsPage table cut listing many form /> };
        frame::engagement(context, nav, page)
    }))
}

/// The headers, by which the list is sorted.
fn headers(listing: &Listing, engagement: EngagementId) -> Vec<Column> {
    let headers = listing.headers(&at(engagement, "samples/patterns"), &PATTERN_COLUMNS);
    let number = |(column, sortable): (Column, &listing::Sortable<PatternLine>)| {
        if NUMBERS.contains(&sortable.key) { column.number() } else { column }
    };
    headers.into_iter().zip(&PATTERN_COLUMNS).map(number).collect()
}
