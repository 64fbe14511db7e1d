//! Redaction of a stream of any length, for files and the command line.
//! Must never hold more than a few blocks, and never cut a value in two.

mod source;

use std::io::{self, Read, Write};
use std::iter;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use super::hit::{Hit, Tally};
use super::scan::{Found, Search};
use super::shape::floor;
use super::table::Table;
use source::Source;

/// How much is searched in one piece.
const BLOCK: usize = 512 * 1024;

/// How many blocks are searched at once, if there are as many processors.
const AT_ONCE: usize = 4;

/// How much is kept back, so that a value and what announces it are seen together.
const KEPT: usize = 16 * 1024;

/// The longest stretch without a place to cut; a document on one line is read whole up to this size.
const LONGEST: usize = 8 * 1024 * 1024;

/// Copies `reader` to `writer` as UTF-8 text with everything replaced that `search` finds.
pub(super) fn copy(
    search: &mut Search<'_>,
    reader: &mut dyn Read,
    writer: &mut dyn Write,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(AT_ONCE);
    copy_by(threads, BLOCK, search, reader, writer)
}

/// The same by so many threads, of so large blocks: what is written does not depend on how many threads there are.
fn copy_by(
    threads: usize,
    block: usize,
    search: &mut Search<'_>,
    reader: &mut dyn Read,
    writer: &mut dyn Write,
) -> io::Result<()> {
    let mut source = Source::new(reader);
    let mut text = String::new();
    let mut table = None;
    let (mut first, mut size) = (true, block);
    loop {
        let last = source.fill(&mut text, if size == block { block * threads } else { size })?;
        if first {
            table = Table::of(&text);
        }
        let rows =
            table.as_ref().map(|table| (table, if first { table.first_row(&text) } else { 0 }));
        let blocks = blocks(&text, size, threads);
        let mut done = 0;
        for (at, part) in blocks.iter().zip(redacted(search, &text, &blocks, rows, last)) {
            // The block before it was cut elsewhere than was guessed: this one is read again.
            if at.start != done {
                break;
            }
            writer.write_all(part.text.as_bytes())?;
            search.count(&part.tally);
            done += part.cut;
        }
        text.drain(..done);
        if last && text.is_empty() {
            return writer.flush();
        }
        first &= done == 0;
        size = if done == 0 { text.len() * 2 } else { block };
    }
}

/// The blocks that a text begins with: each begins where the one before it is cut if nothing lies across.
fn blocks(text: &str, size: usize, most: usize) -> Vec<Range<usize>> {
    let block = |start| start..floor(text, start + size);
    let next = |last: &Range<usize>| {
        let cut = place_to_cut(&text[last.clone()], &Found::NOTHING);
        (cut > 0 && last.end < text.len()).then(|| block(last.start + cut))
    };
    iter::successors(Some(block(0)), next).take(most).collect()
}

/// A block after redaction.
struct Part {
    /// How far into the block the text goes.
    cut: usize,
    text: String,
    tally: Tally,
}

/// Redacts blocks of a text, each on a thread of its own; the rows of a table begin at an index of the first.
fn redacted(
    search: &Search<'_>,
    text: &str,
    blocks: &[Range<usize>],
    rows: Option<(&Table, usize)>,
    last: bool,
) -> Vec<Part> {
    let work = |number: usize| {
        let block = &blocks[number];
        let rows = rows.map(|(table, row)| (table, if number == 0 { row } else { 0 }));
        part(search.another(), &text[block.clone()], rows, last && block.end == text.len())
    };
    thread::scope(|scope| {
        let others = (1..blocks.len()).map(|number| scope.spawn(move || work(number)));
        let others: Vec<_> = others.collect();
        let first = work(0);
        let others = others.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
        iter::once(first).chain(others).collect()
    })
}

fn part(mut search: Search<'_>, text: &str, rows: Option<(&Table, usize)>, last: bool) -> Part {
    let mut found = search.find_in(text, rows);
    let cut = if last { text.len() } else { place_to_cut(text, &found) };
    found.hits.retain(|hit| hit.at.end <= cut);
    let text = search.write(&text[..cut], &found.hits);
    Part { cut, text, tally: search.tally }
}

/// The last line break, well before the end, across which nothing was found; 0 if more must be read first.
fn place_to_cut(text: &str, found: &Found) -> usize {
    let limit = floor(text, text.len().saturating_sub(KEPT));
    let mut cut = line_start(text, &found.rows, limit);
    // Hits are in order and apart, so one walk from the end suffices.
    for hit in found.hits.iter().rev() {
        if hit.from < cut && cut < hit.at.end {
            cut = line_start(text, &found.rows, hit.from);
        }
    }
    if cut == 0 && text.len() >= LONGEST { anywhere(limit, &found.hits) } else { cut }
}

/// Where the line, or in a table the row, begins that `at` lies in.
fn line_start(text: &str, rows: &[usize], at: usize) -> usize {
    if rows.is_empty() {
        return text[..at].rfind('\n').map_or(0, |i| i + 1);
    }
    rows[..rows.partition_point(|row| *row <= at)].last().copied().unwrap_or_default()
}

/// A cut in the middle of an endless line: before or after whatever lies across it.
fn anywhere(limit: usize, hits: &[Hit]) -> usize {
    let mut cut = limit;
    for hit in hits.iter().rev() {
        if hit.from < cut && cut < hit.at.end {
            cut = if hit.from > 0 { hit.from } else { hit.at.end };
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::redact::placeholder::Numbers;
    use crate::engines::redact::scan::Scope;

    fn copied(threads: usize, text: &str) -> (String, Tally) {
        let numbers = Numbers::new(b"key");
        let mut search = Search::new(&numbers, Scope::Evidence);
        let mut out = Vec::new();
        copy_by(threads, 4 * KEPT, &mut search, &mut text.as_bytes(), &mut out).unwrap();
        (String::from_utf8(out).unwrap(), search.tally)
    }

    #[test]
    fn what_is_written_does_not_depend_on_the_threads() {
        // Values of many lines: where a block is cut is seldom where it was guessed.
        let key = format!(
            "-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\n",
            "q8Zr2LmP0vTx5KsWy1Jd7HbN4cRg9FaE3uXiO6tYkVpMzBwQ\n".repeat(60)
        );
        let rows = "4,Ann,\"two\nlines\",ann@example.org\n";
        let table = format!("id,first_name,note,mail\n{}", rows.repeat(12_000));
        let line = "customer Anna Muster phoned from +49 30 1234567 ".repeat(8_000);
        for text in [format!("{key}call +49 30 1234567\n").repeat(120), table, line] {
            let one = copied(1, &text);
            assert!(one.1.values().sum::<u64>() > 200);
            for threads in [2, 3, 7] {
                assert!(copied(threads, &text) == one, "{threads} threads");
            }
        }
    }
}
