//! Patterns: samples that agree on integration, symptom, origin and cause, and what people made of them (domain §7).
//! They are counted by the tally; a page never counts samples.

use super::address::query;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Cell, Column, DataTable, Field, Rows, Section, Text, Tone, facts::grouped, spark};
use crate::urls::at;
use faultline::document::samples::{Filter, Group, Pattern, PatternKey, Rule, SampleDigest, Trend};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PatternId};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

mod lines;
mod list;
mod one;

use lines::plain_columns;
pub use list::{file, merge, page};
pub use one::{page as one, rename};

/// The names of integrations.
type Names = HashMap<IntegrationId, String>;

/// The largest patterns, above the list of samples.
#[component]
pub fn LargestPatterns(
    /// The engagement.
    engagement: EngagementId,
    /// Its samples, counted.
    samples: Arc<SampleDigest>,
    /// The names of integrations.
    names: Arc<Names>,
) -> impl IntoView {
    let groups = samples
        .largest
        .iter()
        .map(|whole| Group { whole: whole.clone(), members: vec![whole.clone()] })
        .collect();
    let total = samples.total() - samples.rejected;
    let table =
        PatternTable { engagement, groups, names, total, weeks: None, ticks: None, sorted: None };
    let href = at(engagement, "samples/patterns");
    let label = match usize::try_from(samples.patterns).unwrap_or(0) {
        1 => "See the pattern, its trend and its samples".to_owned(),
        all => format!("All {} patterns, their trends, merge and split", grouped(&all.to_string())),
    };
    (!samples.largest.is_empty()).then(|| view! {
        <Section title="Patterns" id="patterns" lede="Samples that agree on integration, symptom, origin and cause.">
            <Patterns table />
            <p class="after-table"><a href=href>{label}</a></p>
        </Section>
    })
}

/// Rows of patterns.
#[derive(Debug, Clone)]
pub(super) struct PatternTable {
    engagement: EngagementId,
    groups: Vec<Group>,
    names: Arc<Names>,
    /// All samples but the rejected ones.
    total: i64,
    /// Samples a week; without them no trend is shown.
    weeks: Option<HashMap<PatternKey, Vec<i64>>>,
    /// The patterns that are ticked, when they can be.
    ticks: Option<Vec<String>>,
    /// The headers, where they sort.
    sorted: Option<Vec<Column>>,
}

/// Patterns as a table.
#[component]
pub(super) fn Patterns(
    /// What is in it.
    table: PatternTable,
) -> impl IntoView {
    let mut rows = Rows::with_capacity(table.groups.len());
    table.groups.iter().for_each(|group| table.row(&mut rows, group));
    let mut columns = Vec::new();
    columns.extend(table.ticks.is_some().then(|| Column::new("Tick").hidden()));
    let weeks = table.weeks.is_some();
    columns.extend(table.sorted.unwrap_or_else(|| plain_columns(weeks)));
    view! {
        <DataTable caption="Patterns and their samples" id="patterns-table" columns cards=true quiet=true>
            {rows.done()}
        </DataTable>
    }
}

impl PatternTable {
    fn row(&self, to: &mut Rows, group: &Group) {
        let whole = &group.whole;
        let key = written(whole.key());
        let words = title(whole, &self.names);
        to.row(None, |row| {
            if let Some(ticked) = &self.ticks {
                row.tick("pattern", &key, &words, ticked.contains(&key));
            }
            row.head("Pattern", |cell| {
                cell.group("pattern", |cell| self.named(cell, group, &key, &words));
            });
            row.figure("Samples", &number(whole.count));
            row.figure("Share", &share(whole.count, self.total));
            row.figure("Confirmed", &number(whole.confirmed));
            if let Some(weeks) = &self.weeks {
                let counts = weeks.get(&whole.key()).map_or(&[][..], Vec::as_slice);
                row.drawing("trend", "Trend", &spark(counts), Trend::of(counts).label());
            }
            row.figure("Records", &number(whole.records));
            row.figure("Hours lost", &hours(whole.manual_minutes));
            row.cell("Seen", |cell| {
                cell.days(whole.first_seen, whole.last_seen);
            });
        });
    }

    /// Its name with the weight of its evidence; below it why, or what it was put together from.
    fn named(&self, cell: &mut Cell<'_>, group: &Group, key: &str, words: &str) {
        let whole = &group.whole;
        let evidence = u64::try_from(whole.confirmed).unwrap_or(0);
        cell.trace(if evidence == 0 { Tone::Unknown } else { Tone::Fault }, evidence);
        let base = at(self.engagement, "samples/patterns/one");
        let line = |one: &Pattern| format!("{}, {}", agreed(one, &self.names), why(one));
        cell.group("", |cell| {
            cell.link(&[&base, "?of=", key], words);
            match (&whole.part_of, group.members.len()) {
                (Some(_), all @ 2..) => {
                    let named = group.members.iter().take(4).map(|one| Text::from(line(one)));
                    let more = (all > 4).then(|| Text::from(format!("and {} more", all - 4)));
                    cell.list("members", named.chain(more));
                }
                (Some(_), _) => {
                    cell.small(&line(whole));
                }
                (None, _) => {
                    cell.small(&why(whole));
                }
            }
        });
    }
}

/// The name of a pattern as a field.
#[component]
pub(super) fn NameField(
    /// The form.
    form: Filled,
    /// Its label.
    label: &'static str,
    /// What helps to fill it in.
    hint: &'static str,
) -> impl IntoView {
    let (value, error) = (form.text("name"), form.error("name"));
    view! { <Field label name="name" value hint error required=true maxlength=200 /> }
}

/// What tells a pattern in a form or an address: the four of its rule with a stop between, or the id of one made by hand.
pub(super) fn written(key: PatternKey) -> String {
    match key {
        PatternKey::Made(id) => id.to_string(),
        PatternKey::Rule(rule) => {
            let place = rule.integration.map_or_else(|| "none".to_owned(), |id| id.to_string());
            let (symptom, origin, cause) =
                (rule.symptom.key(), rule.origin.key(), rule.cause.key());
            format!("{place}.{symptom}.{origin}.{cause}")
        }
    }
}

/// The pattern that a form tells.
pub(super) fn read(text: &str) -> Option<PatternKey> {
    if let Ok(id) = text.parse::<PatternId>() {
        return Some(PatternKey::Made(id));
    }
    let mut parts = text.split('.');
    let integration = match parts.next()? {
        "none" => None,
        id => Some(id.parse().ok()?),
    };
    let (symptom, origin, cause) = (parts.next()?, parts.next()?, parts.next()?);
    let rule = Rule {
        integration,
        symptom: symptom.parse().ok()?,
        origin: origin.parse().ok()?,
        cause: cause.parse().ok()?,
    };
    parts.next().is_none().then_some(PatternKey::Rule(rule))
}

/// What shows the samples of a pattern in the list.
pub(super) fn filter(key: PatternKey) -> Filter {
    match key {
        PatternKey::Made(id) => Filter { pattern: Some(id), ..Filter::default() },
        PatternKey::Rule(rule) => Filter {
            symptom: Some(rule.symptom),
            integration: Some(rule.integration.unwrap_or(IntegrationId(Uuid::nil()))),
            origin: Some(rule.origin),
            cause: Some(rule.cause),
            pattern: Some(PatternId(Uuid::nil())),
            ..Filter::default()
        },
    }
}

/// What a pattern is called: its name, or what its samples agree on.
pub(super) fn title(pattern: &Pattern, names: &Names) -> String {
    pattern.part_of.as_ref().map_or_else(|| agreed(pattern, names), |made| made.name.clone())
}

/// What samples agree on, in words.
fn agreed(pattern: &Pattern, names: &Names) -> String {
    let place = pattern
        .integration
        .and_then(|id| names.get(&id))
        .map_or("a place not known yet", String::as_str);
    format!("{} at {place}", pattern.symptom.label())
}

/// Why, and from where.
fn why(pattern: &Pattern) -> String {
    let origin = match pattern.origin {
        faultline::document::samples::Origin::Unknown => "origin not known yet".to_owned(),
        origin => format!("from the {}", origin.label().to_lowercase()),
    };
    match pattern.cause {
        faultline::document::samples::Cause::Unknown => format!("Cause not known yet · {origin}"),
        cause => format!("{} · {origin}", cause.label()),
    }
}

fn number(n: i64) -> String {
    grouped(&n.to_string())
}

/// Hours, with one place after the point while there are few.
pub(super) fn hours(minutes: i64) -> String {
    match minutes {
        0 => "0 h".to_owned(),
        1..600 => format!("{}.{} h", minutes / 60, minutes % 60 / 6),
        _ => format!("{} h", number((minutes + 30) / 60)),
    }
}

fn share(part: i64, of: i64) -> String {
    match (part, of) {
        (_, ..=0) => "–".to_owned(),
        (part, of) if part > 0 && 200 * part < of => "under 1 %".to_owned(),
        (part, of) => format!("{} %", (100 * part + of / 2) / of),
    }
}

/// The list's address for a pattern.
fn samples_of(engagement: EngagementId, key: PatternKey) -> String {
    format!("{}{}", at(engagement, "samples"), query(&filter(key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::document::samples::{Cause, Origin, Symptom};

    #[test]
    fn a_pattern_is_read_as_it_was_written() {
        let rule = Rule {
            integration: None,
            symptom: Symptom::OutOfOrder,
            origin: Origin::Source,
            cause: Cause::Timeout,
        };
        for key in [
            PatternKey::Rule(rule),
            PatternKey::Rule(Rule { integration: Some(IntegrationId::new()), ..rule }),
            PatternKey::Made(PatternId::new()),
        ] {
            assert_eq!(read(&written(key)), Some(key));
        }
        for text in ["", "none", "none.wrong.source", "none.wrong.source.timeout.x", "x.y.z.w"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn hours_and_shares_say_neither_too_much_nor_nothing() {
        assert_eq!([0, 5, 90, 599, 630].map(hours), ["0 h", "0.0 h", "1.5 h", "9.9 h", "11 h"]);
        assert_eq!(
            [(1, 1_000), (1, 3), (0, 9), (1, 0)].map(|(part, of)| share(part, of)),
            ["under 1 %", "33 %", "0 %", "–"]
        );
    }
}
