//! All controls of all integrations as one table: a control a row, and for each integration its state and what was seen.

use crate::editing::table::{self, AboutTable, Asked, PartTable};
use crate::form::Form;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::ui::Link;
use crate::upload::Upload;
use crate::urls::at;
use axum::response::Response;
use faultline::document::cells::Cells;
use faultline::document::controls::{Control, sheet};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The controls of all integrations.
struct ControlTable;

impl PartTable for ControlTable {
    fn about(&self, document: &Engagement) -> Option<AboutTable> {
        let list = at(document.id, "controls");
        (!document.integrations.is_empty()).then(|| AboutTable {
            title: "Controls as a table".to_owned(),
            lede: "A control a line, and two columns for each integration: how far it is there, and what was seen.",
            hint: "How far it is there: In place, Partial, Missing, Not applicable, or nothing while nobody knows; the first letters are enough. Its kind of evidence and its days are kept as they are.",
            action: format!("{list}/table"),
            list: Link::new(list, "Controls"),
        })
    }

    fn rows(&self, document: &Engagement) -> Vec<Vec<String>> {
        sheet::rows(document)
    }

    fn key(&self) -> &'static str {
        sheet::KEY
    }

    fn most(&self) -> usize {
        Control::ALL.len()
    }

    fn read(&self, document: &Engagement, cells: &Cells) -> (Vec<Part>, Vec<Problem>) {
        let (sheets, problems) = sheet::read(document, cells);
        (sheets.into_iter().map(Part::ControlSheet).collect(), problems)
    }

    fn told(&self, document: &Engagement, part: &Part) -> Vec<(String, String)> {
        let Part::ControlSheet(sheet) = part else { return Vec::new() };
        let named = ("Integration".to_owned(), document.name_of(part));
        std::iter::once(named).chain(sheet::told(sheet)).collect()
    }
}

/// Answers with the table as it is stored.
pub async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::open(&context, engagement, &ControlTable, asked).await
}

/// Saves the controls that the table says.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    table::change(&context, engagement, &ControlTable, sent).await
}

/// Shows what a file or text of controls would change.
pub async fn look(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    upload: Upload,
) -> Result<Response, HttpError> {
    table::look(&context, engagement, &ControlTable, upload).await
}

/// Answers with the controls as a file.
pub async fn download(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::download(&context, engagement, &ControlTable, &asked).await
}
