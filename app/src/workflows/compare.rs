//! Intended and actual against each other: which steps are the same, and what each difference means.
//! A suggestion says why and how sure it is; only a person confirms it.

mod judging;
mod pairing;
mod views;

use super::map::{WorkflowHeader, WorkflowTabs};
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{EmptyState, Link, Tab, Tabs};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::matching::{Matching, Pair};
use faultline::document::workflow::Workflow;
use faultline::engines::map::{Map, Side, Step};
use faultline::judgement::matching::compare;
use faultline::platform::ids::{EngagementId, StepId, WorkflowId};
use judging::Differences;
use pairing::Pairing;
use std::sync::Arc;
use views::{AlignedMaps, MergedMaps};

/// The page.
#[component]
pub fn ComparePage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The workflow.
    workflow: Workflow,
    /// The version of its pairs, 0 when nobody paired anything yet.
    version: i32,
    /// Which view of the comparison.
    view: View,
    /// A form that came back.
    refused: Option<Refused>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let engagement = document.id;
    let written =
        |side| document.map(workflow.id, side).filter(|map| !map.steps.is_empty()).cloned();
    let body = match (written(Side::Intended), written(Side::Actual)) {
        (Some(intended), Some(actual)) => {
            let matching = document.matchings.iter().find(|found| found.workflow == workflow.id);
            let matching = matching.cloned();
            let workflow = workflow.clone();
            let both = Both { document, workflow, intended, actual, matching, version, refused };
            Either::Left(view! { <Compared both=Arc::new(both) view may_edit /> })
        }
        _ => Either::Right(view! { <NothingYet workflow=workflow.clone() engagement /> }),
    };
    view! {
        <WorkflowHeader
            engagement
            workflow=workflow.clone()
            lede="Where what happens parts from what should."
        />
        <WorkflowTabs engagement workflow=workflow.id current="/compare" />
        {body}
    }
}

#[component]
fn NothingYet(engagement: EngagementId, workflow: Workflow) -> impl IntoView {
    let page = at(engagement, &format!("workflows/{}/actual", workflow.id));
    let action = Link::new(page, "Go to the actual map");
    view! {
        <EmptyState title="Two maps are needed" action=Some(action)>
            <p>"Write what should happen and what really happens; then each intended step can be paired with what is really done."</p>
        </EmptyState>
    }
}

#[component]
fn Compared(both: Arc<Both>, view: View, may_edit: bool) -> impl IntoView {
    let address = both.address();
    let (aligned, merged) = (format!("{address}?view=aligned"), format!("{address}?view=merged"));
    let here = match view {
        View::List => address.clone(),
        View::Aligned => aligned.clone(),
        View::Merged => merged.clone(),
    };
    let tabs = vec![
        Tab::from(Link::new(address, "Differences")),
        Tab::from(Link::new(aligned, "Side by side")),
        Tab::from(Link::new(merged, "One map")),
    ];
    let counts = match compare(&both.document, &both.workflow) {
        None => "Nothing is paired yet.".to_owned(),
        Some(seen) => format!(
            "{} the same, {} changed, {} missing, {} shadow steps; {} not judged yet.",
            seen.same, seen.changed, seen.missing, seen.shadow, seen.unjudged
        ),
    };
    let body = match view {
        View::List => EitherOf3::A(view! {
            <Differences both=both.clone() may_edit />
            <Pairing both may_edit />
        }),
        View::Aligned => EitherOf3::B(view! { <AlignedMaps both /> }),
        View::Merged => EitherOf3::C(view! { <MergedMaps both /> }),
    };
    view! {
        <Tabs label="Views of the comparison" tabs current=here />
        <p class="counts">{counts}</p>
        {body}
    }
}

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

/// A form that came back.
#[derive(Debug, Clone)]
pub struct Refused {
    /// What it holds, and what is wrong with it.
    pub form: Filled,
    /// The version it must carry to be saved over what is there now.
    pub version: i32,
    /// Whether someone else changed the pairs meanwhile.
    pub conflict: bool,
}

/// What is compared.
#[derive(Debug)]
pub struct Both {
    document: Arc<Engagement>,
    workflow: Workflow,
    intended: Map,
    actual: Map,
    matching: Option<Matching>,
    version: i32,
    refused: Option<Refused>,
}

impl Both {
    fn address(&self) -> String {
        at(self.document.id, &format!("workflows/{}/compare", self.workflow.id))
    }

    /// The form that came back, if it is the one that sent this field.
    fn refused(&self, field: &str) -> Option<&Refused> {
        self.refused.as_ref().filter(|refused| refused.form.ticked(field))
    }

    /// The pairs that were confirmed.
    fn pairs(&self) -> &[Pair] {
        self.matching.as_ref().map_or(&[], |matching| &matching.pairs)
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
