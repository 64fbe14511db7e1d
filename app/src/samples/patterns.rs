//! Patterns: samples that agree on integration, symptom, origin and cause, and what people made of them (domain §7).
//! They are counted by the tally; a page never counts samples.

use super::address::query;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::moment::write_day;
use crate::ui::trace::write_trace;
use crate::ui::{
    Column, DataTable, Field, FormErrors, Section, Text, Tone, Writer, facts::grouped, spark,
};
use crate::urls::at;
use faultline::document::samples::{Filter, Group, Pattern, PatternKey, Rule, SampleDigest, Trend};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PatternId};
use std::collections::HashMap;
use uuid::Uuid;

mod list;
mod one;

pub use list::{merge, page};
pub use one::{page as one, rename};

/// The names of integrations.
type Names = HashMap<IntegrationId, String>;

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

/// The largest patterns, above the list.
pub fn largest(engagement: EngagementId, samples: &SampleDigest, names: &Names) -> Option<Markup> {
    if samples.largest.is_empty() {
        return None;
    }
    let groups: Vec<Group> = samples
        .largest
        .iter()
        .map(|whole| Group { whole: whole.clone(), members: vec![whole.clone()] })
        .collect();
    let total = samples.total() - samples.rejected;
    let table =
        Table { engagement, groups: &groups, names, total, weeks: None, ticks: None }.view();
    let all = usize::try_from(samples.patterns).unwrap_or(0);
    let href = at(engagement, "samples/patterns");
    let label = match all {
        1 => "See the pattern, its trend and its samples".to_owned(),
        all => format!("All {} patterns, their trends, merge and split", grouped(&all.to_string())),
    };
    let section = view! {
        <Section title="Patterns" id="patterns" lede="Samples that agree on integration, symptom, origin and cause.">
            {table}
            <p class="after-table"><a href=href>{label}</a></p>
        </Section>
    };
    Some(section.markup())
}

/// Rows of patterns.
struct Table<'a> {
    engagement: EngagementId,
    groups: &'a [Group],
    names: &'a Names,
    /// All samples but the rejected ones.
    total: i64,
    /// Samples a week; without them no trend is shown.
    weeks: Option<&'a HashMap<PatternKey, Vec<i64>>>,
    /// The patterns that are ticked, when they can be.
    ticks: Option<&'a [String]>,
}

impl Table<'_> {
    fn view(&self) -> Markup {
        let mut rows = Writer::with_capacity(self.groups.len() * 1_024);
        self.groups.iter().for_each(|group| self.row(&mut rows, group));
        let rows = rows.done();
        let mut columns = Vec::new();
        if self.ticks.is_some() {
            columns.push(Column::new("Tick").hidden());
        }
        columns.extend([
            Column::new("Pattern"),
            Column::new("Samples").number(),
            Column::new("Share").number(),
            Column::new("Confirmed").number(),
        ]);
        if self.weeks.is_some() {
            columns.push(Column::new("Trend"));
        }
        columns.extend([
            Column::new("Records").number(),
            Column::new("Hours lost").number(),
            Column::new("Seen"),
        ]);
        view! { <DataTable caption="Patterns and their samples" id="patterns-table" columns cards=true quiet=true>{rows}</DataTable> }
            .markup()
    }

    fn row(&self, to: &mut Writer, group: &Group) {
        let whole = &group.whole;
        let key = written(whole.key());
        let words = title(whole, self.names);
        to.html("<tr>");
        if let Some(ticked) = self.ticks {
            let checked = if ticked.contains(&key) { " checked" } else { "" };
            to.html(r#"<td class="tick"><input type="checkbox" name="pattern" value=""#).text(&key);
            to.html(r#"" aria-label="Tick: "#).text(&words).html(r#"""#).html(checked);
            to.html("></td>");
        }
        to.html(r#"<th scope="row" data-label="Pattern"><span class="pattern">"#);
        let evidence = u64::try_from(whole.confirmed).unwrap_or(0);
        write_trace(to, if evidence == 0 { Tone::Unknown } else { Tone::Fault }, evidence);
        let base = at(self.engagement, "samples/patterns/one");
        to.html(r#"<span><a href=""#).text(&base).html("?of=").text(&key);
        to.html(r#"">"#).text(&words).html("</a>").piece(&self.below(group));
        to.html("</span></span></th>");
        figure(to, "Samples", &number(whole.count));
        figure(to, "Share", &share(whole.count, self.total));
        figure(to, "Confirmed", &number(whole.confirmed));
        if let Some(weeks) = self.weeks {
            let counts = weeks.get(&whole.key()).map_or(&[][..], Vec::as_slice);
            to.html(r#"<td class="trend" data-label="Trend">"#).piece(&spark(counts));
            to.text(Trend::of(counts).label()).html("</td>");
        }
        figure(to, "Records", &number(whole.records));
        figure(to, "Hours lost", &hours(whole.manual_minutes));
        to.html(r#"<td data-label="Seen">"#).piece(&seen(whole)).html("</td></tr>");
    }

    /// What stands below the name: why, or what it was put together from.
    fn below(&self, group: &Group) -> Markup {
        match (&group.whole.part_of, group.members.len()) {
            (Some(_), 2..) => {
                let member = |one: &Pattern| {
                    let line = format!("{}, {}", agreed(one, self.names), why(one));
                    view! { <li>{line}</li> }
                };
                let items = group.members.iter().take(4).map(member).collect_view();
                let more = group.members.len().saturating_sub(4);
                let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
                view! { <ul class="members">{items}{more}</ul> }.markup()
            }
            (Some(_), _) => {
                let line = format!("{}, {}", agreed(&group.whole, self.names), why(&group.whole));
                view! { <small>{line}</small> }.markup()
            }
            (None, _) => view! { <small>{why(&group.whole)}</small> }.markup(),
        }
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

fn figure(to: &mut Writer, name: &'static str, value: &str) {
    to.html(r#"<td class="num" data-label=""#).html(name).html(r#"">"#).text(value).html("</td>");
}

/// From when to when, in one piece: on a card, what stands beside the cell's name is laid out by pieces.
fn seen(pattern: &Pattern) -> Markup {
    let mut to = Writer::default();
    to.html("<span>");
    write_day(&mut to, pattern.first_seen);
    if pattern.first_seen != pattern.last_seen {
        to.text(" – ");
        write_day(&mut to, pattern.last_seen);
    }
    to.html("</span>");
    to.done()
}

/// The name of a pattern as a field.
fn name(sent: &Form, errors: &FormErrors, label: &'static str, hint: &'static str) -> Markup {
    let (value, error) = (sent.text("name"), errors.of("name"));
    view! { <Field label=label name="name" value hint=Text::from(hint) error required=true maxlength=200 /> }
        .markup()
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
