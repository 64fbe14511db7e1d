//! Quotation marks: what stands between them means nothing but itself.
//! A mark inside a word, as in 12" pipe, opens nothing.

/// A text with the places that are quoted.
pub struct Quoted<'a> {
    /// The text itself.
    pub text: &'a str,
    regions: Vec<(usize, usize)>,
}

impl<'a> Quoted<'a> {
    /// Finds the quoted places of a text.
    pub fn new(text: &'a str) -> Self {
        let mut regions = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find('"').map(|found| at + found) {
            match closing(text, open) {
                Some(end) if opens(text, open) => {
                    regions.push((open, end));
                    at = end;
                }
                _ => at = open + 1,
            }
        }
        Self { text, regions }
    }

    /// Whether this byte stands inside quotation marks.
    pub fn covers(&self, byte: usize) -> bool {
        self.regions.iter().any(|&(from, to)| from <= byte && byte < to)
    }

    /// The first place outside quotation marks where `found` holds for a character and the text after it.
    pub fn find(&self, found: impl Fn(char, &str) -> bool) -> Option<usize> {
        let mut places = self.text.char_indices();
        places
            .find(|&(at, c)| !self.covers(at) && found(c, &self.text[at + c.len_utf8()..]))
            .map(|(at, _)| at)
    }

    /// The last place outside quotation marks where the text goes on like this, without regard to case.
    pub fn rfind(&self, pattern: &str) -> Option<usize> {
        let places = self.text.char_indices().rev().map(|(at, _)| at);
        places.filter(|&at| !self.covers(at)).find(|&at| starts_with(&self.text[at..], pattern))
    }

    /// The pieces between the commas and semicolons that stand outside quotation marks.
    pub fn items(&self) -> Vec<&'a str> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for (at, c) in self.text.char_indices() {
            if matches!(c, ',' | ';') && !self.covers(at) {
                pieces.push(self.text[from..at].trim());
                from = at + 1;
            }
        }
        pieces.push(self.text[from..].trim());
        pieces
    }
}

/// Whether `text` begins with the ASCII `pattern`, without regard to case.
pub fn starts_with(text: &str, pattern: &str) -> bool {
    text.get(..pattern.len()).is_some_and(|start| start.eq_ignore_ascii_case(pattern))
}

/// The text without the quotation marks around all of it, if there are any.
pub fn unquoted(text: &str) -> String {
    let text = text.trim();
    let whole = text.starts_with('"') && closing(text, 0) == Some(text.len());
    if whole { text[1..text.len() - 1].replace("\"\"", "\"") } else { text.to_owned() }
}

/// Whether quotation marks go around all of the text.
pub fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('"') && closing(text, 0) == Some(text.len())
}

/// A name in quotation marks.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn opens(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_none_or(|before| before.is_whitespace() || matches!(before, '(' | ',' | ';'))
}

/// The end of the quotation that opens at `open`, when it is closed before a space or a sign.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut rest = text[open + 1..].char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c != '"' {
            continue;
        }
        if rest.peek().is_some_and(|&(_, next)| next == '"') {
            rest.next();
            continue;
        }
        let after = rest.peek().map(|&(_, next)| next);
        let ends =
            after.is_none_or(|next| next.is_whitespace() || matches!(next, ':' | ')' | ',' | ';'));
        return ends.then_some(open + 1 + at + 1);
    }
    None
}
