//! What a person chose about two exports, as form fields.
//! A field is named after the column it is about, so that the page can be read and sent again without scripts.

use super::Files;
use crate::form::Form;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Format, Kind, Pair, Plan, Rule, Settings, Transform};
use faultline::engines::tables::single::{self, Doubt};
use faultline::engines::tables::{DateOrder, Zone};
use faultline::platform::ids::FieldId;
use std::str::FromStr;

/// Kinds of columns with their names in the form.
pub const KINDS: [(&str, &str, Kind); 7] = [
    ("text", "Text", Kind::Text),
    ("number", "Number", Kind::Number),
    ("money", "Money", Kind::Money),
    ("date", "Date and time", Kind::Date),
    ("day", "Day", Kind::Day),
    ("duration", "Length of time", Kind::Duration),
    ("flag", "Yes or no", Kind::Flag),
];

/// The form of settings.
pub fn fill(settings: &Settings, version: i32, files: &Files) -> Form {
    let [a, b] = &files.sides;
    let mut sent = Form::of(vec![("version", version.to_string()), ("chosen", "1".into())]);
    let keys = settings.plan.keys.len();
    for (at, pair) in settings.plan.pairs().enumerate() {
        let found = a.header.iter().position(|name| *name == pair.a);
        let other = b.header.iter().position(|name| *name == pair.b);
        let (Some(i), Some(other)) = (found, other) else { continue };
        let mut set = |name: &str, value: String| sent.push(&format!("{name}.{i}"), value);
        set("b", other.to_string());
        set("role", if at < keys { "key" } else { "compare" }.into());
        let rule = &pair.rule;
        let kind = KINDS.iter().find(|(.., kind)| *kind == rule.kind);
        set("kind", kind.map_or("text", |(key, ..)| key).into());
        let ticks =
            [("trim", rule.trim), ("case", rule.case), ("null", rule.null), ("codes", rule.codes)];
        for (name, on) in ticks {
            if on {
                set(name, "true".into());
            }
        }
        let within = rule.within.map(|within| single::shown(within, None));
        set("within", within.unwrap_or_default());
        set("currency", rule.currency.clone().unwrap_or_default());
        let counts: Vec<String> = rule.transforms.iter().map(Transform::to_string).collect();
        set("counts", counts.join("\n"));
        let same: Vec<String> = rule.same.iter().map(|(a, b)| format!("{a} = {b}")).collect();
        set("same", same.join("\n"));
        for (side, format) in [("a", rule.a), ("b", rule.b)] {
            set(&format!("{side}_comma"), if format.comma { "comma" } else { "point" }.into());
            let month = format.order == DateOrder::MonthFirst;
            set(&format!("{side}_order"), if month { "month" } else { "day" }.into());
            set(&format!("{side}_zone"), format.zone.to_string());
        }
        let field = settings.fields.get(at).copied().flatten();
        set("field", field.map(|id| id.to_string()).unwrap_or_default());
    }
    let late = settings.plan.late.as_ref();
    let late = late.and_then(|late| a.header.iter().position(|name| name == late));
    sent.push("late", late.map(|at| at.to_string()).unwrap_or_default());
    sent
}

/// The settings a form describes, and what of it cannot be read.
pub fn read(sent: &Form, document: &Engagement, files: &Files) -> (Settings, Vec<String>) {
    let [a, b] = &files.sides;
    let mut problems = Vec::new();
    let (mut plan, mut key_fields, mut fields) = (Plan::default(), Vec::new(), Vec::new());
    for (i, name) in a.header.iter().enumerate() {
        let of = |field: &str| sent.text(&format!("{field}.{i}"));
        let other = of("b").parse::<usize>().ok().and_then(|at| b.header.get(at));
        let Some(other) = other else { continue };
        let mut column = Column { sent, i, name, problems: &mut problems };
        let pair = Pair { a: name.clone(), b: other.clone(), rule: column.rule() };
        let field: Option<FieldId> = of("field").parse().ok();
        let field = field.filter(|id| document.fields.iter().any(|field| field.id == *id));
        if of("role") == "key" {
            plan.keys.push(pair);
            key_fields.push(field);
        } else {
            plan.columns.push(pair);
            fields.push(field);
        }
    }
    plan.late = sent.raw("late").parse::<usize>().ok().and_then(|at| a.header.get(at)).cloned();
    key_fields.append(&mut fields);
    (Settings { plan, fields: key_fields }, problems)
}

/// The fields of one column.
struct Column<'a> {
    sent: &'a Form,
    i: usize,
    name: &'a str,
    problems: &'a mut Vec<String>,
}

impl Column<'_> {
    fn of(&self, field: &str) -> String {
        self.sent.text(&format!("{field}.{}", self.i))
    }

    fn ticked(&self, field: &str) -> bool {
        self.sent.ticked(&format!("{field}.{}", self.i))
    }

    fn rule(&mut self) -> Rule {
        let kind = self.of("kind");
        let kind =
            KINDS.iter().find(|(key, ..)| *key == kind).map_or(Kind::Text, |(.., kind)| *kind);
        let (trim, case, null) = (self.ticked("trim"), self.ticked("case"), self.ticked("null"));
        let number = matches!(kind, Kind::Number | Kind::Money);
        let codes = number && self.ticked("codes");
        let transforms = self.transforms();
        let within = self.within();
        let currency = if kind == Kind::Money { self.currency() } else { None };
        let (a, b, same) = (self.format("a"), self.format("b"), self.same());
        let mut rule =
            Rule { trim, case, null, codes, kind, transforms, currency, within, same, a, b };
        let taken = format!("take_rule.{}", self.i);
        self.sent.all(&taken).for_each(|word| {
            rule.allow(word);
        });
        rule
    }

    /// A number, or a time such as `5m`. The rules of the command line read it.
    fn within(&mut self) -> Option<rust_decimal::Decimal> {
        let text = self.of("within");
        if text.is_empty() {
            return None;
        }
        let unit = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).len();
        let (number, unit) = text.split_at(unit);
        let number = single::read(number, None);
        if let Err(doubt @ Doubt::Either(..)) = &number {
            self.problems.push(format!("{}: “{}” {doubt}.", self.name, shown(&text)));
            return None;
        }
        let rule = number.ok().map(|number| format!("within={number}{unit}"));
        let read = rule.and_then(|rule| Rule::from_str(&rule).ok()?.within);
        if read.is_none() {
            let help =
                "Write a tolerance as a number such as 0.01, or a time such as 30s, 5m or 2h";
            self.problems.push(format!("{}: “{}” is neither. {help}.", self.name, shown(&text)));
        }
        read
    }

    fn currency(&mut self) -> Option<String> {
        let text = self.of("currency");
        if text.is_empty() {
            return None;
        }
        let read = Rule::from_str(&format!("money={text}")).ok().and_then(|rule| rule.currency);
        if read.is_none() {
            let help = "Write a currency as three letters such as EUR";
            self.problems.push(format!("{}: “{}” is none. {help}.", self.name, shown(&text)));
        }
        read
    }

    fn format(&mut self, side: &str) -> Format {
        let comma = self.of(&format!("{side}_comma")) == "comma";
        let month = self.of(&format!("{side}_order")) == "month";
        let order = if month { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        let text = self.of(&format!("{side}_zone"));
        let zone = if text.is_empty() { Ok(Zone::Utc) } else { text.parse() };
        let zone = zone.unwrap_or_else(|_| {
            let help = "Write UTC, +02:00 or a place such as Europe/Berlin";
            self.problems.push(format!(
                "{}: “{}” is no time zone. {help}.",
                self.name,
                shown(&text)
            ));
            Zone::Utc
        });
        Format { comma, order, zone }
    }

    /// What of a value is compared, one a line, in the words of the command line.
    fn transforms(&mut self) -> Vec<Transform> {
        let mut transforms = Vec::new();
        for line in self.of("counts").lines().map(str::trim).filter(|line| !line.is_empty()) {
            match Transform::of(line) {
                Some(transform) => transforms.push(transform),
                None => self.problems.push(format!(
                    "{}: “{}” is not known. Write zeros, whole, letters, digits, strip=# or pattern= and a regular expression, one a line.",
                    self.name,
                    shown(line)
                )),
            }
        }
        transforms
    }

    /// Values that mean the same: those that were written, and those that were offered and ticked.
    fn same(&mut self) -> Vec<(String, String)> {
        let taken = format!("take.{}", self.i);
        let taken: Vec<&str> = self.sent.all(&taken).collect();
        let text = format!("{}\n{}", self.of("same"), taken.join("\n"));
        let mut same = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.split_once('=') {
                Some((a, b)) => {
                    let pair = (a.trim().to_owned(), b.trim().to_owned());
                    if !same.contains(&pair) {
                        same.push(pair);
                    }
                }
                None => self.problems.push(format!(
                    "{}: “{}” says nothing. Write values that mean the same as PAID = paid, a pair a line.",
                    self.name,
                    shown(line)
                )),
            }
        }
        same
    }
}

/// The beginning of what was typed.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
