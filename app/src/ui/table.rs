//! Lists as tables: caption, headers that sort by link, rows, and paging by key.
//! The state of a list is in its address; nothing here remembers it.

use super::{Text, Writer};
use crate::prelude::*;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest or earliest first.
    Up,
    /// Largest or latest first.
    Down,
}

/// A column's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    label: Text,
    number: bool,
    hidden: bool,
    sort: Option<(Text, Option<Direction>)>,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<Text>) -> Self {
        Self { label: label.into(), number: false, hidden: false, sort: None }
    }

    /// The column holds numbers: it is set flush right. Its cells take the class `num`.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.number = true;
        self
    }

    /// The column's name is read, not shown: a column of buttons.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The column sorts: where its header leads, and how it is sorted now, if it is.
    #[must_use]
    pub fn sort(mut self, href: impl Into<Text>, now: Option<Direction>) -> Self {
        self.sort = Some((href.into(), now));
        self
    }

    fn write(&self, to: &mut Writer) {
        to.html("<th scope=\"col\"");
        if self.number {
            to.html(" class=\"num\"");
        }
        let (state, arrow) = match self.sort.as_ref().and_then(|(_, now)| *now) {
            Some(Direction::Up) => (" aria-sort=\"ascending\"", "↑"),
            Some(Direction::Down) => (" aria-sort=\"descending\"", "↓"),
            None => ("", ""),
        };
        to.html(state).html(">");
        match &self.sort {
            Some((href, _)) => {
                to.html("<a href=\"").text(href).html("\">").text(&self.label);
                to.html("<span class=\"sort\" aria-hidden=\"true\">")
                    .html(arrow)
                    .html("</span></a>");
            }
            None if self.hidden => {
                to.html("<span class=\"visually-hidden\">").text(&self.label).html("</span>");
            }
            None => drop(to.text(&self.label)),
        }
        to.html("</th>");
    }
}

/// A table in a region that scrolls by keyboard where it is too wide. Its children are the rows (`<tr>`).
/// The region is a group, not a landmark: the section around it is one already, often by the same name.
///
/// In a narrow window the rows of `cards` become cards: each cell then shows its `data-label`.
#[component]
pub fn DataTable(
    /// What the table lists; read out, and shown above it.
    #[prop(into)]
    caption: Text,
    /// Its number in documents, shown before its caption even where that is only read out; empty for none.
    #[prop(optional, into)]
    number: Text,
    /// Its id on the page, which names the region.
    #[prop(into)]
    id: Text,
    /// The headers.
    columns: Vec<Column>,
    /// Whether rows become cards in a narrow window.
    #[prop(optional)]
    cards: bool,
    /// Whether the caption is only read out, because a heading above says the same.
    #[prop(optional)]
    quiet: bool,
    /// The rows.
    children: Markup,
) -> impl IntoView {
    let named = format!("{id}-caption");
    let mut headers = Writer::default();
    columns.iter().for_each(|column| column.write(&mut headers));
    view! {
        <div class="table-region" id=id role="group" aria-labelledby=named tabindex="0">
            <table class=cards.then_some("cards")>
                <Caption caption number id=named.clone() quiet />
                <thead>
                    <tr>{headers.done()}</tr>
                </thead>
                <tbody>{children}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Caption(caption: Text, number: Text, id: String, quiet: bool) -> impl IntoView {
    if number.is_empty() {
        let class = quiet.then_some("visually-hidden");
        return Either::Left(view! { <caption id=id class=class>{caption}</caption> });
    }
    let told = if quiet {
        Either::Left(view! { <span class="visually-hidden">{caption}</span> })
    } else {
        Either::Right(caption)
    };
    Either::Right(view! { <caption id=id><span class="number">{number}</span>" "{told}</caption> })
}

/// Paging by key: no page numbers, because rows may come and go while one reads.
#[component]
pub fn Pager(
    /// Where the page before is.
    #[prop(optional_no_strip)]
    newer: Option<Text>,
    /// Where the page after is.
    #[prop(optional_no_strip)]
    older: Option<Text>,
    /// What is on this page: “25 of 1,204 samples”.
    #[prop(optional, into)]
    shown: Text,
    /// What the way back is called.
    #[prop(default = "Newer")]
    back: &'static str,
    /// What the way on is called.
    #[prop(default = "Older")]
    on: &'static str,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label="Pages">
            <p>{shown}</p>
            <ul>
                {newer.map(|href| view! { <li><a class="button" rel="prev" href=href>{back}</a></li> })}
                {older.map(|href| view! { <li><a class="button" rel="next" href=href>{on}</a></li> })}
            </ul>
        </nav>
    }
}
