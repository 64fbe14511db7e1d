//! The check digits of cards, bank accounts and national identity numbers.
//! Must never accept by length alone: order numbers are as long as people's numbers.

mod iban;
mod national;

pub(super) use iban::{iban, iban_length};
pub(super) use national::{
    american, belgian, brazilian, chinese, czech, finnish, french, italian, norwegian, spanish,
    swedish, swiss,
};

/// The digits of `text` as numbers, everything else left out.
fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
    text.bytes().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0'))
}

/// The check of payment cards (ISO/IEC 7812).
pub(super) fn luhn(text: &str) -> bool {
    let sum: u32 = digits(text)
        .rev()
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                d
            } else if d > 4 {
                d * 2 - 9
            } else {
                d * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the digits are a card of a known network: its first digits, its length and its check.
pub(super) fn card(text: &str) -> bool {
    let len = digits(text).count();
    let head = |n: usize| digits(text).take(n).fold(0, |sum, d| sum * 10 + d);
    let network = match (head(1), head(2), len) {
        (4, _, 16 | 19) | (_, 51..=55, 16) | (_, 34 | 37, 15) | (_, 36 | 38 | 39, 14..=19) => true,
        (2, _, 16) => (2221..=2720).contains(&head(4)),
        (3, 30, 14..=19) => (300..=305).contains(&head(3)),
        (3, 35, 16..=19) => (3528..=3589).contains(&head(4)),
        (6, 60, 16..=19) => head(4) == 6011,
        (6, 64, 16..=19) => head(3) >= 644,
        (6, 62 | 65, 16..=19) => true,
        (5 | 6, _, 16..=19) => {
            matches!(head(4), 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
        }
        _ => false,
    };
    network && luhn(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_need_network_length_and_check() {
        assert!(
            card("4111 1111 1111 1111") && card("378282246310005") && card("5555-5555-5555-4444")
        );
        assert!(
            !card("4111 1111 1111 1112") && !card("1111111111111117") && !card("411111111111111")
        );
    }
}
