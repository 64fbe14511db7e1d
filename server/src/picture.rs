//! A map as a PNG, drawn from its SVG.
//! Fonts are those of the machine, and those in the program where the machine has none; nothing is fetched.

use faultline::engines::formats::drawing;
use faultline::engines::map::Map;
use faultline::engines::map::scene::Evidence;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{self, Options, Tree};
use std::sync::{Arc, LazyLock};

/// Pixels of the picture for one of the drawing: sharp on a screen of any kind.
const SCALE: f32 = 2.0;
/// The most pixels of a picture: four bytes each while it is drawn.
const PIXEL_LIMIT: f32 = 25_000_000.0;
/// Smaller than this, names cannot be read.
const MIN_SCALE: f32 = 0.4;

/// The width of a page's text in pixels of the drawing: its smallest words have 7 pt there.
const PAGE: f64 = 717.0;

/// The font for drawings where the machine has none of theirs.
const FALLBACK: &str = "Libertinus Serif";

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    for font in typst_assets::fonts() {
        fonts.load_font_source(Source::Binary(Arc::new(font)));
    }
    let sans = ["Liberation Sans", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica"];
    let there =
        |name: &&&str| fonts.faces().any(|face| face.families.iter().any(|(own, _)| own == **name));
    let found = sans.iter().find(there).map_or(FALLBACK, |name| *name);
    fonts.set_sans_serif_family(found);
    Arc::new(fonts)
});

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It would be too large.
    #[error(
        "This map is too large for a picture in pixels. Take the SVG: it is sharp at any size."
    )]
    TooLarge,
    /// The drawing and its reader do not fit each other.
    #[error("the drawing cannot be read")]
    Drawing(#[from] usvg::Error),
    /// The picture could not be written.
    #[error("the picture cannot be written: {0}")]
    Writing(String),
}

/// The picture of a map.
///
/// # Errors
/// [`PictureError::TooLarge`] when its names could not be read at a size that can be drawn.
pub fn png(map: &Map, title: &str, evidence: &Evidence) -> Result<Vec<u8>, PictureError> {
    painted(&drawing::svg(map, title, evidence))
}

/// The picture of a map for a page of a document, in rows as wide as that.
///
/// # Errors
/// As [`png`].
pub fn for_page(map: &Map, title: &str, evidence: &Evidence) -> Result<Vec<u8>, PictureError> {
    painted(&drawing::svg_in_rows(map, title, evidence, PAGE))
}

fn painted(svg: &str) -> Result<Vec<u8>, PictureError> {
    let options = Options {
        font_family: "sans-serif".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options)?;
    let (w, h) = (tree.size().width(), tree.size().height());
    let scale = SCALE.min((PIXEL_LIMIT / (w * h)).sqrt());
    if scale < MIN_SCALE {
        return Err(PictureError::TooLarge);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by PIXEL_LIMIT"
    )]
    let (wide, high) = ((w * scale).ceil() as u32, (h * scale).ceil() as u32);
    let mut picture = Pixmap::new(wide, high).ok_or(PictureError::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| PictureError::Writing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::engines::formats::{self, event_log};
    use faultline::engines::map::names::Names;

    fn map(text: &str) -> Map {
        let options = event_log::Options::default();
        formats::read(formats::From::Text, text.into(), &options).unwrap().map(&Names::default())
    }

    #[test]
    fn a_map_becomes_a_picture_with_ink_on_paper() {
        let bytes =
            png(&map("Shop: Order paid\nERP: Create order"), "Orders", &Evidence::new()).unwrap();
        let picture = Pixmap::decode_png(&bytes).unwrap();
        let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 80).count();
        assert!(picture.width() > 200 && dark > 500, "{dark} dark pixels, so words are drawn");
        let corner = picture.pixels()[0];
        assert!(corner.red() > 200 && corner.alpha() == 255, "paper, not glass");
    }

    #[test]
    fn a_picture_for_a_page_is_no_wider_than_its_words_can_be_read() {
        let lines = (0..40).map(|at| format!("Shop: Step {at}\n")).collect::<String>();
        let (map, none) = (map(&lines), Evidence::new());
        let width = |bytes: Vec<u8>| f64::from(Pixmap::decode_png(&bytes).unwrap().width());
        assert!(width(png(&map, "Long", &none).unwrap()) > 2.0 * PAGE);
        assert!(width(for_page(&map, "Long", &none).unwrap()) <= 2.0 * PAGE);
    }

    #[test]
    fn a_map_too_large_to_be_read_as_pixels_is_refused() {
        let lines = |n: usize| (0..n).map(|at| format!("Shop: Step {at}\n")).collect::<String>();
        let long = png(&map(&lines(1_900)), "Long", &Evidence::new());
        assert!(
            matches!(long, Err(PictureError::TooLarge))
                || long.is_ok_and(|bytes| bytes.len() < 20_000_000)
        );
    }
}
