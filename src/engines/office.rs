//! Office files: workbooks, text documents and archives, each a ZIP with the same bytes for the same contents.
//! They are written and never read here; what is in them is data, never a formula, a field or markup.

pub mod archive;
mod escape;
pub mod text;
pub mod workbook;

pub use archive::{Archive, Error};

/// What a reader's program shows of a file beside its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// What it is about, in a sentence.
    pub subject: String,
    /// When its contents were fixed; never when the file was made.
    pub created: chrono::DateTime<chrono::Utc>,
}

impl Properties {
    /// The part of an Open XML package that holds them.
    fn core(&self) -> String {
        let at = self.created.format("%Y-%m-%dT%H:%M:%SZ");
        let [title, author, subject] =
            [&self.title, &self.author, &self.subject].map(|text| escape::text(text));
        format!(
            "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject>\
             <dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
             <dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created>\
             <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>"
        )
    }
}

/// What every part of a package begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Where relations of packages are named.
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// Where relations of office documents are named.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The part that names the program; without a version, so that a new one changes no bytes.
const APP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Faultline</Application></Properties>";

/// The relations of a whole package to its main part and its properties.
fn root_relations(main: &str) -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"{main}\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{OFFICE}/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"
    )
}

/// The types of a package's parts: those of every package, and these of its own.
fn content_types(own: &[(String, &str)]) -> String {
    let own: String = own
        .iter()
        .map(|(part, kind)| format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>"))
        .collect();
    format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
         {own}</Types>"
    )
}

#[cfg(test)]
pub(crate) mod testing;
