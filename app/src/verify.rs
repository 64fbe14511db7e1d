//! The page on which anyone asks whether a certificate is known, by its hash.
//! It says when that was issued, and nothing of what it certifies; whoever guesses is told as little as whoever knows.

use crate::http::limit::limited;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{Field, Notice, PageHeader, PublicShell, Text, Time, Tone, Width};
use crate::urls;
use axum::response::Response;
use chrono::{DateTime, Utc};
use faultline::stores::certificate::store;
use faultline::stores::room::Hash;
use serde::Deserialize;

/// The most characters of what is asked that are shown again.
const SHOWN: usize = 200;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::Anyone, "/verify", limited(ask))
}

/// What the address asks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    hash: String,
}

/// What is known of a hash.
#[derive(Debug, Clone, Copy)]
enum Known {
    /// Nothing was asked.
    Nothing,
    /// What was asked is no hash.
    NoHash,
    /// A certificate that was issued at this moment.
    Issued(DateTime<Utc>),
    /// None that this server keeps.
    Unknown,
}

async fn ask(context: RequestContext, Query(asked): Query<Asked>) -> Result<Response, HttpError> {
    let text: String = asked.hash.trim().to_lowercase().chars().take(SHOWN).collect();
    let known = match text.parse::<Hash>() {
        _ if text.is_empty() => Known::Nothing,
        Err(_) => Known::NoHash,
        Ok(hash) => {
            store::issued(context.app.db.pool(), hash).await?.map_or(Known::Unknown, Known::Issued)
        }
    };
    Ok(context.page("Verify a certificate", || {
        view! { <PublicShell wide=true><VerifyPage text known /></PublicShell> }
    }))
}

#[component]
fn VerifyPage(text: String, known: Known) -> impl IntoView {
    let error: Option<Text> = matches!(known, Known::NoHash)
        .then(|| "Give the 64 digits and letters from a to f of its SHA-256.".into());
    view! {
        <PageHeader
            title="Verify a certificate"
            lede="Whether a certificate of acceptance was issued by this server. Nothing of what it says is shown."
        />
        <KnownNotice known />
        <form class="form" method="get" action=urls::VERIFY aria-label="Verify">
            <Field
                label="SHA-256 of certificate.json"
                name="hash"
                value=text
                error
                maxlength=64
                width=Width::Full
                hint="It stands on the receipt. “sha256sum certificate.json” gives it, once the certificate is unpacked."
            />
            <div class="submit-bar">
                <button class="button primary" type="submit">"Verify"</button>
            </div>
        </form>
    }
}

#[component]
fn KnownNotice(known: Known) -> impl IntoView {
    match known {
        Known::Issued(at) => EitherOf3::A(view! {
            <Notice tone=Tone::Sound title="We know this certificate.">
                <p>"It was issued on "<Time at=at />"."</p>
            </Notice>
        }),
        Known::Unknown => EitherOf3::B(view! {
            <Notice tone=Tone::Doubt title="We do not know this certificate.">
                <p>"This server keeps none with this hash. A changed byte gives another hash."</p>
            </Notice>
        }),
        Known::Nothing | Known::NoHash => EitherOf3::C(()),
    }
}
