//! The page of the figures: before and now, by the month, and by hand.

use super::by_hand::ByHand;
use super::methods::Methods;
use super::months::Months;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Field, Filters, PageHeader, Section, Tone, Width};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::Engagement;
use faultline::judgement::figures::{Compared, Figure, Span, keeps};
use faultline::judgement::quote;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::statistics::{Change, Median, share_in_cell};
use faultline::platform::wording::day;
use std::sync::Arc;

/// The page.
#[component]
pub fn FiguresPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The day from which on it is “now”.
    since: NaiveDate,
    /// Before and now.
    told: Compared,
    /// The months.
    by_month: Vec<Span>,
    /// Whether the reader may set targets.
    may_edit: bool,
) -> impl IntoView {
    let engagement = document.id;
    let volume: i64 = document.in_scope().filter_map(|one| one.monthly_volume).sum();
    let volume = u64::try_from(volume).unwrap_or(0);
    view! {
        <PageHeader title="Figures" lede="Whether it got better: what confirmed samples say, by the month and before against now. A number leads to the samples behind it.">
            {may_edit.then(|| view! { <a class="button" href=at(engagement, "figures/edit")>"Set targets"</a> })}
        </PageHeader>
        <Filters action=at(engagement, "figures") clear=None>
            <Field label="Now begins on" name="since" kind="date" value=since.to_string() width=Width::Short />
        </Filters>
        <BeforeAndNow engagement told />
        <Targets document=document.clone() by_month=by_month.clone() />
        <Months engagement by_month volume />
        <ByHand document />
        <Methods />
    }
}

/// The address of the samples behind a number.
#[must_use]
pub fn behind(engagement: EngagementId, figure: Figure, span: &Span) -> String {
    let page = at(engagement, "figures/behind");
    format!("{page}?figure={}&first={}&last={}", figure.key(), span.first, span.last)
}

#[component]
fn BeforeAndNow(engagement: EngagementId, told: Compared) -> impl IntoView {
    let lede = format!(
        "{} days from {} to {}, against as many that end on {}. Each failure falls into either by a coin toss if nothing changed; recoveries are paired, the newest with the newest. Samples that wait for review may still become either: as long as they could say something else, it is too early to tell.",
        told.now.days(),
        day(told.now.first),
        day(told.now.last),
        day(told.before.last)
    );
    let columns = vec![
        Column::new("Figure"),
        Column::new("Before").number(),
        Column::new("Now").number(),
        Column::new("Share that fell into now, with its interval").number(),
        Column::new("What that says"),
    ];
    let rows = Figure::ALL.iter().map(|figure| {
        let told = told.clone();
        view! { <FigureRow engagement told figure=*figure /> }
    });
    let rows = rows.collect_view();
    view! {
        <Section title="Before and now" id="before-and-now" lede>
            <DataTable caption="Before and now" id="compared-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

#[component]
fn FigureRow(engagement: EngagementId, told: Compared, figure: Figure) -> impl IntoView {
    let tone = match told.change(figure) {
        Change::More => Tone::Fault,
        Change::Fewer => Tone::Sound,
        Change::Same => Tone::Plain,
        Change::TooFew => Tone::Unknown,
    };
    let (before, now) =
        (behind(engagement, figure, &told.before), behind(engagement, figure, &told.now));
    let (first, then) = told.counts(figure);
    view! {
        <tr>
            <th scope="row" data-label="Figure">{figure.label()}</th>
            <td class="num" data-label="Before"><a href=before>{number(&told.before, figure)}</a></td>
            <td class="num" data-label="Now"><a href=now>{number(&told.now, figure)}</a></td>
            <td class="num" data-label="Share that fell into now">{share(figure, first, then)}</td>
            <td data-label="What that says"><Badge tone word=told.says(figure) /></td>
        </tr>
    }
}

/// The share of now, or of those that were slower, with its interval.
fn share(figure: Figure, before: u64, now: u64) -> String {
    let all = before + now;
    let share = share_in_cell(now, all);
    match (figure, all) {
        (_, 0) => share,
        (Figure::Recovery, _) => format!("{now} of {all} slower: {share}"),
        _ => format!("{now} of {all}: {share}"),
    }
}

/// What was agreed of each figure, against the last whole month.
#[component]
fn Targets(document: Arc<Engagement>, by_month: Vec<Span>) -> impl IntoView {
    let engagement = document.id;
    let targets = document.measures.first().map(|it| it.targets.clone()).unwrap_or_default();
    let month = by_month.iter().rev().nth(1).cloned();
    month.filter(|_| !targets.is_empty()).map(|month| {
        let named = month.first.format("%B %Y").to_string();
        let rows = targets.into_iter().map(|(figure, most)| {
            let unit = if figure == Figure::Recovery { "hours (median)" } else { "a month" };
            let (tone, word) = match keeps(&month, figure, most) {
                Some(true) => (Tone::Sound, "kept"),
                Some(false) => (Tone::Fault, "missed"),
                None => (Tone::Unknown, "nothing to hold against it"),
            };
            view! {
                <tr>
                    <th scope="row" data-label="Figure">{figure.label()}</th>
                    <td class="num" data-label="At most">{format!("{most} {unit}")}</td>
                    <td class="num" data-label="Last whole month">
                        <a href=behind(engagement, figure, &month)>{number(&month, figure)}</a>
                    </td>
                    <td data-label="Target"><Badge tone word /></td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let columns = vec![
            Column::new("Figure"),
            Column::new("At most").number(),
            Column::new(format!("In {named}")).number(),
            Column::new("Target"),
        ];
        view! {
            <Section title="Targets" id="targets">
                <DataTable caption="Targets" id="targets-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    })
}

/// A figure of a span as its cell shows it.
#[must_use]
pub fn number(span: &Span, figure: Figure) -> String {
    match figure {
        Figure::Recovery => span.recovery.map_or_else(|| "–".to_owned(), told),
        Figure::Manual => format!("{}, {} h", span.interventions, hours(span.minutes)),
        figure => span.count(figure).to_string(),
    }
}

/// “3 h (1 h to 9 h)”, or the median alone where there are too few for bounds.
fn told(median: Median) -> String {
    let value = quote::hours(median.value);
    match median.bounds {
        Some((low, high)) => format!("{value} ({} to {})", quote::hours(low), quote::hours(high)),
        None => format!("{value} (too few for bounds)"),
    }
}

fn hours(minutes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a number of hours to be read")]
    let hours = minutes as f64 / 60.0;
    format!("{hours:.1}")
}
