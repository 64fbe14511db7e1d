//! Files of the browser's half by their logical names; the build gave each a name with its hash.
//! A page never spells a file name itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The fonts that every page begins with, which it asks for before it has read its style sheet.
pub const FONTS: [&str; 2] = [
    "fonts/faultline-sans-400.53ac146cb885.woff2",
    "fonts/libertinus-serif-600.6ebafa79155c.woff2",
];

/// The built files.
#[derive(Debug, Clone, Default)]
pub struct Site {
    folder: PathBuf,
    names: BTreeMap<String, String>,
}

/// The browser's half was not built, or not where it was looked for.
#[derive(Debug, thiserror::Error)]
#[error("The browser's half is not at {}: build it with “make site”, or name its folder with FAULTLINE_SITE_DIR.", .folder.display())]
pub struct NoSite {
    folder: PathBuf,
}

impl Site {
    /// Reads the manifest of a built folder.
    ///
    /// # Errors
    /// [`NoSite`] when there is none.
    pub fn read(folder: &Path) -> Result<Self, NoSite> {
        let missing = || NoSite { folder: folder.to_owned() };
        let text = std::fs::read_to_string(folder.join("manifest.json")).map_err(|_| missing())?;
        let names = serde_json::from_str(&text).map_err(|_| missing())?;
        Ok(Self { folder: folder.to_owned(), names })
    }

    /// Where the files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of a file.
    #[must_use]
    pub fn url(&self, logical: &str) -> String {
        let name = self.names.get(logical).map_or(logical, String::as_str);
        crate::urls::site(name)
    }
}

#[cfg(test)]
mod tests {
    use super::FONTS;

    #[test]
    fn the_fonts_that_a_page_begins_with_are_those_of_its_style_sheet() {
        let sheet = include_str!("../../style/fonts.css");
        for font in FONTS {
            assert!(sheet.contains(&format!("url(\"{font}\")")), "{font}");
            let file =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public").join(font);
            assert!(file.is_file(), "{}", file.display());
        }
    }
}
