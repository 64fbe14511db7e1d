//! The rows of the list: as few elements a row as it needs, because there are many.
//! A row shows what is stored, and counts nothing.

use super::{Ticked, tone};
use crate::prelude::*;
use crate::samples::address::Ask;
use crate::ui::{Column, DataTable, Field, Rows, facts::grouped};
use crate::urls::at;
use crate::zone;
use faultline::document::samples::DetectedBy;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId};
use faultline::platform::when::When;
use faultline::stores::samples::Line;
use std::collections::HashMap;
use std::sync::Arc;

/// The rows, which can be ticked and reviewed together.
#[component]
pub fn TickedSamples(
    /// The engagement.
    engagement: EngagementId,
    /// The samples.
    lines: Vec<Line>,
    /// The names of integrations.
    names: Arc<HashMap<IntegrationId, String>>,
    /// The header of the times.
    when: Column,
    /// What the list's address says.
    ask: Ask,
    /// The rows that are ticked.
    ticked: Ticked,
) -> impl IntoView {
    let base = at(engagement, "samples");
    let hidden = ask.fields().into_iter();
    let hidden = hidden
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let reason = ticked.reason.clone();
    view! {
        <form class="ticking" method="post" action=format!("{base}/review")>
            {hidden}
            <Samples engagement lines names when ticked=Some(ticked) />
            <fieldset class="ticked">
                <legend>"With the ticked samples"</legend>
                <button class="button" name="state" value="confirmed">"Confirm"</button>
                <button class="button" name="state" value="diagnosed">"Mark as diagnosed"</button>
                <button class="button" name="state" value="new">"Back to new"</button>
                <button class="button" formaction=format!("{base}/bulk")>"Change or split …"</button>
                <Field label="Reason to reject them" name="reason" value=reason hint="Whoever reported one from the client room reads it." maxlength=1000 />
                <button class="button danger" name="state" value="rejected">"Reject"</button>
            </fieldset>
        </form>
    }
}

/// The rows; they can be ticked where it is told which are.
#[component]
pub fn Samples(
    /// The engagement.
    engagement: EngagementId,
    /// The samples.
    lines: Vec<Line>,
    /// The names of integrations.
    names: Arc<HashMap<IntegrationId, String>>,
    /// The header of the times.
    when: Column,
    /// The rows that are ticked, where they can be.
    ticked: Option<Ticked>,
) -> impl IntoView {
    let base = at(engagement, "samples");
    let mut rows = Rows::with_capacity(lines.len());
    for line in &lines {
        row(&mut rows, &base, line, &names, ticked.as_ref());
    }
    let mut columns = Vec::new();
    columns.extend(ticked.is_some().then(|| Column::new("Tick").hidden()));
    columns.extend([Column::new("What happened"), when]);
    columns.extend(["Symptom", "Integration", "Cause", "Noticed by", "Review"].map(Column::new));
    view! {
        <DataTable caption="Failure samples" id="samples" columns cards=true quiet=true>
            {rows.done()}
        </DataTable>
    }
}

fn row(
    to: &mut Rows,
    base: &str,
    line: &Line,
    names: &HashMap<IntegrationId, String>,
    ticked: Option<&Ticked>,
) {
    let id = line.id.to_string();
    to.row(Some(line.id.0), |row| {
        if let Some(ticked) = ticked {
            let value = format!("{id}.{}", line.version);
            row.tick("row", &value, &line.summary, ticked.rows.contains(&value));
        }
        row.head("What happened", |cell| {
            cell.link(&[base, "/", &id], &line.summary);
            if line.status_said_success {
                cell.tag("said success");
            }
        });
        row.cell("When", |cell| {
            cell.when(line.occurred());
        });
        row.cell("Symptom", |cell| {
            cell.text(line.symptom.label());
        });
        row.cell("Integration", |cell| {
            match line.integration.and_then(|id| names.get(&id)) {
                Some(place) => cell.text(place),
                None => cell.unknown("not known"),
            };
        });
        row.cell("Cause", |cell| {
            cell.text(line.cause.label());
        });
        row.cell("Noticed by", |cell| {
            cell.text(line.detected_by.label());
            let known = line.detected_by != DetectedBy::Nobody;
            if let Some(detected) = line.detected().filter(|_| known) {
                let length = between(line.occurred(), detected);
                cell.text(" · ").text(length.as_deref().unwrap_or("the same day"));
            }
        });
        row.cell("Review", |cell| {
            cell.badge(tone(line.state), line.state.label());
        });
    });
}

/// How long it took from one to another; whole days where one of both has no time, and nothing on the same day.
pub fn between(since: When, until: When) -> Option<String> {
    if let (When::At(since), When::At(until)) = (since, until) {
        return Some(span(until - since));
    }
    let day = |when: When| match when {
        When::At(at) => zone::local(at).date(),
        When::On(day) => day,
    };
    let days = (day(until) - day(since)).num_days();
    (days > 0).then(|| format!("{} d", grouped(&days.to_string())))
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
    fn what_has_no_time_took_days_and_never_minutes() {
        let said =
            |since: &str, until: &str| between(since.parse().unwrap(), until.parse().unwrap());
        assert_eq!(said("2026-11-02", "2026-11-02T09:00:00Z"), None);
        assert_eq!(said("2026-11-02T23:00:00Z", "2026-11-04").as_deref(), Some("2 d"));
        assert_eq!(said("2026-11-02T23:00:00Z", "2026-11-02T23:20:00Z").as_deref(), Some("20 min"));
    }

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
