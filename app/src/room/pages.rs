//! The pages of the room, each a part of the recommendation with what people say of it.
//! The verdict comes first, and every page says which version it shows.

use super::blocks::{self, Lead};
use super::{Room, Typed, page_of, talk};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Column, DataTable, FaultLine, Link, Notice, PageHeader, RoomShell, Section, Time, Tone,
};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::delivery::report::{self, Report, SectionId, Target};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;
use faultline::stores::access::Action;
use faultline::stores::room::{About, Hash};

/// A page about a part of the recommendation.
pub(super) fn of(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    about: About,
    status: StatusCode,
    typed: Option<&Typed>,
) -> Response {
    let report = report::document(&room.snapshot);
    let lead = |to: &Target| {
        let anchor = to.anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
        format!("{}{anchor}", urls::room(engagement, blocks::page_of(to.section), room.asked))
    };
    let body = match about {
        About::Summary => summary(room, &report, &lead),
        About::Map => sections(room, &report, &[SectionId::Map], &lead),
        About::Evidence => sections(room, &report, &[SectionId::Evidence], &lead),
        About::Truth => sections(room, &report, &[SectionId::Truth], &lead),
        About::Verdict => sections(
            room,
            &report,
            &[SectionId::Verdict, SectionId::Gates, SectionId::Risks],
            &lead,
        ),
        About::Decision => talk::decision(context, engagement, room, typed),
    };
    let said = talk::comments(context, engagement, room, about, typed);
    framed(
        context,
        engagement,
        room,
        (page_of(about), about.label()),
        status,
        (body, said).markup(),
    )
}

/// The downloads, and the versions there are.
pub(super) fn downloads(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
) -> Response {
    let report = report::document(&room.snapshot);
    let lead = |to: &Target| urls::room(engagement, blocks::page_of(to.section), room.asked);
    let origin = report
        .section(SectionId::Origin)
        .map(|section| blocks::all(room.snapshot.document(), &section.blocks, &lead));
    let number = room.number();
    let file = |extension: &str| urls::recommendation(engagement, extension, number);
    let body = view! {
        <PageHeader title="Downloads" lede=format!("Version {number} to keep, to print and to pass on.") />
        <ul class="downloads">
            <li>
                <a class="button primary" href=file("pdf")>"PDF"</a>
                <p>"The recommendation, typeset for reading and printing."</p>
            </li>
            <li>
                <a class="button" href=file("md")>"Markdown"</a>
                <p>"The same as plain text."</p>
            </li>
            <li>
                <a class="button" href=file("json")>"JSON"</a>
                <p>"The published data, byte for byte: what the hash is computed from."</p>
            </li>
        </ul>
        <Section title="About this version" id="origin">{origin}</Section>
        {versions(engagement, room)}
    };
    framed(context, engagement, room, ("downloads", "Downloads"), StatusCode::OK, body.markup())
}

fn versions(engagement: EngagementId, room: &Room) -> impl IntoView + use<> {
    let row = |listed: &faultline::stores::room::store::Listed| {
        let number = listed.number;
        let hash = Hash::from_bytes(&listed.hash).map_or_else(String::new, |hash| hash.short());
        view! {
            <tr>
                <th scope="row" data-label="Version"><a href=urls::room(engagement, "", Some(number))>{format!("Version {number}")}</a></th>
                <td data-label="Published"><Time at=listed.published_at /></td>
                <td data-label="By">{listed.published_by.clone()}</td>
                <td data-label="Note">{listed.note.clone()}</td>
                <td data-label="SHA-256"><code>{hash}"…"</code></td>
            </tr>
        }
    };
    let rows = room.versions.iter().map(row).collect_view();
    let columns = ["Version", "Published", "By", "Note", "SHA-256"].map(Column::new).to_vec();
    view! {
        <Section title="All versions" id="versions" lede="A version never changes once it is published.">
            <DataTable caption="All versions" id="all-versions" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

/// The summary: the fault line and the verdict first, then the situation, so what, and what next.
fn summary(room: &Room, report: &Report, lead: Lead<'_>) -> Markup {
    let (title, lede) = (report.title.clone(), format!("Our recommendation for {}", report.client));
    let evidence = u64::try_from(report.evidence).unwrap_or(0);
    let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    let verdict = blocks::verdict(&report.verdict);
    let document = room.snapshot.document();
    let told = report.section(SectionId::Summary);
    let told = told.map(|section| blocks::view(document, section.id, &section.blocks, lead));
    view! {
        <PageHeader title lede />
        <section class="verdict-head" aria-label="The verdict">
            <FaultLine tone evidence wide=true />
            {verdict}
        </section>
        {told}
    }
    .markup()
}

/// Sections of the recommendation: the first is the page, the others follow under headings of their own.
fn sections(room: &Room, report: &Report, ids: &[SectionId], lead: Lead<'_>) -> Markup {
    let document = room.snapshot.document();
    let told = ids.iter().filter_map(|id| report.section(*id)).enumerate().map(|(at, section)| {
        let (title, lede) = (section.title, section.lede.clone());
        if at == 0 {
            let body = blocks::view(document, section.id, &section.blocks, lead);
            view! { <PageHeader title lede />{body} }.markup()
        } else {
            let body = blocks::all(document, &section.blocks, lead);
            view! { <Section title lede id=section.id.key()>{body}</Section> }.markup()
        }
    });
    told.collect_view().markup()
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
    pages.push(link("downloads", "Downloads"));
    if context.can(Action::SubmitSample, engagement) {
        pages.push(link("samples", "Report a failure"));
    }
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
    let notices = (older(engagement, room), preview(context, engagement));
    context.render(status, &format!("{label} · {}", contents.document.title), false, || {
        view! {
            <RoomShell title person current pages snapshot>
                {notices}
                {body}
            </RoomShell>
        }
    })
}

/// That there is a newer version, when an older one is read.
fn older(engagement: EngagementId, room: &Room) -> Option<impl IntoView + use<>> {
    let (number, newest) = (room.number(), room.newest());
    (number < newest).then(|| {
        let title = format!("You are reading version {number}. Version {newest} is the newest.");
        view! {
            <Notice tone=Tone::Doubt title>
                <p><a href=urls::room(engagement, "", None)>"Read the newest version"</a></p>
            </Notice>
        }
    })
}

/// That this is what the client sees, for staff.
fn preview(context: &RequestContext, engagement: EngagementId) -> Option<impl IntoView + use<>> {
    context.can(Action::ViewWork, engagement).then(|| {
        view! {
            <Notice title="This is the room as the client sees it.">
                <p><a href=urls::at(engagement, "publish")>"Back to publishing"</a></p>
            </Notice>
        }
    })
}
