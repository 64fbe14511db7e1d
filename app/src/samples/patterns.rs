//! Patterns: samples that agree on integration, symptom, origin and cause (domain §7).
//! They are counted by the tally; a page never counts samples.

use super::address::query;
use crate::fault::Fault;
use crate::frame::{self, at};
use crate::ui::{
    Column, DataTable, Day, EmptyState, FaultLine, Link, PageHeader, Section, Tone, facts::grouped,
};
use crate::visit::{At, Visit};
use axum::response::Response;
use faultline::access::ViewWork;
use faultline::catalogue::Catalogue;
use faultline::ids::{EngagementId, IntegrationId};
use faultline::samples::store;
use faultline::samples::{Filter, Pattern, SampleDigest};
use leptos::prelude::*;
use std::collections::HashMap;

/// The most patterns that the page lists.
const MOST: usize = 500;

/// All patterns, on a page of their own.
pub async fn page(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<ViewWork>(engagement)?;
    let mut tx = visit.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(Fault::NotFound)?;
    let (mut patterns, _) = store::patterns(&mut tx, grant).await?;
    let all = patterns.len();
    patterns.truncate(MOST);
    let names = head.integrations.into_iter().collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let samples = at(engagement, "samples");
    let body = if patterns.is_empty() {
        view! {
            <EmptyState title="No patterns yet" action=Some(Link::new(samples.clone(), "Failure samples"))>
                <p>"Samples that agree on integration, symptom, origin and cause show here as one pattern."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        table(engagement, &patterns, &names).into_any()
    };
    let cut =
        (all > MOST).then(|| view! { <p>{format!("The largest {MOST} of {all} are shown.")}</p> });
    let lede = "Samples that agree on integration, symptom, origin and cause, the largest first. Rejected ones are left out.";
    let trail = vec![Link::new(samples, "Failure samples")];
    Ok(visit.page("Patterns", || {
        frame::engagement(
            &visit,
            nav,
            view! { <PageHeader title="Patterns" trail lede /> {body} {cut} },
        )
    }))
}

/// The largest patterns, above the list.
pub fn largest(
    engagement: EngagementId,
    samples: &SampleDigest,
    names: &HashMap<IntegrationId, String>,
) -> Option<AnyView> {
    if samples.largest.is_empty() {
        return None;
    }
    let table = table(engagement, &samples.largest, names);
    let all = usize::try_from(samples.patterns).unwrap_or(0);
    let more = (all > samples.largest.len()).then(|| {
        let href = at(engagement, "samples/patterns");
        view! { <p class="after-table"><a href=href>{format!("All {} patterns", grouped(&all.to_string()))}</a></p> }
    });
    let section = view! {
        <Section title="Patterns" id="patterns" lede="Samples that agree on integration, symptom, origin and cause.">
            {table}
            {more}
        </Section>
    };
    Some(section.into_any())
}

fn table(
    engagement: EngagementId,
    patterns: &[Pattern],
    names: &HashMap<IntegrationId, String>,
) -> impl IntoView + use<> {
    let base = at(engagement, "samples");
    let rows = patterns.iter().map(|pattern| row(&base, pattern, names)).collect_view();
    let columns = vec![
        Column::new("Pattern"),
        Column::new("Samples").number(),
        Column::new("Confirmed").number(),
        Column::new("Said success").number(),
        Column::new("Manual work").number(),
        Column::new("Seen"),
    ];
    view! { <DataTable caption="Patterns and their samples" id="patterns-table" columns cards=true quiet=true>{rows}</DataTable> }
}

fn row(
    base: &str,
    pattern: &Pattern,
    names: &HashMap<IntegrationId, String>,
) -> impl IntoView + use<> {
    let place =
        pattern.integration.and_then(|id| names.get(&id)).map_or("somewhere", String::as_str);
    let words = format!("{} at {place}", pattern.symptom.label());
    let why = format!("{} · {}", pattern.cause.label(), pattern.origin.label());
    let filter = Filter {
        symptom: Some(pattern.symptom),
        integration: Some(pattern.integration.unwrap_or(IntegrationId(uuid::Uuid::nil()))),
        origin: Some(pattern.origin),
        cause: Some(pattern.cause),
        ..Filter::default()
    };
    let href = format!("{base}{}", query(&filter));
    let evidence = u64::try_from(pattern.confirmed).unwrap_or(0);
    let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    let number = |n: i64| grouped(&n.to_string());
    let hours = format!("{} h", number((pattern.manual_minutes + 30) / 60));
    let (first, last) = (pattern.first_seen, pattern.last_seen);
    let until = (first != last).then(|| view! { " – " <Day date=last /> });
    view! {
        <tr>
            <th scope="row" data-label="Pattern">
                <span class="pattern">
                    <FaultLine tone evidence />
                    <span><a href=href>{words}</a><small>{why}</small></span>
                </span>
            </th>
            <td class="num" data-label="Samples">{number(pattern.count)}</td>
            <td class="num" data-label="Confirmed">{number(pattern.confirmed)}</td>
            <td class="num" data-label="Said success">{number(pattern.trusted_success)}</td>
            <td class="num" data-label="Manual work">{hours}</td>
            <td data-label="Seen"><Day date=first />{until}</td>
        </tr>
    }
}
