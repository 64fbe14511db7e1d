//! The manual-work ledger: hours and cost a month, step by step, and for the whole engagement.
//! Time that nobody knows is said to be unknown; it never counts as none.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::engines::map::Map;
use faultline::judgement::ledger::{Ledger, LedgerRow, cost, manual_work, work};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::WorkflowId;
use faultline::platform::numbers;
use faultline::platform::wording::counted;
use std::sync::Arc;

/// The ledger of one map; nothing when nothing is done by hand.
#[component]
pub fn MapLedger(
    /// The engagement.
    document: Arc<Engagement>,
    /// The map.
    map: Arc<Map>,
) -> impl IntoView {
    let Ledger { rows, hours: total, unknown } = manual_work(&map);
    (!rows.is_empty()).then(|| {
        let lede = lede(&document, total, rows.len(), unknown);
        let columns = columns("Step", &document);
        let rows = rows.into_iter().map(|LedgerRow { step, hours }| {
            let found = map.step(step);
            let (name, kind) =
                found.map(|step| (step.name.clone(), step.kind.label())).unwrap_or_default();
            view! {
                <LedgerLine document=document.clone() hours>
                    <a href=format!("#{step}")>{name}</a>
                    " "
                    <span class="hint">{kind}</span>
                </LedgerLine>
            }
        });
        view! {
            <Section title="Work by hand" id="ledger" lede>
                <DataTable caption="Manual steps and their time" id="ledger-table" columns cards=true quiet=true>
                    {rows.collect_view()}
                </DataTable>
            </Section>
        }
    })
}

/// The ledger of the engagement: each workflow as it happens, and clearing up after failures.
#[component]
pub fn EngagementLedger(
    /// The engagement.
    document: Arc<Engagement>,
) -> impl IntoView {
    let work = work(&document);
    let steps: usize = work.workflows.iter().map(|(_, ledger, _)| ledger.rows.len()).sum();
    (steps > 0 || work.clearing.is_some()).then(|| {
        let lede = lede(&document, work.hours(), steps, work.unknown());
        let columns = columns("Workflow", &document);
        let rows = work.workflows.into_iter().map(|(id, actual, intended)| {
            let intended = intended.map(|intended| intended.hours);
            view! { <WorkflowLine document=document.clone() id actual intended /> }
        });
        let rows = rows.collect_view();
        let clearing = work.clearing.map(|hours| {
            view! {
                <LedgerLine document=document.clone() hours=Some(hours)>
                    <a href=at(document.id, "samples")>"Clearing up after failures"</a>
                    " "
                    <span class="hint">"as the samples tell"</span>
                </LedgerLine>
            }
        });
        view! {
            <Section title="Work by hand" id="ledger" lede>
                <DataTable caption="Manual work of the engagement" id="ledger-table" columns cards=true quiet=true>
                    {rows}
                    {clearing}
                </DataTable>
            </Section>
        }
    })
}

/// A workflow as it happens, and how much of it is intended.
#[component]
fn WorkflowLine(
    document: Arc<Engagement>,
    id: WorkflowId,
    actual: Ledger,
    intended: Option<f64>,
) -> impl IntoView {
    let workflow = document.workflows.iter().find(|workflow| workflow.id == id);
    let name = workflow.map(|workflow| workflow.name.clone()).unwrap_or_default();
    let page = at(document.id, &format!("workflows/{id}/actual#ledger"));
    let meant = intended.filter(|hours| *hours < actual.hours);
    let meant = meant.map(|hours| match format!("{hours:.1}") {
        none if none == "0.0" => " none of it intended".to_owned(),
        some => format!(" {some} of it intended"),
    });
    let hours = (actual.unknown == 0 || actual.hours > 0.0).then_some(actual.hours);
    view! {
        <LedgerLine document hours>
            <a href=page>{name}</a>
            {meant.map(|said| view! { <span class="hint">{said}</span> })}
        </LedgerLine>
    }
}

/// A line of the ledger: what, hours, cost.
#[component]
fn LedgerLine(document: Arc<Engagement>, hours: Option<f64>, children: Markup) -> impl IntoView {
    let cost = document.brief.hourly_cost.is_some().then(|| money(&document, hours));
    let hours = match hours {
        Some(hours) => Either::Left(format!("{hours:.1}")),
        None => Either::Right(view! { <Badge tone=Tone::Unknown word="not known yet" /> }),
    };
    view! {
        <tr>
            <th scope="row" data-label="What">{children}</th>
            <td data-label="Hours a month" class="num">{hours}</td>
            {cost.map(|cost| view! { <td data-label="Cost a month" class="num">{cost}</td> })}
        </tr>
    }
}

/// What hours cost, with the currency; empty where one or the other is not known.
#[must_use]
pub fn money(document: &Engagement, hours: Option<f64>) -> String {
    let cost = hours.and_then(|hours| cost(document, hours));
    cost.map(|cost| numbers::money(cost, &document.brief.currency)).unwrap_or_default()
}

fn columns(first: &'static str, document: &Engagement) -> Vec<Column> {
    let mut columns = vec![Column::new(first), Column::new("Hours a month").number()];
    if document.brief.hourly_cost.is_some() {
        columns.push(Column::new("Cost a month").number());
    }
    columns
}

fn lede(document: &Engagement, total: f64, steps: usize, unknown: u32) -> String {
    let cost = match money(document, Some(total)) {
        cost if cost.is_empty() => cost,
        cost => format!(", {cost}"),
    };
    let steps_told =
        counted(i64::try_from(steps).unwrap_or(i64::MAX), "manual step", "manual steps");
    let unknown = match unknown {
        0 => String::new(),
        unknown => format!(" {unknown} of {steps} have no time yet."),
    };
    format!(
        "{total:.1} hours a month by hand{cost}: minutes times runs over {steps_told}.{unknown}"
    )
}
