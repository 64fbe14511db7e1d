//! API tokens of an engagement: the page that lists them, and the one that shows a new one, once.
//! A token itself is in no other page, and its hash in none.

use crate::form::{Form, errors};
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Badge, CheckboxGroup, Column, Confirm, DataTable, EditForm, Field, Link, Notice, PageHeader,
    Section, Select, Text, Time, Toast, Tone, choices,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::engagement::{Engagement, Problem};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::engagement::Loaded;
use faultline::stores::tokens::{Lifetime, Listed, NAME, Scope};

mod handlers;

pub use handlers::routes;

/// The page.
#[must_use]
pub fn page(
    context: &RequestContext,
    loaded: &Loaded,
    tokens: Vec<Listed>,
    sent: &Form,
    problems: &[Problem],
    revoked: bool,
) -> Response {
    let document = &loaded.document;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let nav = frame::nav(document, &loaded.digest);
    let body = view(document, tokens, sent, problems, revoked);
    context.render(status, "API tokens", false, || frame::engagement(context, nav, body))
}

fn trail(document: &Engagement) -> Vec<Link> {
    vec![Link::new(at(document.id, "samples"), "Failure samples")]
}

fn view(
    document: &Engagement,
    tokens: Vec<Listed>,
    sent: &Form,
    problems: &[Problem],
    revoked: bool,
) -> impl IntoView + use<> {
    let toast = revoked.then(|| view! { <Toast message="That token is revoked." /> });
    let list = if tokens.is_empty() {
        view! { <p>"Nobody has made one yet."</p> }.markup()
    } else {
        table(tokens, false).markup()
    };
    let form = form(document.id, sent, problems);
    view! {
        <PageHeader
            title="API tokens"
            trail=trail(document)
            lede="With a token a monitor, a script or middleware sends failures here as they happen, or reads them."
        >
            <a class="button" href="/api/v1">"How to use them"</a>
        </PageHeader>
        {toast}
        <Section title="Tokens of this engagement" id="tokens">{list}</Section>
        <Section
            title="Make a token"
            id="make"
            lede="It can do what you may do here, within what you tick, until it expires, is revoked, or you leave."
        >
            {form}
        </Section>
    }
}

fn form(engagement: EngagementId, sent: &Form, problems: &[Problem]) -> impl IntoView + use<> {
    let errors = errors(problems);
    let (no_name, no_scopes, no_lifetime) =
        (errors.of("name"), errors.of("scopes"), errors.of("lifetime"));
    let no_password = errors.of("password");
    let ticked: Vec<Text> = sent.all("scopes").map(|key| key.to_owned().into()).collect();
    let lifetime = sent.text("lifetime");
    let lifetime = if lifetime.is_empty() { Lifetime::Quarter.key().to_owned() } else { lifetime };
    let (name, scopes) = (sent.text("name"), choices::<Scope>());
    let lifetimes = choices::<Lifetime>();
    view! {
        <EditForm action=at(engagement, "tokens") save="Make token" errors>
            <Field
                label="Name"
                name="name"
                value=name
                hint="The program that will use it: “ERP monitor”."
                error=no_name
                required=true
                maxlength=NAME as u32
            />
            <CheckboxGroup legend="What it may do" name="scopes" choices=scopes selected=ticked error=no_scopes />
            <Select label="How long it lives" name="lifetime" choices=lifetimes selected=lifetime error=no_lifetime />
            <Field
                label="Your password"
                name="password"
                kind="password"
                hint="A token outlives this session, so it takes more than a session to make one."
                error=no_password
                autocomplete="current-password"
                required=true
            />
        </EditForm>
    }
}

/// Tokens as a table; `own` ones name their engagement instead of their person.
pub(crate) fn table(tokens: Vec<Listed>, own: bool) -> impl IntoView + use<> {
    let columns = vec![
        Column::new("Name"),
        Column::new(if own { "Engagement" } else { "Made by" }),
        Column::new("May"),
        Column::new("Last used"),
        Column::new("Expires"),
        Column::new("State"),
        Column::new("Revoke").hidden(),
    ];
    let rows = tokens.into_iter().map(|token| row(token, own)).collect_view();
    let caption = if own { "Your API tokens" } else { "API tokens" };
    view! { <DataTable caption id="tokens-table" columns cards=true quiet=true>{rows}</DataTable> }
}

fn row(token: Listed, own: bool) -> impl IntoView {
    let page = at(token.engagement, "tokens");
    let whose = if own {
        view! { <a href=page.clone()>{token.title.clone()}</a> }.markup()
    } else {
        token.person.clone().markup()
    };
    let (tone, word) = if token.revoked_at.is_some() {
        (Tone::Plain, "revoked")
    } else if token.is_living(Utc::now()) {
        (Tone::Sound, "in force")
    } else {
        (Tone::Plain, "expired")
    };
    let used = match token.last_used_at {
        Some(at) => view! { <Time at /> }.markup(),
        None => view! { <span class="unknown">"never"</span> }.markup(),
    };
    let revoke = token.is_living(Utc::now()).then(|| {
        let action = format!("{page}/{}/revoke", token.id);
        view! {
            <Confirm label="Revoke" action>
                <p>"Its next request is refused. This cannot be taken back; make a new one instead."</p>
            </Confirm>
        }
    });
    let purposes = token.purposes();
    view! {
        <tr>
            <th scope="row" data-label="Name">{token.name}</th>
            <td data-label=if own { "Engagement" } else { "Made by" }>{whose}</td>
            <td data-label="May">{purposes}</td>
            <td data-label="Last used">{used}</td>
            <td data-label="Expires"><Time at=token.expires_at /></td>
            <td data-label="State"><Badge tone word /></td>
            <td>{revoke}</td>
        </tr>
    }
}

/// The page that shows a new token, this once.
#[must_use]
pub fn made(context: &RequestContext, loaded: &Loaded, name: &str, token: &str) -> Response {
    let document = &loaded.document;
    let nav = frame::nav(document, &loaded.digest);
    let (title, token) = (format!("A token for {name}"), token.to_owned());
    let list = at(document.id, "tokens");
    let trail = vec![Link::new(list.clone(), "API tokens")];
    let engagement = document.id.to_string();
    context.page(&title.clone(), || {
        let body = view! {
            <PageHeader title trail />
            <Notice tone=Tone::Doubt title="Copy it now: it is not shown again.">
                <p>"Only a hash of it is kept. Whoever has it can use it: keep it where your program keeps its secrets."</p>
            </Notice>
            <p class="one-time-link"><code id="token">{token}</code></p>
            <p>"The id of this engagement, for the address: "<code id="engagement">{engagement}</code></p>
            <p>
                <a class="button primary" href=list>"Done"</a>
                " "
                <a class="button" href="/api/v1">"How to use it"</a>
            </p>
        };
        frame::engagement(context, nav, body)
    })
}
