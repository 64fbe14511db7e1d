//! The form with the plan's first day.

use crate::editing::part::{Editor, PartEditor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{Field, Link, Width};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::plan::Plan;
use faultline::judgement::plan::line_id;
use faultline::platform::ids::EngagementId;

/// The plan as it is stored, or as it begins: two who set the first day at once set that of the same plan.
fn stored_or_new(document: &Engagement) -> Plan {
    let new = || Plan { id: line_id(document.id, "plan"), starts_on: None };
    document.plans.first().cloned().unwrap_or_else(new)
}

impl PartForm for Plan {
    /// An engagement has one plan.
    type Id = ();

    const LABELS: &'static [(&'static str, &'static str)] = &[("starts_on", "First day")];

    fn find(document: &Engagement, (): ()) -> Option<Self> {
        Some(stored_or_new(document))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Plan(plan) = part { Some(plan.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Plan(self)
    }

    fn fill(&self) -> Form {
        let day = self.starts_on.map(|day| day.to_string()).unwrap_or_default();
        Form::of(vec![("starts_on", day)])
    }

    fn read(sent: &Form, (): (), document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let starts_on = reading.optional("starts_on", "Give the day as 2026-05-31.");
        (Self { starts_on, ..stored_or_new(document) }, reading.problems())
    }

    fn title(_: &Engagement, _: Option<()>) -> Option<String> {
        Some("First day of the plan".to_owned())
    }

    fn shown(engagement: EngagementId, _: Option<()>) -> String {
        at(engagement, "plan")
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <StartPage editor /> }
    }
}

#[component]
fn StartPage(editor: Editor<Plan>) -> impl IntoView {
    let Editor { document, form, head, .. } = editor;
    let page = at(document.id, "plan");
    view! {
        <PartEditor
            head
            trail=vec![Link::new(page.clone(), "60-day plan")]
            lede="Every date of the plan is counted from it. Without one the plan has days, and no dates; the client sees it once it has dates and is published."
            action=format!("{page}/start")
            save="Save first day"
            cancel=page.clone()
        >
            <Field
                label="First day"
                name="starts_on"
                kind="date"
                value=form.text("starts_on")
                error=form.error("starts_on")
                width=Width::Short
            />
        </PartEditor>
    }
}
