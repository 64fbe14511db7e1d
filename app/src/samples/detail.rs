//! One sample: what happened and when, its evidence as text, what was replaced in it, and what is to be done with it.
//! Evidence is never rendered as anything but text.

use super::list::{span, tone};
use super::{Refusal, form, mark};
use crate::files;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{
    Badge, EditForm, Fact, Facts, Field, Known, Link, Notice, PageHeader, PostButton, Section,
    Time, Toast, Tone,
};
use crate::urls::{self, at};
use crate::workflows::fault;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::samples::{
    Cause, Nature, PatternKey, ReviewState, Rule, Sample, placeholders,
};
use faultline::engines::map::{Flow, Map, Side};
use faultline::engines::redact::Kind;
use faultline::judgement::evidence::Subject;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::attachments::Attachment;
use faultline::stores::samples::Stored;

/// Longest title, in characters.
const TITLE: usize = 120;
/// Flows that are listed.
const MOST_FLOWS: usize = 10;

/// What a form that comes back adds to the page.
#[derive(Debug, Default)]
pub struct Shown {
    /// It was just saved.
    pub saved: bool,
    /// The form as it was sent.
    pub sent: Option<Form>,
    /// Why the form comes back.
    pub refusal: Option<Refusal>,
    /// The reason that was typed, and why the review did not happen.
    pub review: Option<(String, Refusal)>,
    /// What was marked to be redacted, and why it was not.
    pub marked: Option<(Form, Refusal)>,
    /// Why files were not taken.
    pub files: Vec<Problem>,
}

impl Shown {
    /// The status the page is answered with.
    pub fn status(&self) -> StatusCode {
        let review = self.review.as_ref().map(|(_, refusal)| refusal);
        let marked = self.marked.as_ref().map(|(_, refusal)| refusal);
        match self.refusal.as_ref().or(review).or(marked) {
            Some(refusal) => refusal.status(),
            None if !self.files.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }
}

/// The title of a sample: the beginning of its summary.
pub fn title(sample: &Sample) -> String {
    if sample.summary.chars().count() > TITLE {
        sample.summary.chars().take(TITLE - 1).chain("…".chars()).collect()
    } else {
        sample.summary.clone()
    }
}

/// The page.
pub fn view(
    document: &Engagement,
    stored: &Stored,
    files: Vec<Attachment>,
    shown: Shown,
    may_edit: bool,
) -> impl IntoView + use<> {
    let sample = &stored.sample;
    let list = at(document.id, "samples");
    let saved = shown.saved.then(|| view! { <Toast message="Saved." /> });
    let title = title(sample);
    let whole =
        (title != sample.summary).then(|| view! { <p class="whole">{sample.summary.clone()}</p> });
    let review = may_edit.then(|| review(document, stored, shown.review.as_ref()));
    let conflict =
        shown.marked.as_ref().filter(|(_, refusal)| matches!(refusal, Refusal::Conflict(_)));
    let refused = shown.review.as_ref().map(|(_, refusal)| refusal);
    let refused = refused.or(conflict.map(|(_, refusal)| refusal)).map(why_not);
    let marking = may_edit.then(|| mark::view(document, stored, shown.marked.as_ref()));
    let files = files::section(document.id, sample.id, files, &shown.files, may_edit);
    let edit = may_edit.then(|| edit(document, stored, shown.sent, shown.refusal.as_ref()));
    let sections = (replaced(sample), timeline(sample), facts(document, stored), evidence(sample));
    let (tone, state) = (tone(sample.state), sample.state.label());
    view! {
        <PageHeader title=title trail=vec![Link::new(list, "Failure samples")]>
            <Badge tone word=state />
        </PageHeader>
        {saved}
        {refused}
        {whole}
        {review}
        {sections}
        {marking}
        {files}
        {edit}
    }
}

/// Why a review did not happen.
fn why_not(refusal: &Refusal) -> Markup {
    match refusal {
        Refusal::Conflict(_) => view! {
            <Notice tone=Tone::Doubt title="Someone else changed this sample meanwhile">
                <p>"It was left as they have it. Look at it once more, then choose again."</p>
            </Notice>
        }
        .markup(),
        Refusal::Invalid(problems) => {
            let why = problems
                .iter()
                .map(|problem| problem.message.clone())
                .collect::<Vec<_>>()
                .join(" ");
            view! { <Notice tone=Tone::Fault title=why /> }.markup()
        }
    }
}

/// What may become of it next.
fn review(
    document: &Engagement,
    stored: &Stored,
    typed: Option<&(String, Refusal)>,
) -> impl IntoView + use<> {
    let sample = &stored.sample;
    let action = at(document.id, &format!("samples/{}/review", sample.id));
    let button = |to: &ReviewState| {
        let (label, look) = match to {
            ReviewState::Confirmed if sample.state == ReviewState::Diagnosed => {
                ("Back to confirmed", "quiet")
            }
            ReviewState::Confirmed => ("Confirm: it happened", "primary"),
            ReviewState::Diagnosed => ("Mark as diagnosed", "primary"),
            ReviewState::New | ReviewState::Rejected => ("Back to new", "quiet"),
        };
        let with = vec![("state", to.key().to_owned()), ("version", stored.version.to_string())];
        view! { <PostButton action=action.clone() label look with /> }
    };
    let next = sample.state.next();
    let buttons = next.iter().filter(|to| **to != ReviewState::Rejected).map(button).collect_view();
    let hint = (sample.state == ReviewState::Confirmed && sample.cause == Cause::Unknown).then(
        || view! { <p class="hint">"Name the cause below first: a diagnosed sample has one."</p> },
    );
    let reject = next.contains(&ReviewState::Rejected).then(|| {
        let reason = typed.map(|(reason, _)| reason.clone()).unwrap_or_default();
        let open = !reason.is_empty();
        view! {
            <details class="confirm" open=open>
                <summary class="button">"Reject …"</summary>
                <div class="confirm-body">
                    <p>"It stays in the list, and counts for nothing. This can be taken back."</p>
                    <form method="post" action=action.clone()>
                        <input type="hidden" name="state" value=ReviewState::Rejected.key() />
                        <input type="hidden" name="version" value=stored.version />
                        <Field label="Why it is no failure of this engagement" name="reason" value=reason required=true maxlength=1000 />
                        <button class="button danger" type="submit">"Reject"</button>
                    </form>
                </div>
            </details>
        }
    });
    view! { <div class="review">{buttons}{reject}{hint}</div> }
}

/// What was replaced on the way in.
fn replaced(sample: &Sample) -> Option<Markup> {
    let found = placeholders(sample);
    if found.is_empty() {
        return None;
    }
    let secret = found
        .iter()
        .any(|(kind, _)| Kind::ALL.iter().any(|known| known.is_secret() && known.label() == kind));
    let items = found
        .into_iter()
        .map(|(kind, n)| view! { <li>{format!("{n} × {kind}")}</li> })
        .collect_view();
    let advice = if secret {
        "A secret was in what was typed. It is not stored here, but whoever saw the original can use it: have it rotated at its system."
    } else {
        "Each stands in the text as a placeholder. The same value always gets the same number in this engagement."
    };
    let (tone, title) = if secret {
        (Tone::Fault, "A secret was replaced: rotate it")
    } else {
        (Tone::Plain, "Replaced on the way in")
    };
    Some(
        view! { <Notice tone title><p>{advice}</p><ul class="replaced">{items}</ul></Notice> }
            .markup(),
    )
}

fn timeline(sample: &Sample) -> impl IntoView + use<> {
    let after = |at: DateTime<Utc>, since: DateTime<Utc>, of: &str| {
        format!("{} after it {of}", span(at - since))
    };
    let by = sample.detected_by.label().to_lowercase();
    let detected = match sample.detected_at {
        Some(at) => moment(
            "Detected",
            at,
            format!("by {by}, {}", after(at, sample.occurred_at, "occurred")),
            Tone::Doubt,
        ),
        None => unknown("Detected", format!("Time not known; noticed by {by}.")),
    };
    let recovered = match (sample.recovered_at, sample.detected_at) {
        (Some(at), Some(detected)) if at >= detected => {
            moment("Recovered", at, after(at, detected, "was detected"), Tone::Sound)
        }
        (Some(at), _) => {
            moment("Recovered", at, after(at, sample.occurred_at, "occurred"), Tone::Sound)
        }
        (None, _) => unknown("Recovered", "Not recovered, as far as anyone knows.".into()),
    };
    let occurred = moment("Occurred", sample.occurred_at, String::new(), Tone::Fault);
    view! {
        <Section title="Timeline" id="timeline">
            <ol class="timeline">{occurred}{detected}{recovered}</ol>
        </Section>
    }
}

fn moment(what: &'static str, at: DateTime<Utc>, note: String, tone: Tone) -> Markup {
    view! { <li data-tone=tone.key()><strong>{what}</strong>" "<Time at /><p>{note}</p></li> }
        .markup()
}

fn unknown(what: &'static str, note: String) -> Markup {
    view! { <li data-tone=Tone::Unknown.key()><strong>{what}</strong><p>{note}</p></li> }.markup()
}

fn facts(document: &Engagement, stored: &Stored) -> impl IntoView + use<> {
    let sample = &stored.sample;
    let integration = match sample.integration.and_then(|id| document.integration(id)) {
        Some(found) => {
            let href = at(document.id, &format!("integrations/{}", found.id));
            view! { <a href=href>{found.name.clone()}</a> }.markup()
        }
        None => view! { <Known text="" /> }.markup(),
    };
    let cause = match sample.cause.nature() {
        Nature::Unknown => String::new(),
        nature => format!("{} ({})", sample.cause.label(), nature.label().to_lowercase()),
    };
    let control = match (sample.missing_control, sample.integration) {
        (Some(control), Some(at)) if document.integration(at).is_some() => {
            let href = urls::subject(document.id, &Subject::Control { integration: at, control });
            view! { <a href=href>{control.label()}</a> }.markup()
        }
        (control, _) => {
            let text = control.map_or("", Catalogue::label);
            view! { <Known text otherwise="Not named yet" /> }.markup()
        }
    };
    let pattern = pattern(document, stored);
    let flows = flows(document, sample);
    let origin = if sample.origin == faultline::document::samples::Origin::Unknown {
        ""
    } else {
        sample.origin.label()
    };
    let class = sample.error_class.map_or("", Catalogue::label);
    let said =
        if sample.status_said_success { "Yes: a success status proved nothing here" } else { "No" };
    let minutes = format!("{} min", sample.manual_minutes);
    let file =
        stored.file_name.clone().map(|name| view! { <Fact term="Imported from">{name}</Fact> });
    let token = stored.token.clone();
    let token = token.map(|name| view! { <Fact term="Sent with the API token">{name}</Fact> });
    let submitted = stored.submitted_by.clone();
    let submitted = submitted
        .map(|name| view! { <Fact term="Submitted from the client room by">{name}</Fact> });
    let rejected = (!sample.rejected_because.is_empty()).then(|| {
        let why = sample.rejected_because.clone();
        view! { <Fact term="Rejected because">{why}</Fact> }
    });
    let step = step(document, sample);
    let (records, id) = (sample.records.clone(), sample.correlation_id.clone());
    let (symptom, outcome, retries) =
        (sample.symptom.label(), sample.outcome.label(), sample.retries);
    view! {
        <Section title="Facts" id="facts">
            <Facts>
                {rejected}
                <Fact term="Integration">{integration}</Fact>
                {step}
                {flows}
                {pattern}
                <Fact term="Symptom">{symptom}</Fact>
                <Fact term="Cause"><Known text=cause /></Fact>
                <Fact term="Origin"><Known text=origin /></Fact>
                <Fact term="Error class"><Known text=class /></Fact>
                <Fact term="Outcome">{outcome}</Fact>
                <Fact term="Status said success">{said}</Fact>
                <Fact term="Retries">{retries}</Fact>
                <Fact term="Manual work">{minutes}</Fact>
                <Fact term="Missing control">{control}</Fact>
                <Fact term="Affected records"><span class="lines"><Known text=records /></span></Fact>
                <Fact term="Correlation id"><code><Known text=id /></code></Fact>
                {file}
                {token}
                {submitted}
            </Facts>
        </Section>
    }
}

fn step(document: &Engagement, sample: &Sample) -> Option<Markup> {
    let wanted = sample.step?;
    let (map, step) = document
        .maps
        .iter()
        .find_map(|map| map.steps.iter().find(|step| step.id == wanted).map(|step| (map, step)))?;
    let href =
        at(document.id, &format!("workflows/{}/{}#{}", map.workflow, map.side.key(), step.id));
    let name = step.name.clone();
    Some(view! { <Fact term="Step"><a href=href>{name}</a></Fact> }.markup())
}

/// The flows it went through: those that use its integration on a map of how it really runs.
fn flows(document: &Engagement, sample: &Sample) -> Option<Markup> {
    let integration = sample.integration?;
    let actual = document.maps.iter().filter(|map| map.side == Side::Actual);
    let found = actual.flat_map(|map| {
        let uses = map.flows.iter().filter(move |flow| flow.integration == Some(integration));
        uses.map(move |flow| (map, flow))
    });
    let item = |(map, flow): (&Map, &Flow)| {
        let name = |id| map.step(id).map_or_else(String::new, |step| step.name.clone());
        let words = format!("{} → {}", name(flow.from), name(flow.to));
        let page = format!("workflows/{}/{}#{}", map.workflow, map.side.key(), fault::row(flow.id));
        let href = at(document.id, &page);
        view! { <li><a href=href>{words}</a></li> }
    };
    let items: Vec<_> = found.take(MOST_FLOWS).map(item).collect();
    let term = if items.len() == 1 { "Flow" } else { "Flows" };
    (!items.is_empty())
        .then(|| view! { <Fact term><ul class="members">{items}</ul></Fact> }.markup())
}

/// The pattern it belongs to: where a person put it, or what its rule says.
fn pattern(document: &Engagement, stored: &Stored) -> Markup {
    let sample = &stored.sample;
    let rule = Rule {
        integration: sample.integration,
        symptom: sample.symptom,
        origin: sample.origin,
        cause: sample.cause,
    };
    let key = stored.pattern.map_or(PatternKey::Rule(rule), PatternKey::Made);
    let page = format!("samples/patterns/one?of={}", super::patterns::written(key));
    let href = at(document.id, &page);
    let words = match &stored.pattern_name {
        Some(name) => name.clone(),
        None => "Samples with the same integration, symptom, origin and cause".to_owned(),
    };
    view! { <Fact term="Pattern"><a href=href>{words}</a></Fact> }.markup()
}

fn evidence(sample: &Sample) -> impl IntoView + use<> {
    let text = sample.evidence.clone();
    let body = if text.is_empty() {
        view! { <p><span class="unknown">"Nothing recorded. A payload or a log line makes a sample hard to argue with."</span></p> }
            .markup()
    } else {
        view! { <pre class="evidence-text" tabindex="0" role="group" aria-label="Evidence as text">{text}</pre> }.markup()
    };
    view! { <Section title="Evidence" id="evidence-section">{body}</Section> }
}

fn edit(
    document: &Engagement,
    stored: &Stored,
    sent: Option<Form>,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let open = refusal.is_some();
    let version = match refusal {
        Some(Refusal::Conflict(theirs)) => theirs.version,
        _ => sent.as_ref().map_or(stored.version, Form::version),
    };
    let sent = sent.unwrap_or_else(|| form::fill(&stored.sample, stored.version));
    let errors = form::faults(refusal);
    let conflict = form::both_sides(refusal, &sent, document);
    let fields = form::fields(&sent, &errors, document, false);
    let action = at(document.id, &format!("samples/{}", stored.sample.id));
    view! {
        <details class="change" id="change" open=open>
            <summary class="button">"Change this sample"</summary>
            {conflict}
            <EditForm action save="Save sample" errors version=Some(i64::from(version))>
                {fields}
            </EditForm>
        </details>
    }
}
