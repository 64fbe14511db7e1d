//! The page of the plan: how it stands, whom it waits for, its lines, and what was closed since.

use super::filter::{Ask, PlanFilters};
use super::lines::Line;
use super::rows::LineRow;
use crate::prelude::*;
use crate::ui::{
    Badge, DataTable, EmptyState, Figures, Link, Notice, PageHeader, Section, Stat, Tone,
};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::plan::{LineState, PlanLine, WaitsFor};
use faultline::judgement::plan::DatedPlan;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::{counted, day};
use std::sync::Arc;

/// The page.
#[component]
pub fn PlanPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The plan.
    plan: DatedPlan,
    /// Its lines.
    lines: Vec<Line>,
    /// Questions that wait for the client.
    asked: i64,
    /// What the reader asked for.
    ask: Ask,
    /// Whether the reader may record what becomes of it.
    may_edit: bool,
) -> impl IntoView {
    let engagement = document.id;
    let closed = plan.closed.clone();
    view! {
        <PageHeader title="60-day plan" lede=lede(&plan)>
            <Buttons engagement dated=plan.starts_on.is_some() may_edit />
        </PageHeader>
        <Standing engagement plan lines=lines.clone() asked />
        <PlanFilters engagement ask=ask.clone() />
        <Lines engagement lines ask may_edit />
        <ClosedLines engagement closed may_edit />
    }
}

fn lede(plan: &DatedPlan) -> String {
    let what = "One line for each thing that the evidence asks for; a line goes by itself once its gap is closed.";
    match (plan.date(1), plan.date(faultline::document::plan::DAYS)) {
        (Some(first), Some(last)) => format!("{what} From {} to {}.", day(first), day(last)),
        _ => format!("{what} It has no first day yet: days are counted from 1."),
    }
}

#[component]
fn Buttons(engagement: EngagementId, dated: bool, may_edit: bool) -> impl IntoView {
    let start = if dated { "Change first day" } else { "Set first day" };
    let look = if dated { "button" } else { "button primary" };
    let edit = may_edit.then(|| {
        view! {
            <a class=look href=at(engagement, "plan/start")>{start}</a>
            <a class="button" href=at(engagement, "plan/lines/new")>"Add a line"</a>
        }
    });
    let calendar = dated.then(|| {
        view! { <a class="button" href=at(engagement, "plan.ics")>"Add to a calendar"</a> }
    });
    (edit, calendar)
}

/// How many lines are open, whom they wait for, and what cannot be kept.
#[component]
fn Standing(
    engagement: EngagementId,
    plan: DatedPlan,
    lines: Vec<Line>,
    asked: i64,
) -> impl IntoView {
    let all = plan.lines.len();
    let of = |state| plan.lines.iter().filter(move |line| line.state == state).count();
    let stats = LineState::ALL.iter().map(|state| {
        let base = format!("of {all} lines");
        view! { <Stat figure=of(*state).to_string() label=state.label() base /> }
    });
    let waiting = WaitsFor::ALL.iter().map(|whom| {
        let count = i64::try_from(plan.waiting(*whom).count()).unwrap_or(i64::MAX);
        let href = format!("{}?waits={}", at(engagement, "plan"), whom.key());
        let says = format!("{}: {}", whom.label(), counted(count, "line", "lines"));
        view! { <li><a href=href>{says}</a></li> }
    });
    let (stats, waiting) = (stats.collect_view(), waiting.collect_view());
    let asked = (asked > 0).then(|| {
        let waits = counted(asked, "question waits", "questions wait");
        let says = format!("{waits} for an answer of the client");
        view! { <li><a href=at(engagement, "questions")>{says}</a></li> }
    });
    (all > 0).then(|| {
        view! {
            <Warnings lines />
            <Section title="How it stands" id="standing">
                <Figures>{stats}</Figures>
                <h3>"What waits for whom"</h3>
                <ul>{waiting}{asked}</ul>
            </Section>
        }
    })
}

/// What cannot be kept as it was planned.
#[component]
fn Warnings(lines: Vec<Line>) -> impl IntoView {
    let early = |it: &&Line| !it.line.too_early_for.is_empty();
    let told = [
        (
            lines.iter().filter(|it| it.is_late).count(),
            "line should be done by now",
            "lines should be done by now",
        ),
        (
            lines.iter().filter(early).count(),
            "line begins before what it waits for ends",
            "lines begin before what they wait for ends",
        ),
        (
            lines.iter().filter(|it| it.line.is_beyond()).count(),
            "line ends after day 60",
            "lines end after day 60",
        ),
    ];
    let told = told.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| {
        let says = counted(i64::try_from(count).unwrap_or(i64::MAX), one, many);
        view! { <Notice tone=Tone::Doubt title=format!("{says}.") /> }
    });
    told.collect_view()
}

#[component]
fn Lines(engagement: EngagementId, lines: Vec<Line>, ask: Ask, may_edit: bool) -> impl IntoView {
    if lines.is_empty() {
        let action = Link::new(at(engagement, "verdict"), "Verdict");
        return EitherOf3::A(view! {
            <EmptyState title="Nothing to plan yet" action=Some(action)>
                <p>"The plan is filled from what the verdict asks for, from open risks, closed gates and launch checks. Nothing is open now."</p>
            </EmptyState>
        });
    }
    let (columns, file) = (ask.headers(engagement), ask.csv(engagement));
    let shown = ask.of(lines);
    if shown.is_empty() {
        return EitherOf3::B(view! { <p class="hint">"No line is like that."</p> });
    }
    let rows = shown.into_iter().map(|line| view! { <LineRow engagement line may_edit /> });
    let rows = rows.collect_view();
    EitherOf3::C(view! {
        <Section title="Lines" id="lines">
            <DataTable caption="Lines of the plan" id="plan-table" columns cards=true quiet=true>{rows}</DataTable>
            <p class="list-foot"><a href=file>"Lines as CSV"</a></p>
        </Section>
    })
}

/// Lines whose gap is closed: what was recorded of them.
#[component]
fn ClosedLines(engagement: EngagementId, closed: Vec<PlanLine>, may_edit: bool) -> impl IntoView {
    let items = closed.iter().map(|line| {
        let owner = line.owner.trim();
        let who = if owner.is_empty() { String::new() } else { format!(" ({owner})") };
        let tone = if line.state == LineState::Done { Tone::Sound } else { Tone::Plain };
        let done = line.done_on.filter(|_| line.state == LineState::Done);
        let done = done.map(|on| format!(" on {}", day(on)));
        let href = at(engagement, &format!("plan/lines/{}", line.id));
        let open = may_edit.then(|| view! { " "<a href=href>"Open"</a> });
        view! {
            <li id=line.id.to_string()>
                <Badge tone word=line.state.label() />{done}" "{line.says.clone()}{who}{open}
            </li>
        }
    });
    let items = items.collect_view();
    (!closed.is_empty()).then(|| {
        view! {
            <Section title="Closed since" id="closed" lede="What was recorded of lines whose gap is closed by now.">
                <ul class="evidence">{items}</ul>
            </Section>
        }
    })
}
