//! The manual-work ledger: each step with its minutes and runs, hours and cost a month, and one sum.
//! Time that nobody knows is said to be unknown; it never counts as none.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::urls::at;
use crate::workflows::ledger::money;
use faultline::document::engagement::Engagement;
use faultline::document::measures::Measured;
use faultline::engines::map::{Side, Step};
use faultline::judgement::ledger::{span, work};
use faultline::platform::ids::WorkflowId;
use faultline::platform::numbers;
use faultline::platform::wording::day;
use std::sync::Arc;

/// The ledger.
#[component]
pub fn ByHand(
    /// The engagement.
    document: Arc<Engagement>,
) -> impl IntoView {
    let work = work(&document);
    let steps = work.workflows.iter().flat_map(|(workflow, ledger, _)| {
        let map = document.map(*workflow, Side::Actual);
        let row = |step| map.and_then(|map| map.step(step)).cloned().map(|step| (*workflow, step));
        ledger.rows.iter().filter_map(|line| row(line.step)).collect::<Vec<_>>()
    });
    let rows = steps.map(|(workflow, step)| {
        view! { <StepRow document=document.clone() workflow step /> }
    });
    let rows = rows.collect_view();
    let clearing = work.clearing.map(|hours| {
        // What each sample took stands in the list behind the same figure of the months.
        let behind = span(&document).map_or_else(String::new, |(first, last)| {
            format!("figures/behind?figure=manual&first={first}&last={last}")
        });
        let href = at(document.id, &behind);
        view! {
            <tr>
                <th scope="row" data-label="What"><a href=href>"Clearing up after failures"</a></th>
                <td class="num" data-label="Minutes × runs">"as the samples tell"</td>
                <td class="num" data-label="Hours a month">{format!("{hours:.1}")}</td>
                <td class="num" data-label="Cost a month">{money(&document, Some(hours))}</td>
                <td data-label="Who measured">"whoever recorded the samples"</td>
            </tr>
        }
    });
    let (total, cost) = (format!("{:.1}", work.hours()), money(&document, Some(work.hours())));
    let columns = vec![
        Column::new("What"),
        Column::new("Minutes × runs").number(),
        Column::new("Hours a month").number(),
        Column::new("Cost a month").number(),
        Column::new("Who measured"),
    ];
    view! {
        <Section title="Work by hand" id="by-hand" lede=lede(&document, work.unknown())>
            <DataTable caption="Work by hand" id="by-hand-table" columns cards=true quiet=true>
                {rows}
                {clearing}
                <tr>
                    <th scope="row" data-label="What">"All that is known"</th>
                    <td class="num" data-label="Minutes × runs"></td>
                    <td class="num" data-label="Hours a month"><strong>{total}</strong></td>
                    <td class="num" data-label="Cost a month"><strong>{cost}</strong></td>
                    <td data-label="Who measured"></td>
                </tr>
            </DataTable>
        </Section>
    }
}

fn lede(document: &Engagement, unknown: u32) -> String {
    let rate = match document.brief.hourly_cost {
        Some(rate) => {
            let rate = numbers::money(format!("{rate:.2}"), &document.brief.currency);
            format!("An hour costs {rate}.")
        }
        None => "What an hour costs is not recorded.".to_owned(),
    };
    match unknown {
        0 => rate,
        1 => format!("{rate} One step has no time yet."),
        unknown => format!("{rate} {unknown} steps have no time yet."),
    }
}

/// “Ada, 3 May 2026, by watch”.
fn who(measured: &Measured) -> String {
    let on = measured.on.map(|on| format!(", {}", day(on))).unwrap_or_default();
    let how = measured.how.trim();
    let how = if how.is_empty() { String::new() } else { format!(", {how}") };
    format!("{}{on}{how}", measured.by)
}

#[component]
fn StepRow(document: Arc<Engagement>, workflow: WorkflowId, step: Step) -> impl IntoView {
    let href = at(document.id, &format!("workflows/{workflow}/actual#{}", step.id));
    let times = match (step.facts.minutes_per_run, step.facts.runs_per_month) {
        (Some(minutes), Some(runs)) => format!("{minutes} × {runs}"),
        (Some(minutes), None) => format!("{minutes} × ?"),
        (None, Some(runs)) => format!("? × {runs}"),
        (None, None) => String::new(),
    };
    let hours = step.hours_a_month();
    let told = match hours {
        Some(hours) => Either::Left(format!("{hours:.1}")),
        None => Either::Right(view! { <Badge tone=Tone::Unknown word="not known yet" /> }),
    };
    let cost = money(&document, hours);
    let measured = document.measures.first().and_then(|it| it.measured.get(&workflow));
    let measured = match measured {
        Some(measured) => Either::Left(who(measured)),
        None => Either::Right(view! { <Badge tone=Tone::Unknown word="nobody yet" /> }),
    };
    view! {
        <tr>
            <th scope="row" data-label="What"><a href=href>{step.name}</a></th>
            <td class="num" data-label="Minutes × runs">{times}</td>
            <td class="num" data-label="Hours a month">{told}</td>
            <td class="num" data-label="Cost a month">{cost}</td>
            <td data-label="Who measured">{measured}</td>
        </tr>
    }
}
