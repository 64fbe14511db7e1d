//! Text as Markdown that reads as that text: CommonMark, and the tables and bare links of `GitHub`’s flavour.
//! It may escape more than a reader of Markdown needs; it must never escape less.

/// A text in one line: in a list, a heading or a cell. Empty is unknown.
pub(in crate::delivery) fn inline(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    line(&words.join(" "))
}

/// A text of several paragraphs, parted by blank lines; line breaks inside them stay. Empty is unknown.
pub(super) fn paragraphs(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(inline).collect();
    let mut out = String::new();
    for line in lines.iter().skip_while(|line| line.is_empty()) {
        match (line.is_empty(), out.ends_with("\n\n") || out.is_empty()) {
            (true, true) => {}
            (true, false) => out.push_str("\n\n"),
            (false, true) => out.push_str(line),
            (false, false) => out.extend(["\\\n", line]),
        }
    }
    let told = out.trim_end();
    if told.is_empty() { "*We don’t know yet*".to_owned() } else { told.to_owned() }
}

/// A fence that the text cannot close.
pub(super) fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let start =
        text.char_indices().find(|(_, c)| !c.is_ascii_digit()).map_or(text.len(), |(at, _)| at);
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let marks = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' => true,
            '#' | '+' | '-' | '=' => at == 0,
            // “12.” and “12)” at the start of a line begin a list.
            '.' | ')' => (at == start && at > 0) || (c == '.' && ends_with_www(&text[..at])),
            // Bare addresses become links in GitHub’s flavour.
            ':' => rest.starts_with("://"),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.get(text.len().wrapping_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_comes_out_as_text() {
        assert_eq!(
            inline("a *b* <script>x</script> [l](http://x)"),
            r"a \*b\* \<script\>x\</script\> \[l\](http\://x)"
        );
        assert_eq!(inline("a | b\nc"), r"a \| b c");
        assert_eq!(inline("# not a heading"), r"\# not a heading");
        assert_eq!(inline("12. not a list"), r"12\. not a list");
        assert_eq!(inline("- no bullet"), r"\- no bullet");
        assert_eq!(inline("see www.example.org"), r"see www\.example.org");
        assert_eq!(inline("&lt;"), r"\&lt;");
        assert_eq!(inline("![i](x)"), r"!\[i\](x)");
    }

    #[test]
    fn ordinary_text_stays_readable() {
        assert_eq!(
            inline("Order no. 12, re-sent (twice) at 9:30 – 40% late."),
            "Order no. 12, re-sent (twice) at 9:30 – 40% late."
        );
    }

    #[test]
    fn each_line_of_a_paragraph_is_a_start_of_its_own() {
        assert_eq!(paragraphs("a\n# b\n\n\n=== c\n"), "a\\\n\\# b\n\n\\=== c");
        assert_eq!(paragraphs(" \n"), "*We don’t know yet*");
    }

    #[test]
    fn no_payload_closes_its_fence() {
        assert_eq!(fence("x"), "```");
        assert_eq!(fence("```` \n```"), "`````");
    }
}
