//! Reads a flowchart line by line.
//! A node keeps the label it is given anywhere; the innermost subgraph that names it is its lane.

use super::node::{Outline, Written};
use super::{is_head, link, node, word};
use crate::engines::formats::Unreadable;
use crate::engines::formats::draft::Draft;
use crate::engines::map::text::{MAX_FLOWS, MAX_STEPS, inferred_kind};
use crate::engines::map::{LaneKind, StepKind};
use std::collections::HashMap;

/// The lane of nodes in no subgraph, until all are known.
const NOWHERE: usize = usize::MAX;
/// Subgraphs in one another.
const DEEPEST: usize = 50;
/// The longest line, in bytes.
const LINE: usize = 20_000;
/// Lines that only say how things look.
const LOOKS: &[&str] =
    &["classDef", "style", "linkStyle", "click", "direction", "accTitle:", "accDescr:"];

#[derive(Default)]
struct Reader {
    draft: Draft,
    steps: HashMap<String, Known>,
    /// The lane of each subgraph by its id.
    subgraphs: HashMap<String, usize>,
    open: Vec<usize>,
    /// Links by ids, to be drawn once every node is known.
    links: Vec<(String, String, String, u32)>,
    headed: bool,
}

struct Known {
    step: usize,
    outline: Outline,
    kind: Option<StepKind>,
    placed: bool,
}

/// Reads a flowchart.
///
/// # Errors
/// When it is none, or has more than a map may have.
pub fn read(text: &str) -> Result<Draft, Unreadable> {
    let mut reader = Reader::default();
    let mut front = false;
    for (number, line) in (1_u32..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.len() > LINE {
            let message = format!("The line is longer than {LINE} characters. Break it up.");
            return Err(Unreadable::at(number, message));
        }
        if line == "---" && !reader.headed {
            front = !front;
        } else if front {
            if let Some(title) = line.strip_prefix("title:") {
                reader.draft.name = title.trim().trim_matches('"').to_owned();
            }
        } else if !line.is_empty() && !line.starts_with("%%") {
            for statement in statements(line) {
                reader.statement(statement.trim(), number)?;
            }
        }
    }
    if !reader.headed {
        let message =
            "This is no Mermaid flowchart: it does not begin with “flowchart” or “graph”.";
        return Err(Unreadable::whole(message));
    }
    reader.place();
    reader.links();
    reader.kinds();
    Ok(reader.draft)
}

/// The parts of a line between semicolons that stand outside quotation marks and are no end of a code.
fn statements(line: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quoted, mut code) = (Vec::new(), 0, false, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' => code = true,
            ';' if code => code = false,
            ';' if !quoted => {
                parts.push(&line[from..at]);
                from = at + 1;
            }
            c if !c.is_alphanumeric() => code = false,
            _ => {}
        }
    }
    parts.push(&line[from..]);
    parts
}

impl Reader {
    fn statement(&mut self, text: &str, line: u32) -> Result<(), Unreadable> {
        match word(text) {
            "" => {}
            _ if !self.headed => {
                self.headed = is_head(text);
                if !self.headed {
                    let message = format!("This is no Mermaid flowchart but “{}”.", word(text));
                    return Err(Unreadable::at(line, message));
                }
                self.draft.understood(line, text, "A flowchart; the map is laid out anew.");
            }
            "subgraph" => self.subgraph(text["subgraph".len()..].trim(), line)?,
            "end" => {
                self.open.pop();
            }
            "class" => self.class(text, line),
            first if LOOKS.contains(&first) => {
                self.draft.lost(line, first, "How it looks is not part of a map.");
            }
            _ => self.chain(text, line)?,
        }
        Ok(())
    }

    fn subgraph(&mut self, text: &str, line: u32) -> Result<(), Unreadable> {
        if self.open.len() >= DEEPEST {
            let message = format!("Subgraphs lie more than {DEEPEST} levels deep.");
            return Err(Unreadable::at(line, message));
        }
        let (id, title) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((id, title)) => (id.trim(), node::label(title)),
            None => (text, node::label(text)),
        };
        let lane = self.draft.lane(&title, LaneKind::Team);
        self.subgraphs.insert(id.to_owned(), lane);
        self.open.push(lane);
        let name = self.draft.lanes[lane].name.clone();
        self.draft.understood(line, format!("subgraph “{name}”"), "A lane.");
        Ok(())
    }

    /// `class a,b name`: our own names are kinds of steps and lanes.
    fn class(&mut self, text: &str, line: u32) {
        let mut words = text.split_whitespace().skip(1);
        let (ids, class) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        for id in ids.split(',') {
            match (self.steps.get_mut(id), self.subgraphs.get(id), class.parse(), class.parse()) {
                (Some(known), _, Ok(kind), _) => known.kind = Some(kind),
                (_, Some(lane), _, Ok(kind)) => self.draft.lanes[*lane].kind = kind,
                _ => self.draft.lost(line, "class", "How it looks is not part of a map."),
            }
        }
    }

    /// Nodes and links in a row.
    fn chain(&mut self, text: &str, line: u32) -> Result<(), Unreadable> {
        let Some((mut from, mut rest)) = self.group(text, line)? else {
            self.draft.lost(
                line,
                text.chars().take(80).collect::<String>(),
                "This was not understood.",
            );
            return Ok(());
        };
        while !rest.trim().is_empty() {
            let next = match link::take(rest) {
                Some((link, after)) => self.group(after, line)?.map(|(to, rest)| (link, to, rest)),
                None => None,
            };
            let Some((link, to, after)) = next else {
                let what = rest.trim().chars().take(80).collect::<String>();
                self.draft.lost(line, what, "This was not understood.");
                return Ok(());
            };
            for (source, target) in from.iter().flat_map(|s| to.iter().map(move |t| (s, t))) {
                self.link(&link, source, target, line)?;
            }
            (from, rest) = (to, after);
        }
        Ok(())
    }

    fn link(
        &mut self,
        link: &link::Link,
        from: &str,
        to: &str,
        line: u32,
    ) -> Result<(), Unreadable> {
        if link.hidden {
            return Ok(());
        }
        if self.links.len() >= MAX_FLOWS {
            let message = format!("It has more than {MAX_FLOWS} links; a map has no more.");
            return Err(Unreadable::at(line, message));
        }
        self.links.push((from.to_owned(), to.to_owned(), link.label.clone(), line));
        if link.both {
            self.links.push((to.to_owned(), from.to_owned(), link.label.clone(), line));
            self.draft.doubt(
                line,
                format!("“{from}” and “{to}”"),
                "A link with two heads: two flows.",
            );
        }
        Ok(())
    }

    /// One node, or several with `&` between; gives their ids and the rest.
    fn group<'t>(
        &mut self,
        text: &'t str,
        line: u32,
    ) -> Result<Option<(Vec<String>, &'t str)>, Unreadable> {
        let (mut ids, mut rest) = (Vec::new(), text);
        loop {
            let Some((written, after)) = node::take(rest) else { return Ok(None) };
            self.node(&written, line)?;
            ids.push(written.id.to_owned());
            rest = after;
            match rest.trim_start().strip_prefix('&') {
                Some(after) => rest = after,
                None => return Ok(Some((ids, rest))),
            }
        }
    }

    fn node(&mut self, written: &Written<'_>, line: u32) -> Result<(), Unreadable> {
        if self.subgraphs.contains_key(written.id) && written.shape.is_none() {
            return Ok(());
        }
        if !self.steps.contains_key(written.id) {
            if self.steps.len() >= MAX_STEPS {
                let message =
                    format!("It has more than {MAX_STEPS} nodes; a map has no more steps.");
                return Err(Unreadable::at(line, message));
            }
            let lane = self.open.last().copied().unwrap_or(NOWHERE);
            let step = self.draft.step(lane, written.id, StepKind::Task, line);
            let known =
                Known { step, outline: Outline::Box, kind: None, placed: !self.open.is_empty() };
            self.steps.insert(written.id.to_owned(), known);
        }
        let here = self.open.last().copied();
        if let Some(known) = self.steps.get_mut(written.id) {
            let step = &mut self.draft.steps[known.step];
            if let (Some(lane), false) = (here, known.placed) {
                (step.lane, known.placed) = (lane, true);
            }
            if let Some((label, outline)) = &written.shape {
                known.outline = *outline;
                if !label.is_empty() {
                    step.name = crate::engines::formats::draft::clean(label, written.id);
                }
            }
            known.kind = written.class.and_then(|class| class.parse().ok()).or(known.kind);
        }
        Ok(())
    }

    /// Puts what no subgraph named into a lane of its own.
    fn place(&mut self) {
        if self.draft.steps.iter().any(|step| step.lane == NOWHERE) {
            let lane = self.draft.lane("Unassigned", LaneKind::Team);
            for step in self.draft.steps.iter_mut().filter(|step| step.lane == NOWHERE) {
                step.lane = lane;
            }
        }
    }

    fn links(&mut self) {
        for (from, to, label, line) in std::mem::take(&mut self.links) {
            let find = |id: &str| match (self.steps.get(id), self.subgraphs.get(id)) {
                (Some(known), _) => Some((known.step, false)),
                (None, Some(lane)) => {
                    let first = self.draft.steps.iter().position(|step| step.lane == *lane);
                    first.map(|step| (step, true))
                }
                _ => None,
            };
            let (Some((source, whole)), Some((target, all))) = (find(&from), find(&to)) else {
                self.draft.lost(line, format!("“{from}” to “{to}”"), "One of its ends is empty.");
                continue;
            };
            self.draft.flow(source, target, &label, line);
            let name = |step: usize| &self.draft.steps[step].name;
            let what = format!("“{}” to “{}”", name(source), name(target));
            if whole || all {
                let doubt = "It leads to or from a subgraph as a whole; its first node was taken.";
                self.draft.doubt(line, what, doubt);
            } else {
                self.draft.understood(line, what, "A flow.");
            }
        }
    }

    /// What kind of step each node is, once all links are known.
    fn kinds(&mut self) {
        let (mut entered, mut left) =
            (vec![false; self.draft.steps.len()], vec![false; self.draft.steps.len()]);
        for flow in &self.draft.flows {
            (left[flow.from], entered[flow.to]) = (true, true);
        }
        let mut known: Vec<_> = self.steps.values().collect();
        known.sort_by_key(|known| known.step);
        for known in known {
            let step = &mut self.draft.steps[known.step];
            let lane = self.draft.lanes[step.lane].kind;
            let by_words = inferred_kind(&step.name, lane);
            step.kind = known.kind.unwrap_or(
                match (known.outline, entered[known.step], left[known.step]) {
                    (Outline::Diamond, ..) => StepKind::Decision,
                    (Outline::Round, false, true) => StepKind::Start,
                    (Outline::Round, true, false) => StepKind::End,
                    _ => by_words,
                },
            );
            let (line, what) = (step.line, format!("node “{}”", step.name));
            let told = format!("Step in “{}”.", self.draft.lanes[step.lane].name);
            self.draft.understood(line, what, &told);
        }
    }
}
