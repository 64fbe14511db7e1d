//! All fields of all data types as one table: a field a row, its data type and every system a column.

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
use faultline::document::truth::sheet::{self, whole};
use faultline::platform::ids::{DataTypeId, EngagementId};

/// The fields of all data types.
struct WholeTable;

impl PartTable for WholeTable {
    fn about(&self, document: &Engagement) -> Option<AboutTable> {
        let list = at(document.id, "truth");
        Some(AboutTable {
            title: "Source of truth as a table".to_owned(),
            lede: "A field a line, its data type and every system a column.",
            hint: "A data type that is not there yet is added. In a system’s cell: Owns, Creates, May overwrite, Read-only, or nothing; the first letters are enough. A field with one owner, who decided and when is agreed.",
            action: format!("{list}/table"),
            list: Link::new(list, "Source of truth"),
        })
    }

    fn rows(&self, document: &Engagement) -> Vec<Vec<String>> {
        whole::rows(document)
    }

    fn key(&self) -> &'static str {
        sheet::KEY
    }

    fn keys(&self) -> usize {
        2
    }

    fn most(&self) -> usize {
        sheet::MOST
    }

    fn read(&self, document: &Engagement, cells: &Cells) -> (Vec<Part>, Vec<Problem>) {
        whole::read(document, cells, DataTypeId::new)
    }

    fn told(&self, document: &Engagement, part: &Part) -> Vec<(String, String)> {
        let own = |cell: String| (whole::TYPE.to_owned(), cell);
        match part {
            Part::DataType(kind) => vec![own(kind.name.clone())],
            Part::Field(field) => {
                let named = (sheet::KEY.to_owned(), document.name_of(part));
                let cells = sheet::cells(document, field);
                let columns = sheet::file_columns(document).into_iter().zip(cells).skip(1);
                std::iter::once(named).chain(columns).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Answers with the table as it is stored.
pub async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::open(&context, engagement, &WholeTable, asked).await
}

/// Saves the fields that the table says.
pub async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    table::change(&context, engagement, &WholeTable, sent).await
}

/// Shows what a file or text of fields would change.
pub async fn look(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    upload: Upload,
) -> Result<Response, HttpError> {
    table::look(&context, engagement, &WholeTable, upload).await
}

/// Answers with the fields as a file.
pub async fn download(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::download(&context, engagement, &WholeTable, &asked).await
}
