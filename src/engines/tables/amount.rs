//! Numbers as people and programs write them: `1,234.50`, `1.234,5`, `(12)`, `1 234`, `1e3`, `7.5 %`.
//! One number has one form, and nothing is rounded: what does not fit exactly is no number here.

use super::cell::{meant, text};
use rust_decimal::Decimal;

/// Digits that fit.
const DIGITS: usize = 18;

/// A decimal number: the digits and how many of them are decimals, without zeros at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    digits: i64,
    decimals: u8,
}

impl Amount {
    /// Reads a number; `comma` says what a single separator means that could be either.
    #[inline]
    #[must_use]
    pub fn read(cell: &[u8], comma: bool) -> Option<Self> {
        if let Some(amount) = plain(cell, comma) {
            return Some(amount);
        }
        // Most texts are told from numbers by one look.
        let digit = cell.iter().any(u8::is_ascii_digit);
        let letters = cell.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        if digit && letters < 2 { written(&meant(&text(cell)), comma) } else { None }
    }

    /// Whether a cell looks like a number and is more likely a code, which `01234` and `1E3` are.
    #[inline]
    #[must_use]
    pub fn is_code(cell: &[u8]) -> bool {
        let cell = cell.trim_ascii();
        let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        if cell.len() > 1 && cell[0] == b'0' && digits(cell) {
            return true;
        }
        // A sign or a decimal point says that it was written by a program that counts.
        let exponent = cell.iter().position(|byte| matches!(byte, b'e' | b'E'));
        exponent.is_some_and(|at| digits(&cell[..at]) && digits(&cell[at + 1..]))
    }

    /// So many digits, of which some are decimals.
    #[inline]
    #[must_use]
    pub fn new(mut digits: i64, mut decimals: u8) -> Self {
        while decimals > 0 && digits % 10 == 0 {
            (digits, decimals) = (digits / 10, decimals - 1);
        }
        Self { digits, decimals }
    }

    /// From its bytes.
    #[must_use]
    pub fn of([decimals, digits @ ..]: [u8; 9]) -> Self {
        Self { digits: i64::from_le_bytes(digits), decimals }
    }

    /// As bytes: the same for the same number, and only for it.
    #[inline]
    #[must_use]
    pub fn bytes(self) -> [u8; 9] {
        let mut bytes = [self.decimals; 9];
        bytes[1..].copy_from_slice(&self.digits.to_le_bytes());
        bytes
    }

    /// As a decimal number to reckon with.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.digits, self.decimals.into())
    }

    /// In thousandths; `None` when it has more than three decimals, or too many of them.
    #[must_use]
    pub fn thousandths(self) -> Option<i64> {
        let missing = 3_u32.checked_sub(self.decimals.into())?;
        self.digits.checked_mul(10_i64.pow(missing))
    }

    /// Whether two numbers are at most so far apart.
    #[must_use]
    pub fn is_near(self, other: Self, within: Self) -> bool {
        let decimals = self.decimals.max(other.decimals).max(within.decimals);
        let scaled = |amount: Self| {
            10_i128
                .checked_pow(u32::from(decimals - amount.decimals))?
                .checked_mul(amount.digits.into())
        };
        let (Some(left), Some(right), Some(within)) = (scaled(self), scaled(other), scaled(within))
        else {
            return self == other;
        };
        // How far apart two are may be more than either can be.
        u128::try_from(within).is_ok_and(|within| left.abs_diff(right) <= within)
    }
}

/// Digits with at most a sign and one decimal point: what programs write.
#[inline]
fn plain(cell: &[u8], comma: bool) -> Option<Amount> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > DIGITS {
        return None;
    }
    let mut value = 0_i64;
    let mut point = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b'.' if !comma && point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let decimals = point.map_or(0, |point| digits.len() - point - 1);
    if point.is_some() && decimals == 0 {
        return None;
    }
    Some(Amount::new(if negative { -value } else { value }, decimals as u8))
}

/// A number with signs, brackets, separators or an exponent.
fn written(text: &str, comma: bool) -> Option<Amount> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let (text, hundredths) = match (text.strip_suffix('%'), text.strip_suffix('‰')) {
        (Some(text), _) => (text.trim_end(), 2),
        (_, Some(text)) => (text.trim_end(), 3),
        _ => (text, 0),
    };
    let dashed = without_dash(text);
    let (text, comma) = dashed.map_or((text, comma), |(whole, sign)| (whole, sign == ','));
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((text, exponent)) => (text, exponent.parse::<i8>().ok()?),
        None => (text, 0),
    };
    let (negative, text) = signed(text)?;
    let (whole, decimals) = parts(text, comma)?;
    let whole = ungrouped(whole)?;
    let shift = i32::try_from(decimals.len()).ok()? - i32::from(exponent) + hundredths;
    let zeros = usize::try_from(-shift).unwrap_or(0);
    let digits = format!("{whole}{decimals}{}", "0".repeat(zeros.min(DIGITS + 1)));
    // Zeros at either end are no digits that have to fit.
    let mut digits = digits.trim_start_matches('0');
    let mut shift = shift.max(0);
    while shift > 0 && digits.ends_with('0') {
        (digits, shift) = (&digits[..digits.len() - 1], shift - 1);
    }
    if digits.is_empty() {
        return Some(Amount::new(0, 0));
    }
    if digits.len() > DIGITS || shift > DIGITS as i32 {
        return None;
    }
    let digits: i64 = digits.parse().ok()?;
    Some(Amount::new(if negative { -digits } else { digits }, shift as u8))
}

/// A whole amount with a dash for its decimals, `1.250,-` or `12.--`: what stands before the separator, and that.
pub(super) fn without_dash(text: &str) -> Option<(&str, char)> {
    let whole = text.trim_end_matches(['-', '\u{2212}', '–', '—']);
    let separator = whole.chars().next_back().filter(|last| matches!(last, ',' | '.'))?;
    let before = &whole[..whole.len() - 1];
    let counted = before.ends_with(|last: char| last.is_ascii_digit());
    (whole.len() < text.len() && counted).then_some((before, separator))
}

/// Whether it is below zero, and the rest: `-1`, `1-`, `(1)`, `−1`.
fn signed(text: &str) -> Option<(bool, &str)> {
    let minus = ['-', '\u{2212}'];
    let bracketed = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let signs = [
        (true, bracketed),
        (true, text.strip_prefix(minus)),
        (true, text.strip_suffix(minus)),
        (false, text.strip_prefix('+')),
        (false, Some(text)),
    ];
    let (negative, rest) = signs.into_iter().find_map(|(sign, rest)| Some((sign, rest?.trim())))?;
    rest.starts_with(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ','))
        .then_some((negative, rest))
}

/// What stands before and after the decimal separator.
fn parts(text: &str, comma: bool) -> Option<(&str, &str)> {
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let separator = match (points, commas) {
        (0, 0) => return Some((text, "")),
        (_, 0) if points > 1 => return Some((text, "")),
        (0, _) if commas > 1 => return Some((text, "")),
        (1, 0) => '.',
        (0, 1) => ',',
        _ if text.rfind('.') > text.rfind(',') && points == 1 => '.',
        _ if commas == 1 => ',',
        _ => return None,
    };
    let (whole, decimals) = text.rsplit_once(separator)?;
    // One separator alone, with three digits behind it: the side's own way of writing decides.
    let open = points + commas == 1 && decimals.len() == 3 && (1..=3).contains(&whole.len());
    if open && whole != "0" && comma != (separator == ',') {
        return Some((text, ""));
    }
    decimals.bytes().all(|byte| byte.is_ascii_digit()).then_some((whole, decimals))
}

/// The digits of a whole number whose groups, if it has any, are ones that people write.
fn ungrouped(text: &str) -> Option<String> {
    let separators = ['.', ',', ' ', '\u{a0}', '\u{202f}', '\'', '’', '_'];
    let mut used: Vec<char> = text.chars().filter(|letter| separators.contains(letter)).collect();
    used.dedup();
    if used.len() > 1 {
        return None;
    }
    let groups: Vec<&str> = text.split(separators).collect();
    let digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let grouped = match groups.as_slice() {
        [_] => true,
        [first, middle @ .., last] => {
            // Three each, or two before the last as in India.
            let width = |of: usize| middle.iter().all(|group| group.len() == of);
            (1..=3).contains(&first.len()) && last.len() == 3 && (width(3) || width(2))
        }
        [] => false,
    };
    (digits && grouped).then(|| groups.concat())
}

#[cfg(test)]
mod tests;
