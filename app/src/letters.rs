//! Mail to the people of a room: that they are answered, or mentioned. It leads to the room, and has no word of what was said.

use crate::mail::Letter;
use crate::request::RequestContext;
use crate::urls;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::store::Replied;

/// Mails whoever is answered that there is an answer on a page of the room, while the page goes on.
pub fn tell_answered(
    context: &RequestContext,
    engagement: EngagementId,
    page: &str,
    address: Option<String>,
) {
    let link = format!("{}{}", context.app.public_url, urls::room(engagement, page, None));
    if let Some(address) = address {
        context.app.mailer.tell(&address, Letter::Answered(link));
    }
}

/// Mails those who are mentioned on a page of the room.
pub fn tell_mentioned(
    context: &RequestContext,
    engagement: EngagementId,
    page: &str,
    mentioned: Vec<String>,
) {
    let page = urls::room(engagement, page, None);
    let link = format!("{}{page}#comments", context.app.public_url);
    for address in mentioned {
        context.app.mailer.tell(&address, Letter::Mentioned(link.clone()));
    }
}

/// Mails whoever is answered, and who else is mentioned in the answer: each once.
pub fn tell_replied(
    context: &RequestContext,
    engagement: EngagementId,
    page: &str,
    replied: Replied,
) {
    let Replied { answered, mut mentioned } = replied;
    mentioned.retain(|address| answered.as_ref() != Some(address));
    tell_mentioned(context, engagement, page, mentioned);
    tell_answered(context, engagement, page, answered);
}
