//! A file as a monitor would export it, of about 320 bytes a row: a time, a sentence with a mail address in one of ten,
//! a symptom, an order and its payload. The same every time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const SENTENCES: [&str; 6] = [
    "POST /orders returned 422: customer_id is invalid",
    "Webhook delivery timed out after 30 s (attempt 3 of 3)",
    "Duplicate invoice posted for external reference",
    "Amount differs from source of truth by rounding",
    "Field mapping changed upstream: expected string got object",
    "HTTP 200 but record absent in destination",
];
const KINDS: [&str; 6] = ["missing", "duplicate", "wrong", "late", "partial", "silent"];
const SYSTEMS: [&str; 5] = ["Shopify", "NetSuite", "HubSpot", "Xero", "Stripe"];
const STATES: [&str; 4] = ["new", "triaged", "fixed", "ignored"];
const STATUSES: [&str; 4] = ["200", "409", "422", "500"];

/// Numbers that look random: `SplitMix64`, whose constants are its author's.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get((self.next() % all.len() as u64) as usize).copied().unwrap_or_default()
    }
}

/// Writes the file.
pub fn write(file: &Path, rows: u32) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut any = Numbers(7);
    writeln!(out, "occurred_at,message,kind,order_id,payload,status")?;
    for row in 1..=rows {
        let key = format!("ORD-{:09}", any.below(1_000_000_000));
        let (month, day, hour) = (1 + any.below(10), 1 + any.below(28), any.below(24));
        let (minute, second, millis) = (any.below(60), any.below(60), any.below(1000));
        write!(out, "2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z,")?;
        write!(out, "{} [{key}]", any.one_of(&SENTENCES))?;
        if row % 10 == 0 {
            write!(out, " for buyer{}@example.org", any.below(1_000_000))?;
        }
        write!(out, ",{},{key},\"{{\"\"id\"\":\"\"{key}\"\",", any.one_of(&KINDS))?;
        let (system, attempt) = (any.one_of(&SYSTEMS), 1 + any.below(5));
        write!(out, "\"\"source\"\":\"\"{system}\"\",\"\"attempt\"\":{attempt},")?;
        let (order, status) = (any.below(1_000_000), any.one_of(&STATUSES));
        write!(
            out,
            "\"\"request\"\":{{\"\"path\"\":\"\"/v2/orders/{order}\"\",\"\"status\"\":{status}}},"
        )?;
        let trace = (u128::from(any.next()) << 64) | u128::from(any.next());
        writeln!(out, "\"\"trace\"\":\"\"{trace:032x}\"\"}}\",{}", any.one_of(&STATES))?;
    }
    out.flush()
}
