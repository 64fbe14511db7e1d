//! Changing many samples at once: those that are ticked, or all that the filters show; and taking it back.
//! The rows that were seen go along with the form, each with its version, so that nothing unseen is changed.

use super::address::Ask;
use super::{Refusal, form, grouped, list, patterns};
use crate::form::{Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{
    Choice, EditForm, Field, FormErrors, Link, Notice, PageHeader, Select, Tone, choices,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{
    DetectedBy, ErrorClass, Origin, Outcome, PatternKey, ReviewState, Symptom, groups,
};
use faultline::platform::ids::{EngagementId, PatternId, SampleId};
use faultline::platform::wording::counted;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use faultline::stores::samples::{Changes, IntoPattern, MOST_CHANGED};

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
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let list = at(engagement, "samples");
    let trail = vec![Link::new(list.clone(), "Failure samples")];
    let back = format!("{list}{}", super::address::query(&Ask::of(sent).filter()));
    let title = match rows.len() {
        0 => "Change samples".to_owned(),
        n => format!("Change {}", counted(n as i64, "sample", "samples")),
    };
    let errors = errors(problems);
    let body = if rows.is_empty() {
        let why =
            problems.first().map_or("No sample matches.".to_owned(), |one| one.message.clone());
        view! { <Notice tone=Tone::Fault title=why><p><a href=back>"Back to the list"</a></p></Notice> }
            .markup()
    } else {
        let items = named
            .iter()
            .map(|(id, summary)| {
                let href = format!("{list}/{id}");
                view! { <li><a href=href>{summary.clone()}</a></li> }
            })
            .collect_view();
        let more = rows.len().saturating_sub(named.len());
        let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
        let hidden = sent
            .fields()
            .filter(|(name, _)| *name == "rows" || name.starts_with("list_"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect_view();
        let fields = fields(sent, &errors, places, made);
        view! {
            <details class="after-table"><summary>"Which ones"</summary><ul>{items}{more}</ul></details>
            <EditForm action=format!("{list}/bulk") save=title.clone() cancel=back errors>
                {hidden}
                {fields}
            </EditForm>
        }
        .markup()
    };
    let lede = "What is left as it is stays different from sample to sample. A sample that someone changes meanwhile is left alone. This can be undone.";
    let header = view! { <PageHeader title=title.clone() trail lede /> };
    let body = view! { {header}{body} };
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, body)))
}

fn fields(
    sent: &Form,
    errors: &FormErrors,
    mut places: Vec<Choice>,
    made: Vec<Choice>,
) -> impl IntoView + use<> {
    let text = |name: &str| sent.text(name);
    places.push(Choice::new(NONE, "Not known yet"));
    let mut classes = choices::<ErrorClass>();
    classes.push(Choice::new(NONE, "Not known yet"));
    let mut patterns = vec![
        Choice::new("new", "One of their own, named below"),
        Choice::new(NONE, "Wherever the rule puts them"),
    ];
    patterns.extend(made);
    let mut controls = form::controls();
    controls.insert(0, ("Nothing", vec![(NONE, "Not named yet")]));
    let (cause, control) = (text("cause"), text("missing_control"));
    let cause =
        grouped::select("Cause", "cause", form::causes(), &cause, Some(AS_IS), errors.of("cause"));
    let control = grouped::select(
        "Missing control",
        "missing_control",
        controls,
        &control,
        Some(AS_IS),
        errors.of("missing_control"),
    );
    view! {
        <fieldset class="group" id="set">
            <legend>"Set"</legend>
            <div class="field-grid">
                <Select label="Integration" name="integration" choices=places selected=text("integration") blank=AS_IS error=errors.of("integration") />
                <Select label="Symptom" name="symptom" choices={choices::<Symptom>()} selected=text("symptom") blank=AS_IS error=errors.of("symptom") />
                <Select label="Origin" name="origin" choices={choices::<Origin>()} selected=text("origin") blank=AS_IS error=errors.of("origin") />
                {cause}
                <Select label="Error class" name="error_class" choices=classes selected=text("error_class") blank=AS_IS error=errors.of("error_class") />
                {control}
                <Select label="Noticed by" name="detected_by" choices={choices::<DetectedBy>()} selected=text("detected_by") blank=AS_IS error=errors.of("detected_by") />
                <Select label="Outcome" name="outcome" choices={choices::<Outcome>()} selected=text("outcome") blank=AS_IS error=errors.of("outcome") />
            </div>
        </fieldset>
        <fieldset class="group">
            <legend>"Review"</legend>
            <div class="field-grid">
                <Select label="Review state" name="state" choices={choices::<ReviewState>()} selected=text("state") blank=AS_IS error=errors.of("state") />
                <Field label="Reason, when they are rejected" name="reason" value=text("reason") maxlength=1000 error=errors.of("reason") />
            </div>
        </fieldset>
        <fieldset class="group">
            <legend>"Pattern"</legend>
            <div class="field-grid">
                <Select label="Put them into" name="pattern" choices=patterns selected=text("pattern") blank=AS_IS error=errors.of("pattern") />
                <Field label="Name of a new pattern" name="name" value=text("name") maxlength=200 error=errors.of("name") />
            </div>
        </fieldset>
    }
}
