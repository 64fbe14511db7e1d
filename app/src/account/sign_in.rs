//! The sign-in page.
//! It says the same for an unknown account and a wrong password.

use super::too_many;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EditForm, Field, FormErrors, PageHeader, PublicShell};
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
    let status = said.map_or(StatusCode::OK, Said::status);
    let mut errors = FormErrors::new();
    if let Some(said) = said {
        errors.add("", said.words());
    }
    let (email, next) = (email.to_owned(), (next != "/").then(|| next.to_owned()));
    let (in_email, in_password) = (said.is_none(), said.is_some() && !email.is_empty());
    context.render(status, "Sign in", false, || {
        view! {
            <PublicShell>
                <PageHeader title="Sign in" />
                <EditForm action="/sign-in" save="Sign in" errors>
                    <input type="hidden" name="zone" data-zone="" />
                    {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
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
