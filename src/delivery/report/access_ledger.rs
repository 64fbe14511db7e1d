//! Who may reach what: the access that was asked for and what became of it, how credentials are handed over, and the
//! areas that are forbidden or need care (domain §11). Nothing in it is a credential.

use super::{
    Block, Cell, Column, Item, Mark, Row, Section, SectionId, Sense, heading, items,
    section as make, table, text,
};
use crate::document::access_ledger::{AccessArea, AccessRequest, AccessState, Care};
use crate::document::engagement::Engagement;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, sentence};
use chrono::NaiveDate;

pub(super) fn section(doc: &Engagement) -> Section {
    let (ledger, today) = (&doc.access, doc.as_of.date_naive());
    let mut blocks = vec![heading("Access")];
    match accesses(&ledger.requests, today) {
        Some(table) => blocks.push(table),
        None => blocks.push(text("No access was asked for here.")),
    }
    if let Some(told) = hand_overs(&ledger.requests) {
        blocks.push(heading("How credentials are handed over"));
        blocks.push(text(
            "Outside this tool. None may be written into it, and what looks like a password, key or token is refused.",
        ));
        blocks.push(told);
    }
    if let Some(told) = areas(&ledger.areas) {
        blocks.extend([heading("Areas that are forbidden or need care"), told]);
    }
    make(
        SectionId::Access,
        "What access was asked for, who granted or refused it, and until when it holds.",
        blocks,
    )
}

fn accesses(requests: &[AccessRequest], today: NaiveDate) -> Option<Block> {
    let columns = vec![
        Column::new("System", 2),
        Column::new("What for, and where", 4),
        Column::new("How far", 2),
        Column::new("State", 2),
        Column::new("Until", 2),
        Column::new("By whom, and what was said", 4),
    ];
    let row = |request: &AccessRequest| Row {
        anchor: Some(format!("access-{}", request.id)),
        cells: vec![
            Cell::new(request.system_name.clone()),
            Cell::new(listed([&request.purpose, &request.environment])),
            Cell::new(request.reach().label()),
            state(request, today),
            Cell::new(day(request.until())),
            Cell::new(listed([&by_whom(request), &request.answer, &request.ended_because])),
        ],
    };
    table("Access that was asked for", columns, requests.iter().map(row).collect())
}

/// Those of some texts that say something.
fn listed<const N: usize>(texts: [&String; N]) -> String {
    let told: Vec<_> = texts.iter().map(|text| text.trim()).filter(|it| !it.is_empty()).collect();
    told.join(" · ")
}

fn state(request: &AccessRequest, today: NaiveDate) -> Cell {
    let state = request.standing(today);
    let sense = match state {
        AccessState::Asked => Sense::Doubt,
        AccessState::Granted => Sense::Sound,
        AccessState::Expired => Sense::Fault,
        AccessState::Refused | AccessState::Revoked | AccessState::Withdrawn => Sense::Plain,
    };
    Cell::marked(state.label(), Mark::Sense(sense))
}

/// Who asked, who answered and who took it back, each with the day.
fn by_whom(request: &AccessRequest) -> String {
    let mut told =
        vec![format!("asked by {}, {}", request.asked_by_name, day(request.asked_at.date_naive()))];
    if !request.asked_of.is_empty() {
        told.push(format!("to be granted by {}", request.asked_of));
    }
    if let Some(at) = request.answered_at {
        let word = if request.was_granted() { "granted" } else { "refused" };
        told.push(format!("{word} by {}, {}", request.answered_by_name, day(at.date_naive())));
    }
    if let Some(at) = request.ended_at {
        let word = if request.was_granted() { "revoked" } else { "withdrawn" };
        told.push(format!("{word} by {}, {}", request.ended_by_name, day(at.date_naive())));
    }
    sentence(&told.join("; "))
}

fn hand_overs(requests: &[AccessRequest]) -> Option<Block> {
    let told = requests.iter().filter(|request| !request.hand_over.trim().is_empty());
    let item = |request: &AccessRequest| {
        Item::new(format!("{}: {}", request.system_name, request.hand_over.trim()))
    };
    items("How credentials are handed over", false, told.map(item).collect())
}

fn areas(areas: &[AccessArea]) -> Option<Block> {
    let columns = vec![
        Column::new("System", 2),
        Column::new("Area", 4),
        Column::new("What it asks", 2),
        Column::new("Why", 4),
    ];
    let row = |area: &AccessArea| {
        let sense = if area.care == Care::Forbidden { Sense::Fault } else { Sense::Doubt };
        let cells = vec![
            Cell::new(area.system_name.clone()),
            Cell::new(area.says.clone()),
            Cell::marked(area.care.label(), Mark::Sense(sense)),
            Cell::new(area.because.clone()),
        ];
        Row { anchor: None, cells }
    };
    table("Areas", columns, areas.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::{document, markdown};
    use crate::document::access_ledger::testing::granted;
    use crate::platform::ids::{AccessAreaId, SystemId};
    use crate::stores::room::tests::{example, sealed};
    use uuid::Uuid;

    const SHOP: SystemId = SystemId(Uuid::from_u128(1));

    #[test]
    fn the_recommendation_tells_who_may_reach_what_and_what_nobody_may() {
        let mut doc = example();
        let request = granted(SHOP);
        doc.as_of = request.asked_at;
        doc.access.areas.push(AccessArea {
            id: AccessAreaId(Uuid::from_u128(701)),
            system_id: SHOP,
            system_name: "Shop".into(),
            care: Care::Forbidden,
            says: "Payroll".into(),
            because: "It is none of our business.".into(),
            recorded_by_name: "Ada".into(),
            recorded_at: request.asked_at,
            version: 1,
        });
        doc.access.requests.push(request);
        let snapshot = sealed(doc);
        let told = markdown::write(&document(&snapshot));
        for text in [
            "## Who may reach what",
            "See how orders arrive.",
            "Granted",
            "3 July 2026",
            "granted by Grace, 4 May 2026",
            "Shop: By telephone, from their vault to ours.",
            "Payroll",
            "It is none of our business.",
        ] {
            assert!(told.contains(text), "{text} is missing: {told}");
        }
        assert!(snapshot.text().contains("\"access\":{\"requests\""), "the JSON has it too");
    }

    #[test]
    fn an_empty_ledger_is_told_as_one_and_leaves_the_bytes_as_they_were() {
        let snapshot = sealed(example());
        assert!(markdown::write(&document(&snapshot)).contains("No access was asked for here."));
        assert!(!snapshot.text().contains("\"access\""));
    }
}
