//! The form that narrows a list by words, and keeps how it is sorted.

use super::Listing;
use crate::prelude::*;
use crate::ui::{Field, Filters, Text};

/// Rows from which on a list can be narrowed by words: fewer are seen at once.
pub const MANY: usize = 12;

/// The form.
#[component]
pub fn ListFilter(
    /// The address of the list.
    #[prop(into)]
    list: Text,
    /// What narrows and sorts it.
    listing: Listing,
    /// Whether there is anything worth narrowing; a list that is narrowed can always be opened again.
    many: bool,
) -> impl IntoView {
    let clear = listing.is_narrowed().then(|| list.clone());
    (many || clear.is_some()).then(|| {
        view! {
            <Filters action=list clear>
                <Field label="Words" name="q" kind="search" value=listing.q />
                <input type="hidden" name="sort" value=listing.sort />
            </Filters>
        }
    })
}
