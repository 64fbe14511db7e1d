//! The page behind a one-time link: a new person sets their password, the first admin says who they are.
//! A link that does not work says nothing of why, or whose it was.

use crate::form::{Form, errors};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EditForm, Field, FormErrors, PageHeader, PublicShell, Width};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::stores::people::invitations::Invitation;

/// The page.
#[must_use]
pub fn page(
    context: &RequestContext,
    token: &str,
    invitation: &Invitation,
    sent: &Form,
    problems: &[Problem],
) -> Response {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let errors = errors(problems);
    let action = urls::join(token);
    let (title, lede, who) = match &invitation.email {
        Some(email) => {
            let name = invitation.name.clone().unwrap_or_default();
            ("Set your password", format!("You join as {name}, {email}."), known(email).markup())
        }
        None => {
            let lede = "You are the first here. You will invite everyone else.".to_owned();
            ("Become the first admin", lede, asked(sent, &errors).markup())
        }
    };
    let weak = errors.of("password");
    context.render(status, title, false, || {
        view! {
            <PublicShell>
                <PageHeader title lede />
                <EditForm action save="Set password and sign in" errors>
                    {who}
                    <Field
                        label="Password"
                        name="password"
                        kind="password"
                        hint="At least 10 characters. Three or four unrelated words are easy to keep and hard to guess."
                        error=weak
                        autocomplete="new-password"
                        required=true
                        width=Width::Full
                    />
                </EditForm>
            </PublicShell>
        }
    })
}

/// Not for people: password managers keep the password under it.
fn known(email: &str) -> impl IntoView + use<> {
    view! { <input type="text" name="username" autocomplete="username" value=email.to_owned() hidden /> }
}

fn asked(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let (name, email) = (sent.text("name"), sent.text("email"));
    let (no_name, no_email) = (errors.of("name"), errors.of("email"));
    view! {
        <Field label="Your name" name="name" value=name error=no_name autocomplete="name" required=true maxlength=200 width=Width::Full />
        <Field
            label="Email"
            name="email"
            kind="email"
            value=email
            hint="You sign in with it."
            error=no_email
            autocomplete="username"
            required=true
            maxlength=254
            width=Width::Full
        />
    }
}

/// The page of a link that was used, has expired, or never was.
#[must_use]
pub fn void(context: &RequestContext) -> Response {
    context.render(StatusCode::NOT_FOUND, "This link does not work", false, || {
        view! {
            <PublicShell>
                <PageHeader title="This link does not work" lede="Each link works once, for a short time." />
                <p>"If you have set your password already, sign in. Otherwise ask your admin for a new link."</p>
                <p>
                    <a class="button primary" href="/sign-in">"Sign in"</a>
                </p>
            </PublicShell>
        }
    })
}
