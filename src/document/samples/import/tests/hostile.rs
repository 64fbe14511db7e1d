//! Files that nobody should send, and damage to sound ones: each is read or refused, and nothing panics.

use super::*;
use crate::engines::tables::cell::composed;
use proptest::prelude::*;

/// Files that broke comparable imports: each is read or refused, never a panic.
#[test]
fn hostile_files_are_read_or_refused() {
    let header = "occurred_at,amount,note\n";
    let files: Vec<Vec<u8>> = vec![
        header.into(),
        format!("{header}1,2,a\0b\n").into(),
        [header.as_bytes(), b"1,2,\xc0\xaf\n"].concat(),
        [header.as_bytes(), b"1,2,\xed\xa0\x80\n"].concat(),
        header.replace('\n', "\r").into(),
        "occurred_at,amount,note\r\n1,2,x\r\n2,3,y\r3,4,z\r\n".into(),
        format!("{header}1,2,\"open\n2,3,y\n").into(),
        format!("{header}1,2,a\"b\"c\n").into(),
        format!("{header}1\n1,2,3,4,5,6\n").into(),
        "id,id,id\n1,2,3\n".into(),
        format!("{}\n", "c,".repeat(20_000)).into(),
        "<!doctype html><script>alert(1)</script>".into(),
        "sep=\u{1f4a5}\na\n1\n".into(),
        "\u{feff}\u{feff},\n,\n\u{2028},x\n".into(),
        vec![0xff, 0xfe, 0x00],
    ];
    for file in files {
        if let Ok(rows) = import(&file) {
            assert!(rows.len() < 10);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_an_import_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&bytes);
    }

    #[test]
    fn no_damage_to_a_sound_file_makes_an_import_panic_or_invents_rows(
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec!["\"", ",", "\n", "\r", "\0", "\"\"", "\",\n", ";", "\u{feff}"])), 1..6),
    ) {
        let mut text = String::from("occurred_at,amount,note\n");
        (0..8).for_each(|row| text += &format!("2026-11-0{},{row}.50,\"n {row}\"\n", row + 1));
        for (at, what) in damage {
            let at = at.index(text.len());
            if text.is_char_boundary(at) {
                text.insert_str(at, what);
            }
        }
        let lines = text.replace('\r', "\n").lines().count();
        if let Ok(rows) = import(text.as_bytes()) {
            prop_assert!(rows.len() <= lines);
        }
    }

    #[test]
    fn cells_survive_a_round_through_csv(cells in prop::collection::vec("[^\\r\\x00]{0,30}", 2..6)) {
        let mut writer = crate::engines::spreadsheet::Writer::new();
        let header: Vec<String> = (0..cells.len()).map(|at| format!("c{at}")).collect();
        writer.row(&header).unwrap();
        writer.row(&cells).unwrap();
        let text = String::from_utf8(writer.finish()).unwrap();
        match Table::read(text.trim_start_matches('\u{feff}'), None, true) {
            Ok(table) => {
                let back: Vec<String> = (0..cells.len()).map(|at| table.rows[0].cell(at).into_owned()).collect();
                let expected: Vec<String> = cells.iter().map(|cell| composed(cell).trim().to_owned()).collect();
                prop_assert_eq!(back.iter().map(|cell| cell.trim()).collect::<Vec<_>>(), expected);
            }
            Err(error) => {
                prop_assert_eq!(error, Unreadable::NoRows);
                prop_assert!(cells.iter().all(|cell| composed(cell).trim().is_empty()));
            }
        }
    }
}
