//! Pictures are drawn anew: what is stored holds pixels and nothing else.
//! Comments, positions, thumbnails, further frames and whatever was appended stay outside.

use super::{Format, PIXELS, Part, Refused};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba};
use std::io::Cursor;

/// The memory a decoder may use, in bytes: the pixels at 8 bytes each, and some more.
const MEMORY: u64 = PIXELS * 8 + 32 * 1024 * 1024;
/// The longest side, in pixels.
const SIDE: u32 = 20_000;
/// How much of a photograph is kept.
const QUALITY: u8 = 88;
/// A drawing that comes out larger than this is stored as a photograph.
const LARGE: usize = 8 * 1024 * 1024;

/// The stored format of the picture, its bytes, its width and height.
pub(super) type Redrawn = (Format, Vec<u8>, (u32, u32));

/// Draws a picture anew; of one that moves, the first frame.
pub(super) fn redraw(bytes: &[u8], format: ImageFormat) -> Result<Redrawn, Refused> {
    let picture = decode(bytes, format)?;
    let size = (picture.width(), picture.height());
    if format != ImageFormat::Jpeg {
        let bytes = png(&picture)?;
        if bytes.len() <= LARGE {
            return Ok((Format::Png, bytes, size));
        }
    }
    Ok((Format::Jpeg, jpeg(&picture)?, size))
}

/// Draws a stored picture anew with these parts of it black: nothing of what was there is left in the bytes.
pub(super) fn blank(bytes: &[u8], format: ImageFormat, parts: &[Part]) -> Result<Redrawn, Refused> {
    let mut picture = decode(bytes, format)?.to_rgba8();
    let (width, height) = picture.dimensions();
    for part in parts {
        let right = part.left.saturating_add(part.width).min(width);
        let bottom = part.top.saturating_add(part.height).min(height);
        for y in part.top.min(height)..bottom {
            for x in part.left.min(width)..right {
                picture.put_pixel(x, y, Rgba([0, 0, 0, u8::MAX]));
            }
        }
    }
    let picture = DynamicImage::from(picture);
    let size = (width, height);
    if format == ImageFormat::Jpeg {
        return Ok((Format::Jpeg, jpeg(&picture)?, size));
    }
    Ok((Format::Png, png(&picture)?, size))
}

/// Its size is looked at before any of it is unpacked.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS || width.max(height) > SIDE {
        return Err(Refused::TooManyPixels(width, height));
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn broken(_: image::ImageError) -> Refused {
    Refused::BrokenPicture
}

/// Eight bits a colour are enough for a screenshot.
fn png(picture: &DynamicImage) -> Result<Vec<u8>, Refused> {
    let plain = if picture.color().has_alpha() {
        DynamicImage::from(picture.to_rgba8())
    } else {
        DynamicImage::from(picture.to_rgb8())
    };
    let mut out = Cursor::new(Vec::new());
    plain.write_to(&mut out, ImageFormat::Png).map_err(broken)?;
    Ok(out.into_inner())
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    picture.to_rgb8().write_with_encoder(encoder).map_err(broken)?;
    Ok(out)
}
