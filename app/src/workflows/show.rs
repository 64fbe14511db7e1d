//! One workflow in words: what starts it, what must hold, and the rules nobody wrote down.

use super::map::{head, tabs};
use crate::prelude::*;
use crate::ui::{Fact, Facts, Known, Section};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::{HiddenRuleTopic, Workflow};
use faultline::platform::catalogue::Catalogue;

/// The page.
pub fn view(document: &Engagement, workflow: &Workflow, may_edit: bool) -> impl IntoView + use<> {
    let edit = at(document.id, &format!("workflows/{}/edit", workflow.id));
    let add = at(document.id, "workflows/new");
    let actions = may_edit.then(|| {
        view! {
            <a class="button" href=edit>"Edit workflow"</a>
            <a class="button quiet" href=add>"Add a workflow"</a>
        }
        .markup()
    });
    let facts = [
        ("Start event", &workflow.start_event),
        ("What must stay consistent", &workflow.must_stay_consistent),
        ("Where exceptions occur", &workflow.exceptions),
        ("Team that needs visibility", &workflow.visibility_team),
    ];
    let facts = facts.map(|(term, text)| {
        let text = text.clone();
        view! { <Fact term><Known text /></Fact> }
    });
    let rules = HiddenRuleTopic::ALL.iter().map(|topic| {
        let rule = workflow.hidden_rules.iter().find(|rule| rule.topic == *topic);
        let (text, otherwise) = match rule {
            None => (String::new(), "Not asked yet"),
            Some(rule) => (rule.answer.clone(), "Query; nobody knew"),
        };
        view! { <Fact term=topic.label()><Known text otherwise /></Fact> }
    });
    let rules = rules.collect_view();
    view! {
        {head(document, workflow, "What the business wants done.", actions)}
        {tabs(document, workflow, "")}
        <Facts>{facts.into_iter().collect_view()}</Facts>
        <Section title="Hidden rules" id="rules" lede="What everyone knows and nobody writes down.">
            <Facts>{rules}</Facts>
        </Section>
    }
}
