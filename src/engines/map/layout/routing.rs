//! Places columns and routes the edges: ranks give columns, channels between them hold the tracks.
//! A route keeps to its rows in columns and to its tracks in channels; nothing else is ever there.

use super::coordinates::Heights;
use super::items::{Layers, Line, Way};
use super::ports::{LABEL_LIFT, PIXEL, Ports, units};
use super::stubs::stubs;
use super::tracks::{Course, assign};
use super::{Band, Laid, Point, Rect, Route};

/// Between a column and the first track after it.
const BEFORE_TRACKS: i32 = 14 * PIXEL;
/// Between two tracks.
const TRACK_GAP: i32 = 10 * PIXEL;
/// Between the last track and the column after it: room for an arrowhead.
const AFTER_TRACKS: i32 = 18 * PIXEL;
/// A channel without tracks.
const CHANNEL_LEAST: i32 = 36 * PIXEL;
/// Between a node and a label beside it.
const LABEL_GAP: i32 = 6 * PIXEL;

/// Routes all edges.
pub fn route(layers: &Layers<'_>, ports: &Ports, heights: &Heights) -> Laid {
    let router = Router::new(layers, ports, heights);
    let nodes = (0..layers.input.nodes.len()).map(|node| router.rect(node)).collect();
    let edges = (0..layers.chains.len()).map(|edge| router.edge(edge)).collect();
    let bands = heights
        .lanes
        .windows(2)
        .map(|band| Band { y: pixels(band[0]), h: pixels(band[1] - band[0]) });
    let lanes = bands.take(layers.input.lanes.len()).collect();
    let (w, h) = (pixels(router.width()), pixels(heights.lanes.last().copied().unwrap_or(0)));
    Laid { nodes, edges, lanes, w, h }
}

fn pixels(units: i32) -> f64 {
    f64::from(units) / f64::from(PIXEL)
}

/// A point in units.
pub type Spot = (i32, i32);

struct Router<'a> {
    layers: &'a Layers<'a>,
    ports: &'a Ports,
    heights: &'a Heights,
    /// The way of each piece through its channel.
    courses: Vec<Course>,
    /// Left and width of each column.
    columns: Vec<(i32, i32)>,
    /// The first track of the channel after each column.
    tracks: Vec<i32>,
}

impl<'a> Router<'a> {
    fn new(layers: &'a Layers<'a>, ports: &'a Ports, heights: &'a Heights) -> Self {
        let courses = vec![Course::Straight; layers.pieces.len()];
        let mut router =
            Self { layers, ports, heights, courses, columns: Vec::new(), tracks: Vec::new() };
        let mut left = 0;
        for rank in 0..layers.ranks.len() {
            let width =
                layers.ranks[rank].iter().map(|&item| router.item_width(item)).max().unwrap_or(0);
            router.columns.push((left, width));
            left += width;
            let (tracks, channel) = router.channel(rank);
            router.tracks.push(left + tracks);
            left += channel;
        }
        router
    }

    fn width(&self) -> i32 {
        self.columns.last().map_or(0, |(left, width)| left + width)
    }

    /// The width of a node; a great many lines around it, or several loops with labels, make it wider.
    fn node_width(&self, item: usize) -> i32 {
        let own = &self.layers.items[item];
        let Some(node) = own.node else { return 0 };
        let most = own.over.len().max(own.under.len());
        let halves = if own.drops == [None; 2] { 1 } else { 2 };
        let places = i32::try_from(halves * (2 * most + 1)).unwrap_or(1);
        let loops = own.under.iter().filter(|line| line.way == Way::Loop).count();
        let each = if loops > 1 { self.loop_label(item).max(PIXEL) } else { PIXEL };
        units(self.layers.input.nodes[node].w).max(places.saturating_mul(each).min(100_000 * PIXEL))
    }

    /// The width of the widest label on a loop of an item.
    fn loop_label(&self, item: usize) -> i32 {
        let loops = self.layers.items[item].under.iter().filter(|line| line.way == Way::Loop);
        let labels = loops.filter_map(|line| self.layers.input.edges[line.edge].label);
        labels.map(|(w, _)| units(w)).max().unwrap_or(0)
    }

    /// The width of an item with the labels of its loops, which hang below it.
    fn item_width(&self, item: usize) -> i32 {
        self.loop_label(item).max(self.node_width(item))
    }

    /// Assigns the tracks of the channel after a rank; gives where they begin and how wide the channel is.
    fn channel(&mut self, rank: usize) -> (i32, i32) {
        let layers = self.layers;
        let Some(next) = layers.ranks.get(rank + 1) else { return (0, 0) };
        let pieces: Vec<usize> =
            next.iter().flat_map(|&item| layers.items[item].left.iter().copied()).collect();
        let rows: Vec<Spot> =
            pieces.iter().map(|&piece| (self.row(piece, 0), self.row(piece, 1))).collect();
        let (courses, count) = assign(&rows);
        for (&piece, course) in pieces.iter().zip(courses) {
            self.courses[piece] = course;
        }
        let before = pieces.iter().map(|&piece| self.label_after(piece)).max().unwrap_or(0).max(0);
        let next_width = next.iter().map(|&item| self.item_width(item)).max().unwrap_or(0);
        let after =
            next.iter().map(|&item| self.label_before(item, next_width)).max().unwrap_or(0).max(0);
        let gaps = i32::try_from(count.saturating_sub(1)).unwrap_or(0) * TRACK_GAP;
        let width = before + BEFORE_TRACKS + gaps + AFTER_TRACKS + after;
        (before + BEFORE_TRACKS, width.max(CHANNEL_LEAST))
    }

    /// The height at which a piece meets its left (0) or right (1) item.
    fn row(&self, piece: usize, end: usize) -> i32 {
        let (element, below) = self.ports.meets[piece][end];
        self.heights.at[element] + below
    }

    /// How far the label on a piece that leaves a node reaches into the channel.
    fn label_after(&self, piece: usize) -> i32 {
        let piece = self.layers.pieces[piece];
        let item = &self.layers.items[piece.items[0]];
        let own = item.node.is_some() && piece.slots[0] == 0;
        let Some((w, _)) = self.layers.input.edges[piece.edge].label.filter(|_| own) else {
            return 0;
        };
        let (_, column) = self.columns[item.rank];
        units(w) + 2 * LABEL_GAP - (column - self.node_width(piece.items[0])) / 2
    }

    /// How far the labels on lines that leave around an item reach to the left of its column.
    fn label_before(&self, item: usize, column: i32) -> i32 {
        let own = &self.layers.items[item];
        let width = self.node_width(item);
        let [up, down] = own.drops.map(|drop| drop.is_some());
        let stubs = stubs(own.over.iter().rev(), width, up).into_iter().chain(stubs(
            own.under.iter(),
            width,
            down,
        ));
        let lines = own.over.iter().rev().chain(&own.under).zip(stubs);
        let reach = lines.filter(|(line, _)| matches!(line.way, Way::Left(_))).filter_map(
            |(line, stub)| {
                let (w, _) = self.layers.input.edges[line.edge].label?;
                Some(units(w) + 2 * LABEL_GAP - stub.0 - (column - self.node_width(item)) / 2)
            },
        );
        reach.max().unwrap_or(0)
    }

    fn node_left(&self, item: usize) -> i32 {
        let (left, width) = self.columns[self.layers.items[item].rank];
        left + (width - self.node_width(item)) / 2
    }

    fn node_top(&self, item: usize) -> i32 {
        self.heights.at[self.ports.body[item]]
    }

    fn node_height(&self, item: usize) -> i32 {
        self.ports.elements[self.ports.body[item]].below
    }

    fn rect(&self, item: usize) -> Rect {
        let (w, h) = (pixels(self.node_width(item)), pixels(self.node_height(item)));
        Rect { x: pixels(self.node_left(item)), y: pixels(self.node_top(item)), w, h }
    }

    fn edge(&self, edge: usize) -> Route {
        let chain = &self.layers.chains[edge];
        if chain.unknown {
            return Route::default();
        }
        if chain.drop {
            return self.drop(edge);
        }
        let (Some(&first), Some(&last)) = (chain.pieces.first(), chain.pieces.last()) else {
            return self.own_node(edge);
        };
        let (left, right) = (self.layers.pieces[first].items[0], self.layers.pieces[last].items[1]);
        let mut spots = Vec::new();
        if chain.back {
            let (stub, side) = self.stub(edge, left).unwrap_or_default();
            spots.extend([(stub.1, side), (stub.1, self.row(first, 0))]);
        } else {
            spots.push((self.node_left(left) + self.node_width(left), self.row(first, 0)));
        }
        for &piece in &chain.pieces {
            self.across(piece, &mut spots);
        }
        if chain.back {
            let (stub, side) = self.stub(edge, right).unwrap_or_default();
            spots.extend([(stub.0, self.row(last, 1)), (stub.0, side)]);
            spots.reverse();
        } else {
            spots.push((self.node_left(right), self.row(last, 1)));
        }
        let label =
            self.layers.input.edges[edge].label.map(|size| self.label(size, &spots, chain.back));
        Route { points: corners(&spots), label }
    }

    /// The corners of a piece within its channel.
    fn across(&self, piece: usize, spots: &mut Vec<Spot>) {
        let rank = self.layers.items[self.layers.pieces[piece].items[0]].rank;
        let x = |track: usize| self.tracks[rank] + i32::try_from(track).unwrap_or(0) * TRACK_GAP;
        let (from, to) = (self.row(piece, 0), self.row(piece, 1));
        match self.courses[piece] {
            Course::Straight => {}
            Course::Track(track) => spots.extend([(x(track), from), (x(track), to)]),
            Course::Detour { first, row, second } => {
                spots.extend([
                    (x(first), from),
                    (x(first), row),
                    (x(second), row),
                    (x(second), to),
                ]);
            }
        }
    }

    /// Where the line of an edge around an item meets its node: left and right place, and the height of that side.
    fn stub(&self, edge: usize, item: usize) -> Option<(Spot, i32)> {
        let own = &self.layers.items[item];
        let (left, width, top) = (self.node_left(item), self.node_width(item), self.node_top(item));
        let [up, down] = own.drops.map(|drop| drop.is_some());
        let find = |mut lines: Vec<&Line>, side: i32, drop: bool| {
            let at = lines.iter().position(|line| line.edge == edge)?;
            let (from, to) = stubs(lines.drain(..), width, drop)[at];
            Some(((left + from, left + to), side))
        };
        find(own.over.iter().rev().collect(), top, up)
            .or_else(|| find(own.under.iter().collect(), top + self.node_height(item), down))
    }

    /// An edge that leads straight down or up, in the middle of its column.
    fn drop(&self, edge: usize) -> Route {
        let [from, to] = [self.layers.input.edges[edge].from, self.layers.input.edges[edge].to]
            .map(|node| node as usize);
        let x = self.node_left(from) + self.node_width(from) / 2;
        let bottom = |item: usize| self.node_top(item) + self.node_height(item);
        let spots = if self.layers.items[from].drops[1] == Some(edge) {
            [(x, bottom(from)), (x, self.node_top(to))]
        } else {
            [(x, self.node_top(from)), (x, bottom(to))]
        };
        Route { points: corners(&spots), label: None }
    }

    /// An edge that leads from a node to itself: out to the right, in on the left.
    fn own_node(&self, edge: usize) -> Route {
        let item = self.layers.input.edges[edge].from as usize;
        let ((left, right), side) = self.stub(edge, item).unwrap_or_default();
        let own = &self.layers.items[item];
        let line = own.under.iter().position(|line| line.edge == edge).unwrap_or(0);
        let row = self.heights.at[self.ports.body[item] + 1 + line];
        let label = self.layers.input.edges[edge].label.map(|(w, h)| {
            let (w, h) = (units(w), units(h));
            let (column, width) = self.columns[own.rank];
            let x = (i32::midpoint(left, right) - w / 2).clamp(column, column + width - w);
            rect(x, row + LABEL_LIFT, w, h)
        });
        Route { points: corners(&[(right, side), (right, row), (left, row), (left, side)]), label }
    }

    /// A label stands on the edge where it leaves its node.
    fn label(&self, (w, h): (f64, f64), spots: &[Spot], back: bool) -> Rect {
        let (w, h) = (units(w), units(h));
        if back {
            let (x, y) = spots[1];
            return rect(x - LABEL_GAP - w, y - LABEL_LIFT - h, w, h);
        }
        let (x, y) = spots[0];
        rect(x + LABEL_GAP, y - LABEL_LIFT - h, w, h)
    }
}

fn rect(x: i32, y: i32, w: i32, h: i32) -> Rect {
    Rect { x: pixels(x), y: pixels(y), w: pixels(w), h: pixels(h) }
}

/// The spots without those that change nothing.
fn corners(spots: &[Spot]) -> Vec<Point> {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for &spot in spots {
        if kept.last() == Some(&spot) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && ((a.0 == b.0 && b.0 == spot.0) || (a.1 == b.1 && b.1 == spot.1))
        {
            kept.pop();
        }
        kept.push(spot);
    }
    kept.into_iter().map(|(x, y)| Point { x: pixels(x), y: pixels(y) }).collect()
}
