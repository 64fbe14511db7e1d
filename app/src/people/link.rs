//! The page that shows a one-time link, once, to whoever made it.
//! It is never shown again: only a hash of it is kept.

use crate::frame;
use crate::mail::Delivery;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{self, Notice, PageHeader, Tone};
use axum::response::Response;

/// A link and whose it is.
#[derive(Debug, Clone)]
pub struct Link {
    /// The whole address.
    pub url: String,
    /// Whose.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether it was mailed.
    pub delivery: Delivery,
}

/// The page.
#[must_use]
pub fn page(context: &RequestContext, link: &Link) -> Response {
    let Link { url, name, email, delivery } = link.clone();
    let title = format!("A link for {name}");
    context.page(&title.clone(), || {
        let (tone, said) = match delivery {
            Delivery::Mailed => (Tone::Sound, format!("It was mailed to {email}. Here it is as well, in case the mail is lost.")),
            Delivery::NotConfigured => (Tone::Plain, format!("Send it to {email} yourself: this server has no way to send mail.")),
            Delivery::Failed => (Tone::Doubt, format!("The mail server did not take it. Send it to {email} yourself.")),
        };
        let body = view! {
            <PageHeader title trail=vec![ui::Link::new("/people", "People")] />
            <Notice tone title=said>
                <p>"It works once, for three days, and is not shown again. Older links of theirs stopped working."</p>
            </Notice>
            <p class="one-time-link"><code>{url}</code></p>
            <p>
                <a class="button" href="/people">"Done"</a>
            </p>
        };
        frame::staff(context, body)
    })
}
