//! Both maps together: step beside step, or one map with what is missing and what nobody intended.
//! What a step is stands beside it in words and in its outline, so that it prints in black and white.

use super::{Both, told};
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::workflows::drawing::{Beside, drawn, evidence};
use faultline::document::matching::Matching;
use faultline::engines::map::scene::{Evidence, worded};
use faultline::engines::map::svg::States;
use faultline::engines::map::{Map, Side};
use faultline::judgement::matching::{self, Aligned, Merged, State};
use faultline::platform::catalogue::Catalogue;

fn merge(both: &Both<'_>) -> Merged {
    let nothing = Matching::empty(both.workflow.id);
    matching::merged(both.intended, both.actual, both.matching.unwrap_or(&nothing))
}

fn states(merged: &Merged) -> States {
    States {
        steps: merged.steps.iter().map(|(id, state)| (*id, state.key())).collect(),
        flows: merged.flows.iter().map(|(id, state)| (*id, state.key())).collect(),
    }
}

fn badge(state: State) -> impl IntoView {
    let tone = match state {
        State::Same => Tone::Sound,
        State::Changed => Tone::Doubt,
        State::Missing => Tone::Unknown,
        State::Shadow => Tone::Fault,
    };
    view! { <Badge tone word=state.label() /> }
}

/// Both maps as one list, with both drawings below.
pub fn aligned(both: &Both<'_>) -> impl IntoView + use<> {
    let merged = merge(both);
    let rows = matching::aligned(both.intended, both.actual, both.matching);
    let rows = rows.into_iter().map(|row| aligned_row(both, &merged, row)).collect_view();
    let columns = ["Intended", "Compared", "Really done"].map(Column::new);
    let drawings = Side::ALL.iter().map(|side| drawing(both, &merged, *side)).collect_view();
    view! {
        <Section title="Step beside step" id="aligned">
            <DataTable caption="Both maps, step beside step" id="aligned-table" columns=columns.to_vec() cards=true quiet=true>{rows}</DataTable>
        </Section>
        {drawings}
    }
}

fn aligned_row(both: &Both<'_>, merged: &Merged, row: Aligned) -> impl IntoView + use<> {
    let cell = |map: &Map, at: Option<usize>| {
        at.map(|at| format!("{} {}", at + 1, told(map, &map.steps[at])))
    };
    let id = match row {
        Aligned { actual: Some(at), .. } => Some(both.actual.steps[at].id),
        Aligned { intended: Some(at), .. } => Some(both.intended.steps[at].id),
        Aligned { intended: None, actual: None } => None,
    };
    let state = id.and_then(|id| merged.steps.get(&id)).copied().unwrap_or(State::Same);
    let changes = match row {
        Aligned { intended: Some(a), actual: Some(b) } => matching::different(
            (&both.intended.steps[a], &both.actual.steps[b]),
            both.intended,
            both.actual,
        ),
        _ => Vec::new(),
    };
    let changes = changes.join("; ");
    let anchor = id.map(|id| id.to_string());
    view! {
        <tr id=anchor data-state=state.key()>
            <td data-label="Intended">{cell(both.intended, row.intended).unwrap_or_else(|| "—".into())}</td>
            <td data-label="Compared">{badge(state)}" "<span class="hint">{changes}</span></td>
            <td data-label="Really done">{cell(both.actual, row.actual).unwrap_or_else(|| "—".into())}</td>
        </tr>
    }
}

/// One of the maps, with what each of its steps is in the comparison.
fn drawing(both: &Both<'_>, merged: &Merged, side: Side) -> impl IntoView + use<> {
    let map = if side == Side::Intended { both.intended } else { both.actual };
    let pairs = both.matching.map_or(&[][..], |matching| &matching.pairs);
    let state = |id| {
        let other = pairs.iter().find(|pair| pair.intended == id).map(|pair| pair.actual);
        merged.steps.get(&other.unwrap_or(id)).copied()
    };
    let found: Vec<_> =
        map.steps.iter().filter_map(|step| Some((step.id, state(step.id)?))).collect();
    let words = found.iter().filter(|(_, state)| *state != State::Same);
    let words = words.map(|(id, state)| (*id, state.label())).collect();
    let states = States {
        steps: found.iter().map(|(id, state)| (*id, state.key())).collect(),
        ..States::default()
    };
    let evidence =
        if side == Side::Actual { evidence(both.document(), map) } else { Evidence::new() };
    let (title, id) = match side {
        Side::Intended => ("Intended", "drawn-intended"),
        Side::Actual => ("Really done", "drawn-actual"),
    };
    let named = format!("{}: {}", both.workflow.name, title.to_lowercase());
    let drawn = drawn(&worded(map, &evidence, &words), map, &named, id, Beside::States(&states));
    view! { <Section title id=format!("{id}-section")>{drawn}</Section> }
}

/// Both maps in one.
pub fn merged(both: &Both<'_>) -> impl IntoView + use<> {
    let merged = merge(both);
    let words = merged.steps.iter().filter(|(_, state)| **state != State::Same);
    let words = words.map(|(id, state)| (*id, state.label())).collect();
    let scene = worded(&merged.map, &evidence(both.document(), &merged.map), &words);
    let named = format!("{}: both maps in one", both.workflow.name);
    let states = states(&merged);
    let drawn = drawn(&scene, &merged.map, &named, "merged", Beside::States(&states));
    let signs = State::ALL.iter().map(|state| {
        view! { <li><span class="state-sign" data-state=state.key() aria-hidden="true"></span>{state.label()}</li> }
    });
    let rows = merged.map.steps.iter().enumerate().map(|(at, step)| {
        let state = merged.steps.get(&step.id).copied().unwrap_or(State::Same);
        view! {
            <tr id=step.id.to_string() data-state=state.key()>
                <td data-label="Number" class="num">{at + 1}</td>
                <th scope="row" data-label="Step">{told(&merged.map, step)}</th>
                <td data-label="Compared">{badge(state)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns =
        vec![Column::new("Number").number(), Column::new("Step"), Column::new("Compared")];
    view! {
        <ul class="map-legend" aria-label="What the outlines mean">{signs.collect_view()}</ul>
        {drawn}
        <DataTable caption="Every step of both maps" id="merged-table" columns cards=true>{rows}</DataTable>
    }
}
