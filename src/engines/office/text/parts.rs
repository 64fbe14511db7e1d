//! The parts of a document beside its body: styles, numbering, header, footer and their relations.

use super::{DECLARATION, OFFICE, RELATIONS, content_types, escape};
use std::fmt::Write;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn types() -> String {
    let named = ["document.main", "styles", "settings", "numbering", "header", "footer"];
    let kinds = named.map(|name| format!("{KIND}.{name}+xml"));
    let parts = ["document", "styles", "settings", "numbering", "header1", "footer1"];
    let own: Vec<_> = parts
        .iter()
        .zip(&kinds)
        .map(|(part, kind)| (format!("word/{part}.xml"), kind.as_str()))
        .collect();
    content_types(&own)
}

pub(super) fn relations(pictures: usize) -> String {
    let named = [
        ("styles", "styles"),
        ("settings", "settings"),
        ("numbering", "numbering"),
        ("header", "header1"),
        ("footer", "footer1"),
    ];
    let mut all = String::new();
    for ((kind, part), number) in named.iter().zip(1_usize..) {
        let _ = write!(
            all,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{part}.xml\"/>"
        );
    }
    for number in 1..=pictures {
        let _ = write!(
            all,
            "<Relationship Id=\"rIdMap{number}\" Type=\"{OFFICE}/image\" Target=\"media/map{number}.png\"/>"
        );
    }
    format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">{all}</Relationships>")
}

/// The body in its page of A4.
pub(super) fn document(body: &str) -> String {
    format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{body}\
         <w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1531\" w:right=\"1361\" w:bottom=\"1531\" w:left=\"1361\" \
         w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

pub(super) fn header((left, right): &(String, String)) -> String {
    let (left, right) = (escape::text(left), escape::text(right));
    format!(
        "{DECLARATION}<w:hdr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{left}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">{right}</w:t></w:r></w:p></w:hdr>"
    )
}

pub(super) fn footer(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(escape::text).collect();
    let text = lines.join("</w:t><w:br/><w:t xml:space=\"preserve\">");
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r><w:r><w:tab/></w:r>{}<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES")
    )
}

pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{MAIN}\"><w:defaultTabStop w:val=\"709\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// Bullets for all lists, and numbers from 1 for each of so many.
pub(super) fn numbering(numbered: usize) -> String {
    let level = |at: u8, kind: &str, text: &str| {
        let left = 360 * (u32::from(at) + 1);
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{kind}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"{left}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let mut lists = String::from("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for number in 2..=numbered + 1 {
        let _ = write!(
            lists,
            "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
        );
    }
    format!(
        "{DECLARATION}<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{}</w:abstractNum>{lists}</w:numbering>",
        level(0, "bullet", "•"),
        level(1, "bullet", "–"),
        level(0, "decimal", "%1.")
    )
}

pub(super) fn styles() -> String {
    let mut all = String::new();
    for (id, name, base, paragraph, run) in STYLES {
        let based =
            if base.is_empty() { String::new() } else { format!("<w:basedOn w:val=\"{base}\"/>") };
        let first = if *id == "Normal" { " w:default=\"1\"" } else { "" };
        let _ = write!(
            all,
            "<w:style w:type=\"paragraph\"{first} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    format!("{DECLARATION}<w:styles xmlns:w=\"{MAIN}\">{DEFAULTS}{all}{OTHER_STYLES}</w:styles>")
}

const DEFAULTS: &str = concat!(
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Calibri\"/>",
    "<w:color w:val=\"1B1A17\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>",
    "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>",
);

/// Styles of paragraphs: id, name, what they are based on, and what differs.
const STYLES: &[(&str, &str, &str, &str, &str)] = &[
    ("Normal", "Normal", "", "", ""),
    ("BodyText", "Body Text", "Normal", "", ""),
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"120\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"52\"/><w:szCs w:val=\"52\"/>",
    ),
    (
        "Subtitle",
        "Subtitle",
        "Normal",
        "<w:keepNext/>",
        "<w:color w:val=\"535048\"/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"480\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:bCs/><w:color w:val=\"0B4A60\"/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"320\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"27\"/><w:szCs w:val=\"27\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
    ),
    ("Lede", "Lede", "Normal", "<w:keepNext/>", "<w:i/><w:iCs/><w:color w:val=\"535048\"/>"),
    (
        "Verdict",
        "Verdict",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/>",
        "<w:b/><w:bCs/><w:color w:val=\"0B4A60\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    ),
    (
        "Small",
        "Small",
        "Normal",
        "<w:spacing w:after=\"60\"/>",
        "<w:color w:val=\"535048\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Code",
        "Code",
        "Normal",
        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F5F3EC\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    (
        "Caption",
        "caption",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/>",
        "<w:color w:val=\"535048\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    ("ListParagraph", "List Paragraph", "Normal", "<w:spacing w:after=\"60\"/>", ""),
    (
        "TableText",
        "Table Text",
        "Normal",
        "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    ("TableSmall", "Table Small", "TableText", "", "<w:sz w:val=\"15\"/><w:szCs w:val=\"15\"/>"),
    (
        "Header",
        "header",
        "Normal",
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"9184\"/></w:tabs>",
        "<w:color w:val=\"535048\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    (
        "Footer",
        "footer",
        "Normal",
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"9184\"/></w:tabs>",
        "<w:color w:val=\"535048\"/><w:sz w:val=\"13\"/><w:szCs w:val=\"13\"/>",
    ),
];

/// Styles of letters and of tables.
const OTHER_STYLES: &str = concat!(
    "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"0B4A60\"/><w:u w:val=\"single\"/></w:rPr></w:style>",
    "<w:style w:type=\"character\" w:styleId=\"Unknown\"><w:name w:val=\"Unknown\"/><w:rPr><w:i/><w:iCs/><w:color w:val=\"5B574F\"/></w:rPr></w:style>",
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/>",
    "<w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
    "<w:style w:type=\"table\" w:styleId=\"Register\"><w:name w:val=\"Register\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>",
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D8D3C8\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D8D3C8\"/></w:tblBorders></w:tblPr>",
    "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1B1A17\"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>",
);
