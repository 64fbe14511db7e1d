//! The versions that were published: each as it was then, with its hash.

use crate::listing::{ListFilter, Listing, MANY, Sortable, Value};
use crate::prelude::*;
use crate::ui::{Column, DataTable, EmptyState, Time};
use crate::urls::{self, at};
use faultline::delivery::documents::Document;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::Hash;
use faultline::stores::room::store::{LISTED, Listed};

/// The columns of the list that it can be sorted by, which are those of the file.
pub const VERSION_COLUMNS: [Sortable<Listed>; 5] = [
    Sortable { key: "version", label: "Version", of: |one| Value::Number(one.number.into()) },
    Sortable { key: "published", label: "Published", of: |one| one.published_at.into() },
    Sortable { key: "by", label: "By", of: |one| one.published_by.as_str().into() },
    Sortable { key: "note", label: "Note", of: |one| one.note.as_str().into() },
    Sortable { key: "hash", label: "SHA-256", of: |one| hash(one).as_str().into() },
];

/// The documents that stand beside a version; the others are on a page of their own.
const FILES: [Document; 4] = [Document::Pdf, Document::Word, Document::Workbook, Document::Json];

fn hash(listed: &Listed) -> String {
    Hash::from_bytes(&listed.hash).map_or_else(String::new, |hash| hash.to_string())
}

/// The list.
#[component]
pub fn Versions(
    /// The engagement.
    engagement: EngagementId,
    /// All versions.
    versions: Vec<Listed>,
    /// What narrows and sorts them.
    listing: Listing,
) -> impl IntoView {
    if versions.is_empty() {
        return Either::Left(view! {
            <EmptyState title="No version yet">
                <p>"Each version is kept as it was published, with its hash, for as long as the engagement is."</p>
            </EmptyState>
        });
    }
    let (list, many) = (at(engagement, "publish"), versions.len() >= MANY);
    let mut columns = listing.headers(&list, &VERSION_COLUMNS);
    columns.push(Column::new("Download"));
    let file = at(engagement, &format!("versions.csv{}", listing.query()));
    let compare = (versions.len() > 1).then(|| at(engagement, "publish/changes"));
    let cut = versions.len() as i64 >= LISTED;
    let versions = listing.of(versions, &VERSION_COLUMNS);
    let none = versions.is_empty();
    let rows = versions.into_iter().map(|listed| view! { <VersionRow engagement listed /> });
    let rows = rows.collect_view();
    Either::Right(view! {
        <ListFilter list listing many />
        {cut.then(|| view! { <p class="hint">{format!("Only the newest {LISTED} are listed.")}</p> })}
        {none.then(|| view! { <p class="hint">"No version has these words."</p> })}
        <DataTable caption="Versions" id="versions-table" columns cards=true quiet=true>{rows}</DataTable>
        <p class="list-foot">
            <a href=file>"Versions as CSV"</a>
            {compare.map(|href| view! { " "<a href=href>"What changed between versions"</a> })}
            " "
            <a href=at(engagement, "shares")>"Links that were shared"</a>
        </p>
    })
}

#[component]
fn VersionRow(engagement: EngagementId, listed: Listed) -> impl IntoView {
    let number = listed.number;
    let hash = Hash::from_bytes(&listed.hash);
    let (short, full) = hash.map_or_else(Default::default, |hash| (hash.short(), hash.to_string()));
    let of = format!(" of version {number}");
    let files = FILES.map(|document| {
        let href = urls::document(engagement, document, number);
        let of = of.clone();
        view! { <a href=href>{document.label()}<span class="visually-hidden">{of}</span></a>" " }
    });
    let all = urls::room(engagement, "downloads", Some(number));
    view! {
        <tr id=format!("version-{number}")>
            <th scope="row" data-label="Version">
                <a href=urls::room(engagement, "", Some(number))>{format!("Version {number}")}</a>
            </th>
            <td data-label="Published"><Time at=listed.published_at /></td>
            <td data-label="By">{listed.published_by}</td>
            <td data-label="Note">{listed.note}</td>
            <td data-label="SHA-256"><code title=full>{short}"…"</code></td>
            <td data-label="Download">
                {files.into_iter().collect_view()}
                <a href=all>"All"<span class="visually-hidden">{of}</span></a>
            </td>
        </tr>
    }
}
