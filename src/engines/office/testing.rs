//! What every package must be: its XML well-formed, its relations leading to parts, its parts of a named type.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// The files of an archive, by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut read = |name: String| {
        let mut content = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
        (name, content)
    };
    names.into_iter().map(&mut read).collect()
}

/// A part as text.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

/// The values of an attribute in a text, wherever it stands.
pub(crate) fn values<'t>(text: &'t str, attribute: &str) -> Vec<&'t str> {
    let start = format!(" {attribute}=\"");
    text.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Everything that stands between tags, unescaped.
pub(crate) fn told(xml: &str) -> String {
    let texts = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    let text: String = texts.collect();
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

fn is_well_formed(text: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut elements) = (0_i64, 0_u64);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                for attribute in start.attributes() {
                    attribute.map_err(|error| error.to_string())?;
                }
                depth += 1;
                elements += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Eof if depth == 0 && elements > 0 => return Ok(()),
            Event::Eof => return Err("it ends early".into()),
            _ => {}
        }
    }
}

/// Fails unless a package is what a reader's program opens without repair.
pub(crate) fn assert_sound(bytes: &[u8]) {
    let parts = parts(bytes);
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let types = text("[Content_Types].xml");
    let (named, defaults) = (values(&types, "PartName"), values(&types, "Extension"));
    for name in &named {
        assert!(parts.contains_key(&name[1..]), "{name} has a type and is not there");
    }
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit('.').next().unwrap();
        let typed = named.contains(&format!("/{name}").as_str());
        assert!(typed || (ending != "xml" && defaults.contains(&ending)), "{name} has no type");
    }
    for name in parts.keys().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let well = is_well_formed(&text(name));
        assert!(well.is_ok(), "{name} is not well-formed: {well:?}");
    }
    for name in parts.keys().filter(|name| name.ends_with(".rels")) {
        let folder = name.split("_rels/").next().unwrap();
        let relations = text(name);
        let ids = values(&relations, "Id");
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "an id of {name} stands twice"
        );
        for target in values(&relations, "Target") {
            assert!(parts.contains_key(&format!("{folder}{target}")), "{name} leads to {target}");
        }
    }
}
