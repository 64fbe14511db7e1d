//! Areas of a system that are forbidden or need care: added, changed and removed by staff.
//! What the client tells of comes in by the room, and is kept here like any other.

use super::ask::systems;
use super::{load, refused};
use crate::editing::BothSides;
use crate::form::{self, Filled, Form, Reading, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{
    Choice, Difference, EditForm, Link, PageHeader, PostButton, RadioGroup, Select, TextArea,
    choices,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::access_ledger::{AccessArea, Care};
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{AccessAreaId, EngagementId, SystemId};
use faultline::stores::access::{Action, EditWork, Grant};
use faultline::stores::access_ledger::{self as ledger, NewArea, TEXT};
use faultline::stores::engagement::WriteError;

/// The routes of areas.
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/access/areas/new", new)
        .post(edit, "/e/{engagement}/access/areas/new", add)
        .get(edit, "/e/{engagement}/access/areas/{area}", open)
        .post(edit, "/e/{engagement}/access/areas/{area}", change)
        .post(edit, "/e/{engagement}/access/areas/{area}/remove", remove)
}

/// The area that a form describes, or what is wrong with it.
pub fn read(sent: &Form) -> Result<NewArea, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let system: Option<SystemId> = reading.parse("system", "Choose the system.");
    let care = reading.choice::<Care>("care", "Choose whether it is forbidden or needs care.");
    let problems = reading.problems();
    let Some(system_id) = system.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok(NewArea { system_id, care, says: sent.text("says"), because: sent.text("because") })
}

fn fill(area: &AccessArea) -> Form {
    Form::of(vec![
        ("system", area.system_id.to_string()),
        ("care", area.care.key().to_owned()),
        ("says", area.says.clone()),
        ("because", area.because.clone()),
        ("version", area.version.to_string()),
    ])
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    show(&context, engagement, None, StatusCode::OK, None, &[]).await
}

async fn open(
    context: RequestContext,
    Path((engagement, area)): Path<(EngagementId, AccessAreaId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, Some(area), StatusCode::OK, None, &[]).await
}

/// The fields in which a conflict is shown.
const FIELDS: [(&str, &str); 4] =
    [("system", "System"), ("care", "What it asks"), ("says", "Which area"), ("because", "Why")];

/// What a field says to a person.
fn told(field: &str, form: &Form, systems: &[Choice]) -> String {
    let value = form.text(field);
    let label = match field {
        "system" => systems.iter().find(|it| *it.value == *value).map(|it| it.label.to_string()),
        "care" => Care::from_key(&value).ok().map(|care| care.label().to_owned()),
        _ => None,
    };
    label.unwrap_or(value)
}

/// The fields of a form that say something else than what is stored.
fn differences(sent: &Form, stored: &Form, systems: &[Choice]) -> Vec<Difference> {
    let differs = FIELDS.iter().filter(|(name, _)| sent.text(name) != stored.text(name));
    let difference = |(name, label): &(&'static str, &'static str)| Difference {
        label: (*label).into(),
        yours: told(name, sent, systems).into(),
        theirs: told(name, stored, systems).into(),
    };
    differs.map(difference).collect()
}

/// The form of an area as it is stored, or as it was sent with what is wrong with it.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    area: Option<AccessAreaId>,
    status: StatusCode,
    sent: Option<Form>,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    context.may::<EditWork>(engagement)?;
    let loaded = load(context, engagement).await?;
    let stored = area.map(|id| loaded.document.access.area(id).ok_or(HttpError::NotFound));
    let stored = stored.transpose()?.cloned();
    let as_stored = stored.as_ref().map(fill).unwrap_or_default();
    let mut sent = sent.unwrap_or_else(|| as_stored.clone());
    let stale = status == StatusCode::CONFLICT;
    let (nav, systems) = (frame::nav(&loaded.document, &loaded.digest), systems(&loaded.document));
    let differences = if stale { differences(&sent, &as_stored, &systems) } else { Vec::new() };
    sent.set("version", stored.map_or(0, |area| area.version).to_string());
    let form = Filled::new(sent, form::errors(problems));
    let title = if area.is_some() { "Area" } else { "Add an area" };
    Ok(context.render(status, title, false, || {
        let page = view! { <AreaPage engagement area title systems form differences /> };
        frame::engagement(context, nav, page)
    }))
}

/// The answer to a form that was saved or refused.
async fn saved(
    context: &RequestContext,
    engagement: EngagementId,
    area: Option<AccessAreaId>,
    sent: Form,
    outcome: Result<(), WriteError>,
) -> Result<Response, HttpError> {
    let Err(error) = outcome else { return Ok(go(&at(engagement, "access#areas"))) };
    let (status, problems) = refused(error)?;
    show(context, engagement, area, status, Some(sent), &problems).await
}

async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let outcome = match read(&sent) {
        Ok(area) => {
            let mut tx = context.act().await?;
            let added = ledger::add_area(&mut tx, grant, area).await.map(|_| ());
            if added.is_ok() {
                tx.commit().await?;
            }
            added
        }
        Err(problems) => Err(WriteError::Invalid(problems)),
    };
    saved(&context, engagement, None, sent, outcome).await
}

async fn change(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, AccessAreaId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let outcome = match read(&sent) {
        Ok(area) => {
            let mut tx = context.act().await?;
            let changed = ledger::change_area(&mut tx, grant, id, sent.version(), area).await;
            if changed.is_ok() {
                tx.commit().await?;
            }
            changed
        }
        Err(problems) => Err(WriteError::Invalid(problems)),
    };
    saved(&context, engagement, Some(id), sent, outcome).await
}

async fn remove(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, AccessAreaId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    match ledger::remove_area(&mut tx, grant, id, sent.version()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, "access#areas")))
        }
        Err(error) => {
            drop(tx);
            let (status, problems) = refused(error)?;
            show(&context, engagement, Some(id), status, None, &problems).await
        }
    }
}

/// The page of an area's form.
#[component]
fn AreaPage(
    engagement: EngagementId,
    area: Option<AccessAreaId>,
    title: &'static str,
    systems: Vec<Choice>,
    form: Filled,
    differences: Vec<Difference>,
) -> impl IntoView {
    let page = at(engagement, "access");
    let action = match area {
        Some(id) => format!("{page}/areas/{id}"),
        None => format!("{page}/areas/new"),
    };
    let remove = area.map(|_| {
        let with = vec![("version", form.text("version"))];
        let action = format!("{action}/remove");
        view! { <PostButton action label="Remove area" look="quiet" with /> }
    });
    view! {
        <PageHeader title trail=vec![Link::new(page.clone(), "Access")] lede="What must not be touched, or where care is needed: records, screens, settings, accounts.">
            {remove}
        </PageHeader>
        {(!differences.is_empty()).then(|| view! { <BothSides differences /> })}
        <EditForm action save="Save area" cancel=page errors=form.errors() version=form.version()>
            <AreaFields systems form />
        </EditForm>
    }
}

/// The fields of an area.
#[component]
pub fn AreaFields(
    /// The systems that can be chosen.
    systems: Vec<Choice>,
    /// What the form holds.
    form: Filled,
) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [system, care, says, because] = ["system", "care", "says", "because"].map(field);
    view! {
        <Select label="System" name="system" choices=systems selected=system.0 blank="Choose a system" error=system.1 />
        <RadioGroup legend="What it asks" name="care" choices={choices::<Care>()} selected=care.0 error=care.1 />
        <TextArea
            label="Which area"
            name="says"
            value=says.0
            error=says.1
            hint="Records, screens, settings or accounts, so that anybody recognises it."
            maxlength=TEXT as u32
            rows=2
        />
        <TextArea label="Why" name="because" value=because.0 error=because.1 maxlength=TEXT as u32 rows=2 />
    }
}
