//! Whether JSON is one object around a list of records, as the answers of many programs are.
//! A record that happens to hold a list is none: whatever else stands in a wrapper is about the list.

/// Names of what programs put beside a list of records.
const BESIDE: [&str; 42] = [
    "count",
    "total",
    "totalcount",
    "totalresults",
    "page",
    "pages",
    "pagesize",
    "perpage",
    "limit",
    "offset",
    "skip",
    "next",
    "nextpage",
    "nextpagetoken",
    "nextcursor",
    "previous",
    "prev",
    "cursor",
    "hasmore",
    "more",
    "links",
    "meta",
    "metadata",
    "pagination",
    "paging",
    "status",
    "success",
    "ok",
    "error",
    "errors",
    "warnings",
    "message",
    "code",
    "object",
    "kind",
    "url",
    "etag",
    "version",
    "timestamp",
    "requestid",
    "size",
    "query",
];

/// How deep a list may lie in objects around it: each of them is looked through once.
const AROUND: usize = 8;

/// A member of an object.
struct Member {
    name: String,
    value: Value,
}

/// What kind of value it has, and where its inside begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Records(usize),
    Object(usize),
    Other,
}

/// Where the list of records begins, behind its bracket, in the beginning of a text; `None` when there is no wrapper.
pub fn list(text: &[u8]) -> Option<usize> {
    let start = space(text, 0);
    (text.get(start) == Some(&b'{')).then(|| inside(text, start, 1))?
}

fn inside(text: &[u8], start: usize, depth: usize) -> Option<usize> {
    let (members, end) = members(text, start + 1);
    // Another object behind the first says that each is a record.
    if depth == 1 && end.is_some_and(|end| space(text, end) < text.len()) {
        return None;
    }
    let about = |member: &&Member| {
        let name: String = member.name.chars().filter(|letter| letter.is_alphanumeric()).collect();
        !member.name.starts_with(['@', '$', '_']) && !BESIDE.contains(&name.to_lowercase().as_str())
    };
    let rest: Vec<&Member> = members.iter().filter(about).collect();
    match rest.as_slice() {
        [Member { value: Value::Records(at), .. }] => Some(*at),
        [Member { value: Value::Object(at), .. }] if depth < AROUND => inside(text, *at, depth + 1),
        _ => None,
    }
}

/// The members of an object, and where it ends, if it does before the text.
fn members(text: &[u8], mut at: usize) -> (Vec<Member>, Option<usize>) {
    let mut members = Vec::new();
    loop {
        at = space(text, at);
        match text.get(at) {
            Some(b'}') => return (members, Some(at + 1)),
            Some(b',') => at += 1,
            Some(b'"') => {
                let Some(end) = skip(text, at) else { return (members, None) };
                let name = String::from_utf8_lossy(&text[at + 1..end - 1]).into_owned();
                let begin = space(text, space(text, end) + 1);
                members.push(Member { name, value: kind(text, begin) });
                let Some(end) = skip(text, begin) else { return (members, None) };
                at = end;
            }
            _ => return (members, None),
        }
    }
}

fn kind(text: &[u8], at: usize) -> Value {
    match text.get(at) {
        Some(b'{') => Value::Object(at),
        Some(b'[') if text.get(space(text, at + 1)) == Some(&b'{') => Value::Records(at + 1),
        _ => Value::Other,
    }
}

fn space(text: &[u8], at: usize) -> usize {
    let blank = text.get(at..).unwrap_or_default().iter().take_while(|byte| {
        byte.is_ascii_whitespace() || **byte == 0xef || **byte == 0xbb || **byte == 0xbf
    });
    at + blank.count()
}

/// Where the value that begins here ends; `None` when the text does so before.
fn skip(text: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.iter().enumerate().skip(start) {
        match (quoted, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => quoted = !quoted,
            (false, b'{' | b'[') => depth += 1,
            // The object around a plain value ends with it.
            (false, b'}' | b']' | b',') if depth == 0 => return Some(at),
            (false, b'}' | b']') => depth -= 1,
            _ => continue,
        }
        if depth == 0 && !quoted && matches!(byte, b'"' | b'}' | b']') {
            return Some(at + 1);
        }
    }
    None
}
