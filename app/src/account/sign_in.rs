//! The sign-in page.
//! It says the same for an unknown account and a wrong password.

use super::resume;
use crate::password::too_many;
use crate::prelude::*;
use crate::ui::{EditForm, Field, FormErrors, Notice, PageHeader, PublicShell, Tone, Width};
use crate::urls;
use axum::http::StatusCode;
use chrono::Duration;

/// The page. What was typed as the address comes back, the password never does.
#[component]
pub fn SignInPage(
    /// The address that was typed.
    email: String,
    /// Where to go then, unless that is the front page.
    next: Option<String>,
    /// The form that somebody was filling in when their session ended, as this page sends it on.
    carried: Option<String>,
    /// Why nobody was signed in.
    said: Option<Said>,
) -> impl IntoView {
    let mut errors = FormErrors::new();
    if let Some(said) = said {
        errors.add("", said.words());
    }
    let (in_email, in_password) = (said.is_none(), said.is_some() && !email.is_empty());
    view! {
        <PublicShell>
            <PageHeader title="Sign in" />
            {carried.is_some().then(|| view! { <SignedOut /> })}
            <EditForm action="/sign-in" save="Sign in" errors>
                <input type="hidden" name="zone" data-zone="" />
                {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                {carried.map(|carried| view! { <input type="hidden" name=resume::FIELD value=carried /> })}
                <Field
                    label="Email"
                    name="email"
                    kind="email"
                    value=email
                    autocomplete="username"
                    autofocus=in_email
                    required=true
                    width=Width::Full
                />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    autofocus=in_password
                    required=true
                    width=Width::Full
                />
            </EditForm>
            <p class="hint after-form">"No password yet, or forgotten it? Ask your admin for a new link."</p>
            <p class="hint">
                "Something breaks between your systems, and you have no account? "<a href=urls::REQUEST>"Request a triage"</a>"."
            </p>
        </PublicShell>
    }
}

/// That what was typed is not lost.
#[component]
fn SignedOut() -> impl IntoView {
    view! {
        <Notice tone=Tone::Doubt title="You were signed out meanwhile.">
            <p>"What you typed is kept on this page. Sign in, and you can send it."</p>
        </Notice>
    }
}

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Address and password do not fit, for whatever reason.
    Wrong,
    /// There were too many attempts with this address: how long to wait.
    Wait(Duration),
}

impl Said {
    /// The status that the page is answered with.
    pub fn status(self) -> StatusCode {
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
