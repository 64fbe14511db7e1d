//! The figures by the month: drawn, and as a table with intervals.

use super::page::{behind, number};
use crate::prelude::*;
use crate::ui::{Chart, Column, DataTable, Marks, Section, Strip, Text, facts::grouped};
use crate::urls::at;
use faultline::judgement::figures::{Figure, Span};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::statistics::share_in_cell;

/// The months.
#[component]
pub fn Months(
    /// The engagement.
    engagement: EngagementId,
    /// The months, the earliest first.
    by_month: Vec<Span>,
    /// Records a month that the integrations in scope carry, as far as it is known; 0 where it is not.
    volume: u64,
) -> impl IntoView {
    let axis: Vec<Text> =
        by_month.iter().map(|month| month.first.format("%b").to_string().into()).collect();
    let strip = |figure: Figure| {
        let of = |month: &Span| i64::try_from(month.count(figure)).unwrap_or(i64::MAX);
        let counts: Vec<i64> = by_month.iter().map(of).collect();
        let total = counts.iter().sum();
        Strip { label: figure.label().into(), marks: Marks::Columns(counts), total }
    };
    let strips = [Figure::Failures, Figure::Duplicates, Figure::Manual].map(strip).to_vec();
    let says = "Confirmed failures, duplicates and manual interventions, month by month.";
    let carried = volume > 0;
    let columns = columns(carried);
    let rows = by_month.iter().rev().map(|month| {
        view! { <MonthRow engagement month=month.clone() volume /> }
    });
    let rows = rows.collect_view();
    let base = if carried {
        let says = format!(
            "Rates are shares of {} records a month, as recorded of the integrations in scope.",
            grouped(&volume.to_string())
        );
        Either::Left(view! { <p class="hint">{says}</p> })
    } else {
        let page = at(engagement, "systems#integrations");
        Either::Right(
            view! { <p class="hint">"No monthly volume is recorded, so that these are numbers and not shares. "<a href=page>"Record volumes"</a></p> },
        )
    };
    view! {
        <Section title="By month" id="months" lede="Only confirmed samples count. The last month ends today.">
            {base}
            <Chart id="months-chart" says strips axis>
                <DataTable caption="Figures by month" id="months-table" columns cards=true quiet=true>{rows}</DataTable>
            </Chart>
        </Section>
    }
}

fn columns(carried: bool) -> Vec<Column> {
    let mut columns = vec![Column::new("Month")];
    for figure in Figure::ALL {
        columns.push(Column::new(figure.label()).number());
        if carried && matches!(figure, Figure::Failures | Figure::Duplicates) {
            columns.push(Column::new(format!("{}, of records", figure.label())).number());
        }
    }
    columns
}

#[component]
fn MonthRow(engagement: EngagementId, month: Span, volume: u64) -> impl IntoView {
    let cells = Figure::ALL.iter().map(|figure| {
        let href = behind(engagement, *figure, &month);
        let told = number(&month, *figure);
        let rated = matches!(figure, Figure::Failures | Figure::Duplicates) && volume > 0;
        let share = rated.then(|| {
            let share = share_in_cell(month.count(*figure), volume);
            view! { <td class="num" data-label="Of records">{share}</td> }
        });
        view! { <td class="num" data-label=figure.label()><a href=href>{told}</a></td>{share} }
    });
    let cells = cells.collect_view();
    let name = month.first.format("%B %Y").to_string();
    view! { <tr><th scope="row" data-label="Month">{name}</th>{cells}</tr> }
}
