//! One workflow in words: what starts it, what must hold, and the rules nobody wrote down.

use super::map::{WorkflowHeader, WorkflowTabs};
use crate::prelude::*;
use crate::ui::{Fact, Facts, Known, Section};
use crate::urls::at;
use faultline::document::workflow::{HiddenRule, HiddenRuleTopic, Workflow};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page.
#[component]
pub fn WorkflowWordsPage(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: Workflow,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let edit = at(engagement, &format!("workflows/{}/edit", workflow.id));
    let actions = may_edit.then(|| {
        view! {
            <a class="button" href=edit>"Edit workflow"</a>
            <a class="button quiet" href=at(engagement, "workflows/new")>"Add a workflow"</a>
        }
    });
    let facts = [
        ("Start event", workflow.start_event.clone()),
        ("What must stay consistent", workflow.must_stay_consistent.clone()),
        ("Where exceptions occur", workflow.exceptions.clone()),
        ("Team that needs visibility", workflow.visibility_team.clone()),
    ];
    let facts = facts.map(|(term, text)| view! { <Fact term><Known text /></Fact> });
    view! {
        <WorkflowHeader
            engagement
            workflow=workflow.clone()
            lede="What the business wants done."
            actions
        />
        <WorkflowTabs engagement workflow=workflow.id current="" />
        <Facts>{facts.into_iter().collect_view()}</Facts>
        <Section title="Hidden rules" id="rules" lede="What everyone knows and nobody writes down.">
            <Rules rules=workflow.hidden_rules />
        </Section>
    }
}

#[component]
fn Rules(rules: Vec<HiddenRule>) -> impl IntoView {
    let facts = HiddenRuleTopic::ALL.iter().map(|topic| {
        let rule = rules.iter().find(|rule| rule.topic == *topic);
        let (text, otherwise) = match rule {
            None => (String::new(), "Not asked yet"),
            Some(rule) => (rule.answer.clone(), "Query; nobody knew"),
        };
        view! { <Fact term=topic.label()><Known text otherwise /></Fact> }
    });
    view! { <Facts>{facts.collect_view()}</Facts> }
}
