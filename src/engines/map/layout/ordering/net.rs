//! The ranks in the form in which they are ordered: flat lists, numbers only.
//! Lanes never mix: within a rank the items of a lane stand together, lanes from top to bottom.

use crate::engines::map::layout::items::{Item, Layers};
use crate::engines::map::layout::lists::{Lists, narrow};
use crate::engines::map::sorting::sort_by_key;

/// Places from one position to the next: the item itself, the lines above it and those below it.
const PLACES: i32 = 4;

/// What a search for an order changes.
#[derive(Debug, Clone, Default)]
pub struct Order {
    items: Vec<u32>,
    lanes: Vec<u32>,
    slots: Vec<[i32; 2]>,
}

/// Items in ranks and the pieces between them.
pub struct Net {
    /// The items of each rank, from top to bottom.
    ranks: Lists,
    /// The position of each item in its rank.
    pub position: Vec<u32>,
    /// The rank of each item.
    pub rank: Vec<u32>,
    /// The lane of each item; a place where an edge passes may be in any.
    pub lane: Vec<u32>,
    /// The lane in which each item would be if nothing spoke against it; without one it is a node and stays.
    pub passes: Vec<Option<u32>>,
    /// The items above and below each that a straight flow joins to it, within its rank.
    pub drops: Vec<[Option<u32>; 2]>,
    /// The straight flows within each rank.
    columns: Vec<Vec<[u32; 2]>>,
    pieces: Vec<[u32; 2]>,
    /// Where pieces meet their items: below 0 for lines above, above 0 for lines below. Those of one side never cross.
    slots: Vec<[i32; 2]>,
    sides: [Lists; 2],
}

impl Net {
    /// The net of the layers, in their order.
    pub fn new(layers: &Layers<'_>) -> Self {
        let items = &layers.items;
        let home = |item: &Item| item.node.is_none().then_some(narrow(item.lane));
        let mut net = Self {
            ranks: Lists::of_places(layers.ranks.len(), items.iter().map(|item| item.rank)),
            position: vec![0; items.len()],
            rank: items.iter().map(|item| narrow(item.rank)).collect(),
            lane: items.iter().map(|item| narrow(item.lane)).collect(),
            passes: items.iter().map(home).collect(),
            drops: vec![[None; 2]; items.len()],
            columns: vec![Vec::new(); layers.ranks.len()],
            pieces: layers.pieces.iter().map(|piece| piece.items.map(narrow)).collect(),
            slots: layers.pieces.iter().map(|piece| piece.slots.map(i32::signum)).collect(),
            sides: layers.sides.clone(),
        };
        for (edge, _) in layers.input.edges.iter().zip(&layers.chains).filter(|(_, c)| c.drop) {
            net.add_drop([edge.from, edge.to]);
        }
        net.number_all();
        net
    }

    fn add_drop(&mut self, [a, b]: [u32; 2]) {
        let [upper, lower] =
            if self.lane[a as usize] < self.lane[b as usize] { [a, b] } else { [b, a] };
        self.drops[upper as usize][1] = Some(lower);
        self.drops[lower as usize][0] = Some(upper);
        self.columns[self.rank[upper as usize] as usize].push([upper, lower]);
    }

    /// The straight flows within a rank, each by the item above and the one below.
    pub fn column(&self, rank: u32) -> &[[u32; 2]] {
        &self.columns[rank as usize]
    }

    /// How often straight flows within a rank are crossed: once by every edge that passes between their ends.
    pub fn crossed(&self, rank: u32) -> u64 {
        let crossed = |&[upper, lower]: &[u32; 2]| self.passing(upper, lower).count() as u64;
        self.column(rank).iter().map(crossed).sum()
    }

    /// The places between two items of a rank where edges pass.
    pub fn passing(&self, upper: u32, lower: u32) -> impl Iterator<Item = &u32> {
        let [first, last] = [upper, lower].map(|item| self.position[item as usize] as usize);
        let between = &self.ranks.of(self.rank[upper as usize])[first + 1..last];
        between.iter().filter(|item| self.passes[**item as usize].is_some())
    }

    /// Whether an item may stand above another one of its lane: no node stands between the ends of a straight flow.
    pub fn may_precede(&self, above: u32, below: u32) -> bool {
        let [above, below] = [above, below].map(|item| item as usize);
        self.passes[above].is_some()
            || self.passes[below].is_some()
            || self.drops[above][1].is_none() && self.drops[below][0].is_none()
    }

    /// Moves the ends of straight flows of a rank past the other nodes of their lanes.
    fn clear_columns(&mut self, rank: u32) {
        for at in 0..self.columns[rank as usize].len() {
            for (end, item) in self.columns[rank as usize][at].into_iter().enumerate() {
                let from = self.position[item as usize] as usize;
                let lane = self.lane[item as usize];
                let nodes = self.items(rank).iter().enumerate().filter(|&(_, &other)| {
                    self.lane[other as usize] == lane && self.passes[other as usize].is_none()
                });
                let mut places = nodes.map(|(place, _)| place);
                let to = if end == 0 { places.next_back() } else { places.next() };
                self.shift(rank, from, to.unwrap_or(from));
            }
        }
    }

    /// The lane that an item takes between two others, in the order of the lanes.
    pub fn lane_between(&self, item: u32, above: Option<u32>, below: Option<u32>) -> u32 {
        let own = self.passes[item as usize].unwrap_or(self.lane[item as usize]);
        let own = above.map_or(own, |above| own.max(self.lane[above as usize]));
        below.map_or(own, |below| own.min(self.lane[below as usize]))
    }

    /// How many ranks there are.
    pub fn ranks(&self) -> u32 {
        narrow(self.ranks.len())
    }

    /// The items of a rank, from top to bottom.
    pub fn items(&self, rank: u32) -> &[u32] {
        self.ranks.of(rank)
    }

    /// Puts the items of a rank into an order of their lanes, as far as the straight flows allow.
    pub fn set(&mut self, rank: u32, items: &[u32]) {
        self.ranks.of_mut(rank).copy_from_slice(items);
        self.number(rank);
        self.clear_columns(rank);
    }

    /// Tells the items of all ranks their positions.
    fn number_all(&mut self) {
        for rank in 0..self.ranks() {
            self.number(rank);
        }
    }

    /// Tells the items of a rank their positions.
    fn number(&mut self, rank: u32) {
        for (at, &item) in (0..).zip(self.ranks.of(rank)) {
            self.position[item as usize] = at;
        }
    }

    /// Lets two neighbours of a rank change places.
    pub fn swap(&mut self, rank: u32, [a, b]: [usize; 2]) {
        let items = self.ranks.of_mut(rank);
        items.swap(a, b);
        self.position.swap(items[a] as usize, items[b] as usize);
    }

    /// Moves an item of a rank to another place.
    pub fn shift(&mut self, rank: u32, from: usize, to: usize) {
        let items = self.ranks.of_mut(rank);
        if from < to {
            items[from..=to].rotate_left(1);
        } else {
            items[to..=from].rotate_right(1);
        }
        let moved = (0..).zip(&*items).take(from.max(to) + 1).skip(from.min(to));
        for (at, &item) in moved {
            self.position[item as usize] = at;
        }
    }

    /// Puts the items of each rank into an order by lane, and by what a key says of those of one lane.
    pub fn sort<K: Ord>(&mut self, key: impl Fn(&Self, u32) -> K) {
        for rank in 0..self.ranks() {
            let mut items = self.items(rank).to_vec();
            sort_by_key(&mut items, |&item| (self.lane[item as usize], key(self, item), item));
            self.set(rank, &items);
        }
    }

    /// The pieces on the left (0) or right (1) of an item.
    pub fn pieces(&self, item: u32, side: usize) -> &[u32] {
        self.sides[side].of(item)
    }

    /// The item at the left (0) or right (1) end of a piece.
    pub fn end(&self, piece: u32, side: usize) -> u32 {
        self.pieces[piece as usize][side]
    }

    /// Whether a piece meets its left (0) or right (1) item above (-1) or below (1) it; 0 for the item itself.
    pub fn slot(&self, piece: u32, side: usize) -> i32 {
        self.slots[piece as usize][side]
    }

    /// Lets a line meet its left (0) or right (1) item above (-1) or below (1) it.
    pub fn set_slot(&mut self, piece: u32, side: usize, slot: i32) {
        self.slots[piece as usize][side] = slot;
    }

    /// Remembers everything that a search changes.
    pub fn store(&self, order: &mut Order) {
        order.items.clear();
        order.items.extend(self.ranks.values());
        order.lanes.clone_from(&self.lane);
        order.slots.clone_from(&self.slots);
    }

    /// Goes back to what was remembered.
    pub fn restore(&mut self, order: &Order) {
        self.lane.clone_from(&order.lanes);
        self.slots.clone_from(&order.slots);
        self.ranks.set_values(&order.items);
        self.number_all();
    }

    /// Where a piece meets its left (0) or right (1) rank; a greater number is further down.
    pub fn place(&self, piece: u32, side: usize) -> i32 {
        let item = self.pieces[piece as usize][side];
        let position = i32::try_from(self.position[item as usize]).unwrap_or(i32::MAX / PLACES);
        position * PLACES + self.slots[piece as usize][side]
    }
}
