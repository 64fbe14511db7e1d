//! How wide a text is at most, so that boxes can be made to fit before any browser has seen them.
//! Widths are wider than those of the usual screen fonts; a text may get too much room but never too little.

/// The most that a character advances, as a part of the font size.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        ' ' | 'f' | 't' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' | '·' => 0.4,
        'r' | '"' | '“' | '”' | '*' => 0.46,
        's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.56,
        'm' => 0.97,
        'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        'a'..='z' | '0'..='9' | '–' | '_' => 0.63,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' | '×' => 0.78,
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{80}'..='\u{24f}' => 0.78,
        '\u{250}'..='\u{10ff}' => 0.9,
        '\u{1e00}'..='\u{20ff}' => 0.85,
        _ => 1.1,
    }
}

/// The most room that a line of text takes at a font size in pixels.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Breaks a text into lines that fit, between words where it can and inside a word where it must.
#[must_use]
pub fn wrapped(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, size) <= most {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = broken(word, size, most, &mut lines);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Breaks a word that is too long for a line, after a sign if there is one; gives what is left of it.
fn broken(word: &str, size: f64, most: f64, lines: &mut Vec<String>) -> String {
    let mut rest = word;
    while width(rest, size) > most {
        let mut end = 0;
        let mut sum = 0.0;
        let mut sign = 0;
        for (at, c) in rest.char_indices() {
            sum += advance(c) * size;
            if sum > most && end > 0 {
                break;
            }
            end = at + c.len_utf8();
            if matches!(c, '-' | '/' | '_' | '.' | '@' | ':' | ',') {
                sign = end;
            }
        }
        let cut = if sign * 3 > end { sign } else { end };
        lines.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_words_and_long_words_after_a_sign() {
        assert_eq!(wrapped("Create the order", 10.0, 70.0), ["Create the", "order"]);
        assert_eq!(wrapped("order-synchronisation", 10.0, 80.0), ["order-", "synchronisatio", "n"]);
        assert_eq!(wrapped("", 10.0, 80.0), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(text in "\\PC{0,80}", most in 20.0..200.0_f64) {
            let lines = wrapped(&text, 13.0, most);
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            prop_assert!(lines.iter().all(|line| line.chars().count() <= 1 || width(line, 13.0) <= most));
        }
    }
}
