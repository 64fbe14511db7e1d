//! Links and the lists of links that lead through the pages.
//! They are ordinary links: nothing here depends on a script.

use super::{Text, Writer, facts::grouped};
use crate::prelude::*;

/// A link, and the key that follows `g` to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: Text,
    /// What it says.
    pub label: Text,
    /// The letter that opens it after `g`.
    pub key: Option<char>,
}

impl Link {
    /// A link without a key.
    pub fn new(href: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { href: href.into(), label: label.into(), key: None }
    }

    /// The link with the letter that opens it after `g`.
    #[must_use]
    pub fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    /// Writes the link, marked when it is the page the reader is on.
    pub(super) fn write(&self, to: &mut Writer, class: &'static str, current: &str) {
        to.html("<a href=\"").text(&self.href).html("\"");
        if !class.is_empty() {
            to.html(" class=\"").html(class).html("\"");
        }
        if self.href == current {
            to.html(" aria-current=\"page\"");
        }
        if let Some(key) = self.key {
            to.html(" data-key=\"").text(key.encode_utf8(&mut [0; 4])).html("\"");
        }
        to.html(">").text(&self.label).html("</a>");
    }
}

/// Characters of a sentence that may be a link; of a longer one, its first phrase is.
const PHRASE: usize = 72;
/// A phrase that is shorter says too little of where it leads.
const SHORT: usize = 12;

/// A sentence in two: the phrase that is a link, and what follows it. A short sentence is all of it a link.
#[must_use]
pub fn phrase(says: &str) -> (&str, &str) {
    let Some((limit, _)) = says.char_indices().nth(PHRASE) else { return (says, "") };
    // What is quoted is not cut in two.
    let (mut quoted, mut pause, mut space) = (false, None, None);
    for (at, char) in says.char_indices().take_while(|(at, _)| *at <= limit) {
        let ends = says[at + char.len_utf8()..].starts_with(char::is_whitespace);
        match char {
            '“' => quoted = true,
            '”' => quoted = false,
            _ if quoted => {}
            ',' | ';' | ':' | '.' | '?' | '–' if ends && at >= SHORT => {
                pause = pause.or(Some(at))
            }
            _ if char.is_whitespace() => space = Some(at),
            _ => {}
        }
    }
    // A last word or two are no phrase of their own.
    let at = pause.or(space.filter(|at| says[*at..].chars().count() > SHORT));
    let first = says[..at.unwrap_or(says.len())].trim_end();
    (first, &says[first.len()..])
}

/// A sentence whose first phrase leads to what it is about.
#[component]
pub fn SentenceLink(
    /// Where it leads.
    #[prop(into)]
    href: Text,
    /// The sentence.
    #[prop(into)]
    says: Text,
) -> impl IntoView {
    // In one piece: on a card, what stands beside the cell's name is laid out by pieces.
    let mut to = Writer::default();
    to.html("<span>");
    write_sentence(&mut to, &href, &says);
    to.html("</span>");
    to.done()
}

/// Writes a sentence, as [`SentenceLink`] shows it.
pub(super) fn write_sentence(to: &mut Writer, href: &str, says: &str) {
    let (first, rest) = phrase(says);
    to.html("<a href=\"").text(href).html("\">").text(first).html("</a>").text(rest);
}

/// Links as the entries of a list.
pub(super) fn items<'a>(links: impl IntoIterator<Item = &'a Link>, current: &str) -> Markup {
    let mut to = Writer::default();
    for link in links {
        to.html("<li>");
        link.write(&mut to, "", current);
        to.html("</li>");
    }
    to.done()
}

/// The same, each with how many comments its page has; the count is no part of what the link is called.
pub(super) fn counted_items(links: &[Link], comments: &[usize], current: &str) -> Markup {
    let mut to = Writer::default();
    for (link, count) in links.iter().zip(comments.iter().chain(std::iter::repeat(&0))) {
        to.html("<li>");
        link.write(&mut to, "", current);
        if *count > 0 {
            let told = if *count == 1 { " comment" } else { " comments" };
            to.html("<span class=\"tab-count\">").text(&count.to_string());
            to.html("<span class=\"visually-hidden\">").text(told).html("</span></span>");
        }
        to.html("</li>");
    }
    to.done()
}

/// The way from the top to this page.
#[component]
pub fn Breadcrumbs(
    /// The pages above, outermost first.
    trail: Vec<Link>,
    /// This page.
    #[prop(into)]
    here: Text,
) -> impl IntoView {
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumbs">
            <ol>
                {items(&trail, "")}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// Sections from which on a page has its contents at its head.
const LONG: usize = 3;

/// The contents of a page that is longer than a few screens; nothing where it has few sections.
#[component]
pub fn Contents(
    /// The sections, in their order.
    sections: Vec<Link>,
) -> impl IntoView {
    (sections.len() >= LONG).then(|| {
        view! { <nav class="contents" aria-label="Contents"><ol>{items(&sections, "")}</ol></nav> }
    })
}

/// One of several views of the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub link: Link,
    /// How much is behind it, if that is worth saying.
    pub count: Option<u64>,
}

impl From<Link> for Tab {
    fn from(link: Link) -> Self {
        Self { link, count: None }
    }
}

/// Several views of the same thing: links, with the current one marked.
#[component]
pub fn Tabs(
    /// What is viewed, for assistive technology.
    #[prop(into)]
    label: Text,
    /// The views.
    tabs: Vec<Tab>,
    /// The address of the view the reader is on.
    #[prop(into)]
    current: Text,
) -> impl IntoView {
    let item = |tab: Tab| {
        let here = (tab.link.href == current).then_some("page");
        let key = tab.link.key.map(String::from);
        let count = tab
            .count
            .map(|count| view! { <span class="tab-count">{grouped(&count.to_string())}</span> });
        view! { <li><a href=tab.link.href aria-current=here data-key=key>{tab.link.label}{count}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{tabs.into_iter().map(item).collect_view()}</ul>
        </nav>
    }
}
