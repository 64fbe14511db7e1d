//! The sign-in page.
//! It says the same for an unknown account and a wrong password.

use super::resume;
use crate::http::carried::Carried;
use crate::password::too_many;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EditForm, Field, FormErrors, Notice, PageHeader, PublicShell, Tone};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Duration;

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Address and password do not fit, for whatever reason.
    Wrong,
    /// There were too many attempts with this address: how long to wait.
    Wait(Duration),
}

impl Said {
    fn status(self) -> StatusCode {
        match self {
            Self::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Wrong => "This address and password do not fit. Check both and try again.".into(),
            Self::Wait(wait) => too_many(wait),
        }
    }
}

/// The page. What was typed as the address comes back, the password never does.
#[must_use]
pub fn page(context: &RequestContext, email: &str, next: &str, said: Option<Said>) -> Response {
    let hidden = (next != "/").then(|| ("next", next.to_owned()));
    shown(context, email, hidden, None, said)
}

/// The page for somebody whose session ended while they filled in a form: it carries what they typed.
#[must_use]
pub fn carrying(
    context: &RequestContext,
    email: &str,
    carried: &Carried,
    said: Option<Said>,
) -> Response {
    let note = view! {
        <Notice tone=Tone::Doubt title="You were signed out meanwhile.">
            <p>"What you typed is kept on this page. Sign in, and you can send it."</p>
        </Notice>
    };
    let hidden = (resume::FIELD, resume::written(carried));
    shown(context, email, Some(hidden), Some(note.markup()), said)
}

fn shown(
    context: &RequestContext,
    email: &str,
    hidden: Option<(&'static str, String)>,
    note: Option<Markup>,
    said: Option<Said>,
) -> Response {
    let status = said.map_or(StatusCode::OK, Said::status);
    let mut errors = FormErrors::new();
    if let Some(said) = said {
        errors.add("", said.words());
    }
    let email = email.to_owned();
    let (in_email, in_password) = (said.is_none(), said.is_some() && !email.is_empty());
    context.render(status, "Sign in", false, || {
        view! {
            <PublicShell>
                <PageHeader title="Sign in" />
                {note}
                <EditForm action="/sign-in" save="Sign in" errors>
                    <input type="hidden" name="zone" data-zone="" />
                    {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })}
                    <Field
                        label="Email"
                        name="email"
                        kind="email"
                        value=email
                        autocomplete="username"
                        autofocus=in_email
                        required=true
                        width=crate::ui::Width::Full
                    />
                    <Field
                        label="Password"
                        name="password"
                        kind="password"
                        autocomplete="current-password"
                        autofocus=in_password
                        required=true
                        width=crate::ui::Width::Full
                    />
                </EditForm>
                <p class="hint after-form">"No password yet, or forgotten it? Ask your admin for a new link."</p>
            </PublicShell>
        }
    })
}
