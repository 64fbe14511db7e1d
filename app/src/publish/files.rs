//! Which files beside confirmed failures go out with the next version: nothing does that the publisher did not tick.
//! It says of each what nobody but the publisher can know: whether what is in it may be seen.

use crate::form::{Filled, Form};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::ui::{Mark, Text, Tone};
use crate::urls::at;
use faultline::document::files::{Format, of_records, size};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::platform::wording::counted;
use faultline::stores::room::store::{Candidate, FILES_LISTED};
use faultline::stores::room::{MOST_FILE_BYTES, MOST_FILES};
use std::collections::BTreeSet;

/// The files that were ticked, as they were sent.
pub(super) fn ticked(sent: &Form) -> Result<BTreeSet<AttachmentId>, HttpError> {
    sent.all("file").map(|id| id.parse().map_err(|_| HttpError::BadRequest)).collect()
}

/// The files to choose among.
#[component]
pub(super) fn FilesToHandOut(
    /// The engagement.
    engagement: EngagementId,
    /// Those beside confirmed failures.
    offered: Vec<Candidate>,
    /// What was sent.
    form: Filled,
) -> impl IntoView {
    let (ticked, error) = (form.all("file"), form.error("file"));
    if offered.is_empty() {
        // What was ticked is gone: the sentence that says so has its place all the same.
        return Either::Left(error.map(|error| {
            view! { <p class="error" id="file" tabindex="-1"><Mark tone=Tone::Fault /><span>{error}</span></p> }
        }));
    }
    let is_ticked = |file: &Candidate| ticked.contains(&Text::from(file.id.to_string()));
    let (more, chosen) =
        (offered.len() > FILES_LISTED, offered.iter().filter(|file| is_ticked(file)).count());
    let many = i64::try_from(offered.len().min(FILES_LISTED)).unwrap_or(i64::MAX);
    let summary = format!(
        "Files to hand out: {} beside confirmed failures, {}",
        counted(many, "file lies", "files lie"),
        if chosen == 0 { "none is chosen".to_owned() } else { format!("{chosen} chosen") }
    );
    let open = chosen > 0 || error.is_some();
    let invalid = error.is_some().then_some("");
    let error = error.map(|error| {
        view! { <p class="error" id="file-error"><Mark tone=Tone::Fault /><span>{error}</span></p> }
    });
    let entries = offered.into_iter().take(FILES_LISTED).enumerate().map(|(place, file)| {
        // A fault's link leads to the first box.
        let id = if place == 0 { "file".to_owned() } else { format!("file-{}", file.id) };
        let checked = is_ticked(&file);
        view! { <Offered engagement file id checked /> }
    });
    let entries = entries.collect_view();
    let bounds =
        format!("A version hands out {MOST_FILES} files and {} at most.", size(MOST_FILE_BYTES));
    Either::Right(view! {
        <details open=open>
            <summary>{summary}</summary>
            <fieldset class="choices" aria-describedby="file-hint" data-error=invalid>
                <legend>"Hand out with this version"</legend>
                <p class="hint" id="file-hint">{RULE}" "{bounds}</p>
                {error}
                <div class="offered">{entries}</div>
                {more.then(|| view! { <p class="hint">{format!("Only the files of the newest failures are listed, {FILES_LISTED} of them.")}</p> })}
            </fieldset>
        </details>
    })
}

/// What choosing a file means.
const RULE: &str = "What you tick goes to the client’s people as it is: in their room, in the archive, and with its name and hash in the documents. It is fixed with the version. What you do not tick is shown to none of them.";

/// A file with what is to be known before it is ticked.
#[component]
fn Offered(engagement: EngagementId, file: Candidate, id: String, checked: bool) -> impl IntoView {
    let about = format!("{}, {}", file.format.label(), size(file.bytes));
    let beside = format!("{}{}", file.summary, of_records(&file.records));
    let before = file.handed_out.map(|number| format!(" Handed out with version {number}."));
    let care = care(&file);
    let failure = at(engagement, &format!("samples/{}", file.failure));
    let look = at(engagement, &format!("files/{}", file.id));
    let blank = file.format.is_picture().then(|| {
        let href = format!("{failure}/files/{}/blank", file.id);
        view! { " "<a href=href target="_blank">"Blank parts of it"</a> }
    });
    let described = format!("{id}-hint");
    view! {
        <div class="choice">
            <input
                type="checkbox"
                id=id.clone()
                name="file"
                value=file.id.to_string()
                checked=checked
                aria-describedby=described.clone()
            />
            <label for=id>{file.name.clone()}</label>
            <div class="hint" id=described>
                <p>{about}", beside "<a href=failure target="_blank">{beside}</a>"."{before}</p>
                <p>{care}" "<a href=look target="_blank">"Look at it"</a>{blank}</p>
            </div>
        </div>
    }
}

/// What nobody but the publisher can answer for.
fn care(file: &Candidate) -> String {
    let replaced: u64 = file.replaced.iter().map(|found| found.count).sum();
    let places = counted(i64::try_from(replaced).unwrap_or(i64::MAX), "place", "places");
    match file.format {
        Format::Png | Format::Jpeg => {
            "Nobody can redact a picture but who looks at it: blank what the client should not see."
                .into()
        }
        Format::Pdf => {
            "Kept as it was sent: nobody can redact it, so read all of it before you tick it."
                .into()
        }
        Format::Text if replaced > 0 => {
            format!("Secrets and personal data were replaced at {places} in it.")
        }
        Format::Text => "Nothing in it looked like a secret or personal data.".into(),
    }
}
