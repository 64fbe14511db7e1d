//! Places columns and routes the edges: ranks give columns, channels between them hold the tracks.
//! A route keeps to its rows in columns and to its tracks in channels; nothing else is ever there.

mod ways;

use super::coordinates::{Heights, node_pad};
use super::cuts::{AFTER_TRACKS, BEFORE_TRACKS, CHANNEL_LEAST, Cuts, TRACK_GAP, pixels};
use super::elbows::LABEL_GAP;
use super::items::{Layers, Way};
use super::ports::{PIXEL, Ports, units};
use super::sketch::{Area, Frame, Sketch, Spot};
use super::stubs::stubs;
use super::tracks::{Course, assign};
use super::{Band, Laid, Point, Route, cuts, elbows, fit, slides};

/// The room above and below the rows of each lane in which nodes may find a better place.
const ROOM: i32 = 110 * PIXEL;
/// Nodes up to which all of them are looked at again once some have moved.
const SMALL: usize = 160;
/// How often all nodes of a small drawing are looked at for a better place.
const SLIDES: u32 = 2;

/// Routes all edges.
pub fn route(layers: &Layers<'_>, ports: &Ports, mut heights: Heights) -> Laid {
    heights.spread(layers, ports, ROOM);
    let mut sketch = Router::new(layers, ports, &heights).sketch();
    elbows::save(layers.input, &mut sketch);
    let ends = slides::ends(layers.input);
    let rounds = if layers.input.nodes.len() <= SMALL { SLIDES } else { 1 };
    for round in 1..=rounds {
        let moved = slides::slide(layers.input, &mut sketch, &ends);
        if !moved || round == rounds {
            break;
        }
        elbows::save(layers.input, &mut sketch);
    }
    fit::fit(layers.input, &mut sketch, &ends);
    told(&sketch, &layers.input.lanes)
}

/// The sketch in pixels, without the room that nothing needs.
fn told(sketch: &Sketch, lanes: &[f64]) -> Laid {
    let cuts = [&Cuts::across(sketch), &Cuts::down(sketch, lanes)];
    let [across, down] = cuts;
    let point = |&(x, y): &Spot| Point { x: pixels(across.moved(x)), y: pixels(down.moved(y)) };
    let route = |(spots, label): (&Vec<Spot>, &Option<Area>)| Route {
        points: spots.iter().map(point).collect(),
        label: label.map(|label| cuts::rect(cuts, &label)),
    };
    let borders = sketch.frame.borders.iter().map(|&border| down.moved(border));
    let borders: Vec<i32> = borders.collect();
    let bands = borders.windows(2);
    let bands = bands.map(|band| Band { y: pixels(band[0]), h: pixels(band[1] - band[0]) });
    Laid {
        nodes: sketch.nodes.iter().map(|node| cuts::rect(cuts, node)).collect(),
        edges: sketch.routes.iter().zip(&sketch.labels).map(route).collect(),
        lanes: bands.take(lanes.len()).collect(),
        w: pixels(across.length),
        h: pixels(down.length),
    }
}

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
        let pieces: Vec<usize> = next.iter().flat_map(|&item| layers.pieces_at(item, 0)).collect();
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
        let count = i32::try_from(count).unwrap_or(0);
        let gaps = (count - 1).max(0) * TRACK_GAP;
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

    fn area(&self, item: usize) -> Area {
        let (left, top) = (self.node_left(item), self.node_top(item));
        Area { x: (left, left + self.node_width(item)), y: (top, top + self.node_height(item)) }
    }

    /// Everything where it was placed.
    fn sketch(&self) -> Sketch {
        let nodes = (0..self.layers.input.nodes.len()).map(|node| self.area(node)).collect();
        let routed = (0..self.layers.chains.len()).map(|edge| self.edge(edge));
        let (routes, labels) = routed.unzip();
        let pad = node_pad(self.layers.input.lanes.len());
        let frame = Frame { borders: self.heights.lanes.clone(), pad, width: self.width() };
        Sketch::new(nodes, routes, labels, frame)
    }
}
