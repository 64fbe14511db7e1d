//! One text, searched: asks every rule where its anchor stands, and writes the placeholders.
//! Must never look at the same stretch more than a fixed number of times, whatever the text contains.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::anchor::{Anchor, Anchors};
use super::assignment::{Name, Value};
use super::field::{self, Field};
use super::hit::{self, Hit, Style};
use super::issued;
use super::json_text::Lines;
use super::kind::Kind;
use super::mail;
use super::number;
use super::pem;
use super::percent;
use super::personal;
use super::placeholder::Numbers;
use super::quote;
use super::shape::{before, byte};
use super::table::Table;
use super::value::{self, Strength, Written};
use super::web;

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

/// One run over a text and everything inside it.
pub(super) struct Search<'n> {
    numbers: &'n Numbers,
    scope: Scope,
    depth: u8,
    /// How often each kind was replaced.
    pub(super) tally: BTreeMap<Kind, u64>,
}

impl<'n> Search<'n> {
    pub(super) const fn new(numbers: &'n Numbers, scope: Scope) -> Self {
        Self { numbers, scope, depth: 0, tally: BTreeMap::new() }
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

    /// The same for a text inside another, with the gravest kind that was found.
    pub(super) fn rewrite_inside(
        &mut self,
        text: &str,
        context: Context,
    ) -> Option<(Kind, String)> {
        self.depth += 1;
        let hits = self.find(text, context);
        let kind = hits.iter().map(|hit| hit.kind).min();
        let rewritten = kind.map(|kind| (kind, self.write(text, &hits)));
        self.depth -= 1;
        rewritten
    }

    /// Whether text inside this text is still followed.
    pub(super) const fn goes_deeper(&self) -> bool {
        self.depth < DEEPEST
    }

    /// Writes `text` with `hits` replaced.
    pub(super) fn write(&mut self, text: &str, hits: &[Hit]) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let mut done = 0;
        for hit in hits {
            out.push_str(&text[done..hit.at.start]);
            self.write_hit(&mut out, text, hit);
            done = hit.at.end;
        }
        out.push_str(&text[done..]);
        out
    }

    fn write_hit(&mut self, out: &mut String, text: &str, hit: &Hit) {
        let value = &text[hit.at.clone()];
        match &hit.style {
            Style::Text(new) => return out.push_str(new),
            Style::Plain => self.numbers.write(out, hit.kind, value, false),
            Style::Url => self.numbers.write(out, hit.kind, value, true),
            Style::Quoted(mark) => {
                out.push_str(&text[mark.clone()]);
                self.numbers.write(out, hit.kind, value, false);
                out.push_str(&text[mark.clone()]);
            }
        }
        *self.tally.entry(hit.kind).or_default() += 1;
    }

    /// Everything to hide in `text`, in order and without overlaps.
    pub(super) fn find(&mut self, text: &str, context: Context) -> Vec<Hit> {
        let mut hits = self.everywhere(text, context);
        if let Some(table) = Table::of(text) {
            self.in_cells(text, &table, table.first_row(text), &mut hits);
        }
        hit::settle(hits)
    }

    /// The same for a block of a longer text: its rows begin at an index, if it is a table.
    pub(super) fn find_in(&mut self, text: &str, table: Option<(&Table, usize)>) -> Found {
        let mut hits = self.everywhere(text, Context::default());
        let rows = table
            .map(|(table, from)| self.in_cells(text, table, from, &mut hits))
            .unwrap_or_default();
        Found { hits: hit::settle(hits), rows }
    }

    /// Judges the cells of known columns; returns where the rows begin.
    fn in_cells(&self, text: &str, table: &Table, from: usize, hits: &mut Vec<Hit>) -> Vec<usize> {
        let mut references = Vec::new();
        let mut found = Vec::new();
        let rows = table.cells(text, from, |field, cell| match field {
            Field::Reference => references.push(cell),
            field => self.judge(text, cell.start, field, Value::whole(cell), &mut found),
        });
        // An order number may pass the checksum of a card.
        hits.retain(|hit| {
            let cell = references.get(references.partition_point(|cell| cell.end < hit.at.end));
            let numeric = matches!(hit.kind, Kind::Card | Kind::Phone | Kind::NationalId);
            !(numeric && cell.is_some_and(|cell| cell.start <= hit.at.start))
        });
        hits.append(&mut found);
        rows
    }

    /// What rules find anywhere, tables left aside.
    fn everywhere(&mut self, text: &str, context: Context) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.whole(text, context, &mut hits);
        let mut numbers = self.numbers_in(text, context).into_iter().peekable();
        let mut lines = Lines::default();
        let (mut named, mut decoded) = (0, 0);
        for (anchor, at) in Anchors::find(text) {
            while let Some(number) = numbers.next_if(|number| number.at.start <= at.start) {
                self.offer(text, number.at.start, number, &mut lines, &mut hits);
            }
            if lines.covers(at.start) {
                continue;
            }
            let known = hits.len();
            match anchor {
                Anchor::Field | Anchor::Word | Anchor::Bearer if at.start >= named => {
                    named = self.field(text, anchor, at.clone(), &mut hits);
                }
                Anchor::Percent if at.start >= decoded && self.goes_deeper() => {
                    decoded = percent::look(self, text, at.start, &mut hits);
                }
                _ => {}
            }
            hits.extend(self.rule(text, anchor, at.clone()).filter(|hit| self.wants(hit.kind)));
            lines.settle(self, text, at.start, known, &mut hits);
        }
        for number in numbers {
            self.offer(text, number.at.start, number, &mut lines, &mut hits);
        }
        hits
    }

    /// Takes a number in, unless it lies in JSON that has been searched, or is now.
    fn offer(
        &mut self,
        text: &str,
        at: usize,
        number: Hit,
        lines: &mut Lines,
        hits: &mut Vec<Hit>,
    ) {
        if !lines.covers(at) {
            let known = hits.len();
            hits.push(number);
            lines.settle(self, text, at, known, hits);
        }
    }

    /// Rules that need no field.
    fn rule(&self, text: &str, anchor: Anchor, at: Range<usize>) -> Option<Hit> {
        match anchor {
            Anchor::Issued(i) => issued::SHAPES[i].look(text, at.start),
            Anchor::Key => pem::look(text, at.start),
            Anchor::Bearer => web::bearer(text, at.start),
            Anchor::Basic => web::basic(text, at.start),
            Anchor::Scheme => web::userinfo(text, at.start),
            Anchor::At
                if text[at.end..].starts_with("tcp(") || text[at.end..].starts_with("unix(") =>
            {
                web::driver_dsn(text, at.start)
            }
            Anchor::At if self.wants(Kind::Email) => mail::look(text, at.start),
            Anchor::UserFlag => web::user_flag(text, at.start, at.len()),
            Anchor::PasswordFlag => web::password_flag(text, at),
            _ => None,
        }
    }

    /// The value of the text as a whole, by the field it belongs to.
    fn whole(&self, text: &str, context: Context, hits: &mut Vec<Hit>) {
        let Some(field) = context.field else { return };
        let margin = text.len() - text.trim_start().len();
        let at = margin..margin + text.trim().len();
        self.judge(text, 0, field, Value::whole(at), hits);
    }

    /// The value of a field named in the text; returns where the name ends.
    fn field(&self, text: &str, anchor: Anchor, part: Range<usize>, hits: &mut Vec<Hit>) -> usize {
        if matches!(anchor, Anchor::Word) && !stands_alone(text, &part) {
            return 0;
        }
        let mut name = Name::around(text, part);
        let end = name.at.end;
        if !b":=\"'`\\> \t-(],&%".contains(&byte(text, end)) {
            return end;
        }
        let mut field = field::classify(&text[name.at.clone()]);
        for _ in 0..2 {
            if !matches!(
                field,
                None | Some(
                    Field::Secret(_, Strength::Random) | Field::OfPerson(_) | Field::Reference
                )
            ) {
                break;
            }
            let Some(longer) = name.with_word_before(text) else { break };
            let wider = field::classify(&text[longer.at.clone()]);
            name = longer;
            field = wider.or(field);
        }
        let Some(field) = field.filter(|field| self.cares(*field)) else { return end };
        if let Some(value) = name.value(text) {
            self.named(text, &name, field, value, hits);
        }
        end
    }

    const fn cares(&self, field: Field) -> bool {
        match field {
            Field::Secret(kind, _) | Field::Personal(kind) | Field::OfPerson(kind) => {
                self.wants(kind)
            }
            Field::Authorization | Field::Cookie => true,
            Field::Reference => false,
        }
    }

    fn named(&self, text: &str, name: &Name, field: Field, mut value: Value, hits: &mut Vec<Hit>) {
        let from = name.at.start;
        let field = match field {
            Field::OfPerson(kind) => {
                let person = personal::record(text, from).is_some_and(field::is_person);
                if !person {
                    return;
                }
                Field::Personal(kind)
            }
            field => field,
        };
        match field {
            Field::Personal(kind) => {
                if let Some(at) = personal::value(text, name, kind, &value) {
                    hits.push(Hit::named(from, at, kind, value.style()));
                }
            }
            Field::Authorization | Field::Cookie
                if value.written == Written::Bare && !value.url =>
            {
                value.at = rest_of_header(text, value.at.start);
                self.judge(text, from, field, value, hits);
            }
            field => self.judge(text, from, field, value, hits),
        }
    }

    /// Decides about a value whose field is known.
    fn judge(&self, text: &str, from: usize, field: Field, value: Value, hits: &mut Vec<Hit>) {
        let inner = &text[value.at.clone()];
        match field {
            Field::Authorization => hits.extend(web::authorization(text, from, value.at)),
            Field::Cookie => web::cookies(text, from, value.at, hits),
            Field::Secret(kind, strength) if self.wants(kind) => {
                let wide = value.written == Written::Bare && matches!(strength, Strength::Issued);
                let line =
                    if wide { rest_of_header(text, value.at.start) } else { value.at.clone() };
                let scheme = matches!(strength, Strength::Issued)
                    .then(|| web::after_scheme(text, &line))
                    .flatten();
                let (at, kind) = match scheme {
                    Some((at, kind)) => (first_word(text, at), kind),
                    None => (value.at.clone(), kind),
                };
                if value::is_secret(strength, &text[at.clone()], value.written) {
                    hits.push(Hit::named(from, at, kind, value.style()));
                }
            }
            Field::Personal(kind) if self.wants(kind) && personal::is_personal(kind, inner) => {
                hits.push(Hit::named(from, value.at.clone(), kind, value.style()));
            }
            _ => {}
        }
    }

    fn numbers_in(&self, text: &str, context: Context) -> Vec<Hit> {
        let mut found = Vec::new();
        if self.scope == Scope::Secrets {
            return found;
        }
        let whole = context.field == Some(Field::Reference);
        number::scan(text, &|at| whole || is_reference(text, at), &mut found);
        found.retain(|hit| self.wants(hit.kind));
        for hit in &mut found {
            if let Some(mark) = member_mark(text, &hit.at) {
                hit.style = Style::Quoted(mark);
            }
        }
        found.sort_by_key(|hit| hit.at.start);
        found
    }

    /// The placeholder of a value, counted; for callers that write it themselves.
    pub(super) fn label(&mut self, kind: Kind, value: &str) -> String {
        let mut out = String::new();
        self.numbers.write(&mut out, kind, value, false);
        *self.tally.entry(kind).or_default() += 1;
        out
    }

    /// What a number that belongs to a field must be hidden as.
    pub(super) fn bare_value(&mut self, text: &str, context: Context) -> Option<Kind> {
        let mut hits = self.find(text, context);
        let hit = hits.pop()?;
        (hit.at == (0..text.len())).then_some(hit.kind)
    }
}

impl Value {
    fn style(&self) -> Style {
        match &self.mark {
            Some(mark) => Style::Quoted(mark.clone()),
            None if self.url => Style::Url,
            None => Style::Plain,
        }
    }
}

/// Whether a short word is a word of its own, by its neighbours or by the humps of camel case.
fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let (last, next) = (before(text, at.start), byte(text, at.end));
    let (first, end) = (byte(text, at.start), byte(text, at.end - 1));
    let left =
        !last.is_ascii_alphabetic() || (last.is_ascii_lowercase() && first.is_ascii_uppercase());
    let right =
        !next.is_ascii_alphabetic() || (next.is_ascii_uppercase() && end.is_ascii_lowercase());
    left && right
}

/// A header's value goes to the end of its line, or of the string it stands in.
fn rest_of_header(text: &str, start: usize) -> Range<usize> {
    let end = super::shape::line(text, start).end;
    let value = &text[start..end];
    let stop = value.find(['"', '\'', '<', '`']).unwrap_or(value.len());
    let stop = value[..stop].find("\\r\\n").or_else(|| value[..stop].find("\\n")).unwrap_or(stop);
    start..start + value[..stop].trim_end_matches(['\\', ' ', '\r']).len()
}

fn first_word(text: &str, at: Range<usize>) -> Range<usize> {
    let word = text[at.clone()]
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '}'))
        .unwrap_or(at.len());
    at.start..at.start + word
}

/// The mark of the quoted name whose bare value stands at `at`, as in `"card": 4111…`.
fn member_mark(text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let head = text[..at.start].trim_end_matches(' ').strip_suffix(':')?.trim_end_matches(' ');
    let mark = quote::before(text, head.len())?;
    matches!(byte(text, at.end), b',' | b'}' | b']' | b' ' | b'\n' | b'\r').then_some(mark)
}

/// Whether the digits at `at` are the value of a field for identifiers, counts or times.
fn is_reference(text: &str, at: usize) -> bool {
    let start = super::shape::floor(text, at.saturating_sub(field::LONGEST + 8));
    let head = text[start..at].trim_end_matches([' ', '"', '\'', '\\', '`']);
    let Some(head) = head.strip_suffix([':', '=', '>']) else { return false };
    let head = head.trim_end_matches([' ', '"', '\'', '\\', '`']);
    let name = head.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).map_or(
        head,
        |i| {
            head[i..].trim_start_matches(|c: char| {
                !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            })
        },
    );
    field::classify(name) == Some(Field::Reference)
}

/// Undoes JSON's escapes; a string that cannot be undone stays as it is.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    serde_json::from_str::<String>(&format!("\"{raw}\"")).map_or(Cow::Borrowed(raw), Cow::Owned)
}
