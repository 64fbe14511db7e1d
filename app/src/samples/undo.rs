//! What was done to many samples or to patterns, and taking it back.
//! What someone changed since stays as they have it, and is told by name.

use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::samples::Refusal;
use crate::ui::{Link, Notice, PageHeader, PostButton, Section, Time, Tone};
use crate::urls::at;
use axum::response::Response;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::access::{EditWork, ViewHistory, ViewWork};
use faultline::stores::audit::{self, Entry};
use faultline::stores::samples as store;
use faultline::stores::samples::Step;
use serde::Deserialize;

/// The page.
#[component]
fn ChangedPage(
    /// The engagement.
    engagement: EngagementId,
    /// The row of the audit.
    entry: Entry,
    /// What it says was done.
    step: Step,
    /// What the page is called.
    title: &'static str,
    /// Whether the reader may take it back.
    may_edit: bool,
) -> impl IntoView {
    let says = says(&step);
    let tone = if step.left > 0 { Tone::Doubt } else { Tone::Sound };
    let undo = (may_edit && step.undoable).then(|| {
        let with = vec![("entry", entry.id.to_string())];
        let label = if step.is_undo { "Do it again" } else { "Undo" };
        view! { <PostButton action=at(engagement, "samples/undo") label with /> }
    });
    let pattern = step.pattern.as_ref().filter(|_| !step.is_undo);
    let pattern = pattern.map(|(id, _)| at(engagement, &format!("samples/patterns/one?of={id}")));
    let who = entry.person.unwrap_or_else(|| "Someone".into());
    let trail = vec![
        Link::new(at(engagement, "samples"), "Failure samples"),
        Link::new(at(engagement, "samples/patterns"), "Patterns"),
    ];
    view! {
        <PageHeader title trail>
            {undo}
            {pattern.map(|href| view! { <a class="button primary" href=href>"See the pattern"</a> })}
        </PageHeader>
        <Notice tone title=says><p>{format!("{who}, ")}<Time at=entry.at /></p></Notice>
        {(step.left > 0).then(|| view! { <Left engagement step /> })}
    }
}

#[component]
fn Left(engagement: EngagementId, step: Step) -> impl IntoView {
    let more = step.left.saturating_sub(step.told.len());
    let more = (more > 0 && !step.told.is_empty()).then(|| format!("and {more} more, or gone"));
    let lede = match step.pattern {
        Some(_) => "They were put into another pattern since: undo that first.",
        None => {
            "Someone changed them meanwhile, they are gone, or the review step does not follow."
        }
    };
    let items = step.told.into_iter().map(|(id, summary)| {
        let href = at(engagement, &format!("samples/{id}"));
        view! { <li><a href=href>{summary}</a></li> }
    });
    let items = items.collect_view();
    view! {
        <Section title=format!("{} left as before", step.left) id="left" lede>
            <ul>{items}{more.map(|says| view! { <li>{says}</li> })}</ul>
        </Section>
    }
}

/// What was done, in a sentence.
fn says(step: &Step) -> String {
    let (one, many) = match step.pattern {
        Some(_) => ("group of samples", "groups of samples"),
        None => ("sample", "samples"),
    };
    let changed = counted(step.changed as i64, one, many);
    match (&step.pattern, step.is_undo) {
        (Some((_, name)), false) => format!("{changed} are one pattern now: “{name}”."),
        (Some((_, name)), true) => format!("{changed} left “{name}” again."),
        (None, false) => format!("{changed} changed."),
        (None, true) if step.changed == 1 => format!("{changed} put back as it was."),
        (None, true) => format!("{changed} put back as they were."),
    }
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// The number of a row of the audit.
    entry: String,
}

/// What a row of the audit says was done. Without one, the way back to the list.
pub async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let history = context.may::<ViewHistory>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let entry = match which.entry.parse() {
        Ok(id) => audit::entry(&mut tx, history, id).await?,
        Err(_) => None,
    };
    let Some(entry) = entry else { return Ok(go(&at(engagement, "samples"))) };
    let Some(step) = store::step(&mut tx, grant, &entry).await? else {
        return Ok(go(&at(engagement, "samples")));
    };
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let may_edit = frame::may_edit(&context, engagement);
    let title = title(&step);
    Ok(context.page(title, || {
        let page = view! { <ChangedPage engagement entry step title may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}

/// Takes it back.
pub async fn undo(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let history = context.may::<ViewHistory>(engagement)?;
    let id: i64 = sent.raw("entry").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    let entry = audit::entry(&mut tx, history, id).await?.ok_or(HttpError::NotFound)?;
    match store::undo(&mut tx, grant, &entry).await {
        Ok(recorded) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/changed?entry={recorded}"))))
        }
        Err(error) => match Refusal::of(error)? {
            // It is about something else: whoever asks made the address themselves.
            Refusal::Invalid(_) => Err(HttpError::NotFound),
            Refusal::Conflict(_) => Err(HttpError::Conflict),
        },
    }
}

fn title(step: &Step) -> &'static str {
    match (&step.pattern, step.is_undo) {
        (Some(_), false) => "Patterns merged",
        (Some(_), true) => "Merge undone",
        (None, false) => "Samples changed",
        (None, true) => "Change undone",
    }
}
