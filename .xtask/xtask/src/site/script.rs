//! Scripts as they are served: without the lines that only tell whoever reads the source.
//! It reads as much JavaScript as it takes to know where a text goes on over several lines, and changes no line.

/// A script without its lines of comments: they are for whoever reads the source, and for what checks its types.
/// What looks like one within a template literal is text, and stays.
pub(crate) fn without_comments(script: &str) -> String {
    let mut reading = Reading::default();
    let mut kept = String::with_capacity(script.len());
    for line in script.lines() {
        if reading.is_within_a_text() || !is_comment(line) {
            kept.push_str(line);
            kept.push('\n');
        }
        reading.read(line);
    }
    kept
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/"))
}

/// What a place of a script is within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Code that stands in a template literal, with the braces that are open in it.
    Code(u32),
    /// The text of a template literal.
    Template,
    /// A comment that may take several lines.
    Comment,
}

/// How far a script was read: what is open there, the innermost last. Nothing is open in the script's own code.
#[derive(Debug, Default)]
struct Reading(Vec<Within>);

impl Reading {
    fn is_within_a_text(&self) -> bool {
        self.0.last() == Some(&Within::Template)
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        while !rest.is_empty() {
            let before = &line[..line.len() - rest.len()];
            rest = match self.0.last() {
                Some(Within::Template) => self.template(rest),
                Some(Within::Comment) => self.comment(rest),
                Some(Within::Code(_)) | None => self.code(before, rest),
            };
        }
    }

    /// The rest behind one sign of a template literal.
    fn template<'l>(&mut self, rest: &'l str) -> &'l str {
        if let Some(code) = rest.strip_prefix("${") {
            self.0.push(Within::Code(0));
            return code;
        }
        if let Some(behind) = rest.strip_prefix('`') {
            self.0.pop();
            return behind;
        }
        behind(rest.strip_prefix('\\').unwrap_or(rest))
    }

    /// The rest behind a comment, or nothing while it goes on.
    fn comment<'l>(&mut self, rest: &'l str) -> &'l str {
        let Some((_, behind)) = rest.split_once("*/") else { return "" };
        self.0.pop();
        behind
    }

    /// The rest behind one sign of code, or behind the comment, string or pattern that begins there.
    fn code<'l>(&mut self, before: &str, rest: &'l str) -> &'l str {
        if rest.starts_with("//") {
            return "";
        }
        if let Some(inside) = rest.strip_prefix("/*") {
            self.0.push(Within::Comment);
            return inside;
        }
        let inside = behind(rest);
        match &rest[..rest.len() - inside.len()] {
            quote @ ("\"" | "'") => return behind_text(inside, quote),
            "/" if may_be_a_pattern(before) => return behind_pattern(inside),
            "`" => self.0.push(Within::Template),
            "{" => self.braces(1),
            "}" => self.braces(-1),
            _ => {}
        }
        inside
    }

    /// Opens or closes a brace; the one that ends the code within a template literal goes back to its text.
    fn braces(&mut self, change: i32) {
        if change < 0 && self.0.last() == Some(&Within::Code(0)) {
            self.0.pop();
        } else if let Some(Within::Code(open)) = self.0.last_mut() {
            *open = open.saturating_add_signed(change);
        }
    }
}

/// A text without its first sign.
fn behind(text: &str) -> &str {
    let mut signs = text.chars();
    signs.next();
    signs.as_str()
}

/// What comes behind a string; nothing when it is not closed.
fn behind_text<'l>(mut rest: &'l str, quote: &str) -> &'l str {
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix(quote) {
            return behind;
        }
        rest = behind(rest.strip_prefix('\\').unwrap_or(rest));
    }
    rest
}

/// What comes behind a pattern, in which a slash between brackets closes nothing.
fn behind_pattern(mut rest: &str) -> &str {
    let mut listed = false;
    while !rest.is_empty() {
        match rest.chars().next() {
            Some('/') if !listed => return behind(rest),
            Some('[') => listed = true,
            Some(']') => listed = false,
            _ => {}
        }
        rest = behind(rest.strip_prefix('\\').unwrap_or(rest));
    }
    rest
}

/// Whether a slash after this begins a pattern; after a value it divides.
fn may_be_a_pattern(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty()
        || before.ends_with(|sign: char| "(,=:[!&|?{};+-*%~^<>".contains(sign))
        || before.ends_with("return")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_its_lines_of_comments_and_nothing_else() {
        let script =
            "// Why.\n/** @type {number} */\nlet a = 1; // kept\n  /** @type {any} */ (a).b();\n";
        let kept = without_comments(script);
        assert_eq!(kept, "let a = 1; // kept\n  /** @type {any} */ (a).b();\n");
    }

    #[test]
    fn what_looks_like_a_comment_in_a_template_literal_stays() {
        let script =
            "const a = `one\n// two ${b({ c: `\n// three` })}\n// four`;\n// gone\nlet d;\n";
        let kept = without_comments(script);
        assert_eq!(kept, script.replace("// gone\n", ""));
        let code =
            "const a = `${\n// gone\n[b].map((c) => {\n// gone too\n  return c;\n})}\n// stays`;\n";
        let told = "const a = `${\n[b].map((c) => {\n  return c;\n})}\n// stays`;\n";
        assert_eq!(without_comments(code), told);
    }

    #[test]
    fn a_backtick_in_a_string_pattern_or_comment_opens_nothing() {
        for line in [
            "let a = \"`\";",
            "let a = 'it\\'s `';",
            "a.replace(/`/g, b);",
            "a.replace(/[/`]/, b);",
            "return /\\/`/;",
            "let a = 1; // a `",
            "/* a ` */ let a;",
            "let a = `\\``;",
            "let a = b / c; // `",
        ] {
            let script = format!("{line}\n// gone\nlet z;\n");
            assert_eq!(without_comments(&script), format!("{line}\nlet z;\n"), "{line}");
        }
    }

    #[test]
    fn every_script_of_ours_ends_where_nothing_is_open() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
        let mut read = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "js") {
                let mut reading = Reading::default();
                std::fs::read_to_string(&path).unwrap().lines().for_each(|line| reading.read(line));
                assert!(reading.0.is_empty(), "{}: {reading:?}", path.display());
                read += 1;
            }
        }
        assert!(read >= 3, "{read} scripts");
    }
}
