//! Reads a flowchart statement by statement; a label, a description and a chain may go on over lines.
//! What cannot be read is listed to the end of its line, and the rest is read on.

use super::chart::Chart;
use super::{is_break, is_head, link, node, source, unspaced, word};
use crate::engines::formats::Unreadable;
use crate::engines::formats::draft::Draft;

/// The longest line, in bytes.
const LINE: usize = 20_000;
/// The most places that cannot be read before the file is taken for something else.
const LOST: usize = 1_000;
/// Statements that only say how things look.
const LOOKS: &[&str] = &["classDef", "style", "linkStyle", "click", "direction"];
/// Statements for those who cannot see the drawing.
const SPOKEN: &[&str] = &["accTitle", "accDescr"];

struct Reader<'t> {
    chart: Chart,
    /// What is still to be read, and the line it begins on.
    rest: &'t str,
    line: u32,
    headed: bool,
    lost: usize,
    /// How many statements were about looks, and the line of the first.
    looks: (u32, u32),
}

/// Reads a flowchart.
///
/// # Errors
/// When it is none, or has more than a map may have.
pub fn read(text: &str) -> Result<Draft, Unreadable> {
    let source = source::prepared(text);
    if let Some((number, _)) = (1..).zip(source.text.lines()).find(|(_, line)| line.len() > LINE) {
        let message = format!("The line is longer than {LINE} characters. Break it up.");
        return Err(Unreadable::at(number, message));
    }
    let mut reader = Reader {
        chart: Chart::default(),
        rest: &source.text,
        line: 1,
        headed: false,
        lost: 0,
        looks: (0, 0),
    };
    reader.chart.draft.name = source.title;
    reader.look_ahead(&source.text);
    while reader.next() {
        reader.statement()?;
    }
    if !reader.headed {
        let message =
            "This is no Mermaid flowchart: it does not begin with “flowchart” or “graph”.";
        return Err(Unreadable::whole(message));
    }
    reader.tell(source.more);
    Ok(reader.chart.finish())
}

impl<'t> Reader<'t> {
    /// Learns which ids are subgraphs and which are links, so that naming one first makes no node of it.
    fn look_ahead(&mut self, text: &str) {
        for line in text.lines().map(str::trim) {
            if let Some(subgraph) = line.strip_prefix("subgraph").filter(|rest| opens(rest)) {
                self.chart.no_nodes.insert(titled(subgraph.trim()).0.to_owned());
            }
            for (at, _) in line.match_indices('@').take(100) {
                let start = line[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
                let start = line.ceil_char_boundary(start);
                if let Some((id, _)) = link::named(&line[start..]) {
                    self.chart.no_nodes.insert(id.to_owned());
                }
            }
        }
    }

    /// Goes to the next statement, if there is one.
    fn next(&mut self) -> bool {
        let next = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        self.go_to(next);
        !self.rest.is_empty()
    }

    /// Goes on to a later part of the text.
    fn go_to(&mut self, later: &'t str) {
        let passed = &self.rest.as_bytes()[..self.rest.len() - later.len()];
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.rest = later;
    }

    fn statement(&mut self) -> Result<(), Unreadable> {
        let (line, first) = (self.line, word(self.rest));
        let spoken = SPOKEN.iter().any(|word| {
            first.strip_prefix(word).is_some_and(|rest| matches!(rest, "" | ":" | "{"))
        });
        match first {
            _ if !self.headed => {
                self.headed = is_head(first);
                let text = self.until_break();
                if !self.headed {
                    let message = format!("This is no Mermaid flowchart but “{first}”.");
                    return Err(Unreadable::at(line, message));
                }
                self.chart.draft.understood(line, text, "A flowchart; the map is laid out anew.");
            }
            "subgraph" => {
                let text = self.until_break();
                let (id, title) = titled(text["subgraph".len()..].trim());
                self.chart.open(id, &super::label::label(title), line)?;
            }
            "end" => {
                self.chart.close();
                self.go_to(&self.rest["end".len()..]);
            }
            "class" => {
                let text = self.until_break();
                self.class(text, line);
            }
            first if LOOKS.contains(&first) => {
                self.until_break();
                self.look(line);
            }
            _ if spoken => self.spoken(line),
            _ => self.chain(line)?,
        }
        Ok(())
    }

    /// The text to the end of the statement, which a quotation may carry over lines.
    fn until_break(&mut self) -> &'t str {
        let mut quoted = false;
        let ends = |(_, c): &(usize, char)| {
            quoted ^= *c == '"';
            is_break(*c) || (*c == ';' && !quoted)
        };
        let (whole, mut end) = (self.rest, self.rest.char_indices().find(ends).map(|(at, _)| at));
        if quoted && end.is_some() {
            let window = &whole[..whole.floor_char_boundary(LINE)];
            let from = end.unwrap_or_default();
            let close = window[from..].find('"').map(|close| from + close + 1);
            end = close.map_or(end, |close| whole[close..].find(is_break).map(|to| close + to));
        }
        let (text, later) = whole.split_at(end.unwrap_or(whole.len()));
        self.go_to(later);
        text
    }

    /// `class a,b name`: our own names are kinds of steps and lanes.
    fn class(&mut self, text: &str, line: u32) {
        let Some((ids, class)) = text["class".len()..].trim().rsplit_once(char::is_whitespace)
        else {
            return self.look(line);
        };
        let mut own = false;
        for id in ids.split(',') {
            own |= self.chart.class(id.trim(), class);
        }
        if !own {
            self.look(line);
        }
    }

    /// A title or a description in words; the description may stand in braces over lines.
    fn spoken(&mut self, line: u32) {
        let braces =
            self.rest.find('{').filter(|at| self.rest[..*at].trim_end().ends_with("accDescr"));
        let close = braces.and_then(|at| self.rest[at..].find('}').map(|close| at + close + 1));
        match close {
            Some(close) => self.go_to(&self.rest[close..]),
            None => {
                let text = self.until_break();
                if let Some(title) =
                    text.strip_prefix("accTitle").map(|rest| rest.trim_start_matches([':', ' ']))
                    && self.chart.draft.name.is_empty()
                {
                    self.chart.draft.name = title.trim().to_owned();
                }
            }
        }
        self.look(line);
    }

    fn look(&mut self, line: u32) {
        let (times, first) = self.looks;
        self.looks = (times + 1, if times == 0 { line } else { first });
    }

    /// Nodes and links in a row.
    fn chain(&mut self, line: u32) -> Result<(), Unreadable> {
        let Some(mut from) = self.group()? else { return self.not_understood(line) };
        loop {
            let here = self.rest;
            let Some((link, after)) = link::take(here).or_else(|| continued(here)) else { break };
            let at = self.line;
            // What follows a link may begin the next line.
            self.go_to(after.trim_start());
            let Some(to) = self.group()? else {
                (self.rest, self.line) = (here, at);
                return self.not_understood(at);
            };
            for (source, target) in from.iter().flat_map(|s| to.iter().map(move |t| (s, t))) {
                self.chart.link(&link, source, target, at)?;
            }
            from = to;
        }
        let rest = unspaced(self.rest);
        self.go_to(rest);
        if rest.is_empty() || rest.starts_with(|c: char| is_break(c) || c == ';') {
            return Ok(());
        }
        self.not_understood(self.line)
    }

    /// One node, or several with `&` between; gives their ids.
    fn group(&mut self) -> Result<Option<Vec<String>>, Unreadable> {
        let mut ids = Vec::new();
        loop {
            let Some((written, after)) = node::take(self.rest) else { return Ok(None) };
            self.chart.node(&written, self.line)?;
            ids.push(written.id.to_owned());
            self.go_to(after);
            match after.trim_start().strip_prefix('&') {
                Some(next) => self.go_to(next.trim_start()),
                None => return Ok(Some(ids)),
            }
        }
    }

    /// Lists what stands up to the end of the line.
    fn not_understood(&mut self, line: u32) -> Result<(), Unreadable> {
        let end = self.rest.find(is_break).unwrap_or(self.rest.len());
        let (text, later) = self.rest.split_at(end);
        let what: String = text.trim().chars().take(80).collect();
        self.chart.draft.lost(line, what, "This was not understood.");
        self.go_to(later);
        self.lost += 1;
        if self.lost > LOST {
            let message =
                format!("More than {LOST} places of it cannot be read. Is it a flowchart?");
            return Err(Unreadable::at(line, message));
        }
        Ok(())
    }

    fn tell(&mut self, more: usize) {
        let (times, line) = self.looks;
        if times > 0 {
            let times = if times == 1 { String::new() } else { format!(", {times} times") };
            let what = format!("Styling and links to pages{times}");
            self.chart.draft.lost(line, what, "How it looks is not part of a map.");
        }
        if more > 0 {
            let what = format!("{more} more flowcharts in the file");
            self.chart.draft.lost(
                1,
                what,
                "Only the first was read. Import the others by themselves.",
            );
        }
    }
}

/// Whether what follows the word `subgraph` shows that it is the word.
fn opens(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '"' || c == '[')
}

/// The id and the title of a subgraph: `id [title]`, or one that is both.
fn titled(text: &str) -> (&str, &str) {
    match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((id, title)) if !id.contains('"') => (id.trim(), title),
        _ => (text.trim_matches('"'), text),
    }
}

/// A link that begins the next line; what begins with a letter there is a node.
fn continued(text: &str) -> Option<(link::Link, &str)> {
    let next = unspaced(text).strip_prefix(is_break)?.trim_start();
    next.starts_with(['-', '=', '~', '<', '.']).then(|| link::take(next)).flatten()
}
