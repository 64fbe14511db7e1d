//! The matrix: fields down, systems across, one right in each cell.
//! It shows rights as words; the shape beside them only helps the eye.

use crate::prelude::*;
use crate::ui::{Badge, Check, Checklist, EmptyState, Link, PageHeader, Section, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::document::systems::System;
use faultline::document::truth::{Field, Right, Standing};
use faultline::judgement::evidence::Subject;
use faultline::judgement::truth;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::DataTypeId;

/// What a standing means to the reader.
pub fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Agreed => Tone::Sound,
        Standing::Disputed => Tone::Fault,
        Standing::Unassigned => Tone::Unknown,
    }
}

/// The staff page.
pub fn page(document: &Engagement, may_edit: bool) -> impl IntoView + use<> {
    let new_type = Link::new(at(document.id, "truth/types/new"), "Add a data type");
    let add = (may_edit && !document.data_types.is_empty()).then(
        || view! { <a class="button" href=new_type.href.clone()>{new_type.label.clone()}</a> },
    );
    let empty = document.data_types.is_empty().then(|| {
        view! {
            <EmptyState title="No data types yet" action=may_edit.then_some(new_type)>
                <p>
                    "Name the kinds of records that are kept in several systems, then their fields. For each field, one system is right; until people agree which, it is open."
                </p>
            </EmptyState>
        }
    });
    let sections =
        document.data_types.iter().map(|of| section(document, of.id, may_edit)).collect_view();
    view! {
        <PageHeader title="Source of truth" lede="Which system is right, field by field.">{add}</PageHeader>
        {empty}
        {issues(document)}
        {sections}
    }
}

/// What is wrong with the registry.
fn issues(document: &Engagement) -> impl IntoView + use<> {
    let issues = truth::checks(document);
    let item = |issue: &truth::TruthIssue| {
        let href = urls::subject(document.id, &Subject::Field { field: issue.field });
        let (title, says) = (issue.kind.label(), issue.says.clone());
        view! { <Check tone=Tone::Doubt word="open" title><a href=href>{says}</a></Check> }
    };
    let items = issues.iter().map(item).collect_view();
    let title = format!("To settle: {}", issues.len());
    (!issues.is_empty())
        .then(|| view! { <Section title id="issues"><Checklist>{items}</Checklist></Section> })
}

fn section(document: &Engagement, id: DataTypeId, may_edit: bool) -> impl IntoView + use<> {
    let data_type = document.data_types.iter().find(|found| found.id == id);
    let (name, meaning) =
        data_type.map(|found| (found.name.clone(), found.meaning.clone())).unwrap_or_default();
    let edit = may_edit.then(|| {
        let field = at(document.id, &format!("truth/fields/new?data_type={id}"));
        let kind = at(document.id, &format!("truth/types/{id}"));
        view! {
            <p class="actions">
                <a class="button" href=field>"Add a field"</a>
                <a class="button quiet" href=kind>"Edit data type"</a>
            </p>
        }
    });
    let table = table(document, id, may_edit);
    view! {
        <Section title=name id=id.to_string() lede=meaning>
            {table}
            {edit}
        </Section>
    }
}

/// The matrix of one data type; linked to its fields when the reader may change them.
pub fn table(document: &Engagement, id: DataTypeId, may_edit: bool) -> impl IntoView + use<> {
    let fields: Vec<_> = document.fields.iter().filter(|field| field.data_type == id).collect();
    if fields.is_empty() {
        return view! { <p class="hint">"No fields yet."</p> }.markup();
    }
    let taking_part = |system: &&System| {
        fields.iter().any(|field| {
            field.right(system.id) != Right::None || field.seen_writing.contains(&system.id)
        })
    };
    let systems: Vec<_> = document.systems.iter().filter(taking_part).collect();
    let heads = systems
        .iter()
        .map(|system| view! { <th scope="col">{system.name.clone()}</th> })
        .collect_view();
    let rows = fields.iter().map(|field| row(document, field, &systems, may_edit)).collect_view();
    let name = document
        .data_types
        .iter()
        .find(|found| found.id == id)
        .map(|found| found.name.clone())
        .unwrap_or_default();
    let caption = format!("Who may do what with the fields of {}", name.to_lowercase());
    let label = caption.clone();
    view! {
        <div class="table-region" role="region" aria-label=label tabindex="0">
            <table class="matrix">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Field"</th>
                        {heads}
                        <th scope="col">"Standing"</th>
                        <th scope="col">"Decided"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .markup()
}

fn row(
    document: &Engagement,
    field: &Field,
    systems: &[&System],
    may_edit: bool,
) -> impl IntoView + use<> {
    let cell = |system: &&System| {
        let right = field.right(system.id);
        let writes = field.seen_writing.contains(&system.id);
        let wrong = writes && !matches!(right, Right::Owns | Right::Creates | Right::Overwrites);
        let seen = writes.then(|| {
            let tone = if wrong { Tone::Fault } else { Tone::Plain };
            view! { " " <Badge tone word="seen writing" /> }
        });
        let word = if right == Right::None { "–" } else { right.label() };
        view! { <td data-right=right.key()>{word}{seen}</td> }
    };
    let cells = systems.iter().map(cell).collect_view();
    let name = if may_edit {
        view! { <a href=at(document.id, &format!("truth/fields/{}", field.id))>{field.name.clone()}</a> }.markup()
    } else {
        field.name.clone().markup()
    };
    let decided = match (field.decided_by.trim(), field.decided_on) {
        ("", None) => String::new(),
        ("", Some(day)) => day.to_string(),
        (who, None) => who.to_owned(),
        (who, Some(day)) => format!("{who}, {day}"),
    };
    let positions = field.positions.iter().map(|position| {
        view! { <li><strong>{position.team.clone()}</strong>": "{position.says.clone()}</li> }
    });
    let positions = (field.standing == Standing::Disputed && !field.positions.is_empty())
        .then(|| view! { <ul class="positions">{positions.collect_view()}</ul> });
    let standing = field.standing;
    view! {
        <tr id=field.id.to_string()>
            <th scope="row">{name}</th>
            {cells}
            <td><Badge tone=tone(standing) word=standing.label() />{positions}</td>
            <td>{decided}</td>
        </tr>
    }
}
