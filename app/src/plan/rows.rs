//! A line of the plan in its list: what it is, whom it waits for, its days, and the buttons that move it on.

use super::lines::Line;
use crate::prelude::*;
use crate::ui::{Badge, Day, PostButton, SentenceLink, Tag, Tone};
use crate::urls::{self, at};
use faultline::document::plan::{LineState, WaitsFor};
use faultline::judgement::gaps::Gap;
use faultline::judgement::plan::Closes;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;

/// A row of the list.
#[component]
pub fn LineRow(
    /// The engagement.
    engagement: EngagementId,
    /// The line.
    line: Line,
    /// Whether the reader may move it on.
    may_edit: bool,
) -> impl IntoView {
    let Line { line: dated, version, at: name, dates, is_late, .. } = line.clone();
    let id = dated.id;
    let says = dated.says.clone();
    let what = if may_edit {
        let href = at(engagement, &format!("plan/lines/{id}"));
        Either::Left(view! { <SentenceLink href says /> })
    } else {
        Either::Right(says)
    };
    let waits = if dated.waits_for == WaitsFor::Firm { Tone::Plain } else { Tone::Doubt };
    let owner = if dated.owner.trim().is_empty() {
        Either::Left(view! { <Badge tone=Tone::Unknown word="nobody yet" /> })
    } else {
        Either::Right(dated.owner.clone())
    };
    let (first, last) = (dates.map(|dates| dates.0), dates.map(|dates| dates.1));
    let late = is_late.then(|| view! { " "<Badge tone=Tone::Fault word="late" /> });
    let done = dated.done_on.filter(|_| dated.state == LineState::Done);
    let done = done.map(|date| view! { " "<Day date /> });
    view! {
        <tr id=id.to_string()>
            <td class="num" data-label="No.">{dated.number}</td>
            <th scope="row" data-label="What is done" class="wide">{what}<Behind engagement line /></th>
            <td data-label="Phase">{dated.phase.label()}</td>
            <td data-label="For">{name}</td>
            <td data-label="Waits for"><Badge tone=waits word=dated.waits_for.label() /></td>
            <td data-label="Who">{owner}</td>
            <td data-label="Begins"><When day=dated.starts date=first /></td>
            <td data-label="Ends"><When day=dated.ends date=last />{late}</td>
            <td data-label="How far">
                <Badge tone=tone(dated.state) word=dated.state.label() />{done}
                {may_edit.then(|| view! { <MoveOn engagement id=id.to_string() state=dated.state version /> })}
            </td>
        </tr>
    }
}

/// What is behind a line: what it waits for, and the gaps that it closes.
#[component]
fn Behind(engagement: EngagementId, line: Line) -> impl IntoView {
    let after = match line.after.len() {
        0 => None,
        1 => Some(format!("After line {}.", line.told_after())),
        _ => Some(format!("After lines {}.", line.told_after())),
    };
    let after = after.map(|says| view! { <p class="hint">{says}</p> });
    let early = (!line.line.too_early_for.is_empty()).then(|| {
        view! { <p class="hint"><Badge tone=Tone::Doubt word="begins before what it waits for ends" /></p> }
    });
    let count = line.line.closes.len();
    let gaps = line.line.closes.into_iter().map(|closes| view! { <GapItem engagement closes /> });
    let gaps = gaps.collect_view();
    let gaps = if count == 0 {
        Either::Left(view! { <Tag word="added" /> })
    } else {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let says = format!("Closes {}", counted(count, "gap", "gaps"));
        Either::Right(
            view! { <details><summary>{says}</summary><ul class="cells">{gaps}</ul></details> },
        )
    };
    (after, early, gaps)
}

#[component]
fn GapItem(engagement: EngagementId, closes: Closes) -> impl IntoView {
    let Closes { gap, says, about } = closes;
    let href = match gap {
        Gap::Launch { integration, .. } => at(engagement, &format!("launch#{integration}")),
        _ => urls::subject(engagement, &about),
    };
    view! { <li><SentenceLink href says /></li> }
}

/// A day of the plan, as a date once there is one.
#[component]
fn When(day: i64, date: Option<chrono::NaiveDate>) -> impl IntoView {
    match date {
        Some(date) => {
            Either::Left(view! { <Day date />" "<span class="hint">{format!("day {day}")}</span> })
        }
        None => Either::Right(format!("day {day}")),
    }
}

/// What a state means to the reader.
fn tone(state: LineState) -> Tone {
    match state {
        LineState::Open => Tone::Plain,
        LineState::UnderWay => Tone::Doubt,
        LineState::Done => Tone::Sound,
    }
}

/// The button to the next state.
#[component]
fn MoveOn(engagement: EngagementId, id: String, state: LineState, version: i32) -> impl IntoView {
    let (next, label) = match state {
        LineState::Open => (LineState::UnderWay, "Begin"),
        LineState::UnderWay => (LineState::Done, "Done"),
        LineState::Done => (LineState::Open, "Open again"),
    };
    let action = at(engagement, &format!("plan/lines/{id}/state"));
    let with = vec![("version", version.to_string()), ("state", next.key().to_owned())];
    view! { <PostButton action label look="quiet" with /> }
}
