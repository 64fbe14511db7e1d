//! All fields of a data type at once, as a table of text: pasted from a spreadsheet, or edited where it stands.
//! What somebody else changed since the page was shown is never written over.

use crate::editing::part::loaded;
use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{EditForm, Link, Notice, PageHeader, TextArea, Tone};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::truth::{DataType, sheet};
use faultline::platform::ids::{DataTypeId, EngagementId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement::{self as store, Loaded, WriteError};
use faultline::stores::room::Hash;

type Which = Path<(EngagementId, DataTypeId)>;

/// What is said when the fields changed since the page was shown.
const CHANGED: &str = "Somebody changed these fields since this page was shown. What is stored now stands below: bring your text in line with it, then save it again.";

/// Answers with the table as it is stored.
pub async fn open(
    context: RequestContext,
    Path((engagement, id)): Which,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let text = sheet::written(&loaded.document, id);
    let sent = Form::of(vec![("table", text)]);
    page(&context, loaded, id, sent, StatusCode::OK, &[])
}

/// Saves the fields that the table says.
pub async fn change(
    context: RequestContext,
    Path((engagement, id)): Which,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let before = loaded(&context, engagement).await?;
    find(&before.document, id)?;
    let mut tx = context.act().await?;
    let read = |document: &Engagement| {
        let (fields, mut problems) = sheet::read(document, id, sent.raw("table"));
        if sent.raw("seen") != seen(document, id) {
            problems.insert(0, Problem::new("", CHANGED));
        }
        (fields.into_iter().map(Part::Field).collect(), problems)
    };
    let saved = store::put_many(&mut tx, grant, read).await;
    match saved {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&format!("{}#{id}", at(engagement, "truth"))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let now = loaded(&context, engagement).await?;
            let changed = problems.iter().any(|problem| problem.message == CHANGED);
            let status =
                if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page(&context, now, id, sent, status, &problems)
        }
        Err(error) => Err(error.into()),
    }
}

fn find(document: &Engagement, id: DataTypeId) -> Result<&DataType, HttpError> {
    document.data_types.iter().find(|kind| kind.id == id).ok_or(HttpError::NotFound)
}

/// The mark of what the table was made from.
fn seen(document: &Engagement, id: DataTypeId) -> String {
    Hash::of(&sheet::written(document, id)).to_string()
}

fn page(
    context: &RequestContext,
    loaded: Loaded,
    id: DataTypeId,
    sent: Form,
    status: StatusCode,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = loaded;
    let data_type = find(&document, id)?.clone();
    let nav = frame::nav(&document, &digest);
    let form = Filled::new(sent, errors(problems));
    let now = (status == StatusCode::CONFLICT).then(|| sheet::written(&document, id));
    let (engagement, mark) = (document.id, seen(&document, id));
    let title = format!("Fields of {}", data_type.name);
    let heading = title.clone();
    Ok(context.render(status, &title, false, || {
        let page = view! { <SheetPage engagement id title=heading mark form now /> };
        frame::engagement(context, nav, page)
    }))
}

/// The page.
#[component]
fn SheetPage(
    engagement: EngagementId,
    id: DataTypeId,
    title: String,
    /// The mark of what is stored now.
    mark: String,
    form: Filled,
    /// What is stored now, when it is not what the form was made from.
    now: Option<String>,
) -> impl IntoView {
    let list = at(engagement, "truth");
    let action = at(engagement, &format!("truth/types/{id}/table"));
    view! {
        <PageHeader
            title
            trail=vec![Link::new(list.clone(), "Source of truth")]
            lede="A field a line, a system a column. Paste it from a spreadsheet, or change it here."
        />
        <EditForm action save="Save fields" cancel=list errors=form.errors()>
            <input type="hidden" name="seen" value=mark />
            <TextArea
                label="Table"
                name="table"
                value=form.raw("table")
                hint="In a cell: Owns, Creates, May overwrite, Read-only, or nothing; the first letters are enough. A field with one owner, who decided and when is agreed. A field that is left out stays as it is."
                error=form.error("table")
                rows=16
                mono=true
                maxlength=200_000
            />
        </EditForm>
        {now.map(|now| view! {
            <Notice tone=Tone::Doubt title="What is stored now"><pre>{now}</pre></Notice>
        })}
    }
}
