//! One's own account: the password, what is mailed, and where one is signed in.
//! It shows nobody else's, and a session only by a name that opens nothing.

use crate::account::notices::{Notices, NoticesSection};
use crate::form::Filled;
use crate::prelude::*;
use crate::tokens::TokensTable;
use crate::ui::{
    Badge, Checkbox, Column, Confirm, DataTable, EditForm, Field, Link, PageHeader, PostButton,
    Section, Time, Toast, Tone,
};
use crate::zone;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::Actor;
use faultline::stores::people::sessions::OwnSession;
use faultline::stores::tokens::Listed;
use serde::Deserialize;

/// The page.
#[component]
pub fn AccountPage(
    /// Whose account it is.
    me: Actor,
    /// Where they are signed in, and whether it is here.
    sessions: Vec<(OwnSession, bool)>,
    /// Their API tokens.
    tokens: Vec<Listed>,
    /// What they want to be mailed.
    notices: Notices,
    /// The change that was just made.
    done: Option<Done>,
    /// The form that was refused.
    form: Filled,
) -> impl IntoView {
    let lede = format!("{}, {}.", me.name, me.role.label().to_lowercase());
    let trail = if me.is_staff() { Vec::new() } else { vec![Link::new("/", "Start")] };
    let errors = form.errors();
    let of_zone = form.clone();
    view! {
        {done.map(|done| view! { <Toast message=done.words() /> })}
        <PageHeader title="Account" lede trail />
        <Section title="Password" id="password-section" lede="Changing it signs you out everywhere else.">
            <PasswordForm form />
        </Section>
        <Section title="Time zone" id="zone-section" lede="Times are shown, typed and exported in it; days without a time stay as they are.">
            <TimeZone form=of_zone />
        </Section>
        <NoticesSection notices errors />
        <Section
            title="Where you are signed in"
            id="sessions"
            lede="A session ends after 12 hours without use, and a week after sign-in."
        >
            <Sessions sessions />
            <Confirm label="Sign out everywhere" action="/account/sessions/end-all">
                <p>"Every session ends at once, this one too."</p>
            </Confirm>
        </Section>
        {(!tokens.is_empty()).then(|| view! {
            <Section title="API tokens" id="tokens" lede="Each sends or reads failure samples of one engagement, as you.">
                <TokensTable tokens own=true />
            </Section>
        })}
    }
}

/// The way out, where no frame has it.
#[component]
pub fn SignOut() -> impl IntoView {
    view! {
        <Section title="Leave" id="leave">
            <PostButton action="/sign-out" label="Sign out" />
        </Section>
    }
}

#[component]
fn PasswordForm(form: Filled) -> impl IntoView {
    let errors = form.errors().only(&["password", "new_password"]);
    let (wrong, weak) = (errors.of("password"), errors.of("new_password"));
    view! {
        <EditForm action="/account/password" save="Change password" errors>
            <Field
                label="Present password"
                name="password"
                kind="password"
                error=wrong
                autocomplete="current-password"
                required=true
            />
            <Field
                label="New password"
                name="new_password"
                kind="password"
                hint="At least 10 characters. Three or four unrelated words are easy to keep and hard to guess."
                error=weak
                autocomplete="new-password"
                required=true
            />
            <Checkbox
                label="End my API tokens too"
                name="end_tokens"
                checked=form.ticked("end_tokens")
                hint="Tick it when somebody else may have had your password: programs that use them are refused from then on."
            />
        </EditForm>
    }
}

#[component]
fn TimeZone(form: Filled) -> impl IntoView {
    let errors = form.errors().only(&["zone"]);
    let (error, typed) = (errors.of("zone"), form.text("zone"));
    let value = if typed.is_empty() { zone::here().to_string() } else { typed };
    view! {
        <EditForm action="/account/time-zone" save="Change time zone" errors label="Time zone">
            <Field
                label="Your clocks stand in"
                name="zone"
                value=value
                hint="A place such as Europe/Berlin, with its summer time; or UTC, or +02:00."
                error=error
                maxlength=60
                required=true
            />
        </EditForm>
    }
}

#[component]
fn Sessions(sessions: Vec<(OwnSession, bool)>) -> impl IntoView {
    let columns = vec![
        Column::new("Browser"),
        Column::new("Address"),
        Column::new("Signed in"),
        Column::new("Last seen"),
        Column::new("End").hidden(),
    ];
    let rows = sessions.into_iter().map(|(session, here)| view! { <SessionRow session here /> });
    view! {
        <DataTable caption="Your sessions" id="sessions-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn SessionRow(session: OwnSession, here: bool) -> impl IntoView {
    let end = if here {
        Either::Left(view! { <Badge tone=Tone::Sound word="this one" /> })
    } else {
        let with = vec![("session", name(&session.id_hash))];
        Either::Right(
            view! { <PostButton action="/account/sessions/end" label="End" look="quiet" with /> },
        )
    };
    view! {
        <tr>
            <th scope="row" data-label="Browser">{browser(&session.agent)}</th>
            <td data-label="Address">{session.address}</td>
            <td data-label="Signed in"><Time at=session.created_at /></td>
            <td data-label="Last seen"><Time at=session.seen_at /></td>
            <td>{end}</td>
        </tr>
    }
}

/// The change that was just made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    /// The password was changed.
    Password,
    /// A session was ended.
    Ended,
    /// The zone was changed.
    Zone,
    /// They chose what is mailed to them.
    Notices,
}

impl Done {
    fn words(self) -> &'static str {
        match self {
            Self::Password => "Your password is changed. You are signed out everywhere else.",
            Self::Ended => "That session has ended.",
            Self::Zone => "Times are shown and typed in this zone from now on.",
            Self::Notices => "From now on you are mailed as you chose.",
        }
    }
}

/// The name of a session in its form: the hash it is kept under, which opens nothing.
#[must_use]
pub fn name(id_hash: &[u8]) -> String {
    hex::encode(id_hash)
}

/// The browser and system that a browser's own description means. Every browser claims to be several: the first match is the one.
fn browser(agent: &str) -> String {
    let programs = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|found| found.1)
    };
    match (find(&programs), find(&systems)) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(program), None) => program.to_owned(),
        _ if agent.is_empty() => "Unknown program".to_owned(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_what_people_call_them() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(browser(edge), "Edge on Windows");
        assert_eq!(
            browser("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            "Firefox on Linux"
        );
        assert_eq!(browser("curl/8.5"), "curl/8.5");
        assert_eq!(browser(""), "Unknown program");
    }
}
