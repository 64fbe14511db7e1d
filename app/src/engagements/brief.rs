//! The brief: what an engagement is about.
//! Symptoms are ticked from the catalogue; nobody spells one.

use crate::editing::part::{self, Editor, PartEditor, PartForm};
use crate::form::{Filled, Form, Reading};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{CheckboxGroup, Choice, Field, Link, TextArea, Width};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::{
    Brief, Complaint, ComplaintGroup, Engagement, Part, Problem,
};
use faultline::document::quote::MOST_RATE;
use faultline::engines::tables::single::shown;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page.
#[component]
pub fn BriefPage(
    /// The brief, and what its form holds.
    editor: Editor<Brief>,
) -> impl IntoView {
    let Editor { document, form, head, .. } = editor;
    let overview = at(document.id, "");
    view! {
        <PartEditor
            head
            trail=vec![Link::new(overview.clone(), document.title.clone())]
            lede="What this engagement is about."
            action=at(document.id, "brief")
            save="Save brief"
            cancel=overview
        >
            <TextArea
                label="Situation"
                name="situation"
                value=form.text("situation")
                hint="What the client lives with, in a few plain sentences. Their room and the recommendation open with it."
                rows=6
                maxlength=20000
            />
            <h2>"Symptoms"</h2>
            <Symptoms form=form.clone() />
            <Numbers form />
        </PartEditor>
    }
}

#[component]
fn Symptoms(form: Filled) -> impl IntoView {
    let group = |group: &ComplaintGroup| {
        let of = Complaint::ALL.iter().filter(|complaint| complaint.group() == *group);
        let choices = of.map(|complaint| Choice::new(complaint.key(), complaint.label())).collect();
        let (id, selected) = (format!("complaints-{}", group.key()), form.all("complaints"));
        view! { <CheckboxGroup legend=group.label() name="complaints" id choices selected /> }
    };
    ComplaintGroup::ALL.iter().map(group).collect_view()
}

#[component]
fn Numbers(form: Filled) -> impl IntoView {
    view! {
        <Field
            label="Cost of an hour of manual work"
            name="hourly_cost"
            value=form.text("hourly_cost")
            inputmode="decimal"
            hint="Turns manual hours into money. Leave it empty while nobody knows."
            error=form.error("hourly_cost")
            width=Width::Short
        />
        <Field
            label="Currency"
            name="currency"
            value=form.text("currency")
            hint="A code of ISO 4217: EUR, GBP, USD."
            maxlength=3
            error=form.error("currency")
            width=Width::Short
        />
        <Field
            label="Confirmed samples needed per integration"
            name="samples_needed"
            kind="number"
            value=form.text("samples_needed")
            min="1"
            max="1000"
            hint="There is no quote before each integration in scope has this many."
            error=form.error("samples_needed")
            width=Width::Short
        />
    }
}

/// Answers with the form as it is stored.
pub async fn edit(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    part::open_one::<Brief>(&context, engagement, (), None).await
}

/// Saves what was sent.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    part::save_one::<Brief>(&context, engagement, (), Some(()), sent).await
}

impl PartForm for Brief {
    /// An engagement has one.
    type Id = ();

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("situation", "Situation"),
        ("complaints", "Symptoms"),
        ("hourly_cost", "Hourly cost"),
        ("currency", "Currency"),
        ("samples_needed", "Samples needed"),
    ];

    fn find(document: &Engagement, (): ()) -> Option<Self> {
        Some(document.brief.clone())
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Brief(brief) = part { Some(brief.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Brief(self)
    }

    fn fill(&self) -> Form {
        let cost = self.hourly_cost.map(|cost| shown(cost, Some(MOST_RATE.into())));
        let mut sent = Form::of(vec![
            ("situation", self.situation.clone()),
            ("hourly_cost", cost.unwrap_or_default()),
            ("currency", self.currency.clone()),
            ("samples_needed", self.samples_needed.to_string()),
        ]);
        self.complaints.iter().for_each(|complaint| sent.push("complaints", complaint.key()));
        sent
    }

    fn read(sent: &Form, (): (), document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let brief = Self {
            situation: sent.text("situation"),
            complaints: sent
                .all("complaints")
                .filter_map(|key| Complaint::from_key(key).ok())
                .collect(),
            hourly_cost: reading.amount(
                "hourly_cost",
                MOST_RATE,
                "Give the hourly cost as a number, such as 45 or 45.50.",
            ),
            currency: sent.text("currency").to_uppercase(),
            samples_needed: reading
                .parse("samples_needed", "Give a whole number, such as 3.")
                .unwrap_or(3),
            // What is assumed of unknowns has no field here, and stays as it is.
            assumptions: document.brief.assumptions.clone(),
            ..Self::default()
        };
        (brief, reading.problems())
    }

    fn title(_: &Engagement, _: Option<()>) -> Option<String> {
        Some("Brief".to_owned())
    }

    fn shown(engagement: EngagementId, _: Option<()>) -> String {
        at(engagement, "")
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <BriefPage editor /> }
    }
}
