//! Why a file is not taken, in words for whoever sent it.
//! Each says what to do instead, and nothing of what was found in the file.

/// Why a file is not taken; each is a sentence that says what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is nothing in it.
    #[error("It is empty. Choose the file again.")]
    Empty,
    /// It is larger than [`BYTES`](super::BYTES).
    #[error("It is larger than 8 MB. Send the part that matters.")]
    TooLarge,
    /// It is a text larger than [`TEXT_BYTES`](super::TEXT_BYTES).
    #[error("It is a text of more than 2 MB. Send the lines around the failure.")]
    LongText,
    /// It is a picture of more than [`PIXELS`](super::PIXELS).
    #[error(
        "It is a picture of {0} × {1} pixels; 24 million pixels are taken at most. Send the part that matters."
    )]
    TooManyPixels(u32, u32),
    /// It begins like a picture, and is none.
    #[error("It cannot be read as a picture. Save it again as PNG or JPEG.")]
    BrokenPicture,
    /// A drawing.
    #[error("An SVG drawing can carry scripts, so it is not taken. Save it as PNG.")]
    Svg,
    /// A web page.
    #[error(
        "A web page can carry scripts, so it is not taken. Send a screenshot, or the text that matters."
    )]
    Html,
    /// A script.
    #[error("A script is not taken. Send the lines that matter as a text file.")]
    Script,
    /// It begins like a PDF, and is none.
    #[error("It is no whole PDF. Save it again, or send a screenshot of the page that matters.")]
    BrokenPdf,
    /// A PDF that is more than pages.
    #[error(
        "It is a PDF that is locked, runs scripts or carries other files, so it is not taken. Print it to a new PDF, or send a screenshot of the page that matters."
    )]
    Pdf,
    /// A picture of the kind that phones keep.
    #[error(
        "It is a HEIC picture, which browsers do not show, so it is not taken. Save it as JPEG first, or let the phone take it as JPEG."
    )]
    Heic,
    /// A workbook that cannot be read.
    #[error(
        "It cannot be read as a workbook: it is damaged, locked or far too large. Save it as XLSX or CSV again."
    )]
    Workbook,
    /// Nothing in it but formulas and empty cells.
    #[error(
        "None of its sheets shows anything. Save it in your spreadsheet program, then send that file."
    )]
    EmptyWorkbook,
    /// The text of its cells is longer than [`TEXT_BYTES`](super::TEXT_BYTES).
    #[error("Its cells hold more than 2 MB of text. Send the rows around the failure.")]
    LongWorkbook,
    /// An archive.
    #[error(
        "An archive is not taken, because nobody sees what is in it. Send the files themselves."
    )]
    Archive,
    /// An office document.
    #[error(
        "An office document is not taken, but for a workbook (XLSX). Save it as PDF, or send a screenshot."
    )]
    Office,
    /// It was lost on the way from the disk.
    #[error("It could not be read. Choose the file again.")]
    Unread,
    /// Nothing we know.
    #[error(
        "It is neither a picture (PNG, JPEG, WebP, GIF) nor a PDF, a workbook (XLSX) or a text, so it is not taken."
    )]
    Unknown,
}
