//! Amounts of money: a number with a currency before or behind it, or none.
//! Two amounts in different currencies are never the same, whatever their numbers are.

use super::super::read::text;
use super::amount::Amount;

/// Signs that stand for one currency. `$` alone is taken for US dollars.
const SIGNS: [(&str, &[u8; 3]); 16] = [
    ("US$", b"USD"),
    ("R$", b"BRL"),
    ("A$", b"AUD"),
    ("C$", b"CAD"),
    ("€", b"EUR"),
    ("£", b"GBP"),
    ("$", b"USD"),
    ("¥", b"JPY"),
    ("₺", b"TRY"),
    ("₦", b"NGN"),
    ("₹", b"INR"),
    ("₽", b"RUB"),
    ("₩", b"KRW"),
    ("₴", b"UAH"),
    ("zł", b"PLN"),
    ("Kč", b"CZK"),
];

/// The amount and its currency; `default` when it names none.
pub fn read(cell: &[u8], comma: bool, default: [u8; 3]) -> Option<(Amount, [u8; 3])> {
    if let Some(amount) = Amount::read(cell, comma) {
        return Some((amount, default));
    }
    let text = text(cell);
    let text = text.trim();
    let (sign, inner) = unsigned(text);
    let (currency, number) = named(inner)?;
    let number = number.trim();
    Amount::read(format!("{sign}{number}").as_bytes(), comma).map(|amount| (amount, currency))
}

/// A minus or brackets that stand outside of the currency.
fn unsigned(text: &str) -> (&'static str, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        return ("-", inner.trim());
    }
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(inner) => ("-", inner.trim()),
        None => ("", text),
    }
}

/// The currency, and the text without it.
fn named(text: &str) -> Option<([u8; 3], &str)> {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some((*code, rest));
        }
    }
    let code = |letters: &str| -> Option<[u8; 3]> {
        let code: [u8; 3] = letters.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| code.map(|byte| byte.to_ascii_uppercase()))
    };
    let (start, end) = (text.get(..3), text.len().checked_sub(3).and_then(|at| text.get(at..)));
    if let Some(found) = start.and_then(code) {
        return Some((found, &text[3..]));
    }
    end.and_then(code).map(|found| (found, &text[..text.len() - 3]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(left: &str, right: &str, default: [u8; 3]) -> bool {
        let read = |text: &str| read(text.as_bytes(), false, default);
        read(left).is_some() && read(left) == read(right)
    }

    #[test]
    fn signs_and_codes_are_the_same_currency() {
        for text in ["€1,234.50", "1234.5 €", "EUR 1234.50", "1.234,50 eur"] {
            assert!(same(text, "EUR1234.5", [0; 3]), "{text}");
        }
        assert!(same("-€5", "(5 EUR)", [0; 3]) && same("€-5", "-5 EUR", [0; 3]));
    }

    #[test]
    fn currencies_are_not_mixed_up() {
        assert!(!same("€5", "$5", [0; 3]) && !same("€5", "5", [0; 3]));
        assert!(same("€5", "5", *b"EUR") && !same("$5", "5", *b"EUR"));
    }
}
