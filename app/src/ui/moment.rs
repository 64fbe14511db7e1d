//! Moments and days, readable by people and by programs.
//! The server writes UTC and says so; a script may rewrite it to the reader's own zone.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use leptos::prelude::*;

/// A moment. Without scripts it reads in UTC.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let iso = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    view! {
        <time datetime=iso.clone() title=iso data-local="">
            {at.format("%-d %b %Y, %H:%M UTC").to_string()}
        </time>
    }
}

/// A day on the calendar, the same in every zone.
#[component]
pub fn Day(
    /// Which.
    date: NaiveDate,
) -> impl IntoView {
    let iso = date.to_string();
    view! { <time datetime=iso.clone() title=iso>{date.format("%-d %b %Y").to_string()}</time> }
}
