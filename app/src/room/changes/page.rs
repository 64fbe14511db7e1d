//! The page that tells how two versions differ, folded by part.
//! It cuts what is long; the files have everything.

use super::Compared;
use crate::prelude::*;
use crate::room::blocks::Lead;
use crate::ui::{
    Badge, Choice, EmptyState, Filters, PageHeader, Section, Select, Text, Time, Tone,
};
use crate::urls;
use faultline::delivery::changes::{Area, Changes, FieldChange, ItemChange};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::{counted, cut};
use faultline::stores::room::Change;
use faultline::stores::room::store::Listed;

/// Items of a part that are shown.
const MOST_ITEMS: usize = 100;
/// Characters of a value that are shown.
const MOST_CHARACTERS: usize = 400;

/// The page.
#[component]
pub fn ChangesPage(
    /// The engagement.
    engagement: EngagementId,
    /// The address of the page.
    #[prop(into)]
    page: Text,
    /// The two versions.
    compared: Compared,
) -> impl IntoView {
    let Compared { from, to, .. } = compared;
    let lede = summary(&compared.changes);
    let file = |extension: &str| {
        format!(
            "{}?from={from}&to={to}",
            urls::room(engagement, &format!("changes.{extension}"), None)
        )
    };
    let notes = compared.notes().into_iter().cloned().collect::<Vec<_>>();
    let versions = compared.versions.clone();
    view! {
        <PageHeader title=format!("What changed between version {from} and version {to}") lede>
            <a class="button" href=file("csv")>"Download CSV"</a>
            <a class="button" href=file("md")>"Download Markdown"</a>
        </PageHeader>
        <Choose page versions from to />
        <Notes notes />
        <Parts engagement from to changes=compared.changes />
    }
}

/// How much differs, in a sentence.
fn summary(changes: &Changes) -> String {
    if changes.is_empty() {
        return "The two versions say the same.".to_owned();
    }
    let count = |change| i64::try_from(changes.count(change)).unwrap_or(i64::MAX);
    format!(
        "{} added, {} removed, {} changed.",
        counted(count(Change::Added), "item was", "items were"),
        count(Change::Removed),
        count(Change::Changed)
    )
}

/// That one version has nothing to be compared with.
#[component]
pub fn NothingToCompare() -> impl IntoView {
    view! {
        <PageHeader title="What changed" lede="How one version differs from another, part by part." />
        <EmptyState title="There is one version so far">
            <p>"As soon as a second one is published, this page tells what is new in it, what is gone, and what reads otherwise."</p>
        </EmptyState>
    }
}

/// The choice of the two versions.
#[component]
fn Choose(#[prop(into)] page: Text, versions: Vec<Listed>, from: i32, to: i32) -> impl IntoView {
    let choices: Vec<Choice> = versions
        .iter()
        .map(|one| Choice::new(one.number.to_string(), format!("Version {}", one.number)))
        .collect();
    view! {
        <Filters action=page clear=None>
            <Select label="From" name="from" choices=choices.clone() selected=from.to_string() />
            <Select label="To" name="to" choices selected=to.to_string() />
        </Filters>
    }
}

/// What the publishers said of the versions in between.
#[component]
fn Notes(notes: Vec<Listed>) -> impl IntoView {
    let entries = notes.into_iter().filter(|one| !one.note.trim().is_empty()).map(|one| {
        view! {
            <li>
                <p class="said-by">
                    <strong>{format!("Version {}", one.number)}</strong>
                    {format!(", published by {} ", one.published_by)}
                    <Time at=one.published_at />
                </p>
                <p class="told">{one.note}</p>
            </li>
        }
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| {
        view! { <Section title="What your consultants say of it" id="notes"><ol class="thread">{entries}</ol></Section> }
    })
}

#[component]
fn Parts(engagement: EngagementId, from: i32, to: i32, changes: Changes) -> impl IntoView {
    let areas = changes.areas();
    let alone = areas.len() == 1;
    let parts = areas.into_iter().map(|(area, count)| {
        let items = changes.of(area).cloned().collect();
        view! { <Part engagement from to area count items open=alone /> }
    });
    let parts = parts.collect_view();
    (!changes.is_empty()).then(|| {
        view! { <Section title="Part by part" id="parts">{parts}</Section> }
    })
}

#[component]
fn Part(
    engagement: EngagementId,
    from: i32,
    to: i32,
    area: Area,
    count: usize,
    items: Vec<ItemChange>,
    open: bool,
) -> impl IntoView {
    let more = items.len().saturating_sub(MOST_ITEMS);
    let told = counted(i64::try_from(count).unwrap_or(i64::MAX), "item", "items");
    let items = items.into_iter().take(MOST_ITEMS);
    let items = items.map(|item| view! { <Item engagement from to item /> }).collect_view();
    let more = (more > 0).then(
        || view! { <li class="note">{format!("and {more} more; the CSV file has them all")}</li> },
    );
    view! {
        <details class="long" id=area.key() open=open>
            <summary>{format!("{}: {told}", area.label())}</summary>
            <ul class="told-list">{items}{more}</ul>
        </details>
    }
}

#[component]
fn Item(engagement: EngagementId, from: i32, to: i32, item: ItemChange) -> impl IntoView {
    let version = if item.change == Change::Removed { from } else { to };
    let href = Lead::Room { engagement, version: Some(version) }.href(&item.to);
    let (tone, word) = match item.change {
        Change::Added => (Tone::Sound, "added"),
        Change::Removed => (Tone::Fault, "removed"),
        Change::Changed => (Tone::Doubt, "changed"),
    };
    let name = if item.name.is_empty() {
        item.kind.clone()
    } else {
        format!("{}: {}", item.kind, cut(&item.name, MOST_CHARACTERS))
    };
    let fields = item.fields.into_iter().map(|field| view! { <OneField field /> });
    let fields: Vec<_> = fields.collect();
    let fields = (!fields.is_empty()).then(|| view! { <dl class="facts">{fields}</dl> });
    view! {
        <li>
            <Badge tone word />
            " "
            <a href=href>{name}</a>
            {fields}
        </li>
    }
}

#[component]
fn OneField(field: FieldChange) -> impl IntoView {
    let (from, to) = (side(&field.from), side(&field.to));
    view! {
        <div>
            <dt>{field.label}</dt>
            <dd>
                <span class="visually-hidden">"before: "</span>
                <del>{from}</del>
                " "
                <span class="visually-hidden">"now: "</span>
                <ins>{to}</ins>
            </dd>
        </div>
    }
}

fn side(text: &str) -> String {
    if text.is_empty() { "not stated".to_owned() } else { cut(text, MOST_CHARACTERS) }
}
