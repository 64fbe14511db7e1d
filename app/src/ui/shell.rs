//! The frames pages stand in: staff, client room, and in front of the door.
//! A frame shows where one is and where one may go; it never decides who may.

use super::badge::write_mark;
use super::dialogs::Dialogs;
use super::nav::{counted_items, items};
use super::{Link, PostButton, Text, Tone, Writer};
use crate::prelude::*;

/// A page of an engagement, and how far the audit has come on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailPage {
    /// What it is called and where it is.
    pub link: Link,
    /// How what is worked there stands, in a word: “6 of 9”; none where nothing is counted.
    pub state: Option<(Tone, Text)>,
}

impl RailPage {
    /// The entry of the rail, marked when the reader is on the page or on one below it.
    fn write(&self, to: &mut Writer, current: &str) {
        let below = current.strip_prefix(self.link.href.as_ref());
        let current = match below {
            Some(rest) if rest.starts_with('/') => self.link.href.as_ref(),
            _ => current,
        };
        to.html("<li>");
        self.link.write(to, "", current);
        if let Some((tone, word)) = &self.state {
            to.html(" <span class=\"rail-state\">");
            write_mark(to, *tone);
            to.text(word).html("</span>");
        }
        to.html("</li>");
    }
}

/// The way through one engagement: its pages in the order of the audit, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementNav {
    /// Its title and overview page.
    pub overview: Link,
    /// Whose it is.
    pub client: Text,
    /// Its pages, in the order of the audit.
    pub pages: Vec<RailPage>,
}

/// The part of the rail that is about one engagement.
#[component]
fn EngagementRail(nav: EngagementNav, current: Text) -> impl IntoView {
    let EngagementNav { overview, client, pages } = nav;
    let mut entries = Writer::default();
    pages.iter().for_each(|page| page.write(&mut entries, &current));
    let here = (overview.href == current).then_some("page");
    view! {
        <div class="rail-engagement">
            <p class="rail-title">
                <a href=overview.href aria-current=here data-key=overview.key.map(String::from)>
                    {overview.label}
                </a>
                <span>{client}</span>
            </p>
            <ul class="rail-list">{entries.done()}</ul>
        </div>
    }
}

/// The name of the program, with its trace; leads to the start.
#[component]
fn Wordmark() -> impl IntoView {
    view! {
        <a class="wordmark" href="/">
            <svg viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">
                <path d="M0 10h5l3-6.5 4.5 13 3.5-9 2 2.5h6"></path>
            </svg>
            "Faultline"
        </a>
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">"Skip to the content"</a> }
}

/// The frame of every staff page: a rail at the left, which is a menu in a narrow window.
#[component]
pub fn StaffShell(
    /// Who is signed in.
    #[prop(into)]
    person: Text,
    /// The address of the page, as the links spell it.
    #[prop(into)]
    current: Text,
    /// The pages of the rail.
    rail: Vec<Link>,
    /// The engagement the page belongs to.
    #[prop(optional_no_strip)]
    engagement: Option<EngagementNav>,
    /// The page.
    children: Markup,
) -> impl IntoView {
    let account = Link::new("/account", person);
    view! {
        <SkipLink />
        <div class="shell staff">
            <header class="topbar">
                <Wordmark />
                <button class="button rail-button" type="button" popovertarget="rail">"Menu"</button>
            </header>
            <nav id="rail" class="rail" popover="auto" aria-label="Main">
                <button
                    class="button quiet rail-button"
                    type="button"
                    popovertarget="rail"
                    popovertargetaction="hide"
                >
                    "Close"
                </button>
                <ul class="rail-list">{items(&rail, &current)}</ul>
                {engagement.map(|nav| view! { <EngagementRail nav current=current.clone() /> })}
                <div class="rail-foot">
                    <ul class="rail-list">{items([&account], &current)}</ul>
                    <PostButton action="/sign-out" label="Sign out" look="quiet" />
                </div>
            </nav>
            <main id="main" tabindex="-1">{children}</main>
        </div>
        <Dialogs />
    }
}

/// The frame of the client room: one published snapshot, read at leisure.
#[component]
pub fn RoomShell(
    /// What the engagement is called.
    #[prop(into)]
    title: Text,
    /// Who is signed in.
    #[prop(into)]
    person: Text,
    /// The address of the page, as the links spell it.
    #[prop(into)]
    current: Text,
    /// The pages of the room.
    pages: Vec<Link>,
    /// How many comments each of them has, in their order.
    #[prop(optional)]
    comments: Vec<usize>,
    /// Which snapshot this is: when it was published, and its hash.
    #[prop(into)]
    snapshot: Text,
    /// The page.
    children: Markup,
) -> impl IntoView {
    view! {
        <SkipLink />
        <div class="shell room">
            <header class="room-header">
                <div class="room-bar">
                    <Wordmark />
                    <a href="/account">{person}</a>
                    <PostButton action="/sign-out" label="Sign out" look="quiet" />
                </div>
                <p class="room-title">{title}</p>
                <nav class="tabs" aria-label="Client room">
                    <ul>{counted_items(&pages, &comments, &current)}</ul>
                </nav>
            </header>
            <main id="main" tabindex="-1">{children}</main>
            <footer class="room-footer"><p>{snapshot}</p></footer>
        </div>
        <Dialogs />
    }
}

/// The frame of one shared item: it leads nowhere.
#[component]
pub fn SharedShell(
    /// What the item belongs to.
    #[prop(into)]
    title: Text,
    /// Which version it is of, by whom it is shared, and until when.
    #[prop(into)]
    footer: Text,
    /// The page.
    children: Markup,
) -> impl IntoView {
    view! {
        <SkipLink />
        <div class="shell room">
            <header class="room-header"><p class="room-title">{title}</p></header>
            <main id="main" tabindex="-1">{children}</main>
            <footer class="room-footer"><p>{footer}</p></footer>
        </div>
    }
}

/// The frame in front of the door: sign-in, the request form, and what cannot be found.
#[component]
pub fn PublicShell(
    /// As wide as a page of text, for the request form; otherwise as wide as a sign-in form.
    #[prop(optional)]
    wide: bool,
    /// The page.
    children: Markup,
) -> impl IntoView {
    view! {
        <SkipLink />
        <div class="shell public" data-wide=wide.then_some("")>
            <header class="topbar">
                <Wordmark />
            </header>
            <main id="main" tabindex="-1">{children}</main>
        </div>
    }
}
