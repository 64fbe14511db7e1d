//! The PDF of the example, and of everything that could go wrong with one.

use super::*;
use faultline::delivery::report::{Cover, Logo, printed};
use faultline::document::files::Format;
use faultline::platform::ids::SnapshotId;
use faultline::stores::room::{Contents, Draft, FORMAT, HandedOut, Hash, Presentation, Snapshot};
use typst::layout::{Frame, FrameItem};

mod apart;
mod layout;
mod sheets;

fn example() -> Engagement {
    serde_json::from_str(include_str!("../../../src/stores/room/example.json")).unwrap()
}

fn sealed(document: Engagement) -> Snapshot {
    let Draft { document, assessment } = Draft::of(document);
    let published_at = document.as_of;
    let (note, published_by) = ("First".into(), "Mara Lind".into());
    let contents = Contents {
        format: FORMAT,
        number: 1,
        note,
        published_by,
        published_at,
        document,
        assessment,
        presentation: Presentation::default(),
        figures: None,
        files: Vec::new(),
    };
    Snapshot::seal(SnapshotId::new(), contents).unwrap()
}

fn pdf_of(document: Engagement) -> Vec<u8> {
    let snapshot = sealed(document);
    typeset(&report::document(&snapshot), snapshot.document()).unwrap()
}

/// Every character on its pages, in the order they were set.
fn text_of(document: Engagement) -> String {
    let snapshot = sealed(document);
    text_of_report(&report::document(&snapshot), snapshot.document())
}

fn text_of_report(report: &Report, document: &Engagement) -> String {
    fn read(frame: &Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => read(&group.frame, out),
                FrameItem::Text(text) => out.push_str(&text.text),
                _ => {}
            }
        }
    }
    let set = set(report, document).unwrap();
    let mut out = String::new();
    set.pages().iter().for_each(|page| read(&page.frame, &mut out));
    out.replace('\u{200b}', "")
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn the_example_is_a_tagged_pdf_that_claims_accessibility() {
    let bytes = pdf_of(example());
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(holds(&bytes, "pdfuaid:part"));
    assert!(holds(&bytes, "/Lang"));
    assert!(holds(&bytes, "Orders that arrive twice"));
}

#[test]
fn the_same_snapshot_gives_the_same_pdf() {
    let snapshot = sealed(example());
    let set = |reader: &str| {
        let copy = Report { reader: reader.into(), ..report::document(&snapshot) };
        typeset(&copy, snapshot.document()).unwrap()
    };
    let first = set("");
    assert_eq!(set(""), first);
    assert_ne!(set("For Anna Kern"), first);
    assert_eq!(set(""), first, "nothing of the copy before it is in it");
    comemo::evict(0);
    assert_eq!(set(""), first, "nor of what was kept");
}

#[test]
fn it_shows_the_hash_of_the_snapshot_on_its_pages() {
    let snapshot = sealed(example());
    let set = set(&report::document(&snapshot), snapshot.document()).unwrap();
    assert!(set.pages().len() > 5);
    assert!(text_of(example()).contains("sha256 "));
}

#[test]
fn a_file_that_is_handed_out_stands_there_by_name_and_hash() {
    let usual = sealed(example());
    let failure = &usual.document().samples.examples[0];
    let sha256 = Hash::of("09:00 order 7 twice");
    let file = HandedOut {
        id: uuid::Uuid::nil().into(),
        name: "#panic() *log*.txt".into(),
        format: Format::Text,
        bytes: 19,
        sha256,
        failure: failure.id,
        summary: failure.summary.clone(),
        records: String::new(),
    };
    let contents = Contents { files: vec![file], ..usual.contents().clone() };
    let snapshot = Snapshot::seal(usual.id(), contents).unwrap();
    let text = text_of_report(&report::document(&snapshot), snapshot.document());
    assert!(text.contains("#panic() *log*.txt") && text.contains(&sha256.to_string()), "{text}");
}

#[test]
fn what_looks_like_typst_comes_out_as_text() {
    let hostile = [
        "#panic(\"x\")",
        "*bold* _it_ $x^2$ `raw` @ref <label>",
        "#read(\"/etc/passwd\")",
        "= Heading",
        "<script>alert(1)</script>",
        "\\u{41} ~ -- ... // comment /* x */",
        "]#[ }#{ \"#eval(\\\"1\\\")",
    ];
    for text in hostile {
        let mut document = example();
        document.title = text.into();
        document.client = text.into();
        document.brief.situation = text.into();
        document.systems[0].name = text.into();
        document.integrations[0].name = text.into();
        document.maps[0].steps[1].name = text.into();
        document.samples.examples[0].evidence = text.into();
        let set = text_of(document);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(squeezed(&set).contains(&squeezed(text)), "{text}");
    }
}

#[test]
fn every_script_is_set_even_where_no_font_knows_it() {
    for text in [
        "株式会社ファルト",
        "شركة الأخطاء",
        "Ελληνικά Кириллица ñøß",
        "🙂 emoji",
        "a\u{202e}b\u{0}\u{7}c",
    ] {
        let mut document = example();
        document.client = text.into();
        document.fields[0].name = text.into();
        assert!(pdf_of(document).starts_with(b"%PDF"), "{text}");
    }
}

#[test]
fn an_engagement_with_nothing_in_it_can_be_typeset() {
    let empty = Engagement {
        brief: faultline::document::engagement::Brief::default(),
        systems: Vec::new(),
        integrations: Vec::new(),
        workflows: Vec::new(),
        maps: Vec::new(),
        matchings: Vec::new(),
        data_types: Vec::new(),
        fields: Vec::new(),
        control_sheets: Vec::new(),
        calls: Vec::new(),
        samples: faultline::document::samples::SampleSummary::default(),
        ..example()
    };
    assert!(pdf_of(empty).starts_with(b"%PDF"));
}

#[test]
fn words_without_end_and_hundreds_of_rows_stay_within_bounds() {
    let mut document = example();
    document.title = "x".repeat(200);
    document.samples.examples[0].evidence = "y".repeat(20_000);
    let field = document.fields[0].clone();
    document.fields = (0..1000)
        .map(|_| faultline::document::truth::Field {
            id: faultline::platform::ids::FieldId::new(),
            ..field.clone()
        })
        .collect();
    let start = std::time::Instant::now();
    assert!(pdf_of(document).len() < 5_000_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_map_that_is_too_large_for_paper_is_left_to_the_room() {
    let mut document = example();
    let step = document.maps[1].steps[1].clone();
    let many = (0..MOST_STEPS).map(|_| faultline::engines::map::Step {
        id: faultline::platform::ids::StepId::new(),
        ..step.clone()
    });
    document.maps[1].steps.extend(many);
    let report = report::document(&sealed(document.clone()));
    let drawn = drawings(&report, &document);
    assert!(drawn.get(document.maps[1].id.to_string()).is_none());
    assert!(drawn.get(document.maps[0].id.to_string()).is_some());
}

/// The sizes of a document's pages, in millimetres.
fn sizes(report: &Report, document: &Engagement) -> Vec<(i64, i64)> {
    let set = set(report, document).unwrap();
    let size = |page: &typst_layout::Page| {
        let size = page.frame.size();
        (size.x.to_mm().round() as i64, size.y.to_mm().round() as i64)
    };
    set.pages().iter().map(size).collect()
}

#[test]
fn every_page_is_a4_or_a3_however_large_the_maps_are() {
    for many in [0, 60, 300] {
        let mut document = example();
        let step = document.maps[1].steps[1].clone();
        let more = (0..many).map(|_| faultline::engines::map::Step {
            id: faultline::platform::ids::StepId::new(),
            ..step.clone()
        });
        document.maps[1].steps.extend(more);
        let snapshot = sealed(document);
        let sizes = sizes(&report::document(&snapshot), snapshot.document());
        let papers = [(210, 297), (297, 210), (297, 420), (420, 297)];
        assert!(sizes.iter().all(|size| papers.contains(size)), "{many}: {sizes:?}");
    }
}

/// What a cover shows of a firm.
fn cover() -> Cover {
    let png = resvg::tiny_skia::Pixmap::new(4, 2).unwrap().encode_png().unwrap();
    Cover {
        firm: "Rescue Works".into(),
        contact: vec!["+49 30 1234".into(), "hello@rescue.example".into()],
        colour: Some("#7a1f1f".into()),
        confidential: "For the addressee alone. #panic(1)".into(),
        logo: Some(Logo { format: "png", bytes: png }),
    }
}

#[test]
fn the_cover_shows_the_firm_and_the_words_before_the_verdict() {
    let mut snapshot = sealed(example());
    let mut contents = snapshot.contents().clone();
    contents.presentation.covering = "Dear all,\n\n*here* is what we found.".into();
    snapshot = Snapshot::seal(snapshot.id(), contents).unwrap();
    let report = printed(&snapshot, None, Some(cover()));
    let told = text_of_report(&report, snapshot.document());
    for part in [
        "Rescue Works",
        "hello@rescue.example",
        "#panic(1)",
        "*here* is what we found.",
        "Signatures",
        "What the words mean",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(squeezed(&told).contains(&squeezed(part)), "{part}: {told}");
    }
    assert!(typeset(&report, snapshot.document()).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_copy_says_on_each_page_whom_it_is_for_and_the_plain_one_on_none() {
    let snapshot = sealed(example());
    let plain = printed(&snapshot, None, None);
    let reader = "For Anna #panic(1) Kern, 3 November 2026";
    let copy = Report { reader: reader.into(), ..plain.clone() };
    let pages = set(&copy, snapshot.document()).unwrap().pages().len();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let marks = |report: &Report| {
        let told = squeezed(&text_of_report(report, snapshot.document()));
        told.matches(&squeezed(reader)).count()
    };
    assert_eq!((marks(&copy), marks(&plain)), (pages, 0));
    assert!(pages > 3);
    let bytes = typeset(&copy, snapshot.document()).unwrap();
    assert!(holds(&bytes, "pdfuaid:part"), "a copy is as accessible as the plain one");
}
