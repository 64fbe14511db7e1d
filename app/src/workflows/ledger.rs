//! The manual-work ledger: hours and cost a month, step by step, and for the whole engagement.
//! Time that nobody knows is said to be unknown; it never counts as none.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::Map;
use faultline::judgement::ledger::{Ledger, LedgerRow, cost, manual_work, work};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;

fn hours(hours: Option<f64>) -> Markup {
    match hours {
        Some(hours) => format!("{hours:.1}").markup(),
        None => view! { <Badge tone=Tone::Unknown word="not known yet" /> }.markup(),
    }
}

fn money(document: &Engagement, hours: Option<f64>) -> String {
    let cost = hours.and_then(|hours| cost(document, hours));
    cost.map(|cost| format!("{} {cost}", document.brief.currency)).unwrap_or_default()
}

fn columns(first: &'static str, document: &Engagement) -> Vec<Column> {
    let mut columns = vec![Column::new(first), Column::new("Hours a month").number()];
    if document.brief.hourly_cost.is_some() {
        columns.push(Column::new("Cost a month").number());
    }
    columns
}

/// A line of the ledger: what, hours, cost.
fn line(document: &Engagement, what: Markup, known: Option<f64>, id: Option<String>) -> Markup {
    let cost = document.brief.hourly_cost.is_some().then(|| {
        let cost = money(document, known);
        view! { <td data-label="Cost a month" class="num">{cost}</td> }
    });
    view! {
        <tr id=id>
            <th scope="row" data-label="What">{what}</th>
            <td data-label="Hours a month" class="num">{hours(known)}</td>
            {cost}
        </tr>
    }
    .markup()
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

/// The ledger of one map; nothing when nothing is done by hand.
pub fn of_map(document: &Engagement, map: &Map) -> impl IntoView + use<> {
    let Ledger { rows, hours: total, unknown } = manual_work(map);
    if rows.is_empty() {
        return ().markup();
    }
    let lede = lede(document, total, rows.len(), unknown);
    let row = |LedgerRow { step, hours }: LedgerRow| {
        let found = map.step(step);
        let (name, kind) =
            found.map(|step| (step.name.clone(), step.kind.label())).unwrap_or_default();
        let what =
            view! { <a href=format!("#{step}")>{name}</a>" "<span class="hint">{kind}</span> };
        line(document, what.markup(), hours, None)
    };
    let rows = rows.into_iter().map(row).collect_view();
    let columns = columns("Step", document);
    view! {
        <Section title="Work by hand" id="ledger" lede>
            <DataTable caption="Manual steps and their time" id="ledger-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
    .markup()
}

/// The ledger of the engagement: each workflow as it happens, and clearing up after failures.
pub fn of_engagement(document: &Engagement) -> impl IntoView + use<> {
    let work = work(document);
    let steps: usize = work.workflows.iter().map(|(_, ledger, _)| ledger.rows.len()).sum();
    if steps == 0 && work.clearing.is_none() {
        return ().markup();
    }
    let named = |id| document.workflows.iter().find(|workflow: &&Workflow| workflow.id == id);
    let of_workflow = |(id, actual, intended): &(_, Ledger, Option<Ledger>)| {
        let name = named(*id).map(|workflow| workflow.name.clone()).unwrap_or_default();
        let page = at(document.id, &format!("workflows/{id}/actual#ledger"));
        let meant = intended.as_ref().filter(|meant| meant.hours < actual.hours).map(|meant| {
            let said = format!(" {:.1} of it intended", meant.hours);
            view! { <span class="hint">{said}</span> }
        });
        let known = (actual.unknown == 0 || actual.hours > 0.0).then_some(actual.hours);
        line(document, view! { <a href=page>{name}</a>{meant} }.markup(), known, None)
    };
    let rows = work.workflows.iter().map(of_workflow).collect_view();
    let clearing = work.clearing.map(|hours| {
        let samples = at(document.id, "samples");
        let what = view! { <a href=samples>"Clearing up after failures"</a>" "<span class="hint">"as the samples tell"</span> };
        line(document, what.markup(), Some(hours), None)
    });
    let lede = lede(document, work.hours(), steps, work.unknown());
    let columns = columns("Workflow", document);
    view! {
        <Section title="Work by hand" id="ledger" lede>
            <DataTable caption="Manual work of the engagement" id="ledger-table" columns cards=true quiet=true>
                {rows}{clearing}
            </DataTable>
        </Section>
    }
    .markup()
}
