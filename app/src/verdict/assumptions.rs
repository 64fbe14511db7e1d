//! What is assumed of unknowns in this engagement: how likely the bad answer is, and what finding out costs.
//! What is left empty is what is usual; only what differs is kept.

use crate::editing::part::{self, Editor, PartEditor, PartForm};
use crate::form::{Filled, Form, Reading};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Field, Link, Text, Width};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::{Assumption, Brief, Engagement, Part, Problem, UnknownKind};
use faultline::judgement::next_evidence::usual;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page.
#[component]
fn AssumptionsPage(editor: Editor<Assumptions>) -> impl IntoView {
    let Editor { document, form, head, .. } = editor;
    let verdict = at(document.id, "verdict");
    let fields = UnknownKind::ALL
        .iter()
        .map(|kind| view! { <AssumptionFields kind=*kind form=form.clone() /> })
        .collect_view();
    view! {
        <PartEditor
            head
            trail=vec![Link::new(verdict.clone(), "Verdict")]
            lede="What is assumed of each kind of unknown until somebody looks. It ranks what to find out next, and decides nothing else."
            action=at(document.id, "assumptions")
            save="Save assumptions"
            cancel=verdict
        >
            {fields}
        </PartEditor>
    }
}

#[component]
fn AssumptionFields(kind: UnknownKind, form: Filled) -> impl IntoView {
    let (chance, cost, usual) = (percent(kind), minutes(kind), usual(kind));
    view! {
        <fieldset class="group" id=kind.key()>
            <legend>{kind.label()}</legend>
            <div class="field-grid">
                <Field
                    label="How likely the bad answer is, in per cent"
                    value=form.text(&chance)
                    name=chance
                    kind="number"
                    min="0"
                    max="100"
                    hint=format!("Usually {}.", usual.percent)
                    error=form.error(kind.key())
                    width=Width::Short
                />
                <Field
                    label="Minutes that finding out takes"
                    value=form.text(&cost)
                    name=cost
                    kind="number"
                    min="1"
                    max="10000"
                    hint=format!("Usually {}.", usual.minutes)
                    width=Width::Short
                />
            </div>
        </fieldset>
    }
}

fn percent(kind: UnknownKind) -> String {
    format!("percent_{}", kind.key())
}

fn minutes(kind: UnknownKind) -> String {
    format!("minutes_{}", kind.key())
}

/// Answers with the form as it is stored.
pub async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    part::open_one::<Assumptions>(&context, engagement, (), None).await
}

/// Saves what was sent.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    part::save_one::<Assumptions>(&context, engagement, (), Some(()), sent).await
}

/// The brief, of which this form asks the assumptions alone.
#[derive(Debug)]
struct Assumptions(Brief);

impl PartForm for Assumptions {
    /// An engagement has one brief.
    type Id = ();

    const LABELS: &'static [(&'static str, &'static str)] = &[];

    fn labels(_: &Engagement) -> Vec<(Text, Text)> {
        let labels = |kind: &UnknownKind| {
            [percent(*kind), minutes(*kind)].map(|name| (name.into(), kind.label().into()))
        };
        UnknownKind::ALL.iter().flat_map(labels).collect()
    }

    fn find(document: &Engagement, (): ()) -> Option<Self> {
        Some(Self(document.brief.clone()))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Brief(brief) = part { Some(Self(brief.clone())) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Brief(self.0)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::default();
        for (kind, assumed) in &self.0.assumptions {
            sent.push(&percent(*kind), assumed.percent.to_string());
            sent.push(&minutes(*kind), assumed.minutes.to_string());
        }
        sent
    }

    fn read(sent: &Form, (): (), document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let mut brief = document.brief.clone();
        brief.assumptions.clear();
        for kind in UnknownKind::ALL {
            let (assumed, usual) = (assumption(&mut reading, sent, *kind), usual(*kind));
            if assumed != usual {
                brief.assumptions.insert(*kind, assumed);
            }
        }
        (Self(brief), reading.problems())
    }

    fn title(_: &Engagement, _: Option<()>) -> Option<String> {
        Some("Assumptions".to_owned())
    }

    fn shown(engagement: EngagementId, _: Option<()>) -> String {
        at(engagement, "verdict#next")
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <AssumptionsPage editor /> }
    }
}

/// What is assumed of one kind of unknown; what was left empty is what is usual.
fn assumption(reading: &mut Reading<'_>, sent: &Form, kind: UnknownKind) -> Assumption {
    let usual = usual(kind);
    let mut number = |name: String, usual: i64, bound: i64| {
        let text = sent.text(&name);
        let number = if text.is_empty() { Some(usual) } else { text.parse().ok() };
        let number = number.filter(|number| (0..=bound).contains(number));
        if number.is_none() {
            reading
                .problem(kind.key(), "Give per cent from 0 to 100, and minutes from 1 to 10,000.");
        }
        number.unwrap_or(usual)
    };
    Assumption {
        percent: number(percent(kind), usual.percent, 100),
        minutes: number(minutes(kind), usual.minutes, 10_000).max(1),
    }
}
