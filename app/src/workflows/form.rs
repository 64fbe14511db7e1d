//! The form of a workflow, with the hidden rules that everyone forgets to mention.
//! A rule that was asked and not answered is kept as asked.

use crate::editing::part::{Editor, PartEditor, PartForm};
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{Checkbox, Field, Link, TextArea};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::workflow::{HiddenRule, HiddenRuleTopic, Workflow};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, WorkflowId};

/// The page.
#[component]
pub fn WorkflowPage(
    /// The workflow, and what its form holds.
    editor: Editor<Workflow>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "workflows");
    let own = id.map_or_else(|| list.clone(), |id| format!("{list}/{id}"));
    let action = if id.is_some() { format!("{own}/edit") } else { format!("{list}/new") };
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list, "Workflows")]
            action
            save="Save workflow"
            cancel=own.clone()
            remove=("Remove workflow", format!("{own}/remove"))
        >
            <Field
                label="Name"
                name="name"
                value=form.text("name")
                error=form.error("name")
                required=true
                maxlength=200
            />
            <Story form=form.clone() />
            <Field
                label="Team that needs visibility"
                name="visibility_team"
                value=form.text("visibility_team")
                maxlength=200
            />
            <HiddenRules form />
        </PartEditor>
    }
}

/// What it is about, in sentences.
#[component]
fn Story(form: Filled) -> impl IntoView {
    view! {
        <TextArea
            label="Start event"
            name="start_event"
            value=form.text("start_event")
            hint="What starts it: an order is paid, a parcel arrives."
            rows=2
            maxlength=5000
        />
        <TextArea
            label="What must stay consistent"
            name="must_stay_consistent"
            value=form.text("must_stay_consistent")
            hint="What has to agree in all systems when it is done."
            rows=2
            maxlength=5000
        />
        <TextArea
            label="Where exceptions occur"
            name="exceptions"
            value=form.text("exceptions")
            hint="Where it leaves the path, and who handles it then."
            rows=2
            maxlength=5000
        />
    }
}

#[component]
fn HiddenRules(form: Filled) -> impl IntoView {
    let rules = HiddenRuleTopic::ALL
        .iter()
        .map(|topic| view! { <Rule topic=*topic form=form.clone() /> })
        .collect_view();
    view! {
        <fieldset class="group">
            <legend>"Hidden rules"</legend>
            <p class="hint">"Ask for each. Tick what was asked, even when nobody knew the answer."</p>
            {rules}
        </fieldset>
    }
}

#[component]
fn Rule(topic: HiddenRuleTopic, form: Filled) -> impl IntoView {
    let (asked, answer) = (format!("asked_{}", topic.key()), format!("answer_{}", topic.key()));
    let (checked, value) = (form.ticked(&asked), form.text(&answer));
    view! {
        <div class="fact-fields">
            <Checkbox label=format!("{}: asked", topic.label()) name=asked checked />
            <TextArea label=format!("{}: the answer", topic.label()) name=answer value rows=1 maxlength=2000 />
        </div>
    }
}

impl PartForm for Workflow {
    type Id = WorkflowId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
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

    fn find(document: &Engagement, id: WorkflowId) -> Option<Self> {
        document.workflows.iter().find(|found| found.id == id).cloned()
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Workflow(found) = part { Some(found.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Workflow(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::of(vec![
            ("name", self.name.clone()),
            ("start_event", self.start_event.clone()),
            ("must_stay_consistent", self.must_stay_consistent.clone()),
            ("exceptions", self.exceptions.clone()),
            ("visibility_team", self.visibility_team.clone()),
        ]);
        for rule in &self.hidden_rules {
            sent.push(&format!("asked_{}", rule.topic.key()), "true");
            sent.push(&format!("answer_{}", rule.topic.key()), rule.answer.clone());
        }
        sent
    }

    fn read(sent: &Form, id: WorkflowId, _: &Engagement) -> (Self, Vec<Problem>) {
        let rule = |topic: &HiddenRuleTopic| {
            let answer = sent.text(&format!("answer_{}", topic.key()));
            let asked = sent.ticked(&format!("asked_{}", topic.key()));
            (asked || !answer.is_empty()).then_some(HiddenRule { topic: *topic, answer })
        };
        let workflow = Self {
            id,
            name: sent.text("name"),
            start_event: sent.text("start_event"),
            must_stay_consistent: sent.text("must_stay_consistent"),
            exceptions: sent.text("exceptions"),
            visibility_team: sent.text("visibility_team"),
            hidden_rules: HiddenRuleTopic::ALL.iter().filter_map(rule).collect(),
        };
        (workflow, Vec::new())
    }

    fn title(_: &Engagement, id: Option<WorkflowId>) -> Option<String> {
        let title = if id.is_some() { "Workflow" } else { "Add a workflow" };
        Some(title.to_owned())
    }

    fn shown(engagement: EngagementId, id: Option<WorkflowId>) -> String {
        let list = at(engagement, "workflows");
        id.map_or_else(|| list.clone(), |id| format!("{list}/{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <WorkflowPage editor /> }
    }
}
