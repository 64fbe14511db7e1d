//! The bar that stays in sight while a decision is open: what waits, and the way to decide.

use crate::prelude::*;
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::{Answer, Decision};

/// Whether something is left to decide: a quote waits, nothing was decided yet, or what was declined has a newer version.
pub(in crate::room) fn is_open(decisions: &[Decision], waits: bool, newest: i32) -> bool {
    let last = decisions.iter().find(|one| one.answer != Answer::Ask.key());
    let declined = |answer: &str| answer == Answer::Decline.key();
    waits || last.is_none_or(|one| declined(&one.answer) && one.number < newest)
}

/// The bar. Without scripts it is a link at the end of the page that stays at the edge of the window.
#[component]
pub fn DecisionBar(
    /// The engagement.
    engagement: EngagementId,
    /// The version that waits.
    version: i32,
    /// The quote that waits with it.
    quote: Option<i32>,
) -> impl IntoView {
    let says = match quote {
        Some(quote) => format!("Version {version} and quote {quote} wait for your decision."),
        None => format!("Version {version} waits for your decision."),
    };
    view! {
        <section class="decision-bar" aria-label="Decide">
            <p>{says}</p>
            <a class="button primary" href=urls::room(engagement, "decision", None)>"Decide"</a>
        </section>
    }
}
