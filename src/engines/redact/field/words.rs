//! A field's name as words: `dbPassword`, `DB_PASSWORD` and `db.password` are the same two.
//! Must never allocate: every name in a text passes here.

use super::LONGEST;

/// A field name as lower-case words with underscores between them, on the stack.
pub(super) struct Words {
    bytes: [u8; LONGEST * 2],
    len: usize,
}

impl Words {
    /// Splits at signs and at the humps of camel case; letters outside ASCII lose their accents' weight.
    pub(super) fn of(name: &str) -> Self {
        let mut words = Self { bytes: [0; LONGEST * 2], len: 0 };
        let mut last = '_';
        let mut chars = name.trim().chars().take(LONGEST).peekable();
        while let Some(c) = chars.next() {
            let hump = c.is_ascii_uppercase()
                && (last.is_ascii_lowercase()
                    || last.is_ascii_digit()
                    || (last.is_ascii_uppercase()
                        && chars.peek().is_some_and(char::is_ascii_lowercase)));
            if hump || !c.is_alphanumeric() {
                words.gap();
            }
            words.push(plain(c));
            last = c;
        }
        words.trim();
        words
    }

    fn gap(&mut self) {
        if self.len > 0 && self.bytes[self.len - 1] != b'_' {
            self.push(b'_');
        }
    }

    fn push(&mut self, b: u8) {
        if b != 0 && self.len < self.bytes.len() {
            self.bytes[self.len] = b;
            self.len += 1;
        }
    }

    fn trim(&mut self) {
        while self.len > 0
            && (self.bytes[self.len - 1] == b'_' || self.bytes[self.len - 1].is_ascii_digit())
        {
            self.len -= 1;
        }
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// The ASCII letter or digit nearest to `c`, or 0 for a sign.
const fn plain(c: char) -> u8 {
    match c {
        'a'..='z' | '0'..='9' => c as u8,
        'A'..='Z' => c.to_ascii_lowercase() as u8,
        'à'..='å' | 'À'..='Å' => b'a',
        'ç' | 'Ç' | 'ć' => b'c',
        'è'..='ë' | 'È'..='Ë' | 'ę' => b'e',
        'ì'..='ï' | 'Ì'..='Ï' => b'i',
        'ł' | 'Ł' => b'l',
        'ñ' | 'Ñ' | 'ń' => b'n',
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' => b'o',
        'ß' | 'ś' => b's',
        'ù'..='ü' | 'Ù'..='Ü' => b'u',
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_signs_and_humps() {
        for (name, words) in [
            ("dbPassword", "db_password"),
            ("X-Api-Key", "x_api_key"),
            ("HTTPProxyAuth2", "http_proxy_auth"),
            ("Contraseña", "contrasena"),
            ("__token__", "token"),
        ] {
            assert_eq!(Words::of(name).text(), words, "{name}");
        }
    }
}
