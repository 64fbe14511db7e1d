//! A field of the source of truth as a form: one right per system, and who decided.
//! On dispute, each team's position is kept; nobody's is dropped.

use super::page::FieldPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::Text;
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::truth::{DISPUTED_AND_DECIDED, Field, Position, Right, Standing};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{DataTypeId, EngagementId, FieldId, SystemId};

impl PartForm for Field {
    type Id = FieldId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("data_type", "Data type"),
        ("name", "Name"),
        ("standing", "Standing"),
        ("decided_by", "Decided by"),
        ("decided_on", "Decided on"),
        ("why", "Why"),
        ("positions", "Positions"),
        ("rule_also_kept_in", "Rule also kept in"),
    ];

    fn find(document: &Engagement, id: FieldId) -> Option<Self> {
        document.fields.iter().find(|field| field.id == id).cloned()
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Field(found) = part { Some(found.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Field(self)
    }

    fn fill(&self) -> Form {
        let positions =
            self.positions.iter().map(|position| format!("{}: {}", position.team, position.says));
        let mut sent = Form::of(vec![
            ("data_type", self.data_type.to_string()),
            ("name", self.name.clone()),
            ("standing", self.standing.key().to_owned()),
            ("decided_by", self.decided_by.clone()),
            ("decided_on", self.decided_on.map(|day| day.to_string()).unwrap_or_default()),
            ("why", self.why.clone()),
            ("positions", positions.collect::<Vec<_>>().join("\n")),
            ("rule_also_kept_in", self.rule_also_kept_in.clone()),
        ]);
        self.rights
            .iter()
            .for_each(|(system, right)| sent.push(&format!("right_{system}"), right.key()));
        self.seen_writing.iter().for_each(|system| sent.push(&format!("writes_{system}"), "true"));
        sent
    }

    /// The right of each system has its label too.
    fn labels(document: &Engagement) -> Vec<(Text, Text)> {
        let fixed = Self::LABELS.iter().map(|(name, label)| ((*name).into(), (*label).into()));
        let rights = document
            .systems
            .iter()
            .map(|system| (format!("right_{}", system.id).into(), system.name.clone().into()));
        fixed.chain(rights).collect()
    }

    /// It may know its data type.
    fn blank(asked: &Form) -> Form {
        Form::of(vec![
            ("data_type", asked.text("data_type")),
            ("standing", Standing::Unassigned.key().to_owned()),
        ])
    }

    fn read(sent: &Form, id: FieldId, document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let nothing = DataTypeId(uuid::Uuid::nil());
        let after = |name: &str, prefix: &str| {
            name.strip_prefix(prefix).and_then(|id| id.parse::<SystemId>().ok())
        };
        let right =
            |(name, key): (&str, &str)| Some((after(name, "right_")?, Right::from_key(key).ok()?));
        let position = |line: &str| {
            let (team, says) = line.split_once(':').unwrap_or(("", line));
            Position { team: team.trim().to_owned(), says: says.trim().to_owned() }
        };
        let positions = sent.text("positions");
        let mut field = Field {
            id,
            data_type: reading
                .parse("data_type", "Choose the data type it belongs to.")
                .unwrap_or(nothing),
            name: sent.text("name"),
            rights: sent
                .fields()
                .filter_map(right)
                .filter(|(_, right)| *right != Right::None)
                .collect(),
            seen_writing: sent.fields().filter_map(|(name, _)| after(name, "writes_")).collect(),
            standing: reading.choice::<Standing>("standing", "Say whether people agree."),
            decided_by: sent.text("decided_by"),
            decided_on: reading.optional::<NaiveDate>("decided_on", "Give the day as YYYY-MM-DD."),
            why: sent.text("why"),
            positions: positions
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(position)
                .collect(),
            rule_also_kept_in: sent.text("rule_also_kept_in"),
        };
        if !field.end_decision(Self::find(document, id).as_ref()) {
            reading.problem("decided_by", DISPUTED_AND_DECIDED);
        }
        (field, reading.problems())
    }

    fn title(_: &Engagement, id: Option<FieldId>) -> Option<String> {
        let title = if id.is_some() { "Field" } else { "Add a field" };
        Some(title.to_owned())
    }

    fn shown(engagement: EngagementId, id: Option<FieldId>) -> String {
        let list = at(engagement, "truth");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <FieldPage editor /> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dispute_ends_the_decision_that_was_shown_and_refuses_one_of_its_own() {
        let stored = Field {
            id: FieldId::new(),
            data_type: DataTypeId::new(),
            name: "net".into(),
            rights: std::collections::BTreeMap::new(),
            seen_writing: Vec::new(),
            standing: Standing::Agreed,
            decided_by: "Ada".into(),
            decided_on: NaiveDate::from_ymd_opt(2026, 5, 31),
            why: String::new(),
            positions: Vec::new(),
            rule_also_kept_in: String::new(),
        };
        let mut document: Engagement = serde_json::from_value(serde_json::json!({
            "id": uuid::Uuid::nil(), "title": "", "client": "", "stage": "active",
            "as_of": "2026-01-01T00:00:00Z",
        }))
        .unwrap();
        document.fields.push(stored.clone());
        let mut sent = stored.fill();
        sent.set("standing", "disputed");
        let (field, problems) = Field::read(&sent, stored.id, &document);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((field.decided_by.as_str(), field.decided_on), ("", None));
        sent.set("decided_by", "Ben");
        let (field, problems) = Field::read(&sent, stored.id, &document);
        assert_eq!((field.decided_by.as_str(), problems[0].field), ("Ben", "decided_by"));
    }
}
