//! Text without capitals: eight letters at a time where they are plain, one by one where they are not. A line end that
//! systems write in different ways is not plain.
//! Letters that are the same but for their place in a word stay the same.

/// A byte in each of eight.
const EACH: u64 = 0x0101_0101_0101_0101;
/// A line end of older systems in each of eight.
const RETURN: u64 = 0x0d * EACH;
/// The bit that no plain letter has.
const HIGH: u64 = 0x80 * EACH;

/// Appends a text that needs no look into the tables of Unicode, in small letters if asked for: plain letters, and
/// accented ones of the Latin alphabet. Appends nothing and says so when there is anything else in it.
#[inline]
pub fn copy(text: &[u8], small: bool, to: &mut Vec<u8>) -> bool {
    let start = to.len();
    let (mut all, mut ends) = (0, 0);
    let mut put = |word: u64, to: &mut Vec<u8>| {
        // A byte that is zero borrows from the bit that no plain letter has.
        let returns = word ^ RETURN;
        all |= word;
        ends |= returns.wrapping_sub(EACH) & !returns;
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
        put(few(rest), to);
        to.truncate(start + rest.len());
    }
    let plain = all & HIGH == 0;
    let copied = ends & HIGH == 0 && (plain || latin(&mut to[start..], small));
    if !copied {
        to.truncate(start);
    }
    copied
}

/// Up to seven letters in the low bytes of eight, without a step for each: their ends may overlap.
#[inline]
fn few(letters: &[u8]) -> u64 {
    let last = letters.len() * 8;
    if let (Some(first), Some(end)) = (letters.first_chunk::<4>(), letters.last_chunk::<4>()) {
        let (first, end) = (u32::from_le_bytes(*first), u32::from_le_bytes(*end));
        return u64::from(first) | u64::from(end) << (last - 32);
    }
    if let (Some(first), Some(end)) = (letters.first_chunk::<2>(), letters.last_chunk::<2>()) {
        let (first, end) = (u16::from_le_bytes(*first), u16::from_le_bytes(*end));
        return u64::from(first) | u64::from(end) << (last - 16);
    }
    letters.first().map_or(0, |letter| u64::from(*letter))
}

/// Whether a text holds no other letters than plain ones, of which the capitals are small already, and accented Latin
/// ones; those are made small where they stand, if asked for.
fn latin(text: &mut [u8], small: bool) -> bool {
    // A space at the end may be one that does not count, and behind one at the beginning a guard may stand.
    let is_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    if text.first().is_some_and(is_space) || text.last().is_some_and(is_space) {
        return false;
    }
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        let [lead @ 0xc3..=0xcb, next @ 0x80..=0xbf, behind @ ..] = &mut rest[at..] else {
            return false;
        };
        if small && !make_small(lead, next) {
            return false;
        }
        rest = behind;
    }
    true
}

/// Makes a letter of two bytes small; says no when the small one is of another length.
#[inline]
fn make_small(lead: &mut u8, next: &mut u8) -> bool {
    match (*lead, *next) {
        // The accented letters of Western Europe, without a look into the tables.
        (0xc3, 0x80..=0x96 | 0x98..=0x9e) => *next += 0x20,
        (0xc3, _) => {}
        (first, second) => {
            let letter = u32::from(first & 0x1f) << 6 | u32::from(second & 0x3f);
            let mut small = char::from_u32(letter).into_iter().flat_map(char::to_lowercase);
            let (Some(letter), None) = (small.next(), small.next()) else { return false };
            let mut bytes = [0; 4];
            let [a, b] = letter.encode_utf8(&mut bytes).as_bytes() else { return false };
            (*lead, *next) = (*a, *b);
        }
    }
    true
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
            assert!(!copy(&[&letters[start..end], "д".as_bytes()].concat(), true, &mut copied));
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
