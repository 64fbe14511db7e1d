//! Which steps are the same: what is suggested and why, pairs made by hand, and the pairs that were confirmed.
//! Every pair is a decision of its own, which can be taken back.

use super::{Both, told, value};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Badge, Choice, Column, DataTable, EditForm, Section, Select, Tone};
use faultline::document::matching::Pair;
use faultline::engines::map::Map;
use faultline::judgement::matching::{Confidence, Suggestion, suggest};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::StepId;
use faultline::platform::wording::listed;

/// The sections; who may not change anything sees the confirmed pairs.
pub fn sections(
    both: &Both<'_>,
    refused: Option<(&Form, &Refusal)>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let changing = may_edit.then(|| view! { {suggested(both)}{by_hand(both, refused)} });
    view! {
        <div id="pairing">{changing}{confirmed(both, may_edit)}</div>
    }
}

fn name(map: &Map, id: StepId) -> String {
    map.step(id).map(|step| told(map, step)).unwrap_or_default()
}

/// A form whose buttons each say what becomes of one pair.
fn form(both: &Both<'_>, label: &'static str, table: Markup) -> impl IntoView + use<> {
    view! {
        <form method="post" action=both.address() aria-label=label>
            <input type="hidden" name="version" value=both.version() />
            {table}
        </form>
    }
}

fn suggested(both: &Both<'_>) -> impl IntoView + use<> {
    let found = suggest(both.intended, both.actual, both.matching);
    if found.is_empty() {
        return ().markup();
    }
    let rows = found.iter().map(|suggestion| suggestion_row(both, suggestion)).collect_view();
    let columns = vec![
        Column::new("Intended"),
        Column::new("Really done"),
        Column::new("Why"),
        Column::new("How sure"),
        Column::new("Decide").hidden(),
    ];
    let table = view! {
        <DataTable caption="Suggested pairs" id="suggested-table" columns cards=true quiet=true>{rows}</DataTable>
    };
    let form = form(both, "Decide on suggested pairs", table.markup());
    view! {
        <Section title="Suggested pairs" id="suggested" lede="Likely the same step. Nothing counts until you confirm it.">
            {form}
        </Section>
    }
    .markup()
}

fn suggestion_row(both: &Both<'_>, suggestion: &Suggestion) -> impl IntoView + use<> {
    let Suggestion { pair, confidence, reasons, score } = suggestion;
    let (from, to) = (name(both.intended, pair.intended), name(both.actual, pair.actual));
    let tone = match confidence {
        Confidence::High => Tone::Sound,
        Confidence::Medium => Tone::Plain,
        Confidence::Low => Tone::Doubt,
    };
    let sure = format!("{} ({:.0} %)", confidence.label(), score * 100.0);
    view! {
        <tr>
            <th scope="row" data-label="Intended">{from.clone()}</th>
            <td data-label="Really done">{to.clone()}</td>
            <td data-label="Why">{listed(reasons)}</td>
            <td data-label="How sure"><Badge tone word=sure /></td>
            <td class="actions-cell">{decide(pair, &from, &to)}</td>
        </tr>
    }
}

fn decide(pair: &Pair, from: &str, to: &str) -> impl IntoView + use<> {
    let said = |what: &str| format!("{what}: {from} and {to}");
    view! {
        <button class="button" name="confirm" value=value(pair) aria-label=said("Confirm")>"Confirm"</button>
        " "
        <button class="button quiet" name="reject" value=value(pair) aria-label=said("Reject")>"Reject"</button>
    }
}

fn by_hand(both: &Both<'_>, refused: Option<(&Form, &Refusal)>) -> impl IntoView + use<> {
    let pairs = both.matching.map_or(&[][..], |matching| &matching.pairs);
    let free = |map: &Map, of: fn(&Pair) -> StepId| -> Vec<Choice> {
        let alone = map.steps.iter().filter(|step| !pairs.iter().any(|pair| of(pair) == step.id));
        alone.map(|step| Choice::new(step.id.to_string(), told(map, step))).collect()
    };
    let intended = free(both.intended, |pair| pair.intended);
    let actual = free(both.actual, |pair| pair.actual);
    if intended.is_empty() || actual.is_empty() {
        return ().markup();
    }
    let own = refused.filter(|(sent, _)| sent.ticked("by_hand"));
    let errors = own.map(|(_, refusal)| refusal.errors()).unwrap_or_default();
    let typed = |name: &str| own.map(|(sent, _)| sent.text(name)).unwrap_or_default();
    let version = own.map_or(both.version(), |(sent, refusal)| refusal.version(sent));
    let version = Some(i64::from(version));
    let action = both.address();
    let (chosen, other) = (typed("intended"), typed("actual"));
    let (wrong, wrong_other) = (errors.of("intended"), errors.of("actual"));
    view! {
        <Section title="Pair by hand" id="by-hand">
            <EditForm action save="Pair these" errors version label="Pair by hand">
                <input type="hidden" name="by_hand" value="true" />
                <div class="field-row">
                    <Select label="Intended step" name="intended" choices=intended selected=chosen blank="Choose a step" error=wrong />
                    <Select label="What is really done" name="actual" choices=actual selected=other blank="Choose a step" error=wrong_other />
                </div>
            </EditForm>
        </Section>
    }
    .markup()
}

fn confirmed(both: &Both<'_>, may_edit: bool) -> impl IntoView + use<> {
    let living = |pair: &&Pair| {
        both.intended.step(pair.intended).is_some() && both.actual.step(pair.actual).is_some()
    };
    let place = |pair: &&Pair| both.intended.steps.iter().position(|it| it.id == pair.intended);
    let mut pairs: Vec<&Pair> =
        both.matching.into_iter().flat_map(|matching| &matching.pairs).filter(living).collect();
    pairs.sort_by_key(place);
    if pairs.is_empty() {
        return ().markup();
    }
    let row = |pair: &&Pair| {
        let (from, to) = (name(both.intended, pair.intended), name(both.actual, pair.actual));
        let said = format!("Take back: {from} and {to}");
        let back = may_edit.then(|| {
            view! {
                <button class="button quiet" name="part" value=value(pair) aria-label=said>"Take back"</button>
            }
        });
        view! {
            <tr>
                <th scope="row" data-label="Intended">{from}</th>
                <td data-label="Really done">{to}</td>
                <td class="actions-cell">{back}</td>
            </tr>
        }
    };
    let rows = pairs.iter().map(row).collect_view();
    let columns =
        vec![Column::new("Intended"), Column::new("Really done"), Column::new("Decide").hidden()];
    let table = view! {
        <DataTable caption="Confirmed pairs" id="pairs-table" columns cards=true quiet=true>{rows}</DataTable>
    };
    let form = form(both, "Confirmed pairs", table.markup());
    view! {
        <Section title="Confirmed pairs" id="pairs">{form}</Section>
    }
    .markup()
}
