//! Links of evidence: a reason leads to what it rests on, a gap to where it is closed.
//! The addresses are those of `urls`; nothing is decided here.

use crate::ui::Link;
use crate::urls::{counted, subject};
use faultline::judgement::evidence::{Evidence, Missing};
use faultline::platform::ids::EngagementId;

/// A reason, leading to what it rests on.
#[must_use]
pub fn evidence(engagement: EngagementId, evidence: &Evidence) -> Link {
    let page = subject(engagement, &evidence.about);
    let page = if evidence.samples.is_some() { counted(page) } else { page };
    Link::new(page, evidence.says.clone())
}

/// A gap, leading to where it is recorded.
#[must_use]
pub fn missing(engagement: EngagementId, missing: &Missing) -> Link {
    Link::new(subject(engagement, &missing.about), missing.says.clone())
}
