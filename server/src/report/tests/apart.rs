//! That nothing is set over something else: what is lost to the eye is still in the text, so that no other test misses it.

use super::layout::{lengthy, shifted, whole};
use super::sealed;
use super::sheets::full;
use typst::layout::{Frame, FrameItem};

/// Letters in a row, in points from the upper left corner of the page.
struct Run {
    text: String,
    left: f64,
    right: f64,
    /// The line that they stand on.
    line: f64,
    size: f64,
}

fn read(frame: &Frame, (left, top): (f64, f64), runs: &mut Vec<Run>) {
    for (at, item) in frame.items() {
        let (left, line) = (left + at.x.to_pt(), top + at.y.to_pt());
        match item {
            FrameItem::Group(group) => read(&group.frame, (left, line), runs),
            FrameItem::Text(text) => runs.push(Run {
                text: text.text.to_string(),
                left,
                right: left + text.width().to_pt(),
                line,
                size: text.size.to_pt(),
            }),
            _ => {}
        }
    }
}

/// Whether one stands where the other does: side by side they may touch, and a line is as far below another as it is high.
fn over(one: &Run, other: &Run) -> bool {
    let lower = if one.line > other.line { one } else { other };
    let shared = one.right.min(other.right) - one.left.max(other.left);
    shared > 1.0 && (one.line - other.line).abs() < 0.9 * lower.size
}

#[test]
fn no_line_is_set_over_another() {
    let documents = lengthy().take(1).chain(shifted().take(1));
    for snapshot in documents.chain(std::iter::once(sealed(full()))) {
        let (_, set) = whole(&snapshot, true);
        for (at, page) in set.pages().iter().enumerate() {
            let mut runs = Vec::new();
            read(&page.frame, (0.0, 0.0), &mut runs);
            assert!(!runs.is_empty(), "page {} says nothing", at + 1);
            let hit = |(at, one): (usize, &Run)| {
                let other = runs[at + 1..].iter().find(|other| over(one, other))?;
                Some(format!("“{}” and “{}”", one.text, other.text))
            };
            let found = runs.iter().enumerate().find_map(hit);
            assert_eq!(found, None, "page {}", at + 1);
        }
    }
}
