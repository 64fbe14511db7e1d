//! Values as they are compared: whatever a rule calls the same becomes the same bytes.
//! Nothing is thrown away: what is no number or date, though the rule expects one, stays the text it is.

mod fold;

use super::rule::Transform;
use super::rule::transform::Ready;
use crate::engines::reconcile::{Format, Kind, Rule};
use crate::engines::tables::cell::{self, meant, text};
use crate::engines::tables::{Amount, Moment, duration, money};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::HashMap;

/// Ends a text. No UTF-8 holds it, so that no two records run into the same bytes.
const END: u8 = 0xff;
/// Begin what is more than text. No UTF-8 holds them either, so that no text is taken for a number.
const AMOUNT: u8 = 0xfe;
const MONEY: u8 = 0xfd;
const MOMENT: u8 = 0xfc;
const FLAG: u8 = 0xfb;
/// The unit of lengths of time.
const SECONDS: [u8; 3] = *b"sec";

/// Makes the values of a column comparable.
#[derive(Debug, Clone)]
pub struct Normal {
    trim: bool,
    case: bool,
    null: bool,
    codes: bool,
    kind: Kind,
    format: Format,
    currency: [u8; 3],
    transforms: Vec<Ready>,
    same: HashMap<String, String>,
    /// Whether a cell means something or is text, and that is all.
    simple: bool,
}

/// What a value is once it is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A number, or an amount in a unit: money in a currency, or seconds.
    Amount(Amount, [u8; 3]),
    /// A point in time.
    Moment(Moment),
    /// Yes or no.
    Flag(bool),
}

impl Normal {
    /// For the side of a rule that writes in this format.
    pub fn new(rule: &Rule, format: Format) -> Self {
        let mut currency = [0; 3];
        if let Some(code) = rule.currency.as_deref().filter(|code| code.len() == 3) {
            currency.copy_from_slice(code.as_bytes());
        }
        let mut normal = Self {
            trim: rule.trim,
            case: rule.case,
            null: rule.null,
            codes: rule.codes,
            kind: rule.kind,
            format,
            currency,
            transforms: rule.transforms.iter().map(Transform::ready).collect(),
            same: HashMap::new(),
            simple: !rule.null && rule.transforms.is_empty() && rule.same.is_empty(),
        };
        normal.same = normal.classes(&rule.same);
        normal
    }

    /// Every value of a map with the one that stands for all that mean the same.
    fn classes(&self, same: &[(String, String)]) -> HashMap<String, String> {
        let mut classes: Vec<Vec<String>> = Vec::new();
        for (left, right) in same {
            let mut class = vec![self.folded(left), self.folded(right)];
            let (joined, apart): (Vec<_>, Vec<_>) = classes
                .into_iter()
                .partition(|other| other.iter().any(|value| class.contains(value)));
            classes = apart;
            class.extend(joined.into_iter().flatten());
            classes.push(class);
        }
        let of = |class: Vec<String>| {
            let least = class.iter().min().cloned().unwrap_or_default();
            class.into_iter().map(move |value| (value, least.clone()))
        };
        classes.into_iter().flat_map(of).collect()
    }

    /// Writes a cell as it is compared.
    #[inline]
    pub fn append(&self, cell: &[u8], to: &mut Vec<u8>) {
        if !self.simple {
            return self.append_slowly(cell, to);
        }
        match self.meaning_of(cell) {
            Some(meaning) => meaning.append(to),
            None => self.append_text(cell, to),
        }
    }

    #[inline(never)]
    fn append_slowly(&self, cell: &[u8], to: &mut Vec<u8>) {
        let text = text(cell);
        let text = meant(&text);
        if self.null && self.is_missing(text.trim()) {
            return to.push(END);
        }
        let mut value = Cow::Borrowed(self.trimmed(&text));
        for transform in &self.transforms {
            value = Cow::Owned(transform.apply(&value).into_owned());
        }
        let folded = self.folded(&value);
        let value = self.same.get(&folded).unwrap_or(&folded);
        match self.meaning_of(value.as_bytes()) {
            Some(meaning) => meaning.append(to),
            None => {
                to.extend_from_slice(value.as_bytes());
                to.push(END);
            }
        }
    }

    fn is_missing(&self, text: &str) -> bool {
        match self.kind {
            Kind::Date | Kind::Day => cell::is_no_date(text),
            _ => cell::is_missing(text),
        }
    }

    #[inline]
    fn meaning_of(&self, cell: &[u8]) -> Option<Meaning> {
        match self.kind {
            Kind::Text => None,
            Kind::Number | Kind::Money if self.codes && Amount::is_code(cell) => None,
            Kind::Number => {
                Amount::read(cell, self.format.comma).map(|it| Meaning::Amount(it, [0; 3]))
            }
            Kind::Money => money::read(cell, self.format.comma, self.currency)
                .map(|(amount, currency)| Meaning::Amount(amount, currency)),
            Kind::Date => {
                Moment::read(cell, Some(self.format.order), self.format.zone).map(Meaning::Moment)
            }
            Kind::Day => {
                Moment::day(cell, Some(self.format.order), self.format.zone).map(Meaning::Moment)
            }
            Kind::Duration => self.length(cell),
            Kind::Flag => flag(cell),
        }
    }

    #[inline(never)]
    fn length(&self, cell: &[u8]) -> Option<Meaning> {
        let length = duration::read(&text(cell), self.format.comma);
        length.map(|length| Meaning::Amount(length, SECONDS))
    }

    #[inline]
    fn append_text(&self, cell: &[u8], to: &mut Vec<u8>) {
        let short = if self.trim { cell.trim_ascii() } else { cell };
        if !cell::may_be_guarded(short) && fold::copy(short, self.case, to) {
            to.push(END);
        } else {
            self.append_meant(cell, to);
        }
    }

    #[inline(never)]
    fn append_meant(&self, cell: &[u8], to: &mut Vec<u8>) {
        self.append_folded(&meant(&text(cell)), to);
    }

    fn append_folded(&self, text: &str, to: &mut Vec<u8>) {
        let text = self.trimmed(text);
        if self.case {
            fold::lower(text, to);
        } else {
            to.extend_from_slice(text.as_bytes());
        }
        to.push(END);
    }

    fn trimmed<'a>(&self, text: &'a str) -> &'a str {
        if self.trim { text.trim() } else { text }
    }

    /// A text without what the rule says doesn't count, as [`Normal::append`] writes it.
    fn folded(&self, text: &str) -> String {
        let mut bytes = Vec::new();
        self.append_folded(text, &mut bytes);
        bytes.pop();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

#[inline(never)]
fn flag(cell: &[u8]) -> Option<Meaning> {
    cell::yes_or_no(text(cell).trim()).map(Meaning::Flag)
}

/// Whether a column that was written by [`Normal::append`] holds nothing.
pub fn is_blank(normal: &[u8]) -> bool {
    normal == [END]
}

impl Meaning {
    /// What a value that was written by [`Normal::append`] means beyond its text.
    pub fn of(normal: &[u8]) -> Option<Self> {
        match normal {
            [AMOUNT, amount @ ..] => {
                Some(Self::Amount(Amount::of(amount.try_into().ok()?), [0; 3]))
            }
            [MONEY, c, u, r, amount @ ..] => {
                Some(Self::Amount(Amount::of(amount.try_into().ok()?), [*c, *u, *r]))
            }
            [FLAG, yes] => Some(Self::Flag(*yes != 0)),
            [MOMENT, moment @ ..] => Some(Self::Moment(Moment::of(moment.try_into().ok()?))),
            _ => None,
        }
    }

    /// Whether two values are at most so far apart; dates by seconds, amounts in one currency by their number.
    pub fn is_near(self, other: Self, within: Decimal) -> bool {
        let Ok(digits) = i64::try_from(within.mantissa()) else { return false };
        let within = Amount::new(digits, within.scale() as u8);
        match (self, other) {
            (Self::Amount(left, mine), Self::Amount(right, theirs)) => {
                mine == theirs && left.is_near(right, within)
            }
            (Self::Moment(left), Self::Moment(right)) => left.is_near(right, within),
            _ => false,
        }
    }

    #[inline]
    fn append(self, to: &mut Vec<u8>) {
        match self {
            Self::Amount(amount, [0, 0, 0]) => {
                to.push(AMOUNT);
                to.extend_from_slice(&amount.bytes());
            }
            Self::Amount(amount, currency) => {
                to.push(MONEY);
                to.extend_from_slice(&currency);
                to.extend_from_slice(&amount.bytes());
            }
            Self::Moment(moment) => {
                to.push(MOMENT);
                to.extend_from_slice(&moment.bytes());
            }
            Self::Flag(yes) => to.extend_from_slice(&[FLAG, u8::from(yes)]),
        }
    }
}

#[cfg(test)]
mod tests;
