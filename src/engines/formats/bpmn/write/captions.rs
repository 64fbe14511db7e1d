//! Places the names of events and gateways beside them, where no shape, flow or other text is.
//! Nothing is moved for a name; where all places are taken it stands where least is.

use crate::engines::map::glyphs::{width, wrapped};
use crate::engines::map::layout::{Band, Laid, Rect};

/// The size of text beside shapes and flows, and the height of a line of it, as other modellers draw them.
const TEXT: f64 = 11.0;
const LINE: f64 = 14.0;
/// The widest lines that are tried, the usual ones first.
const WIDTHS: [f64; 3] = [90.0, 130.0, 60.0];
/// The most lines of a note before it becomes a broad one, and how wide that is.
const LINES: f64 = 6.0;
const BROAD: f64 = 200.0;
/// Between a shape and its name.
const GAP: f64 = 4.0;
/// How many lines further away than usual a name may stand.
const FURTHER: u32 = 14;
/// Around a name nothing else may be so close.
const CLEAR: f64 = 2.0;

/// The width and height of a text with lines of at most the usual width.
pub fn size(text: &str) -> (f64, f64) {
    size_within(text, WIDTHS[0])
}

/// The width and height of the text of a note: a long one has longer lines.
pub fn note(text: &str) -> (f64, f64) {
    let usual = size(text);
    if usual.1 > LINES * LINE { size_within(text, BROAD) } else { usual }
}

fn size_within(text: &str, most: f64) -> (f64, f64) {
    let lines = wrapped(text, TEXT, most);
    let widest = lines.iter().map(|line| width(line, TEXT)).fold(1.0, f64::max);
    (widest.ceil(), LINE * f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX)))
}

/// A place for the name of each step that has one outside its shape; `names` are empty for the others, and what lies on
/// `taken` is in the way as steps and flows are.
pub fn place(names: &[&str], laid: &Laid, taken: &[Rect]) -> Vec<Option<Rect>> {
    let mut placed: Vec<Option<Rect>> = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let found = (!name.is_empty()).then(|| {
            let near = Near::new(laid, &placed, taken, &laid.nodes[at]);
            let sizes = WIDTHS.iter().map(|most| size_within(name, *most));
            let places = sizes.flat_map(|size| places(&laid.nodes[at], size));
            let least = places.enumerate().min_by_key(|(order, rect)| (near.meets(rect), *order));
            least.map(|(_, rect)| rect).unwrap_or_default()
        });
        placed.push(found);
    }
    placed
}

/// Where a name of this size may stand, the usual places first: below its shape or above it, at its corners, beside it,
/// then further and further away.
fn places(shape: &Rect, (w, h): (f64, f64)) -> impl Iterator<Item = Rect> {
    let (middle, centre) = (shape.x + (shape.w - w) / 2.0, shape.x + shape.w / 2.0);
    let (left, right) = (shape.x - GAP - w, shape.x + shape.w + GAP);
    let across = [middle, centre + GAP, centre - GAP - w, right, left];
    let height = shape.y + shape.h / 2.0;
    let rows = (0..FURTHER).flat_map(move |line| {
        let by = LINE * f64::from(line);
        let outside = [shape.y + shape.h + GAP + by, shape.y - GAP - h - by];
        let beside = [height + GAP + by, height - GAP - h - by];
        let outside = outside.into_iter().flat_map(move |y| across.map(|x| (x, y)));
        let beside = beside.into_iter().flat_map(move |y| [right, left].map(|x| (x, y)));
        outside.chain(beside)
    });
    rows.map(move |(x, y)| Rect { x, y, w, h })
}

/// What is close to a shape.
struct Near {
    rects: Vec<Rect>,
    lane: Option<Band>,
}

impl Near {
    fn new(laid: &Laid, placed: &[Option<Rect>], taken: &[Rect], shape: &Rect) -> Self {
        let reach = 2.0 * WIDTHS[1] + LINE * f64::from(FURTHER);
        let around = shape.grown(reach);
        let runs = laid.edges.iter().flat_map(|route| route.points.windows(2));
        let runs = runs.map(|run| Rect::of_run(run[0], run[1]));
        let labels = laid.edges.iter().filter_map(|route| route.label);
        let rects = laid.nodes.iter().copied().chain(runs).chain(labels);
        let rects = rects.chain(placed.iter().flatten().copied()).chain(taken.iter().copied());
        let height = shape.y + shape.h / 2.0;
        let holds = |lane: &&Band| lane.y <= height && height <= lane.y + lane.h;
        let lane = laid.lanes.iter().find(holds).copied();
        Self { rects: rects.filter(|rect| rect.meets(&around)).collect(), lane }
    }

    /// How much a name would lie on; the least of it is the border of its lane, and less that it is in another one.
    fn meets(&self, rect: &Rect) -> usize {
        let around = rect.grown(CLEAR);
        let met = self.rects.iter().filter(|other| other.meets(&around)).count();
        let (top, bottom) = (rect.y, rect.y + rect.h);
        let leaves = |lane: &Band| top < lane.y || lane.y + lane.h < bottom;
        let crosses = |lane: &Band| top < lane.y + lane.h && lane.y < bottom && leaves(lane);
        let lane =
            [self.lane.as_ref().is_some_and(leaves), self.lane.as_ref().is_some_and(crosses)];
        3 * met + lane.map(usize::from).iter().sum::<usize>()
    }
}
