//! Tells the kind of a file from its first bytes and its name.
//! Its sender's word for it is not asked; a name can only make it be refused.

use super::Refused;
use image::ImageFormat;
use infer::MatcherType;

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A picture, of which a new one is drawn.
    Picture(ImageFormat),
    /// Probably a text.
    Text,
    /// A workbook, of which the cells are kept.
    Workbook,
    /// Probably a PDF.
    Pdf,
}

/// The type of a workbook. Some programs pack one in a way that says no more than that it is an archive.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How much of a text is looked at for what it begins with.
const HEAD: usize = 4_096;
/// Where a reader of PDF still finds its beginning.
const PDF_HEAD: usize = 1_024;

/// The kind of a file.
pub(super) fn sniff(name: &str, bytes: &[u8]) -> Result<Kind, Refused> {
    if let Some(refused) = by_name(name) {
        return Err(refused);
    }
    if let Some(found) = infer::get(bytes) {
        match (found.mime_type(), found.matcher_type()) {
            ("image/png", _) => return Ok(Kind::Picture(ImageFormat::Png)),
            ("image/jpeg", _) => return Ok(Kind::Picture(ImageFormat::Jpeg)),
            ("image/gif", _) => return Ok(Kind::Picture(ImageFormat::Gif)),
            ("image/webp", _) => return Ok(Kind::Picture(ImageFormat::WebP)),
            ("image/heif", _) => return Err(Refused::Heic),
            ("application/pdf", _) => return Ok(Kind::Pdf),
            (WORKBOOK, _) => return Ok(Kind::Workbook),
            ("application/zip", _) if extension(name) == "xlsx" => return Ok(Kind::Workbook),
            ("text/html", _) => return Err(Refused::Html),
            (_, MatcherType::Doc) => return Err(Refused::Office),
            (_, MatcherType::Archive | MatcherType::Book) => return Err(Refused::Archive),
            (_, MatcherType::Text) => {}
            _ => return Err(Refused::Unknown),
        }
    }
    let head = &bytes[..bytes.len().min(PDF_HEAD)];
    if extension(name) == "pdf" || head.windows(5).any(|window| window == b"%PDF-") {
        return Err(Refused::BrokenPdf);
    }
    match markup(&head_text(bytes)) {
        Some(refused) => Err(refused),
        None => Ok(Kind::Text),
    }
}

/// The beginning of a text in lower case, whatever its encoding: bytes that are no ASCII, and the zeros of UTF-16, are
/// left out.
fn head_text(bytes: &[u8]) -> String {
    let head = bytes.iter().take(2 * HEAD);
    let plain = head.filter(|byte| byte.is_ascii() && **byte != 0);
    plain.take(HEAD).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// Names whose files programs run.
fn by_name(name: &str) -> Option<Refused> {
    match extension(name).as_str() {
        "svg" | "svgz" => Some(Refused::Svg),
        "html" | "htm" | "xhtml" | "xht" | "shtml" | "mht" | "mhtml" | "hta" => Some(Refused::Html),
        "js" | "mjs" | "cjs" | "jsx" | "vbs" | "wsf" | "bat" | "cmd" | "ps1" => {
            Some(Refused::Script)
        }
        "heic" | "heif" => Some(Refused::Heic),
        _ => None,
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.trim().to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a text begins like something that a browser would run.
fn markup(head: &str) -> Option<Refused> {
    let begins = past_prologue(head);
    if !begins.starts_with('<') {
        return None;
    }
    let tag = begins.trim_start_matches('<').trim_start_matches("!doctype").trim_start();
    let name: String = tag.chars().take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    let local = name.rsplit(':').next().unwrap_or_default();
    if local == "svg" || head.contains("http://www.w3.org/2000/svg") {
        return Some(Refused::Svg);
    }
    let of_html =
        ["html", "head", "body", "script", "iframe", "meta", "link", "style", "img", "base"];
    let html = of_html.contains(&local) || head.contains("http://www.w3.org/1999/xhtml");
    html.then_some(Refused::Html)
}

/// The text after white space, declarations and comments.
fn past_prologue(mut head: &str) -> &str {
    loop {
        head = head.trim_start();
        let end = match head {
            _ if head.starts_with("<?") => "?>",
            _ if head.starts_with("<!--") => "-->",
            _ => return head,
        };
        match head.find(end) {
            Some(at) => head = &head[at + end.len()..],
            None => return head,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_is_refused_however_it_begins() {
        let cases: [(&str, &[u8], Refused); 12] = [
            ("a.txt", b"<svg onload=alert(1)>", Refused::Svg),
            ("a.txt", b"  <?xml version='1.0'?><!-- x --><svg:svg/>", Refused::Svg),
            ("a.xml", b"<root xmlns:s='http://www.w3.org/2000/svg'>", Refused::Svg),
            ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>", Refused::Html),
            ("a.txt", b"<ScRiPt>alert(1)</script>", Refused::Html),
            ("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Refused::Html),
            ("a.txt", b"<x xmlns='http://www.w3.org/1999/xhtml'>", Refused::Html),
            ("trace.SVG", b"plain", Refused::Svg),
            ("hook.mjs", b"export default 1", Refused::Script),
            ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refused::Heic),
            ("IMG_1.HEIC", b"whatever", Refused::Heic),
            ("a.png", b"PK\x03\x04zip", Refused::Archive),
        ];
        for (name, bytes, refused) in cases {
            assert_eq!(sniff(name, bytes), Err(refused), "{name} {}", bytes.escape_ascii());
        }
    }

    #[test]
    fn payloads_and_logs_are_texts() {
        for (name, bytes) in [
            ("order.xml", "<?xml version=\"1.0\"?><order id=\"1\"><line/></order>"),
            ("log.txt", "2026-11-02 14:05 ERROR <script> tag in field"),
            ("payload.json", "{\"html\": \"<b>x</b>\"}"),
            ("noname", "plain"),
        ] {
            assert_eq!(sniff(name, bytes.as_bytes()), Ok(Kind::Text), "{name}");
        }
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_not_by_its_name() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(sniff("x.txt", png), Ok(Kind::Picture(ImageFormat::Png)));
        assert_eq!(sniff("x.png", b"%PDF-1.7\n"), Ok(Kind::Pdf));
        assert_eq!(sniff("x.xlsx", b"PK\x03\x04zip"), Ok(Kind::Workbook));
    }
}
