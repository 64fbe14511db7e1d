//! Which steps are the same: what is suggested and why, pairs made by hand, and the pairs that were confirmed.
//! Every pair is a decision of its own, which can be taken back.

use super::{Both, told, value};
use crate::prelude::*;
use crate::ui::{Badge, Choice, Column, DataTable, EditForm, PostButton, Section, Select, Tone};
use faultline::document::matching::Pair;
use faultline::engines::map::Map;
use faultline::judgement::matching::{Confidence, Suggestion, suggest};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::StepId;
use faultline::platform::wording::listed;
use std::sync::Arc;

/// The sections; who may not change anything sees the confirmed pairs.
#[component]
pub fn Pairing(
    /// What is compared.
    both: Arc<Both>,
    /// Whether the reader may pair.
    may_edit: bool,
) -> impl IntoView {
    let changing = may_edit.then(|| {
        view! {
            <Suggested both=both.clone() />
            <ByHand both=both.clone() />
        }
    });
    view! {
        <div id="pairing">
            {changing}
            <Confirmed both may_edit />
        </div>
    }
}

/// A form whose buttons each say what becomes of one pair.
#[component]
fn PairsForm(both: Arc<Both>, label: &'static str, children: Markup) -> impl IntoView {
    view! {
        <form method="post" action=both.address() aria-label=label>
            <input type="hidden" name="version" value=both.version />
            {children}
        </form>
    }
}

#[component]
fn Suggested(both: Arc<Both>) -> impl IntoView {
    let found = suggest(&both.intended, &both.actual, both.matching.as_ref());
    let likely = found.iter().filter(|one| one.confidence == Confidence::High);
    let likely: Vec<_> = likely.map(|one| ("confirm", value(&one.pair))).collect();
    let all = both.clone();
    let rows = found.into_iter();
    let rows = rows.map(|suggestion| view! { <SuggestionRow both=both.clone() suggestion /> });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::new("Intended"),
        Column::new("Really done"),
        Column::new("Why"),
        Column::new("How sure"),
        Column::new("Decide").hidden(),
    ];
    (!rows.is_empty()).then(|| view! {
        <Section title="Suggested pairs" id="suggested" lede="Likely the same step. Nothing counts until you confirm it.">
            <PairsForm both label="Decide on suggested pairs">
                <DataTable caption="Suggested pairs" id="suggested-table" columns cards=true quiet=true>{rows}</DataTable>
            </PairsForm>
            <ConfirmLikely both=all likely />
        </Section>
    })
}

/// The button that confirms at once what is likely; each pair can be taken back on its own.
#[component]
fn ConfirmLikely(both: Arc<Both>, likely: Vec<(&'static str, String)>) -> impl IntoView {
    let count = likely.len();
    (count > 1).then(|| {
        let version = ("version", both.version.to_string());
        let with = std::iter::once(version).chain(likely).collect();
        let label = format!("Confirm all {count} likely pairs");
        view! { <p class="actions"><PostButton action=both.address() label with /></p> }
    })
}

#[component]
fn SuggestionRow(both: Arc<Both>, suggestion: Suggestion) -> impl IntoView {
    let Suggestion { pair, confidence, reasons, score } = suggestion;
    let (from, to) = (name(&both.intended, pair.intended), name(&both.actual, pair.actual));
    let tone = match confidence {
        Confidence::High => Tone::Sound,
        Confidence::Medium => Tone::Plain,
        Confidence::Low => Tone::Doubt,
    };
    let sure = format!("{} ({:.0} %)", confidence.label(), score * 100.0);
    let said = |what: &str| format!("{what}: {from} and {to}");
    let (confirm, reject) = (said("Confirm"), said("Reject"));
    view! {
        <tr>
            <th scope="row" data-label="Intended">{from}</th>
            <td data-label="Really done">{to}</td>
            <td data-label="Why">{listed(&reasons)}</td>
            <td data-label="How sure"><Badge tone word=sure /></td>
            <td class="actions-cell">
                <button class="button" name="confirm" value=value(&pair) aria-label=confirm>"Confirm"</button>
                " "
                <button class="button quiet" name="reject" value=value(&pair) aria-label=reject>"Reject"</button>
            </td>
        </tr>
    }
}

#[component]
fn ByHand(both: Arc<Both>) -> impl IntoView {
    let free = |map: &Map, of: fn(&Pair) -> StepId| -> Vec<Choice> {
        let paired = |step: StepId| both.pairs().iter().any(|pair| of(pair) == step);
        let alone = map.steps.iter().filter(|step| !paired(step.id));
        alone.map(|step| Choice::new(step.id.to_string(), told(map, step))).collect()
    };
    let intended = free(&both.intended, |pair| pair.intended);
    let actual = free(&both.actual, |pair| pair.actual);
    let own = both.refused("by_hand");
    let version = own.map_or(both.version, |refused| refused.version);
    let form = own.map(|refused| refused.form.clone()).unwrap_or_default();
    let action = both.address();
    (!intended.is_empty() && !actual.is_empty()).then(|| {
        view! {
            <Section title="Pair by hand" id="by-hand">
                <EditForm
                    action
                    save="Pair these"
                    errors=form.errors()
                    version=Some(i64::from(version))
                    label="Pair by hand"
                >
                    <input type="hidden" name="by_hand" value="true" />
                    <div class="field-row">
                        <Select
                            label="Intended step"
                            name="intended"
                            choices=intended
                            selected=form.text("intended")
                            blank="Choose a step"
                            error=form.error("intended")
                        />
                        <Select
                            label="What is really done"
                            name="actual"
                            choices=actual
                            selected=form.text("actual")
                            blank="Choose a step"
                            error=form.error("actual")
                        />
                    </div>
                </EditForm>
            </Section>
        }
    })
}

#[component]
fn Confirmed(both: Arc<Both>, may_edit: bool) -> impl IntoView {
    let living = |pair: &&Pair| {
        both.intended.step(pair.intended).is_some() && both.actual.step(pair.actual).is_some()
    };
    let place = |pair: &Pair| both.intended.steps.iter().position(|it| it.id == pair.intended);
    let mut pairs: Vec<Pair> = both.pairs().iter().filter(living).cloned().collect();
    pairs.sort_by_key(place);
    let rows = pairs.into_iter();
    let rows = rows.map(|pair| view! { <PairRow both=both.clone() pair may_edit /> });
    let rows: Vec<_> = rows.collect();
    let columns =
        vec![Column::new("Intended"), Column::new("Really done"), Column::new("Decide").hidden()];
    (!rows.is_empty()).then(|| view! {
        <Section title="Confirmed pairs" id="pairs">
            <PairsForm both label="Confirmed pairs">
                <DataTable caption="Confirmed pairs" id="pairs-table" columns cards=true quiet=true>{rows}</DataTable>
            </PairsForm>
        </Section>
    })
}

#[component]
fn PairRow(both: Arc<Both>, pair: Pair, may_edit: bool) -> impl IntoView {
    let (from, to) = (name(&both.intended, pair.intended), name(&both.actual, pair.actual));
    let said = format!("Take back: {from} and {to}");
    let back = may_edit.then(|| {
        view! {
            <button class="button quiet" name="part" value=value(&pair) aria-label=said>"Take back"</button>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label="Intended">{from}</th>
            <td data-label="Really done">{to}</td>
            <td class="actions-cell">{back}</td>
        </tr>
    }
}

fn name(map: &Map, id: StepId) -> String {
    map.step(id).map(|step| told(map, step)).unwrap_or_default()
}
