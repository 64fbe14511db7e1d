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

/// The page that shows what was typed, and sends it on.
#[must_use]
pub fn page(context: &RequestContext, carried: &Carried) -> Response {
    let Carried { path, fields, files } = carried.clone();
    let typed = |(name, value): &&(String, String)| {
        !value.trim().is_empty()
            && value.parse::<uuid::Uuid>().is_err()
            && !matches!(name.as_str(), "version" | "once" | "seen" | "newest" | "asked")
    };
    let told = fields.iter().filter(typed).map(|(name, value)| {
        let name = name.replace('_', " ");
        view! {
            <dt>{name}</dt>
            <dd class="told">{value.clone()}</dd>
        }
    });
    let told = told.collect_view();
    let hidden = fields.iter().map(|(name, value)| {
        let (name, value) = (name.clone(), value.clone());
        if value.contains('\n') {
            view! { <textarea hidden=true name=name>{format!("\n{value}")}</textarea> }.markup()
        } else {
            view! { <input type="hidden" name=name value=value /> }.markup()
        }
    });
    let hidden: Markup = hidden.collect();
    let mut names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    names.dedup();
    let again = names.into_iter().map(|name| {
        view! {
            <p class="field">
                <label for=format!("again-{name}")>"Choose the files again"</label>
                <input type="file" multiple=true id=format!("again-{name}") name=name />
            </p>
        }
    });
    let again = again.collect_view();
    let lost = (!files.is_empty()).then(|| {
        let names = files.iter().map(|(_, file)| file.clone()).collect::<Vec<_>>().join(", ");
        view! {
            <Notice tone=Tone::Doubt title="Files were not kept.">
                <p>{format!("Choose them again: {names}.")}</p>
            </Notice>
        }
    });
    let kind = (!files.is_empty()).then_some("multipart/form-data");
    context.render(StatusCode::OK, "What you typed", false, || {
        view! {
            <PublicShell>
                <PageHeader
                    title="What you typed is still here"
                    lede="You are signed in again. It was not saved yet: send it now, and you come to the page it belongs to."
                />
                {lost}
                <form class="form" method="post" action=path enctype=kind>
                    {hidden}
                    <dl class="facts">{told}</dl>
                    {again}
                    <div class="submit-bar">
                        <button class="button primary" type="submit" autofocus=true>"Send it now"</button>
                        <a class="button quiet" href="/">"Leave it"</a>
                    </div>
                </form>
            </PublicShell>
        }
    })
}
