//! The page of a line's form: what it closes, who does it, when, and how far it has come.

use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    CheckboxGroup, Choice, Field, Link, PostButton, RadioGroup, Section, Select, SentenceLink,
    TextArea, Width, choices,
};
use crate::urls::{self, at};
use faultline::delivery::plan::title;
use faultline::document::engagement::Engagement;
use faultline::document::plan::{LineState, Phase, PlanLine, WaitsFor};
use faultline::judgement::plan::{DatedLine, DatedPlan};
use faultline::platform::ids::{EngagementId, PartId};
use faultline::platform::wording::day;

/// The page.
#[component]
pub fn LineFormPage(
    /// The line, and what its form holds.
    editor: Editor<PlanLine>,
    /// The plan as it is now.
    plan: DatedPlan,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "plan");
    let action = match id {
        Some(id) => format!("{list}/lines/{id}"),
        None => format!("{list}/lines/new"),
    };
    let added = form.text("key").is_empty();
    let label = if added { "Remove line" } else { "Forget what was recorded" };
    let version = form.version().unwrap_or_default();
    let remove = (id.is_some() && version > 0).then(|| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{action}/remove") label look="quiet" with /> }
    });
    let line = id.and_then(|id| plan.line(id)).cloned();
    let lede = line.as_ref().map(|line| computed(&plan, line)).unwrap_or_default();
    let key = form.text("key");
    let what = if added {
        Either::Left(view! { <AddedFields document=document.clone() form=form.clone() /> })
    } else {
        let says = form.text("says");
        Either::Right(view! { <WhatItCloses engagement=document.id says line /> })
    };
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list.clone(), "60-day plan")]
            lede
            action
            save="Save line"
            cancel=list.clone()
        >
            <input type="hidden" name="key" value=key />
            {what}
            <WhoFields form=form.clone() />
            <WhenFields plan=plan.clone() id form=form.clone() />
            <StateFields form />
        </PartEditor>
        {remove}
    }
}

/// The days of a line as they are now, in a sentence.
fn computed(plan: &DatedPlan, line: &DatedLine) -> String {
    let of = |at: i64| match plan.date(at) {
        Some(date) => format!("day {at} ({})", day(date)),
        None => format!("day {at}"),
    };
    format!("Line {}, from {} to {}.", line.number, of(line.starts), of(line.ends))
}

#[component]
fn WhatItCloses(engagement: EngagementId, says: String, line: Option<DatedLine>) -> impl IntoView {
    let closes = line.map(|line| line.closes).unwrap_or_default();
    let nothing = closes.is_empty().then(|| {
        view! { <p class="hint">"Its gap is closed: this is what was recorded of it."</p> }
    });
    let items = closes.into_iter().map(|closes| {
        let href = urls::subject(engagement, &closes.about);
        view! { <li><SentenceLink href says=closes.says /></li> }
    });
    let items = items.collect_view();
    view! {
        <Section title="What is done" id="what">
            <p>{says}</p>
            {nothing}
            <h3>"Gaps that it closes"</h3>
            <ul class="evidence">{items}</ul>
        </Section>
    }
}

/// What only an added line is asked.
#[component]
fn AddedFields(document: std::sync::Arc<Engagement>, form: Filled) -> impl IntoView {
    let places = document.integrations.iter();
    let places = places.map(|one| Choice::new(one.id.to_string(), one.name.clone())).collect();
    view! {
        <TextArea label="What is done" name="says" value=form.text("says") error=form.error("says") maxlength=2000 rows=2 />
        <div class="field-grid">
            <Select
                label="For"
                name="integration"
                choices=places
                selected=form.text("integration")
                blank="The whole engagement"
                error=form.error("integration")
            />
            <Select
                label="Phase"
                name="phase"
                choices={choices::<Phase>()}
                selected=form.text("phase")
                error=form.error("phase")
            />
        </div>
    }
}

#[component]
fn WhoFields(form: Filled) -> impl IntoView {
    view! {
        <div class="field-grid">
            <Select
                label="Waits for"
                name="waits_for"
                choices={choices::<WaitsFor>()}
                selected=form.text("waits_for")
                blank="As usual for such work"
                error=form.error("waits_for")
            />
            <Field label="Who does it" name="owner" value=form.text("owner") error=form.error("owner") maxlength=200 />
        </div>
    }
}

#[component]
fn WhenFields(plan: DatedPlan, id: Option<PartId>, form: Filled) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [starts, days] = ["starts", "days"].map(field);
    let others = plan.lines.iter().filter(|line| Some(line.id) != id).map(|line| {
        Choice::new(line.id.to_string(), format!("{}. {}", line.number, title(&line.says)))
    });
    let others: Vec<_> = others.collect();
    let (selected, error) = (form.all("after"), form.error("after"));
    let open = !selected.is_empty() || error.is_some();
    let after = (!others.is_empty()).then(|| {
        view! {
            <details open=open>
                <summary>"Lines that have to be done before"</summary>
                <CheckboxGroup
                    legend="After these lines"
                    name="after"
                    choices=others
                    selected
                    error
                    hint="Beside those that always come first: nothing is changed before it can be seen, and nothing is proved before it is changed."
                />
            </details>
        }
    });
    view! {
        <div class="field-grid">
            <Field
                label="Begins on day"
                name="starts"
                value=starts.0
                error=starts.1
                inputmode="numeric"
                width=Width::Short
                hint="Empty: with its phase, or after what it waits for"
            />
            <Field
                label="Days it takes"
                name="days"
                value=days.0
                error=days.1
                inputmode="numeric"
                width=Width::Short
                hint="Empty: as usual for such work"
            />
        </div>
        {after}
    }
}

#[component]
fn StateFields(form: Filled) -> impl IntoView {
    view! {
        <RadioGroup
            legend="How far it has come"
            name="state"
            choices={choices::<LineState>()}
            selected=form.text("state")
            error=form.error("state")
        />
        <Field
            label="Done on"
            name="done_on"
            kind="date"
            value=form.text("done_on")
            error=form.error("done_on")
            width=Width::Short
            hint="Empty: today, once it is done"
        />
    }
}
