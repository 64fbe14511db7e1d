//! Files beside failures that a version hands out, each with what it is, its hash, and where it can be had.
//! Where nothing may lead elsewhere they are named only.

use super::Lead;
use crate::prelude::*;
use crate::urls;
use faultline::delivery::report::FileTold;

/// The files.
#[component]
pub fn HandedOutFiles(
    /// The files.
    files: Vec<FileTold>,
    /// The number of the version that hands them out.
    number: i32,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let files = files.into_iter().map(|file| view! { <HandedOutFile file number lead /> });
    view! { <ul class="handed-out">{files.collect_view()}</ul> }
}

#[component]
fn HandedOutFile(file: FileTold, number: i32, lead: Lead) -> impl IntoView {
    let FileTold { id, name, about, sha256, withdrawn } = file;
    let href = match lead {
        Lead::Room { engagement, .. } if withdrawn.is_empty() => {
            Some(urls::room(engagement, &format!("files/{id}"), Some(number)))
        }
        _ => None,
    };
    let name = match href {
        Some(href) => Either::Left(view! { <a href=href>{name}</a> }),
        None => Either::Right(view! { <strong>{name}</strong> }),
    };
    let withdrawn = (!withdrawn.is_empty()).then(|| view! { <p>{withdrawn}</p> });
    view! {
        <li>
            <p>{name}" "<span class="hint">{about}</span></p>
            {withdrawn}
            <p class="hint">"SHA-256 "<code>{sha256}</code></p>
        </li>
    }
}
