//! Both maps together: step beside step, or one map with what is missing and what nobody intended.
//! What a step is stands beside it in words and in its outline, so that it prints in black and white.

use super::{Both, told};
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::workflows::drawing::{Beside, DrawnScene, evidence};
use faultline::document::matching::Matching;
use faultline::engines::map::scene::{Evidence, worded};
use faultline::engines::map::svg::States;
use faultline::engines::map::{Map, Side};
use faultline::judgement::matching::{self, Aligned, Merged, State};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// Both maps as one list, with both drawings below.
#[component]
pub fn AlignedMaps(
    /// What is compared.
    both: Arc<Both>,
) -> impl IntoView {
    let merged = Arc::new(merge(&both));
    let rows = matching::aligned(&both.intended, &both.actual, both.matching.as_ref());
    let rows = rows
        .into_iter()
        .map(|row| view! { <AlignedRow both=both.clone() merged=merged.clone() row /> })
        .collect_view();
    let columns = ["Intended", "Compared", "Really done"].map(Column::new);
    let drawings = Side::ALL
        .iter()
        .map(
            |side| view! { <ComparedDrawing both=both.clone() merged=merged.clone() side=*side /> },
        )
        .collect_view();
    view! {
        <Section title="Step beside step" id="aligned">
            <DataTable caption="Both maps, step beside step" id="aligned-table" columns=columns.to_vec() cards=true quiet=true>{rows}</DataTable>
        </Section>
        {drawings}
    }
}

#[component]
fn AlignedRow(both: Arc<Both>, merged: Arc<Merged>, row: Aligned) -> impl IntoView {
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
            &both.intended,
            &both.actual,
        ),
        _ => Vec::new(),
    };
    let anchor = id.map(|id| id.to_string());
    view! {
        <tr id=anchor data-state=state.key()>
            <td data-label="Intended">{cell(&both.intended, row.intended).unwrap_or_else(|| "—".into())}</td>
            <td data-label="Compared"><StateBadge state />" "<span class="hint">{changes.join("; ")}</span></td>
            <td data-label="Really done">{cell(&both.actual, row.actual).unwrap_or_else(|| "—".into())}</td>
        </tr>
    }
}

/// One of the maps, with what each of its steps is in the comparison.
#[component]
fn ComparedDrawing(both: Arc<Both>, merged: Arc<Merged>, side: Side) -> impl IntoView {
    let map = if side == Side::Intended { &both.intended } else { &both.actual };
    let state = |id| {
        let other = both.pairs().iter().find(|pair| pair.intended == id).map(|pair| pair.actual);
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
        if side == Side::Actual { evidence(&both.document, map) } else { Evidence::new() };
    let (title, id) = match side {
        Side::Intended => ("Intended", "drawn-intended"),
        Side::Actual => ("Really done", "drawn-actual"),
    };
    let named = format!("{}: {}", both.workflow.name, title.to_lowercase());
    let (scene, map) = (worded(map, &evidence, &words), Arc::new(map.clone()));
    view! {
        <Section title id=format!("{id}-section")>
            <DrawnScene scene map title=named id=id.to_owned() beside=Beside::States(states) />
        </Section>
    }
}

/// Both maps in one.
#[component]
pub fn MergedMaps(
    /// What is compared.
    both: Arc<Both>,
) -> impl IntoView {
    let merged = merge(&both);
    let states = states(&merged);
    let Merged { map, steps, .. } = merged;
    let words = steps.iter().filter(|(_, state)| **state != State::Same);
    let words = words.map(|(id, state)| (*id, state.label())).collect();
    let scene = worded(&map, &evidence(&both.document, &map), &words);
    let title = format!("{}: both maps in one", both.workflow.name);
    let signs = State::ALL.iter().map(|state| {
        view! { <li><span class="state-sign" data-state=state.key() aria-hidden="true"></span>{state.label()}</li> }
    });
    let rows = map.steps.iter().enumerate().map(|(at, step)| {
        let state = steps.get(&step.id).copied().unwrap_or(State::Same);
        let (id, told) = (step.id.to_string(), told(&map, step));
        view! { <MergedRow number={at + 1} id told state /> }
    });
    let rows = rows.collect_view();
    let columns =
        vec![Column::new("Number").number(), Column::new("Step"), Column::new("Compared")];
    view! {
        <ul class="map-legend" aria-label="What the outlines mean">{signs.collect_view()}</ul>
        <DrawnScene scene map=Arc::new(map) title id="merged".to_owned() beside=Beside::States(states) />
        <DataTable caption="Every step of both maps" id="merged-table" columns cards=true>{rows}</DataTable>
    }
}

#[component]
fn MergedRow(number: usize, id: String, told: String, state: State) -> impl IntoView {
    view! {
        <tr id=id data-state=state.key()>
            <td data-label="Number" class="num">{number}</td>
            <th scope="row" data-label="Step">{told}</th>
            <td data-label="Compared"><StateBadge state /></td>
        </tr>
    }
}

#[component]
fn StateBadge(state: State) -> impl IntoView {
    let tone = match state {
        State::Same => Tone::Sound,
        State::Changed => Tone::Doubt,
        State::Missing => Tone::Unknown,
        State::Shadow => Tone::Fault,
    };
    view! { <Badge tone word=state.label() /> }
}

fn merge(both: &Both) -> Merged {
    let nothing = Matching::empty(both.workflow.id);
    matching::merged(&both.intended, &both.actual, both.matching.as_ref().unwrap_or(&nothing))
}

fn states(merged: &Merged) -> States {
    States {
        steps: merged.steps.iter().map(|(id, state)| (*id, state.key())).collect(),
        flows: merged.flows.iter().map(|(id, state)| (*id, state.key())).collect(),
    }
}
