//! The brief, and the engagement's own title and stage.
//! Symptoms are ticked from the catalogue; nobody spells one.

use crate::editing::{self, Refusal};
use crate::form::{Form, Reading, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{
    CheckboxGroup, Choice, EditForm, Field, Link, PageHeader, Select, TextArea, Width, choices,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{
    Brief, Complaint, ComplaintGroup, Engagement, Part, Problem, Stage,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};

const LABELS: &[(&str, &str)] = &[
    ("situation", "Situation"),
    ("complaints", "Symptoms"),
    ("hourly_cost", "Hourly cost"),
    ("currency", "Currency"),
    ("samples_needed", "Samples needed"),
];

fn fill(brief: &Brief, version: i32) -> Form {
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("situation", brief.situation.clone()),
        ("hourly_cost", brief.hourly_cost.map(|cost| cost.to_string()).unwrap_or_default()),
        ("currency", brief.currency.clone()),
        ("samples_needed", brief.samples_needed.to_string()),
    ]);
    brief.complaints.iter().for_each(|complaint| sent.push("complaints", complaint.key()));
    sent
}

fn read(sent: &Form) -> (Brief, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let brief = Brief {
        situation: sent.text("situation"),
        complaints: sent
            .all("complaints")
            .filter_map(|key| Complaint::from_key(key).ok())
            .collect(),
        hourly_cost: reading
            .optional("hourly_cost", "Give the hourly cost as a number, such as 45 or 45.50."),
        currency: sent.text("currency").to_uppercase(),
        samples_needed: reading
            .parse("samples_needed", "Give a whole number, such as 3.")
            .unwrap_or(3),
        ..Brief::default()
    };
    (brief, reading.problems())
}

/// The form with what is stored.
pub async fn edit(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let brief = &loaded.document.brief;
    let sent = fill(brief, loaded.version_of(brief.id));
    Ok(page(&context, &loaded, &sent, None))
}

/// Saves what was sent.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let (mut brief, problems) = read(&sent);
    let read = |document: &Engagement| {
        // What is assumed of unknowns has no field here, and stays as it is.
        brief.assumptions = document.brief.assumptions.clone();
        (Part::Brief(brief), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&at(engagement, ""))),
        Err(refusal) => {
            Ok(page(&context, &loaded(&context, engagement).await?, &sent, Some(&refusal)))
        }
    }
}

async fn loaded(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let engagement = loaded.document.id;
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored =
        |part: &Part| if let Part::Brief(brief) = part { Some(fill(brief, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(LABELS, sent, stored));
    let ticked: Vec<_> = sent.all("complaints").map(|key| key.to_owned().into()).collect();
    let group = |group: &ComplaintGroup| {
        let of = Complaint::ALL.iter().filter(|complaint| complaint.group() == *group);
        let choices = of.map(|complaint| Choice::new(complaint.key(), complaint.label())).collect();
        let (id, selected) = (format!("complaints-{}", group.key()), ticked.clone());
        view! { <CheckboxGroup legend=group.label() name="complaints" id choices selected /> }
    };
    let groups = ComplaintGroup::ALL.iter().map(group).collect_view();
    let fields = (
        view! {
            <TextArea
                label="Situation"
                name="situation"
                value=sent.text("situation")
                hint="What the client lives with, in a few plain sentences. Their room and the recommendation open with it."
                rows=6
                maxlength=20000
            />
        },
        view! { <h2>"Symptoms"</h2> },
        groups,
        view! {
            <Field
                label="Cost of an hour of manual work"
                name="hourly_cost"
                value=sent.text("hourly_cost")
                inputmode="decimal"
                hint="Turns manual hours into money. Leave it empty while nobody knows."
                error=errors.of("hourly_cost")
                width=Width::Short
            />
            <Field
                label="Currency"
                name="currency"
                value=sent.text("currency")
                maxlength=3
                error=errors.of("currency")
                width=Width::Short
            />
            <Field
                label="Confirmed samples needed per integration"
                name="samples_needed"
                kind="number"
                value=sent.text("samples_needed")
                min="1"
                max="1000"
                hint="There is no quote before each integration in scope has this many."
                error=errors.of("samples_needed")
                width=Width::Short
            />
        },
    );
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let trail = vec![Link::new(at(engagement, ""), loaded.document.title.clone())];
    let form = view! {
        <PageHeader title="Brief" trail lede="What this engagement is about." />
        {conflict}
        <EditForm
            action=at(engagement, "brief")
            save="Save brief"
            cancel=at(engagement, "")
            errors
            version=Some(i64::from(version))
        >
            {fields}
        </EditForm>
    };
    context.render(status, "Brief", false, || frame::engagement(context, nav, form))
}

/// The form of title and stage.
pub async fn settings(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let sent = Form::of(vec![
        ("version", loaded.version.to_string()),
        ("title", loaded.document.title.clone()),
        ("stage", loaded.document.stage.key().to_owned()),
    ]);
    Ok(settings_page(&context, &loaded, &sent, &[], StatusCode::OK))
}

/// Saves title and stage.
pub async fn rename(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    mut sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut reading = Reading::new(&sent);
    let stage = reading.choice::<Stage>("stage", "Choose how far the engagement has come.");
    let mut problems = reading.problems();
    if problems.is_empty() {
        let mut tx = context.act().await?;
        match store::rename(&mut tx, grant, &sent.text("title"), stage, sent.version()).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(go(&at(engagement, "")));
            }
            Err(WriteError::Invalid(found)) => problems = found,
            Err(WriteError::Conflict(_)) => {
                drop(tx);
                let loaded = loaded(&context, engagement).await?;
                let now = format!(
                    "Someone else changed this meanwhile: it is now “{}”, {}. Save again to have it your way.",
                    loaded.document.title, loaded.document.stage
                );
                sent.set("version", loaded.version.to_string());
                return Ok(settings_page(
                    &context,
                    &loaded,
                    &sent,
                    &[Problem::new("", now)],
                    StatusCode::CONFLICT,
                ));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let loaded = loaded(&context, engagement).await?;
    Ok(settings_page(&context, &loaded, &sent, &problems, StatusCode::UNPROCESSABLE_ENTITY))
}

fn settings_page(
    context: &RequestContext,
    loaded: &Loaded,
    sent: &Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let engagement = loaded.document.id;
    let errors = errors(problems);
    let (title, stage) = (sent.text("title"), sent.text("stage"));
    let (no_title, no_stage) = (errors.of("title"), errors.of("stage"));
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let trail = vec![Link::new(at(engagement, ""), loaded.document.title.clone())];
    let version = Some(i64::from(sent.version()));
    let form = view! {
        <PageHeader title="Settings" trail />
        <EditForm action=at(engagement, "settings") save="Save settings" cancel=at(engagement, "") errors version>
            <Field label="Title" name="title" value=title error=no_title required=true maxlength=200 />
            <Select label="Stage" name="stage" choices={choices::<Stage>()} selected=stage error=no_stage />
        </EditForm>
    };
    context.render(status, "Settings", false, || frame::engagement(context, nav, form))
}
