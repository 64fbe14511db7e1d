//! One's own account: the password, and where one is signed in.
//! It shows nobody else's, and a session only by a name that opens nothing.

use crate::form::errors;
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::tokens::table;
use crate::ui::{
    Badge, Checkbox, Column, Confirm, DataTable, EditForm, Field, FormErrors, Link, PageHeader,
    PostButton, PublicShell, Section, Time, Toast, Tone,
};
use crate::zone;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::Actor;
use faultline::stores::people::sessions::OwnSession;
use faultline::stores::tokens::Listed;
use serde::Deserialize;

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
}

impl Done {
    fn words(self) -> &'static str {
        match self {
            Self::Password => "Your password is changed. You are signed out everywhere else.",
            Self::Ended => "That session has ended.",
            Self::Zone => "Times are shown and typed in this zone from now on.",
        }
    }
}

/// The page.
#[must_use]
pub fn page(
    context: &RequestContext,
    me: &Actor,
    sessions: Vec<OwnSession>,
    tokens: Vec<Listed>,
    here: Option<&[u8]>,
    done: Option<Done>,
    problems: &[Problem],
) -> Response {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let lede = format!("{}, {}.", me.name, me.role.label().to_lowercase());
    let trail = if me.is_staff() { Vec::new() } else { vec![Link::new("/", "Start")] };
    let tokens = (!tokens.is_empty()).then(|| {
        let lede = "Each sends or reads failure samples of one engagement, as you.";
        view! { <Section title="API tokens" id="tokens" lede>{table(tokens, true)}</Section> }
    });
    let done = done.map(|done| view! { <Toast message=done.words() /> });
    context.render(status, "Account", false, || {
        let (password, sessions) = (password(errors(problems)), list(sessions, here));
        let zone = time_zone(errors(problems));
        let body = view! {
            {done}
            <PageHeader title="Account" lede trail />
            <Section title="Password" id="password-section" lede="Changing it signs you out everywhere else.">
                {password}
            </Section>
            <Section title="Time zone" id="zone-section" lede="Times are shown, typed and exported in it; days without a time stay as they are.">
                {zone}
            </Section>
            <Section
                title="Where you are signed in"
                id="sessions"
                lede="A session ends after 12 hours without use, and a week after sign-in."
            >
                {sessions}
                <Confirm label="Sign out everywhere" action="/account/sessions/end-all">
                    <p>"Every session ends at once, this one too."</p>
                </Confirm>
            </Section>
            {tokens}
        };
        if me.is_staff() {
            frame::staff(context, body).markup()
        } else {
            view! { <PublicShell wide=true>{body}<SignOut /></PublicShell> }.markup()
        }
    })
}

#[component]
fn SignOut() -> impl IntoView {
    view! {
        <Section title="Leave" id="leave">
            <PostButton action="/sign-out" label="Sign out" />
        </Section>
    }
}

fn password(errors: FormErrors) -> impl IntoView {
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
                checked=false
                hint="Tick it when somebody else may have had your password: programs that use them are refused from then on."
            />
        </EditForm>
    }
}

fn time_zone(errors: FormErrors) -> impl IntoView {
    let (error, value) = (errors.of("zone"), zone::here().to_string());
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

fn list(sessions: Vec<OwnSession>, here: Option<&[u8]>) -> impl IntoView + use<> {
    let columns = vec![
        Column::new("Browser"),
        Column::new("Address"),
        Column::new("Signed in"),
        Column::new("Last seen"),
        Column::new("End").hidden(),
    ];
    let rows: Vec<_> = sessions.into_iter().map(|session| row(session, here).markup()).collect();
    view! { <DataTable caption="Your sessions" id="sessions-table" columns cards=true quiet=true>{rows}</DataTable> }
}

fn row(session: OwnSession, here: Option<&[u8]>) -> impl IntoView + use<> {
    let this = here == Some(&session.id_hash[..]);
    let with = vec![("session", name(&session.id_hash))];
    let end = if this {
        view! { <Badge tone=Tone::Sound word="this one" /> }.markup()
    } else {
        view! { <PostButton action="/account/sessions/end" label="End" look="quiet" with /> }
            .markup()
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
