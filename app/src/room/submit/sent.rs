//! What a contributor sent before: its pictures as they are now, and what became of it.
//! Texts and PDFs are named only; nobody else's report is ever here.

use crate::files::served;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Column, DataTable, Section, Time, TimeOrDay};
use crate::urls;
use axum::response::Response;
use faultline::document::files::size;
use faultline::document::samples::ReviewState;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::stores::access::SubmitSample;
use faultline::stores::attachments::store::{self, SubmittedFile};
use faultline::stores::samples::Submission;

/// The longer side of a small picture, in pixels.
const SMALL: i32 = 96;

/// A picture that whoever asks sent, with the parts blanked that staff have blanked since.
pub async fn picture(
    context: RequestContext,
    Path((engagement, file)): Path<(EngagementId, AttachmentId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<SubmitSample>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::own_picture(&mut tx, grant, file).await?.ok_or(HttpError::NotFound)?;
    drop(tx);
    served(&context, engagement, file, head).await
}

/// What they sent, newest first.
#[component]
pub fn SentBefore(
    /// The engagement.
    engagement: EngagementId,
    /// The reports.
    submissions: Vec<Submission>,
    /// The files that came with them.
    files: Vec<SubmittedFile>,
) -> impl IntoView {
    (!submissions.is_empty()).then(|| {
        let rows = submissions.into_iter().map(|submission| {
            let files = files.iter().filter(|file| file.sample == submission.id).cloned().collect();
            view! { <SubmissionRow engagement submission files /> }
        });
        let rows = rows.collect_view();
        let columns = ["What happened", "When", "Sent", "What became of it", "Files"];
        let columns = columns.map(Column::new).to_vec();
        view! {
            <Section title="What you have sent" id="sent">
                <DataTable caption="What you have sent" id="sent-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    })
}

#[component]
fn SubmissionRow(
    engagement: EngagementId,
    submission: Submission,
    files: Vec<SubmittedFile>,
) -> impl IntoView {
    let (when, became) = (submission.occurred(), became(&submission));
    let none = files.is_empty().then_some("None");
    let files = files.into_iter().map(|file| view! { <SentFile engagement file /> });
    let files = files.collect_view();
    view! {
        <tr>
            <th scope="row" data-label="What happened">{submission.summary}</th>
            <td data-label="When"><TimeOrDay when /></td>
            <td data-label="Sent"><Time at=submission.created_at /></td>
            <td data-label="What became of it">{became}</td>
            <td data-label="Files">{none}{files}</td>
        </tr>
    }
}

/// What became of a report, in words for whoever sent it.
fn became(submission: &Submission) -> String {
    match submission.state {
        ReviewState::New => "Waits for your consultants".into(),
        ReviewState::Confirmed => "Confirmed: it counts".into(),
        ReviewState::Diagnosed => "Confirmed, and its cause is known".into(),
        ReviewState::Rejected if submission.rejected_because.is_empty() => "Does not count".into(),
        ReviewState::Rejected => format!("Does not count: {}", submission.rejected_because),
    }
}

#[component]
fn SentFile(engagement: EngagementId, file: SubmittedFile) -> impl IntoView {
    let named = format!("{} · {} ", file.name, size(file.bytes));
    if !file.format.is_picture() {
        return Either::Left(view! { <div>{named}</div> });
    }
    let src = urls::room(engagement, &format!("samples/files/{}", file.id), None);
    let (width, height) = small(file.width, file.height);
    let alt = format!("Picture you sent: {}", file.name);
    Either::Right(view! {
        <div><a href=src.clone()><img src=src.clone() alt=alt width=width height=height loading="lazy" /></a></div>
    })
}

/// The size in which a picture is shown small.
fn small(width: Option<i32>, height: Option<i32>) -> (i32, i32) {
    let (width, height) = (width.unwrap_or(SMALL).max(1), height.unwrap_or(SMALL).max(1));
    let side = |one: i32| {
        let side =
            i64::from(one) * i64::from(SMALL.min(width.max(height))) / i64::from(width.max(height));
        i32::try_from(side).unwrap_or(SMALL).max(1)
    };
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_keeps_its_shape_and_is_never_drawn_larger() {
        for ((width, height), shown) in
            [((2_560, 1_280), (96, 48)), ((100, 20_000), (1, 96)), ((40, 30), (40, 30))]
        {
            assert_eq!(small(Some(width), Some(height)), shown);
        }
        assert_eq!(small(None, None), (96, 96));
    }
}
