//! What is assumed of unknowns in this engagement: how likely the bad answer is, and what finding out costs.
//! What is left empty is what is usual; only what differs is kept.

use crate::editing::{self, Refusal};
use crate::form::{Form, Reading, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{EditForm, Field, FormErrors, Link, PageHeader, Width};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Assumption, Brief, Engagement, Part, Problem, UnknownKind};
use faultline::judgement::next_evidence::usual;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

fn percent(kind: UnknownKind) -> String {
    format!("percent_{}", kind.key())
}

fn minutes(kind: UnknownKind) -> String {
    format!("minutes_{}", kind.key())
}

/// The form.
pub async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let brief = &loaded.document.brief;
    let sent = fill(brief, loaded.version_of(brief.id));
    Ok(page(&context, &loaded, &sent, None))
}

/// Saves it.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let read = |document: &Engagement| read(document, &sent);
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&at(engagement, "verdict#next"))),
        Err(refusal) => {
            let loaded = store::load(&mut *context.look().await?, grant).await?;
            Ok(page(&context, &loaded, &sent, Some(&refusal)))
        }
    }
}

fn fill(brief: &Brief, version: i32) -> Form {
    let mut sent = Form::of(vec![("version", version.to_string())]);
    for (kind, assumed) in &brief.assumptions {
        sent.push(&percent(*kind), assumed.percent.to_string());
        sent.push(&minutes(*kind), assumed.minutes.to_string());
    }
    sent
}

/// The brief with the assumptions that the form describes, and what is wrong with them.
fn read(document: &Engagement, sent: &Form) -> (Part, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let mut brief = document.brief.clone();
    brief.assumptions.clear();
    for kind in UnknownKind::ALL {
        let usual = usual(*kind);
        let mut number = |name: String, usual: i64, bound: i64| {
            let text = sent.text(&name);
            let number = if text.is_empty() { Some(usual) } else { text.parse().ok() };
            let number = number.filter(|number| (0..=bound).contains(number));
            if number.is_none() {
                reading.problem(
                    kind.key(),
                    "Give per cent from 0 to 100, and minutes from 1 to 10,000.",
                );
            }
            number.unwrap_or(usual)
        };
        let percent = number(percent(*kind), usual.percent, 100);
        let minutes = number(minutes(*kind), usual.minutes, 10_000).max(1);
        let assumed = Assumption { percent, minutes };
        if assumed != usual {
            brief.assumptions.insert(*kind, assumed);
        }
    }
    (Part::Brief(brief), reading.problems())
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Response {
    let engagement = loaded.document.id;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let labels: Vec<(String, &str)> = UnknownKind::ALL
        .iter()
        .flat_map(|kind| [(percent(*kind), kind.label()), (minutes(*kind), kind.label())])
        .collect();
    let labels: Vec<_> = labels.iter().map(|(name, label)| (name.as_str(), *label)).collect();
    let stored =
        |part: &Part| if let Part::Brief(brief) = part { Some(fill(brief, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(&labels, sent, stored));
    let fields = UnknownKind::ALL.iter().map(|kind| group(*kind, sent, &errors)).collect_view();
    let trail = vec![Link::new(at(engagement, "verdict"), "Verdict")];
    let (action, cancel) = (at(engagement, "assumptions"), at(engagement, "verdict"));
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let body = view! {
        <PageHeader title="Assumptions" trail lede="What is assumed of each kind of unknown until somebody looks. It ranks what to find out next, and decides nothing else." />
        {conflict}
        <EditForm action save="Save assumptions" cancel errors version=Some(i64::from(version))>
            {fields}
        </EditForm>
    };
    context.render(status, "Assumptions", false, || frame::engagement(context, nav, body))
}

fn group(kind: UnknownKind, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let (name_of_chance, name_of_cost) = (percent(kind), minutes(kind));
    let (chance, cost) = (sent.text(&name_of_chance), sent.text(&name_of_cost));
    let usual = usual(kind);
    let chance_hint = format!("Usually {}.", usual.percent);
    let cost_hint = format!("Usually {}.", usual.minutes);
    let error = errors.of(kind.key());
    view! {
        <fieldset class="group" id=kind.key()>
            <legend>{kind.label()}</legend>
            <div class="field-grid">
                <Field label="How likely the bad answer is, in per cent" name=name_of_chance kind="number" min="0" max="100" value=chance hint=chance_hint error width=Width::Short />
                <Field label="Minutes that finding out takes" name=name_of_cost kind="number" min="1" max="10000" value=cost hint=cost_hint width=Width::Short />
            </div>
        </fieldset>
    }
}
