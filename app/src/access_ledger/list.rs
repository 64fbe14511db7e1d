//! The page of the ledger: every request with how it stands, and the areas that must not be touched.
//! Each row can be linked to by its id.

use super::lines::{ACCESS_COLUMNS, AccessLine};
use super::parts::{AreaTable, StateBadge};
use crate::listing::{ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::ui::{DataTable, Day, EmptyState, Known, Link, Notice, PageHeader, Section, Tone};
use crate::urls::at;
use faultline::document::access_ledger::AccessState;
use faultline::document::engagement::Engagement;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use std::sync::Arc;

/// The page.
#[component]
pub fn AccessPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What narrows and sorts the list.
    listing: Listing,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let (page, lines) = (at(document.id, "access"), AccessLine::all(&document));
    let may_ask = may_edit && !document.systems.is_empty();
    let ask = may_ask.then(|| Link::new(format!("{page}/new"), "Ask for access"));
    let add = may_ask
        .then(|| view! { <a class="button" href=format!("{page}/areas/new")>"Add an area"</a> });
    let button =
        ask.clone().map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> });
    let many = lines.len() >= MANY;
    let areas = document.access.areas.clone();
    let edit = may_edit.then(|| format!("{page}/areas"));
    view! {
        <PageHeader
            title="Access"
            lede="What access the work needs, who granted or refused it, and until when it holds. The client answers in the room."
        >
            {button}
        </PageHeader>
        <Ending lines=AccessLine::all(&document) />
        <ListFilter list=page listing=listing.clone() many />
        <Section title="Requests" id="requests" lede="Credentials are handed over outside this tool. What looks like one is refused here.">
            <Requests document lines listing ask />
        </Section>
        <Section title="Forbidden and caution areas" id="areas" lede="What must not be touched, and where care is needed. The client reads it, and can add to it for systems that are named on this page.">
            <AreaTable areas edit />
            {add}
        </Section>
    }
}

/// What ends soon, and what is over and was not taken back.
#[component]
fn Ending(lines: Vec<AccessLine>) -> impl IntoView {
    let count = |which: fn(&AccessLine) -> bool| {
        i64::try_from(lines.iter().filter(|line| which(line)).count()).unwrap_or(i64::MAX)
    };
    let (over, soon) = (count(|line| line.state == AccessState::Expired), count(|line| line.soon));
    let over = (over > 0).then(|| {
        let title = format!("{} over, and not recorded as revoked.", counted(over, "access is", "accesses are"));
        view! { <Notice tone=Tone::Fault title><p>"Have the account closed or the key replaced, then record here that it was revoked."</p></Notice> }
    });
    let soon = (soon > 0).then(|| {
        let title = format!("{} within two weeks.", counted(soon, "access ends", "accesses end"));
        view! { <Notice tone=Tone::Doubt title><p>"Ask again where it is still needed; otherwise revoke it."</p></Notice> }
    });
    (over, soon)
}

#[component]
fn Requests(
    document: Arc<Engagement>,
    lines: Vec<AccessLine>,
    listing: Listing,
    ask: Option<Link>,
) -> impl IntoView {
    if lines.is_empty() {
        let systems = Link::new(at(document.id, "systems"), "Systems and integrations");
        return EitherOf3::A(view! {
            <EmptyState title="Nothing was asked for yet" action=ask.or(Some(systems))>
                <p>"Ask for the least that the work needs: a system, how far, and until when. Systems are recorded first."</p>
            </EmptyState>
        });
    }
    let lines = listing.of(lines, &ACCESS_COLUMNS);
    if lines.is_empty() {
        return EitherOf3::B(view! { <p class="hint">"No request has these words."</p> });
    }
    let engagement = document.id;
    let columns = listing.headers(&at(engagement, "access"), &ACCESS_COLUMNS);
    let rows = lines.into_iter().map(|line| view! { <RequestRow engagement line /> });
    let file = at(engagement, &format!("access.csv{}", listing.query()));
    EitherOf3::C(view! {
        <DataTable caption="Requests" id="requests-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
        <p class="list-foot"><a href=file>"Requests as CSV"</a></p>
    })
}

#[component]
fn RequestRow(engagement: EngagementId, line: AccessLine) -> impl IntoView {
    let AccessLine { request, state, soon } = line;
    let href = at(engagement, &format!("access/{}", request.id));
    let until = request.until();
    view! {
        <tr id=request.id.to_string()>
            <th scope="row" data-label="System"><a href=href>{request.system_name.clone()}</a></th>
            <td class="wrap" data-label="What for">{request.purpose.clone()}</td>
            <td data-label="How far">{request.reach().label()}</td>
            <td data-label="State"><StateBadge state soon /></td>
            <td data-label="Until"><Day date=until /></td>
            <td data-label="Who can grant it"><Known text=request.asked_of /></td>
        </tr>
    }
}
