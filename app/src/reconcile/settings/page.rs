//! The page that asks what is compared with what.

use super::fields::ColumnFields;
use super::{Back, Comparison};
use crate::prelude::*;
use crate::reconcile::{address, words};
use crate::ui::{
    Conflict, Difference, EditForm, EmptyState, Fact, Facts, Link, Notice, PageHeader, PostButton,
    Section, Tone,
};
use crate::urls::at;
use faultline::engines::reconcile::{Pair, Settings};
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::samples::upload::Upload;
use std::sync::Arc;

/// The page.
#[component]
pub fn ComparisonPage(
    /// What is to be compared.
    comparison: Arc<Comparison>,
    /// Why the form comes back.
    back: Back,
) -> impl IntoView {
    let Back { problems, theirs } = back;
    let (engagement, stored) = (comparison.document.id, &comparison.stored);
    let list = at(engagement, "reconcile");
    let version =
        theirs.as_ref().map_or_else(|| comparison.sent.version(), |(theirs, _)| theirs.version);
    let conflict = theirs.map(|(theirs, yours)| {
        let stored = theirs.confirmed().cloned().unwrap_or_default();
        let differences = differences(&yours, &stored, &comparison.names);
        view! { <BothSides differences /> }
    });
    let compared = stored.counted.is_some();
    let foreign = stored.foreign();
    let follows = stored.follows.map(|before| address(engagement, before, ""));
    let action = address(engagement, stored.id, "settings");
    let remove = address(engagement, stored.id, "remove");
    let trail = vec![Link::new(list.clone(), "Reconciliation")];
    let lede = "Which columns belong together, and what counts as the same. Nothing is compared before you say so.";
    let exports = comparison.clone();
    view! {
        <PageHeader title="Check what is compared" trail lede />
        {conflict}
        <Problems problems />
        {foreign.map(|title| view! { <Notice tone=Tone::Doubt title /> })}
        {compared.then(|| view! { <ComparedAlready /> })}
        {follows.map(|href| view! { <Repeated href /> })}
        <Exports comparison=exports />
        <div class="import">
            <EditForm action save="Compare" cancel=list version=Some(i64::from(version)) busy="One moment …">
                <ColumnFields comparison />
            </EditForm>
        </div>
        <div class="after-table">
            <PostButton action=remove label="Discard both exports" with=vec![("version", version.to_string())] />
        </div>
    }
}

#[component]
fn BothSides(differences: Vec<Difference>) -> impl IntoView {
    view! {
        <Conflict who="Someone changed what is compared while you did. " differences>
            <p>"Your choices stand below. Compare with them, or load the page again for theirs."</p>
        </Conflict>
    }
}

#[component]
fn Problems(problems: Vec<String>) -> impl IntoView {
    let items: Vec<_> = problems.into_iter().map(|problem| view! { <li>{problem}</li> }).collect();
    (!items.is_empty()).then(|| view! {
        <Notice tone=Tone::Fault title="To put right before anything can be compared"><ul>{items}</ul></Notice>
    })
}

#[component]
fn ComparedAlready() -> impl IntoView {
    view! {
        <Notice title="These exports were compared already.">
            <p>"Compare them again by other rules: what was found before goes, the files need not be sent again. Samples that were made stay."</p>
        </Notice>
    }
}

#[component]
fn Repeated(href: String) -> impl IntoView {
    view! {
        <Notice title="These are the settings of the comparison before.">
            <p>"Change them only where the exports changed: what is fixed and what is new is told against "<a href=href>"that comparison"</a>"."</p>
        </Notice>
    }
}

#[component]
fn Exports(comparison: Arc<Comparison>) -> impl IntoView {
    let facts = comparison.files.sides.iter().zip(&comparison.names).map(|(side, name)| {
        let Upload { file_name, format, encoding, note, .. } = &side.upload;
        let read = format!("{file_name}: {format} in {encoding}, {} columns", side.header.len());
        let notes = std::iter::once(note).filter(|note| !note.is_empty()).chain(&side.notes);
        let notes = notes.map(|note| view! { <br /><small>{note.clone()}</small> }).collect_view();
        view! { <Fact term=name.clone()>{read}{notes}</Fact> }
    });
    let facts = facts.collect_view();
    view! { <Section title="The exports" id="exports"><Facts>{facts}</Facts></Section> }
}

/// The page that says that the exports are gone before they were compared.
#[component]
pub fn GonePage(
    /// The engagement.
    engagement: EngagementId,
    /// The reconciliation.
    id: ReconciliationId,
    /// The version that was seen.
    version: i32,
    /// What another version stored of it.
    foreign: Option<String>,
) -> impl IntoView {
    let list = at(engagement, "reconcile");
    let title = foreign.unwrap_or_else(|| "Nobody compared them for a week".to_owned());
    let action = Link::new(format!("{list}/new"), "Send two exports");
    let remove = address(engagement, id, "remove");
    view! {
        <PageHeader title="The exports are gone" trail=vec![Link::new(list, "Reconciliation")] />
        <EmptyState title action=Some(action)>
            <p>"Exports are kept for seven days. Send them again to compare them."</p>
        </EmptyState>
        <div class="after-table">
            <PostButton action=remove label="Remove this entry" with=vec![("version", version.to_string())] />
        </div>
    }
}

/// What differs between two people's settings.
fn differences(yours: &Settings, stored: &Settings, names: &[String; 2]) -> Vec<Difference> {
    let names = [names[0].as_str(), names[1].as_str()];
    let said = |settings: &Settings, column: &str| -> String {
        let of = |pairs: &[Pair], role: &str| {
            let pair = pairs.iter().find(|pair| pair.a == column)?;
            Some(format!("{role} “{}”: {}", pair.b, words::rule(&pair.rule, names)))
        };
        of(&settings.plan.keys, "key with")
            .or_else(|| of(&settings.plan.columns, "compared with"))
            .unwrap_or_else(|| "left out".into())
    };
    let mut columns: Vec<&str> = Vec::new();
    for pair in yours.plan.pairs().chain(stored.plan.pairs()) {
        if !columns.contains(&pair.a.as_str()) {
            columns.push(&pair.a);
        }
    }
    let differing = columns.into_iter().map(|column| Difference {
        label: column.to_owned().into(),
        yours: said(yours, column).into(),
        theirs: said(stored, column).into(),
    });
    differing.filter(|it| it.yours != it.theirs).collect()
}
