//! Takes room that nothing needs out of a drawing, from left to right and from top to bottom, and tells it in pixels.
//! What is beyond it moves closer; nothing changes sides, so that nothing crosses that did not.

use super::Rect;
use super::coordinates::NODE_GAP;
use super::ports::{PIXEL, units};
use super::sketch::{Area, Frame, Sketch, Spot};
use crate::engines::map::sorting::sort;

/// Between two tracks.
pub const TRACK_GAP: i32 = 10 * PIXEL;
/// Between a column and the first track after it.
pub const BEFORE_TRACKS: i32 = 14 * PIXEL;
/// Between the last track and the column after it: room for an arrowhead.
pub const AFTER_TRACKS: i32 = 18 * PIXEL;
/// Between two columns without a track.
pub const CHANNEL_LEAST: i32 = 36 * PIXEL;

/// A length in pixels.
pub fn pixels(units: i32) -> f64 {
    f64::from(units) / f64::from(PIXEL)
}

/// What takes room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Node,
    /// A run of a route across the direction in which room is taken out.
    Run,
    Label,
    Border,
}

/// Something that takes room: where it begins, where it ends, and what it is.
type Thing = (i32, i32, Kind);

/// The room between the end of a thing of one kind and the begin of the next one of another.
type Least = [[i32; 4]; 4];

const ACROSS: Least = [
    [CHANNEL_LEAST, BEFORE_TRACKS, 6 * PIXEL, 0],
    [AFTER_TRACKS, TRACK_GAP, 6 * PIXEL, 0],
    [6 * PIXEL; 4],
    [0; 4],
];

/// The same from top to bottom, without the room between nodes and borders.
const DOWN: Least = [
    [NODE_GAP * PIXEL, 16 * PIXEL, 6 * PIXEL, 0],
    [16 * PIXEL, 12 * PIXEL, 6 * PIXEL, 12 * PIXEL],
    [6 * PIXEL; 4],
    [0, 12 * PIXEL, 6 * PIXEL, 0],
];

/// The room that is taken out in one direction.
pub struct Cuts {
    /// Places, in order, each with all the room that is taken out before it.
    places: Vec<(i32, i32)>,
    /// Where the last thing ends then.
    pub length: i32,
}

impl Cuts {
    /// The room from left to right that nothing in the sketch needs.
    pub fn across(sketch: &Sketch) -> Self {
        Self::new(&things(sketch, |spot| spot.0, |area| area.x), &ACROSS, &[])
    }

    /// The room from top to bottom that neither the sketch nor the lanes need, which have a least height each.
    pub fn down(sketch: &Sketch, lanes: &[f64]) -> Self {
        let Frame { borders, pad, .. } = &sketch.frame;
        let mut things = things(sketch, |spot| spot.1, |area| area.y);
        let mut least = DOWN;
        (least[Kind::Node as usize][3], least[3][Kind::Node as usize]) = (*pad, *pad);
        let heights = borders.windows(2).map(|lane| lane[1] - lane[0]);
        let spare = heights.zip(lanes).map(|(height, least)| height - units(*least));
        let spare: Vec<i32> = spare.collect();
        if !lanes.is_empty() {
            things.extend(borders.iter().map(|&border| (border, border, Kind::Border)));
            sort(&mut things);
        }
        Self::new(&things, &least, &spare)
    }

    /// The room between things that they do not need; `spare` is the most that may go after each border.
    fn new(things: &[Thing], least: &Least, spare: &[i32]) -> Self {
        let nexts = nexts(things);
        let (mut places, mut taken) = (Vec::new(), 0);
        let mut ends: [Option<i32>; 4] = [None; 4];
        let (mut lanes, mut left) = (spare.iter(), i32::MAX);
        for (&(from, to, kind), next) in things.iter().zip(nexts) {
            let room = match ends.iter().flatten().max() {
                None => from,
                Some(&reached) if reached < from => unused(&ends, &next, least).min(left),
                Some(_) => 0,
            };
            if room > 0 {
                taken += room;
                left -= room;
                places.push((from, taken));
            }
            if kind == Kind::Border {
                left = lanes.next().copied().unwrap_or(0);
            }
            let end = &mut ends[kind as usize];
            *end = Some(end.map_or(to, |end| end.max(to)));
        }
        let length = ends.iter().flatten().max().map_or(0, |&last| last - taken);
        Self { places, length }
    }

    /// Where a place is without that room.
    pub fn moved(&self, at: i32) -> i32 {
        let before = self.places.partition_point(|&(from, _)| from <= at);
        before.checked_sub(1).map_or(at, |place| at - self.places[place].1)
    }
}

/// Where an area is without the room that is taken out across and down.
pub fn rect([across, down]: [&Cuts; 2], area: &Area) -> Rect {
    Rect {
        x: pixels(across.moved(area.x.0)),
        y: pixels(down.moved(area.y.0)),
        w: pixels(area.x.1 - area.x.0),
        h: pixels(area.y.1 - area.y.0),
    }
}

/// Everything that takes room in a direction, by where it begins.
fn things(
    sketch: &Sketch,
    at: impl Fn(&Spot) -> i32,
    span: impl Fn(&Area) -> (i32, i32),
) -> Vec<Thing> {
    let thing = |area: &Area, kind: Kind| (span(area).0, span(area).1, kind);
    let runs = sketch.routes.iter().flat_map(|route| route.windows(2));
    let runs = runs.filter(|run| at(&run[0]) == at(&run[1])).map(|run| at(&run[0]));
    let nodes = sketch.nodes.iter().map(|node| thing(node, Kind::Node));
    let labels = sketch.labels.iter().flatten().map(|label| thing(label, Kind::Label));
    let mut things: Vec<Thing> =
        runs.map(|at| (at, at, Kind::Run)).chain(nodes).chain(labels).collect();
    sort(&mut things);
    things
}

/// For each thing where the next one of each kind begins, itself among them.
fn nexts(things: &[Thing]) -> Vec<[Option<i32>; 4]> {
    let mut nexts = vec![[None; 4]; things.len()];
    let mut next = [None; 4];
    for (at, &(from, _, kind)) in things.iter().enumerate().rev() {
        next[kind as usize] = Some(from);
        nexts[at] = next;
    }
    nexts
}

/// How much of the room after what ended is not needed by what comes next.
fn unused(ends: &[Option<i32>; 4], next: &[Option<i32>; 4], least: &Least) -> i32 {
    let ends = ends.iter().enumerate().filter_map(|(kind, end)| Some((kind, (*end)?)));
    let unused = ends.flat_map(|(before, end)| {
        let next = next.iter().enumerate().filter_map(|(kind, next)| Some((kind, (*next)?)));
        next.map(move |(after, next)| next - end - least[before][after])
    });
    unused.min().unwrap_or(0)
}
