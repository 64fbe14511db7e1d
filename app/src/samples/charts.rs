//! Charts of samples: when they happen, and how long it takes to notice and to recover.
//! Three queries over kept counts, however many samples there are.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{
    Chart, Choice, Column, DataTable, Day, EmptyState, Filters, Link, Marks, PageHeader, Section,
    Select, Strip, Text, facts::grouped,
};
use crate::urls::at;
use axum::response::Response;
use chrono::NaiveDate;
use faultline::document::samples::{Charts, DELAYS, Delays, Symptom};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId};
use faultline::platform::statistics::share_in_cell;
use faultline::stores::access::ViewWork;
use faultline::stores::samples as store;
use serde::Deserialize;

/// The days, as the charts count them.
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The page.
#[component]
fn ChartsPage(
    /// The engagement.
    engagement: EngagementId,
    /// Its integrations by name.
    integrations: Vec<(IntegrationId, String)>,
    /// The one whose samples are drawn.
    place: Option<IntegrationId>,
    /// What is drawn.
    charts: Charts,
) -> impl IntoView {
    let trail = vec![Link::new(at(engagement, "samples"), "Failure samples")];
    let lede = "When failures happen, and how long it takes to notice and to recover. Rejected samples are left out.";
    let body = if charts.is_empty() {
        Either::Left(view! {
            <EmptyState title="Nothing to draw yet">
                <p>"Charts are drawn from failure samples that are not rejected."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! { <Drawn charts /> })
    };
    view! {
        <PageHeader title="Charts" trail lede />
        <ChartFilters engagement integrations place />
        {body}
    }
}

#[component]
fn Drawn(charts: Charts) -> impl IntoView {
    view! {
        <Weekly weeks=charts.weeks />
        <Hourly hours=charts.hours />
        <DelaySection
            title="Time to detect"
            id="detect"
            lede="From the moment it happened until someone or something noticed."
            open="are not known to be detected"
            delays=charts.detect
        />
        <DelaySection
            title="Time to recover"
            id="recover"
            lede="From the moment it happened until the data was right again."
            open="are not known to be recovered"
            delays=charts.recover
        />
    }
}

#[component]
fn ChartFilters(
    engagement: EngagementId,
    integrations: Vec<(IntegrationId, String)>,
    place: Option<IntegrationId>,
) -> impl IntoView {
    let action = at(engagement, "samples/charts");
    let mut choices: Vec<Choice> =
        integrations.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    choices.push(Choice::new("none", "Not known yet"));
    let selected = match place {
        Some(id) if id.0.is_nil() => "none".to_owned(),
        Some(id) => id.to_string(),
        None => String::new(),
    };
    let clear = place.map(|_| Text::from(action.clone()));
    view! {
        <Filters action clear>
            <Select label="Integration" name="integration" choices selected blank="All of them" />
        </Filters>
    }
}

#[component]
fn Weekly(weeks: Vec<(NaiveDate, Vec<i64>)>) -> impl IntoView {
    let of = |at: usize| weeks.iter().map(|(_, counts)| counts[at]).collect::<Vec<i64>>();
    let there: Vec<(Symptom, Vec<i64>)> = Symptom::ALL
        .iter()
        .enumerate()
        .map(|(at, symptom)| (*symptom, of(at)))
        .filter(|(_, counts)| counts.iter().any(|n| *n > 0))
        .collect();
    let strip = |(symptom, counts): &(Symptom, Vec<i64>)| Strip {
        label: symptom.label().into(),
        total: counts.iter().sum(),
        marks: Marks::Columns(counts.clone()),
    };
    let strips: Vec<Strip> = there.iter().map(strip).collect();
    let day = |week: Option<&(NaiveDate, Vec<i64>)>| {
        Text::from(week.map_or(String::new(), |(day, _)| day.format("%-d %b %Y").to_string()))
    };
    let axis = vec![day(weeks.first()), day(weeks.last())];
    let worst = weeks.iter().max_by_key(|(_, counts)| counts.iter().sum::<i64>());
    let worst = worst.map_or(String::new(), |(day, counts)| {
        let n = number(counts.iter().sum());
        format!(" The worst began on {} with {n}.", day.format("%-d %B %Y"))
    });
    let span = if weeks.len() == 1 { "one week".into() } else { format!("{} weeks", weeks.len()) };
    let says = format!("Samples a week by symptom, on one scale, in {span}.{worst}");
    let mut columns = vec![Column::new("Week from")];
    columns.extend(there.iter().map(|(symptom, _)| Column::new(symptom.label()).number()));
    let rows = weeks
        .iter()
        .enumerate()
        .rev()
        .map(|(at, (day, _))| {
            let cells = there
                .iter()
                .map(|(symptom, counts)| {
                    view! { <td class="num" data-label=symptom.label()>{number(counts[at])}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row" data-label="Week from"><Day date=*day /></th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <Section title="Per week, by symptom" id="weeks">
            <Chart id="weeks-chart" says strips axis>
                <DataTable caption="Samples a week by symptom" id="weeks-table" columns cards=true quiet=true>{rows}</DataTable>
            </Chart>
        </Section>
    }
}

#[component]
fn Hourly(hours: Vec<i64>) -> impl IntoView {
    let days: Vec<Vec<i64>> = hours.chunks(24).map(<[i64]>::to_vec).collect();
    let strips = days.iter().zip(DAYS).map(|(counts, day)| Strip {
        label: day.into(),
        total: counts.iter().sum(),
        marks: Marks::Squares(counts.clone()),
    });
    let strips: Vec<Strip> = strips.collect();
    let axis = ["0 h", "6 h", "12 h", "18 h", "24 h"].map(Text::from).to_vec();
    let all: i64 = hours.iter().sum();
    let worst = hours.iter().enumerate().max_by_key(|(_, n)| **n).map(|(at, n)| {
        let (day, hour) = (DAYS[(at / 24).min(6)], at % 24);
        format!(
            " Most, {} of {}, happen on a {day} from {hour}:00 to {}:00.",
            number(*n),
            number(all),
            hour + 1
        )
    });
    let says = format!(
        "Samples by hour of the week, in UTC: the larger the square, the more.{}",
        worst.unwrap_or_default()
    );
    let mut columns = vec![Column::new("Hour (UTC)")];
    columns.extend(DAYS.map(|day| Column::new(day).number()));
    let rows = (0..24_usize)
        .map(|hour| {
            let cells = days
                .iter()
                .zip(DAYS)
                .map(|(counts, day)| {
                    view! { <td class="num" data-label=day>{number(counts[hour])}</td> }
                })
                .collect_view();
            let label = format!("{hour}:00 – {}:00", hour + 1);
            view! { <tr><th scope="row" data-label="Hour (UTC)">{label}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <Section title="By hour of the week" id="hours">
            <Chart id="hours-chart" says strips axis>
                <DataTable caption="Samples by hour of the week" id="hours-table" columns cards=true quiet=true>{rows}</DataTable>
            </Chart>
        </Section>
    }
}

#[component]
fn DelaySection(
    title: &'static str,
    id: &'static str,
    lede: &'static str,
    open: &'static str,
    delays: Delays,
) -> impl IntoView {
    let known = delays.known();
    let strips = delays.counts.iter().zip(DELAYS).map(|(count, label)| Strip {
        label: label.into(),
        total: *count,
        marks: Marks::Bar(*count),
    });
    let strips: Vec<Strip> = strips.collect();
    let middle = delays.middle().map_or(String::new(), |middle| {
        format!(" The middle one of {} took {middle}.", number(known))
    });
    let of = number(known + delays.open);
    let says = format!("How many took how long.{middle} {} of {of} {open}.", number(delays.open));
    let natural = |n: i64| u64::try_from(n).unwrap_or(0);
    let share = |n: i64| share_in_cell(natural(n), natural(known));
    let rows = delays
        .counts
        .iter()
        .zip(DELAYS)
        .map(|(count, label)| {
            view! {
                <tr>
                    <th scope="row" data-label="Took">{label}</th>
                    <td class="num" data-label="Samples">{number(*count)}</td>
                    <td class="num" data-label="Share">{share(*count)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns =
        vec![Column::new("Took"), Column::new("Samples").number(), Column::new("Share").number()];
    view! {
        <Section title id lede>
            <Chart id=format!("{id}-chart") says strips>
                <DataTable caption=title id=format!("{id}-table") columns quiet=true>{rows}</DataTable>
            </Chart>
        </Section>
    }
}

fn number(n: i64) -> String {
    grouped(&n.to_string())
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    /// The id of an integration, or `none`.
    integration: String,
}

/// Answers with the page.
pub async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(of): Query<Of>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let place: Option<IntegrationId> = if of.integration == "none" {
        Some(uuid::Uuid::nil().into())
    } else {
        of.integration.parse().ok()
    };
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let charts = store::charts(&mut tx, grant, place).await?;
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let integrations = head.integrations;
    Ok(context.page("Charts of failure samples", || {
        let page = view! { <ChartsPage engagement integrations place charts /> };
        frame::engagement(&context, nav, page)
    }))
}
