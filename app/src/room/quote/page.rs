//! The page of a quote in the room: how it stands, the answer, the hours, and what is offered.
//! Who may only read is led to no decision.

use crate::prelude::*;
use crate::quote::{CurveChart, HoursChart};
use crate::room::blocks::{Lead, SectionBlocks};
use crate::ui::{Badge, Notice, PageHeader, Section, Time, Tone};
use crate::urls;
use chrono::{DateTime, Utc};
use faultline::delivery::report;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::numbers::money;
use faultline::platform::wording::day;
use faultline::stores::quote::{Issued, QuoteState};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The page while nothing was issued.
#[component]
pub fn NoQuotePage() -> impl IntoView {
    view! {
        <PageHeader title="Quote" lede="What the next step takes and costs, once your consultants have worked it out." />
        <p>"No quote has been issued yet. It stands here as soon as your consultants issue one."</p>
    }
}

/// The page.
#[component]
pub fn RoomQuotePage(
    /// The engagement.
    engagement: EngagementId,
    /// The quote that is read.
    quote: Issued,
    /// The other quotes of the room, the newest first.
    others: Vec<Issued>,
    /// Whether it waits for an answer.
    waits: bool,
    /// Whether the reader may answer it.
    may_answer: bool,
    /// The version that the room shows.
    snapshot: Arc<Snapshot>,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let told = report::quote_with_drawing(&quote);
    let sections = told.sections.into_iter().map(|section| {
        let snapshot = Arc::clone(&snapshot);
        view! { <SectionBlocks snapshot id=section.id blocks=section.blocks lead /> }
    });
    let (number, judged) = (quote.contents.number, quote.contents.appraisal.clone());
    let priced = Some(quote.contents.quote.clone());
    let (title, lede) =
        (format!("Quote {number}"), format!("{}. {}", told.verdict.word, told.verdict.says));
    let (redacted, hash) = (quote.redacted_at, quote.hash.to_string());
    view! {
        <PageHeader title lede />
        <StateNotice quote waits answers=may_answer />
        {redacted.map(|at| view! { <RedactedNotice at hash /> })}
        {may_answer.then(|| view! { <WayToDecide engagement number /> })}
        <HoursChart slices=judged.chart range=judged.hours />
        {sections.collect_view()}
        <CurveChart curve=judged.curve proposed=None priced />
        <Files engagement number redacted=redacted.is_some() />
        <OtherQuotes engagement others />
    }
}

/// How the quote stands, and whose answer that is.
#[component]
fn StateNotice(quote: Issued, waits: bool, answers: bool) -> impl IntoView {
    let (title, tone) = match quote.state {
        QuoteState::Issued if waits => ("This quote waits for your answer.", Tone::Doubt),
        QuoteState::Issued => ("This quote can no longer be accepted.", Tone::Plain),
        QuoteState::Accepted => ("This quote is accepted.", Tone::Sound),
        QuoteState::Declined => ("This quote was declined.", Tone::Fault),
        QuoteState::Superseded => ("A newer quote has taken its place.", Tone::Plain),
    };
    let until = (quote.state == QuoteState::Issued).then_some(quote.valid_until()).flatten();
    let until = until.map(|until| match (waits, answers) {
        (true, true) => format!("It can be accepted until {}.", day(until)),
        (true, false) => format!(
            "It can be accepted until {}, by those of you who may decide in this room.",
            day(until)
        ),
        (false, _) => format!("Its last day was {}. Ask for a new one.", day(until)),
    });
    let answered = quote.answered_at.map(|at| {
        let by = format!("By {}, ", quote.answered_by);
        view! { <p>{by}<Time at /></p><p class="told">{quote.reason}</p> }
    });
    view! { <Notice tone title>{answered}{until.map(|says| view! { <p>{says}</p> })}</Notice> }
}

/// That a text was redacted in it after it was issued.
#[component]
fn RedactedNotice(at: DateTime<Utc>, hash: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Doubt title="A text in this quote was redacted.">
            <p>
                "That was on "
                <Time at />
                ": a placeholder stands in its place, and nothing else was changed. It was issued with the SHA-256 "
                <code>{hash}</code>
                "."
            </p>
        </Notice>
    }
}

/// The way to the page on which the quote is accepted or declined, together with the version it goes with.
#[component]
fn WayToDecide(engagement: EngagementId, number: i32) -> impl IntoView {
    view! {
        <p>
            <a class="button primary" href=urls::room(engagement, "decision", None)>{format!("Decide on quote {number}")}</a>
        </p>
    }
}

#[component]
fn Files(engagement: EngagementId, number: i32, redacted: bool) -> impl IntoView {
    let json = if redacted {
        "What redaction left of it, byte for byte. The hash it was issued with stays on record."
    } else {
        "What was issued, byte for byte: what the hash is computed from."
    };
    let file = |extension: &str| {
        format!("{}?number={number}", urls::room(engagement, &format!("quote.{extension}"), None))
    };
    view! {
        <ul class="downloads">
            <li>
                <a class="button" href=file("pdf")>"PDF"</a>
                <p>"The quote, typeset for reading and printing."</p>
            </li>
            <li>
                <a class="button" href=file("md")>"Markdown"</a>
                <p>"The same as plain text."</p>
            </li>
            <li>
                <a class="button" href=file("json")>"JSON"</a>
                <p>{json}</p>
            </li>
        </ul>
    }
}

#[component]
fn OtherQuotes(engagement: EngagementId, others: Vec<Issued>) -> impl IntoView {
    let nothing = others.is_empty();
    let entries = others.into_iter().map(|one| {
        let number = one.contents.number;
        let href = format!("{}?number={number}", urls::room(engagement, "quote", None));
        let offer = money(one.contents.offer().net, &one.contents.quote.currency);
        let tone = if one.state == QuoteState::Accepted { Tone::Sound } else { Tone::Plain };
        view! {
            <li>
                <a href=href>{format!("Quote {number}")}</a>{format!(": {offer} before tax ")}<Badge tone word=one.state.label() />
            </li>
        }
    });
    let entries = entries.collect_view();
    (!nothing).then(|| {
        view! { <Section title="Other quotes" id="other-quotes"><ul>{entries}</ul></Section> }
    })
}
