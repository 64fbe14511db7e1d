//! What stands in a snapshot stays text, whatever it is.

use super::*;
use faultline::delivery::report::{
    Cell, Check, Checks, Drawing, Facts, Heading, Item, Items, Mark, Row, Sense, Table,
};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::assess;
use faultline::platform::ids::SnapshotId;
use faultline::stores::room::{Contents, FORMAT, Presentation};

const HOSTILE: &str = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"x";

fn document() -> Engagement {
    serde_json::from_str(include_str!("../../../../src/stores/room/example.json")).unwrap()
}

fn published(document: Engagement) -> Arc<Snapshot> {
    let contents = Contents {
        format: FORMAT,
        number: 1,
        note: String::new(),
        published_by: "Mara Lindt".into(),
        published_at: document.as_of,
        assessment: assess(&document),
        document,
        presentation: Presentation::default(),
        figures: None,
        files: Vec::new(),
    };
    Arc::new(Snapshot::seal(SnapshotId::new(), contents).unwrap())
}

#[test]
fn no_text_of_a_snapshot_becomes_markup() {
    let text = || HOSTILE.to_owned();
    let item = Item { says: text(), notes: vec![text()], to: None, table: None };
    let check = Check { sense: Sense::Fault, word: text(), title: text(), notes: vec![text()] };
    let to = report::Target { section: SectionId::Evidence, anchor: Some(text()) };
    let cell = |mark| Cell { text: text(), mark, examples: vec![(text(), to.clone())] };
    let marks =
        [None, Some(Mark::Sense(Sense::Doubt)), Some(Mark::Fault(3)), Some(Mark::Path(None))];
    let columns: Vec<_> =
        marks.iter().map(|_| report::Column { label: text(), number: false, share: 1 }).collect();
    let rows = vec![Row { anchor: Some(text()), cells: marks.into_iter().map(cell).collect() }];
    let file = |withdrawn| report::FileTold {
        id: uuid::Uuid::nil().into(),
        name: text(),
        about: text(),
        sha256: text(),
        withdrawn,
    };
    let files = vec![file(String::new()), file(text())];
    let blocks = vec![
        Block::Heading(Heading { text: text(), anchor: Some(text()), minor: false }),
        Block::Heading(Heading { text: text(), anchor: None, minor: true }),
        Block::Text(Told { text: text() }),
        Block::Verdict(Verdict { path: None, word: text(), says: text(), notes: vec![text()] }),
        Block::Facts(Facts { facts: vec![(text(), text())] }),
        Block::Items(Items { label: text(), ordered: true, items: vec![item], more: 1 }),
        Block::Checks(Checks { checks: vec![check], more: 0 }),
        Block::Table(Table { number: None, caption: text(), columns, rows, more: 2 }),
        Block::Payload(Payload { caption: text(), text: text() }),
        Block::Files(report::Files { caption: text(), files }),
    ];
    let document = document();
    let lead = Lead::Room { engagement: document.id, version: None };
    let (snapshot, id) = (published(document), SectionId::Evidence);
    let html = Owner::new().with(|| view! { <SectionBlocks snapshot id blocks lead /> }.to_html());
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&quot; onclick"), "an attribute holds it whole: {html}");
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn a_hostile_step_is_text_in_the_drawing_too() {
    let mut document = document();
    document.maps[0].steps[1].name = HOSTILE.into();
    let told = Drawing {
        number: None,
        map: document.maps[0].id,
        title: HOSTILE.into(),
        caption: HOSTILE.into(),
        alt: HOSTILE.into(),
    };
    let snapshot = published(document);
    let html = Owner::new().with(|| view! { <MapStory snapshot told lead=Lead::Here /> }.to_html());
    assert!(html.contains("<svg") && !html.contains("<script") && !html.contains("<img"), "{html}");
}

/// Three parts of a section, each with a group of this many sentences.
fn parts(many: usize) -> Vec<Block> {
    let item = |at: usize| Item {
        says: format!("Sentence {at}"),
        notes: Vec::new(),
        to: None,
        table: None,
    };
    let part = |number: usize| {
        let heading = |text: String, minor: bool| {
            let anchor = Some(text.to_lowercase().replace(' ', "-"));
            Block::Heading(Heading { text, anchor, minor })
        };
        let items = Items {
            label: String::new(),
            ordered: false,
            items: (0..many).map(item).collect(),
            more: 0,
        };
        [
            heading(format!("Part {number}"), false),
            heading(format!("Group {number}"), true),
            Block::Items(items),
        ]
    };
    (1..=3).flat_map(part).collect()
}

fn html(blocks: Vec<Block>, lead: Lead) -> String {
    let snapshot = published(document());
    let id = SectionId::Verdict;
    Owner::new().with(|| view! { <SectionBlocks snapshot id blocks lead /> }.to_html())
}

#[test]
fn what_is_long_is_opened_by_whoever_wants_it_and_what_is_referred_to_stands_inside() {
    let lead = Lead::Room { engagement: document().id, version: None };
    let long = html(parts(20), lead);
    assert_eq!(long.matches("<details").count(), 6, "each part and each group: {long}");
    let opened = long.split("<details").find(|one| one.contains("id=\"group-2\"")).unwrap_or("");
    let (summary, body) = opened.split_once("</summary>").unwrap_or_default();
    assert!(summary.contains("Group 2") && body.contains("id=\"group-2\""), "{opened}");
    assert_eq!(long.matches("Sentence 19").count(), 3, "nothing is left out");
    assert!(!html(parts(2), lead).contains("<details"), "what is short stands open");
}

#[test]
fn what_is_read_before_publishing_stands_open() {
    assert!(!html(parts(20), Lead::Here).contains("<details"));
}
