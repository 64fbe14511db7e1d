//! The second page of an import: how the file was read, what its columns mean, and its first rows as they will be stored.
//! Everything on it that comes from the file is redacted.

use super::choices::stamp;
use super::look::{File, Read};
use super::people::OfferedPeople;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Fact, Facts, Link, PageHeader, facts::grouped};
use crate::urls::at;
use columns::{Columns, Words};
use faultline::document::samples::import::Reader;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId};
use notices::PreviewNotices;
use reading::{ForRowsThatDoNotSay, HowItIsRead};
use rows::FirstRows;
use std::sync::Arc;

mod columns;
mod notices;
mod reading;
mod rows;

pub use rows::RefusedRows;

/// The integrations of an engagement, by name.
pub type Integrations = Arc<Vec<(IntegrationId, String)>>;

/// The page.
#[component]
pub fn PreviewPage(
    /// The engagement.
    engagement: EngagementId,
    /// The file, as it was read.
    file: Arc<File>,
    /// What its first rows become.
    read: Read,
    /// The reader, which redacts.
    reader: Arc<Reader>,
    /// What must be decided first.
    problems: Vec<String>,
    /// The integrations of the engagement.
    integrations: Integrations,
    /// Whether it was sent to be stored.
    tried: bool,
) -> impl IntoView {
    let list = at(engagement, "samples");
    let trail = vec![
        Link::new(list.clone(), "Failure samples"),
        Link::new(format!("{list}/import"), "Import samples"),
    ];
    let Read { good, bad, first, refused } = read;
    let (offered, ticked) = (file.offered.clone(), file.mapping.people.clone());
    let (save, action) = (save(&file, good), format!("{list}/import/{}", file.upload.id));
    view! {
        <PageHeader title="Check before storing" trail />
        <PreviewNotices file=file.clone() problems tried />
        <FileFacts file=file.clone() good bad />
        <div class="import">
            <EditForm action save cancel=list busy="One moment …">
                <ShownFile file=file.clone() />
                <Columns file=file.clone() reader=reader.clone() />
                <Words file=file.clone() integrations=integrations.clone() />
                <HowItIsRead file=file.clone() reader />
                <ForRowsThatDoNotSay file integrations=integrations.clone() />
                <OfferedPeople offered ticked />
                <FirstRows rows=first integrations />
                <RefusedRows refused all=bad />
                <button class="button" type="submit" name="step" value="preview">"Show again with these choices"</button>
            </EditForm>
        </div>
    }
}

/// What storing is called.
fn save(file: &File, good: usize) -> String {
    match (file.table.more, good) {
        (true, _) => "Store the samples".to_owned(),
        (_, 1) => "Store 1 sample".to_owned(),
        (_, n) => format!("Store {} samples", grouped(&n.to_string())),
    }
}

#[component]
fn FileFacts(file: Arc<File>, good: usize, bad: usize) -> impl IntoView {
    let number = |n: usize| grouped(&n.to_string());
    let (rows, columns) = (number(file.table.rows.len()), file.table.header().len());
    let size = if file.table.more {
        format!("{columns} columns; {} MB", grouped(&(file.upload.bytes / 1_000_000).to_string()))
    } else {
        format!("{rows} rows, {columns} columns")
    };
    let of = if file.table.more { format!("of the first {rows}, ") } else { String::new() };
    let fit = match bad {
        0 => format!("{of}all of them"),
        bad => format!("{of}{}; {} cannot be stored as they are", number(good), number(bad)),
    };
    let name = file.upload.file_name.clone();
    let (format, encoding) = (file.upload.format.clone(), file.upload.encoding.clone());
    view! {
        <Facts>
            <Fact term="File">{name}</Fact>
            <Fact term="Read as">{format}" in "{encoding}", "{size}</Fact>
            <Fact term="Rows that can be stored">{fit}</Fact>
        </Facts>
    }
}

/// What the page showed of the file: what is stored is what was shown.
#[component]
fn ShownFile(file: Arc<File>) -> impl IntoView {
    let delimiter = file.table.form.layout.delimiter.key();
    view! {
        <input type="hidden" name="delimited" value=delimiter />
        <input type="hidden" name="seen" value=stamp(&file) />
    }
}

fn places(integrations: &[(IntegrationId, String)]) -> Vec<Choice> {
    integrations.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect()
}
