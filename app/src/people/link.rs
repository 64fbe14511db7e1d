//! The page that says what became of a one-time link, and shows it, once, where no mail can carry it.
//! It is never shown again: only a hash of it is kept.

use crate::mail::Delivery;
use crate::prelude::*;
use crate::ui::{self, Notice, PageHeader, Tone};

/// A link and where it went.
#[derive(Debug, Clone)]
pub struct Link {
    /// The whole address.
    pub url: String,
    /// Their address.
    pub email: String,
    /// Whether it was mailed.
    pub delivery: Delivery,
}

/// The page.
#[component]
pub fn LinkPage(
    /// The link.
    link: Link,
    /// How another one is come by, when it did not reach them.
    again: &'static str,
    /// What the page is called.
    title: String,
    /// Where one came from.
    back: ui::Link,
) -> impl IntoView {
    let done = back.href.clone();
    let Link { url, email, delivery } = link;
    let (tone, said) = match delivery {
        Delivery::Mailed => {
            (Tone::Sound, format!("It was mailed to {email}, and is shown to nobody else."))
        }
        Delivery::NotConfigured => (
            Tone::Plain,
            format!("Send it to {email} yourself: this server has no way to send mail."),
        ),
        Delivery::Refused => (
            Tone::Doubt,
            format!("The mail server refuses mail to {email}. See whether the address is right."),
        ),
        Delivery::Deferred | Delivery::Failed => (
            Tone::Doubt,
            format!(
                "The mail server did not take it, so {email} does not have it. {again} when mail works again."
            ),
        ),
    };
    // Whoever could read it could decide in their name.
    let shown = (delivery == Delivery::NotConfigured).then_some(url);
    view! {
        <PageHeader title trail=vec![back] />
        <Notice tone title=said>
            <p>"It works once, for three days, and is not shown again. Older links of theirs stopped working."</p>
        </Notice>
        {shown.map(|url| view! { <p class="one-time-link"><code>{url}</code></p> })}
        <p>
            <a class="button" href=done>"Done"</a>
        </p>
    }
}
