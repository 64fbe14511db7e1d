//! The form of a field: one right per system, and who decided.
//! On dispute, each team's position is kept; nobody's is dropped.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{
    Checkbox, Choice, EditForm, Field as Line, FormErrors, Link, PageHeader, PostButton, Select,
    TextArea, Width, choices,
};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::truth::{Field, Position, Right, Standing};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{DataTypeId, FieldId, SystemId};

const LABELS: &[(&str, &str)] = &[
    ("data_type", "Data type"),
    ("name", "Name"),
    ("standing", "Standing"),
    ("decided_by", "Decided by"),
    ("decided_on", "Decided on"),
    ("why", "Why"),
    ("positions", "Positions"),
    ("rule_also_kept_in", "Rule also kept in"),
];

/// What a stored field looks like as a form.
pub fn fill(field: &Field, version: i32) -> Form {
    let positions =
        field.positions.iter().map(|position| format!("{}: {}", position.team, position.says));
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("data_type", field.data_type.to_string()),
        ("name", field.name.clone()),
        ("standing", field.standing.key().to_owned()),
        ("decided_by", field.decided_by.clone()),
        ("decided_on", field.decided_on.map(|day| day.to_string()).unwrap_or_default()),
        ("why", field.why.clone()),
        ("positions", positions.collect::<Vec<_>>().join("\n")),
        ("rule_also_kept_in", field.rule_also_kept_in.clone()),
    ]);
    field
        .rights
        .iter()
        .for_each(|(system, right)| sent.push(&format!("right_{system}"), right.key()));
    field.seen_writing.iter().for_each(|system| sent.push(&format!("writes_{system}"), "true"));
    sent
}

/// The field a form describes, and what is wrong with it.
pub fn read(sent: &Form, id: FieldId) -> (Field, Vec<Problem>) {
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
    let field = Field {
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
    (field, reading.problems())
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    id: Option<FieldId>,
    title: &'static str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "truth");
    let action =
        id.map_or_else(|| format!("{list}/fields/new"), |id| format!("{list}/fields/{id}"));
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let systems =
        document.systems.iter().map(|system| (format!("right_{}", system.id), system.name.clone()));
    let systems: Vec<_> = systems.collect();
    let labels = LABELS
        .iter()
        .copied()
        .chain(systems.iter().map(|(name, label)| (name.as_str(), label.as_str())));
    let labels: Vec<_> = labels.collect();
    let stored =
        |part: &Part| if let Part::Field(found) = part { Some(fill(found, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(&labels, sent, stored));
    let remove = id.map(|_| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{action}/remove") label="Remove field" look="quiet" with /> }
    });
    let fields = (basics(document, sent, &errors), rights(document, sent), decision(sent, &errors));
    view! {
        <PageHeader title trail=vec![Link::new(list.clone(), "Source of truth")]>{remove}</PageHeader>
        {conflict}
        <EditForm action save="Save field" cancel=list errors version=Some(i64::from(version))>
            {fields}
        </EditForm>
    }
}

fn basics(document: &Engagement, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let types: Vec<_> =
        document.data_types.iter().map(|t| Choice::new(t.id.to_string(), t.name.clone())).collect();
    let (selected, error) = (sent.text("data_type"), errors.of("data_type"));
    view! {
        <Select label="Data type" name="data_type" choices=types selected blank="Choose a data type" error />
        <Line label="Name" name="name" value=sent.text("name") error=errors.of("name") required=true maxlength=200 />
    }
}

fn rights(document: &Engagement, sent: &Form) -> impl IntoView + use<> {
    let row = |system: &faultline::document::systems::System| {
        let (right, writes) = (format!("right_{}", system.id), format!("writes_{}", system.id));
        let selected = sent.text(&right);
        let selected = if selected.is_empty() { Right::None.key().to_owned() } else { selected };
        let checked = sent.ticked(&writes);
        view! {
            <div class="field-row">
                <Select label=system.name.clone() name=right choices={choices::<Right>()} selected />
                <Checkbox label=format!("{} was seen writing it", system.name) name=writes checked />
            </div>
        }
    };
    let rows = document.systems.iter().map(row).collect_view();
    view! {
        <fieldset class="group">
            <legend>"Rights"</legend>
            <p class="hint">"One system owns a field. What was seen writing it counts, whatever was agreed."</p>
            {rows}
        </fieldset>
    }
}

fn decision(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    view! {
        <fieldset class="group">
            <legend>"Decision"</legend>
            <Select
                label="Standing"
                name="standing"
                choices={choices::<Standing>()}
                selected=sent.text("standing")
                error=errors.of("standing")
            />
            <Line label="Decided by" name="decided_by" value=sent.text("decided_by") maxlength=200 />
            <Line
                label="Decided on"
                name="decided_on"
                kind="date"
                value=sent.text("decided_on")
                error=errors.of("decided_on")
                width=Width::Short
            />
            <TextArea label="Why" name="why" value=sent.text("why") rows=2 maxlength=5000 />
            <TextArea
                label="On dispute, each team's position"
                name="positions"
                value=sent.text("positions")
                hint="One a line: “Sales: the shop is right, customers see it first.”"
                rows=3
                maxlength=5000
            />
            <Line
                label="The same business rule is also kept in"
                name="rule_also_kept_in"
                value=sent.text("rule_also_kept_in")
                maxlength=500
            />
        </fieldset>
    }
}
