//! The pages of the room, each a part of the recommendation with what people say of it.
//! The verdict comes first, and every page says which version it shows.

use super::blocks::Lead;
use super::decision::{self, DecisionBar, ProposalPart, Upon};
use super::owners::Owners;
use super::talk::{Comments, DecisionPage, mentioning, pins};
use super::truth::TruthAnswers;
use super::{Room, Typed, since};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Link, RoomShell};
use crate::urls::{self, page_of};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use downloads::DownloadsPage;
use faultline::delivery::proposal::proposal;
use faultline::delivery::report::{self, SectionId};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;
use faultline::stores::access::Action;
use faultline::stores::room::About;
use notices::{
    AccessNotice, OlderNotice, PreviewNotice, QuestionsNotice, WaitingNotice, WithdrawnNotice,
};
use recommendation::{SectionsPage, SummaryPage};

mod downloads;
mod notices;
mod recommendation;

/// A page about a part of the recommendation.
pub(super) fn of(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    about: About,
    status: StatusCode,
    typed: Option<&Typed>,
) -> Response {
    let (reading, asked) = (room.number(), room.asked);
    let said = room.comments.iter().filter(|comment| comment.about == about.key());
    let comments = said.cloned().collect();
    let form = context
        .can(Action::Comment, engagement)
        .then(|| typed.and_then(Typed::comment).unwrap_or_default());
    let refused = typed.and_then(Typed::thread);
    let mentioning = mentioning(&room.since.people);
    let pins = pins(&room.snapshot, about);
    let client = !context.can(Action::ViewWork, engagement);
    let may_answer = context.can(Action::Decide, engagement);
    let since =
        (about == About::Summary && client).then(|| since::block(engagement, room, may_answer));
    let body = view! {
        {since.flatten()}
        {part(context, engagement, room, about, typed)}
        <Comments engagement about reading asked comments form refused pins mentioning />
    };
    let named = (page_of(about), about.label());
    framed(context, engagement, room, named, status, body.into())
}

/// The part of the recommendation, or the decision on it.
fn part(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    about: About,
    typed: Option<&Typed>,
) -> Markup {
    let sections: &[SectionId] = match about {
        About::Summary => return summary(context, engagement, room),
        About::Map => &[SectionId::Map],
        About::Evidence => &[SectionId::Evidence],
        About::Truth => &[SectionId::Truth],
        About::Verdict => &[SectionId::Verdict, SectionId::Gates, SectionId::Risks],
        About::Decision => {
            let may_decide = context.can(Action::Decide, engagement);
            let form = may_decide.then(|| typed.and_then(Typed::decision).unwrap_or_default());
            let (reading, newest) = (room.number(), room.newest());
            let decisions = room.decisions.clone();
            let (snapshot, quote) = (room.snapshot.clone(), decision::waiting(room));
            let waits = room.quote.clone().filter(|_| quote.is_some());
            let upon = view! { <Upon engagement snapshot quote=waits /> }.into();
            return view! { <DecisionPage engagement reading newest upon quote decisions form /> }
                .into();
        }
    };
    let (snapshot, lead) = (room.snapshot.clone(), Lead::Room { engagement, version: room.asked });
    let report = report::document(&snapshot);
    let sections = sections.iter().filter_map(|id| report.section(*id)).cloned().collect();
    let owners = (about == About::Truth).then(|| {
        let (snapshot, shown) = (room.snapshot.clone(), room.snapshot.clone());
        let answers = (room.number() == room.newest()).then(|| {
            let me = context.actor.as_ref().map(|actor| actor.person);
            let me = me.filter(|_| context.can(Action::Decide, engagement));
            let answers = room.answers.clone();
            view! { <TruthAnswers engagement snapshot=shown answers me /> }
        });
        view! { {answers}<Owners snapshot /> }
    });
    view! { <SectionsPage snapshot sections lead />{owners} }.into()
}

fn summary(context: &RequestContext, engagement: EngagementId, room: &Room) -> Markup {
    let (snapshot, lead) = (room.snapshot.clone(), Lead::Room { engagement, version: room.asked });
    let report = report::document(&snapshot);
    let answers =
        proposal(&snapshot, room.quote.as_ref(), !room.is_open(), Utc::now().date_naive());
    let decides = decides(context, engagement, room);
    let first = view! { <ProposalPart engagement answers lead decides /> }.into();
    view! { <SummaryPage snapshot report lead first /> }.into()
}

/// Whether a decision is open that the reader may take, on the version that is read.
fn decides(context: &RequestContext, engagement: EngagementId, room: &Room) -> bool {
    let newest = room.number() == room.newest();
    newest && context.can(Action::Decide, engagement) && room.is_open()
}

/// The downloads, and the versions there are.
pub(super) fn downloads(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
) -> Response {
    let (snapshot, lead) = (room.snapshot.clone(), Lead::Room { engagement, version: room.asked });
    let origin = report::document(&snapshot).section(SectionId::Origin).cloned();
    let versions = room.versions.clone();
    let body = view! { <DownloadsPage engagement snapshot origin versions lead /> };
    let named = ("downloads", "Downloads");
    framed(context, engagement, room, named, StatusCode::OK, body.into())
}

/// A page of a room in its frame.
pub(super) fn framed(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    (page, label): (&str, &str),
    status: StatusCode,
    body: Markup,
) -> Response {
    let contents = room.snapshot.contents();
    let link = |page: &str, label: &'static str| {
        Link::new(urls::room(engagement, page, room.asked), label)
    };
    let mut pages: Vec<_> =
        About::ALL.iter().map(|about| link(page_of(*about), about.label())).collect();
    // What was resolved is dealt with.
    let open = room.comments.iter().filter(|comment| comment.resolved.is_none());
    let said = |about: &About| open.clone().filter(|one| one.about == about.key()).count();
    let comments: Vec<usize> = About::ALL.iter().map(said).collect();
    pages.push(link("questions", "Questions"));
    pages.push(link("access", "Access"));
    pages.push(link("plan", "Plan"));
    pages.push(link("figures", "Figures"));
    pages.push(link("quote", "Quote"));
    pages.push(link("downloads", "Downloads"));
    if context.can(Action::Share, engagement) {
        pages.push(link("shares", "Share"));
    }
    if context.can(Action::SubmitSample, engagement) {
        pages.push(link("samples", "Report a failure"));
    }
    pages.push(link("colleagues", "People"));
    let published = day(contents.published_at.date_naive());
    let snapshot = format!(
        "{}, published {published} by {} · sha256 {}",
        report::version(contents.number, room.snapshot.assessment()),
        contents.published_by,
        room.snapshot.hash()
    );
    let person = context.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    let current = urls::room(engagement, page, room.asked);
    let title = format!("{} · {}", contents.document.title, contents.document.client);
    let (withdrawn, staff) = (room.snapshot.withdrawn(), context.can(Action::ViewWork, engagement));
    let (number, newest) = (room.number(), room.newest());
    // What waits is told above the summary, to those for whom it does.
    let told = page.is_empty() && !staff;
    let waiting = room.waiting.filter(|_| page != "quote" && !told);
    let access = (page != "access" && !told).then(|| room.access.clone());
    let me = context.actor.as_ref().map(|actor| actor.person);
    let questions =
        me.filter(|_| page != "questions" && !told).map(|me| (me, room.questions.clone()));
    // The pages that decide say it themselves.
    let barred = ["decision", "confirm"].contains(&page);
    let bar = (!barred && decides(context, engagement, room)).then(|| {
        let quote = room.waiting.map(|waiting| waiting.number);
        view! { <DecisionBar engagement version=newest quote /> }
    });
    let waiting = waiting.filter(|_| bar.is_none());
    let named = format!("{label} · {}", contents.document.title);
    let page = || {
        view! {
            <RoomShell title person current pages comments snapshot>
                {withdrawn.map(|withdrawn| view! { <WithdrawnNotice number withdrawn /> })}
                {(number < newest).then(|| view! { <OlderNotice engagement number newest /> })}
                {waiting.map(|waiting| view! { <WaitingNotice engagement waiting /> })}
                {access.map(|ledger| view! { <AccessNotice engagement ledger /> })}
                {questions.map(|(me, questions)| view! { <QuestionsNotice engagement questions me /> })}
                {staff.then(|| view! { <PreviewNotice engagement /> })}
                {body}
                {bar}
            </RoomShell>
        }
    };
    context.render(status, &named, false, page)
}
