//! The pages of API tokens.

use crate::form::Filled;
use crate::listing::{ListFilter, Listing, MANY, Sortable};
use crate::prelude::*;
use crate::ui::{
    Badge, CheckboxGroup, Column, Confirm, DataTable, EditForm, Field, Link, Notice, PageHeader,
    Section, Select, Time, Toast, Tone, choices,
};
use crate::urls::at;
use chrono::{DateTime, Utc};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::tokens::{LISTED, Lifetime, Listed, NAME, Scope};

/// The columns of the list.
pub const TOKEN_COLUMNS: [Sortable<Listed>; 6] = [
    Sortable { key: "name", label: "Name", of: |token| token.name.as_str().into() },
    Sortable { key: "person", label: "Made by", of: |token| token.person.as_str().into() },
    Sortable { key: "may", label: "May", of: |token| token.purposes().as_str().into() },
    Sortable {
        key: "used",
        label: "Last used",
        of: |token| token.last_used_at.map_or_else(|| "".into(), Into::into),
    },
    Sortable { key: "expires", label: "Expires", of: |token| token.expires_at.into() },
    Sortable { key: "state", label: "State", of: |token| state(token).1.into() },
];

/// Whether a token can still be used, in a word.
fn state(token: &Listed) -> (Tone, &'static str) {
    match token.revoked_at {
        Some(_) => (Tone::Plain, "revoked"),
        None if token.is_living(Utc::now()) => (Tone::Sound, "in force"),
        None => (Tone::Plain, "expired"),
    }
}

/// The page that lists them.
#[component]
pub fn TokensPage(
    /// Whose they are.
    engagement: EngagementId,
    /// All tokens.
    tokens: Vec<Listed>,
    /// What narrows and sorts them.
    listing: Listing,
    /// The form that makes one.
    form: Filled,
    /// Whether one was just revoked.
    revoked: bool,
) -> impl IntoView {
    let list = if tokens.is_empty() {
        Either::Left(view! { <p>"Nobody has made one yet."</p> })
    } else {
        Either::Right(view! { <SortedTokens engagement tokens listing /> })
    };
    view! {
        <PageHeader
            title="API tokens"
            trail=vec![Link::new(at(engagement, "samples"), "Failure samples")]
            lede="With a token a monitor, a script or middleware sends failures here as they happen, or reads them."
        >
            <a class="button" href="/api/v1">"How to use them"</a>
        </PageHeader>
        {revoked.then(|| view! { <Toast message="That token is revoked." /> })}
        <Section title="Tokens of this engagement" id="tokens">{list}</Section>
        <Section
            title="Make a token"
            id="make"
            lede="It can do what you may do here, within what you tick, until it expires, is revoked, or you leave."
        >
            <MakeToken engagement form />
        </Section>
    }
}

#[component]
fn SortedTokens(engagement: EngagementId, tokens: Vec<Listed>, listing: Listing) -> impl IntoView {
    let (list, many) = (at(engagement, "tokens"), tokens.len() >= MANY);
    let cut = tokens.len() as i64 >= LISTED;
    let file = at(engagement, &format!("tokens.csv{}", listing.query()));
    let sorted = listing.headers(&list, &TOKEN_COLUMNS);
    let tokens = listing.of(tokens, &TOKEN_COLUMNS);
    let none = tokens.is_empty();
    view! {
        <ListFilter list listing many />
        {cut.then(|| view! { <p class="hint">{format!("Only the newest {LISTED} are listed.")}</p> })}
        {none.then(|| view! { <p class="hint">"No token has these words."</p> })}
        <TokensTable tokens own=false sorted />
        <p class="list-foot"><a href=file>"Tokens as CSV"</a></p>
    }
}

#[component]
fn MakeToken(engagement: EngagementId, form: Filled) -> impl IntoView {
    let lifetime = form.text("lifetime");
    let lifetime = if lifetime.is_empty() { Lifetime::Quarter.key().to_owned() } else { lifetime };
    view! {
        <EditForm action=at(engagement, "tokens") save="Make token" errors=form.errors()>
            <Field
                label="Name"
                name="name"
                value=form.text("name")
                hint="The program that will use it: “ERP monitor”."
                error=form.error("name")
                required=true
                maxlength=NAME as u32
            />
            <CheckboxGroup
                legend="What it may do"
                name="scopes"
                choices={choices::<Scope>()}
                selected=form.all("scopes")
                error=form.error("scopes")
            />
            <Select
                label="How long it lives"
                name="lifetime"
                choices={choices::<Lifetime>()}
                selected=lifetime
                error=form.error("lifetime")
            />
            <Field
                label="Your password"
                name="password"
                kind="password"
                hint="A token outlives this session, so it takes more than a session to make one."
                error=form.error("password")
                autocomplete="current-password"
                required=true
            />
        </EditForm>
    }
}

/// Tokens as a table; `own` ones name their engagement instead of their person.
#[component]
pub fn TokensTable(
    /// The tokens.
    tokens: Vec<Listed>,
    /// Whether they are all of the reader.
    own: bool,
    /// The headers of their list, where it can be sorted.
    #[prop(optional)]
    sorted: Vec<Column>,
) -> impl IntoView {
    let mut columns = sorted;
    if columns.is_empty() {
        let whose = if own { "Engagement" } else { "Made by" };
        let names = ["Name", whose, "May", "Last used", "Expires", "State"];
        columns.extend(names.map(Column::new));
    }
    columns.push(Column::new("Revoke").hidden());
    let rows = tokens.into_iter().map(|token| view! { <TokenRow token own /> }).collect_view();
    let caption = if own { "Your API tokens" } else { "API tokens" };
    view! { <DataTable caption id="tokens-table" columns cards=true quiet=true>{rows}</DataTable> }
}

#[component]
fn TokenRow(token: Listed, own: bool) -> impl IntoView {
    let page = at(token.engagement, "tokens");
    let purposes = token.purposes();
    let living = token.is_living(Utc::now());
    let (tone, word) = state(&token);
    let revoke = living.then(|| format!("{page}/{}/revoke", token.id));
    let whose = if own {
        Either::Left(view! { <a href=page>{token.title}</a> })
    } else {
        Either::Right(token.person)
    };
    view! {
        <tr>
            <th scope="row" data-label="Name">{token.name}</th>
            <td data-label=if own { "Engagement" } else { "Made by" }>{whose}</td>
            <td data-label="May">{purposes}</td>
            <td data-label="Last used"><Used at=token.last_used_at /></td>
            <td data-label="Expires"><Time at=token.expires_at /></td>
            <td data-label="State"><Badge tone word /></td>
            <td>{revoke.map(|action| view! { <Revoke action /> })}</td>
        </tr>
    }
}

#[component]
fn Used(at: Option<DateTime<Utc>>) -> impl IntoView {
    match at {
        Some(at) => Either::Left(view! { <Time at /> }),
        None => Either::Right(view! { <span class="unknown">"never"</span> }),
    }
}

#[component]
fn Revoke(action: String) -> impl IntoView {
    view! {
        <Confirm label="Revoke" action>
            <p>"Its next request is refused. This cannot be taken back; make a new one instead."</p>
        </Confirm>
    }
}

/// The page that shows a new token, this once.
#[component]
pub fn NewTokenPage(
    /// Whose it is.
    engagement: EngagementId,
    /// What the page is called.
    title: String,
    /// The token.
    token: String,
) -> impl IntoView {
    let list = at(engagement, "tokens");
    view! {
        <PageHeader title trail=vec![Link::new(list.clone(), "API tokens")] />
        <Notice tone=Tone::Doubt title="Copy it now: it is not shown again.">
            <p>"Only a hash of it is kept. Whoever has it can use it: keep it where your program keeps its secrets."</p>
        </Notice>
        <p class="one-time-link"><code id="token">{token}</code></p>
        <p>"The id of this engagement, for the address: "<code id="engagement">{engagement.to_string()}</code></p>
        <p>
            <a class="button primary" href=list>"Done"</a>
            " "
            <a class="button" href="/api/v1">"How to use it"</a>
        </p>
    }
}
