//! All fields of a data type as a table: a field a row, a system a column.

use crate::editing::table::{self, AboutTable, Asked, PartTable};
use crate::form::Form;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::ui::Link;
use crate::upload::Upload;
use crate::urls::at;
use axum::response::Response;
use faultline::document::cells::Cells;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::truth::sheet;
use faultline::platform::ids::{DataTypeId, EngagementId};

type Which = Path<(EngagementId, DataTypeId)>;

/// The fields of a data type.
struct FieldTable(DataTypeId);

impl PartTable for FieldTable {
    fn about(&self, document: &Engagement) -> Option<AboutTable> {
        let kind = document.data_types.iter().find(|kind| kind.id == self.0)?;
        let list = at(document.id, "truth");
        Some(AboutTable {
            title: format!("Fields of {}", kind.name),
            lede: "A field a line, a system a column.",
            hint: "In a system’s cell: Owns, Creates, May overwrite, Read-only, or nothing; the first letters are enough. A field with one owner, who decided and when is agreed.",
            action: format!("{list}/types/{}/table", self.0),
            list: Link::new(format!("{list}#{}", self.0), "Source of truth"),
        })
    }

    fn rows(&self, document: &Engagement) -> Vec<Vec<String>> {
        sheet::rows(document, self.0)
    }

    fn key(&self) -> &'static str {
        sheet::KEY
    }

    fn most(&self) -> usize {
        sheet::MOST
    }

    fn read(&self, document: &Engagement, cells: &Cells) -> (Vec<Part>, Vec<Problem>) {
        let (fields, problems) = sheet::read(document, self.0, cells);
        (fields.into_iter().map(Part::Field).collect(), problems)
    }

    fn told(&self, document: &Engagement, part: &Part) -> Vec<(String, String)> {
        let Part::Field(field) = part else { return Vec::new() };
        sheet::file_columns(document).into_iter().zip(sheet::cells(document, field)).collect()
    }
}

/// Answers with the table as it is stored.
pub async fn open(
    context: RequestContext,
    Path((engagement, id)): Which,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::open(&context, engagement, &FieldTable(id), asked).await
}

/// Saves the fields that the table says.
pub async fn change(
    context: RequestContext,
    Path((engagement, id)): Which,
    sent: Form,
) -> Result<Response, HttpError> {
    table::change(&context, engagement, &FieldTable(id), sent).await
}

/// Shows what a file or text of fields would change.
pub async fn look(
    context: RequestContext,
    Path((engagement, id)): Which,
    upload: Upload,
) -> Result<Response, HttpError> {
    table::look(&context, engagement, &FieldTable(id), upload).await
}

/// Answers with the fields as a file.
pub async fn download(
    context: RequestContext,
    Path((engagement, id)): Which,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::download(&context, engagement, &FieldTable(id), &asked).await
}
