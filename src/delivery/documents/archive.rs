//! All documents of a version in one archive: with what each is for, what is not in it, and the hash of each.
//! It holds what the room shows and nothing more.

use super::{Document, Failure, Source};
use crate::document::files::size;
use crate::engines::plain_zip;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::day;
use crate::stores::room::{HandedOut, SectionId, Snapshot};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The file of an archive that `sha256sum -c` reads.
pub const MANIFEST: &str = "SHA256SUMS";
/// The file of an archive that says what the others are, and what is not among them.
pub const INDEX: &str = "README.txt";

/// The largest archive, in bytes of its files: a ZIP without extensions holds little more.
pub const LARGEST: usize = 2_000_000_000;

/// The quote that goes with a version, as it was issued.
const QUOTE: &str = "quote.json";

/// All documents in one archive, with the hash of each; `made` gives each of them, which may have been made before.
///
/// # Errors
/// When one of them could not be made, or the archive becomes larger than one can be.
pub fn everything(
    from: Source<'_>,
    made: &dyn Fn(Document) -> Result<Vec<u8>, Failure>,
) -> Result<Vec<u8>, Failure> {
    let mut files: Vec<(String, Cow<'_, [u8]>)> =
        vec![(INDEX.to_owned(), Cow::Owned(index(from).into_bytes()))];
    for document in documents() {
        files.push((document.key().to_owned(), Cow::Owned(made(document)?)));
    }
    if let Some(issued) = from.issued {
        files.push((QUOTE.to_owned(), Cow::Borrowed(issued.text.as_bytes())));
    }
    for (path, file) in handed_out(from.snapshot) {
        let bytes = from.files.get(&file.id);
        files.extend(bytes.map(|bytes| (path, Cow::Borrowed(bytes.as_slice()))));
    }
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > LARGEST {
        return Err("the documents are too large for one archive".into());
    }
    let mut sums = String::new();
    for (name, bytes) in &files {
        sums.push_str(&format!("{}  {name}\n", hex::encode(Sha256::digest(bytes))));
    }
    let mut entries: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
    entries.push((MANIFEST, sums.as_bytes()));
    Ok(plain_zip::write(&entries))
}

/// The documents in it: all but the archive itself.
fn documents() -> impl Iterator<Item = Document> {
    Document::ALL.iter().copied().filter(|one| *one != Document::Everything)
}

/// The files that a version hands out, each with where it lies in an archive.
pub(super) fn handed_out(snapshot: &Snapshot) -> impl Iterator<Item = (String, &HandedOut)> {
    (1..).zip(&snapshot.contents().files).map(|(number, file)| (file.path(number), file))
}

/// What is in an archive and what is not.
fn index(from: Source<'_>) -> String {
    let report = crate::delivery::report::document(from.snapshot);
    let mut lines = vec![
        format!("{} for {}", report.title, report.client),
        format!("{}.", report.published),
        String::new(),
        "IN THIS ARCHIVE".to_owned(),
    ];
    lines.extend(documents().map(|one| format!("{}: {}", one.key(), one.purpose())));
    let quote =
        from.issued.map(|_| format!("{QUOTE}: The quote that goes with it, as it was issued."));
    lines.extend(quote);
    let here = handed_out(from.snapshot).filter(|(_, file)| from.files.contains_key(&file.id));
    lines.extend(here.map(|(path, file)| {
        let (kind, bytes) = (file.format.label(), size(file.bytes));
        format!("{path}: {kind}, {bytes}, “{}”, beside the failure {}.", file.name, file.beside())
    }));
    lines.push(format!(
        "{MANIFEST}: The hash of each file; “sha256sum -c {MANIFEST}” checks them, and “faultline verify” the whole archive."
    ));
    lines.extend([String::new(), "NOT IN IT".to_owned()]);
    lines.extend(left_out(from).into_iter().map(|line| format!("- {line}")));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// What somebody could look for in an archive and not find.
fn left_out(from: Source<'_>) -> Vec<String> {
    let presentation = &from.snapshot.contents().presentation;
    let gone: Vec<_> = SectionId::choosable()
        .filter(|section| !presentation.carries(*section))
        .map(|section| format!("“{}”", section.label()))
        .collect();
    let sections = (!gone.is_empty()).then(|| {
        format!(
            "Sections that PDF, Word, Markdown and the sheets leave out: {}. The client’s room, the workbook and the JSON have them.",
            gone.join(", ")
        )
    });
    let quote = from.issued.is_none().then(|| "A quote: none goes with this version.".to_owned());
    let gone = handed_out(from.snapshot).filter(|(_, file)| !from.files.contains_key(&file.id));
    let gone = gone.map(|(path, file)| match from.snapshot.file_withdrawn(file.id) {
        Some(at) => format!(
            "{path}: “{}” was withdrawn on {}, after it was handed out.",
            file.name,
            day(at.date_naive())
        ),
        None => format!(
            "{path}: “{}” is handed out with the version; this archive was made without it.",
            file.name
        ),
    });
    let files = "Files beside failures, such as screenshots and logs, that nobody chose to hand out. Who reported a failure sees their own pictures in the room. What was taken from them as evidence stands with each failure.";
    sections.into_iter().chain(quote).chain(gone).chain([files.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::documents::NO_FILES;
    use crate::engines::office::testing::parts;
    use crate::stores::quote::testing::quoted;
    use crate::stores::room::tests::{example, handing_out, sealed};
    use crate::stores::room::{Contents, Presentation};
    use std::collections::BTreeMap;

    fn plain(snapshot: &Snapshot) -> Source<'_> {
        Source { snapshot, issued: None, cover: None, reader: "", files: &NO_FILES }
    }

    fn told(from: Source<'_>) -> (usize, String) {
        let bytes = everything(from, &|one| Ok(one.key().as_bytes().to_vec())).unwrap();
        let mut files = parts(&bytes);
        let index = String::from_utf8(files.remove(INDEX).unwrap()).unwrap();
        assert!(files.keys().all(|name| index.contains(&format!("{name}: "))), "{index}");
        (files.len(), index)
    }

    #[test]
    fn the_index_names_every_file_and_what_is_not_in_the_archive() {
        let snapshot = sealed(example());
        let plain = plain(&snapshot);
        let (count, index) = told(plain);
        assert_eq!(count, Document::ALL.len(), "every document and the list of hashes");
        assert!(index.contains("A quote: none goes") && index.contains("Files beside failures"));
        assert!(!index.contains("leave out"), "{index}");
        let issued = quoted(&example(), true);
        let (with, index) = told(Source { issued: Some(&issued), ..plain });
        assert_eq!(with, count + 1);
        assert!(!index.contains("A quote: none goes"), "{index}");
    }

    #[test]
    fn the_index_names_the_sections_that_were_left_out() {
        let usual = sealed(example());
        let left_out = vec![SectionId::Risks, SectionId::Glossary];
        let presentation = Presentation { left_out, ..Presentation::default() };
        let contents = Contents { presentation, ..usual.contents().clone() };
        let snapshot = Snapshot::seal(usual.id(), contents).unwrap();
        let (_, index) = told(plain(&snapshot));
        assert!(index.contains("“What could hurt”, “What the words mean”."), "{index}");
    }

    #[test]
    fn the_files_that_are_handed_out_lie_in_it_as_they_are_and_the_index_says_beside_what() {
        let (snapshot, bytes) = handing_out();
        let all = snapshot.contents().files.iter().map(|file| file.id).zip(bytes.clone());
        let all: BTreeMap<_, _> = all.collect();
        let from = Source { files: &all, ..plain(&snapshot) };
        let made = everything(from, &|one| Ok(one.key().as_bytes().to_vec())).unwrap();
        let files = parts(&made);
        assert_eq!(files["attachments/01-Gr--e-0.txt"], bytes[0]);
        assert_eq!(files["attachments/02-Gr--e-1.txt"], bytes[1]);
        let (_, index) = told(from);
        let says = "“Größe 1.txt”, beside the failure “Failure 1” (shop: 10023, erp: 7).";
        assert!(index.contains(says), "{index}");
    }

    #[test]
    fn a_file_that_was_withdrawn_is_not_in_it_and_the_index_says_so() {
        let (snapshot, bytes) = handing_out();
        let [first, second] = [snapshot.contents().files[0].id, snapshot.contents().files[1].id];
        let at = snapshot.contents().published_at;
        let snapshot = snapshot.with_files([(first, Some(at)), (second, None)].into());
        let left = BTreeMap::from([(second, bytes[1].clone())]);
        let from = Source { files: &left, ..plain(&snapshot) };
        let (_, index) = told(from);
        let says = format!("“Größe 0.txt” was withdrawn on {}", day(at.date_naive()));
        assert!(index.contains(&says), "{index}");
        let (_, index) = told(Source { files: &NO_FILES, ..from });
        assert!(index.contains("“Größe 1.txt” is handed out with the version; this archive"));
    }
}
