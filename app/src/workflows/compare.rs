//! Intended and actual side by side: a person pairs the steps and says what each difference means.
//! A suggestion is marked as one; only saving the form confirms it.

use super::map::{head, tabs};
use crate::editing::Refusal;
use crate::form::Sent;
use crate::frame::at;
use crate::ui::{
    Badge, Choice, Column, DataTable, EmptyState, Form, Link, Section, Select, Tag, TextArea, Tone,
    choices,
};
use faultline::catalogue::Catalogue;
use faultline::engagement::Engagement;
use faultline::engagement::store::Loaded;
use faultline::ids::{PartId, StepId, WorkflowId};
use faultline::map::names::key;
use faultline::matching::{Difference, Judgement, Matching, Pair, compare};
use faultline::workflow::{Map, Side, Step, Workflow};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The matching that a form describes.
pub fn read(sent: &Sent, document: &Engagement, workflow: WorkflowId) -> Matching {
    let id = document
        .matchings
        .iter()
        .find(|found| found.workflow == workflow)
        .map_or_else(PartId::new, |found| found.id);
    let mut taken = BTreeSet::new();
    let pair = |(name, value): (&str, &str)| {
        let intended: StepId = name.strip_prefix("pair_")?.parse().ok()?;
        Some(Pair { intended, actual: value.parse().ok()? })
    };
    let pairs: Vec<_> =
        sent.fields().filter_map(pair).filter(|pair| taken.insert(pair.actual)).collect();
    let other = |step: StepId, of: fn(&Pair) -> (StepId, StepId)| {
        pairs.iter().map(of).find(|(from, _)| *from == step).map(|(_, to)| to)
    };
    let judged = |(name, value): (&str, &str)| {
        let judgement = Judgement::from_key(value).ok()?;
        let note = sent.text(&format!("note_{}", name.strip_prefix("judge_")?));
        let (side, step) = name.strip_prefix("judge_")?.split_once('_')?;
        let step: StepId = step.parse().ok()?;
        let (intended, actual) = match side {
            "intended" => (Some(step), other(step, |pair| (pair.intended, pair.actual))),
            _ => (other(step, |pair| (pair.actual, pair.intended)), Some(step)),
        };
        Some(Difference { intended, actual, judgement, note })
    };
    let differences = sent.fields().filter_map(judged).collect();
    Matching { id, workflow, pairs, differences }
}

/// Steps of the same name, which are likely the same; nothing is paired by it until a person saves.
fn suggested(intended: &Map, actual: &Map) -> BTreeMap<StepId, StepId> {
    let mut free: Vec<&Step> = actual.steps.iter().collect();
    let same = |step: &Step, free: &mut Vec<&Step>| {
        let at = free.iter().position(|other| key(&other.name) == key(&step.name))?;
        Some((step.id, free.remove(at).id))
    };
    intended.steps.iter().filter_map(|step| same(step, &mut free)).collect()
}

/// The page.
pub fn view(
    loaded: &Loaded,
    workflow: &Workflow,
    sent: Option<&Sent>,
    refusal: Option<&Refusal>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let document = &loaded.document;
    let maps = (document.map(workflow.id, Side::Intended), document.map(workflow.id, Side::Actual));
    let body = match maps {
        (Some(intended), Some(actual))
            if !intended.steps.is_empty() && !actual.steps.is_empty() =>
        {
            let seen = differences(document, workflow);
            let form =
                may_edit.then(|| pairing(loaded, workflow, (intended, actual), sent, refusal));
            view! { {seen}{form} }.into_any()
        }
        _ => {
            let action = Link::new(
                at(document.id, &format!("workflows/{}/actual", workflow.id)),
                "Go to the actual map",
            );
            view! {
                <EmptyState title="Two maps are needed" action=Some(action)>
                    <p>"Write what should happen and what really happens; then each intended step can be paired with what is really done."</p>
                </EmptyState>
            }
            .into_any()
        }
    };
    view! {
        {head(document, workflow, "Where what happens parts from what should.", None)}
        {tabs(document, workflow, "/compare")}
        {body}
    }
}

/// The differences between the maps as they are paired now.
fn differences(document: &Engagement, workflow: &Workflow) -> impl IntoView + use<> {
    let Some(seen) = compare(document, workflow) else {
        return view! { <p class="hint">"Nothing is paired yet. Pair the steps below and save."</p> }.into_any();
    };
    let row = |difference: &faultline::matching::Seen| {
        let judged = match difference.judgement {
            Some(Judgement::WrongAssumption) => {
                view! { <Badge tone=Tone::Fault word="Wrong assumption" /> }.into_any()
            }
            Some(judgement) => {
                view! { <Badge tone=Tone::Plain word=judgement.label() /> }.into_any()
            }
            None => view! { <Badge tone=Tone::Unknown word="not judged yet" /> }.into_any(),
        };
        let id = difference
            .actual
            .or(difference.intended)
            .map(|step| step.to_string())
            .unwrap_or_default();
        view! {
            <tr id=id>
                <td data-label="Kind"><Tag word=difference.kind.label() /></td>
                <th scope="row" data-label="Difference">{difference.says.clone()}</th>
                <td data-label="Judgement">{judged}</td>
                <td data-label="Why">{difference.note.clone()}</td>
            </tr>
        }
    };
    let rows = seen.differences.iter().map(row).collect_view();
    let columns = ["Kind", "Difference", "Judgement", "Why"].map(Column::new).to_vec();
    let lede = format!(
        "{} the same, {} changed, {} missing, {} shadow steps; {} not judged yet.",
        seen.same, seen.changed, seen.missing, seen.shadow, seen.unjudged
    );
    view! {
        <Section title="Differences" id="differences" lede>
            <DataTable caption="Differences" id="differences-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
    .into_any()
}

fn pairing(
    loaded: &Loaded,
    workflow: &Workflow,
    (intended, actual): (&Map, &Map),
    sent: Option<&Sent>,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let document = &loaded.document;
    let stored = document.matchings.iter().find(|found| found.workflow == workflow.id);
    let own = stored.map_or(0, |found| loaded.version_of(found.id));
    let version = match (refusal, sent) {
        (Some(refusal), Some(sent)) => refusal.version(sent),
        _ => own,
    };
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let guesses = if stored.is_some() { BTreeMap::new() } else { suggested(intended, actual) };
    let choices: Vec<_> = actual
        .steps
        .iter()
        .map(|step| Choice::new(step.id.to_string(), told(actual, step)))
        .collect();
    let rows = intended.steps.iter().map(|step| {
        let paired = stored.and_then(|m| m.pairs.iter().find(|pair| pair.intended == step.id)).map(|pair| pair.actual);
        let guess = guesses.get(&step.id).copied();
        let name = format!("pair_{}", step.id);
        let selected = sent.map_or_else(
            || paired.or(guess).map(|id| id.to_string()).unwrap_or_default(),
            |sent| sent.text(&name),
        );
        let hint = (paired.is_none() && guess.is_some()).then_some("Suggested: the names are the same.");
        let label = told(intended, step);
        let judged = judgement("intended", step.id, stored, sent, &|d| d.intended == Some(step.id));
        view! {
            <div class="field-row">
                <Select label name choices=choices.clone() selected blank="Does not happen" hint=hint.unwrap_or_default() />
                {judged}
            </div>
        }
    });
    let rows = rows.collect_view();
    let paired: BTreeSet<_> =
        stored.into_iter().flat_map(|m| m.pairs.iter().map(|pair| pair.actual)).collect();
    let shadows = actual
        .steps
        .iter()
        .filter(|step| !paired.contains(&step.id) && !guesses.values().any(|id| *id == step.id));
    let shadows: Vec<_> = shadows
        .map(|step| {
            let judged = judgement("actual", step.id, stored, sent, &|d| {
                d.intended.is_none() && d.actual == Some(step.id)
            });
            let label = told(actual, step);
            view! { <div class="field-row"><p class="check-title">{label}</p>{judged}</div> }
        })
        .collect();
    let shadows = (!shadows.is_empty()).then(|| {
        view! {
            <fieldset class="group">
                <legend>"Steps that were never intended"</legend>
                {shadows}
            </fieldset>
        }
    });
    let action = at(document.id, &format!("workflows/{}/compare", workflow.id));
    view! {
        <Section
            title="Pair the steps"
            id="pairing"
            lede="For each intended step, what is really done. What stays unpaired is missing, or a shadow step."
        >
            <Form action save="Save pairs and judgements" errors version=Some(i64::from(version))>
                {rows}
                {shadows}
            </Form>
        </Section>
    }
}

fn told(map: &Map, step: &Step) -> String {
    let lane = map.lane(step.lane).map(|lane| lane.name.as_str()).unwrap_or_default();
    format!("{}: {}", lane, step.name)
}

fn judgement(
    side: &'static str,
    step: StepId,
    stored: Option<&Matching>,
    sent: Option<&Sent>,
    is: &dyn Fn(&Difference) -> bool,
) -> impl IntoView + use<> {
    let found =
        stored.and_then(|matching| matching.differences.iter().find(|difference| is(difference)));
    let (name, note) = (format!("judge_{side}_{step}"), format!("note_{side}_{step}"));
    let selected = sent.map_or_else(
        || found.map_or("", |found| found.judgement.key()).to_owned(),
        |sent| sent.text(&name),
    );
    let why = sent.map_or_else(
        || found.map(|found| found.note.clone()).unwrap_or_default(),
        |sent| sent.text(&note),
    );
    view! {
        <Select label="What the difference means" name choices={choices::<Judgement>()} selected blank="No difference, or not judged" />
        <TextArea label="Why" name=note value=why rows=1 maxlength=2000 />
    }
}
