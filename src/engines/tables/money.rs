//! Amounts of money: a number with a currency before or behind it, or none.
//! Two amounts in different currencies are never the same, whatever their numbers are.

use super::amount::Amount;
use super::cell::{meant, text};

/// Crowns of which nobody says whose: the same as no currency that is named.
const CROWNS: &[u8; 3] = b"KR.";
/// Rupees of which nobody says whose.
const RUPEES: &[u8; 3] = b"RS.";

/// Signs and words that stand for a currency, longer ones before those that they end with. `$` alone is taken for US
/// dollars, `¥` for yen; a sign that several countries share is a currency of its own.
const SIGNS: [(&str, &[u8; 3]); 52] = [
    ("US$", b"USD"),
    ("HK$", b"HKD"),
    ("NZ$", b"NZD"),
    ("CA$", b"CAD"),
    ("AU$", b"AUD"),
    ("NT$", b"TWD"),
    ("MX$", b"MXN"),
    ("R$", b"BRL"),
    ("A$", b"AUD"),
    ("C$", b"CAD"),
    ("S$", b"SGD"),
    ("$US", b"USD"),
    ("€", b"EUR"),
    ("£", b"GBP"),
    ("$", b"USD"),
    ("CN¥", b"CNY"),
    ("¥", b"JPY"),
    ("￥", b"JPY"),
    ("円", b"JPY"),
    ("元", b"CNY"),
    ("₺", b"TRY"),
    ("₦", b"NGN"),
    ("₹", b"INR"),
    ("₽", b"RUB"),
    ("руб.", b"RUB"),
    ("руб", b"RUB"),
    ("₩", b"KRW"),
    ("원", b"KRW"),
    ("₴", b"UAH"),
    ("грн", b"UAH"),
    ("₪", b"ILS"),
    ("฿", b"THB"),
    ("₫", b"VND"),
    ("₱", b"PHP"),
    ("₡", b"CRC"),
    ("₲", b"PYG"),
    ("zł", b"PLN"),
    ("Kč", b"CZK"),
    ("лв.", b"BGN"),
    ("лв", b"BGN"),
    ("lei", b"RON"),
    ("Ft", b"HUF"),
    ("SFr.", b"CHF"),
    ("sFr.", b"CHF"),
    ("Fr.", b"CHF"),
    ("kr.", CROWNS),
    ("kr", CROWNS),
    ("Kr", CROWNS),
    ("Rs.", RUPEES),
    ("Rs", RUPEES),
    ("Euro", b"EUR"),
    ("RM", b"MYR"),
];

/// The amount and its currency; `default` when it names none.
#[must_use]
pub fn read(cell: &[u8], comma: bool, default: [u8; 3]) -> Option<(Amount, [u8; 3])> {
    if let Some(amount) = Amount::read(cell, comma) {
        return Some((amount, default));
    }
    let text = text(cell);
    let text = meant(&text);
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
    fn signs_of_many_countries_are_known_before_and_behind() {
        for (text, code) in [
            ("HK$1,200.00", "HKD"),
            ("NZ$ 5", "NZD"),
            ("1 234,50 Kč", "CZK"),
            ("CHF 1'000.05", "CHF"),
            ("Fr. 12.50", "CHF"),
            ("40\u{a0}000 Ft", "HUF"),
            ("S$7", "SGD"),
            ("1.000 \u{20bd}", "RUB"),
        ] {
            assert_eq!(
                read(text.as_bytes(), false, [0; 3]).map(|(_, code)| code.to_vec()),
                Some(code.into()),
                "{text}"
            );
        }
        assert!(same("100 kr", "kr 100", [0; 3]) && !same("100 kr", "100 SEK", [0; 3]));
        assert!(same("Rs. 1,00,000", "Rs 100000", [0; 3]));
    }

    #[test]
    fn currencies_are_not_mixed_up() {
        assert!(!same("€5", "$5", [0; 3]) && !same("€5", "5", [0; 3]));
        assert!(same("€5", "5", *b"EUR") && !same("$5", "5", *b"EUR"));
    }
}
