//! The form of JSON, XML, CSV and web addresses survives redaction.
//! Must never compare with what redaction itself says: other readers decide.

use super::{filled, made_up, redacted};

#[test]
fn json_stays_json_with_the_same_members() {
    let secret = made_up(24);
    for text in [
        format!("{{\"password\": \"{secret}\", \"n\": 1, \"list\": [true, null]}}"),
        format!("{{\"a\": \"{{\\\"token\\\": \\\"{secret}\\\"}}\", \"b\": 2}}"),
        "{\"card\": 4111111111111111, \"mobile\": 4915112345678}".to_owned(),
        "[4111111111111111, \"ann@example.org\"]".to_owned(),
        format!("{{\n  \"password\": \"{secret}\\\" , x\",\n  \"b\": 2\n}}"),
    ] {
        let before: serde_json::Value = serde_json::from_str(&text).unwrap();
        let after: serde_json::Value = serde_json::from_str(&redacted(&text)).unwrap();
        let size = |value: &serde_json::Value| {
            value.as_object().map(serde_json::Map::len).or(value.as_array().map(Vec::len))
        };
        assert_eq!(size(&before), size(&after), "{text}");
        assert_ne!(before, after, "{text}");
    }
}

#[test]
fn xml_keeps_its_tags_and_csv_its_cells() {
    for text in filled("db_password", &made_up(12)) {
        let new = redacted(&text);
        if text.starts_with('<') {
            let tags = |text: &str| text.matches(['<', '>']).count();
            assert_eq!(tags(&text), tags(&new), "{new}");
        }
        if text.starts_with("id,") {
            let cells = |text: &str| {
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                reader.records().map(|row| row.unwrap().len()).collect::<Vec<_>>()
            };
            assert_eq!(cells(&text), cells(&new), "{new}");
        }
    }
}

#[test]
fn addresses_keep_scheme_user_host_and_path() {
    let text = format!("postgres://svc:{}@db.internal:5432/erp?ssl=1", made_up(14));
    let new = redacted(&text);
    assert!(new.starts_with("postgres://svc:‹password+"), "{new}");
    assert!(new.ends_with("›@db.internal:5432/erp?ssl=1"), "{new}");
    assert!(!new.contains(' '), "{new}");
}

#[test]
fn a_stream_says_the_same_as_a_text() {
    let line = format!("{{\"password\": \"{}\", \"mail\": \"ann@example.org\"}}\n", made_up(12));
    let text = line.repeat(20_000);
    let mut out = Vec::new();
    let policy = crate::engines::redact::Policy::Evidence;
    let found = super::redactor().stream(policy, &mut text.as_bytes(), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), redacted(&line).repeat(20_000));
    assert_eq!(found.iter().map(|found| found.count).sum::<u64>(), 40_000);
}
