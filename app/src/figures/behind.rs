//! The samples behind a number.

use crate::prelude::*;
use crate::ui::{Column, DataTable, EmptyState, Link, PageHeader, TimeOrDay};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::judgement::figures::Figure;
use faultline::judgement::quote;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::{counted, day};
use faultline::stores::figures::{Behind, MOST};

/// The page.
#[component]
pub fn BehindPage(
    /// The engagement.
    engagement: EngagementId,
    /// The figure.
    figure: Figure,
    /// The first day.
    first: NaiveDate,
    /// The last day.
    last: NaiveDate,
    /// The samples.
    samples: Vec<Behind>,
) -> impl IntoView {
    let trail = vec![Link::new(at(engagement, "figures"), "Figures")];
    let count = i64::try_from(samples.len()).unwrap_or(i64::MAX);
    let first_only = if count == MOST { "The newest " } else { "" };
    let lede = format!(
        "{first_only}{} from {} to {}.",
        counted(count, "confirmed sample", "confirmed samples"),
        day(first),
        day(last)
    );
    let nothing = samples.is_empty();
    let rows = samples.into_iter().map(|sample| view! { <SampleRow engagement sample /> });
    let rows = rows.collect_view();
    let columns = vec![
        Column::new("Sample"),
        Column::new("Occurred"),
        Column::new("Time to recover").number(),
        Column::new("Work by hand").number(),
    ];
    let list = if nothing {
        Either::Left(view! {
            <EmptyState title="Nothing was confirmed here">
                <p>"None seen is not the same as none: samples count once somebody confirmed them."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <DataTable caption="Samples behind the number" id="behind-table" columns cards=true quiet=true>{rows}</DataTable>
        })
    };
    view! {
        <PageHeader title=format!("Behind a figure: {}", figure.label()) trail lede />
        {list}
    }
}

#[component]
fn SampleRow(engagement: EngagementId, sample: Behind) -> impl IntoView {
    let href = at(engagement, &format!("samples/{}", sample.id));
    let when = sample.occurred();
    let minutes = (sample.minutes > 0).then(|| format!("{} min", sample.minutes));
    view! {
        <tr>
            <th scope="row" data-label="Sample"><a href=href>{sample.summary}</a></th>
            <td data-label="Occurred"><TimeOrDay when /></td>
            <td class="num" data-label="Time to recover">{sample.recovery.map(quote::hours)}</td>
            <td class="num" data-label="Work by hand">{minutes}</td>
        </tr>
    }
}
