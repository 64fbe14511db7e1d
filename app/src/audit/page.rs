//! The page of the audit.
//! It shows what differs, cut to what a line can show.

use super::Page;
use crate::prelude::*;
use crate::ui::{Column, DataTable, EmptyState, Field, Filters, PageHeader, Pager, Text, Time};
use crate::urls::{self, at};
use faultline::document::engagement::PartKind;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::audit::{self, AuditAction, Entry};
use serde_json::Value;

/// The page.
#[component]
pub fn AuditPage(
    /// The entries of this page, and one more if there are more.
    entries: Vec<Entry>,
    /// What the address says.
    page: Page,
) -> impl IntoView {
    let more = entries.len() > audit::PAGE as usize;
    let entries: Vec<_> = entries.into_iter().take(audit::PAGE as usize).collect();
    let of = |query: String| Text::from(format!("{}{query}", urls::AUDIT));
    let older = entries.last().filter(|_| more).map(|last| of(page.after(last)));
    let newer = page.before.map(|_| of(page.query()));
    let file = format!("{}.csv{}", urls::AUDIT, page.query());
    let clear = (!page.q.trim().is_empty()).then_some(Text::from(urls::AUDIT));
    let narrowed = clear.is_some();
    let pager = newer.is_some() || older.is_some();
    view! {
        <PageHeader title="Audit" lede="Who did what, in every engagement and in the firm. It can only grow.">
            <a class="button" href=file>"Download CSV"</a>
        </PageHeader>
        <Filters action=urls::AUDIT clear>
            <Field label="Who, what or which" name="q" kind="search" value=page.q />
        </Filters>
        <Entries entries narrowed />
        {pager.then(|| view! { <Pager newer older back="Newest" /> })}
    }
}

#[component]
fn Entries(entries: Vec<Entry>, narrowed: bool) -> impl IntoView {
    if entries.is_empty() {
        let title = if narrowed { "Nothing has these words" } else { "Nothing further back" };
        return Either::Left(view! {
            <EmptyState title>
                <p>"Everything people do is recorded here, with how it was before."</p>
            </EmptyState>
        });
    }
    let columns = ["When", "Who", "What", "Where", "Details"].map(Column::new).to_vec();
    let rows = entries.into_iter().map(|entry| view! { <EntryRow entry /> }).collect_view();
    Either::Right(view! {
        <DataTable caption="Audit" id="audit-table" columns cards=true quiet=true>{rows}</DataTable>
    })
}

#[component]
fn EntryRow(entry: Entry) -> impl IntoView {
    let place = match entry.engagement {
        Some(id) => Either::Left(view! { <a href=at(id, "activity")>"Engagement"</a> }),
        None => Either::Right("Firm"),
    };
    let what = described(&entry);
    view! {
        <tr id=format!("a{}", entry.id)>
            <td data-label="When"><Time at=entry.at /></td>
            <td data-label="Who">{entry.person.unwrap_or_else(|| "the console".into())}</td>
            <td data-label="What">{what}" "<strong>{entry.name}</strong></td>
            <td data-label="Where">{place}</td>
            <td data-label="Details"><Details before=entry.before after=entry.after /></td>
        </tr>
    }
}

/// The differences between before and after, behind a disclosure.
#[component]
fn Details(before: Option<Value>, after: Option<Value>) -> impl IntoView {
    let changed = changes(before.as_ref(), after.as_ref());
    let rows = changed.into_iter().map(|(name, before, after)| {
        let before = (!before.is_empty()).then(|| view! { <del>{before}</del> " " });
        view! { <div><dt>{name}</dt><dd>{before}<ins>{after}</ins></dd></div> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What changed"</summary>
                <dl class="facts">{rows}</dl>
            </details>
        }
    })
}

/// The action and the kind of thing it was done to: “changed system”.
fn described(entry: &Entry) -> String {
    let action = entry.action.parse::<AuditAction>().map_or("did something to", Catalogue::label);
    let kind = entry
        .kind
        .parse::<PartKind>()
        .map_or_else(|_| entry.kind.replace('_', " "), |kind| kind.label().to_lowercase());
    match entry.action.parse() {
        Ok(AuditAction::SignedIn | AuditAction::SignedOut | AuditAction::Joined) => {
            action.to_owned()
        }
        _ => format!("{action} {kind}"),
    }
}

/// The top-level fields that differ, with both values, cut to what a line can show of where they differ.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, String, String)> {
    let names = [before, after]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|fields| fields.keys());
    let mut names: Vec<&String> = names.filter(|name| *name != "id").collect();
    names.sort();
    names.dedup();
    let field = |side: Option<&Value>, name: &str| {
        side.and_then(|value| value.get(name)).map(worded).unwrap_or_default()
    };
    let both = names.into_iter().map(|name| (name, field(before, name), field(after, name)));
    let changed = both.filter(|(_, before, after)| before != after);
    let told = |(name, before, after): (&String, String, String)| {
        let alike = before.chars().zip(after.chars()).take_while(|(one, other)| one == other);
        let from = alike.count();
        let from = if from < SHOWN { 0 } else { from - LED_UP };
        (name.replace('_', " "), cut(&before, from), cut(&after, from))
    };
    changed.map(told).collect()
}

/// The most characters that are shown of a value, and those of them before it differs where that is further behind.
const SHOWN: usize = 300;
const LED_UP: usize = 40;

/// What can be shown of a text from this character on.
fn cut(text: &str, from: usize) -> String {
    let mut rest = text.chars().skip(from);
    let shown: String = rest.by_ref().take(SHOWN).collect();
    let before = if from > 0 && !shown.is_empty() { "…" } else { "" };
    let behind = if rest.next().is_some() { "…" } else { "" };
    format!("{before}{shown}{behind}")
}

/// A value in words; what holds nothing is left out.
fn worded(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(values) => joined(values.iter().map(worded), "; "),
        Value::Object(fields) => {
            let told = |(name, value): (&String, &Value)| match worded(value) {
                told if told.is_empty() => told,
                told => format!("{}: {told}", name.replace('_', " ")),
            };
            joined(fields.iter().map(told), ", ")
        }
    }
}

fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_listed() {
        let (before, after) = (
            json!({ "id": 1, "name": "a", "same": 1 }),
            json!({ "id": 2, "name": "b", "same": 1, "new": true }),
        );
        let changed = changes(Some(&before), Some(&after));
        let rows: Vec<_> = changed
            .iter()
            .map(|(name, before, after)| (name.as_str(), before.as_str(), after.as_str()))
            .collect();
        assert_eq!(rows, [("name", "a", "b"), ("new", "", "yes")]);
        assert!(changes(None, None).is_empty());
    }

    #[test]
    fn what_differs_far_behind_is_shown_and_lists_are_told_in_words() {
        let long = "word ".repeat(200);
        let (before, after) = (
            json!({ "says": format!("{long}old"), "bounds": { "deadline": null, "hours": 40 } }),
            json!({ "says": format!("{long}new"), "bounds": { "deadline": "May", "hours": 40 } }),
        );
        let changed = changes(Some(&before), Some(&after));
        assert_eq!(changed[0].1, "hours: 40");
        assert_eq!(changed[0].2, "deadline: May, hours: 40");
        assert!(changed[1].1.ends_with("word old") && changed[1].2.ends_with("word new"));
        assert!(changed[1].1.starts_with('…') && changed[1].1.chars().count() < 60);
        let lists = json!({ "names": ["a", "b"], "none": [] });
        let told = changes(None, Some(&lists));
        assert_eq!(told, [("names".to_owned(), String::new(), "a; b".to_owned())]);
    }
}
