//! The frame of staff pages: the rail, and the way through one engagement.
//! It shows where one may go; what one may do there is decided there.

use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EngagementNav, Link, StaffShell, Step, Tone};
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

/// What a step's state means to the reader.
#[must_use]
pub fn tone(state: StepState) -> Tone {
    match state {
        StepState::NotStarted => Tone::Unknown,
        StepState::InProgress => Tone::Doubt,
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
    let link = |page: &str, label: &'static str, key| Link::new(at(head.id, page), label).key(key);
    let step = |step: &AuditStep| {
        let digest = head.digest.step(*step);
        let word = match digest.state {
            StepState::NotStarted => "nothing yet".to_owned(),
            StepState::Done => "done".to_owned(),
            _ => format!("{} of {}", digest.done, digest.of),
        };
        Step {
            link: Link::new(at(head.id, urls::step_page(digest.step)), digest.step.label()),
            tone: tone(digest.state),
            word: word.into(),
            next: None,
        }
    };
    EngagementNav {
        overview: Link::new(at(head.id, ""), head.title.clone()).key('o'),
        client: head.client.clone().into(),
        steps: AuditStep::ALL.iter().map(step).collect(),
        pages: vec![
            link("systems", "Systems and integrations", 's'),
            link("workflows", "Workflows", 'w'),
            link("truth", "Source of truth", 't'),
            link("samples", "Failure samples", 'f'),
            link("reconcile", "Reconciliation", 'n'),
            link("controls", "Controls", 'k'),
            link("flags", "Risk flags", 'r'),
            link("verdict", "Verdict", 'v'),
            link("launch", "Launch checks", 'l'),
            link("publish", "Publish", 'u'),
            link("activity", "Activity", 'a'),
        ],
    }
}

/// The rail of everyone who works for the firm.
fn rail(context: &RequestContext) -> Vec<Link> {
    let mut links = vec![Link::new(urls::ENGAGEMENTS, "Engagements").key('e')];
    let may = |action| context.actor.as_ref().is_some_and(|actor| actor.can_in_firm(action));
    if may(FirmAction::ManageClients) {
        links.push(Link::new(urls::CLIENTS, "Clients").key('c'));
    }
    if may(FirmAction::ManagePeople) {
        links.push(Link::new(urls::PEOPLE, "People").key('p'));
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
    framed(context, Some(nav), body)
}

fn framed(
    context: &RequestContext,
    engagement: Option<EngagementNav>,
    body: impl IntoView,
) -> Markup {
    let person = context.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let (current, rail) = (context.path.clone(), rail(context));
    view! { <StaffShell person current rail engagement>{body}</StaffShell> }.into()
}

/// Whether the page may lead to changing the document.
#[must_use]
pub fn may_edit(context: &RequestContext, engagement: EngagementId) -> bool {
    context.can(Action::EditWork, engagement)
}
