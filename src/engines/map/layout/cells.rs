//! An index of a drawing: what is near a place is found without looking at all of it.
//! Nothing here knows what the things are.

use super::ports::PIXEL;
use super::sketch::{Area, Spot};
use std::ops::Range;

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

    /// The cells that an area reaches into, row by row.
    fn rows(&self, area: &Area) -> impl Iterator<Item = Range<usize>> + use<T> {
        let cell = |at: i32, count: usize| usize::try_from(at / CELL).unwrap_or(0).min(count - 1);
        let across = self.across;
        let (left, right) = (cell(area.x.0, across), cell(area.x.1, across));
        let rows = cell(area.y.0, self.down)..cell(area.y.1, self.down) + 1;
        rows.map(move |row| row * across + left..row * across + right + 1)
    }

    /// Whether anything in the cells that an area reaches into is so.
    pub fn any(&self, area: &Area, is_so: impl Fn(&T) -> bool) -> bool {
        for row in self.rows(area) {
            for cell in &self.cells[row] {
                if cell.iter().any(&is_so) {
                    return true;
                }
            }
        }
        false
    }

    /// How many things in the cells that an area reaches into are so; those that reach into several count in each.
    pub fn count(&self, area: &Area, is_so: impl Fn(&T) -> bool) -> usize {
        let mut count = 0;
        for row in self.rows(area) {
            for cell in &self.cells[row] {
                count += cell.iter().filter(|thing| is_so(thing)).count();
            }
        }
        count
    }

    /// Enters a thing where it is.
    pub fn add(&mut self, area: &Area, value: T) {
        for row in self.rows(area) {
            for cell in &mut self.cells[row] {
                cell.push(value);
            }
        }
    }

    /// Takes a thing out from where it was.
    pub fn take(&mut self, area: &Area, value: T) {
        for row in self.rows(area) {
            for cell in &mut self.cells[row] {
                if let Some(at) = cell.iter().position(|other| *other == value) {
                    cell.swap_remove(at);
                }
            }
        }
    }
}
