//! The list of reconciliations, and what they say month by month.
//! A rate over too few records is not shown as one.

use super::{address, system};
use crate::prelude::*;
use crate::ui::{
    Badge, Column, DataTable, EmptyState, Link, PageHeader, Pager, Section, Text, Time, Tone,
    facts::grouped,
};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Rate, Run, by_month};
use faultline::stores::jobs::JobState;
use faultline::stores::reconciliation::{Listed, PAGE};
use std::sync::Arc;

/// The page.
#[component]
pub fn ReconcilePage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The comparisons of this page, and one more if there are more.
    lines: Vec<Listed>,
    /// What they say month by month.
    runs: Vec<Run>,
    /// Whether newer ones are on a page before.
    paged: bool,
    /// Whether the reader may change the engagement.
    may_edit: bool,
) -> impl IntoView {
    let list = at(document.id, "reconcile");
    let enough = document.systems.len() > 1;
    let new = Link::new(format!("{list}/new"), "Compare two exports");
    let add = (may_edit && enough && !lines.is_empty()).then(|| new.clone());
    let lede = "Two exports of the same records, compared: what is missing, doubled, late or different, and which side is right.";
    let body = if lines.is_empty() && !paged {
        let systems = Link::new(at(document.id, "systems"), "Name the systems");
        let action = may_edit.then_some(if enough { new } else { systems });
        Either::Left(view! { <NothingYet enough action /> })
    } else {
        let newer = paged.then(|| list.into());
        Either::Right(view! { <Comparisons document lines runs newer /> })
    };
    view! {
        <PageHeader title="Reconciliation" lede>
            {add.map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> })}
        </PageHeader>
        {body}
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
    lines: Vec<Listed>,
    runs: Vec<Run>,
    newer: Option<Text>,
) -> impl IntoView {
    let more = lines.len() > PAGE as usize;
    let lines: Vec<_> = lines.into_iter().take(PAGE as usize).collect();
    let older = lines.last().filter(|_| more);
    let older = older.map(|last| at(document.id, &format!("reconcile?older={}", last.id)).into());
    let rows = lines.into_iter();
    let rows = rows.map(|line| view! { <ComparisonRow document=document.clone() line /> });
    let rows = rows.collect_view();
    let mut columns = vec![Column::new("Systems"), Column::new("Brought"), Column::new("State")];
    let numbers = ["Only in one", "Different", "Duplicates", "Other ids", "Still there"];
    columns.extend(numbers.map(|label| Column::new(label).number()));
    view! {
        <Months runs />
        <Section title="Comparisons" id="list">
            <DataTable caption="Comparisons" id="reconciliations" columns cards=true quiet=true>{rows}</DataTable>
            <Pager newer older back="Newest" />
        </Section>
    }
}

#[component]
fn ComparisonRow(document: Arc<Engagement>, line: Listed) -> impl IntoView {
    let href = address(document.id, line.id, "");
    let [a, b] = line.systems.map(|id| system(&document, id));
    let figure = |number: Option<u64>| {
        number.map_or_else(|| "–".to_owned(), |number| grouped(&number.to_string()))
    };
    let summary = line.counted.as_ref().map(|counted| &counted.summary);
    let only = summary.map(|it| (it.only_a + it.only_b).saturating_sub(2 * it.mismatched_ids));
    let different = summary.map(|it| it.changed_rows);
    let duplicates = summary.map(|it| it.dup_keys_a + it.dup_keys_b);
    let mismatched = summary.map(|it| it.mismatched_ids);
    let changes = line.counted.as_ref().and_then(|counted| counted.changes);
    let remains = changes.map(|changes| changes.remains.unsigned_abs());
    let (tone, word) = state(&line);
    view! {
        <tr id=line.id.to_string()>
            <th scope="row" data-label="Systems"><a href=href>{format!("{a} and {b}")}</a></th>
            <td data-label="Brought"><Time at=line.created_at /></td>
            <td data-label="State"><Badge tone word /></td>
            <td class="num" data-label="Only in one">{figure(only)}</td>
            <td class="num" data-label="Different">{figure(different)}</td>
            <td class="num" data-label="Duplicates">{figure(duplicates)}</td>
            <td class="num" data-label="Other ids">{figure(mismatched)}</td>
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

fn state(line: &Listed) -> (Tone, &'static str) {
    match (&line.counted, line.job) {
        (Some(_), _) => (Tone::Sound, "compared"),
        (None, Some(JobState::Queued | JobState::Running)) => (Tone::Doubt, "being compared"),
        (None, Some(JobState::Failed)) => (Tone::Fault, "could not be done"),
        (None, Some(JobState::Cancelled)) => (Tone::Plain, "cancelled"),
        (None, _) => (Tone::Unknown, "to be checked"),
    }
}
