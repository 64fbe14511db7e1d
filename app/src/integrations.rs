//! Integrations: the form of a boundary, with its three questions and four owners.
//! They are listed with the systems they join.

use crate::editing::{part, row as rows};
use crate::route_table::{Access, Routes};
use faultline::document::integrations::Integration;
use faultline::stores::access::Action;

mod form;
mod page;
mod row;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(edit, "/e/{engagement}/integrations/table", rows::open::<Integration>)
        .form(edit, "/e/{engagement}/integrations/table", 4 << 20, rows::change::<Integration>)
        .get(edit, "/e/{engagement}/integrations/table.csv", rows::download::<Integration>)
        .upload(edit, "/e/{engagement}/integrations/table/file", 2 << 20, rows::look::<Integration>)
        .get(edit, "/e/{engagement}/integrations/new", part::new::<Integration>)
        .post(edit, "/e/{engagement}/integrations/new", part::add::<Integration>)
        .get(edit, "/e/{engagement}/integrations/{id}", part::open::<Integration>)
        .post(edit, "/e/{engagement}/integrations/{id}", part::change::<Integration>)
        .post(edit, "/e/{engagement}/integrations/{id}/remove", part::remove::<Integration>)
}
