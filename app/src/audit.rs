//! The audit of the whole firm: who did what, newest first. For admins.
//! It only reads; nothing that is recorded can be changed or removed.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{Column, DataTable, EmptyState, PageHeader, Pager, Text, Time};
use crate::urls::{self, at};
use axum::response::Response;
use faultline::document::engagement::PartKind;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::{FirmAction, ViewAudit};
use faultline::stores::audit::{self, AuditAction, Entry};
use serde::Deserialize;
use serde_json::Value;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::InFirm(FirmAction::ViewAudit), "/audit", show)
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    before: Option<i64>,
}

async fn show(context: RequestContext, Query(page): Query<Page>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ViewAudit>()?;
    let entries = audit::page_of_firm(&mut *context.look().await?, grant, page.before).await?;
    Ok(context.page("Audit", || frame::staff(&context, view(entries, page.before.is_some()))))
}

fn view(mut entries: Vec<Entry>, paged: bool) -> impl IntoView {
    let more = entries.len() > audit::PAGE as usize;
    entries.truncate(audit::PAGE as usize);
    let older = entries.last().filter(|_| more).map(|last| Text::from(urls::audit_before(last.id)));
    let newer = paged.then(|| Text::from("/audit"));
    let list = if entries.is_empty() {
        view! {
            <EmptyState title="Nothing further back">
                <p>"Everything people do is recorded here, with how it was before."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let columns = ["When", "Who", "What", "Where", "Details"].map(Column::new).to_vec();
        let rows = entries.iter().map(row).collect_view();
        view! { <DataTable caption="Audit" id="audit-table" columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    let pager = newer.is_some() || older.is_some();
    view! {
        <PageHeader title="Audit" lede="Who did what, in every engagement and in the firm. It can only grow." />
        {list}
        {pager.then(|| view! { <Pager newer older back="Newest" /> })}
    }
}

fn row(entry: &Entry) -> impl IntoView + use<> {
    let place = match entry.engagement {
        Some(id) => view! { <a href=at(id, "activity")>"Engagement"</a> }.markup(),
        None => "Firm".markup(),
    };
    view! {
        <tr id=format!("a{}", entry.id)>
            <td data-label="When"><Time at=entry.at /></td>
            <td data-label="Who">{entry.person.clone().unwrap_or_else(|| "the console".into())}</td>
            <td data-label="What">{described(entry)}" "<strong>{entry.name.clone()}</strong></td>
            <td data-label="Where">{place}</td>
            <td data-label="Details">{details(entry)}</td>
        </tr>
    }
}

/// The action and the kind of thing it was done to: “changed system”.
#[must_use]
pub fn described(entry: &Entry) -> String {
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

/// The differences between before and after, behind a disclosure.
pub fn details(entry: &Entry) -> Option<impl IntoView + use<>> {
    let changed = changes(entry.before.as_ref(), entry.after.as_ref());
    (!changed.is_empty()).then(|| {
        let rows = changed.into_iter().map(|(name, before, after)| {
            let before = (!before.is_empty()).then(|| view! { <del>{before}</del> " " });
            view! { <div><dt>{name}</dt><dd>{before}<ins>{after}</ins></dd></div> }
        });
        view! {
            <details>
                <summary>"What changed"</summary>
                <dl class="facts">{rows.collect_view()}</dl>
            </details>
        }
    })
}

/// The top-level fields that differ, with both values, cut to what a line can show.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, String, String)> {
    let field = |side: Option<&Value>, name: &str| shown(side.and_then(|value| value.get(name)));
    let names = [before, after]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|fields| fields.keys());
    let mut names: Vec<&String> = names.filter(|name| *name != "id").collect();
    names.sort();
    names.dedup();
    let both = names
        .into_iter()
        .map(|name| (name.replace('_', " "), field(before, name), field(after, name)));
    both.filter(|(_, before, after)| before != after).collect()
}

fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() > 300 {
        text.chars().take(300).chain("…".chars()).collect()
    } else {
        text
    }
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
        assert_eq!(rows, [("name", "a", "b"), ("new", "", "true")]);
        assert!(changes(None, None).is_empty());
    }
}
