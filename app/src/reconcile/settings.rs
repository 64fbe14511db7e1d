//! The second page of a reconciliation: what is compared with what, and what counts as the same.
//! The program suggests by name and by content; a person confirms. Everything shown of the files is redacted.

mod fields;
mod read;

use super::{address, system};
use crate::form::Form;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Conflict, Difference, EditForm, EmptyState, Fact, Facts, Link, Notice, PageHeader, PostButton,
    Section, Tone,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{Failed, Pair, Settings, Suggestion, examples, suggest};
use faultline::engines::redact::short;
use faultline::engines::tables::{Export, Extent};
use faultline::judgement::right_side::suggest_fields;
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::engagement::Loaded;
use faultline::stores::reconciliation::Stored;
use faultline::stores::samples::upload::{self, Upload};

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

/// What is said when the exports are gone before they were compared.
pub fn gone(context: &RequestContext, loaded: &Loaded, stored: &Stored) -> Response {
    let document = &loaded.document;
    let list = at(document.id, "reconcile");
    let action = Link::new(format!("{list}/new"), "Send two exports");
    let with = vec![("version", stored.version.to_string())];
    let remove = address(document.id, stored.id, "remove");
    let trail = vec![Link::new(list, "Reconciliation")];
    let body = view! {
        <PageHeader title="The exports are gone" trail />
        <EmptyState title="Nobody compared them for a week" action=Some(action)>
            <p>"Exports are kept for seven days. Send them again to compare them."</p>
        </EmptyState>
        <div class="after-table">
            <PostButton action=remove label="Remove this entry" with />
        </div>
    };
    let nav = frame::nav(document, &loaded.digest);
    context.page("The exports are gone", || frame::engagement(context, nav, body))
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
    let settings = match (&stored.settings, &files.suggestion) {
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

/// The page.
pub fn page(
    context: &RequestContext,
    loaded: &Loaded,
    stored: &Stored,
    files: &Files,
    sent: &Form,
    back: Back,
) -> Response {
    let document = &loaded.document;
    let Back { problems, theirs } = back;
    let status = match (&theirs, problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let names = stored.systems.map(|id| system(document, id));
    let (list, action) =
        (at(document.id, "reconcile"), address(document.id, stored.id, "settings"));
    let version = theirs.as_ref().map_or_else(|| sent.version(), |(theirs, _)| theirs.version);
    let conflict = theirs.map(|(theirs, yours)| conflict(&theirs, &yours, &names));
    let told = (!problems.is_empty()).then(|| {
        let items = problems.iter().map(|problem| view! { <li>{problem.clone()}</li> }).collect_view();
        view! { <Notice tone=Tone::Fault title="To put right before anything can be compared"><ul>{items}</ul></Notice> }
    });
    let again = stored.counted.is_some().then(|| {
        view! {
            <Notice title="These exports were compared already.">
                <p>"Compare them again by other rules: what was found before goes, the files need not be sent again. Samples that were made stay."</p>
            </Notice>
        }
    });
    let follows = stored.follows.map(|before| {
        let href = address(document.id, before, "");
        view! {
            <Notice title="These are the settings of the comparison before.">
                <p>"Change them only where the exports changed: what is fixed and what is new is told against "<a href=href>"that comparison"</a>"."</p>
            </Notice>
        }
    });
    let remove = view! {
        <PostButton action=address(document.id, stored.id, "remove") label="Discard both exports" with=vec![("version", version.to_string())] />
    };
    let trail = vec![Link::new(list.clone(), "Reconciliation")];
    let lede = "Which columns belong together, and what counts as the same. Nothing is compared before you say so.";
    let (facts, fields) = (facts(files, &names), fields::view(document, files, sent, &names));
    let body = view! {
        <PageHeader title="Check what is compared" trail lede />
        {conflict}
        {told}
        {again}
        {follows}
        {facts}
        <div class="import">
            <EditForm action save="Compare" cancel=list version=Some(i64::from(version)) busy="One moment …">
                {fields}
            </EditForm>
        </div>
        <div class="after-table">{remove}</div>
    };
    let nav = frame::nav(document, &loaded.digest);
    context
        .render(status, "Check what is compared", false, || frame::engagement(context, nav, body))
}

fn facts(files: &Files, names: &[String; 2]) -> impl IntoView + use<> {
    let facts = files.sides.iter().zip(names).map(|(side, name)| {
        let Upload { file_name, format, encoding, note, .. } = &side.upload;
        let read = format!("{file_name}: {format} in {encoding}, {} columns", side.header.len());
        let notes: Vec<String> = std::iter::once(note)
            .filter(|note| !note.is_empty())
            .chain(&side.notes)
            .cloned()
            .collect();
        let notes =
            notes.into_iter().map(|note| view! { <br /><small>{note}</small> }).collect_view();
        view! { <Fact term=name.clone()>{read}{notes}</Fact> }
    });
    let facts = facts.collect_view();
    view! { <Section title="The exports" id="exports"><Facts>{facts}</Facts></Section> }
}

/// What differs between two people's settings.
fn conflict(theirs: &Stored, yours: &Settings, names: &[String; 2]) -> impl IntoView + use<> {
    let names = [names[0].as_str(), names[1].as_str()];
    let nothing = Settings::default();
    let stored = theirs.settings.as_ref().unwrap_or(&nothing);
    let said = |settings: &Settings, column: &str| -> String {
        let of = |pairs: &[Pair], role: &str| {
            let pair = pairs.iter().find(|pair| pair.a == column)?;
            Some(format!("{role} “{}”: {}", pair.b, super::words::rule(&pair.rule, names)))
        };
        of(&settings.plan.keys, "key with")
            .or_else(|| of(&settings.plan.columns, "compared with"))
            .unwrap_or_else(|| "left out".into())
    };
    let mut columns: Vec<&str> = Vec::new();
    for pair in yours.plan.pairs().chain(stored.plan.pairs()) {
        if !columns.contains(&pair.a.as_str()) {
            columns.push(&pair.a);
        }
    }
    let differing = columns.into_iter().map(|column| Difference {
        label: column.to_owned().into(),
        yours: said(yours, column).into(),
        theirs: said(stored, column).into(),
    });
    let differences: Vec<Difference> = differing.filter(|it| it.yours != it.theirs).collect();
    let who = "Someone changed what is compared while you did. ";
    view! {
        <Conflict who differences>
            <p>"Your choices stand below. Compare with them, or load the page again for theirs."</p>
        </Conflict>
    }
}
