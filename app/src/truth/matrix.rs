//! The matrix: fields down, systems across, one right in each cell.
//! It shows rights as words; the shape beside them only helps the eye.

use super::answers::AnswersWaiting;
use crate::prelude::*;
use crate::ui::{
    Badge, Check, Checklist, Contents, Day, EmptyState, Link, PageHeader, Section, SentenceLink,
    Tone,
};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::document::systems::System;
use faultline::document::truth::{DataType, Field, Position, Right, Standing, TruthAnswer};
use faultline::judgement::evidence::Subject;
use faultline::judgement::truth;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{DataTypeId, SystemId};
use std::sync::Arc;

/// The page.
#[component]
pub fn TruthPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What the client's people answered to its fields.
    answers: Vec<TruthAnswer>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let engagement = document.id;
    let new_type = Link::new(at(document.id, "truth/types/new"), "Add a data type");
    let none = document.data_types.is_empty();
    let file = at(document.id, "truth.csv");
    let add = (may_edit && !none).then(|| new_type.clone());
    let table = may_edit.then(|| at(document.id, "truth/table"));
    let names = document.data_types.iter();
    let contents = names.map(|it| Link::new(format!("#{}", it.id), it.name.clone())).collect();
    let sections = document.data_types.iter().cloned();
    let sections = sections
        .map(|data_type| view! { <TypeSection document=document.clone() data_type may_edit /> });
    let sections = sections.collect_view();
    view! {
        <PageHeader title="Source of truth" lede="Which system is right, field by field.">
            <a class="button" href=file>"Download CSV"</a>
            {table.map(|href| view! { <a class="button" href=href>"As a table"</a> })}
            {add.map(|link| view! { <a class="button" href=link.href>{link.label}</a> })}
        </PageHeader>
        {none.then(|| view! {
            <EmptyState title="No data types yet" action=may_edit.then_some(new_type)>
                <p>
                    "Name the kinds of records that are kept in several systems, then their fields. For each field, one system is right; until people agree which, it is open."
                </p>
            </EmptyState>
        })}
        <Contents sections=contents />
        <AnswersWaiting engagement answers />
        <Issues document />
        {sections}
    }
}

/// What is wrong with the registry.
#[component]
fn Issues(document: Arc<Engagement>) -> impl IntoView {
    let issues = truth::checks(&document);
    let title = format!("To settle: {}", issues.len());
    let items = issues.into_iter().map(|issue| {
        let href = urls::subject(document.id, &Subject::Field { field: issue.field });
        let title = issue.kind.label();
        view! { <Check tone=Tone::Doubt word="open" title><SentenceLink href says=issue.says /></Check> }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty())
        .then(|| view! { <Section title id="issues"><Checklist>{items}</Checklist></Section> })
}

#[component]
fn TypeSection(document: Arc<Engagement>, data_type: DataType, may_edit: bool) -> impl IntoView {
    let DataType { id, name, meaning } = data_type;
    let edit = may_edit.then(|| {
        let field = at(document.id, &format!("truth/fields/new?data_type={id}"));
        let kind = at(document.id, &format!("truth/types/{id}"));
        let table = at(document.id, &format!("truth/types/{id}/table"));
        view! {
            <p class="actions">
                <a class="button" href=field>"Add a field"</a>
                <a class="button" href=table>"Edit as a table"</a>
                <a class="button quiet" href=kind>"Edit data type"</a>
            </p>
        }
    });
    view! {
        <Section title=name.clone() id=id.to_string() lede=meaning>
            <Matrix document id name may_edit />
            {edit}
        </Section>
    }
}

/// The matrix of one data type; linked to its fields when the reader may change them.
#[component]
fn Matrix(
    document: Arc<Engagement>,
    id: DataTypeId,
    name: String,
    may_edit: bool,
) -> impl IntoView {
    let fields: Vec<_> = document.fields.iter().filter(|field| field.data_type == id).collect();
    if fields.is_empty() {
        return Either::Left(view! { <p class="hint">"No fields yet."</p> });
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
    let ids: Vec<_> = systems.iter().map(|system| system.id).collect();
    let rows = fields.into_iter().cloned().map(|field| {
        let href = may_edit.then(|| at(document.id, &format!("truth/fields/{}", field.id)));
        view! { <FieldRow field systems=ids.clone() href /> }
    });
    let rows = rows.collect_view();
    let caption = format!("Who may do what with the fields of {}", name.to_lowercase());
    let label = caption.clone();
    Either::Right(view! {
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
    })
}

#[component]
fn FieldRow(field: Field, systems: Vec<SystemId>, href: Option<String>) -> impl IntoView {
    let cells = systems.into_iter().map(|system| {
        let seen = field.seen_writing.contains(&system);
        view! { <RightCell right=field.right(system) seen /> }
    });
    let cells = cells.collect_view();
    let who = field.decided_by.trim().to_owned();
    let parted = (!who.is_empty() && field.decided_on.is_some()).then_some(", ");
    let on = field.decided_on.map(|day| view! { <Day date=day /> });
    let name = match href {
        Some(href) => Either::Left(view! { <a href=href>{field.name}</a> }),
        None => Either::Right(field.name),
    };
    let standing = field.standing;
    let tone = match standing {
        Standing::Agreed => Tone::Sound,
        Standing::Disputed => Tone::Fault,
        Standing::Unassigned => Tone::Unknown,
    };
    let positions = if standing == Standing::Disputed { field.positions } else { Vec::new() };
    view! {
        <tr id=field.id.to_string()>
            <th scope="row">{name}</th>
            {cells}
            <td><Badge tone word=standing.label() /><Positions positions /></td>
            <td>{who}{parted}{on}</td>
        </tr>
    }
}

/// What a system may do with a field, and whether it was seen writing it.
#[component]
fn RightCell(right: Right, seen: bool) -> impl IntoView {
    let may = matches!(right, Right::Owns | Right::Creates | Right::Overwrites);
    let tone = if may { Tone::Plain } else { Tone::Fault };
    let word = if right == Right::None { "–" } else { right.label() };
    view! {
        <td data-right=right.key()>
            {word}{seen.then(|| view! { " " <Badge tone word="seen writing" /> })}
        </td>
    }
}

/// What each team says on a dispute.
#[component]
fn Positions(positions: Vec<Position>) -> impl IntoView {
    let items = positions.into_iter().map(|position| {
        view! { <li><strong>{position.team}</strong>": "{position.says}</li> }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| view! { <ul class="positions">{items}</ul> })
}
