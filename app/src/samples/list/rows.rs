//! The rows of the list: as few elements a row as it needs, because there are many.
//! A row shows what is stored, and counts nothing.

use super::{Ticked, tone};
use crate::prelude::*;
use crate::samples::address::Ask;
use crate::ui::badge::write_badge;
use crate::ui::moment::write_time;
use crate::ui::{Column, DataTable, Field, Writer, facts::grouped};
use crate::urls::at;
use faultline::document::samples::DetectedBy;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId};
use faultline::stores::samples::Line;
use std::collections::HashMap;

/// The rows, which can be ticked and reviewed together by whoever may.
pub fn table(
    engagement: EngagementId,
    lines: &[Line],
    names: &HashMap<IntegrationId, String>,
    may_edit: bool,
    ask: &Ask,
    ticked: &Ticked,
) -> impl IntoView + use<> {
    let base = at(engagement, "samples");
    let mut rows = Writer::with_capacity(lines.len() * 1_024);
    for line in lines {
        row(&mut rows, &base, line, names, may_edit.then_some(ticked));
    }
    let rows = rows.done();
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

/// A row; it can be ticked where it is told which are.
fn row(
    to: &mut Writer,
    base: &str,
    line: &Line,
    names: &HashMap<IntegrationId, String>,
    ticked: Option<&Ticked>,
) {
    let id = line.id.0;
    to.html(r#"<tr id=""#).id(id).html(r#"">"#);
    if let Some(ticked) = ticked {
        let value = format!("{id}.{}", line.version);
        to.html(r#"<td class="tick"><input type="checkbox" name="row""#);
        if ticked.rows.contains(&value) {
            to.html(" checked");
        }
        to.html(r#" value=""#).text(&value);
        to.html(r#"" aria-label="Tick: "#).text(&line.summary).html(r#""></td>"#);
    }
    to.html(r#"<th scope="row" data-label="What happened">"#);
    to.html(r#"<a href=""#).text(base).html("/").id(id).html(r#"">"#);
    to.text(&line.summary).html("</a>");
    if line.status_said_success {
        to.html(r#" <span class="tag">said success</span>"#);
    }
    to.html(r#"</th><td data-label="When">"#);
    write_time(to, line.occurred_at);
    to.html(r#"</td><td data-label="Symptom">"#).text(line.symptom.label());
    to.html(r#"</td><td data-label="Integration">"#);
    match line.integration.and_then(|id| names.get(&id)) {
        Some(place) => to.text(place),
        None => to.html(r#"<span class="unknown">not known</span>"#),
    };
    to.html(r#"</td><td data-label="Cause">"#).text(line.cause.label());
    to.html(r#"</td><td data-label="Noticed by">"#).text(line.detected_by.label());
    if let Some(detected) = line.detected_at.filter(|_| line.detected_by != DetectedBy::Nobody) {
        to.text(" · ").text(&span(detected - line.occurred_at));
    }
    to.html(r#"</td><td data-label="Review">"#);
    write_badge(to, tone(line.state), line.state.label());
    to.html("</td></tr>");
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
