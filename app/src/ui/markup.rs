//! Markup: a piece of a page that has been written.
//! Only islands are taken up by a browser, so nothing else needs a view once it is written. Keeping one as leptos's `AnyView` would copy every
//! attribute of it first, which cost a third of the time a page took; and each type of view would be compiled for what
//! only browsers do.

use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::*;
use leptos::tachys::html::attribute::{Attribute, any_attribute::AnyAttribute};
use leptos::tachys::html::{InertElement, InertElementState};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState, RenderFlags};

/// A piece of a page, escaped and ready to be sent. Also what a component takes as its children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// What a [`Writer`](super::Writer) wrote.
    pub(super) fn written(html: String) -> Self {
        Self(html)
    }

    /// As it is sent.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes a view.
pub trait IntoMarkup {
    /// The view as it is sent.
    fn markup(self) -> Markup;
}

impl<V: RenderHtml> IntoMarkup for V {
    fn markup(self) -> Markup {
        // What a view says of its length leaves out what is escaped and formatted.
        let mut written = String::with_capacity(self.html_len() * 5 / 4 + 64);
        write(self, &mut written);
        Markup(written)
    }
}

fn write<V: RenderHtml>(view: V, to: &mut String) {
    let flags = RenderFlags::new(true, false, false);
    view.to_html_with_buf(to, &mut Position::FirstChild, flags, vec![]);
}

/// A page without the marks by which browsers take up islands, but where it has islands: leptos sets them anew at every
/// element, whatever it is told. What people typed holds none, since it is escaped.
#[must_use]
pub fn without_marks(page: String) -> String {
    const MARK: &str = "<!>";
    if !page.contains(MARK) {
        return page;
    }
    let (first, last) = (page.find("<leptos-island"), page.rfind("</leptos-island>"));
    let (Some(first), Some(last)) = (first, last) else { return page.replace(MARK, "") };
    [&page[..first].replace(MARK, ""), &page[first..last], &page[last..].replace(MARK, "")].concat()
}

/// An island, with the marks by which the browser takes it up. Nothing else on a page has them.
pub fn island<V: RenderHtml>(view: V) -> Markup {
    let mut written = String::new();
    view.to_html_with_buf(&mut written, &mut Position::FirstChild, RenderFlags::HYDRATE, vec![]);
    Markup(written)
}

/// Rows and items, one after the other: each is written before the next is made.
impl<V: RenderHtml> FromIterator<V> for Markup {
    fn from_iter<I: IntoIterator<Item = V>>(views: I) -> Self {
        let (mut written, mut views) = (String::new(), views.into_iter());
        if let Some(first) = views.next() {
            write(first, &mut written);
            // The others are about as long: a table is not copied over and over while it grows.
            let others = views.size_hint().0 + 1;
            written.reserve((written.len() + 64) * others);
            views.for_each(|view| write(view, &mut written));
        }
        Self(written)
    }
}

impl<F: FnOnce() -> V, V: RenderHtml> ToChildren<F> for Markup {
    fn to_children(children: F) -> Self {
        children().markup()
    }
}

impl<V: RenderHtml> ToChildren<ChildrenOptContainer<V>> for Markup {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        children.0.markup()
    }
}

/// A view in a slot of a component.
impl<V: RenderHtml> From<View<V>> for Markup {
    fn from(view: View<V>) -> Self {
        view.markup()
    }
}

impl<V: RenderHtml> From<Option<View<V>>> for Markup {
    fn from(view: Option<View<V>>) -> Self {
        view.map(Self::from).unwrap_or_default()
    }
}

impl From<Markup> for InertElement {
    fn from(markup: Markup) -> Self {
        Self::new(markup.0)
    }
}

impl Render for Markup {
    type State = InertElementState;

    fn build(self) -> Self::State {
        InertElement::from(self).build()
    }

    fn rebuild(self, state: &mut Self::State) {
        InertElement::from(self).rebuild(state);
    }
}

impl AddAnyAttr for Markup {
    type Output<A: Attribute> = Self;

    /// What is written stays as it is.
    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        page: &mut String,
        position: &mut Position,
        _: RenderFlags,
        _: Vec<AnyAttribute>,
    ) {
        page.push_str(&self.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        InertElement::from(self).hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_once() {
        let piece = view! { <b>{"a < b".to_owned()}</b> }.markup();
        let html = view! { <p>{piece.clone()}{Some(piece)}"&"</p> }.to_html();
        assert_eq!(html, "<p><b>a &lt; b</b><b>a &lt; b</b>&amp;</p>");
        let items: Markup = ["<", ">"].iter().map(|item| view! { <li>{*item}</li> }).collect();
        assert_eq!(items.to_html(), "<li>&lt;</li><li>&gt;</li>");
    }

    #[test]
    fn a_page_keeps_the_marks_of_its_islands_alone() {
        let marks = |page: &str| without_marks(page.to_owned());
        assert_eq!(marks("<p>a<!>b</p>"), "<p>ab</p>");
        let island = "<leptos-island><b><!></b></leptos-island>";
        assert_eq!(marks(&format!("<p><!></p>{island}<!>")), format!("<p></p>{island}"));
        let typed = view! { <p>{"<!>".to_owned()}</p> }.to_html();
        assert_eq!(marks(&typed), typed);
    }
}
