//! The list of reconciliations, and what they say month by month.
//! A rate over too few records is not shown as one.

use super::address;
use super::lines::{COMPARISON_COLUMNS, ComparisonLine};
use crate::listing::{ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::ui::{
    Badge, Column, DataTable, EmptyState, Link, Notice, PageHeader, Pager, Section, Text, Time,
    Tone, facts::grouped,
};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Rate, Run, by_month};
use faultline::platform::ids::EngagementId;
use faultline::stores::reconciliation::{PAGE, WHOLE};
use std::sync::Arc;

/// The page.
#[component]
pub fn ReconcilePage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The comparisons of this page, and one more if there are more.
    lines: Vec<ComparisonLine>,
    /// What narrows and sorts them.
    listing: Listing,
    /// What they say month by month.
    runs: Vec<Run>,
    /// Whether newer ones are on a page before.
    paged: bool,
    /// Whether there may be more than are sorted and narrowed.
    cut: bool,
    /// Whether the reader may change the engagement.
    may_edit: bool,
) -> impl IntoView {
    let list = at(document.id, "reconcile");
    let enough = document.systems.len() > 1;
    let new = Link::new(format!("{list}/new"), "Compare two exports");
    let add = (may_edit && enough && !lines.is_empty()).then(|| new.clone());
    let lede = "Two exports of the same records, compared: what is missing, doubled, late or different, and which side is right.";
    let body = if lines.is_empty() && !paged && !listing.is_asked() {
        let systems = Link::new(at(document.id, "systems"), "Name the systems");
        let action = may_edit.then_some(if enough { new } else { systems });
        Either::Left(view! { <NothingYet enough action /> })
    } else {
        let newer = paged.then(|| list.into());
        Either::Right(view! { <Comparisons document lines listing runs newer /> })
    };
    view! {
        <PageHeader title="Reconciliation" lede>
            {add.map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> })}
        </PageHeader>
        {cut.then(|| view! { <Cut /> })}
        {body}
    }
}

/// That not every comparison was looked through.
#[component]
fn Cut() -> impl IntoView {
    let most = grouped(&WHOLE.to_string());
    let title = format!("Only the newest {most} comparisons are sorted and narrowed.");
    view! {
        <Notice tone=Tone::Doubt title>
            <p>"Older ones are on the pages of the list as it is, the newest first."</p>
        </Notice>
    }
}

#[component]
fn NothingYet(enough: bool, action: Option<Link>) -> impl IntoView {
    let first = if enough {
        "Bring the same records from both sides as CSV, JSON or XLSX. Faultline finds which rows belong together; you say what counts as the same."
    } else {
        "Two systems are needed before their exports can be compared. Name them first."
    };
    view! { <EmptyState title="Nothing compared yet" action><p>{first}</p></EmptyState> }
}

#[component]
fn Comparisons(
    document: Arc<Engagement>,
    lines: Vec<ComparisonLine>,
    listing: Listing,
    runs: Vec<Run>,
    newer: Option<Text>,
) -> impl IntoView {
    let (engagement, list) = (document.id, at(document.id, "reconcile"));
    // In another order than its own a list is shown whole.
    let most = if listing.is_asked() { lines.len() } else { PAGE as usize };
    let (more, many) = (lines.len() > most, lines.len() >= MANY);
    let lines: Vec<_> = lines.into_iter().take(most).collect();
    let older = lines.last().filter(|_| more);
    let older = older.map(|last| Text::from(format!("{list}?older={}", last.listed.id)));
    let columns = listing.headers(&list, &COMPARISON_COLUMNS).into_iter().enumerate();
    let columns = columns.map(|(at, column)| if at < WORDS { column } else { column.number() });
    let columns = columns.collect();
    let file = at(engagement, &format!("comparisons.csv{}", listing.query()));
    let none = lines.is_empty();
    let rows = lines.into_iter().map(|line| view! { <ComparisonRow engagement line /> });
    let rows = rows.collect_view();
    view! {
        <Months runs />
        <Section title="Comparisons" id="list">
            <ListFilter list listing many />
            {none.then(|| view! { <p class="hint">"No comparison has these words."</p> })}
            <DataTable caption="Comparisons" id="reconciliations" columns cards=true quiet=true>{rows}</DataTable>
            <p class="list-foot"><a href=file>"Comparisons as CSV"</a></p>
            <Pager newer older back="Newest" />
        </Section>
    }
}

/// Columns of words, before those of numbers.
const WORDS: usize = 3;

#[component]
fn ComparisonRow(engagement: EngagementId, line: ComparisonLine) -> impl IntoView {
    let href = address(engagement, line.listed.id, "");
    let figure = |number: Option<u64>| {
        number.map_or_else(|| "–".to_owned(), |number| grouped(&number.to_string()))
    };
    let (tone, word) = line.state();
    let (only, different) = (line.only_in_one(), line.different());
    let (duplicates, other_ids) = (line.duplicates(), line.other_ids());
    let remains = line.still_there();
    view! {
        <tr id=line.listed.id.to_string()>
            <th scope="row" data-label="Systems"><a href=href>{line.systems}</a></th>
            <td data-label="Brought"><Time at=line.listed.created_at /></td>
            <td data-label="State"><Badge tone word /></td>
            <td class="num" data-label="Only in one">{figure(only)}</td>
            <td class="num" data-label="Different">{figure(different)}</td>
            <td class="num" data-label="Duplicates">{figure(duplicates)}</td>
            <td class="num" data-label="Other ids">{figure(other_ids)}</td>
            <td class="num" data-label="Still there">{figure(remains)}</td>
        </tr>
    }
}

/// Rates by month: the first is the baseline, the last is now.
#[component]
fn Months(runs: Vec<Run>) -> impl IntoView {
    let months = by_month(&runs);
    let last = months.len().saturating_sub(1);
    let rows = months.into_iter().enumerate().rev().map(|(at, month)| {
        let name = month.first.format("%B %Y").to_string();
        let which = match at {
            _ if last == 0 => "",
            0 => "baseline",
            at if at == last => "now",
            _ => "",
        };
        view! {
            <tr>
                <th scope="row" data-label="Month">{name}" "<small>{which}</small></th>
                <td class="num" data-label="Duplicate rate"><RateCell rate=month.duplicates /></td>
                <td class="num" data-label="Mismatch rate"><RateCell rate=month.mismatches /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let mut columns = vec![Column::new("Month")];
    columns.extend(["Duplicate rate", "Mismatch rate"].map(|label| Column::new(label).number()));
    let lede = "Of each pair of systems the newest comparison of a month counts: ids that came more than once, and records that disagree or go by another id.";
    (!rows.is_empty()).then(|| view! {
        <Section title="Are we getting better?" id="rates" lede>
            <DataTable caption="Rates by month" id="rates-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn RateCell(rate: Rate) -> impl IntoView {
    let base = format!("{} of {}", grouped(&rate.hits.to_string()), grouped(&rate.of.to_string()));
    let percent = match rate.percent() {
        Some(percent) => Either::Left(view! { <span>{percent}</span> }),
        None => Either::Right(view! { <span class="unknown">"too few to tell"</span> }),
    };
    view! { {percent}" "<small>{base}</small> }
}
