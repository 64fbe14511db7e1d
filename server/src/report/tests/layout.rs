//! How pages are filled: none is cut short, no title is left alone, and what is read before deciding is short.

use super::sheets::{full, quoted};
use super::{cover, example, holds, pdf_of, sealed};
use crate::report::{MOST_PAGES, before_annex, set};
use faultline::delivery::report::sheets::{SheetFor, sheet};
use faultline::delivery::report::{Report, printed};
use faultline::document::engagement::Engagement;
use faultline::platform::ids::{IntegrationId, StepId};
use faultline::stores::room::Contents;
use faultline::stores::room::Snapshot;
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem};
use typst::visualize::ImageKind;
use typst_layout::{Page, PagedDocument};

/// The margin above and below what a page says, in millimetres.
const MARGIN: f64 = 27.0;

/// How far below its beginning the last line of a title of one line ends at most, in millimetres.
const TITLE: f64 = 8.0;

/// The largest space between two things that belongs to them, in millimetres; the rest of a larger one is empty.
const SPACE: f64 = 10.0;

/// The smallest letters, in points.
const SMALLEST: f64 = 7.0;

/// What is seen on a page, in millimetres from its top.
#[derive(Debug, Default)]
struct Seen {
    /// The upper and the lower end of each thing.
    ends: Vec<(f64, f64)>,
    /// The beginning of each title.
    titles: Vec<f64>,
}

fn look(frame: &Frame, top: f64, seen: &mut Seen) {
    for (at, item) in frame.items() {
        let y = top + at.y.to_mm();
        match item {
            FrameItem::Group(group) => look(&group.frame, y, seen),
            FrameItem::Text(_) => seen.ends.push((y, y)),
            FrameItem::Shape(shape, _) => seen.ends.push((y, y + shape.bbox(false).max.y.to_mm())),
            FrameItem::Image(_, size, _) => seen.ends.push((y, y + size.y.to_mm())),
            FrameItem::Tag(Tag::Start(content, _)) if content.elem().name() == "heading" => {
                seen.titles.push(y);
            }
            _ => {}
        }
    }
}

/// What is seen between header and footer, and how high that is.
fn body(page: &Page) -> (Seen, f64) {
    let (mut seen, height) = (Seen::default(), page.frame.size().y.to_mm());
    look(&page.frame, 0.0, &mut seen);
    // What goes on beyond the page is cut there; what begins below it is the footer.
    let foot = height - MARGIN + 0.5;
    seen.ends.retain(|(top, end)| *top < foot && *end >= MARGIN);
    seen.ends.iter_mut().for_each(|(_, end)| *end = end.min(foot));
    (seen, height)
}

/// How much of a page is filled, of what there is to fill. What stands at its foot fills nothing of what is empty above.
fn filled(page: &Page) -> f64 {
    let (mut seen, height) = body(page);
    seen.ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut full, mut last) = (0.0, MARGIN);
    for (top, end) in seen.ends {
        let gap = if top - last > SPACE { SPACE } else { (top - last).max(0.0) };
        full += gap + (end - top.max(last)).max(0.0);
        last = last.max(end);
    }
    full / (height - 2.0 * MARGIN)
}

/// The example with this many steps more on its second map.
fn with_steps(more: usize) -> Engagement {
    let mut document = example();
    let step = document.maps[1].steps[1].clone();
    let more =
        (0..more).map(|_| faultline::engines::map::Step { id: StepId::new(), ..step.clone() });
    document.maps[1].steps.extend(more);
    document
}

/// The example with more integrations than anyone rescues at once, and more of everything else.
fn many() -> Engagement {
    let mut document = full();
    let one = document.integrations[0].clone();
    let more = (0..30).map(|_| faultline::document::integrations::Integration {
        id: IntegrationId::new(),
        ..one.clone()
    });
    document.integrations.extend(more);
    document
}

/// The example with names of many lines, and more and more words before its verdict: what stands on the front takes one page,
/// a little more, or two.
pub(super) fn lengthy() -> impl Iterator<Item = Snapshot> {
    let long = |name: &str| format!("{name} {}", "that goes on ".repeat(20))[..190].to_owned();
    let mut document = example();
    document.systems.iter_mut().for_each(|one| one.name = long(&one.name));
    document.integrations.iter_mut().for_each(|one| one.name = long(&one.name));
    let usual = sealed(document);
    [0, 8, 30].into_iter().map(move |lines| {
        let mut contents: Contents = usual.contents().clone();
        contents.presentation.covering =
            "A line of the words that go before the verdict, as long as it is.\n".repeat(lines);
        Snapshot::seal(usual.id(), contents).unwrap()
    })
}

pub(super) fn whole(snapshot: &Snapshot, with_quote: bool) -> (Report, PagedDocument) {
    let issued = with_quote.then(|| quoted(snapshot.document()));
    let report = printed(snapshot, issued.as_ref(), Some(cover()));
    let set = set(&report, snapshot.document()).unwrap();
    (report, set)
}

/// The example with words of every length before its verdict: what comes after them ends anywhere on a page.
pub(super) fn shifted() -> impl Iterator<Item = Snapshot> {
    (1..4).map(|lines| {
        let usual = sealed(example());
        let mut contents: Contents = usual.contents().clone();
        contents.document.brief.situation = "A line of the situation.\n".repeat(lines * 11);
        Snapshot::seal(usual.id(), contents).unwrap()
    })
}

#[test]
fn no_page_is_under_a_third_full() {
    // Typesetting takes its time: each document is set once, and each second one without a quote.
    let documents = [0, 60].map(with_steps).map(sealed);
    let documents = documents.into_iter().chain(shifted()).chain(lengthy());
    for (at, snapshot) in documents.enumerate() {
        let (_, set) = whole(&snapshot, at % 2 == 0);
        let filled: Vec<_> = set.pages().iter().map(filled).collect();
        let short = filled.iter().position(|part| *part < 1.0 / 3.0);
        assert!(short.is_none(), "page {:?} of {filled:.2?}", short.map(|at| at + 1));
    }
}

#[test]
fn the_second_page_of_a_sheet_is_a_third_full() {
    let mut second = 0;
    for document in [example(), full()] {
        let issued = quoted(&document);
        let snapshot = sealed(document);
        for reader in SheetFor::ALL {
            let told = sheet(&snapshot, Some(&issued), reader, Some(cover()));
            let set = set(&told, snapshot.document()).unwrap();
            for page in set.pages().iter().skip(1) {
                second += 1;
                let part = filled(page);
                assert!(part >= 1.0 / 3.0, "{part:.2} of the sheet for {reader:?}");
            }
        }
    }
    assert!(second > 0, "no sheet has a second page");
}

#[test]
fn no_title_is_left_alone_at_the_foot_of_a_page() {
    for snapshot in std::iter::once(sealed(example())).chain(shifted()).chain(lengthy()) {
        let (_, set) = whole(&snapshot, true);
        for (at, page) in set.pages().iter().enumerate() {
            let (seen, _) = body(page);
            // What stands below a title begins within its own height and the space behind it.
            let alone = |top: &f64| !seen.ends.iter().any(|(_, end)| *end > *top + TITLE);
            let last = seen.titles.iter().find(|top| **top >= MARGIN && alone(top));
            assert_eq!(last, None, "page {} of {}: {seen:?}", at + 1, set.pages().len());
        }
    }
}

/// The sizes of letters, in points, and how many pictures have some.
#[derive(Debug, Default)]
struct Letters {
    sizes: Vec<f64>,
    pictures: usize,
}

impl Letters {
    fn read(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.read(&group.frame),
                FrameItem::Text(text) => self.sizes.push(text.size.to_pt()),
                FrameItem::Image(image, size, _) => {
                    if let ImageKind::Svg(svg) = image.kind() {
                        self.drawn(svg.data(), size.x.to_pt() / image.width());
                    }
                }
                _ => {}
            }
        }
    }

    /// Those of a drawing whose pixels are so large.
    fn drawn(&mut self, svg: &[u8], scale: f64) {
        let drawn = String::from_utf8_lossy(svg);
        if drawn.contains("<text") {
            let named = drawn.split("font-size=\"").skip(1);
            let pixels = named.filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
            self.sizes.extend(pixels.map(|pixels| pixels * scale));
            self.pictures += 1;
        }
    }
}

#[test]
fn no_letter_is_smaller_than_seven_points_in_maps_of_any_size_either() {
    for (more, with_quote) in [(0, true), (60, false)] {
        let (_, set) = whole(&sealed(with_steps(more)), with_quote);
        let mut letters = Letters::default();
        set.pages().iter().for_each(|page| letters.read(&page.frame));
        let smallest = letters.sizes.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(smallest >= SMALLEST - 0.001, "{smallest} pt with {more} more steps");
        assert!(letters.pictures > 1, "no map was looked at");
    }
}

#[test]
fn what_is_read_before_deciding_is_twelve_pages_at_most_and_has_an_annex() {
    for document in [example(), many()] {
        let (_, set) = whole(&sealed(document), true);
        let before = before_annex(&set);
        assert!((3..=MOST_PAGES).contains(&before), "{before} pages");
        assert!(set.pages().len() > before, "the annex has pages");
    }
}

#[test]
fn headings_lists_tables_and_pictures_are_told_to_screen_readers_as_such() {
    let bytes = pdf_of(example());
    assert!(holds(&bytes, "/StructTreeRoot") && holds(&bytes, "/MarkInfo"));
    for kind in [
        "/S/Document",
        "/S/H1",
        "/S/H2",
        "/S/H3",
        "/S/L",
        "/S/LI",
        "/S/Table",
        "/S/TH",
        "/S/TOC",
        "/S/Caption",
    ] {
        assert!(holds(&bytes, kind), "{kind}");
    }
    let count =
        |part: &str| bytes.windows(part.len()).filter(|window| *window == part.as_bytes()).count();
    assert!(count("/S/Figure") > 0);
    assert_eq!(count("/S/Figure"), count("/Alt"), "a picture says nothing to who does not see it");
}
