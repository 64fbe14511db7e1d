//! The rows of an export without their text: a number for each, and where to read it again.
//! Rows are numbered in file order, whichever thread read them.

use super::digest::{Digest, Entry};
use super::failed::Failed;
use super::plan::{Lens, Seen};
use super::watch::Watch;
use crate::engines::tables::{BLOCK, Block, Export, Marks, Moment, Records, Span};
use std::thread;

/// A place is kept for one row in so many.
const STRIDE: usize = 4;
/// Bits of a row's number that don't count in the table of chunks.
const NEAR: u32 = 8;
/// Numbers that are kept in one piece of memory: many, so that none is wasted between blocks.
const SLAB: usize = 1 << 16;

/// The rows of a block.
#[derive(Debug)]
pub struct Chunk {
    /// Where it begins.
    pub offset: u64,
    length: usize,
    /// The number of its first row.
    first: u32,
    rows: u32,
    /// Rows of the chunks before it.
    before: u64,
    starts: Box<[u32]>,
    /// The slab that holds its rows' numbers, and from where on.
    slab: usize,
    within: usize,
}

/// The rows of an export.
#[derive(Debug, Default)]
pub struct Rows {
    chunks: Vec<Chunk>,
    near: Vec<u32>,
    slabs: Vec<Vec<Entry>>,
    /// Of what was read, what was unusual.
    pub tally: Tally,
}

/// What was counted on the way.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows that are not as wide as the header.
    pub ragged: u64,
    /// When the newest was written.
    pub newest: Option<Moment>,
}

/// A block's rows while it is looked at.
#[derive(Debug, Default)]
pub struct Batch {
    /// The number of its first row.
    pub first: u32,
    /// A number for each.
    pub entries: Vec<Entry>,
    starts: Vec<u32>,
}

/// How an export is read.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'a> {
    /// The export.
    pub export: &'a Export,
    /// The plan for its side.
    pub lens: &'a Lens,
    /// What makes numbers of rows.
    pub digest: &'a Digest,
    /// How many threads read it.
    pub threads: usize,
    /// Who watches.
    pub watch: &'a Watch,
}

impl Scan<'_> {
    /// Reads all of it. `each` sees every block, in no order, and keeps what it needs in its thread's own place;
    /// the rows' numbers are kept when `keep` says so.
    pub fn run<Own: Send + Default>(
        &self,
        keep: bool,
        each: impl Fn(&Batch, &mut Own) + Sync,
    ) -> Result<(Rows, Vec<Own>), Failed> {
        let cutter = self.export.blocks();
        let work = || {
            let mut own = Own::default();
            let mut part = Part::default();
            let (mut buffer, mut batch) = (Vec::with_capacity(BLOCK), Batch::default());
            while let Some(block) = cutter.next(&mut buffer)? {
                if self.watch.is_stopped() {
                    return Err(Failed::Stopped);
                }
                batch.first = block.first;
                self.read(&buffer[..block.length], &mut batch, &mut part);
                each(&batch, &mut own);
                part.note(&batch, block, keep);
                self.watch.advance(block.length as u64);
            }
            Ok((part, own))
        };
        let done: Result<Vec<_>, Failed> = thread::scope(|scope| {
            let others: Vec<_> = (1..self.threads).map(|_| scope.spawn(work)).collect();
            let mine = work();
            let joined =
                others.into_iter().map(|other| other.join().unwrap_or(Err(Failed::Stopped)));
            std::iter::once(mine).chain(joined.collect::<Vec<_>>()).collect()
        });
        let (parts, own): (Vec<Part>, Vec<Own>) = done?.into_iter().unzip();
        Ok((Rows::new(parts, keep), own))
    }

    fn read(&self, data: &[u8], batch: &mut Batch, part: &mut Part) {
        let Part { marks, cells, seen, tally, .. } = part;
        batch.entries.clear();
        batch.starts.clear();
        let mut records = Records::new(data, marks, self.export.dialect());
        while let Some(start) = records.next(cells) {
            if batch.entries.len().is_multiple_of(STRIDE) {
                batch.starts.push(start);
            }
            self.lens.look(data, cells, seen);
            batch.entries.push(self.digest.of(seen, self.lens.keys()));
            tally.ragged += u64::from(!self.lens.fits(cells));
            tally.newest = tally.newest.max(self.lens.written(seen));
        }
        tally.rows += batch.entries.len() as u64;
    }
}

/// What one thread read.
#[derive(Debug, Default)]
struct Part {
    chunks: Vec<Chunk>,
    slabs: Vec<Vec<Entry>>,
    tally: Tally,
    marks: Marks,
    cells: Vec<Span>,
    seen: Seen,
}

impl Part {
    /// Keeps what is needed to find a block's rows again, and their numbers if asked for.
    fn note(&mut self, batch: &Batch, block: Block, keep: bool) {
        let rows = batch.entries.len();
        let full = |slab: &Vec<Entry>| slab.capacity() - slab.len() < rows;
        if self.slabs.last().is_none_or(full) && keep {
            self.slabs.push(Vec::with_capacity(SLAB.max(rows)));
        }
        let slab = self.slabs.len().saturating_sub(1);
        let within = self.slabs.last().map_or(0, Vec::len);
        if let Some(slab) = self.slabs.last_mut() {
            slab.extend_from_slice(&batch.entries);
        }
        self.chunks.push(Chunk {
            offset: block.offset,
            length: block.length,
            first: block.first,
            rows: rows as u32,
            before: 0,
            starts: batch.starts.as_slice().into(),
            slab,
            within,
        });
    }
}

impl Rows {
    /// Puts the parts in file order. When `dense`, rows are numbered without gaps.
    fn new(parts: Vec<Part>, dense: bool) -> Self {
        let mut rows = Self::default();
        for mut part in parts {
            part.chunks.iter_mut().for_each(|chunk| chunk.slab += rows.slabs.len());
            rows.chunks.append(&mut part.chunks);
            rows.slabs.append(&mut part.slabs);
            rows.tally.rows += part.tally.rows;
            rows.tally.ragged += part.tally.ragged;
            rows.tally.newest = rows.tally.newest.max(part.tally.newest);
        }
        rows.chunks.sort_unstable_by_key(|chunk| chunk.offset);
        let mut before = 0;
        for chunk in &mut rows.chunks {
            chunk.before = before;
            if dense {
                chunk.first = before as u32;
            }
            before += u64::from(chunk.rows);
        }
        let end = rows.chunks.last().map_or(0, |chunk| chunk.first + chunk.rows);
        let mut at = 0;
        for number in 0..=end >> NEAR {
            while at + 1 < rows.chunks.len() && rows.chunks[at + 1].first <= number << NEAR {
                at += 1;
            }
            rows.near.push(at as u32);
        }
        rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.tally.rows as usize
    }

    /// The chunk of a row, and which row of it.
    #[inline]
    fn locate(&self, row: u32) -> (&Chunk, usize) {
        let mut at = self.near[(row >> NEAR) as usize] as usize;
        while let Some(next) = self.chunks.get(at + 1)
            && next.first <= row
        {
            at += 1;
        }
        let chunk = &self.chunks[at];
        (chunk, (row - chunk.first) as usize)
    }

    /// The number that stands for a row.
    #[inline]
    pub fn entry(&self, row: u32) -> &Entry {
        let (chunk, at) = self.locate(row);
        &self.slabs[chunk.slab][chunk.within + at]
    }

    /// The numbers that stand for all rows, in file order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let of = |chunk: &Chunk| &self.slabs[chunk.slab][chunk.within..][..chunk.rows as usize];
        self.chunks.iter().flat_map(of)
    }

    /// A row's number as people count, under a header with this one.
    pub fn number(&self, row: u32, header_row: u64) -> u64 {
        let (chunk, at) = self.locate(row);
        chunk.before + at as u64 + 1 + header_row
    }

    /// Where to read a row again: from where to where, and how many records to skip there.
    pub fn place(&self, row: u32) -> (u64, usize, usize) {
        let (chunk, at) = self.locate(row);
        let start = chunk.starts[at / STRIDE] as usize;
        let end = chunk.starts.get(at / STRIDE + 1).map_or(chunk.length, |end| *end as usize);
        (chunk.offset + start as u64, end - start, at % STRIDE)
    }
}
