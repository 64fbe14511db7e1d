//! Moments and days, readable by people and by programs.
//! A moment is told in the zone of whoever asks, which stands beside it; programs read it in UTC.

use super::Writer;
use super::rows::write_days;
use crate::prelude::*;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
#[cfg(feature = "ssr")]
use faultline::engines::tables::Zone;
use std::borrow::Cow;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a moment, as [`Time`] shows it.
pub fn write_time(to: &mut Writer, at: DateTime<Utc>) {
    to.html("<time datetime=\"");
    iso(to, at.date_naive());
    to.html("T").digits(at.hour(), 2).html(":").digits(at.minute(), 2);
    to.html(":").digits(at.second(), 2).html("Z\">");
    let (local, zone) = shown(at);
    written(to, local.date());
    to.html(", ").digits(local.hour(), 2).html(":").digits(local.minute(), 2).html(" ");
    to.text(&zone).html("</time>");
}

/// What the clocks of whoever asks show, and what stands beside it.
#[cfg(feature = "ssr")]
fn shown(at: DateTime<Utc>) -> (NaiveDateTime, Cow<'static, str>) {
    match crate::zone::here() {
        Zone::Utc => (at.naive_utc(), "UTC".into()),
        zone => (zone.local(at), zone.beside(at).into()),
    }
}

/// No island shows a moment; one that did would tell it in universal time.
#[cfg(not(feature = "ssr"))]
fn shown(at: DateTime<Utc>) -> (NaiveDateTime, Cow<'static, str>) {
    (at.naive_utc(), "UTC".into())
}

/// Writes a day, as [`Day`] shows it.
pub fn write_day(to: &mut Writer, day: NaiveDate) {
    to.html("<time datetime=\"");
    iso(to, day);
    to.html("\">");
    written(to, day);
    to.html("</time>");
}

/// A day as people write it: “2 Oct 2026”.
fn written(to: &mut Writer, day: NaiveDate) {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    to.digits(day.day(), 1).html(" ").html(month).html(" ");
    year(to, day, 1);
}

/// A day as programs write it.
fn iso(to: &mut Writer, day: NaiveDate) {
    year(to, day, 4);
    to.html("-").digits(day.month(), 2).html("-").digits(day.day(), 2);
}

fn year(to: &mut Writer, day: NaiveDate, least: usize) {
    if day.year() < 0 {
        to.html("-");
    }
    to.digits(day.year().unsigned_abs(), least);
}

/// A moment, in the zone of whoever asks.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let mut to = Writer::default();
    write_time(&mut to, at);
    to.done()
}

/// A day on the calendar, the same in every zone.
#[component]
pub fn Day(
    /// Which.
    date: NaiveDate,
) -> impl IntoView {
    let mut to = Writer::default();
    write_day(&mut to, date);
    to.done()
}

/// From when to when.
#[component]
pub fn Days(
    /// The first day.
    first: NaiveDate,
    /// The last.
    last: NaiveDate,
) -> impl IntoView {
    let mut to = Writer::default();
    write_days(&mut to, first, last);
    to.done()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_moment_is_told_in_the_zone_of_whoever_asks() {
        let at = "2026-07-01T22:30:00Z".parse().unwrap();
        let shown = async { view! { <Time at /> }.to_html() };
        let html = crate::zone::within("Europe/Berlin".parse().unwrap(), shown).await;
        assert!(
            html.contains("datetime=\"2026-07-01T22:30:00Z\">2 Jul 2026, 00:30 CEST<"),
            "{html}"
        );
    }

    #[test]
    fn moments_and_days_read_as_chrono_would_write_them() {
        for seconds in [0, 951_782_400, 1_759_413_900, 4_102_444_799] {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let html = view! { <Time at /><Day date=at.date_naive() /> }.to_html();
            for part in ["%Y-%m-%dT%H:%M:%SZ", ">%-d %b %Y, %H:%M UTC<", "\"%Y-%m-%d\">%-d %b %Y<"]
            {
                assert!(html.contains(&at.format(part).to_string()), "{part} in {html}");
            }
        }
    }
}
