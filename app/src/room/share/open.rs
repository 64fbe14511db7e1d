//! Opening a shared link: what it is, the password and the name that it asks for, and then the item alone.
//! A link that ended is answered like one that never was. Looking at a link is no opening: only the button is.

use super::shown::{Beside, Shown, ShownItem, of};
use crate::form::{Filled, Form, errors};
use crate::http::limit::limited;
use crate::http::network;
use crate::http::sessions::Device;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::password::{Checked, Passwords, too_many};
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::room::decision::is_open;
use crate::room::download::{handed_out, quote, reader};
use crate::room::{Version, published};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::ui::{EditForm, Field, PageHeader, SharedShell};
use crate::urls;
use axum::Extension;
use axum::http::header::{HeaderValue, REFERRER_POLICY, RETRY_AFTER};
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use chrono::Utc;
use faultline::delivery::documents::Document;
use faultline::delivery::report;
use faultline::delivery::shared::Item;
use faultline::document::engagement::Problem;
use faultline::platform::wording::day;
use faultline::stores::access::{Share, ViewRoom};
use faultline::stores::people::credentials;
use faultline::stores::quote::{Issued, store as quotes};
use faultline::stores::room::{Snapshot, store as rooms};
use faultline::stores::shares::{Link, TEXT, store};
use std::net::IpAddr;
use std::sync::Arc;

/// Where links are opened.
pub(super) fn routes() -> Routes {
    Routes::new().get(Access::Anyone, "/s/{token}", look).post(
        Access::Anyone,
        "/s/{token}",
        limited(open),
    )
}

async fn look(context: RequestContext, Path(token): Path<String>) -> Result<Response, HttpError> {
    let link = find(&context, &Token::sent(&token).hash()).await?;
    Ok(before(&context, &token, &link, (StatusCode::OK, Form::default(), &[])))
}

async fn find(context: &RequestContext, hash: &[u8]) -> Result<Link, HttpError> {
    let mut conn = context.app.db.pool().acquire().await?;
    store::open(&mut conn, hash).await?.ok_or(HttpError::NotFound)
}

/// The page before the item. It tells nothing of it: whoever comes here may not know the password.
fn before(
    context: &RequestContext,
    token: &str,
    link: &Link,
    (status, sent, problems): (StatusCode, Form, &[Problem]),
) -> Response {
    let form = Filled::new(sent, errors(problems));
    let (action, asks_name) = (urls::shared(token), link.asks_name);
    let (asks_password, maker) = (link.password_hash.is_some(), link.maker.name.clone());
    unlisted(context.render(status, "A shared page", false, || {
        view! { <BeforePage action maker asks_name asks_password form /> }
    }))
}

/// An answer that no search engine lists. That it is not kept is said of every page.
fn unlisted(mut response: Response) -> Response {
    let robots = HeaderValue::from_static("noindex, nofollow, noarchive");
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), robots);
    response
}

#[component]
fn BeforePage(
    action: String,
    maker: String,
    asks_name: bool,
    asks_password: bool,
    form: Filled,
) -> impl IntoView {
    let name = asks_name.then(|| {
        view! {
            <Field
                label="Your name"
                name="name"
                value=form.text("name")
                error=form.error("name")
                autocomplete="name"
                required=true
                maxlength=TEXT as u32
            />
        }
    });
    let password = asks_password.then(|| {
        view! {
            <Field
                label="Password"
                name="password"
                kind="password"
                error=form.error("password")
                hint="Whoever sent you the link knows it."
                autocomplete="off"
                required=true
            />
        }
    });
    let told = format!(
        "{maker} and the consultants see when it was opened, from which network, and the name that you give, if one is asked for."
    );
    view! {
        <SharedShell title="Faultline" footer="The link can be ended at any time.">
            <PageHeader title="Something was shared with you" lede=format!("{maker} shares one item with whoever has this link.") />
            <EditForm action save="Open it" errors=form.errors()>{name}{password}</EditForm>
            <p class="hint">{told}</p>
        </SharedShell>
    }
}

async fn open(
    context: RequestContext,
    Extension(passwords): Extension<Passwords>,
    device: Device,
    Path(token): Path<String>,
    sent: Form,
) -> Result<Response, HttpError> {
    let hash = Token::sent(&token).hash();
    let link = find(&context, &hash).await?;
    let name = sent.text("name");
    let name = if link.asks_name { name } else { String::new() };
    let length = name.chars().count();
    if link.asks_name && (length == 0 || length > TEXT || name.chars().any(char::is_control)) {
        let problem = Problem::new("name", "Give your name, in at most 200 characters.");
        let again = (StatusCode::UNPROCESSABLE_ENTITY, sent, &[problem][..]);
        return Ok(before(&context, &token, &link, again));
    }
    if let Some(known) = link.password_hash.clone() {
        let kept = (hash.as_slice(), known);
        if let Some(refused) = refused(&context, &passwords, &device, kept, &sent).await? {
            let (status, problem, wait) = refused;
            let mut page = before(&context, &token, &link, (status, sent, &[problem]));
            if let Some(wait) = wait {
                page.headers_mut().insert(RETRY_AFTER, wait.into());
            }
            return Ok(page);
        }
    }
    let network = device.address.parse::<IpAddr>().map(network::prefix).unwrap_or_default();
    item(&context, link, (&name, &network)).await
}

/// Why the password does not open a link: with which status, what is said, and how many seconds to wait.
type Refusal = (StatusCode, Problem, Option<i64>);

/// Whether the password was wrong, or tried too often. Attempts are counted as those to sign in are.
async fn refused(
    context: &RequestContext,
    passwords: &Passwords,
    device: &Device,
    (hash, known): (&[u8], String),
    sent: &Form,
) -> Result<Option<Refusal>, HttpError> {
    let turn = passwords.turn()?;
    let account = store::account(hash);
    let mut conn = context.app.db.pool().acquire().await?;
    if let Some(until) = credentials::attempt(&mut conn, &account, &device.network).await? {
        let wait = (until - Utc::now()).max(chrono::Duration::seconds(1));
        log(device, "too many passwords of one shared link");
        let problem = Problem::new("password", too_many(wait));
        return Ok(Some((StatusCode::TOO_MANY_REQUESTS, problem, Some(wait.num_seconds()))));
    }
    drop(conn);
    if turn.check(sent.raw("password"), Some(known)).await? == Checked::Wrong {
        log(device, "a shared link was refused");
        let problem = Problem::new("password", "This is not the password of this link.");
        return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, problem, None)));
    }
    let mut conn = context.app.db.pool().acquire().await?;
    store::forgive(&mut conn, hash, &device.network).await?;
    Ok(None)
}

fn log(device: &Device, what: &'static str) {
    let Device { address, agent, .. } = device;
    tracing::warn!(target: "security", %address, %agent, "{what}");
}

/// The item, once it is recorded that it was opened.
async fn item(
    context: &RequestContext,
    link: Link,
    (name, network): (&str, &str),
) -> Result<Response, HttpError> {
    let item: Item = link.item.parse().map_err(|_| HttpError::NotFound)?;
    let maker = context.as_maker(link.maker.clone());
    let grant = maker.may::<Share>(link.engagement)?;
    let asked = Version { version: Some(link.version) };
    let snapshot = published(&maker, link.engagement, asked).await?.ok_or(HttpError::NotFound)?;
    let issued = quote(&maker, link.engagement, &snapshot).await?;
    let shown = match item {
        Item::Document(document) => {
            file(&maker, &link, (snapshot, issued), (document, name)).await?
        }
        _ => page(context, &maker, &link, (snapshot, issued, item)).await?,
    };
    let mut tx = maker.act().await?;
    store::opened(&mut tx, grant, &link, (name, network)).await?;
    tx.commit().await?;
    Ok(shown)
}

/// A document for whoever has the link: it says on each page whom it is for.
async fn file(
    maker: &RequestContext,
    link: &Link,
    made_of: (Snapshot, Option<Issued>),
    (document, name): (Document, &str),
) -> Result<Response, HttpError> {
    let whose = format!("whoever has a link of {}", link.maker.name);
    let whom = if name.is_empty() { whose } else { name.to_owned() };
    let line = if document.is_marked() { reader::line(&whom) } else { String::new() };
    handed_out(maker, link.engagement, made_of, document, line).await.map(unlisted)
}

/// The page of an item, which nothing is told of to wherever its reader goes next.
async fn page(
    context: &RequestContext,
    maker: &RequestContext,
    link: &Link,
    (snapshot, issued, item): (Snapshot, Option<Issued>, Item),
) -> Result<Response, HttpError> {
    let decided = is_decided(maker, link).await?;
    let beside = Beside { issued, decided, today: Utc::now().date_naive() };
    let (context, label) = (context.clone(), link.label.clone());
    let maker = link.maker.name.clone();
    let draw = move || {
        let snapshot = Arc::new(snapshot);
        let shown = of(&snapshot, item, &beside).ok_or(HttpError::NotFound)?;
        Ok(shared(&context, &snapshot, (label, maker), shown))
    };
    DRAWING.run(link.engagement.0, draw).await?
}

fn shared(
    context: &RequestContext,
    snapshot: &Arc<Snapshot>,
    (label, maker): (String, String),
    shown: Shown,
) -> Response {
    let (contents, snapshot) = (snapshot.contents(), snapshot.clone());
    let title = format!("{} · {}", contents.document.title, contents.document.client);
    let version = report::version(contents.number, snapshot.assessment());
    let published = day(contents.published_at.date_naive());
    let footer = format!("{version}, published {published}. Shared by {maker}.");
    let withdrawn = snapshot.withdrawn().is_some().then_some(WITHDRAWN);
    let mut page = unlisted(context.page(&label.clone(), || {
        view! {
            <SharedShell title footer>
                {withdrawn.map(|says| view! { <p><strong>{says}</strong></p> })}
                <ShownItem snapshot label shown />
            </SharedShell>
        }
    }));
    page.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    page
}

/// What is said of a version in which a text was redacted.
const WITHDRAWN: &str =
    "This version is withdrawn: a text in it was redacted after it was published.";

/// Whether nothing is left to decide, as the room itself says.
async fn is_decided(maker: &RequestContext, link: &Link) -> Result<bool, HttpError> {
    let grant = maker.may::<ViewRoom>(link.engagement)?;
    let mut tx = maker.look().await?;
    let decisions = rooms::decisions(&mut tx, grant).await?;
    let waits = quotes::waiting(&mut tx, grant).await?.is_some();
    let newest = rooms::list(&mut tx, grant).await?.first().map_or(0, |newest| newest.number);
    Ok(!is_open(&decisions, waits, newest))
}
