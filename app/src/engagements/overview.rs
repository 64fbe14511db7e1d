//! The overview: where are we, what don't we know, what blocks the verdict.
//! It shows the assessment; it adds no judgement.

use crate::frame::tone;
use crate::links;
use crate::prelude::*;
use crate::questions::WaitsSection;
use crate::ui::{
    Badge, Check, Checklist, EvidenceLinks, FaultLine, Figures, Link, Notice, PageHeader, Section,
    Stat, Step, Steps, Tone,
};
use crate::urls::{self, at};
use crate::verdict::grounds::AnswerBadge;
use crate::verdict::tasks::TaskSections;
use faultline::document::engagement::{Engagement, Stage};
use faultline::document::questions::Question;
use faultline::judgement::assess::Assessment;
use faultline::judgement::gates::Gate;
use faultline::judgement::ledger;
use faultline::judgement::steps::{StepReport, StepState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::engagement::Unreadable;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The page.
#[component]
pub fn OverviewPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What is judged of it.
    assessment: Arc<Assessment>,
    /// What the client is asked.
    questions: Vec<Question>,
    /// What of it cannot be read.
    unreadable: Vec<Unreadable>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let link = |page: &str, label: &'static str| {
        let href = at(document.id, page);
        may_edit.then(|| view! { <a class="button" href=href>{label}</a> })
    };
    view! {
        <CannotRead engagement=document.id parts=unreadable />
        <Archived engagement=document.id stage=document.stage may_edit />
        <PageHeader title=document.title.clone() lede=document.client.clone()>
            {link("brief", "Edit brief")}
            {link("members", "Members")}
            {link("settings", "Settings")}
            {link("reuse", "Reuse")}
        </PageHeader>
        <VerdictHead document=document.clone() assessment=assessment.clone() />
        <WaitsSection document=document.clone() questions />
        <KeyFigures document=document.clone() assessment=assessment.clone() />
        <Situation text=document.brief.situation.clone() />
        <Audit document=document.clone() assessment=assessment.clone() />
        <TaskSections document=document.clone() may_edit />
        <Blocked document assessment />
    }
}

/// That it is archived, and where it is brought back.
#[component]
fn Archived(engagement: EngagementId, stage: Stage, may_edit: bool) -> impl IntoView {
    let back = may_edit.then(|| {
        view! { <p><a href=at(engagement, "settings")>"Bring it back in its settings"</a></p> }
    });
    let title = "This engagement is archived: it can be read, and nothing in it can be changed.";
    (stage == Stage::Archived).then(|| view! { <Notice title>{back}</Notice> })
}

/// That something of the document cannot be read, so that what the page says is without it.
#[component]
fn CannotRead(engagement: EngagementId, parts: Vec<Unreadable>) -> impl IntoView {
    (!parts.is_empty()).then(|| {
        let items = parts.into_iter().map(|part| {
            view! { <li>{part.kind.label()}" "<code>{part.id.to_string()}</code></li> }
        });
        let items = items.collect_view();
        view! {
            <Notice tone=Tone::Fault title="Part of this engagement cannot be read.">
                <p>
                    "What follows is judged without it, and nothing can be published. Put an earlier state of it back on the "
                    <a href=at(engagement, "activity")>"activity page"</a> ", or tell your admin."
                </p>
                <ul>{items}</ul>
            </Notice>
        }
    })
}

#[component]
fn Situation(text: String) -> impl IntoView {
    (!text.trim().is_empty()).then(|| {
        let paragraphs = text.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> });
        view! { <div class="prose">{paragraphs.collect_view()}</div> }
    })
}

/// The verdict as it stands, opened by the fault line.
#[component]
fn VerdictHead(document: Arc<Engagement>, assessment: Arc<Assessment>) -> impl IntoView {
    let path = assessment.verdict.standing;
    let evidence = u64::try_from(document.samples.confirmed()).unwrap_or(0);
    let line = if path.is_some() { Tone::Fault } else { Tone::Unknown };
    let (tone, word) =
        if assessment.is_final { (Tone::Sound, "final") } else { (Tone::Doubt, "provisional") };
    view! {
        <section class="verdict-head" aria-label="Verdict as it stands">
            <FaultLine tone=line evidence wide=true />
            <p class="verdict-path">
                <AnswerBadge answer=assessment.verdict.answer path large=true />
                " "
                <Badge tone word />
            </p>
            <p>{assessment.verdict.says.clone()}</p>
            <p><a href=at(document.id, "verdict")>"Findings, gates and what would change it"</a></p>
        </section>
    }
}

#[component]
fn KeyFigures(document: Arc<Engagement>, assessment: Arc<Assessment>) -> impl IntoView {
    let closed = assessment.gates.iter().filter(|gate| !gate.is_open()).count();
    let unknown: usize = document.systems.iter().map(|system| system.unknown_facts().len()).sum();
    let in_scope = document.in_scope().count();
    let evident = assessment.steps.iter().filter(|step| step.state.has_evidence()).count();
    let confirmed =
        (document.samples.confirmed(), format!("of {} collected", document.samples.total()));
    let scope = format!("of {}", document.integrations.len());
    let systems = format!("in {} systems", document.systems.len());
    let gates = format!("of {}", assessment.gates.len());
    let by_hand = by_hand(&document, &assessment);
    view! {
        <Figures>
            <Stat figure=evident.to_string() label="Audit steps with evidence" base="of 7" />
            <Stat figure=confirmed.0.to_string() label="Confirmed samples" base=confirmed.1 />
            <Stat figure=in_scope.to_string() label="Integrations in scope" base=scope />
            <Stat figure=unknown.to_string() label="Unknown facts" base=systems />
            <Stat figure=closed.to_string() label="Closed gates" base=gates />
            <Stat figure=by_hand.0 label="Manual work a month" base=by_hand.1 />
        </Figures>
    }
}

/// The one total of manual work, and how much of it nobody has timed.
fn by_hand(document: &Engagement, assessment: &Assessment) -> (String, String) {
    let work = ledger::work(document);
    let timed = match work.unknown() {
        0 => "clearing up after failures included".to_owned(),
        1 => "and 1 step that nobody has timed".to_owned(),
        unknown => format!("and {unknown} steps that nobody has timed"),
    };
    (format!("{} h", (assessment.manual_minutes + 30) / 60), timed)
}

#[component]
fn Audit(document: Arc<Engagement>, assessment: Arc<Assessment>) -> impl IntoView {
    let step = |report: &StepReport| Step {
        link: Link::new(at(document.id, urls::step_page(report.step)), report.step.label()),
        tone: tone(report.state, report.done),
        word: match report.state {
            StepState::NotStarted => "nothing yet".into(),
            StepState::Done => format!("done: {}", report.progress).into(),
            _ => report.progress.clone().into(),
        },
        next: report.next.as_ref().map(|next| links::missing(document.id, next)),
    };
    let steps: Vec<_> = assessment.steps.iter().map(step).collect();
    view! {
        <Section title="The audit" id="audit" lede="Seven steps, each with the one next thing to do.">
            <Steps steps />
        </Section>
    }
}

/// The gates that are closed, each with what it waits for.
#[component]
fn Blocked(document: Arc<Engagement>, assessment: Arc<Assessment>) -> impl IntoView {
    let closed = assessment.gates.iter().filter(|gate| !gate.is_open());
    let check = |gate: &Gate| {
        // What is missing for several reasons is told once.
        let mut seen = BTreeSet::new();
        let missing: Vec<_> =
            gate.missing.iter().filter(|lacks| seen.insert(lacks.says.as_str())).collect();
        let links = missing.iter().take(4);
        let links: Vec<_> = links
            .map(|lacks| Link::new(urls::subject(document.id, &lacks.about), lacks.says.clone()))
            .collect();
        let more = missing.len().saturating_sub(links.len()) as u64;
        view! {
            <Check tone=Tone::Doubt word="closed" title=gate.kind.label()>
                <EvidenceLinks links more />
            </Check>
        }
    };
    let checks = closed.map(check).collect_view();
    let none =
        assessment.gates.iter().all(Gate::is_open).then(|| view! { <p>"No gate is closed."</p> });
    view! {
        <Section title="What blocks the way" id="gates" lede="Nothing passes silently: each closed gate says what it waits for.">
            {none}
            <Checklist>{checks}</Checklist>
        </Section>
    }
}
