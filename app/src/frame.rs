//! The frame of staff pages: the rail, and the way through one engagement.
//! It shows where one may go; what one may do there is decided there.

use crate::prelude::*;
use crate::request::{RequestContext, Within};
use crate::ui::{EngagementNav, Link, RailPage, StaffShell, Text, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::judgement::digest::Digest;
use faultline::judgement::steps::{AuditStep, StepState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, FirmAction};

/// An engagement, as the rail shows it.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its id.
    pub id: EngagementId,
    /// Its title.
    pub title: String,
    /// Its client's name.
    pub client: String,
    /// Where it stands.
    pub digest: Digest,
}

/// What a step's state means to the reader. A step of which nothing is done is never sound, even where nothing waits for it.
#[must_use]
pub fn tone(state: StepState, done: i64) -> Tone {
    match state {
        StepState::NotStarted => Tone::Unknown,
        StepState::InProgress => Tone::Doubt,
        StepState::EvidenceRecorded if done == 0 => Tone::Plain,
        StepState::EvidenceRecorded | StepState::Done => Tone::Sound,
    }
}

/// The way through an engagement, from its document and where it stood when it was last changed.
#[must_use]
pub fn nav(document: &Engagement, digest: &Digest) -> EngagementNav {
    way(&Head {
        id: document.id,
        title: document.title.clone(),
        client: document.client.clone(),
        digest: digest.clone(),
    })
}

/// The way through an engagement, from what lists carry of it.
#[must_use]
pub fn way(head: &Head) -> EngagementNav {
    let page = |page: &str, label: &'static str, key| RailPage {
        link: Link::new(at(head.id, page), label).key(key),
        state: standing(&head.digest, page),
    };
    EngagementNav {
        overview: Link::new(at(head.id, ""), head.title.clone()).key('o'),
        client: head.client.clone().into(),
        pages: vec![
            page("systems", "Systems and integrations", 's'),
            page("access", "Access", 'x'),
            page("questions", "Questions", 'b'),
            page("workflows", "Workflows", 'w'),
            page("truth", "Source of truth", 't'),
            page("samples", "Failure samples", 'f'),
            page("reconcile", "Reconciliation", 'n'),
            page("controls", "Controls", 'k'),
            page("flags", "Risk flags", 'r'),
            page("verdict", "Verdict", 'v'),
            page("launch", "Launch checks", 'l'),
            page("plan", "60-day plan", 'd'),
            page("figures", "Figures", 'm'),
            page("quote", "Quote", 'q'),
            page("publish", "Publish", 'u'),
            page("activity", "Activity", 'a'),
        ],
    }
}

/// How the steps of the audit stand that are worked on a page: the least of them, and all that they count together.
fn standing(digest: &Digest, page: &str) -> Option<(Tone, Text)> {
    let here = |step: &&AuditStep| urls::step_page(**step).split('?').next() == Some(page);
    let steps: Vec<_> = AuditStep::ALL.iter().filter(here).map(|step| digest.step(*step)).collect();
    let state = steps.iter().map(|step| step.state).min()?;
    let (done, of) = steps.iter().fold((0, 0), |sum, step| (sum.0 + step.done, sum.1 + step.of));
    let word = match state {
        StepState::NotStarted if done == 0 => "nothing yet".into(),
        StepState::Done => "done".into(),
        _ => format!("{done} of {of}").into(),
    };
    let state =
        if state == StepState::NotStarted && done > 0 { StepState::InProgress } else { state };
    Some((tone(state, done), word))
}

/// The rail of everyone who works for the firm.
fn rail(context: &RequestContext, engagement: Option<&EngagementNav>) -> Vec<Link> {
    let id = engagement.and_then(|nav| nav.overview.href.rsplit('/').next()?.parse().ok());
    let find = id.map_or_else(|| urls::FIND.to_owned(), urls::find_in);
    let mut links = vec![
        Link::new(urls::ENGAGEMENTS, "Engagements").key('e'),
        Link::new(find, "Find").key('i'),
    ];
    let may = |action| context.actor.as_ref().is_some_and(|actor| actor.can_in_firm(action));
    if may(FirmAction::OpenEngagement) {
        links.insert(1, Link::new(urls::REQUESTS, "Requests"));
    }
    if may(FirmAction::ManageClients) {
        links.push(Link::new(urls::CLIENTS, "Clients").key('c'));
    }
    if may(FirmAction::ManagePeople) {
        links.push(Link::new(urls::PEOPLE, "People").key('p'));
    }
    if may(FirmAction::ManageFirm) {
        links.push(Link::new(urls::FIRM, "Settings"));
    }
    if may(FirmAction::ViewAudit) {
        links.push(Link::new(urls::AUDIT, "Audit"));
    }
    links
}

/// A staff page outside any engagement.
pub fn staff(context: &RequestContext, body: impl IntoView) -> Markup {
    framed(context, None, body)
}

/// A staff page of an engagement.
pub fn engagement(context: &RequestContext, nav: EngagementNav, body: impl IntoView) -> Markup {
    provide_context(Within(nav.overview.label.clone()));
    framed(context, Some(nav), body)
}

fn framed(
    context: &RequestContext,
    engagement: Option<EngagementNav>,
    body: impl IntoView,
) -> Markup {
    let person = context.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let (current, rail) = (context.path.clone(), rail(context, engagement.as_ref()));
    view! { <StaffShell person current rail engagement>{body}</StaffShell> }.into()
}

/// Whether the page may lead to changing the document.
#[must_use]
pub fn may_edit(context: &RequestContext, engagement: EngagementId) -> bool {
    context.can(Action::EditWork, engagement)
}
