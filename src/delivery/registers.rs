//! The registers of a snapshot as a workbook: a typed sheet for each list, with real numbers and days.
//! It tells what was published, and judges nothing; texts stay texts.

use crate::delivery::report::version;
use crate::document::engagement::Engagement;
use crate::engines::office::workbook::{self, Column, Sheet, Value};
use crate::engines::office::{Error, Properties};
use crate::judgement::assess::Assessment;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;

mod about;
mod agreed;
mod boundaries;
mod evidence;
mod judged;
mod maps;
mod numbered;
mod quoted;
#[cfg(test)]
mod tests;
mod truth;

/// The workbook of a snapshot, with the quote that goes with it; the same two give the same bytes.
///
/// # Errors
/// When it becomes larger than a workbook can be.
pub fn workbook(snapshot: &Snapshot, issued: Option<&Issued>) -> Result<Vec<u8>, Error> {
    let (contents, doc) = (snapshot.contents(), snapshot.document());
    let properties = Properties {
        title: format!("{}: registers", doc.title),
        author: contents.published_by.clone(),
        subject: format!(
            "{} for {}, sha256 {}",
            version(contents.number, snapshot.assessment()),
            doc.client,
            snapshot.hash()
        ),
        created: contents.published_at,
    };
    workbook::write(&properties, &sheets(snapshot, issued))
}

/// The sheets of a snapshot, in the order in which they are read. One that would be empty is left out.
#[must_use]
pub fn sheets(snapshot: &Snapshot, issued: Option<&Issued>) -> Vec<Sheet> {
    let told = Told { doc: snapshot.document(), assessment: snapshot.assessment() };
    let mut sheets = vec![about::origin(snapshot), about::figures(&told)];
    sheets.extend([
        numbered::tables(snapshot, issued),
        judged::verdicts(&told),
        judged::findings(&told),
        judged::actions(&told),
        judged::questions(&told),
        judged::gates(&told),
        judged::flags(&told),
        boundaries::systems(&told),
        boundaries::integrations(&told),
        boundaries::controls(&told),
        boundaries::launch(&told),
        maps::steps(&told),
        maps::flows(&told),
        maps::differences(&told),
        truth::sheet(&told),
        evidence::patterns(&told),
        evidence::samples(&told),
        evidence::files(snapshot),
        agreed::access(&told),
        agreed::areas(&told),
        agreed::plan(&told),
        about::months(snapshot),
    ]);
    sheets.extend(issued.into_iter().flat_map(quoted::sheets));
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets
}

/// What the sheets tell.
struct Told<'a> {
    doc: &'a Engagement,
    assessment: &'a Assessment,
}

impl Told<'_> {
    /// What an integration is called; empty for none, which is the whole engagement.
    fn integration(&self, id: Option<IntegrationId>) -> Value {
        let found = id.and_then(|id| self.doc.integration(id));
        found.map_or(Value::Empty, |integration| (&integration.name).into())
    }
}

fn sheet(name: &str, columns: &[(&str, u8)], rows: Vec<Vec<Value>>) -> Sheet {
    let columns = columns
        .iter()
        .map(|(label, width)| Column { label: (*label).to_owned(), width: *width })
        .collect();
    Sheet { name: name.to_owned(), columns, rows }
}

/// What an entry of a catalogue is called.
fn label<C: Catalogue>(entry: C) -> Value {
    entry.label().into()
}

/// The same of one that may not be known.
fn maybe<C: Catalogue>(entry: Option<C>) -> Value {
    entry.map_or(Value::Empty, label)
}

/// Texts in one cell, each in a line of its own.
fn lines<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Value {
    let texts: Vec<_> = texts.into_iter().map(|text| text.as_ref().to_owned()).collect();
    texts.join("\n").into()
}
