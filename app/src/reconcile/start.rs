//! The first page of a reconciliation: two exports, and which system each is from.
//! Both are redacted while they arrive; what cannot be read is refused before anything is made of it.

use super::{broken, system};
use crate::form::{Filled, Form};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::samples::import::receive::receive_field;
use crate::ui::{Choice, EditForm, Field, Link, Notice, PageHeader, Select, Width};
use crate::urls::at;
use axum::extract::Multipart;
use faultline::document::engagement::{Engagement, Problem};
use faultline::engines::redact::Redactor;
use faultline::engines::tables::{COLUMNS, Export, Extent};
use faultline::platform::ids::{SystemId, UploadId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::reconciliation::Stored;
use faultline::stores::redaction;
use faultline::stores::samples::{redaction_key, upload};
use sqlx::PgConnection;
use std::sync::Arc;

/// The names of the fields for either export.
const FILES: [&str; 2] = ["file_a", "file_b"];
/// The names of the fields for the systems.
const SYSTEMS: [&str; 2] = ["system_a", "system_b"];
/// Most fields of the form, and the longest value of one that is no file.
const FIELDS: usize = 20;
/// See [`FIELDS`].
const VALUE: usize = 200;

/// The page; with problems, what was sent must be put right.
#[component]
pub fn StartPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What it is called.
    title: &'static str,
    /// The comparison that is repeated with a newer pair.
    before: Option<Stored>,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let list = at(document.id, "reconcile");
    let lede = match &before {
        Some(_) => {
            "The same settings are used again, and you see what is fixed, what is new and what is still there."
        }
        None => {
            "The same records from both sides. Nothing is compared before you have seen what would be compared with what."
        }
    };
    let follows = before.as_ref().map(|before| before.id);
    let cancel = follows.map_or_else(|| list.clone(), |id| format!("{list}/{id}"));
    let systems = before.map(|before| before.systems);
    let [first, second] = [0, 1].map(|side| {
        let from = systems.map(|systems| systems[side]);
        view! { <Side document=document.clone() side from form=form.clone() /> }
    });
    let again = (!form.errors().is_empty()).then(|| {
        let title = "The files are not kept when something must be put right: choose both again.";
        view! { <Notice title /> }
    });
    view! {
        <PageHeader title trail=vec![Link::new(list.clone(), "Reconciliation")] lede />
        {again}
        <EditForm
            action=format!("{list}/new")
            save="Read both"
            cancel
            errors=form.errors()
            files=true
            busy="Reading …"
        >
            {follows.map(|id| view! { <input type="hidden" name="follows" value=id.to_string() /> })}
            {first}
            {second}
            <p class="hint">
                "CSV up to 1 GB, whose first row names the columns; JSON, a list of records, alone or under a name; or a workbook (XLSX) up to 20 MB. Secrets and personal data are replaced on the way in, the same value always by the same placeholder, so that they still compare."
            </p>
        </EditForm>
    }
}

/// One of the exports; `from` is its system, where that is settled.
#[component]
fn Side(
    document: Arc<Engagement>,
    side: usize,
    from: Option<SystemId>,
    form: Filled,
) -> impl IntoView {
    let (name, file) = (SYSTEMS[side], FILES[side]);
    let which = match from {
        Some(id) => Either::Left(view! {
            <input type="hidden" name=name value=id.to_string() />
            <p>"From "<strong>{system(&document, id)}</strong></p>
        }),
        None => {
            let systems = document.systems.iter();
            let choices = systems.map(|it| Choice::new(it.id.to_string(), it.name.clone()));
            let label = ["Which system the first is from", "Which system the second is from"][side];
            Either::Right(view! {
                <Select
                    label
                    name
                    choices=choices.collect()
                    selected=form.raw(name)
                    blank="Choose a system"
                    error=form.error(name)
                    required=true
                />
            })
        }
    };
    view! {
        <fieldset class="group">
            <legend>{["First export", "Second export"][side]}</legend>
            {which}
            <Field
                label=["First file", "Second file"][side]
                name=file
                kind="file"
                error=form.error(file)
                width=Width::Full
                required=true
            />
        </fieldset>
    }
}

/// What came of the form.
pub struct Received {
    /// The fields that are no files.
    pub sent: Form,
    /// The exports that are here.
    pub uploads: [Option<UploadId>; 2],
    /// What is wrong with those that are not.
    pub problems: Vec<Problem>,
}

/// Receives both exports, each redacted while it arrives.
pub async fn receive(
    context: &RequestContext,
    grant: Grant<EditWork>,
    mut form: Multipart,
) -> Result<Received, HttpError> {
    let mut tx = context.look().await?;
    let key = redaction_key(&mut tx, grant).await?;
    let redactor = Redactor::wide(&key).knowing(redaction::names(&mut tx, grant).await?);
    drop(tx);
    let mut received = Received { sent: Form::default(), uploads: [None; 2], problems: Vec::new() };
    let mut fields = 0;
    while let Some(mut field) = form.next_field().await.map_err(|error| broken(&error))? {
        fields += 1;
        if fields > FIELDS {
            return Err(HttpError::BadRequest);
        }
        let name = field.name().unwrap_or_default().to_owned();
        let side = FILES.iter().position(|file| *file == name);
        if let Some(side) =
            side.filter(|side| field.file_name().is_some() && received.uploads[*side].is_none())
        {
            match receive_field(context, grant, redactor.clone(), field).await? {
                Some(Ok(id)) => received.uploads[side] = Some(id),
                Some(Err(error)) => {
                    received.problems.push(Problem::new(FILES[side], error.to_string()));
                }
                None => {}
            }
            continue;
        }
        let mut value = Vec::new();
        while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error))? {
            value.extend_from_slice(&bytes);
            if value.len() > VALUE {
                return Err(HttpError::BadRequest);
            }
        }
        received.sent.push(&name, String::from_utf8_lossy(&value).into_owned());
    }
    Ok(received)
}

/// The systems that were chosen, and everything that must be put right.
pub async fn check(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    document: &Engagement,
    received: &Received,
) -> Result<(Option<[SystemId; 2]>, Vec<Problem>), HttpError> {
    let mut problems = Vec::new();
    let chosen = SYSTEMS.map(|name| {
        let id = received.sent.raw(name).parse().ok();
        id.filter(|id| document.system(*id).is_some())
    });
    for (name, id) in SYSTEMS.iter().zip(chosen) {
        if id.is_none() {
            problems.push(Problem::new(name, "Say which system this export is from."));
        }
    }
    if chosen[0].is_some() && chosen[0] == chosen[1] {
        problems.push(Problem::new(SYSTEMS[1], "Choose another system than for the first export."));
    }
    problems.extend(received.problems.iter().cloned());
    for (name, id) in FILES.iter().zip(received.uploads) {
        let told = problems.iter().any(|problem| problem.field == *name);
        match id {
            None if !told => {
                problems.push(Problem::new(name, "Choose the file: CSV, JSON or XLSX."))
            }
            None => {}
            Some(id) => problems
                .extend(unfit(&mut *conn, grant, id).await?.map(|told| Problem::new(name, told))),
        }
    }
    let systems = if let [Some(a), Some(b)] = chosen { Some([a, b]) } else { None };
    Ok((systems, problems))
}

/// Why an export that was received cannot be compared.
async fn unfit(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: UploadId,
) -> Result<Option<String>, HttpError> {
    let found = upload::get(&mut *conn, grant, id).await?.ok_or(HttpError::NotFound)?;
    let (text, whole) = upload::beginning(conn, grant, &found).await?;
    let extent = if whole { Extent::Whole } else { Extent::Beginning };
    let read =
        tokio::task::spawn_blocking(move || Export::beginning(&text, extent, found.file_name));
    let read = read.await.map_err(|error| HttpError::internal(&error))?;
    Ok(match read {
        Err(told) => Some(told.error.to_string()),
        Ok(export) if export.header().len() > COLUMNS => Some(format!(
            "It has {} columns; at most {COLUMNS} are compared. Leave out those that need not agree.",
            export.header().len()
        )),
        Ok(_) => None,
    })
}

/// Lets go of exports that are not compared after all.
pub async fn discard(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    uploads: [Option<UploadId>; 2],
) -> Result<(), HttpError> {
    for id in uploads.into_iter().flatten() {
        upload::discard(&mut *conn, grant, id).await?;
    }
    Ok(())
}
