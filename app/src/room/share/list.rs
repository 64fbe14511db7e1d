//! Links that were shared, how each stands, and who opened it.
//! It says of a reader what they typed and which network they came from, and claims no more.

use crate::prelude::*;
use crate::ui::{Badge, Column, Confirm, DataTable, EmptyState, Link, PageHeader, Tag, Time, Tone};
use crate::urls;
use chrono::Utc;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::shares::{LISTED, Listed, OPENINGS, Opening, SHOWN, ShareState};

/// Every link of an engagement, for staff.
#[component]
pub fn SharesPage(
    /// The engagement.
    engagement: EngagementId,
    /// The links.
    shares: Vec<Listed>,
) -> impl IntoView {
    view! {
        <PageHeader
            title="Shared links"
            trail=vec![Link::new(urls::at(engagement, "publish"), "Publish")]
            lede="Parts of published versions that somebody shared by a link, and who opened them."
        >
            <a class="button" href=urls::room(engagement, "shares", None)>"Share a part of the room"</a>
        </PageHeader>
        <SharesTable engagement shares work=true />
    }
}

/// The links as a table.
#[component]
pub fn SharesTable(
    /// The engagement.
    engagement: EngagementId,
    /// The links.
    shares: Vec<Listed>,
    /// Whether they stand among the pages of staff.
    work: bool,
) -> impl IntoView {
    if shares.is_empty() {
        return Either::Left(view! {
            <EmptyState title="Nothing is shared">
                <p>"A link to one part of a version stands here once somebody made it, with who opened it."</p>
            </EmptyState>
        });
    }
    let cut = shares.len() as i64 >= LISTED;
    let mut columns =
        ["What", "For", "Made by", "Until", "State", "Opened by"].map(Column::new).to_vec();
    columns.push(Column::new("Revoke").hidden());
    let rows = shares.into_iter().map(|share| view! { <ShareRow engagement share work /> });
    let rows = rows.collect_view();
    Either::Right(view! {
        {cut.then(|| view! { <p class="hint">{format!("Only {LISTED} are listed: those in force, then the newest.")}</p> })}
        <DataTable caption="Shared links" id="shares-table" columns cards=true quiet=true>{rows}</DataTable>
        <p class="hint">{NOT_KNOWN}</p>
    })
}

/// What the list does not say.
const NOT_KNOWN: &str = "A name is what its reader typed, and nobody checked it. Of an address only the network is kept. Whoever has the link can pass it on.";

#[component]
fn ShareRow(engagement: EngagementId, share: Listed, work: bool) -> impl IntoView {
    let state = share.state(Utc::now());
    let (tone, word) = told(state);
    let revoke = (share.revoked_at.is_none() && state != ShareState::Expired).then(|| {
        let action = urls::share(engagement, share.id, "revoke");
        let with = if work { vec![("work", "true".to_owned())] } else { Vec::new() };
        view! {
            <Confirm label="Revoke" action with>
                <p>"From then on it opens nothing. This cannot be taken back; make a new link instead."</p>
            </Confirm>
        }
    });
    let version = urls::room(engagement, "", Some(share.version));
    let locked = share.has_password.then(|| view! { " "<Tag word="password" /> });
    let note = if share.note.is_empty() { "–".to_owned() } else { share.note };
    view! {
        <tr>
            <th scope="row" data-label="What">
                {share.label}", "<a href=version>{format!("version {}", share.version)}</a>{locked}
            </th>
            <td data-label="For">{note}</td>
            <td data-label="Made by">{share.person}", "<Time at=share.created_at /></td>
            <td data-label="Until"><Time at=share.expires_at /></td>
            <td data-label="State"><Badge tone word /></td>
            <td data-label="Opened by"><Openings times=share.times openings=share.openings /></td>
            <td>{revoke}</td>
        </tr>
    }
}

fn told(state: ShareState) -> (Tone, &'static str) {
    match state {
        ShareState::InForce => (Tone::Sound, "in force"),
        ShareState::Revoked => (Tone::Plain, "revoked"),
        ShareState::Expired => (Tone::Plain, "expired"),
        ShareState::UsedUp => (Tone::Plain, "opened too often"),
        ShareState::Archived => (Tone::Plain, "closed while archived"),
        ShareState::MakerGone => (Tone::Plain, "its maker has left"),
    }
}

#[component]
fn Openings(times: i64, openings: Vec<Opening>) -> impl IntoView {
    if openings.is_empty() {
        return Either::Left(view! { <span class="unknown">"nobody yet"</span> });
    }
    let entries = openings.into_iter().map(|one| {
        let name = if one.name.is_empty() { "no name asked".to_owned() } else { one.name };
        view! { <li>{name}", "<Time at=one.at />", from "{one.network}</li> }
    });
    let entries = entries.collect_view();
    let more = (times > SHOWN).then(|| format!(" The newest {SHOWN} are listed."));
    let summary = format!("{} of {OPENINGS} at most", counted(times, "opening", "openings"));
    Either::Right(view! {
        <details>
            <summary>{summary}</summary>
            <ul>{entries}</ul>
            {more.map(|more| view! { <p class="hint">{more}</p> })}
        </details>
    })
}
