//! The second page of a reconciliation: what is compared with what, and what counts as the same.
//! The program suggests by name and by content; a person confirms. Everything shown of the files is redacted.

mod fields;
mod page;
mod read;

use super::system;
use crate::form::Form;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Failed, Settings, Suggestion, examples, suggest};
use faultline::engines::redact::short;
use faultline::engines::tables::{Export, Extent};
use faultline::judgement::right_side::suggest_fields;
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::engagement::Loaded;
use faultline::stores::reconciliation::Stored;
use faultline::stores::samples::upload::{self, Upload};
use page::{ComparisonPage, GonePage};

pub use read::{fill, read};

/// Examples shown of a column, and the most characters of one.
const EXAMPLES: usize = 4;
/// See [`EXAMPLES`].
const EXAMPLE: usize = 40;

/// How one of the exports begins.
pub struct Side {
    /// The file.
    pub upload: Upload,
    /// Its columns.
    pub header: Vec<String>,
    /// The first different values of each.
    pub examples: Vec<Vec<String>>,
    /// What was assumed about it.
    pub notes: Vec<String>,
}

/// How both exports begin.
pub struct Files {
    /// Either.
    pub sides: [Side; 2],
    /// What could be compared with what.
    pub suggestion: Option<Suggestion>,
}

/// Why the form comes back.
#[derive(Debug, Default)]
pub struct Back {
    /// What must be put right.
    pub problems: Vec<String>,
    /// Someone else changed the settings meanwhile: theirs, and those that were sent.
    pub theirs: Option<(Stored, Settings)>,
}

/// Looks at how both exports begin; `None` when they are gone, because nobody compared them for a week.
pub async fn look(
    context: &RequestContext,
    grant: Grant<EditWork>,
    stored: &Stored,
) -> Result<Option<Files>, HttpError> {
    let mut tx = context.look().await?;
    let mut begun = Vec::new();
    for id in stored.uploads {
        let Some(id) = id else { return Ok(None) };
        let Some(upload) = upload::get(&mut tx, grant, id).await? else { return Ok(None) };
        let (text, _) = upload::beginning(&mut tx, grant, &upload).await?;
        begun.push((upload, text));
    }
    drop(tx);
    let looked = tokio::task::spawn_blocking(move || read_beginnings(begun)).await;
    let looked = looked.map_err(|error| HttpError::internal(&error))?;
    // Both were read when they came in: that one cannot be read now is our fault.
    looked.map(Some).map_err(|error| HttpError::internal(&error))
}

/// Answers that the exports are gone before they were compared, or before this version compared them.
pub fn gone(context: &RequestContext, loaded: Loaded, stored: &Stored) -> Response {
    let (engagement, id, version) = (loaded.document.id, stored.id, stored.version);
    let foreign = stored.foreign();
    let nav = frame::nav(&loaded.document, &loaded.digest);
    context.page("The exports are gone", || {
        frame::engagement(context, nav, view! { <GonePage engagement id version foreign /> })
    })
}

/// Answers with the form.
pub fn page(
    context: &RequestContext,
    loaded: Loaded,
    stored: Stored,
    files: Files,
    sent: Form,
    back: Back,
) -> Response {
    let status = match (&back.theirs, back.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let names = stored.systems.map(|id| system(&loaded.document, id));
    let comparison = Comparison { document: loaded.document, stored, files, sent, names };
    context.render(status, "Check what is compared", false, || {
        let page = view! { <ComparisonPage comparison=comparison.into() back /> };
        frame::engagement(context, nav, page)
    })
}

/// What is to be compared, and the form as it is shown.
pub struct Comparison {
    document: Engagement,
    stored: Stored,
    files: Files,
    sent: Form,
    names: [String; 2],
}

fn read_beginnings(begun: Vec<(Upload, String)>) -> Result<Files, Failed> {
    let mut exports = Vec::new();
    for (upload, text) in begun {
        exports
            .push((Export::beginning(&text, Extent::Beginning, upload.file_name.clone())?, upload));
    }
    let suggestion = match exports.as_slice() {
        [(a, _), (b, _)] => Some(suggest([a, b], &[])?),
        _ => None,
    };
    let mut sides = Vec::new();
    for (export, upload) in exports {
        let cut = |text: &String| -> String {
            let text = short(text);
            let long = text.chars().count() > EXAMPLE;
            text.chars().take(EXAMPLE).chain(long.then_some('…')).collect()
        };
        let examples = examples(&export, EXAMPLES)?;
        let examples = examples.iter().map(|values| values.iter().map(cut).collect()).collect();
        let (header, notes) = (export.header().to_vec(), export.notes().to_vec());
        sides.push(Side { upload, header, examples, notes });
    }
    match <[Side; 2]>::try_from(sides) {
        Ok(sides) => Ok(Files { sides, suggestion }),
        Err(_) => Err(Failed::Stopped),
    }
}

/// The form as it is first shown: what was confirmed, or what is suggested.
pub fn filled(document: &Engagement, stored: &Stored, files: &Files) -> Form {
    let settings = match (stored.confirmed(), &files.suggestion) {
        (Some(settings), _) => settings.clone(),
        (None, Some(suggestion)) => {
            let plan = suggestion.plan.clone();
            let names: Vec<[&str; 2]> =
                plan.pairs().map(|pair| [pair.a.as_str(), pair.b.as_str()]).collect();
            let fields = suggest_fields(document, &names);
            drop(names);
            Settings { plan, fields }
        }
        (None, None) => Settings::default(),
    };
    fill(&settings, stored.version, files)
}
