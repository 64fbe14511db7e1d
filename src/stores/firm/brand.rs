//! The firm's colour, and whether what is written in it can be read on paper.
//! The contrast is that of WCAG 2: a colour that is too light for text is refused, with what it reaches.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The contrast that text needs (WCAG 2, AA).
pub const READABLE: f64 = 4.5;

/// A colour in which text on white paper can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Brand([u8; 3]);

/// Why a text is no colour of a firm.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BrandError {
    /// It is no colour.
    #[error("Give the colour as a number sign and six digits, such as #0b4a60.")]
    NoColour,
    /// It is too light; its contrast against white.
    #[error(
        "On white this colour reaches a contrast of {0:.1} to 1; text needs 4.5 to 1. Choose a darker one."
    )]
    TooLight(f64),
}

impl Brand {
    /// Its contrast against white, from 1 to 21.
    #[must_use]
    pub fn contrast(self) -> f64 {
        1.05 / (luminance(self.0) + 0.05)
    }
}

/// The relative luminance of a colour in sRGB.
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

impl FromStr for Brand {
    type Err = BrandError;

    fn from_str(text: &str) -> Result<Self, BrandError> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        let mut rgb = [0; 3];
        hex::decode_to_slice(digits, &mut rgb).map_err(|_| BrandError::NoColour)?;
        let brand = Self(rgb);
        let contrast = brand.contrast();
        if contrast < READABLE { Err(BrandError::TooLight(contrast)) } else { Ok(brand) }
    }
}

impl fmt::Display for Brand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

impl TryFrom<String> for Brand {
    type Error = BrandError;

    fn try_from(text: String) -> Result<Self, BrandError> {
        text.parse()
    }
}

impl From<Brand> for String {
    fn from(brand: Brand) -> Self {
        brand.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_taken_where_text_in_it_can_be_read_and_told_as_it_is_written() {
        let brand: Brand = "#0B4A60".parse().unwrap();
        assert_eq!(brand.to_string(), "#0b4a60");
        assert!((brand.contrast() - 9.5).abs() < 0.5, "{}", brand.contrast());
        assert_eq!("000000".parse::<Brand>().map(Brand::contrast), Ok(21.0));
        // The lightest grey that passes, and the next one that does not.
        assert!("#767676".parse::<Brand>().is_ok());
        assert!(matches!("#777777".parse::<Brand>(), Err(BrandError::TooLight(_))));
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["", "#", "blue", "#12345", "#1234567", "#12345g", "url(x)"] {
            assert_eq!(text.parse::<Brand>(), Err(BrandError::NoColour), "{text}");
        }
    }
}
