//! The form of a workflow, with the hidden rules that everyone forgets to mention.
//! A rule that was asked and not answered is kept as asked.

use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Checkbox, EditForm, Field, Link, PageHeader, PostButton, TextArea};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::workflow::{HiddenRule, HiddenRuleTopic, Workflow};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::WorkflowId;

const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("start_event", "Start event"),
    ("must_stay_consistent", "What must stay consistent"),
    ("exceptions", "Where exceptions occur"),
    ("visibility_team", "Team that needs visibility"),
    ("answer_returns", "Returns"),
    ("answer_partial_deliveries", "Partial deliveries"),
    ("answer_branch_stock", "Branch stock"),
    ("answer_customer_prices", "Customer-specific prices"),
    ("answer_approvals", "Approvals"),
];

/// What a stored workflow looks like as a form.
pub fn fill(workflow: &Workflow, version: i32) -> Form {
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("name", workflow.name.clone()),
        ("start_event", workflow.start_event.clone()),
        ("must_stay_consistent", workflow.must_stay_consistent.clone()),
        ("exceptions", workflow.exceptions.clone()),
        ("visibility_team", workflow.visibility_team.clone()),
    ]);
    for rule in &workflow.hidden_rules {
        sent.push(&format!("asked_{}", rule.topic.key()), "true");
        sent.push(&format!("answer_{}", rule.topic.key()), rule.answer.clone());
    }
    sent
}

/// The workflow a form describes.
pub fn read(sent: &Form, id: WorkflowId) -> Workflow {
    let rule = |topic: &HiddenRuleTopic| {
        let answer = sent.text(&format!("answer_{}", topic.key()));
        let asked = sent.ticked(&format!("asked_{}", topic.key()));
        (asked || !answer.is_empty()).then_some(HiddenRule { topic: *topic, answer })
    };
    Workflow {
        id,
        name: sent.text("name"),
        start_event: sent.text("start_event"),
        must_stay_consistent: sent.text("must_stay_consistent"),
        exceptions: sent.text("exceptions"),
        visibility_team: sent.text("visibility_team"),
        hidden_rules: HiddenRuleTopic::ALL.iter().filter_map(rule).collect(),
    }
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    id: Option<WorkflowId>,
    title: &'static str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "workflows");
    let action = id.map_or_else(|| format!("{list}/new"), |id| format!("{list}/{id}/edit"));
    let cancel = id.map_or_else(|| list.clone(), |id| format!("{list}/{id}"));
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored =
        |part: &Part| if let Part::Workflow(found) = part { Some(fill(found, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(LABELS, sent, stored));
    let remove = id.map(|id| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{list}/{id}/remove") label="Remove workflow" look="quiet" with /> }
    });
    let area = |label: &'static str, name: &'static str, hint: &'static str| {
        let value = sent.text(name);
        view! { <TextArea label name value hint rows=2 maxlength=5000 /> }
    };
    let fields = (
        area("Start event", "start_event", "What starts it: an order is paid, a parcel arrives."),
        area(
            "What must stay consistent",
            "must_stay_consistent",
            "What has to agree in all systems when it is done.",
        ),
        area(
            "Where exceptions occur",
            "exceptions",
            "Where it leaves the path, and who handles it then.",
        ),
    );
    let rules = HiddenRuleTopic::ALL.iter().map(|topic| rule(*topic, sent)).collect_view();
    let (name, no_name, team) =
        (sent.text("name"), errors.of("name"), sent.text("visibility_team"));
    view! {
        <PageHeader title trail=vec![Link::new(list.clone(), "Workflows")]>{remove}</PageHeader>
        {conflict}
        <EditForm action save="Save workflow" cancel errors version=Some(i64::from(version))>
            <Field label="Name" name="name" value=name error=no_name required=true maxlength=200 />
            {fields}
            <Field label="Team that needs visibility" name="visibility_team" value=team maxlength=200 />
            <fieldset class="group">
                <legend>"Hidden rules"</legend>
                <p class="hint">"Ask for each. Tick what was asked, even when nobody knew the answer."</p>
                {rules}
            </fieldset>
        </EditForm>
    }
}

fn rule(topic: HiddenRuleTopic, sent: &Form) -> impl IntoView + use<> {
    let (asked, answer) = (format!("asked_{}", topic.key()), format!("answer_{}", topic.key()));
    let checked = sent.ticked(&asked);
    let value = sent.text(&answer);
    view! {
        <div class="fact-fields">
            <Checkbox label=format!("{}: asked", topic.label()) name=asked checked />
            <Field label=format!("{}: the answer", topic.label()) name=answer value maxlength=2000 />
        </div>
    }
}
