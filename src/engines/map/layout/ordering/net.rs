//! The ranks in the form in which they are ordered: flat lists, numbers only.
//! Lanes never mix: within a rank the items of a lane stand together, lanes from top to bottom.

use crate::engines::map::layout::items::{Item, Layers};

/// Places from one position to the next: the item itself, the lines above it and those below it.
const PLACES: i32 = 4;

/// Lists of numbers, one list for each key, in one piece of memory.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    fn new<'v>(lists: impl Iterator<Item = &'v Vec<usize>>) -> Self {
        let mut all = Self { starts: vec![0], values: Vec::new() };
        for list in lists {
            all.values.extend(list.iter().map(|&value| narrow(value)));
            all.starts.push(narrow(all.values.len()));
        }
        all
    }

    fn of(&self, key: u32) -> &[u32] {
        let key = key as usize;
        &self.values[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}

/// A number that is far below four thousand million, as every count here is.
pub fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// What a search for an order changes.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The items of each rank.
    pub ranks: Vec<Vec<u32>>,
    lanes: Vec<u32>,
    slots: Vec<[i32; 2]>,
}

/// Items in ranks and the pieces between them.
pub struct Net {
    /// The items of each rank, from top to bottom.
    pub ranks: Vec<Vec<u32>>,
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
    left: Lists,
    right: Lists,
}

impl Net {
    /// The net of the layers, in their order.
    pub fn new(layers: &Layers<'_>) -> Self {
        let items = &layers.items;
        let home = |item: &Item| item.node.is_none().then_some(narrow(item.lane));
        let mut net = Self {
            ranks: Vec::new(),
            position: vec![0; items.len()],
            rank: items.iter().map(|item| narrow(item.rank)).collect(),
            lane: items.iter().map(|item| narrow(item.lane)).collect(),
            passes: items.iter().map(home).collect(),
            drops: vec![[None; 2]; items.len()],
            columns: vec![Vec::new(); layers.ranks.len()],
            pieces: layers.pieces.iter().map(|piece| piece.items.map(narrow)).collect(),
            slots: layers.pieces.iter().map(|piece| piece.slots.map(i32::signum)).collect(),
            left: Lists::new(items.iter().map(|item| &item.left)),
            right: Lists::new(items.iter().map(|item| &item.right)),
        };
        for (edge, _) in layers.input.edges.iter().zip(&layers.chains).filter(|(_, c)| c.drop) {
            net.add_drop([edge.from, edge.to]);
        }
        net.set(
            layers.ranks.iter().map(|rank| rank.iter().map(|&i| narrow(i)).collect()).collect(),
        );
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
        let passes = |item: &&u32| self.passes[**item as usize].is_some();
        let between = |&[upper, lower]: &[u32; 2]| {
            let (first, last) = (self.position[upper as usize], self.position[lower as usize]);
            let between = &self.ranks[rank as usize][first as usize + 1..last as usize];
            between.iter().filter(passes).count() as u64
        };
        self.column(rank).iter().map(between).sum()
    }

    /// The lane that an item takes between two others, in the order of the lanes.
    pub fn lane_between(&self, item: u32, above: Option<u32>, below: Option<u32>) -> u32 {
        let own = self.passes[item as usize].unwrap_or(self.lane[item as usize]);
        let own = above.map_or(own, |above| own.max(self.lane[above as usize]));
        below.map_or(own, |below| own.min(self.lane[below as usize]))
    }

    /// Orders all ranks anew.
    pub fn set(&mut self, ranks: Vec<Vec<u32>>) {
        self.ranks = ranks;
        for rank in 0..self.ranks.len() {
            self.number(rank);
        }
    }

    /// Tells the items of a rank their positions.
    pub fn number(&mut self, rank: usize) {
        for (at, &item) in (0..).zip(&self.ranks[rank]) {
            self.position[item as usize] = at;
        }
    }

    /// The pieces on the left (0) or right (1) of an item.
    pub fn pieces(&self, item: u32, side: usize) -> &[u32] {
        if side == 0 { self.left.of(item) } else { self.right.of(item) }
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
        order.ranks.clone_from(&self.ranks);
        order.lanes.clone_from(&self.lane);
        order.slots.clone_from(&self.slots);
    }

    /// Goes back to what was remembered.
    pub fn restore(&mut self, order: &Order) {
        self.lane.clone_from(&order.lanes);
        self.slots.clone_from(&order.slots);
        self.set(order.ranks.clone());
    }

    /// Where a piece meets its left (0) or right (1) rank; a greater number is further down.
    pub fn place(&self, piece: u32, side: usize) -> i32 {
        let item = self.pieces[piece as usize][side];
        let position = i32::try_from(self.position[item as usize]).unwrap_or(i32::MAX / PLACES);
        position * PLACES + self.slots[piece as usize][side]
    }
}
