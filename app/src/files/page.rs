//! The files of a sample on its page.

use super::HINT;
use crate::prelude::*;
use crate::ui::{Confirm, EditForm, FileField, FormErrors, Section, Time};
use crate::urls::at;
use faultline::document::files::size;
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::attachments::{Attachment, Format};

/// The files, and the form that adds some.
#[component]
pub fn FilesSection(
    /// The engagement.
    engagement: EngagementId,
    /// The sample.
    sample: SampleId,
    /// Its files.
    files: Vec<Attachment>,
    /// Why files were not taken.
    errors: FormErrors,
    /// Whether the reader may add and remove some.
    may_edit: bool,
) -> impl IntoView {
    let base = at(engagement, &format!("samples/{sample}/files"));
    let list = if files.is_empty() {
        Either::Left(
            view! { <p><span class="unknown">"No files yet. A screenshot of the wrong record settles many a dispute."</span></p> },
        )
    } else {
        let items = files.into_iter().map(|file| {
            let edit = may_edit.then(|| format!("{base}/{}", file.id));
            view! { <FileItem engagement file edit /> }
        });
        Either::Right(view! { <ul class="files">{items.collect_view()}</ul> })
    };
    let error = errors.of("files");
    view! {
        <Section title="Files" id="files-section">
            {list}
            {may_edit.then(|| view! {
                <EditForm action=base save="Add files" errors files=true label="Add files">
                    <FileField label="Add files" name="files" hint=HINT error />
                </EditForm>
            })}
        </Section>
    }
}

/// A file; `edit` is where its changes are posted to, for whoever may make some.
#[component]
fn FileItem(engagement: EngagementId, file: Attachment, edit: Option<String>) -> impl IntoView {
    let href = at(engagement, &format!("files/{}", file.id));
    let picture = file.format.is_picture().then(|| {
        let (width, height) = (file.width, file.height);
        let alt = format!("Screenshot: {}", file.name);
        view! { <a href=href.clone()><img src=href.clone() alt=alt width=width height=height loading="lazy" /></a> }
    });
    let replaced: u64 = file.replaced.iter().map(|found| found.count).sum();
    let replaced = (replaced > 0).then(|| view! { " · "{format!("{replaced} replaced")} });
    let as_sent = (file.format == Format::Pdf).then_some(" · kept as it was sent");
    let by = file.added_by.map(|name| format!(" · {name}"));
    let handed_out = file.handed_out.map(|number| format!(" · handed out with version {number}"));
    let is_picture = file.format.is_picture();
    let blank = edit.as_ref().filter(|_| is_picture).map(|base| {
        let href = format!("{base}/blank");
        view! { <a class="button quiet" href=href>"Blank parts"</a> }
    });
    view! {
        <li>
            {picture}
            <p>
                <a href=href>{file.name}</a>
                <small>{format!(" · {} · ", size(file.bytes))}<Time at=file.created_at />{by}{replaced}{as_sent}{handed_out}</small>
            </p>
            {blank}
            {edit.map(|base| view! { <TakeAway base handed_out=file.handed_out.is_some() /> })}
        </li>
    }
}

/// The ways in which a file goes.
#[component]
fn TakeAway(base: String, handed_out: bool) -> impl IntoView {
    view! {
        <Confirm label="Remove" action=format!("{base}/remove")>
            <p>"It is taken from this sample. The file itself is kept with the history."</p>
            {handed_out.then(|| view! { <p>{STAYS}</p> })}
        </Confirm>
        <Confirm label="Erase" action=format!("{base}/erase")>
            <p>"Its content and its name are erased here and cannot be read again. Backups keep them until they are replaced."</p>
            {handed_out.then(|| view! { <p>{WITHDRAWN}</p> })}
        </Confirm>
    }
}

/// What becomes of a file that was handed out and is removed.
const STAYS: &str = "The version that it was handed out with goes on handing it out. It is withdrawn from there on the page “Publish”.";
/// What becomes of a file that was handed out and is erased.
const WITHDRAWN: &str = "It was handed out with a version: from now on the client’s room and the documents say that it was withdrawn. Its name and its hash stay in that version, and whoever downloaded the file has it.";
