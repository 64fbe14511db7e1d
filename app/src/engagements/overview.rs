//! The overview: where are we, what don't we know, what blocks the verdict.
//! It shows the assessment; it adds no judgement.

use crate::frame::tone;
use crate::links;
use crate::prelude::*;
use crate::ui::{
    Badge, Check, Checklist, EvidenceLinks, FaultLine, Figures, Link, Notice, PageHeader, Section,
    Stat, Step, Steps, Tone,
};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::Assessment;
use faultline::judgement::gates::Gate;
use faultline::judgement::ledger;
use faultline::judgement::steps::{StepReport, StepState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::engagement::Unreadable;

/// The page.
pub fn view(
    document: &Engagement,
    assessment: &Assessment,
    may_edit: bool,
) -> impl IntoView + use<> {
    let actions = may_edit.then(|| {
        let link = |page: &str, label: &'static str| view! { <a class="button" href=at(document.id, page)>{label}</a> };
        (link("brief", "Edit brief"), link("members", "Members"), link("settings", "Settings"))
    });
    let lede = document.client.clone();
    let situation = (!document.brief.situation.trim().is_empty()).then(|| {
        let paragraphs =
            document.brief.situation.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> });
        view! { <div class="prose">{paragraphs.collect_view()}</div> }
    });
    view! {
        <PageHeader title=document.title.clone() lede>{actions}</PageHeader>
        {verdict(document, assessment)}
        {figures(document, assessment)}
        {situation}
        {steps(document, assessment)}
        {crate::verdict::tasks::view(document, may_edit)}
        {blocked(document, assessment)}
    }
}

/// That something of the document cannot be read, so that what the page says is without it.
pub fn unreadable(engagement: EngagementId, parts: &[Unreadable]) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = parts
        .iter()
        .map(|part| view! { <li>{part.kind.label()}" "<code>{part.id.to_string()}</code></li> })
        .collect();
    (!items.is_empty()).then(|| {
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

/// The verdict as it stands, opened by the fault line.
fn verdict(document: &Engagement, assessment: &Assessment) -> impl IntoView + use<> {
    let path = assessment.verdict.standing;
    let badge = crate::verdict::grounds::badge(assessment.verdict.answer, path, true);
    let evidence = u64::try_from(document.samples.confirmed()).unwrap_or(0);
    let line = if path.is_some() { Tone::Fault } else { Tone::Unknown };
    let finality = if assessment.is_final {
        view! { <Badge tone=Tone::Sound word="final" /> }
    } else {
        view! { <Badge tone=Tone::Doubt word="provisional" /> }
    };
    view! {
        <section class="verdict-head" aria-label="Verdict as it stands">
            <FaultLine tone=line evidence wide=true />
            <p class="verdict-path">{badge}" "{finality}</p>
            <p>{assessment.verdict.says.clone()}</p>
            <p><a href=at(document.id, "verdict")>"Findings, gates and what would change it"</a></p>
        </section>
    }
}

fn figures(document: &Engagement, assessment: &Assessment) -> impl IntoView + use<> {
    let closed = assessment.gates.iter().filter(|gate| !gate.is_open()).count();
    let unknown: usize = document.systems.iter().map(|system| system.unknown_facts().len()).sum();
    let in_scope = document.in_scope().count();
    let evident = assessment.steps.iter().filter(|step| step.state.has_evidence()).count();
    let confirmed =
        (document.samples.confirmed(), format!("of {} collected", document.samples.total()));
    let scope = format!("of {}", document.integrations.len());
    let systems = format!("in {} systems", document.systems.len());
    let gates = format!("of {}", assessment.gates.len());
    let by_hand = by_hand(document, assessment);
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
        unknown => format!("and {unknown} steps that nobody has timed"),
    };
    (format!("{} h", (assessment.manual_minutes + 30) / 60), timed)
}

fn steps(document: &Engagement, assessment: &Assessment) -> impl IntoView + use<> {
    let step = |report: &StepReport| Step {
        link: Link::new(at(document.id, urls::step_page(report.step)), report.step.label()),
        tone: tone(report.state),
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
fn blocked(document: &Engagement, assessment: &Assessment) -> impl IntoView + use<> {
    let closed = assessment.gates.iter().filter(|gate| !gate.is_open());
    let check = |gate: &Gate| {
        let links: Vec<_> = gate
            .missing
            .iter()
            .take(4)
            .map(|lacks| Link::new(urls::subject(document.id, &lacks.about), lacks.says.clone()))
            .collect();
        let more = gate.missing.len().saturating_sub(links.len()) as u64;
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
