//! The documents of a version to keep, and the versions there are.

use crate::prelude::*;
use crate::room::blocks::{Blocks, HandedOutFiles, Lead};
use crate::ui::{Column, DataTable, PageHeader, Section, Time};
use crate::urls;
use faultline::delivery::documents::Document;
use faultline::delivery::report::{self, FileTold};
use faultline::document::files::size;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
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
    let handed_out = view! { <HandedOut snapshot=snapshot.clone() lead /> };
    let origin = origin.map(|section| view! { <Blocks snapshot blocks=section.blocks lead /> });
    view! {
        <PageHeader title="Downloads" lede=format!("Version {number} to keep, to print and to pass on.") />
        <Files engagement number documents=WHOLE.to_vec() />
        <p class="hint">{MARKED}</p>
        <Section title="For one reader" id="sheets" lede="Two pages of the same version at most, for whoever has to do with a part of it.">
            <Files engagement number documents=SHEETS.to_vec() />
        </Section>
        <Section title="To work with" id="data" lede="The same version as data.">
            <Files engagement number documents=DATA.to_vec() />
        </Section>
        <Section title="To check the reasons" id="reasons" lede="For whoever has to weigh the verdict, such as an auditor or another expert.">
            <Files engagement number documents=REASONS.to_vec() />
        </Section>
        {handed_out}
        <Section title="About this version" id="origin">{origin}</Section>
        <Versions engagement versions />
    }
}

/// What copies say of their reader.
const MARKED: &str = "Until it is accepted, PDF and Word copies that the client’s people download say on each page whom they are for, and from which day.";
/// What is noted of readers.
const NOTED: &str = "Your consultants see which versions you opened, and when first and last. They do not see what you read.";

/// What is said of files that are handed out.
const AS_THEY_ARE: &str = "Handed out with this version as they are, without a mark of their reader. The version names the hash of each; the archive “Everything” holds them too.";

/// Documents to read.
const WHOLE: [Document; 4] =
    [Document::Pdf, Document::Word, Document::Markdown, Document::Everything];
/// Sheets for one reader each.
const SHEETS: [Document; 4] =
    [Document::Owner, Document::Engineer, Document::DataSteward, Document::Finance];
/// Documents to work with.
const DATA: [Document; 4] =
    [Document::Workbook, Document::Json, Document::TestsCsv, Document::Gherkin];

/// Documents that give account of the verdict.
const REASONS: [Document; 2] = [Document::VerdictPack, Document::Oscal];

/// Documents with what each is for and how much it is to read.
#[component]
fn Files(engagement: EngagementId, number: i32, documents: Vec<Document>) -> impl IntoView {
    let entries = documents.into_iter().map(|document| {
        let href = urls::document(engagement, document, number);
        let class = if document == Document::Pdf { "button primary" } else { "button" };
        let about = format!("{} {}.", document.purpose(), document.length());
        view! { <li><a class=class href=href>{document.label()}</a><p>{about}</p></li> }
    });
    view! { <ul class="downloads">{entries.collect_view()}</ul> }
}

/// The files beside failures that the version hands out; nothing where it hands out none.
#[component]
fn HandedOut(snapshot: Arc<Snapshot>, lead: Lead) -> impl IntoView {
    let contents = snapshot.contents();
    let number = contents.number;
    let files = contents.files.iter().map(|file| FileTold::of(&snapshot, file, false));
    let files: Vec<_> = files.collect();
    (!files.is_empty()).then(|| {
        let bytes = size(contents.files.iter().map(|file| file.bytes).sum());
        let many = i64::try_from(files.len()).unwrap_or(i64::MAX);
        let count = format!("{}, {bytes} together", counted(many, "file", "files"));
        view! {
            <Section title="Files beside failures" id="files" lede=AS_THEY_ARE>
                <details class="long">
                    <summary>{count}</summary>
                    <HandedOutFiles files number lead />
                </details>
            </Section>
        }
    })
}

#[component]
fn Versions(engagement: EngagementId, versions: Vec<Listed>) -> impl IntoView {
    let compare = (versions.len() > 1).then(|| urls::room(engagement, "changes", None));
    let rows = versions.into_iter().map(|listed| view! { <VersionRow engagement listed /> });
    let rows = rows.collect_view();
    let columns = ["Version", "Published", "By", "Note", "SHA-256"].map(Column::new).to_vec();
    view! {
        <Section title="All versions" id="versions" lede="A version never changes once it is published. When a text in one had to be redacted later, it is marked as withdrawn.">
            <DataTable caption="All versions" id="all-versions" columns cards=true quiet=true>{rows}</DataTable>
            {compare.map(|href| view! { <p><a href=href>"What changed between versions"</a></p> })}
            <p class="hint">{NOTED}</p>
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
