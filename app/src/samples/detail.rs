//! One sample: what happened and when, its evidence as text, what was replaced in it, and what is to be done with it.
//! Evidence is never rendered as anything but text.

use super::Refusal;
use super::form::{self, SampleFields};
use super::list::{between, tone};
use super::mark::RedactMore;
use crate::files::FilesSection;
use crate::form::{Filled, Form, errors};
use crate::prelude::*;
use crate::ui::{
    Badge, Conflict, EditForm, Link, Notice, PageHeader, Section, TimeOrDay, Toast, Tone,
};
use crate::urls::at;
use axum::http::StatusCode;
use facts::SampleFacts;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::samples::{Sample, placeholders};
use faultline::engines::redact::Kind;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::when::When;
use faultline::stores::attachments::Attachment;
use faultline::stores::samples::Stored;
use review::Review;
use std::sync::Arc;

mod facts;
mod review;

/// Longest title, in characters.
const TITLE: usize = 120;

/// The page.
#[component]
pub fn SamplePage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The sample.
    stored: Stored,
    /// Its files.
    files: Vec<Attachment>,
    /// What a form that comes back adds.
    shown: Shown,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let Shown { saved, sent, refusal, review, marked, files: not_taken } = shown;
    let (engagement, sample) = (document.id, stored.sample.clone());
    let (id, version) = (sample.id, stored.version);
    let title = title(&sample);
    let whole = (title != sample.summary).then(|| sample.summary.clone());
    let conflict = marked.as_ref().map(|(_, refusal)| refusal);
    let conflict = conflict.filter(|refusal| matches!(refusal, Refusal::Conflict(_)));
    let refused = review.as_ref().map(|(_, refusal)| refusal).or(conflict).map(WhyNot::of);
    let reason = review.map(|(reason, _)| reason).unwrap_or_default();
    let marked = marked.map(|(sent, refusal)| Filled::new(sent, form::faults(Some(&refusal))));
    let edit = may_edit.then(|| {
        let (document, stored) = (document.clone(), stored.clone());
        view! { <ChangeForm document stored sent refusal /> }
    });
    view! {
        <PageHeader title trail=vec![Link::new(at(engagement, "samples"), "Failure samples")]>
            <Badge tone=tone(sample.state) word=sample.state.label() />
        </PageHeader>
        {saved.then(|| view! { <Toast message="Saved." /> })}
        {refused.map(|why| view! { <NotReviewed why /> })}
        {whole.map(|summary| view! { <p class="whole">{summary}</p> })}
        {may_edit.then(|| view! { <Review engagement stored=stored.clone() reason /> })}
        <Replaced sample=sample.clone() />
        <Timeline sample=sample.clone() />
        <SampleFacts document stored />
        <Evidence text=sample.evidence />
        {may_edit.then(|| view! { <RedactMore engagement id version refused=marked /> })}
        <FilesSection engagement sample=id files errors=errors(&not_taken) may_edit />
        {edit}
    }
}

/// Why a review did not happen.
enum WhyNot {
    Changed,
    Invalid(String),
}

impl WhyNot {
    fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Conflict(_) => Self::Changed,
            Refusal::Invalid(problems) => {
                let why: Vec<_> = problems.iter().map(|one| one.message.as_str()).collect();
                Self::Invalid(why.join(" "))
            }
        }
    }
}

#[component]
fn NotReviewed(why: WhyNot) -> impl IntoView {
    match why {
        WhyNot::Changed => Either::Left(view! {
            <Notice tone=Tone::Doubt title="Someone else changed this sample meanwhile">
                <p>"It was left as they have it. Look at it once more, then choose again."</p>
            </Notice>
        }),
        WhyNot::Invalid(why) => Either::Right(view! { <Notice tone=Tone::Fault title=why /> }),
    }
}

/// What was replaced on the way in.
#[component]
fn Replaced(sample: Sample) -> impl IntoView {
    let found = placeholders(&sample);
    let is_secret =
        |label: &str| Kind::ALL.iter().any(|kind| kind.is_secret() && kind.label() == label);
    let (tone, title, advice) = if found.iter().any(|(kind, _)| is_secret(kind)) {
        (
            Tone::Fault,
            "A secret was replaced: rotate it",
            "A secret was in what was typed. It is not stored here, but whoever saw the original can use it: have it rotated at its system.",
        )
    } else {
        (
            Tone::Plain,
            "Replaced on the way in",
            "Each stands in the text as a placeholder. The same value always gets the same number in this engagement.",
        )
    };
    let items = found.into_iter().map(|(kind, n)| view! { <li>{format!("{n} × {kind}")}</li> });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <Notice tone title>
                <p>{advice}</p>
                <ul class="replaced">{items}</ul>
            </Notice>
        }
    })
}

#[component]
fn Timeline(sample: Sample) -> impl IntoView {
    let after = |until: When, since: When, of: &str| match between(since, until) {
        Some(length) => format!("{length} after it {of}"),
        None => format!("the same day as it {of}"),
    };
    let (occurred, by) = (sample.occurred(), sample.detected_by.label().to_lowercase());
    let (detected, tone) = match sample.detected() {
        Some(at) => (format!("by {by}, {}", after(at, occurred, "occurred")), Tone::Doubt),
        None => (format!("Time not known; noticed by {by}."), Tone::Unknown),
    };
    let (recovered, end) = match (sample.recovered(), sample.detected()) {
        (Some(at), Some(detected)) if !at.is_before(detected) => {
            (after(at, detected, "was detected"), Tone::Sound)
        }
        (Some(at), _) => (after(at, occurred, "occurred"), Tone::Sound),
        (None, _) => ("Not recovered, as far as anyone knows.".to_owned(), Tone::Unknown),
    };
    view! {
        <Section title="Timeline" id="timeline">
            <ol class="timeline">
                <Moment what="Occurred" when=Some(occurred) note=String::new() tone=Tone::Fault />
                <Moment what="Detected" when=sample.detected() note=detected tone />
                <Moment what="Recovered" when=sample.recovered() note=recovered tone=end />
            </ol>
        </Section>
    }
}

#[component]
fn Moment(what: &'static str, when: Option<When>, note: String, tone: Tone) -> impl IntoView {
    view! {
        <li data-tone=tone.key()>
            <strong>{what}</strong>
            {when.map(|when| view! { " "<TimeOrDay when /> })}
            <p>{note}</p>
        </li>
    }
}

#[component]
fn Evidence(text: String) -> impl IntoView {
    let body = if text.is_empty() {
        Either::Left(
            view! { <p><span class="unknown">"Nothing recorded. A payload or a log line makes a sample hard to argue with."</span></p> },
        )
    } else {
        Either::Right(
            view! { <pre class="evidence-text" tabindex="0" role="group" aria-label="Evidence as text">{text}</pre> },
        )
    };
    view! { <Section title="Evidence" id="evidence-section">{body}</Section> }
}

#[component]
fn ChangeForm(
    document: Arc<Engagement>,
    stored: Stored,
    sent: Option<Form>,
    refusal: Option<Refusal>,
) -> impl IntoView {
    let id = stored.sample.id;
    let version = match &refusal {
        Some(Refusal::Conflict(theirs)) => theirs.version,
        _ => sent.as_ref().map_or(stored.version, Form::version),
    };
    let sent = sent.unwrap_or_else(|| form::fill(&stored.sample, stored.version));
    let conflict = match &refusal {
        Some(Refusal::Conflict(theirs)) => {
            Some(form::differences(&theirs.sample, &sent, &document))
        }
        _ => None,
    };
    let page = at(document.id, &format!("samples/{id}"));
    let conflict = conflict.map(|differences| {
        let href = page.clone();
        view! {
            <Conflict who="Someone else saved this sample while you were editing." differences>
                <p><a href=href>"Leave theirs as it is"</a></p>
            </Conflict>
        }
    });
    let form = Filled::new(sent, form::faults(refusal.as_ref()));
    view! {
        <details class="change" id="change" open=refusal.is_some()>
            <summary class="button">"Change this sample"</summary>
            {conflict}
            <EditForm
                action=page
                save="Save sample"
                errors=form.errors()
                version=Some(i64::from(version))
            >
                <SampleFields form document />
            </EditForm>
        </details>
    }
}

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
