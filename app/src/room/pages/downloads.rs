//! The documents of a version to keep, and the versions there are.

use crate::prelude::*;
use crate::room::blocks::{Blocks, Lead};
use crate::ui::{Column, DataTable, PageHeader, Section, Time};
use crate::urls;
use faultline::delivery::report;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::store::Listed;
use faultline::stores::room::{Hash, Snapshot};
use std::sync::Arc;

/// The page.
#[component]
pub fn DownloadsPage(
    /// The engagement.
    engagement: EngagementId,
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// Where it comes from, and how to check it.
    origin: Option<report::Section>,
    /// Every version.
    versions: Vec<Listed>,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let number = snapshot.contents().number;
    let file = |extension: &str| urls::recommendation(engagement, extension, number);
    let origin = origin.map(|section| view! { <Blocks snapshot blocks=section.blocks lead /> });
    view! {
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
        <Versions engagement versions />
    }
}

#[component]
fn Versions(engagement: EngagementId, versions: Vec<Listed>) -> impl IntoView {
    let rows = versions.into_iter().map(|listed| view! { <VersionRow engagement listed /> });
    let rows = rows.collect_view();
    let columns = ["Version", "Published", "By", "Note", "SHA-256"].map(Column::new).to_vec();
    view! {
        <Section title="All versions" id="versions" lede="A version never changes once it is published. When a text in one had to be redacted later, it is marked as withdrawn.">
            <DataTable caption="All versions" id="all-versions" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

#[component]
fn VersionRow(engagement: EngagementId, listed: Listed) -> impl IntoView {
    let number = listed.number;
    let hash = Hash::from_bytes(&listed.hash).map_or_else(String::new, |hash| hash.short());
    let withdrawn = listed.withdrawn_at.map(|at| view! { <br />"withdrawn "<Time at=at /> });
    view! {
        <tr>
            <th scope="row" data-label="Version"><a href=urls::room(engagement, "", Some(number))>{format!("Version {number}")}</a></th>
            <td data-label="Published"><Time at=listed.published_at />{withdrawn}</td>
            <td data-label="By">{listed.published_by.clone()}</td>
            <td data-label="Note">{listed.note.clone()}</td>
            <td data-label="SHA-256"><code>{hash}"…"</code></td>
        </tr>
    }
}
