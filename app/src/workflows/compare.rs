//! Intended and actual against each other: which steps are the same, and what each difference means.
//! A suggestion says why and how sure it is; only a person confirms it.

mod judging;
mod pairing;
mod views;

use super::map::{head, tabs};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{EmptyState, Link, Tab, Tabs};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::matching::{Matching, Pair};
use faultline::document::workflow::Workflow;
use faultline::engines::map::{Map, Side, Step};
use faultline::judgement::matching::compare;
use faultline::platform::ids::{StepId, WorkflowId};
use faultline::stores::engagement::Loaded;

/// A view of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The differences and the pairs as lists.
    List,
    /// Both maps, step beside step.
    Aligned,
    /// Both maps in one.
    Merged,
}

impl View {
    /// The view that an address asks for.
    pub fn of(word: &str) -> Self {
        match word {
            "aligned" => Self::Aligned,
            "merged" => Self::Merged,
            _ => Self::List,
        }
    }
}

/// What is compared.
pub struct Both<'a> {
    loaded: &'a Loaded,
    workflow: &'a Workflow,
    intended: &'a Map,
    actual: &'a Map,
    matching: Option<&'a Matching>,
}

impl Both<'_> {
    fn document(&self) -> &Engagement {
        &self.loaded.document
    }

    fn address(&self) -> String {
        at(self.document().id, &format!("workflows/{}/compare", self.workflow.id))
    }

    fn version(&self) -> i32 {
        self.matching.map_or(0, |found| self.loaded.version_of(found.id))
    }
}

/// The matching that a form makes of the one that is stored.
pub fn read(sent: &Form, document: &Engagement, workflow: WorkflowId) -> (Matching, Vec<Problem>) {
    let stored = document.matchings.iter().find(|found| found.workflow == workflow);
    let mut matching = stored.cloned().unwrap_or_else(|| Matching::empty(workflow));
    let mut problems = Vec::new();
    for pair in sent.all("confirm").filter_map(pair_of) {
        matching.confirm(pair);
    }
    for pair in sent.all("reject").filter_map(pair_of) {
        matching.reject(pair);
    }
    for pair in sent.all("part").filter_map(pair_of) {
        matching.part(&pair);
    }
    if sent.ticked("by_hand") {
        match (sent.text("intended").parse(), sent.text("actual").parse()) {
            (Ok(intended), Ok(actual)) => matching.confirm(Pair { intended, actual }),
            (Err(_), _) => problems.push(Problem::new("intended", "Choose the intended step.")),
            (_, Err(_)) => problems.push(Problem::new("actual", "Choose what is really done.")),
        }
    }
    judging::read(sent, &mut matching);
    let known =
        |side, id: StepId| document.map(workflow, side).is_some_and(|map| map.step(id).is_some());
    matching
        .pairs
        .retain(|pair| known(Side::Intended, pair.intended) && known(Side::Actual, pair.actual));
    (matching, problems)
}

/// A pair as a button sends it.
fn pair_of(text: &str) -> Option<Pair> {
    let (intended, actual) = text.split_once(' ')?;
    Some(Pair { intended: intended.parse().ok()?, actual: actual.parse().ok()? })
}

fn value(pair: &Pair) -> String {
    format!("{} {}", pair.intended, pair.actual)
}

/// A step as people name it.
fn told(map: &Map, step: &Step) -> String {
    let lane = map.lane(step.lane).map(|lane| lane.name.as_str()).unwrap_or_default();
    format!("{lane}: {}", step.name)
}

/// The page.
pub fn page(
    loaded: &Loaded,
    workflow: &Workflow,
    view: View,
    refused: Option<(&Form, &Refusal)>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let document = &loaded.document;
    let written = |side| document.map(workflow.id, side).filter(|map| !map.steps.is_empty());
    let body = match (written(Side::Intended), written(Side::Actual)) {
        (Some(intended), Some(actual)) => {
            let matching = document.matchings.iter().find(|found| found.workflow == workflow.id);
            let both = Both { loaded, workflow, intended, actual, matching };
            compared(&both, view, refused, may_edit)
        }
        _ => nothing_yet(document, workflow),
    };
    view! {
        {head(document, workflow, "Where what happens parts from what should.", None)}
        {tabs(document, workflow, "/compare")}
        {body}
    }
}

fn nothing_yet(document: &Engagement, workflow: &Workflow) -> Markup {
    let page = at(document.id, &format!("workflows/{}/actual", workflow.id));
    let action = Link::new(page, "Go to the actual map");
    view! {
        <EmptyState title="Two maps are needed" action=Some(action)>
            <p>"Write what should happen and what really happens; then each intended step can be paired with what is really done."</p>
        </EmptyState>
    }
    .markup()
}

fn compared(
    both: &Both<'_>,
    view: View,
    refused: Option<(&Form, &Refusal)>,
    may_edit: bool,
) -> Markup {
    let address = both.address();
    let here = match view {
        View::List => address.clone(),
        View::Aligned => format!("{address}?view=aligned"),
        View::Merged => format!("{address}?view=merged"),
    };
    let tabs = vec![
        Tab::from(Link::new(address.clone(), "Differences")),
        Tab::from(Link::new(format!("{address}?view=aligned"), "Side by side")),
        Tab::from(Link::new(format!("{address}?view=merged"), "One map")),
    ];
    let counts = match compare(both.document(), both.workflow) {
        None => "Nothing is paired yet.".to_owned(),
        Some(seen) => format!(
            "{} the same, {} changed, {} missing, {} shadow steps; {} not judged yet.",
            seen.same, seen.changed, seen.missing, seen.shadow, seen.unjudged
        ),
    };
    let body = match view {
        View::List => view! {
            {judging::section(both, refused, may_edit)}
            {pairing::sections(both, refused, may_edit)}
        }
        .markup(),
        View::Aligned => views::aligned(both).markup(),
        View::Merged => views::merged(both).markup(),
    };
    view! {
        <Tabs label="Views of the comparison" tabs current=here />
        <p class="counts">{counts}</p>
        {body}
    }
    .markup()
}
