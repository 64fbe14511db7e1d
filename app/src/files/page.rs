//! The files of a sample on its page.

use super::HINT;
use crate::prelude::*;
use crate::ui::{Confirm, EditForm, FileField, FormErrors, Section, Time};
use crate::urls::at;
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
                <small>{format!(" · {} · ", size(file.bytes))}<Time at=file.created_at />{by}{replaced}{as_sent}</small>
            </p>
            {blank}
            {edit.map(|base| view! { <TakeAway base /> })}
        </li>
    }
}

/// The ways in which a file goes.
#[component]
fn TakeAway(base: String) -> impl IntoView {
    view! {
        <Confirm label="Remove" action=format!("{base}/remove")>
            <p>"It is taken from this sample. The file itself is kept with the history."</p>
        </Confirm>
        <Confirm label="Erase" action=format!("{base}/erase")>
            <p>"Its content and its name are erased here and cannot be read again. Backups keep them until they are replaced."</p>
        </Confirm>
    }
}

/// A size as people say it.
#[must_use]
pub fn size(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_its_unit() {
        assert_eq!([size(999), size(1_400), size(2_550_000)], ["999 B", "1 kB", "2.5 MB"]);
    }
}
