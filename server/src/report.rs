//! The recommendation as a PDF: typeset from the structured document, tagged for screen readers.
//! Text is data here: nothing that a person wrote is read as markup, and nothing is fetched from anywhere.

use desk::Desk;
use faultline::delivery::report::{self, Report};
use faultline::document::engagement::Engagement;
use faultline::engines::map::scene::{folded, legend};
use faultline::engines::map::svg::{Ink, SvgOptions, mark, svg};
use faultline::platform::ids::MapId;
use serde_json::{Value, json};
use typst::foundations::{Label, Smart};
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

mod desk;

/// Maps with more steps are not laid out for paper.
const MOST_STEPS: usize = 400;
/// The width in the map's pixels of A4 on its side, at the scale of the template; wider maps are folded into rows.
const PAGE: f64 = 1_100.0;
/// The width and height of what stands in the text: a map that fits when it is folded is drawn there.
const TEXT: (f64, f64) = (717.0, 531.0);
/// Maps larger than this do not fit on the largest page a PDF can have, in the map's pixels.
const LARGEST: f64 = 20_000.0;

/// Pages that a recommendation has before its annex, at most.
const MOST_PAGES: usize = 12;
/// Entries of a list that stand before the annex: as many as leave the first part within its pages.
const ENTRIES: [usize; 4] = [12, 5, 2, 1];

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The template and the document do not fit each other.
    #[error("the document could not be typeset: {0}")]
    Template(String),
    /// The document could not be handed over.
    #[error("the document could not be handed over")]
    Json(#[from] serde_json::Error),
}

/// Sets a document and writes it as a PDF.
///
/// # Errors
/// [`TypesetError::Template`] when the template and the document do not fit each other.
pub fn typeset(report: &Report, document: &Engagement) -> Result<Vec<u8>, TypesetError> {
    let set = set(report, document)?;
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]);
    let strict = accessible.map_err(|error| TypesetError::Template(error.message().to_string()))?;
    typst_pdf::pdf(&set, &options(report, strict)).or_else(|problems| {
        // A character that no font has, for example: the document is still tagged, but may not claim the standard.
        let problems: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
        tracing::warn!(problems = problems.join("; "), "a recommendation cannot claim PDF/UA-1");
        let lax = typst_pdf::pdf(&set, &options(report, PdfStandards::default()));
        lax.map_err(|problems| TypesetError::Template(format!("{problems:?}")))
    })
}

fn set(report: &Report, document: &Engagement) -> Result<PagedDocument, TypesetError> {
    let desk = Desk::new(report, &drawings(report, document))?;
    let set = fitted(&desk, report.is_sheet)?;
    desk::clear(&set);
    Ok(set)
}

/// The document on as many pages as it may have: with less in its lists, or as a sheet closer, where it would have more.
fn fitted(desk: &Desk, is_sheet: bool) -> Result<PagedDocument, TypesetError> {
    let mut document = desk.set(ENTRIES[0])?;
    if is_sheet && document.pages().len() > 1 {
        let closer = desk.set(ENTRIES[ENTRIES.len() - 1])?;
        return Ok(if closer.pages().len() == 1 { closer } else { document });
    }
    for most in &ENTRIES[1..] {
        if before_annex(&document) <= MOST_PAGES {
            break;
        }
        document = desk.set(*most)?;
    }
    Ok(document)
}

/// The pages before the annex; none where there is no annex.
fn before_annex(document: &PagedDocument) -> usize {
    let (introspector, label) = (document.introspector(), Label::new(PicoStr::intern("annex")));
    let annex = label.and_then(|label| introspector.query_label(label).ok());
    let page = annex.and_then(|annex| annex.location()).and_then(|at| introspector.page(at));
    page.map_or(0, |page| page.get() - 1)
}

fn options(report: &Report, standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(format!("{}{}", report.hash, report.reader)),
        creator: Smart::Custom(Some("Faultline".into())),
        standards,
        ..PdfOptions::default()
    }
}

/// The maps that a document shows and that fit on paper, drawn in ink of their own.
fn drawings(report: &Report, document: &Engagement) -> Value {
    let shown = report.drawn();
    let small = document.maps.iter().filter(|map| map.steps.len() <= MOST_STEPS);
    let small = small.filter(|map| shown.contains(&map.id));
    small.filter_map(|map| Some((map.id.to_string(), drawing(document, map.id)?))).collect()
}

fn drawing(document: &Engagement, map: MapId) -> Option<Value> {
    let whole = report::scene(document, map)?;
    let small = folded(whole.clone(), TEXT.0);
    let fits = small.w <= TEXT.0 && small.h <= TEXT.1;
    let scene = if fits { small } else { folded(whole, PAGE) };
    if scene.w > LARGEST || scene.h > LARGEST {
        return None;
    }
    // What it shows is told by the template, as the picture's alternative text.
    let options = SvgOptions {
        title: "",
        description: "",
        id: "map",
        ink: Ink::Literal,
        step_link: None,
        flow_link: None,
        states: None,
    };
    let signs = legend(&scene);
    let signs: Vec<_> =
        signs.into_iter().map(|(sign, says)| (mark(sign, Ink::Literal), says)).collect();
    Some(json!({
        "svg": svg(&scene, &options),
        "width": scene.w,
        "height": scene.h,
        // Where a drawing of several pages may be cut: between lanes.
        "lanes": scene.lanes.iter().map(|lane| lane.band.y).collect::<Vec<_>>(),
        "legend": signs,
    }))
}

#[cfg(test)]
mod tests;
