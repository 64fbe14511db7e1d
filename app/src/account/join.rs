//! The page behind a one-time link: a new person sets their password, the first admin says who they are.
//! A link that does not work says nothing of why, or whose it was.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Field, PageHeader, PublicShell, Width};
use faultline::stores::people::invitations::Invitation;

/// The page.
#[component]
pub fn JoinPage(
    /// Who was invited; without an address, the first admin.
    invitation: Invitation,
    /// What it is called.
    title: &'static str,
    /// Where the form posts to.
    action: String,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let (lede, who) = match invitation.email {
        Some(email) => {
            let name = invitation.name.unwrap_or_default();
            let lede = format!("You join as {name}, {email}.");
            (lede, Either::Left(view! { <Known email /> }))
        }
        None => {
            let lede = "You are the first here. You will invite everyone else.".to_owned();
            (lede, Either::Right(view! { <Asked form=form.clone() /> }))
        }
    };
    view! {
        <PublicShell>
            <PageHeader title lede />
            <EditForm action save="Set password and sign in" errors=form.errors()>
                {who}
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    hint="At least 10 characters. Three or four unrelated words are easy to keep and hard to guess."
                    error=form.error("password")
                    autocomplete="new-password"
                    required=true
                    width=Width::Full
                />
            </EditForm>
        </PublicShell>
    }
}

/// Not for people: password managers keep the password under it.
#[component]
fn Known(email: String) -> impl IntoView {
    view! { <input type="text" name="username" autocomplete="username" value=email hidden /> }
}

#[component]
fn Asked(form: Filled) -> impl IntoView {
    view! {
        <Field
            label="Your name"
            name="name"
            value=form.text("name")
            error=form.error("name")
            autocomplete="name"
            required=true
            maxlength=200
            width=Width::Full
        />
        <Field
            label="Email"
            name="email"
            kind="email"
            value=form.text("email")
            hint="You sign in with it."
            error=form.error("email")
            autocomplete="username"
            required=true
            maxlength=254
            width=Width::Full
        />
    }
}

/// The page of a link that was used, has expired, or never was.
#[component]
pub fn VoidLinkPage() -> impl IntoView {
    view! {
        <PublicShell>
            <PageHeader title="This link does not work" lede="Each link works once, for a short time." />
            <p>"If you have set your password already, sign in. Otherwise ask your admin for a new link."</p>
            <p>
                <a class="button primary" href="/sign-in">"Sign in"</a>
            </p>
        </PublicShell>
    }
}
