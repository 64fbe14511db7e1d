//! An index of a drawing: what is near a place is found without looking at all of it.
//! Nothing here knows what the things are.

use super::ports::PIXEL;
use super::sketch::{Area, Spot};

/// The width and height of a cell.
const CELL: i32 = 320 * PIXEL;

/// Things by where they are: each is in every cell that it reaches into.
pub struct Cells<T> {
    across: usize,
    down: usize,
    cells: Vec<Vec<T>>,
}

impl<T: Copy + PartialEq> Cells<T> {
    /// An index of a drawing of this size.
    pub fn new((w, h): Spot) -> Self {
        let count = |length: i32| usize::try_from(length / CELL).unwrap_or(0) + 1;
        let (across, down) = (count(w), count(h));
        Self { across, down, cells: vec![Vec::new(); across * down] }
    }

    /// The cells that an area reaches into.
    fn of(&self, area: &Area) -> impl Iterator<Item = usize> + use<T> {
        let cell = |at: i32, count: usize| usize::try_from(at / CELL).unwrap_or(0).min(count - 1);
        let across = self.across;
        let (left, right) = (cell(area.x.0, across), cell(area.x.1, across));
        let rows = cell(area.y.0, self.down)..=cell(area.y.1, self.down);
        rows.flat_map(move |row| row * across + left..=row * across + right)
    }

    /// What is in the cells that an area reaches into; some of it more than once.
    pub fn near(&self, area: &Area) -> impl Iterator<Item = &T> {
        self.of(area).flat_map(move |cell| &self.cells[cell])
    }

    /// Enters a thing where it is.
    pub fn add(&mut self, area: &Area, value: T) {
        for cell in self.of(area) {
            self.cells[cell].push(value);
        }
    }

    /// Takes a thing out from where it was.
    pub fn take(&mut self, area: &Area, value: T) {
        for cell in self.of(area) {
            let cell = &mut self.cells[cell];
            if let Some(at) = cell.iter().position(|other| *other == value) {
                cell.swap_remove(at);
            }
        }
    }
}
