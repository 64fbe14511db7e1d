//! What an event log shows besides its map: variants, rework, and how far it is what was intended.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Notice, Section, Tone};
use faultline::engines::formats::event_log::words::{grouped, share};
use faultline::engines::formats::event_log::{Conformance, Deviation, Discovered, Variant};

/// Rows of each table.
const LISTED: usize = 20;

/// The sections.
pub fn view(found: &Discovered, conformance: Option<&Conformance>) -> impl IntoView + use<> {
    view! { {variants(found)}{rework(found)}{conformance.map(against)} }
}

fn variants(found: &Discovered) -> impl IntoView + use<> {
    let all = found.cases.0;
    let row = |variant: &Variant| {
        let (cases, of) = (grouped(variant.cases), share(variant.cases, all));
        let way = variant.activities.join(" → ");
        view! {
            <tr>
                <td data-label="Cases" class="num">{cases}</td>
                <td data-label="Share" class="num">{of}</td>
                <th scope="row" data-label="What happened" class="wrap">{way}</th>
            </tr>
        }
    };
    let rows = found.variants.iter().take(LISTED).map(row).collect_view();
    let columns = vec![
        Column::new("Cases").number(),
        Column::new("Share").number(),
        Column::new("What happened"),
    ];
    let lede =
        format!("{} different ways through; the most frequent are listed.", grouped(found.ways));
    view! {
        <Section title="Variants" id="variants" lede>
            <DataTable caption="Variants" id="variants-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

fn rework(found: &Discovered) -> Option<Markup> {
    let mut again: Vec<_> =
        found.activities.iter().filter(|activity| activity.reworked > 0).collect();
    again.sort_by_key(|activity| std::cmp::Reverse(activity.reworked));
    if again.is_empty() {
        return None;
    }
    let row = |activity: &&faultline::engines::formats::event_log::Activity| {
        let (name, cases) = (activity.name.clone(), grouped(activity.reworked));
        let of = share(activity.reworked, activity.cases);
        let extra = grouped(activity.times - activity.cases);
        view! {
            <tr>
                <th scope="row" data-label="Activity">{name}</th>
                <td data-label="Cases with more than one" class="num">{cases}</td>
                <td data-label="Share" class="num">{of}</td>
                <td data-label="Extra times" class="num">{extra}</td>
            </tr>
        }
    };
    let rows = again.iter().take(LISTED).map(row).collect_view();
    let columns = vec![
        Column::new("Activity"),
        Column::new("Cases with more than one").number(),
        Column::new("Share").number(),
        Column::new("Extra times").number(),
    ];
    let section = view! {
        <Section title="Rework" id="rework" lede="Activities that happen more than once in a case.">
            <DataTable caption="Rework" id="rework-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    };
    Some(section.markup())
}

fn against(found: &Conformance) -> impl IntoView + use<> {
    let title = format!(
        "{} of {} cases went as intended ({})",
        grouped(found.conforming),
        grouped(found.cases),
        share(found.conforming, found.cases)
    );
    let tone = if found.conforming == found.cases { Tone::Sound } else { Tone::Doubt };
    let lists = [
        (
            "Not in the intended map: ",
            found
                .unknown
                .iter()
                .map(|(name, times)| format!("{name} ({}×)", grouped(*times)))
                .collect::<Vec<_>>(),
        ),
        ("Intended, and never happened: ", found.never.clone()),
        (
            "Taken for a step of another name: ",
            found.taken_for.iter().map(|(name, step)| format!("{name} for {step}")).collect(),
        ),
    ];
    let told = lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(says, names)| {
        let more = names.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| format!(", and {more} more"));
        let names: Vec<_> = names.into_iter().take(LISTED).collect();
        view! { <p>{says}{names.join(", ")}{more}"."</p> }
    });
    let told: Vec<_> = told.collect();
    let row = |deviation: &Deviation| {
        let or = |name: &str, otherwise: &str| {
            if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
        };
        let (from, to) = (or(&deviation.from, "the beginning"), or(&deviation.to, "the end"));
        view! {
            <tr>
                <th scope="row" data-label="After">{from}</th>
                <td data-label="Came">{to}</td>
                <td data-label="Times" class="num">{grouped(deviation.times)}</td>
            </tr>
        }
    };
    let rows = found.deviations.iter().take(LISTED).map(row).collect_view();
    let columns = vec![Column::new("After"), Column::new("Came"), Column::new("Times").number()];
    let table = (!found.deviations.is_empty()).then(|| {
        view! { <DataTable caption="Ways that were not intended" id="deviations" columns cards=true quiet=true>{rows}</DataTable> }
    });
    view! {
        <Section title="Against the intended map" id="conformance" lede="Steps are found by their names. The map has no branches that run at the same time: where two do, the log counts as a deviation.">
            <Notice tone title>{told}</Notice>
            {table}
        </Section>
    }
}
