use super::super::{ROW, Table, Unreadable};

fn rows(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let table = Table::read(text, None, true).unwrap();
    let rows = table.rows.iter().filter(|row| row.problem.is_none());
    let rows = rows.map(|row| row.cells().map(str::to_owned).collect()).collect();
    (table.form.header, rows)
}

#[test]
fn lists_lines_and_objects_in_a_row_are_the_same() {
    let expected = (
        vec!["id".to_owned(), "at".into(), "request.path".into()],
        vec![
            vec!["1".to_owned(), "now".into(), String::new()],
            vec!["2".into(), String::new(), "/a \"}\"".into()],
        ],
    );
    let (one, two) =
        (r#"{"id": 1, "at": "now"}"#, r#"{"id": 2, "at": null, "request": {"path": "/a \"}\""}}"#);
    for text in [
        format!("[{one},\n {two}]"),
        format!("{one}\n{two}\n"),
        format!("{one}{two}"),
        format!(" [ {one} , {two} ] \n"),
    ] {
        assert_eq!(rows(&text), expected, "{text}");
    }
}

#[test]
fn a_list_under_a_name_is_the_list() {
    let list = r#"[{"id": 1, "lines": [{"sku": "a"}]}, {"id": 2, "lines": []}]"#;
    for text in [
        format!(r#"{{"orders": {list}}}"#),
        format!(r#"{{"count": 2, "data": {{"orders": {list}}}, "next_page": null}}"#),
        format!(r#"{{"@odata.context": "x", "value": {list}, "paging": {{"next": "y"}}}}"#),
    ] {
        let (header, found) = rows(&text);
        assert_eq!((header, found.len()), (vec!["id".to_owned(), "lines".into()], 2), "{text}");
    }
    let order = r#"{"id": 1, "total": 5, "lines": [{"sku": "a"}, {"sku": "b"}]}"#;
    assert_eq!(rows(order).1.len(), 1, "a record that has a list is no list");
    assert_eq!(rows(&format!("{order}\n{order}\n")).1.len(), 2);
}

#[test]
fn a_list_is_looked_for_under_a_few_names_only() {
    let under = |names| {
        format!(
            r#"{}[{{"id": 1}}, {{"id": 2}}]{}"#,
            r#"{"data": "#.repeat(names),
            "}".repeat(names)
        )
    };
    assert_eq!(rows(&under(8)).1.len(), 2);
    assert_eq!(rows(&under(9)).1.len(), 1, "as deep as that it is one record");
}

#[test]
fn a_record_that_is_no_object_is_refused_alone() {
    let table = Table::read("{\"a\":1}\nnot json\n{\"a\":}\n{\"a\":2}\n", None, true).unwrap();
    let told: Vec<_> = table.rows.iter().map(|row| (row.number, row.problem.is_some())).collect();
    assert_eq!(told, [(1, false), (2, true), (3, true), (4, false)]);
}

#[test]
fn a_list_that_is_not_closed_is_no_whole_file() {
    assert_eq!(
        Table::read("[{\"a\":1},{\"a\":2}", None, true).err(),
        Some(Unreadable::Incomplete(3))
    );
    assert_eq!(
        Table::read("{\"a\":1}\n{\"a\":", None, true).err(),
        Some(Unreadable::Incomplete(2))
    );
}

#[test]
fn a_field_that_comes_late_is_told_not_dropped() {
    let many = "{\"a\":1}\n".repeat(super::LOOK);
    let table = Table::read(&format!("{many}{{\"a\":1,\"b\":2}}\n"), None, true).unwrap();
    let last = table.rows.last().unwrap();
    assert!(last.problem.as_ref().unwrap().contains("“b”"), "{last:?}");
}

#[test]
fn deep_and_endless_records_are_bounded() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Table::read(&deep, None, true).is_err());
    let endless = format!("{{\"a\":\"{}", "x".repeat(ROW * 2));
    assert_eq!(Table::read(&endless, None, true).err(), Some(Unreadable::RowTooLong(1)));
}
