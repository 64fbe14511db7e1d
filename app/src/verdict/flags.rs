//! Risk flags: what could hurt, why, and what good looks like.
//! They are grouped by cause and integration; each keeps its number, and none is raised by the page.

use super::decide;
use crate::form::{Form, errors};
use crate::frame;
use crate::http_error::HttpError;
use crate::links;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{Badge, EmptyState, EvidenceLinks, FormErrors, PageHeader, Section, Tone};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Decided, Engagement, FlagState, Problem};
use faultline::judgement::assess::{Assessment, assess};
use faultline::judgement::flags::{FIRST, Flag, FlagGroup, FlagRule, Severity, groups};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;
use faultline::stores::access::ViewWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::engagement::history::{self, FlagChange};
use filter::Ask;

pub mod download;
mod filter;
pub mod many;
pub mod rules;

/// What a severity means to the reader.
pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Fault,
        Severity::Medium => Tone::Doubt,
        Severity::Low => Tone::Plain,
    }
}

/// The list.
pub async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    page(&context, engagement, &ask, StatusCode::OK, &Form::default(), &[]).await
}

/// The page, with what was sent and must be put right.
async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    ask: &Ask,
    status: StatusCode,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = store::load(&mut tx, grant).await?;
    let changes = history::flags(&mut tx, grant).await?;
    drop(tx);
    let (nav, assessment) = (frame::nav(&document, &digest), assess(&document));
    let (may_edit, by) = (frame::may_edit(context, engagement), context.me()?.name.clone());
    let errors = errors(problems);
    let shown = Shown { document: &document, changes: &changes, sent, may_edit };
    let body = shown.page(&assessment, ask, &by, errors);
    Ok(context.render(status, "Risk flags", false, || frame::engagement(context, nav, body)))
}

/// What each flag is shown with.
struct Shown<'a> {
    document: &'a Engagement,
    changes: &'a [FlagChange],
    sent: &'a Form,
    may_edit: bool,
}

impl Shown<'_> {
    fn page(
        &self,
        assessment: &Assessment,
        ask: &Ask,
        by: &str,
        errors: FormErrors,
    ) -> impl IntoView + use<> {
        let id = self.document.id;
        let flags = ask.narrow(&assessment.flags);
        let form = (self.may_edit && !flags.is_empty())
            .then(|| view! { <Section title="Decide on several" id="several">{many::form(id, by, self.sent, errors)}</Section> });
        let closed = ask.is_empty().then(|| closed(assessment, self.changes));
        view! {
            <PageHeader title="Risk flags" lede="What could hurt, why it matters, and what good looks like. The causes that matter most come first.">
                <a class="button" href=filter::csv(id, ask)>"Download CSV"</a>
                <a class="button" href=at(id, "flags/rules")>"All rules"</a>
            </PageHeader>
            {many::done(self.document, ask.batch)}
            {filter::view(self.document, ask)}
            {empty(&flags, ask)}
            {self.open(&flags)}
            {self.decided(&flags)}
            {form}
            {closed}
        }
    }

    /// The open ones by cause: the five that matter first, the rest folded.
    fn open(&self, flags: &[Flag]) -> impl IntoView + use<> {
        let open = groups(self.document, flags);
        let group = |group: &FlagGroup<'_>| self.group(group);
        let first = open.iter().take(FIRST).map(group).collect_view();
        let rest = open.iter().skip(FIRST).map(group).collect_view();
        let count = open.len().saturating_sub(FIRST);
        let rest = (count > 0).then(|| {
            view! { <details><summary>{format!("{count} more causes")}</summary>{rest}</details> }
        });
        (first, rest)
    }

    fn group(&self, group: &FlagGroup<'_>) -> impl IntoView + use<> {
        let first = group.flags.first().map_or(0, |flag| flag.number);
        let items = group.flags.iter().map(|flag| self.item(flag)).collect_view();
        let title = group.says.clone();
        view! { <Section title id=format!("risk-group-{first}")><ul class="flags">{items}</ul></Section> }
    }

    fn item(&self, flag: &Flag) -> impl IntoView + use<> {
        let links: Vec<_> = flag
            .because
            .iter()
            .take(4)
            .map(|because| links::evidence(self.document.id, because))
            .collect();
        let more = flag.because.len().saturating_sub(links.len()) as u64;
        let references: Vec<_> = flag.references.iter().map(ToString::to_string).collect();
        let references = references.join(" · ");
        let references =
            (!references.is_empty()).then(|| view! { <p class="hint">{references}</p> });
        let severity = flag.severity;
        let tick = self.may_edit.then(|| view! { {many::tick(flag, self.sent)}" " });
        let decide = self.may_edit.then(|| {
            let href = decide::address(self.document.id, &flag.key);
            view! { <p><a href=href>{format!("Decide on risk {}", flag.number)}</a></p> }
        });
        let number = match flag.state {
            FlagState::Open => format!("Risk {}", flag.number),
            state => format!("Risk {}, {}", flag.number, state.label().to_lowercase()),
        };
        view! {
            <li id=format!("risk-{}", flag.number)>
                <p class="check-title">{tick}<Badge tone=tone(severity) word=severity.label() />" "{number}": "{flag.says.clone()}</p>
                <EvidenceLinks links more />
                <p><strong>"Why it matters. "</strong>{flag.why.clone()}</p>
                <p><strong>"What good looks like. "</strong>{flag.good.clone()}</p>
                {references}
                {raised(&flag.key, self.changes)}
                {history(&flag.history)}
                {decide}
            </li>
        }
    }

    fn decided(&self, flags: &[Flag]) -> impl IntoView + use<> {
        let settled: Vec<_> = flags.iter().filter(|flag| flag.state != FlagState::Open).collect();
        let items = settled.iter().map(|flag| self.item(flag)).collect_view();
        (!settled.is_empty()).then(|| {
            view! { <Section title="Decided" id="decided"><ul class="flags">{items}</ul></Section> }
        })
    }
}

fn empty(flags: &[Flag], ask: &Ask) -> Option<Markup> {
    if !flags.is_empty() {
        return None;
    }
    let title = if ask.is_empty() { "No flags" } else { "No flag is like that" };
    Some(
        view! {
            <EmptyState title>
                <p>"Flags are raised from what is recorded. With more of the workflow written down, risks show up here by themselves."</p>
            </EmptyState>
        }
        .markup(),
    )
}

/// When a flag was raised, closed and raised again, in a sentence; nothing where that was not recorded.
fn raised(key: &str, changes: &[FlagChange]) -> Option<Markup> {
    let own = changes.iter().filter(|change| change.flag == key).rev();
    let told: Vec<_> = own
        .enumerate()
        .map(|(at, change)| {
            let on = day(change.at.date_naive());
            match (change.raised, at) {
                (true, 0) => format!("raised on {on}"),
                (true, _) => format!("raised again on {on}"),
                (false, _) => format!("closed by itself on {on}"),
            }
        })
        .collect();
    let told = told.join(", ");
    (!told.is_empty()).then(|| view! { <p class="hint">{format!("It was {told}.")}</p> }.markup())
}

/// Decisions in sentences, the newest first.
fn history(decisions: &[Decided]) -> impl IntoView + use<> {
    let told = decisions.iter().rev().map(|one| {
        let until = one.until.map_or_else(String::new, |until| format!(", until {}", day(until)));
        let (state, on) = (one.state.label(), day(one.on));
        view! { <li>{format!("{state} by {} on {on}{until}. {}", one.by, one.why)}</li> }
    });
    let told = told.collect_view();
    (!decisions.is_empty()).then(|| view! { <ul class="evidence">{told}</ul> })
}

/// Closed flags that are told; those that were decided about always are.
const MOST_CLOSED: usize = 20;

fn closed(assessment: &Assessment, changes: &[FlagChange]) -> impl IntoView + use<> {
    let decided = |key: &str| assessment.closed_flags.iter().find(|one| one.flag == key);
    let open = |key: &str| assessment.flags.iter().any(|flag| flag.key == key);
    let mut keys: Vec<&str> = assessment.closed_flags.iter().map(|one| one.flag.as_str()).collect();
    for change in changes.iter().filter(|change| !change.raised && !open(&change.flag)) {
        if keys.len() < MOST_CLOSED && !keys.contains(&change.flag.as_str()) {
            keys.push(&change.flag);
        }
    }
    let items = keys.iter().map(|key| {
        let rule = FlagRule::from_key(key.split(':').next().unwrap_or_default());
        let name = rule.map_or_else(|_| (*key).to_owned(), |rule| rule.label().to_owned());
        let told = decided(key).map(|one| history(&one.history));
        view! { <li>{name}{raised(key, changes)}{told}</li> }
    });
    let items = items.collect_view();
    (!keys.is_empty()).then(|| {
        view! {
            <Section title="Closed by themselves" id="closed" lede="What they rested on no longer holds. They open again if it returns.">
                <ul>{items}</ul>
            </Section>
        }
    })
}
