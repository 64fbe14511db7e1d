//! Who of the client can open the room, and which versions each of them has opened.
//! It says what is noted and what is not: that somebody opened a version says nothing of what they read.

use crate::prelude::*;
use crate::ui::{Column, DataTable, EmptyState, Notice, Section, Tag, Time, Tone};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::listed;
use faultline::stores::access::Capacity;
use faultline::stores::room::store::{Opened, Reader};

/// Who can open the room.
#[component]
pub fn Readers(
    /// The engagement.
    engagement: EngagementId,
    /// Who can, or could when they opened it.
    readers: Vec<Reader>,
) -> impl IntoView {
    let members = urls::at(engagement, "members");
    let readers: Vec<_> = readers.into_iter().filter(|reader| reader.capacity.is_some()).collect();
    if readers.is_empty() {
        return Either::Left(view! {
            <Notice tone=Tone::Doubt title="Nobody of the client can open the room yet.">
                <p><a href=members>"Add whoever should read it"</a></p>
            </Notice>
        });
    }
    let rows = readers.into_iter().map(|reader| view! { <ReaderItem reader /> });
    Either::Right(view! {
        <ul class="readers">{rows.collect_view()}</ul>
        <p><a href=members>"Change who can open the room"</a></p>
    })
}

#[component]
fn ReaderItem(reader: Reader) -> impl IntoView {
    let capacity = reader.capacity.as_deref().map(Capacity::from_key);
    let may = match capacity {
        Some(Ok(Capacity::Contributor)) => "reads, comments, reports failures and decides",
        _ => "reads",
    };
    view! { <li><strong>{reader.name}</strong>" "<span class="hint">{reader.email}</span>" "<Tag word=may /></li> }
}

/// Who has opened which version.
#[component]
pub fn Readings(
    /// The newest version; 0 for none.
    newest: i32,
    /// Who can open the room, or has opened it.
    readers: Vec<Reader>,
) -> impl IntoView {
    let missing = (newest > 0).then(|| missing(newest, &readers)).flatten();
    let mut readings: Vec<(Opened, String)> = readers
        .into_iter()
        .flat_map(|Reader { name, opened, .. }| {
            opened.into_iter().map(move |one| (one, name.clone()))
        })
        .collect();
    readings.sort_by_key(|(one, _)| (std::cmp::Reverse(one.number), one.first_at));
    let none = readings.is_empty();
    let rows = readings.into_iter().map(|(one, name)| view! { <ReadingRow one name /> });
    let rows = rows.collect_view();
    let columns = ["Version", "Opened by", "First", "Last"].map(Column::new).to_vec();
    let table = if none {
        Either::Left(view! {
            <EmptyState title="Nobody has opened a version yet">
                <p>"Once somebody of the client opens one, it stands here with when they did so first and last."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <DataTable caption="Who has opened which version" id="opened-table" columns cards=true quiet=true>{rows}</DataTable>
        })
    };
    view! {
        <Section title="Who has opened which version" id="opened" lede=NOTED>
            {missing.map(|says| view! { <p>{says}</p> })}
            {table}
            <p class="hint">{NOT_NOTED}</p>
        </Section>
    }
}

/// What is noted.
const NOTED: &str = "Noted when somebody of the client, signed in, opens a page of the room or downloads one of its documents.";
/// What is not.
const NOT_NOTED: &str = "Not noted: what they read of it and for how long, what they passed on, what staff open, what is opened while the engagement is archived, and what was opened before this was noted. Links that somebody shared have a list of their own.";

#[component]
fn ReadingRow(one: Opened, name: String) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" data-label="Version">{format!("Version {}", one.number)}</th>
            <td data-label="Opened by">{name}</td>
            <td data-label="First"><Time at=one.first_at /></td>
            <td data-label="Last"><Time at=one.last_at /></td>
        </tr>
    }
}

/// Who could have opened the newest version and has not.
fn missing(newest: i32, readers: &[Reader]) -> Option<String> {
    let names: Vec<&str> = readers
        .iter()
        .filter(|reader| reader.capacity.is_some())
        .filter(|reader| reader.opened.iter().all(|one| one.number != newest))
        .map(|reader| reader.name.as_str())
        .collect();
    (!names.is_empty())
        .then(|| format!("Version {newest} has not been opened by {} yet.", listed(&names)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn reader(name: &str, capacity: Option<&str>, opened: &[i32]) -> Reader {
        let at = DateTime::UNIX_EPOCH;
        let opened =
            opened.iter().map(|number| Opened { number: *number, first_at: at, last_at: at });
        Reader {
            name: name.into(),
            email: String::new(),
            capacity: capacity.map(str::to_owned),
            opened: opened.collect(),
        }
    }

    #[test]
    fn whoever_can_open_the_newest_version_and_has_not_is_named() {
        let readers = [
            reader("Anna Kern", Some("contributor"), &[2, 1]),
            reader("Ben Ott", Some("viewer"), &[1]),
            reader("Gone", None, &[1]),
        ];
        let says = missing(2, &readers);
        assert_eq!(says.as_deref(), Some("Version 2 has not been opened by Ben Ott yet."));
        assert_eq!(missing(1, &readers), None);
    }
}
