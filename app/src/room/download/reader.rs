//! Whom a copy is for: until it is accepted, what a client's person downloads says so on each page.
//! What staff download is the plain one, and so is what was accepted.

use crate::http_error::HttpError;
use crate::request::RequestContext;
use crate::zone;
use chrono::Utc;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;
use faultline::stores::access::{Action, ViewRoom};
use faultline::stores::quote::{Issued, QuoteState};
use faultline::stores::room::store;
use faultline::stores::room::{Answer, Snapshot};

/// The line on a copy of a version's document; empty for the plain one.
pub(in crate::room) async fn of(
    context: &RequestContext,
    engagement: EngagementId,
    snapshot: &Snapshot,
    issued: Option<&Issued>,
) -> Result<String, HttpError> {
    if context.can(Action::ViewWork, engagement) || is_accepted(issued) {
        return Ok(String::new());
    }
    if issued.is_none() {
        let grant = context.may::<ViewRoom>(engagement)?;
        let decisions = store::decisions(&mut *context.look().await?, grant).await?;
        let of_version = |number: i32| number == snapshot.contents().number;
        let accepted = decisions
            .iter()
            .any(|one| of_version(one.number) && one.answer == Answer::Accept.key());
        if accepted {
            return Ok(String::new());
        }
    }
    Ok(line(context.me()?.name.as_str()))
}

/// The line on a copy of a quote; empty for the plain one.
pub(in crate::room) fn of_quote(
    context: &RequestContext,
    engagement: EngagementId,
    issued: &Issued,
) -> Result<String, HttpError> {
    if context.can(Action::ViewWork, engagement) || is_accepted(Some(issued)) {
        return Ok(String::new());
    }
    Ok(line(context.me()?.name.as_str()))
}

/// The line itself, with the day it is where the reader is.
pub(crate) fn line(name: &str) -> String {
    format!("For {name}, {}", day(zone::local(Utc::now()).date()))
}

fn is_accepted(issued: Option<&Issued>) -> bool {
    issued.is_some_and(|issued| issued.state == QuoteState::Accepted)
}
