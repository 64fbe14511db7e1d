//! One erasure: how far it is, and its certificate once all is gone.
//! The certificate is shown as it is kept, and checked with every look at it.

use super::ask::CountTable;
use crate::prelude::*;
use crate::ui::{Fact, Facts, Link, Notice, PageHeader, Section, Time, Tone};
use crate::urls;
use faultline::stores::erasure::certificate::{self, Certificate};
use faultline::stores::erasure::{Counted, Erasure, Sealed};

/// The page of an erasure that is under way; a script brings it up to date.
#[component]
pub fn ProgressPage(
    /// The erasure.
    erasure: Erasure,
) -> impl IntoView {
    let progress = format!("{}/progress", urls::erasure(erasure.id));
    let title = format!("Erasure no. {}", erasure.number);
    view! {
        <PageHeader title trail=trail() />
        <div class="job">
            <div role="status" data-progress=progress>
                <ProgressPiece erasure />
            </div>
            <p class="hint">
                "You may leave this page. It goes on by itself, after a server was stopped too, and ends with a certificate."
            </p>
        </div>
    }
}

fn trail() -> Vec<Link> {
    vec![Link::new(urls::CLIENTS, "Clients"), Link::new(urls::ERASURES, "Erasures")]
}

/// The changing piece of the page.
#[component]
pub fn ProgressPiece(
    /// The erasure.
    erasure: Erasure,
) -> impl IntoView {
    let Erasure { rooms_gone, files_found, files_removed, .. } = erasure;
    let engagements = if rooms_gone == 1 { "engagement" } else { "engagements" };
    let words = format!(
        "Rows of {rooms_gone} {engagements} erased, {files_removed} of {files_found} files removed so far."
    );
    view! {
        <p class="progress">
            <progress value=files_removed max=files_found.max(1) aria-label="Files removed"></progress>
            <span>{words}</span>
        </p>
    }
}

/// The page of a certificate.
#[component]
pub fn CertificatePage(
    /// The erasure.
    erasure: Erasure,
    /// Its certificate.
    sealed: Sealed,
) -> impl IntoView {
    let title = format!("Certificate of erasure no. {}", erasure.number);
    let page = urls::erasure(erasure.id);
    let body = match certificate::verify(&certificate::file(&sealed)) {
        Ok((says, hash)) => Either::Left(view! { <Whole says hash /> }),
        Err(refused) => Either::Right(view! {
            <Notice tone=Tone::Fault title="The certificate is not as it was sealed">
                <p>{refused.to_string()}</p>
            </Notice>
        }),
    };
    view! {
        <PageHeader title trail=trail() lede="What was erased, when and for whom. It holds no text of what was erased.">
            <a class="button" href=format!("{page}/certificate.json")>"Download JSON"</a>
            <a class="button" href=format!("{page}/certificate.md")>"Download Markdown"</a>
        </PageHeader>
        {body}
    }
}

#[component]
fn Whole(says: Certificate, hash: String) -> impl IntoView {
    let left = says.left();
    let reached = says.not_reached.clone().into_iter().map(|it| view! { <li>{it}</li> });
    let reached = reached.collect_view();
    let backups = says.backups.says();
    let counted = counted(&says);
    view! {
        <Notice tone=Tone::Sound title="The certificate is whole: its words have the hash that it was sealed with." />
        <Facts>
            <Fact term="Asked for">{says.asked_by.name.clone()}", "<Time at=says.asked_at /></Fact>
            <Fact term="Ended"><Time at=says.erased_at /></Fact>
            <Fact term="Its id"><code>{says.subject.to_string()}</code></Fact>
            <Fact term="SHA-256"><code>{hash}</code></Fact>
        </Facts>
        <Section title="What was erased" id="what" lede=left>
            <CountTable counted />
        </Section>
        <Section title="What was not reached" id="not-reached">
            <ul><li>{backups}</li>{reached}</ul>
        </Section>
        <Section title="How to check it" id="check">
            <p>
                "“faultline erasure verify FILE” says whether a downloaded certificate is as it was sealed; so does the "
                <a href=format!("{}#check", urls::ERASURES)>"page of all erasures"</a>
                ", which knows too whether it is one of this server's. Whoever knows the name can tell what it is about: the \
                certificate holds the SHA-256 of the erasure's id, a colon and the name."
            </p>
        </Section>
    }
}

/// Rows by kind, files among them.
fn counted(says: &Certificate) -> Vec<Counted> {
    let files = Counted { kind: "files".into(), rows: says.files.removed, bytes: says.files.bytes };
    let rows = says.rows.iter().map(|row| Counted {
        kind: row.kind.clone(),
        rows: row.rows,
        bytes: row.bytes,
    });
    rows.chain([files]).collect()
}
