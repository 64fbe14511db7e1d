//! The rows of a draft: its lines and its assumptions, with what each stands for.
//! They are changed in the form of the draft.

use super::view::Shown;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, PostButton, Section, Tone};
use crate::urls::at;
use faultline::document::quote::{AssumptionState, LedgerEntry};
use faultline::judgement::quote::{hours, price};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::numbers::money;
use faultline::platform::wording::counted;

/// The button that adds what the document asks for.
#[component]
pub fn Fill(
    /// What the page shows.
    shown: Shown,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let action = at(shown.engagement, "quote/fill");
    let with = vec![("version", shown.version.to_string())];
    view! { <PostButton action label look="primary" with /> }
}

/// The lines, offered and left out.
#[component]
pub fn LineSection(
    /// What the page shows.
    shown: Shown,
) -> impl IntoView {
    let missing = shown.missing;
    let more = (missing > 0 && shown.may_edit).then(|| {
        let says = format!(
            "{} that the document asks for {} no line yet.",
            counted(i64::try_from(missing).unwrap_or(i64::MAX), "action", "actions"),
            if missing == 1 { "has" } else { "have" }
        );
        view! { <p>{says}</p><Fill shown=shown.clone() label="Add what is missing" /> }
    });
    let rows = shown.quote.lines.iter().zip(&shown.appraisal.lines).map(|(line, standing)| {
        let at = line.integration.and_then(|id| shown.names.get(&id)).cloned();
        let (tone, word) =
            if line.included { (Tone::Sound, "offered") } else { (Tone::Plain, "left out") };
        let range = [line.hours.low, line.hours.likely, line.hours.high].map(hours).join(" · ");
        let because = if standing.because.is_empty() {
            "nothing that is recorded".to_owned()
        } else {
            standing.because.clone()
        };
        view! {
            <tr>
                <th scope="row" data-label="What is done">{line.says.clone()}</th>
                <td data-label="State"><Badge tone word /></td>
                <td data-label="For">{at.unwrap_or_else(|| "the whole engagement".into())}</td>
                <td data-label="Kind of work">{line.work.label()}</td>
                <td class="num" data-label="Hours">{range}</td>
                <td class="num" data-label="Points of risk">{standing.risk}</td>
                <td class="wrap" data-label="Answers">{because}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = vec![
        Column::new("What is done"),
        Column::new("State"),
        Column::new("For"),
        Column::new("Kind of work"),
        Column::new("Hours: low · likely · high").number(),
        Column::new("Points of risk").number(),
        Column::new("Answers"),
    ];
    view! {
        <Section title="Work" id="lines">
            <DataTable caption="Work" id="lines-table" columns cards=true quiet=true>{rows}</DataTable>
            {more}
        </Section>
    }
}

/// The assumptions.
#[component]
pub fn LedgerSection(
    /// What the page shows.
    shown: Shown,
) -> impl IntoView {
    let nothing = shown.quote.assumptions.is_empty();
    let row = |entry: &LedgerEntry| {
        let (tone, cost) = (tone(entry.state), price(&shown.quote, entry.if_false).net);
        let priced = format!("{}, {}", hours(entry.if_false), money(cost, &shown.quote.currency));
        view! {
            <tr>
                <th scope="row" data-label="What is assumed">{entry.says.clone()}</th>
                <td data-label="State"><Badge tone word=entry.state.label() /></td>
                <td data-label="Who answers for it">{entry.owner.clone()}</td>
                <td class="wrap" data-label="How it is tested">{entry.test.clone()}</td>
                <td class="num" data-label="Chance that it is false">{format!("{} %", entry.assumed.percent)}</td>
                <td class="num" data-label="On top if it is false">{priced}</td>
            </tr>
        }
    };
    let rows = shown.quote.assumptions.iter().map(row).collect_view();
    let columns = vec![
        Column::new("What is assumed"),
        Column::new("State"),
        Column::new("Who answers for it"),
        Column::new("How it is tested"),
        Column::new("Chance that it is false").number(),
        Column::new("On top if it is false").number(),
    ];
    let table = (!nothing).then(|| {
        view! { <DataTable caption="Assumptions" id="assumptions-table" columns cards=true quiet=true>{rows}</DataTable> }
    });
    view! {
        <Section title="Assumptions" id="assumptions">
            {nothing.then(|| view! { <p>"None is written down. What would make a verdict harder is suggested when the draft is filled."</p> })}
            {table}
        </Section>
    }
}

fn tone(state: AssumptionState) -> Tone {
    match state {
        AssumptionState::Open => Tone::Unknown,
        AssumptionState::Holds => Tone::Sound,
        AssumptionState::Fell => Tone::Fault,
    }
}
