//! Redaction takes time in proportion to the text, whatever somebody puts into it to slow it down.
//! Must never measure one run: a busy machine makes any run slow, but not every one.

use std::time::{Duration, Instant};

use super::redacted;

/// Bytes of the shorter text.
const LENGTH: usize = 100_000;

/// What is repeated; each once made some rule look at the same stretch again and again.
const HOSTILE: &[&str] = &[
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "-----BEGIN RSA PRIVATE KEY-----\n\"x\" ",
    "PuTTY-User-Key-File\n",
    "{\"a\":\"",
    "\\\"password\\\":\\\"",
    "password=\"",
    "&quot;password&quot;:&quot;",
    "\"\\\\\\\\\\\\",
    "{",
    "[{",
    "{\"a\":{\"b\":\"x@y.zz ",
    "key=",
    "cookie: a=b; ",
    "authorization: ",
    "password: |\n",
    "<password>",
    "eyJ",
    "xoxb-",
    "xoxb-xxxx",
    "bearer:",
    "basic+",
    "a://b:c@",
    "a@b.cd,",
    "%22",
    "%2522",
    "1234 ",
    "{\"name\":{",
    "id,first_name\n\"a,b\n",
    "‹email 123456›",
];

fn took(text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(redacted(text));
    start.elapsed()
}

#[test]
fn twice_the_text_takes_about_twice_the_time() {
    for piece in HOSTILE {
        let text = |len: usize| piece.repeat(len / piece.len());
        let (short, long) = (text(LENGTH), text(2 * LENGTH));
        // Quadratic work would take four times as long in every attempt.
        let linear = (0..8).any(|_| took(&long) < took(&short) * 3 + Duration::from_millis(20));
        assert!(linear, "{piece:?}");
    }
}
