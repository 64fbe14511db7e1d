//! The page of the form that changes many samples.
//! What is left as it is stays different from sample to sample.

use super::{AS_IS, NONE};
use crate::form::Filled;
use crate::prelude::*;
use crate::samples::form;
use crate::samples::grouped::GroupedSelect;
use crate::ui::{Choice, EditForm, Field, Link, Notice, PageHeader, Select, Tone, choices};
use crate::urls::at;
use faultline::document::evidence::Kind;
use faultline::document::samples::{DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Symptom};
use faultline::platform::ids::{EngagementId, SampleId};

/// The page.
#[component]
pub(super) fn ManyPage(
    /// The engagement.
    engagement: EngagementId,
    /// What it is called.
    title: String,
    /// The samples that would be changed.
    which: Which,
    /// Why none would be.
    why: Option<String>,
    /// The form.
    form: Filled,
    /// The integrations to choose from.
    places: Vec<Choice>,
    /// The patterns that were made by hand.
    made: Vec<Choice>,
) -> impl IntoView {
    let list = at(engagement, "samples");
    let trail = vec![Link::new(list.clone(), "Failure samples")];
    let back = format!("{list}{}", which.back);
    let lede = "What is left as it is stays different from sample to sample. A sample that someone changes meanwhile is left alone. This can be undone.";
    let body = if which.all == 0 {
        let why = why.unwrap_or_else(|| "No sample matches.".to_owned());
        Either::Left(view! {
            <Notice tone=Tone::Fault title=why>
                <p><a href=back>"Back to the list"</a></p>
            </Notice>
        })
    } else {
        let Which { all, named, hidden, .. } = which;
        let hidden = hidden.into_iter();
        let hidden =
            hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        let hidden = hidden.collect_view();
        Either::Right(view! {
            <Listed engagement named all />
            <EditForm action=format!("{list}/bulk") save=title.clone() cancel=back errors=form.errors()>
                {hidden}
                <Set form=form.clone() places />
                <ReviewFields form=form.clone() />
                <PatternFields form made />
            </EditForm>
        })
    };
    view! {
        <PageHeader title=title.clone() trail lede />
        {body}
    }
}

/// The samples that would be changed.
pub(super) struct Which {
    /// How many.
    pub all: usize,
    /// The first of them.
    pub named: Vec<(SampleId, String)>,
    /// What tells them, in the form.
    pub hidden: Vec<(String, String)>,
    /// What the list's address said.
    pub back: String,
}

#[component]
fn Listed(engagement: EngagementId, named: Vec<(SampleId, String)>, all: usize) -> impl IntoView {
    let more = all.saturating_sub(named.len());
    let items = named.into_iter().map(|(id, summary)| {
        let href = at(engagement, &format!("samples/{id}"));
        view! { <li><a href=href>{summary}</a></li> }
    });
    view! {
        <details class="after-table">
            <summary>"Which ones"</summary>
            <ul>
                {items.collect_view()}
                {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
            </ul>
        </details>
    }
}

/// What a sample says, to choose for all.
#[component]
fn Set(form: Filled, places: Vec<Choice>) -> impl IntoView {
    let unknown = || Choice::new(NONE, "Not known yet");
    let places: Vec<_> = places.into_iter().chain([unknown()]).collect();
    let classes: Vec<_> = choices::<ErrorClass>().into_iter().chain([unknown()]).collect();
    let known: Vec<_> =
        choices::<Kind>().into_iter().chain([Choice::new(NONE, "Not said")]).collect();
    let mut controls = form::controls();
    controls.insert(0, ("Nothing", vec![(NONE, "Not named yet")]));
    view! {
        <fieldset class="group" id="set">
            <legend>"Set"</legend>
            <div class="field-grid">
                <AsIs form=form.clone() label="Integration" name="integration" choices=places />
                <AsIs form=form.clone() label="Symptom" name="symptom" choices={choices::<Symptom>()} />
                <AsIs form=form.clone() label="Origin" name="origin" choices={choices::<Origin>()} />
                <GroupedSelect
                    label="Cause"
                    name="cause"
                    groups=form::causes()
                    selected=form.text("cause")
                    blank=AS_IS
                    error=form.error("cause")
                />
                <AsIs form=form.clone() label="Error class" name="error_class" choices=classes />
                <GroupedSelect
                    label="Missing control"
                    name="missing_control"
                    groups=controls
                    selected=form.text("missing_control")
                    blank=AS_IS
                    error=form.error("missing_control")
                />
                <AsIs form=form.clone() label="Kind of evidence" name="evidence_kind" choices=known />
                <AsIs form=form.clone() label="Noticed by" name="detected_by" choices={choices::<DetectedBy>()} />
                <AsIs form label="Outcome" name="outcome" choices={choices::<Outcome>()} />
            </div>
        </fieldset>
    }
}

#[component]
fn ReviewFields(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Review"</legend>
            <div class="field-grid">
                <AsIs form=form.clone() label="Review state" name="state" choices={choices::<ReviewState>()} />
                <Field
                    label="Reason, when they are rejected"
                    name="reason"
                    value=form.text("reason")
                    hint="Whoever reported one from the client room reads it."
                    maxlength=1000
                    error=form.error("reason")
                />
            </div>
        </fieldset>
    }
}

#[component]
fn PatternFields(form: Filled, made: Vec<Choice>) -> impl IntoView {
    let mut patterns = vec![
        Choice::new("new", "One of their own, named below"),
        Choice::new(NONE, "Wherever the rule puts them"),
    ];
    patterns.extend(made);
    view! {
        <fieldset class="group">
            <legend>"Pattern"</legend>
            <div class="field-grid">
                <AsIs form=form.clone() label="Put them into" name="pattern" choices=patterns />
                <Field
                    label="Name of a new pattern"
                    name="name"
                    value=form.text("name")
                    maxlength=200
                    error=form.error("name")
                />
            </div>
        </fieldset>
    }
}

/// A choice that leaves everything as it is when nothing is chosen.
#[component]
fn AsIs(
    form: Filled,
    label: &'static str,
    name: &'static str,
    choices: Vec<Choice>,
) -> impl IntoView {
    let (selected, error) = (form.text(name), form.error(name));
    view! { <Select label name choices selected blank=AS_IS error /> }
}
