//! What a file beside a failure is, and how its size and the failure’s records are said.
//! Nothing of its content is known here.

use crate::platform::catalogue::catalogue;

catalogue! {
    /// What a stored file is; all but a PDF were made by us.
    pub enum Format {
        Png => "png", "PNG picture";
        Jpeg => "jpeg", "JPEG picture";
        Text => "text", "Text";
        Pdf => "pdf", "PDF";
    }
}

impl Format {
    /// What a browser is told it is.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }

    /// Whether a page may show it.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg)
    }

    /// The ending of its name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Text => "txt",
            Self::Pdf => "pdf",
        }
    }
}

/// A size as people say it.
#[must_use]
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The records that a failure affected, one a line, as they stand behind what happened there; empty where none is known.
#[must_use]
pub fn of_records(records: &str) -> String {
    let records = records.trim().replace('\n', ", ");
    if records.is_empty() { records } else { format!(" ({records})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_its_unit() {
        assert_eq!([size(999), size(1_400), size(2_550_000)], ["999 B", "1 kB", "2.5 MB"]);
    }
}
