//! Moments as programs count them: seconds or milliseconds since 1970.
//! A number of another length is none.

/// A point in time.
pub struct Instant {
    /// Seconds since 1970.
    pub seconds: i64,
    /// Nanoseconds beyond them.
    pub nanos: u32,
}

/// Seconds or milliseconds since 1970, of this century.
pub fn counted(text: &str) -> Option<Instant> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    match whole.len() {
        10 => Some(Instant { seconds: count, nanos: nanos(fraction)? }),
        13 => Some(milliseconds(count)),
        _ => None,
    }
}

fn milliseconds(count: i64) -> Instant {
    let nanos = u32::try_from(count.rem_euclid(1_000)).unwrap_or(0) * 1_000_000;
    Instant { seconds: count.div_euclid(1_000), nanos }
}

/// `/Date(1658880000000+0000)/`, as some programs write a moment into JSON; the distance from UTC changes nothing.
pub fn json_date(text: &str) -> Option<Instant> {
    let text = text.replace('\\', "");
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inner.get(1..)?.find(['+', '-']).map_or(inner.len(), |end| end + 1);
    inner[..end].parse().ok().map(milliseconds)
}

/// The nanoseconds of a fraction of a second.
pub fn nanos(fraction: &str) -> Option<u32> {
    if fraction.is_empty() { Some(0) } else { format!("{fraction:0<9}").get(..9)?.parse().ok() }
}
