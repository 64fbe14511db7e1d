//! Text without capitals: eight letters at a time where they are plain, one by one where they are not. A line end that
//! systems write in different ways is not plain.
//! Letters that are the same but for their place in a word stay the same.

/// A byte in each of eight.
const EACH: u64 = 0x0101_0101_0101_0101;
/// A line end of older systems in each of eight.
const RETURN: u64 = 0x0d * EACH;
/// The bit that no plain letter has.
const HIGH: u64 = 0x80 * EACH;

/// Appends plain text, in small letters if asked for; appends nothing and says so when it is not plain.
#[inline]
pub fn copy(text: &[u8], small: bool, to: &mut Vec<u8>) -> bool {
    let start = to.len();
    let mut all = 0;
    let mut put = |word: u64, to: &mut Vec<u8>| {
        // A byte that is zero borrows from the bit that no plain letter has.
        let returns = word ^ RETURN;
        all |= word | (returns.wrapping_sub(EACH) & !returns);
        to.extend_from_slice(&if small { small_letters(word) } else { word }.to_le_bytes());
    };
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        put(u64::from_le_bytes(*word), to);
    }
    if let (Some(last), false) = (text.last_chunk::<8>(), rest.is_empty()) {
        // The last eight, of which some are there already.
        to.truncate(to.len() + rest.len() - 8);
        put(u64::from_le_bytes(*last), to);
    } else if !rest.is_empty() {
        put(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)), to);
        to.truncate(start + rest.len());
    }
    let plain = all & HIGH == 0;
    if !plain {
        to.truncate(start);
    }
    plain
}

/// Eight plain letters with their capitals made small.
#[inline]
fn small_letters(word: u64) -> u64 {
    let letters = word & !HIGH;
    let from_a = letters + (0x80 - u64::from(b'A')) * EACH;
    let after_z = letters + (0x7f - u64::from(b'Z')) * EACH;
    word | (from_a & !after_z & !word & HIGH) >> 2
}

/// Appends a text in small letters.
pub fn lower(text: &str, to: &mut Vec<u8>) {
    let mut spare = [0; 4];
    for letter in text.chars() {
        match letter {
            '\0'..='\x7f' => to.push((letter as u8).to_ascii_lowercase()),
            // The accented letters of Western Europe, without a look into the tables.
            'À'..='Ö' | 'Ø'..='Þ' => {
                to.extend_from_slice(&[0xc3, (letter as u32 as u8 - 0x40) + 0x20])
            }
            'ß'..='ÿ' => to.extend_from_slice(&[0xc3, letter as u32 as u8 - 0x40]),
            'ς' => to.extend_from_slice("σ".as_bytes()),
            _ => {
                for small in letter.to_lowercase() {
                    to.extend_from_slice(small.encode_utf8(&mut spare).as_bytes());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_becomes_the_small_one_of_unicode() {
        for letter in (0..0x3000).filter_map(char::from_u32).filter(|letter| *letter != 'ς') {
            let mut small = Vec::new();
            lower(&letter.to_string(), &mut small);
            assert_eq!(
                String::from_utf8(small).unwrap(),
                letter.to_lowercase().collect::<String>()
            );
        }
    }

    #[test]
    fn plain_text_of_any_length_is_copied_and_nothing_else() {
        let letters: Vec<u8> =
            (0..=0x7f).map(|letter| if letter == b'\r' { b' ' } else { letter }).collect();
        for (start, end) in (0..40).flat_map(|start| (start..128).map(move |end| (start, end))) {
            let mut copied = b"x".to_vec();
            assert!(copy(&letters[start..end], true, &mut copied));
            assert_eq!(copied[1..], letters[start..end].to_ascii_lowercase());
            copied.truncate(1);
            assert!(copy(&letters[start..end], false, &mut copied));
            assert_eq!(copied[1..], letters[start..end]);
            assert!(!copy(&[&letters[start..end], "é".as_bytes()].concat(), true, &mut copied));
            assert!(!copy(&[&letters[start..end], b"\r\n"].concat(), true, &mut copied));
            assert_eq!(copied.len(), 1 + end - start);
        }
    }

    #[test]
    fn a_sigma_is_a_sigma_wherever_it_stands() {
        let (mut capital, mut small) = (Vec::new(), Vec::new());
        lower("ΟΔΟΣ", &mut capital);
        lower("οδος", &mut small);
        assert_eq!(capital, small);
    }
}
