//! What stands in a snapshot stays text, whatever it is.

use super::*;
use faultline::delivery::report::{
    Cell, Check, Checks, Facts, Item, Items, Mark, Row, Sense, Table,
};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::assess;
use faultline::platform::ids::SnapshotId;
use faultline::stores::room::{Contents, FORMAT};

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
    };
    Arc::new(Snapshot::seal(SnapshotId::new(), contents).unwrap())
}

#[test]
fn no_text_of_a_snapshot_becomes_markup() {
    let text = || HOSTILE.to_owned();
    let item = Item { says: text(), notes: vec![text()], to: None };
    let check = Check { sense: Sense::Fault, word: text(), title: text(), notes: vec![text()] };
    let cell = |mark| Cell { text: text(), mark };
    let marks =
        [None, Some(Mark::Sense(Sense::Doubt)), Some(Mark::Fault(3)), Some(Mark::Path(None))];
    let columns: Vec<_> =
        marks.iter().map(|_| report::Column { label: text(), number: false, share: 1 }).collect();
    let rows = vec![Row { anchor: Some(text()), cells: marks.into_iter().map(cell).collect() }];
    let blocks = vec![
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
    let told = Drawing { map: document.maps[0].id, title: HOSTILE.into(), alt: HOSTILE.into() };
    let snapshot = published(document);
    let html = Owner::new().with(|| view! { <MapDrawing snapshot told /> }.to_html());
    assert!(html.contains("<svg") && !html.contains("<script") && !html.contains("<img"), "{html}");
}
