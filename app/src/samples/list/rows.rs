//! The rows of the list: as few elements a row as it needs, because there are many.
//! A row shows what is stored, and counts nothing.

use super::{Ticked, tone};
use crate::frame::at;
use crate::prelude::*;
use crate::samples::address::Ask;
use crate::ui::{Badge, Column, DataTable, Field, Time, facts::grouped};
use chrono::{DateTime, Utc};
use faultline::catalogue::Catalogue;
use faultline::ids::{EngagementId, IntegrationId};
use faultline::samples::DetectedBy;
use faultline::samples::store::Line;
use std::collections::HashMap;

/// The rows, which can be ticked and reviewed together by whoever may.
pub fn table(
    engagement: EngagementId,
    lines: Vec<Line>,
    names: &HashMap<IntegrationId, String>,
    may_edit: bool,
    ask: &Ask,
    ticked: &Ticked,
) -> impl IntoView + use<> {
    let base = at(engagement, "samples");
    let rows: Markup =
        lines.into_iter().map(|line| row(&base, line, names, may_edit, ticked)).collect();
    let mut columns = vec![Column::new("Tick").hidden()];
    columns.extend(
        ["What happened", "When", "Symptom", "Integration", "Cause", "Noticed by", "Review"]
            .map(Column::new),
    );
    if !may_edit {
        columns.remove(0);
        return view! { <DataTable caption="Failure samples" id="samples" columns cards=true quiet=true>{rows}</DataTable> }
            .markup();
    }
    let hidden = ask
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let (hidden, reason) = (hidden.collect_view(), ticked.reason.clone());
    view! {
        <form class="ticking" method="post" action=format!("{base}/review")>
            {hidden}
            <DataTable caption="Failure samples" id="samples" columns cards=true quiet=true>
                {rows}
            </DataTable>
            <fieldset class="ticked">
                <legend>"With the ticked samples"</legend>
                <button class="button" name="state" value="confirmed">"Confirm"</button>
                <button class="button" name="state" value="diagnosed">"Mark as diagnosed"</button>
                <button class="button" name="state" value="new">"Back to new"</button>
                <button class="button" formaction=format!("{base}/bulk")>"Change or split …"</button>
                <Field label="Reason to reject them" name="reason" value=reason maxlength=1000 />
                <button class="button danger" name="state" value="rejected">"Reject"</button>
            </fieldset>
        </form>
    }
    .markup()
}

fn row(
    base: &str,
    line: Line,
    names: &HashMap<IntegrationId, String>,
    may_edit: bool,
    ticked: &Ticked,
) -> impl IntoView + use<> {
    let place = line.integration.and_then(|id| names.get(&id)).cloned();
    let unknown = place.is_none().then(|| view! { <span class="unknown">"not known"</span> });
    let tick = may_edit.then(|| {
        let value = format!("{}.{}", line.id, line.version);
        let checked = ticked.rows.contains(&value);
        let label = format!("Tick: {}", line.summary);
        view! { <td class="tick"><input type="checkbox" name="row" value=value checked=checked aria-label=label /></td> }
    });
    let trusted =
        line.status_said_success.then(|| view! { " " <span class="tag">"said success"</span> });
    view! {
        <tr id=line.id.to_string()>
            {tick}
            <th scope="row" data-label="What happened">
                <a href=format!("{base}/{}", line.id)>{line.summary}</a>
                {trusted}
            </th>
            <td data-label="When"><Time at=line.occurred_at /></td>
            <td data-label="Symptom">{line.symptom.label()}</td>
            <td data-label="Integration">{place}{unknown}</td>
            <td data-label="Cause">{line.cause.label()}</td>
            <td data-label="Noticed by">{noticed(line.detected_by, line.occurred_at, line.detected_at)}</td>
            <td data-label="Review"><Badge tone=tone(line.state) word=line.state.label() /></td>
        </tr>
    }
}

fn noticed(by: DetectedBy, occurred: DateTime<Utc>, detected: Option<DateTime<Utc>>) -> String {
    match detected.filter(|_| by != DetectedBy::Nobody) {
        Some(detected) => format!("{} · {}", by.label(), span(detected - occurred)),
        None => by.label().to_owned(),
    }
}

/// A length of time in its two largest units: “3 h 20 min”, “4 d”.
pub fn span(length: chrono::Duration) -> String {
    let minutes = length.num_minutes().max(0);
    let (days, hours) = (minutes / 1_440, minutes / 60);
    match (days, hours, minutes) {
        (_, _, 0) => "less than a minute".into(),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, _) if minutes % 60 == 0 => format!("{hours} h"),
        (0, _, _) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{} d", grouped(&days.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn a_length_of_time_is_said_in_its_largest_units() {
        let said = |seconds| span(Duration::seconds(seconds));
        assert_eq!(
            [said(-5), said(59), said(60)],
            ["less than a minute", "less than a minute", "1 min"]
        );
        assert_eq!(
            [said(7_200), said(12_000), said(90_000), said(400_000)],
            ["2 h", "3 h 20 min", "1 d", "4 d"]
        );
    }
}
