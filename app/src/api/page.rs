//! The API on one page, for whoever writes the program: how to begin, what to send, what may come back.
//! It is printed from the same tables as the answers, and asks for no account.

use super::document::example;
use super::fields::FIELDS;
use super::problem::Kind;
use super::samples::{PAGE, PAGE_MOST};
use super::{BODY_LIMIT, SAMPLES_PER_REQUEST};
use crate::request::RequestContext;
use crate::ui::{Column, DataTable, PageHeader, PublicShell, Section, Tag};
use axum::response::Response;
use faultline::stores::tokens::REQUESTS_A_MINUTE;
use leptos::prelude::*;

/// The page.
#[component]
pub fn ApiPage(
    /// Where this server is.
    url: String,
) -> impl IntoView {
    let samples = format!("{url}/api/v1/engagements/$ENGAGEMENT/samples");
    let body = serde_json::to_string_pretty(&example()).unwrap_or_default();
    let send = format!(
        "curl \"{samples}\" \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  -H \"Idempotency-Key: order-10023-twice\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{body}'"
    );
    let list =
        format!("curl \"{samples}?state=new&limit=20\" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    let one = format!("curl \"{samples}/$SAMPLE\" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    let pages = format!(
        "Newest first, {PAGE} at once unless “limit” says otherwise, {PAGE_MOST} at most. When “next” is not null, send it as “after” for the page that follows. “state” and “symptom” narrow the list."
    );
    view! {
        <PublicShell wide=true>
        <PageHeader
            title="API"
            lede="Your monitor, script or middleware can send failures here as they happen, and read them back."
        >
            <a class="button" href="/api/v1/openapi.json">"OpenAPI 3.1"</a>
        </PageHeader>
        <Begin />
        <Section title="Send samples" id="send" lede="One as an object, or many in an array.">
            <Code label="Sending one sample" text=send />
            <p>"The answer, 201, has the id of each sample and what was replaced in it. Secrets and personal data become placeholders before anything is stored; when “rotate_a_secret” is true, rotate it where it is used."</p>
        </Section>
        <Once />
        <Section title="Read samples" id="read" lede=pages>
            <Code label="Listing new samples" text=list />
            <Code label="Reading one sample" text=one />
        </Section>
        <Fields />
        <Problems />
        </PublicShell>
    }
}

/// Answers with the page.
pub async fn show(context: RequestContext) -> Response {
    let url = context.app.public_url.to_string();
    context.page("API", || view! { <ApiPage url /> })
}

/// A command to copy.
#[component]
fn Code(label: &'static str, text: String) -> impl IntoView {
    view! { <pre class="evidence-text" tabindex="0" role="group" aria-label=label>{text}</pre> }
}

#[component]
fn Begin() -> impl IntoView {
    let limits = format!(
        "A request carries at most {SAMPLES_PER_REQUEST} samples and {} MB. A token may ask {REQUESTS_A_MINUTE} times a minute; past that the answer is 429, and Retry-After says for how many seconds.",
        BODY_LIMIT / 1024 / 1024
    );
    view! {
        <Section title="Begin" id="begin">
            <ol>
                <li>"Open the engagement, then “API tokens”, and make a token. It is shown once. It can do what you may do there, within its scopes, until it expires, is revoked, or you leave the engagement."</li>
                <li>"The id of the engagement is in the address of its pages, after /e/."</li>
                <li>"Send the token with every request, as below."</li>
            </ol>
            <p>{limits}</p>
        </Section>
    }
}

#[component]
fn Once() -> impl IntoView {
    view! {
        <Section title="Nothing twice" id="once">
            <p>"Give each thing to be stored its own Idempotency-Key, such as the id of the event. When no answer comes, send the same again, as often as you like: with the same key and body it is stored once, and you get the answer of the first time. Keys are remembered for a week at least."</p>
        </Section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let rows = FIELDS.iter().map(|field| {
        let required = field.required.then(|| view! { " " <Tag word="required" /> });
        view! {
            <tr>
                <th scope="row" data-label="Field"><code>{field.name}</code>{required}</th>
                <td data-label="Meaning">{field.says}</td>
                <td data-label="Takes">{field.takes.words()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = ["Field", "Meaning", "Takes"].map(Column::new).to_vec();
    view! {
        <Section title="Fields" id="fields" lede="Leave out what nobody knows. A field that is not listed is refused.">
            <DataTable caption="Fields of a sample" id="fields-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

#[component]
fn Problems() -> impl IntoView {
    let rows = Kind::ALL.iter().map(|kind| {
        let (title, advice) = kind.words();
        view! {
            <tr id=kind.key()>
                <th scope="row" data-label="Status">{kind.status().as_u16()}</th>
                <td data-label="Problem">{title}</td>
                <td data-label="What to do">{advice}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = ["Status", "Problem", "What to do"].map(Column::new).to_vec();
    let lede = "Every error is a problem document, application/problem+json. Where values are wrong, “errors” leads to each of them.";
    view! {
        <Section title="Problems" id="problems" lede>
            <DataTable caption="Problems" id="problems-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}
