//! The pieces of the recommendation as markup: the same sentences as in the document that can be downloaded.
//! It decides how a piece looks, never what it says.

use crate::prelude::*;
use crate::ui::{
    Badge, Check, Checklist, Column, DataTable, Fact, Facts, FaultLine, Figures, Known, PathBadge,
    Section, Stat, Tone,
};
use crate::workflows::drawing::{Beside, DrawnScene, evidence};
use faultline::delivery::report::{
    self, Block, Cell, Drawing, Item, Items, Mark, Row, SectionId, Sense, Table, Target, Text,
    Verdict,
};
use faultline::document::engagement::Engagement;
use faultline::engines::map::scene::scene;
use std::sync::Arc;

/// Where a target is shown in the room.
pub type Lead<'a> = &'a dyn Fn(&Target) -> String;

/// The page of the room that shows a section of the document.
pub fn page_of(section: SectionId) -> &'static str {
    match section {
        SectionId::Summary => "",
        SectionId::Map => "map",
        SectionId::Evidence => "evidence",
        SectionId::Truth => "truth",
        SectionId::Verdict | SectionId::Gates | SectionId::Risks => "verdict",
        SectionId::Origin => "downloads",
    }
}

/// The blocks of a section, parted at its headings.
pub fn view(document: &Engagement, id: SectionId, blocks: &[Block], lead: Lead<'_>) -> Markup {
    let starts = |block: &Block| matches!(block, Block::Heading(heading) if !heading.minor);
    let first = blocks.iter().position(starts).unwrap_or(blocks.len());
    let (head, mut rest) = blocks.split_at(first);
    let mut parts = vec![all(document, head, lead)];
    let mut at = 0;
    while let Some((Block::Heading(heading), after)) = rest.split_first() {
        let end = after.iter().position(starts).unwrap_or(after.len());
        let (body, left) = after.split_at(end);
        at += 1;
        let anchor = heading.anchor.clone().unwrap_or_else(|| format!("{}-{at}", page_of(id)));
        let (title, body) = (heading.text.clone(), all(document, body, lead));
        parts.push(view! { <Section title id=anchor>{body}</Section> }.markup());
        rest = left;
    }
    parts.collect_view().markup()
}

/// Blocks under one heading. The first table after a heading needs no caption but the heading.
pub fn all(document: &Engagement, blocks: &[Block], lead: Lead<'_>) -> Markup {
    let mut headed = true;
    let mut views = Vec::new();
    for block in blocks {
        views.push(match block {
            Block::Table(told) => table(told, headed).markup(),
            block => one(document, block, lead),
        });
        headed = match block {
            Block::Heading(_) => true,
            Block::Text(_) => headed,
            _ => false,
        };
    }
    views.collect_view().markup()
}

fn one(document: &Engagement, block: &Block, lead: Lead<'_>) -> Markup {
    match block {
        Block::Heading(heading) => view! { <h3 id=heading.anchor.clone()>{heading.text.clone()}</h3> }.markup(),
        Block::Text(text) => prose(text).markup(),
        Block::Verdict(told) => verdict(told).markup(),
        Block::Figures(told) => {
            let stats = told.figures.iter().map(|figure| {
                let report::Figure { figure, label, base } = figure.clone();
                view! { <Stat figure label base /> }
            });
            let stats = stats.collect_view();
            view! { <Figures>{stats}</Figures> }.markup()
        }
        Block::Facts(told) => {
            let facts = told.facts.iter().cloned().map(|(term, text)| view! { <Fact term><Known text /></Fact> });
            let facts = facts.collect_view();
            view! { <Facts>{facts}</Facts> }.markup()
        }
        Block::Items(told) => items(told, lead),
        Block::Checks(told) => checks(told).markup(),
        Block::Table(told) => table(told, false).markup(),
        Block::Drawings(told) => told.drawings.iter().map(|one| self::drawing(document, one)).collect_view().markup(),
        Block::Payload(told) => view! {
            <figure class="payload">
                <figcaption>{told.caption.clone()}</figcaption>
                <pre tabindex="0" role="group" aria-label=told.caption.clone()>{told.text.clone()}</pre>
            </figure>
        }
        .markup(),
    }
}

/// Paragraphs; a line break inside one stays.
fn prose(text: &Text) -> impl IntoView + use<> {
    if text.text.trim().is_empty() {
        return view! { <p class="unknown">"We don’t know yet."</p> }.markup();
    }
    let paragraphs = text.text.split("\n\n").map(str::trim).filter(|one| !one.is_empty());
    paragraphs.map(|one| view! { <p class="told">{one.to_owned()}</p> }).collect_view().markup()
}

/// A verdict: the way forward large, the sentence, and what limits it.
pub fn verdict(told: &Verdict) -> impl IntoView + use<> {
    let (word, says) = (told.word.clone(), told.says.clone());
    let badge = match told.path {
        Some(path) => view! { <PathBadge path=Some(path) large=true /> }.markup(),
        None => view! { <Badge tone=Tone::Unknown word /> }.markup(),
    };
    let notes = told.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
    let notes = (!told.notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> });
    view! {
        <p class="verdict-path">{badge}</p>
        <p>{says}</p>
        {notes}
    }
}

fn items(told: &Items, lead: Lead<'_>) -> Markup {
    let item = |item: &Item| {
        let says = match &item.to {
            Some(to) => view! { <a href=lead(to)>{item.says.clone()}</a> }.markup(),
            None => item.says.clone().markup(),
        };
        let notes = item
            .notes
            .iter()
            .map(|note| view! { <p class="note">{note.clone()}</p> })
            .collect_view();
        view! { <li>{says}{notes}</li> }
    };
    let entries = told.items.iter().map(item).collect_view();
    let more = more(told.more);
    let label = (!told.label.is_empty()).then(|| told.label.clone());
    if told.ordered {
        view! { <ol class="told-list" aria-label=label>{entries}{more}</ol> }.markup()
    } else {
        view! { <ul class="told-list" aria-label=label>{entries}{more}</ul> }.markup()
    }
}

fn more(more: usize) -> Option<impl IntoView> {
    (more > 0).then(|| view! { <li class="note">{format!("and {more} more; the JSON download has them all")}</li> })
}

fn checks(told: &report::Checks) -> impl IntoView + use<> {
    let check = |check: &report::Check| {
        let notes = check.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view();
        let notes = (!check.notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> });
        let (tone, word, title) = (tone(check.sense), check.word.clone(), check.title.clone());
        view! { <Check tone word title>{notes}</Check> }
    };
    let entries = told.checks.iter().map(check).collect_view();
    let more = more(told.more);
    view! { <Checklist>{entries}{more}</Checklist> }
}

/// The tone of a sense.
pub fn tone(sense: Sense) -> Tone {
    match sense {
        Sense::Sound => Tone::Sound,
        Sense::Doubt => Tone::Doubt,
        Sense::Fault => Tone::Fault,
        Sense::Unknown => Tone::Unknown,
        Sense::Plain => Tone::Plain,
    }
}

fn table(told: &Table, quiet: bool) -> impl IntoView + use<> {
    let column = |column: &report::Column| {
        let shown = Column::new(column.label.clone());
        if column.number { shown.number() } else { shown }
    };
    let columns: Vec<_> = told.columns.iter().map(column).collect();
    let rows = told.rows.iter().map(|row| self::row(told, row)).collect_view();
    let (caption, id) = (told.caption.clone(), slug(&told.caption));
    let more = (told.more > 0)
        .then(|| view! { <p class="note">{format!("And {} more rows; the JSON download has them all.", told.more)}</p> });
    view! {
        <DataTable caption id columns cards=true quiet>{rows}</DataTable>
        {more}
    }
}

/// An id for a caption, unique on a page as the caption is.
fn slug(caption: &str) -> String {
    let words = caption.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("table-{}", words.collect::<Vec<_>>().join("-").to_lowercase())
}

fn row(table: &Table, row: &Row) -> impl IntoView + use<> {
    let cells = row.cells.iter().zip(&table.columns).enumerate().map(|(at, (cell, column))| {
        let (label, class) = (column.label.clone(), column.number.then_some("num"));
        let shown = shown(cell);
        if at == 0 && !column.number {
            view! { <th scope="row" data-label=label>{shown}</th> }.markup()
        } else {
            view! { <td class=class data-label=label>{shown}</td> }.markup()
        }
    });
    view! { <tr id=row.anchor.clone()>{cells.collect_view()}</tr> }
}

fn shown(cell: &Cell) -> Markup {
    let text = cell.text.clone();
    match cell.mark {
        None => view! { <Known text /> }.markup(),
        Some(Mark::Sense(sense)) => view! { <Badge tone=tone(sense) word=text /> }.markup(),
        Some(Mark::Right(right)) => {
            let key = faultline::platform::catalogue::Catalogue::key(right);
            view! { <span data-right=key>{text}</span> }.markup()
        }
        Some(Mark::Path(path)) => view! { <PathBadge path /> }.markup(),
        Some(Mark::Fault(confirmed)) => {
            let evidence = u64::try_from(confirmed).unwrap_or(0);
            let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
            view! { <span><FaultLine tone evidence />" "{text}</span> }.markup()
        }
    }
}

/// A map with its heading; its steps lead to their rows in the table below.
fn drawing(document: &Engagement, told: &Drawing) -> impl IntoView + use<> {
    let map = document.maps.iter().find(|map| map.id == told.map);
    let drawn = map.map(|map| {
        let (title, id) = (told.title.clone(), format!("map-{}", told.map));
        let scene = scene(map, &evidence(document, map));
        let map = Arc::new(map.clone());
        view! { <DrawnScene scene map title id beside=Beside::Nothing /> }
    });
    view! {
        <h3>{told.title.clone()}</h3>
        {drawn}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::delivery::report::{Check, Checks, Facts, Heading, Payload};

    const HOSTILE: &str =
        "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"x";

    fn document() -> Engagement {
        serde_json::from_str(include_str!("../../../src/stores/room/example.json")).unwrap()
    }

    #[test]
    fn no_text_of_a_snapshot_becomes_markup() {
        let text = || HOSTILE.to_owned();
        let item = Item { says: text(), notes: vec![text()], to: None };
        let check = Check { sense: Sense::Fault, word: text(), title: text(), notes: vec![text()] };
        let cell = |mark| Cell { text: text(), mark };
        let marks =
            [None, Some(Mark::Sense(Sense::Doubt)), Some(Mark::Fault(3)), Some(Mark::Path(None))];
        let columns: Vec<_> = marks
            .iter()
            .map(|_| report::Column { label: text(), number: false, share: 1 })
            .collect();
        let rows = vec![Row { anchor: Some(text()), cells: marks.into_iter().map(cell).collect() }];
        let blocks = [
            Block::Heading(Heading { text: text(), anchor: Some(text()), minor: false }),
            Block::Heading(Heading { text: text(), anchor: None, minor: true }),
            Block::Text(Text { text: text() }),
            Block::Verdict(Verdict { path: None, word: text(), says: text(), notes: vec![text()] }),
            Block::Facts(Facts { facts: vec![(text(), text())] }),
            Block::Items(Items { label: text(), ordered: true, items: vec![item], more: 1 }),
            Block::Checks(Checks { checks: vec![check], more: 0 }),
            Block::Table(Table { caption: text(), columns, rows, more: 2 }),
            Block::Payload(Payload { caption: text(), text: text() }),
        ];
        let lead = |_: &Target| String::new();
        let html =
            Owner::new().with(|| view(&document(), SectionId::Evidence, &blocks, &lead).to_html());
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&quot; onclick"), "an attribute holds it whole: {html}");
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn a_hostile_step_is_text_in_the_drawing_too() {
        let mut document = document();
        document.maps[0].steps[1].name = HOSTILE.into();
        let told = Drawing { map: document.maps[0].id, title: HOSTILE.into(), alt: HOSTILE.into() };
        let html = Owner::new().with(|| drawing(&document, &told).to_html());
        assert!(
            html.contains("<svg") && !html.contains("<script") && !html.contains("<img"),
            "{html}"
        );
    }
}
