//! The brief, and the engagement's own title and stage.
//! Symptoms are ticked from the catalogue; nobody spells one.

use crate::editing::{self, Refusal};
use crate::fault::Fault;
use crate::form::{Reading, Sent, errors, go};
use crate::frame::{self, at};
use crate::prelude::*;
use crate::ui::{
    CheckboxGroup, Choice, Field, Form, Link, PageHeader, Select, TextArea, Width, choices,
};
use crate::visit::{At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Brief, Complaint, ComplaintGroup, Part, Problem, Stage};
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

fn fill(brief: &Brief, version: i32) -> Sent {
    let mut sent = Sent::of(vec![
        ("version", version.to_string()),
        ("situation", brief.situation.clone()),
        ("hourly_cost", brief.hourly_cost.map(|cost| cost.to_string()).unwrap_or_default()),
        ("currency", brief.currency.clone()),
        ("samples_needed", brief.samples_needed.to_string()),
    ]);
    brief.complaints.iter().for_each(|complaint| sent.push("complaints", complaint.key()));
    sent
}

fn read(sent: &Sent) -> (Brief, Vec<Problem>) {
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
pub async fn edit(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let brief = &loaded.document.brief;
    let sent = fill(brief, loaded.version_of(brief.id));
    Ok(page(&visit, &loaded, &sent, None))
}

/// Saves what was sent.
pub async fn change(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let (brief, problems) = read(&sent);
    match editing::save(&visit, engagement, Part::Brief(brief), &sent, problems).await? {
        Ok(_) => Ok(go(&at(engagement, ""))),
        Err(refusal) => Ok(page(&visit, &loaded(&visit, engagement).await?, &sent, Some(&refusal))),
    }
}

async fn loaded(visit: &Visit, engagement: EngagementId) -> Result<Loaded, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *visit.look().await?, grant).await?)
}

fn page(visit: &Visit, loaded: &Loaded, sent: &Sent, refusal: Option<&Refusal>) -> Response {
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
    let nav = frame::nav(&loaded.document);
    let trail = vec![Link::new(at(engagement, ""), loaded.document.title.clone())];
    let form = view! {
        <PageHeader title="Brief" trail lede="What this engagement is about." />
        {conflict}
        <Form
            action=at(engagement, "brief")
            save="Save brief"
            cancel=at(engagement, "")
            errors
            version=Some(i64::from(version))
        >
            {fields}
        </Form>
    };
    visit.render(status, "Brief", false, || frame::engagement(visit, nav, form))
}

/// The form of title and stage.
pub async fn settings(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let loaded = loaded(&visit, engagement).await?;
    let sent = Sent::of(vec![
        ("version", loaded.version.to_string()),
        ("title", loaded.document.title.clone()),
        ("stage", loaded.document.stage.key().to_owned()),
    ]);
    Ok(settings_page(&visit, &loaded, &sent, &[], StatusCode::OK))
}

/// Saves title and stage.
pub async fn rename(
    visit: Visit,
    At(engagement): At<EngagementId>,
    mut sent: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let mut reading = Reading::new(&sent);
    let stage = reading.choice::<Stage>("stage", "Choose how far the engagement has come.");
    let mut problems = reading.problems();
    if problems.is_empty() {
        let mut tx = visit.act().await?;
        match store::rename(&mut tx, grant, &sent.text("title"), stage, sent.version()).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(go(&at(engagement, "")));
            }
            Err(WriteError::Invalid(found)) => problems = found,
            Err(WriteError::Conflict(_)) => {
                drop(tx);
                let loaded = loaded(&visit, engagement).await?;
                let now = format!(
                    "Someone else changed this meanwhile: it is now “{}”, {}. Save again to have it your way.",
                    loaded.document.title, loaded.document.stage
                );
                sent.set("version", loaded.version.to_string());
                return Ok(settings_page(
                    &visit,
                    &loaded,
                    &sent,
                    &[Problem::new("", now)],
                    StatusCode::CONFLICT,
                ));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let loaded = loaded(&visit, engagement).await?;
    Ok(settings_page(&visit, &loaded, &sent, &problems, StatusCode::UNPROCESSABLE_ENTITY))
}

fn settings_page(
    visit: &Visit,
    loaded: &Loaded,
    sent: &Sent,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let engagement = loaded.document.id;
    let errors = errors(problems);
    let (title, stage) = (sent.text("title"), sent.text("stage"));
    let (no_title, no_stage) = (errors.of("title"), errors.of("stage"));
    let nav = frame::nav(&loaded.document);
    let trail = vec![Link::new(at(engagement, ""), loaded.document.title.clone())];
    let version = Some(i64::from(sent.version()));
    let form = view! {
        <PageHeader title="Settings" trail />
        <Form action=at(engagement, "settings") save="Save settings" cancel=at(engagement, "") errors version>
            <Field label="Title" name="title" value=title error=no_title required=true maxlength=200 />
            <Select label="Stage" name="stage" choices={choices::<Stage>()} selected=stage error=no_stage />
        </Form>
    };
    visit.render(status, "Settings", false, || frame::engagement(visit, nav, form))
}
