//! What an event log shows besides its map: variants, rework, and how far it is what was intended.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Notice, Section, Tone};
use faultline::engines::formats::event_log::words::{grouped, share};
use faultline::engines::formats::event_log::{
    Activity, Conformance, Deviation, Discovered, Variant,
};

/// Rows of each table.
const LISTED: usize = 20;

/// The sections.
#[component]
pub fn LogSections(
    /// What the log shows.
    found: Discovered,
    /// How far it is what was intended.
    conformance: Option<Conformance>,
) -> impl IntoView {
    let all = found.cases.0;
    view! {
        <Variants variants=found.variants all ways=found.ways />
        <Rework activities=found.activities />
        {conformance.map(|found| view! { <Against found /> })}
    }
}

#[component]
fn Variants(variants: Vec<Variant>, all: u64, ways: u64) -> impl IntoView {
    let rows = variants.into_iter().take(LISTED).map(|variant| {
        view! {
            <tr>
                <td data-label="Cases" class="num">{grouped(variant.cases)}</td>
                <td data-label="Share" class="num">{share(variant.cases, all)}</td>
                <th scope="row" data-label="What happened" class="wrap">{variant.activities.join(" → ")}</th>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = vec![
        Column::new("Cases").number(),
        Column::new("Share").number(),
        Column::new("What happened"),
    ];
    let lede = format!("{} different ways through; the most frequent are listed.", grouped(ways));
    view! {
        <Section title="Variants" id="variants" lede>
            <DataTable caption="Variants" id="variants-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

#[component]
fn Rework(activities: Vec<Activity>) -> impl IntoView {
    let mut again: Vec<_> =
        activities.into_iter().filter(|activity| activity.reworked > 0).collect();
    again.sort_by_key(|activity| std::cmp::Reverse(activity.reworked));
    let rows = again.into_iter().take(LISTED).map(|activity| {
        view! {
            <tr>
                <th scope="row" data-label="Activity">{activity.name}</th>
                <td data-label="Cases with more than one" class="num">{grouped(activity.reworked)}</td>
                <td data-label="Share" class="num">{share(activity.reworked, activity.cases)}</td>
                <td data-label="Extra times" class="num">{grouped(activity.times - activity.cases)}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::new("Activity"),
        Column::new("Cases with more than one").number(),
        Column::new("Share").number(),
        Column::new("Extra times").number(),
    ];
    (!rows.is_empty()).then(|| view! {
        <Section title="Rework" id="rework" lede="Activities that happen more than once in a case.">
            <DataTable caption="Rework" id="rework-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn Against(found: Conformance) -> impl IntoView {
    let title = format!(
        "{} of {} cases went as intended ({})",
        grouped(found.conforming),
        grouped(found.cases),
        share(found.conforming, found.cases)
    );
    let tone = if found.conforming == found.cases { Tone::Sound } else { Tone::Doubt };
    let unknown =
        found.unknown.iter().map(|(name, times)| format!("{name} ({}×)", grouped(*times)));
    let taken = found.taken_for.iter().map(|(name, step)| format!("{name} for {step}"));
    let lists = [
        ("Not in the intended map: ", unknown.collect::<Vec<_>>()),
        ("Intended, and never happened: ", found.never.clone()),
        ("Taken for a step of another name: ", taken.collect()),
    ];
    let told = lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(says, names)| {
        let more = names.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| format!(", and {more} more"));
        let names: Vec<_> = names.into_iter().take(LISTED).collect();
        view! { <p>{says}{names.join(", ")}{more}"."</p> }
    });
    let told: Vec<_> = told.collect();
    view! {
        <Section title="Against the intended map" id="conformance" lede="Steps are found by their names. The map has no branches that run at the same time: where two do, the log counts as a deviation.">
            <Notice tone title>{told}</Notice>
            <Deviations deviations=found.deviations />
        </Section>
    }
}

#[component]
fn Deviations(deviations: Vec<Deviation>) -> impl IntoView {
    let or = |name: String, otherwise: &str| {
        if name.is_empty() { otherwise.to_owned() } else { name }
    };
    let rows = deviations.into_iter().take(LISTED).map(|deviation| {
        view! {
            <tr>
                <th scope="row" data-label="After">{or(deviation.from, "the beginning")}</th>
                <td data-label="Came">{or(deviation.to, "the end")}</td>
                <td data-label="Times" class="num">{grouped(deviation.times)}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let columns = vec![Column::new("After"), Column::new("Came"), Column::new("Times").number()];
    (!rows.is_empty()).then(|| view! {
        <DataTable caption="Ways that were not intended" id="deviations" columns cards=true quiet=true>{rows}</DataTable>
    })
}
