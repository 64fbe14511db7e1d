//! The way of one edge: from its node, across the channels, to its node, and where its label stands.
//! A way has no run on which another edge's could lie; what is saved of its corners is saved later.

use super::Router;
use crate::engines::map::layout::cuts::TRACK_GAP;
use crate::engines::map::layout::elbows::LABEL_GAP;
use crate::engines::map::layout::items::Line;
use crate::engines::map::layout::ports::{LABEL_LIFT, units};
use crate::engines::map::layout::sketch::{Area, Spot, corners};
use crate::engines::map::layout::stubs::stubs;
use crate::engines::map::layout::tracks::Course;

impl Router<'_> {
    /// The corners of an edge and the place of its label.
    pub fn edge(&self, edge: usize) -> (Vec<Spot>, Option<Area>) {
        let chain = &self.layers.chains[edge];
        if chain.unknown {
            return (Vec::new(), None);
        }
        if chain.drop {
            return self.drop(edge);
        }
        if chain.pieces.is_empty() {
            return self.own_node(edge);
        }
        let (first, last) = (chain.pieces.start, chain.pieces.end - 1);
        let (left, right) = (self.layers.pieces[first].items[0], self.layers.pieces[last].items[1]);
        let mut spots = Vec::new();
        if chain.back {
            let (stub, side) = self.stub(edge, left).unwrap_or_default();
            spots.extend([(stub.1, side), (stub.1, self.row(first, 0))]);
        } else {
            spots.push((self.node_left(left) + self.node_width(left), self.row(first, 0)));
        }
        for piece in chain.pieces.clone() {
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
        (corners(&spots), label)
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
    fn drop(&self, edge: usize) -> (Vec<Spot>, Option<Area>) {
        let [from, to] = [self.layers.input.edges[edge].from, self.layers.input.edges[edge].to]
            .map(|node| node as usize);
        let x = self.node_left(from) + self.node_width(from) / 2;
        let bottom = |item: usize| self.node_top(item) + self.node_height(item);
        let spots = if self.layers.items[from].drops[1] == Some(edge) {
            [(x, bottom(from)), (x, self.node_top(to))]
        } else {
            [(x, self.node_top(from)), (x, bottom(to))]
        };
        (corners(&spots), None)
    }

    /// An edge that leads from a node to itself: out to the right, in on the left.
    fn own_node(&self, edge: usize) -> (Vec<Spot>, Option<Area>) {
        let item = self.layers.input.edges[edge].from as usize;
        let ((left, right), side) = self.stub(edge, item).unwrap_or_default();
        let own = &self.layers.items[item];
        let line = own.under.iter().position(|line| line.edge == edge).unwrap_or(0);
        let row = self.heights.at[self.ports.body[item] + 1 + line];
        let label = self.layers.input.edges[edge].label.map(|(w, h)| {
            let (w, h) = (units(w), units(h));
            let (column, width) = self.columns[own.rank];
            let x = (i32::midpoint(left, right) - w / 2).clamp(column, column + width - w);
            area(x, row + LABEL_LIFT, w, h)
        });
        (corners(&[(right, side), (right, row), (left, row), (left, side)]), label)
    }

    /// A label stands on the edge where it leaves its node.
    fn label(&self, (w, h): (f64, f64), spots: &[Spot], back: bool) -> Area {
        let (w, h) = (units(w), units(h));
        if back {
            let (x, y) = spots[1];
            return area(x - LABEL_GAP - w, y - LABEL_LIFT - h, w, h);
        }
        let (x, y) = spots[0];
        area(x + LABEL_GAP, y - LABEL_LIFT - h, w, h)
    }
}

fn area(x: i32, y: i32, w: i32, h: i32) -> Area {
    Area { x: (x, x + w), y: (y, y + h) }
}
