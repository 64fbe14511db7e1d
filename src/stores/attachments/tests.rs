//! Hostile files, each refused or neutralised; and what the store promises of those that are taken.

use super::*;
use crate::document::samples::testing::sample;
use crate::engines::tables::workbook;
use crate::stores::engagement::WriteError;
use crate::stores::testing::Bench;
use image::{DynamicImage, ImageFormat, RgbImage};
use sqlx::PgPool;
use std::io::Cursor;

mod submitted;

fn given(name: &str, bytes: impl Into<Vec<u8>>) -> Given {
    let mut given = Given::new(name.into()).unwrap();
    given.write(&bytes.into()).unwrap();
    given
}

fn cleaned(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Clean, Refused> {
    let (name, bytes) = given(name, bytes).bytes().unwrap();
    clean(&name, &bytes, &Redactor::new(b"key"))
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]));
    DynamicImage::from(picture).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A PNG that says it has this size, with no more than a header.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([1, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec();
    png.extend(&header);
    png.extend(crc32(&header).to_be_bytes());
    let body = [&b"IDAT"[..], &[0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]].concat();
    png.extend(8_u32.to_be_bytes());
    png.extend(&body);
    png.extend(crc32(&body).to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (0_u32.wrapping_sub(crc & 1)))
        })
    })
}

#[tokio::test]
async fn a_blanked_part_is_black_and_the_rest_is_as_it_was() {
    let clean = cleaned("shot.png", picture(ImageFormat::Png)).unwrap();
    let before = image::load_from_memory(&clean.bytes).unwrap().to_rgb8();
    let parts = vec![
        Part { left: 4, top: 5, width: 10, height: 6 },
        Part { left: 38, top: 28, width: 99, height: u32::MAX },
    ];
    let kept = parts.clone();
    let blanked = blank(clean.bytes.clone(), "shot.png".into(), Format::Png, parts).await.unwrap();
    assert_eq!((blanked.name(), blanked.size), ("shot.png", Some((40, 30))));
    let after = image::load_from_memory(blanked.bytes()).unwrap().to_rgb8();
    for (x, y, pixel) in after.enumerate_pixels() {
        let inside = kept.iter().any(|part| {
            (part.left..part.left + part.width).contains(&x)
                && (part.top..part.top.saturating_add(part.height)).contains(&y)
        });
        let expected = if inside { image::Rgb([0, 0, 0]) } else { *before.get_pixel(x, y) };
        assert_eq!(*pixel, expected, "{x} {y}");
    }
    let text = blank(b"no picture".to_vec(), "x".into(), Format::Png, Vec::new()).await;
    assert_eq!(text.err(), Some(Refused::BrokenPicture));
}

#[test]
fn a_picture_of_each_kind_is_drawn_anew() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let clean = cleaned("shot.bin", picture(format)).unwrap();
        let kept = if format == ImageFormat::Jpeg { Format::Jpeg } else { Format::Png };
        assert_eq!((clean.format, clean.size), (kept, Some((40, 30))), "{format:?}");
        let again = image::load_from_memory(&clean.bytes).unwrap();
        assert_eq!((again.width(), again.height()), (40, 30));
    }
}

#[test]
fn nothing_that_is_no_pixel_comes_along() {
    let script = b"<script>alert(document.cookie)</script><?php system($_GET['c']); ?>";
    let zip = b"PK\x03\x04\x14\0evil.exe";
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let polyglot = [picture(format).as_slice(), script, zip].concat();
        let clean = cleaned("polyglot.html.png", polyglot).unwrap();
        let holds = |part: &[u8]| clean.bytes.windows(part.len()).any(|window| window == part);
        assert!(!holds(b"<script") && !holds(b"<?php") && !holds(b"PK\x03\x04"), "{format:?}");
    }
    // A comment inside the picture.
    let jpeg = picture(ImageFormat::Jpeg);
    let comment = [&jpeg[..2], &[0xff, 0xfe, 0, 18], b"<script>GPS:52.5", &jpeg[2..]].concat();
    let clean = cleaned("x.jpg", comment).unwrap();
    assert!(!clean.bytes.windows(7).any(|window| window == b"<script"));
}

#[test]
fn a_pixel_flood_is_refused_before_it_is_unpacked() {
    let begun = std::time::Instant::now();
    assert_eq!(
        cleaned("x.png", png_of(30_000, 30_000)).unwrap_err(),
        Refused::TooManyPixels(30_000, 30_000)
    );
    assert_eq!(
        cleaned("x.png", png_of(24_000_000, 1)).unwrap_err(),
        Refused::TooManyPixels(24_000_000, 1)
    );
    assert!(begun.elapsed().as_secs() < 2, "{:?}", begun.elapsed());
    let gif = b"GIF89a\x30\x75\x30\x75\0\0\0,\0\0\0\0\x30\x75\x30\x75\0\x02\x02\x4c\x01\0;";
    assert!(matches!(
        cleaned("x.gif", gif),
        Err(Refused::TooManyPixels(..) | Refused::BrokenPicture)
    ));
}

#[test]
fn what_only_begins_like_a_picture_is_refused() {
    for bytes in [
        &b"GIF89a/*<script>alert(1)</script>*/=1;"[..],
        b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>",
        b"RIFF\xff\xff\xff\xffWEBPVP8 <script>",
        b"BM<script>alert(1)</script>",
        b"II*\0<script>",
    ] {
        let refused = cleaned("x.png", bytes).unwrap_err();
        let known = matches!(
            refused,
            Refused::BrokenPicture | Refused::Unknown | Refused::TooManyPixels(..)
        );
        assert!(known, "{}: {refused}", bytes.escape_ascii());
    }
}

#[test]
fn every_refusal_is_a_sentence_that_says_what_to_do() {
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0";
    for (name, bytes, says) in [
        ("a.svg", b"<svg onload='alert(1)'/>".to_vec(), "Save it as PNG"),
        ("a.txt", b"<!doctype html><script>alert(1)</script>".to_vec(), "Send a screenshot"),
        ("a.js", b"alert(1)".to_vec(), "as a text file"),
        ("a.pdf", b"%PDF-1.7".to_vec(), "send a screenshot"),
        ("a.pdf", pdf("/S /JavaScript"), "Print it to a new PDF"),
        ("a.HEIC", b"whatever".to_vec(), "Save it as JPEG"),
        ("a.xlsx", zip.to_vec(), "Save it as XLSX or CSV again"),
        ("a.xlsx", workbook(""), "None of its sheets shows anything"),
        ("a.zip", zip.to_vec(), "Send the files themselves"),
        ("a.exe", b"MZ\x90\0\x03\0\0\0".to_vec(), "neither a picture"),
        ("a.png", vec![], "Choose the file again"),
        ("a.png", vec![0x89; BYTES + 1], "Send the part that matters"),
        ("a.log", vec![b'x'; TEXT_BYTES + 1], "the lines around the failure"),
        ("a.bin", b"abc\0def".to_vec(), "neither a picture"),
    ] {
        let refused = cleaned(name, bytes).unwrap_err().to_string();
        assert!(refused.contains(says) && refused.ends_with('.'), "{name}: {refused}");
    }
}

#[test]
fn a_text_and_its_name_are_redacted() {
    let secret = ["token AKIA", "Q7ZXM2N5KV3T8WBD of ada.lovelace@example.org"].concat();
    let clean = cleaned("../ada.lovelace@example.org.log", secret).unwrap();
    let text = String::from_utf8(clean.bytes().to_vec()).unwrap();
    assert!(!text.contains("Q7ZXM2N5KV3T8WBD") && !text.contains("lovelace"), "{text}");
    assert!(!clean.name().contains("lovelace") && !clean.name().contains(".."), "{}", clean.name());
    assert_eq!(clean.replaced.len(), 2);
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<< {inside} >>\nendobj\n%%EOF\n").into()
}

#[test]
fn a_pdf_is_kept_as_it_was_sent_under_a_redacted_name() {
    let sent = pdf("/Type /Catalog");
    let clean = cleaned("../ada.lovelace@example.org.pdf", sent.clone()).unwrap();
    assert_eq!((clean.format, clean.bytes()), (Format::Pdf, sent.as_slice()));
    assert!(clean.name().ends_with(".pdf") && !clean.name().contains("lovelace"));
    assert!(!clean.format.is_picture() && clean.replaced.is_empty());
}

#[test]
fn of_a_workbook_what_its_cells_show_is_kept_as_redacted_text() {
    let sheet = workbook(
        r#"<row r="1"><c r="A1" t="str"><v>order</v></c><c r="B1" t="str"><v>customer name</v></c></row>
        <row r="2"><c r="A2"><v>10023</v></c><c r="B2" t="str"><v>Ada Lovelace</v></c></row>
        <row r="3"><c r="A3" t="str"><v>ada.lovelace@example.org</v></c></row>"#,
    );
    let clean = cleaned("orders.xlsx", sheet).unwrap();
    assert_eq!((clean.name(), clean.format), ("orders.txt", Format::Text));
    let text = String::from_utf8(clean.bytes().to_vec()).unwrap();
    assert!(text.starts_with("Sheet “Orders”\n") && text.contains("10023"), "{text}");
    assert!(!text.contains("Lovelace") && !text.contains("lovelace"), "{text}");
    assert!(!text.contains("Hidden") && !text.contains("Empty"), "{text}");
    assert!(clean.replaced.iter().map(|found| found.count).sum::<u64>() >= 2, "{text}");
}

#[test]
fn a_table_is_redacted_by_what_its_header_says() {
    let clean = cleaned("orders.csv", "order,customer name\n10023,Ada Lovelace\n").unwrap();
    let text = String::from_utf8(clean.bytes().to_vec()).unwrap();
    assert!(text.contains("10023") && !text.contains("Lovelace"), "{text}");
}

#[tokio::test]
async fn all_are_taken_or_none_and_not_too_many_at_once() {
    let redactor = || Redactor::new(b"key");
    let good = || given("a.txt", "fine");
    let one_bad = clean_all(vec![good(), given("b.svg", "<svg/>")], redactor()).await.unwrap_err();
    assert_eq!(one_bad.len(), 1);
    assert!(one_bad[0].starts_with("“b.svg” is not taken."), "{one_bad:?}");
    assert_eq!(clean_all(vec![good(), good()], redactor()).await.unwrap().len(), 2);
    let many = (0..=FILES_PER_FORM).map(|_| good()).collect();
    assert!(clean_all(many, redactor()).await.is_err());
}

fn file(id: AttachmentId) -> (AttachmentId, Clean) {
    (id, cleaned("log.txt", "one line").unwrap())
}

#[sqlx::test]
async fn files_belong_to_a_sample_are_audited_and_stay_with_the_history(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let sample = bench.add(sample()).await;
    let id = AttachmentId::new();
    let mut tx = bench.act().await;
    store::add(&mut tx, bench.grant(), sample, &[file(id)]).await.unwrap();
    let listed = store::list(&mut tx, bench.grant(), sample).await.unwrap();
    assert_eq!((listed[0].id, listed[0].name.as_str(), listed[0].bytes), (id, "log.txt", 8));
    store::remove(&mut tx, bench.grant(), sample, id).await.unwrap();
    assert!(store::list(&mut tx, bench.grant(), sample).await.unwrap().is_empty());
    assert!(store::head(&mut tx, bench.grant().into(), id).await.unwrap().is_none());
    assert!(matches!(
        store::remove(&mut tx, bench.grant(), sample, id).await,
        Err(WriteError::NotFound)
    ));
    tx.commit().await.unwrap();
    let audited =
        "select count(*) from audit where subject_id = $1 and subject_kind = 'attachment'";
    let audited: i64 = sqlx::query_scalar(audited).bind(id.0).fetch_one(&bench.pool).await.unwrap();
    assert_eq!(audited, 2);
    let rows: i64 =
        sqlx::query_scalar("select count(*) from attachment").fetch_one(&bench.pool).await.unwrap();
    assert_eq!(rows, 1, "what was removed is still known");
}

#[sqlx::test]
async fn a_sample_has_a_bounded_number_of_files_and_must_be_there(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let sample = bench.add(sample()).await;
    let many: Vec<_> = (0..FILES_PER_SAMPLE).map(|_| file(AttachmentId::new())).collect();
    let mut tx = bench.act().await;
    store::add(&mut tx, bench.grant(), sample, &many).await.unwrap();
    let more = store::add(&mut tx, bench.grant(), sample, &many[..1]).await;
    assert!(matches!(more, Err(WriteError::Invalid(_))), "{more:?}");
    let nowhere = store::add(&mut tx, bench.grant(), SampleId::new(), &many[..1]).await;
    assert!(matches!(nowhere, Err(WriteError::NotFound)), "{nowhere:?}");
}
