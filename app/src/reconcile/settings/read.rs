//! What a person chose about two exports, as form fields.
//! A field is named after the column it is about, so that the page can be read and sent again without scripts.

use super::Files;
use crate::form::Form;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Format, Kind, Pair, Plan, Rule, Settings, Transform};
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
        set("within", rule.within.map(|within| within.to_string()).unwrap_or_default());
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
        let text = self.of("within").replace(',', ".");
        if text.is_empty() {
            return None;
        }
        let read = Rule::from_str(&format!("within={text}")).ok().and_then(|rule| rule.within);
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
mod tests {
    use super::super::Side;
    use super::*;
    use faultline::stores::samples::upload::Upload;

    fn side(names: &[&str]) -> Side {
        let upload = Upload {
            id: faultline::platform::ids::UploadId::new(),
            file_name: "a.csv".into(),
            format: "CSV".into(),
            encoding: "UTF-8".into(),
            note: String::new(),
            bytes: 1,
            plan: None,
        };
        let header = names.iter().map(|name| (*name).to_owned()).collect();
        Side { upload, header, examples: Vec::new(), notes: Vec::new() }
    }

    fn files() -> Files {
        let sides = [side(&["id", "total", "at", "state"]), side(&["no", "sum", "when", "status"])];
        Files { sides, suggestion: None }
    }

    fn document() -> Engagement {
        serde_json::from_value(serde_json::json!({
            "id": uuid::Uuid::nil(), "title": "", "client": "", "stage": "active", "as_of": "2026-01-01T00:00:00Z",
        }))
        .unwrap()
    }

    fn settings() -> Settings {
        let pair = |a: &str, b: &str, rule: &str| Pair {
            a: a.into(),
            b: b.into(),
            rule: rule.parse().unwrap(),
        };
        let mut state = pair("state", "status", "trim,case");
        state.rule.same.push(("PAID".into(), "settled".into()));
        let keys = vec![pair("id", "no", "trim,zeros,strip=#")];
        let columns = vec![
            pair("total", "sum", "trim,null,money=EUR,codes,within=0.01,b.comma"),
            pair("at", "when", "date,within=5m,a.mdy,b.zone=Europe/Berlin"),
            state,
        ];
        let plan = Plan { keys, columns, late: Some("at".into()) };
        Settings { plan, fields: vec![None; 4] }
    }

    #[test]
    fn settings_come_back_from_the_form_as_they_were() {
        let sent = fill(&settings(), 3, &files());
        assert_eq!(sent.version(), 3);
        assert_eq!(read(&sent, &document(), &files()), (settings(), Vec::new()));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_column() {
        let mut sent = fill(&settings(), 3, &files());
        for (name, value) in [
            ("within.1", "soon"),
            ("currency.1", "EURO"),
            ("a_zone.2", "Atlantis"),
            ("same.3", "PAID is paid"),
            ("counts.0", "prefix"),
        ] {
            sent.set(name, value);
        }
        let (_, problems) = read(&sent, &document(), &files());
        let of: Vec<&str> = problems.iter().map(|it| it.split(':').next().unwrap()).collect();
        assert_eq!(of, ["id", "total", "total", "at", "state"]);
        assert!(problems[3].contains("“Atlantis” is no time zone"), "{problems:?}");
    }

    #[test]
    fn values_that_were_offered_count_only_when_ticked() {
        let mut sent = fill(&settings(), 3, &files());
        let same =
            |sent: &Form| read(sent, &document(), &files()).0.plan.columns[2].rule.same.len();
        assert_eq!(same(&sent), 1);
        sent.push("take.3", "OPEN = waiting");
        sent.push("take.3", "PAID = settled");
        assert_eq!(same(&sent), 2);
    }

    #[test]
    fn a_rule_that_was_offered_for_a_key_counts_only_when_ticked() {
        let mut sent = fill(&settings(), 3, &files());
        let rule = |sent: &Form| read(sent, &document(), &files()).0.plan.keys[0].rule.to_string();
        assert_eq!(rule(&sent), "trim, zeros, strip=#");
        for word in ["strip=#", "case", "digits", "nonsense"] {
            sent.push("take_rule.0", word);
        }
        assert_eq!(rule(&sent), "trim, case, zeros, strip=#, digits");
    }

    #[test]
    fn a_column_that_is_not_there_is_left_out() {
        let mut sent = fill(&settings(), 3, &files());
        sent.set("b.1", "99");
        sent.set("late", "99");
        let (settings, problems) = read(&sent, &document(), &files());
        assert_eq!((settings.plan.columns.len(), settings.plan.late, problems.len()), (2, None, 0));
    }
}
