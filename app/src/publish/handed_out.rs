//! The files beside failures that the client can open now, and taking one back.
//! A version stays as it was sealed: the room says of it that the file was withdrawn.

use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Confirm, Section};
use crate::urls::at;
use axum::response::Response;
use faultline::document::files::size;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::platform::wording::listed;
use faultline::stores::access::Publish;
use faultline::stores::room::store::{self, OUT_LISTED, Out};

/// Takes a file back from every version that hands it out.
pub(super) async fn withdraw(
    context: RequestContext,
    Path((engagement, file)): Path<(EngagementId, AttachmentId)>,
    _: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Publish>(engagement)?;
    let mut tx = context.act().await?;
    store::withdraw(&mut tx, grant, file).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, "publish#versions")))
}

/// The files; nothing where none is handed out.
#[component]
pub(super) fn HandedOut(
    /// The engagement.
    engagement: EngagementId,
    /// The files.
    files: Vec<Out>,
) -> impl IntoView {
    (!files.is_empty()).then(|| {
        let cut = files.len() as i64 >= OUT_LISTED;
        let files = files.into_iter().map(|file| view! { <OneOut engagement file /> });
        view! {
            <Section title="Files that are handed out" id="handed-out" lede="What lies beside failures and the client’s people can open now.">
                <ul class="handed-out">{files.collect_view()}</ul>
                {cut.then(|| view! { <p class="hint">{format!("Only {OUT_LISTED} are listed: those of the newest versions. Others stand here once some of these are withdrawn.")}</p> })}
            </Section>
        }
    })
}

#[component]
fn OneOut(engagement: EngagementId, file: Out) -> impl IntoView {
    let versions: Vec<_> = file.versions.iter().map(ToString::to_string).collect();
    let noun = if versions.len() == 1 { "version" } else { "versions" };
    let about = format!(
        "{}, {}, with {noun} {}{}",
        file.format.label(),
        size(file.bytes),
        listed(&versions),
        if file.removed { "; it was removed from its failure" } else { "" }
    );
    let failure = at(engagement, &format!("samples/{}", file.failure));
    let action = at(engagement, &format!("publish/files/{}/withdraw", file.id));
    view! {
        <li>
            <p><strong>{file.name}</strong>" "<span class="hint">{about}</span>" "<a href=failure>"Its failure"</a></p>
            <Confirm label="Withdraw" action>
                <p>"Nobody of the client can open it any more. The room and the documents say that it was withdrawn; its name and its hash stay in the version, and whoever downloaded it has it. Beside its failure it stays."</p>
            </Confirm>
        </li>
    }
}
