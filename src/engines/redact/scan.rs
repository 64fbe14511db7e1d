//! One text, searched: asks every rule where its anchor stands, and writes the placeholders.
//! Must never look at the same stretch more than a fixed number of times, whatever the text contains.

mod done;
mod named;
mod numbers;
mod tables;
mod write;

use std::borrow::Cow;
use std::ops::Range;

use super::anchor::{Anchor, Anchors};
use super::field::{self, Field};
use super::hit::{self, Hit, Tally};
use super::json_text::Lines;
use super::kind::Kind;
use super::mail;
use super::people::People;
use super::percent;
use super::person;
use super::placeholder::{self, Numbers};
use super::shape;
use super::table::{Table, may_be_head};
use super::web;
use done::Done;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Only what gives access: for a form that refuses it.
    Secrets,
    /// Secrets, cards, accounts and identity numbers: contacts stay.
    Document,
    /// Everything.
    Evidence,
}

/// How deep text inside text is followed: JSON in a string of JSON in an encoded address.
const DEEPEST: u8 = 6;

/// What is known about a text before it is read: the field it is the value of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    pub(super) field: Option<Field>,
}

impl Context {
    pub(super) fn named(name: &str) -> Self {
        Self { field: field::classify(name) }
    }
}

/// What was found in one block of a stream.
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    /// Where the rows of a table begin; empty for other text.
    pub(super) rows: Vec<usize>,
}

impl Found {
    /// A block with nothing in it, of no table.
    pub(super) const NOTHING: Self = Self { hits: Vec::new(), rows: Vec::new() };
}

/// One run over a text and everything inside it.
pub(super) struct Search<'n> {
    numbers: &'n Numbers,
    scope: Scope,
    depth: u8,
    /// Who is known already, and who this run has met.
    people: Option<&'n People>,
    met: People,
    names: Vec<String>,
    /// How often each kind was replaced.
    pub(super) tally: Tally,
}

impl<'n> Search<'n> {
    pub(super) fn new(numbers: &'n Numbers, scope: Scope) -> Self {
        let (people, met, names) = (None, People::NOBODY, Vec::new());
        Self { numbers, scope, depth: 0, people, met, names, tally: Tally::new() }
    }

    /// The same, which knows these people.
    pub(super) fn knowing(mut self, people: &'n People) -> Self {
        self.people = Some(people);
        self
    }

    /// A run of its own over another part of the same text; what it counts is added by [`Self::count`].
    pub(super) fn another(&self) -> Self {
        Self { people: self.people, ..Self::new(self.numbers, self.scope) }
    }

    /// Makes the names that were replaced known, so that the next pass finds them wherever else they stand.
    pub(super) fn learn(&mut self) {
        if !self.names.is_empty() && self.wants(Kind::Name) {
            self.met = People::of(self.names.iter().cloned());
        }
    }

    pub(super) const fn wants(&self, kind: Kind) -> bool {
        match self.scope {
            Scope::Secrets => kind.is_secret(),
            Scope::Document => kind.is_secret() || kind.is_hard_personal(),
            Scope::Evidence => true,
        }
    }

    /// The text with its placeholders, or `None` when there is nothing to hide.
    pub(super) fn rewrite(&mut self, text: &str, context: Context) -> Option<String> {
        let hits = self.find(text, context);
        (!hits.is_empty()).then(|| self.write(text, &hits))
    }

    /// The same for a text inside another, with the gravest kind that was found; it is counted when it is written.
    pub(super) fn rewrite_inside(
        &mut self,
        text: &str,
        context: Context,
    ) -> Option<(Kind, String, Tally)> {
        let outer = std::mem::take(&mut self.tally);
        self.depth += 1;
        let hits = self.find(text, context);
        let kind = hits.iter().map(|hit| hit.kind).min();
        let rewritten = kind.map(|kind| (kind, self.write(text, &hits)));
        self.depth -= 1;
        let inner = std::mem::replace(&mut self.tally, outer);
        rewritten.map(|(kind, text)| (kind, text, inner))
    }

    /// Whether text inside this text is still followed.
    pub(super) const fn goes_deeper(&self) -> bool {
        self.depth < DEEPEST
    }

    /// Everything to hide in `text`, in order and without overlaps.
    pub(super) fn find(&mut self, text: &str, context: Context) -> Vec<Hit> {
        let (mut hits, heads) = self.everywhere(text, context);
        let table = Table::of(text);
        if let Some(table) = &table {
            self.in_cells(text, table, table.first_row(text), &mut hits);
        } else {
            self.in_tables_below(text, &heads, &mut hits);
        }
        hit::settle(hits)
    }

    /// The same for a block of a longer text: its rows begin at an index, if it is a table.
    pub(super) fn find_in(&mut self, text: &str, table: Option<(&Table, usize)>) -> Found {
        let (mut hits, heads) = self.everywhere(text, Context::default());
        let rows = match table {
            Some((table, from)) => self.in_cells(text, table, from, &mut hits),
            None => {
                self.in_tables_below(text, &heads, &mut hits);
                Vec::new()
            }
        };
        Found { hits: hit::settle(hits), rows }
    }

    /// What rules find anywhere, tables left aside, and where lines begin that may be the head of one.
    fn everywhere(&mut self, text: &str, context: Context) -> (Vec<Hit>, Vec<usize>) {
        let mut hits = Vec::new();
        self.whole(text, context, &mut hits);
        let mut numbers = self.numbers_in(text, context).into_iter().peekable();
        let mut lines = Lines::default();
        let mut done = Done::default();
        for (anchor, at) in Anchors::find(text) {
            while let Some(number) = numbers.next_if(|number| number.at.start <= at.start) {
                self.offer(text, number, &mut lines, &mut hits);
            }
            if at.start < done.placeholder || lines.covers(at.start) {
                continue;
            }
            if matches!(anchor, Anchor::Field | Anchor::Word) && at.start >= done.line {
                let line = shape::line(text, at.start);
                done.line = line.end;
                if may_be_head(&text[line.clone()]) {
                    done.heads.push(line.start);
                }
            }
            let known = hits.len();
            let hidden = self.ask(text, anchor, at.clone(), &mut done, &mut hits);
            lines.settle(self, text, at.start, known, hidden, &mut hits);
        }
        for number in numbers {
            self.offer(text, number, &mut lines, &mut hits);
        }
        if self.wants(Kind::Name) {
            for people in self.people.into_iter().chain([&self.met]) {
                people.find(text, &mut hits);
            }
        }
        (hits, done.heads)
    }

    /// Asks the rule of an anchor; says whether only reading the JSON around it can tell more.
    fn ask(
        &mut self,
        text: &str,
        anchor: Anchor,
        at: Range<usize>,
        done: &mut Done,
        hits: &mut Vec<Hit>,
    ) -> bool {
        let mut hidden = false;
        match anchor {
            Anchor::Placeholder => {
                let len = placeholder::length(&text[at.start..]);
                done.placeholder = at.start + len.unwrap_or_default();
            }
            Anchor::Field | Anchor::Word if at.start >= done.name => {
                hidden = self.field(text, anchor, at.clone(), done, hits);
            }
            Anchor::Percent if at.start >= done.decoded && self.goes_deeper() => {
                done.decoded = percent::look(self, text, at.start, hits);
            }
            Anchor::Bearer | Anchor::Basic if at.start >= done.scheme => {
                let (hit, end) = web::after_word(text, &at);
                hits.extend(hit);
                done.scheme = end;
            }
            Anchor::Key if at.start >= done.certain => {
                let found = done.keys.look(text, at.start);
                done.take(found, hits);
            }
            Anchor::Issued(i) if at.start >= done.certain => {
                let found = done.issued.look(i, text, at.start);
                done.take(found, hits);
            }
            _ => {}
        }
        if matches!(anchor, Anchor::At) && self.wants(Kind::Name) {
            hits.extend(mail::named(text, at.start));
        }
        hits.extend(self.rule(text, anchor, at).filter(|hit| self.wants(hit.kind)));
        hidden
    }

    /// Takes a number in, unless it lies in JSON that has been searched, or is now.
    fn offer(&mut self, text: &str, number: Hit, lines: &mut Lines, hits: &mut Vec<Hit>) {
        let at = number.at.start;
        if !lines.covers(at) {
            let known = hits.len();
            hits.push(number);
            lines.settle(self, text, at, known, false, hits);
        }
    }

    /// Rules that need no field.
    fn rule(&self, text: &str, anchor: Anchor, at: Range<usize>) -> Option<Hit> {
        match anchor {
            Anchor::Scheme => web::userinfo(text, at.start),
            Anchor::At
                if text[at.end..].starts_with("tcp(") || text[at.end..].starts_with("unix(") =>
            {
                web::driver_dsn(text, at.start)
            }
            Anchor::At if self.wants(Kind::Email) => mail::look(text, at.start),
            Anchor::Oracle => web::oracle(text, at.end),
            Anchor::UserFlag => web::user_flag(text, at.start, at.len()),
            Anchor::PasswordFlag => web::password_flag(text, at),
            Anchor::SecureString => web::secure_string(text, &at),
            Anchor::Port => web::pgpass(text, &at),
            Anchor::Person(cue) if self.wants(Kind::Name) => person::look(text, cue, &at),
            _ => None,
        }
    }

    /// What a number that belongs to a field must be hidden as.
    pub(super) fn bare_value(&mut self, text: &str, context: Context) -> Option<Kind> {
        let mut hits = self.find(text, context);
        let hit = hits.pop()?;
        (hit.at == (0..text.len())).then_some(hit.kind)
    }
}

/// Undoes JSON's escapes; a string that cannot be undone stays as it is.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    serde_json::from_str::<String>(&format!("\"{raw}\"")).map_or(Cow::Borrowed(raw), Cow::Owned)
}
