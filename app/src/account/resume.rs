//! The way on for a form whose session had ended: sign in on the page that has it, look at it, send it.
//! Nothing is stored before its sender sends it again.

use crate::http::carried::Carried;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Notice, PageHeader, PublicShell, Tone};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

/// The field of the sign-in form that holds what was carried.
pub const FIELD: &str = "carried";
/// Most that the sign-in form sends: what was carried, with every byte of it written as three or six.
pub const BYTES: usize = 2 * 1024 * 1024;

/// Answers a form that needs a session with the sign-in page that carries it.
pub async fn carry(State(app): State<crate::state::App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let context = RequestContext::from_request_parts(&mut parts, &app).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let carried = response.extensions().get::<Carried>().cloned();
    let (Some(carried), Ok(context)) = (carried, context) else { return response };
    super::handlers::carrying(&context, "", &carried, None)
}

/// What the sign-in form carries, if it does and it can be read.
#[must_use]
pub fn read(sent: &str) -> Option<Carried> {
    serde_json::from_str(sent).ok()
}

/// What was carried, as the sign-in form sends it.
#[must_use]
pub fn written(carried: &Carried) -> String {
    serde_json::to_string(carried).unwrap_or_default()
}

/// Answers with what was typed, to be sent on.
#[must_use]
pub fn page(context: &RequestContext, carried: &Carried) -> Response {
    let carried = carried.clone();
    context.render(StatusCode::OK, "What you typed", false, || {
        view! { <PublicShell><ResumePage carried /></PublicShell> }
    })
}

/// The page.
#[component]
fn ResumePage(carried: Carried) -> impl IntoView {
    let Carried { path, fields, files } = carried;
    let kind = (!files.is_empty()).then_some("multipart/form-data");
    let hidden = fields.iter().cloned();
    let hidden = hidden.map(|(name, value)| view! { <HiddenField name value /> }).collect_view();
    view! {
        <PageHeader
            title="What you typed is still here"
            lede="You are signed in again. It was not saved yet: send it now, and you come to the page it belongs to."
        />
        <LostFiles files=files.clone() />
        <form class="form" method="post" action=path enctype=kind>
            {hidden}
            <TypedFields fields />
            <FilesAgain files />
            <div class="submit-bar">
                <button class="button primary" type="submit" autofocus=true>"Send it now"</button>
                <a class="button quiet" href="/">"Leave it"</a>
            </div>
        </form>
    }
}

/// What somebody typed, by the names of its fields; what only forms know is left out.
#[component]
fn TypedFields(fields: Vec<(String, String)>) -> impl IntoView {
    let typed = |(name, value): &(String, String)| {
        !value.trim().is_empty()
            && value.parse::<uuid::Uuid>().is_err()
            && !matches!(name.as_str(), "version" | "once" | "seen" | "newest" | "asked")
    };
    let told = fields.into_iter().filter(typed).map(|(name, value)| {
        view! {
            <dt>{name.replace('_', " ")}</dt>
            <dd class="told">{value}</dd>
        }
    });
    view! { <dl class="facts">{told.collect_view()}</dl> }
}

/// A field as it is sent again; one of several lines keeps them.
#[component]
fn HiddenField(name: String, value: String) -> impl IntoView {
    if value.contains('\n') {
        let value = format!("\n{value}");
        Either::Left(view! { <textarea hidden=true name=name>{value}</textarea> })
    } else {
        Either::Right(view! { <input type="hidden" name=name value=value /> })
    }
}

#[component]
fn LostFiles(files: Vec<(String, String)>) -> impl IntoView {
    (!files.is_empty()).then(|| {
        let names = files.into_iter().map(|(_, file)| file).collect::<Vec<_>>().join(", ");
        view! {
            <Notice tone=Tone::Doubt title="Files were not kept.">
                <p>{format!("Choose them again: {names}.")}</p>
            </Notice>
        }
    })
}

/// The fields in which files are chosen again.
#[component]
fn FilesAgain(files: Vec<(String, String)>) -> impl IntoView {
    let mut names: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
    names.dedup();
    let again = names.into_iter().map(|name| {
        view! {
            <p class="field">
                <label for=format!("again-{name}")>"Choose the files again"</label>
                <input type="file" multiple=true id=format!("again-{name}") name=name />
            </p>
        }
    });
    again.collect_view()
}
