//! Changing many samples at once: those that are ticked, or all that the filters show; and taking it back.
//! The rows that were seen go along with the form, each with its version, so that nothing unseen is changed.

use super::address::Ask;
use super::{Refusal, list, patterns};
use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::Choice;
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{PatternKey, groups};
use faultline::platform::ids::{EngagementId, PatternId, SampleId};
use faultline::platform::wording::counted;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use faultline::stores::samples::{Changes, IntoPattern, MOST_CHANGED};
use page::{ManyPage, Which};

mod page;

/// What a choice says for “not known”.
const NONE: &str = "none";
const AS_IS: &str = "Leave as it is";

/// The form for all that the filters show.
pub async fn all(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let most = i64::try_from(MOST_CHANGED + 1).unwrap_or(i64::MAX);
    let rows =
        store::seen_now(&mut *context.look().await?, grant.into(), &ask.filter(), most).await?;
    let mut sent = carried(&ask);
    if rows.len() > MOST_CHANGED {
        let problem = Problem::new("", "More than 1,000 samples match: narrow the list first.");
        return show(&context, engagement, &sent, &[], &[problem]).await;
    }
    sent.push("rows", written(&rows));
    show(&context, engagement, &sent, &rows, &[]).await
}

/// The form for the ticked rows, and what becomes of them when it is sent.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    mut sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let ask = Ask::of(&sent);
    if !sent.ticked("rows") {
        let ticked = list::Ticked::of(&sent);
        let rows: Vec<(SampleId, i32)> =
            ticked.rows.iter().filter_map(|row| list::seen(row)).take(MOST_CHANGED).collect();
        if rows.is_empty() {
            let problem = Some("Tick the samples first, then choose what becomes of them.".into());
            let ticked = list::Ticked { problem, ..ticked };
            return super::list_page(&context, engagement, ask, ticked).await;
        }
        let mut blank = carried(&ask);
        blank.push("rows", written(&rows));
        return show(&context, engagement, &blank, &rows, &[]).await;
    }
    let rows: Vec<(SampleId, i32)> =
        sent.raw("rows").split(' ').filter_map(list::seen).take(MOST_CHANGED + 1).collect();
    sent.set("rows", written(&rows));
    let (changes, mut problems) = read(&sent);
    if problems.is_empty() {
        let mut tx = context.act().await?;
        match store::change_many(&mut tx, grant, &rows, changes).await {
            Ok(done) => {
                tx.commit().await?;
                let entry = done.entry.map_or(String::new(), |entry| format!("&entry={entry}"));
                let after = ask.after(done.changed, done.left.len());
                return Ok(go(&format!("{}{after}{entry}", at(engagement, "samples"))));
            }
            Err(error) => match Refusal::of(error)? {
                Refusal::Invalid(found) => problems = found,
                Refusal::Conflict(_) => return Err(HttpError::Conflict),
            },
        }
    }
    show(&context, engagement, &sent, &rows, &problems).await
}

/// The hidden fields that say which list one came from.
fn carried(ask: &Ask) -> Form {
    let mut sent = Form::default();
    ask.fields().into_iter().for_each(|(name, value)| sent.push(&name, value));
    sent
}

fn written(rows: &[(SampleId, i32)]) -> String {
    rows.iter().map(|(id, version)| format!("{id}.{version}")).collect::<Vec<_>>().join(" ")
}

/// What the form says, and what of it cannot be.
fn read(sent: &Form) -> (Changes, Vec<Problem>) {
    let mut problems = Vec::new();
    let reason = sent.text("reason");
    let mut changes = Changes { reason, ..Changes::default() };
    changes.state = choice(sent, "state", &mut problems);
    changes.symptom = choice(sent, "symptom", &mut problems);
    changes.origin = choice(sent, "origin", &mut problems);
    changes.cause = choice(sent, "cause", &mut problems);
    changes.detected_by = choice(sent, "detected_by", &mut problems);
    changes.outcome = choice(sent, "outcome", &mut problems);
    changes.error_class = optional(sent, "error_class", &mut problems);
    changes.missing_control = optional(sent, "missing_control", &mut problems);
    changes.evidence_kind = optional(sent, "evidence_kind", &mut problems);
    changes.integration = optional(sent, "integration", &mut problems);
    changes.pattern = match sent.raw("pattern") {
        "" => None,
        "new" => Some(IntoPattern::New(sent.text("name"))),
        NONE => Some(IntoPattern::ByRule),
        id => match id.parse::<PatternId>() {
            Ok(id) => Some(IntoPattern::Made(id)),
            Err(_) => {
                problems.push(Problem::new("pattern", "Choose one of the list."));
                None
            }
        },
    };
    (changes, problems)
}

fn choice<T: std::str::FromStr>(
    sent: &Form,
    field: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let raw = sent.raw(field);
    let found = raw.parse().ok();
    if found.is_none() && !raw.is_empty() {
        problems.push(Problem::new(field, "Choose one of the list."));
    }
    found
}

fn optional<T: std::str::FromStr>(
    sent: &Form,
    field: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<Option<T>> {
    if sent.raw(field) == NONE { Some(None) } else { choice(sent, field, problems).map(Some) }
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    rows: &[(SampleId, i32)],
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let (found, _) = store::patterns(&mut tx, grant).await?;
    let ids: Vec<SampleId> = rows.iter().map(|(id, _)| *id).collect();
    let named = store::named(&mut tx, grant, &ids).await?;
    let names: std::collections::HashMap<_, _> = head.integrations.iter().cloned().collect();
    let made = groups(&found).into_iter().filter_map(|group| match group.whole.key() {
        PatternKey::Made(id) => {
            Some(Choice::new(id.to_string(), patterns::title(&group.whole, &names)))
        }
        PatternKey::Rule(_) => None,
    });
    let made: Vec<Choice> = made.take(200).collect();
    let places =
        head.integrations.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let places: Vec<Choice> = places.collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let title = match rows.len() {
        0 => "Change samples".to_owned(),
        n => format!("Change {}", counted(n as i64, "sample", "samples")),
    };
    let hidden = sent.fields().filter(|(name, _)| *name == "rows" || name.starts_with("list_"));
    let hidden = hidden.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let back = super::address::query(&Ask::of(sent).filter());
    let which = Which { all: rows.len(), named, hidden, back };
    let form = Filled::new(sent.clone(), errors(problems));
    let why = problems.first().map(|one| one.message.clone());
    Ok(context.render(status(problems), &title.clone(), false, || {
        let page = view! { <ManyPage engagement title which why form places made /> };
        frame::engagement(context, nav, page)
    }))
}
