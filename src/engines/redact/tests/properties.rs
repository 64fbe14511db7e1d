//! Properties of redaction on texts made of everything its rules look for, in any order.
//! Must never be narrowed to what is known to work.

use proptest::prelude::*;

use super::{redacted, redactor};

const PIECES: &[&str] = &[
    "password",
    "\"",
    "\\\"",
    ":",
    "=",
    " ",
    "\n",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    "hunter2",
    "A1b2C3d4E5f6G7h8",
    "ann@mail.test",
    "4111111111111111",
    "4111 1111 1111 1111",
    "DE89370400440532013000",
    "+49 30 1234567",
    "‹email 123456›",
    "‹api key 123456›",
    "‹password+123456›",
    "‹",
    "›",
    "ghp_",
    "q8Zr2LmP0vTx5KsWy1Jd7HbN4cRg9FaE3uXi",
    "postgres://svc:",
    "@db.internal/x",
    "://",
    "@",
    "%22",
    "%3D",
    "%40",
    "&quot;",
    "<password>",
    "</password>",
    "<",
    ">",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "Authorization: ",
    "Bearer ",
    "Basic ",
    "c3ZjOmh1c2g1",
    "Cookie: ",
    "sid=",
    ";",
    " -u ",
    "svc:",
    "api_key",
    "token",
    "name",
    "customer",
    "phone",
    "\\",
    "\\n",
    "\\u00e9",
    "é",
    "|",
    "\t",
    "first_name,email\n",
    "a,b\n",
    "value",
    "?",
    "&",
    "/",
    "\"\"",
    "$",
    "${X}",
    "***",
    "(",
    ")",
    "12345678Z",
    "key-",
    "!",
    "Customer ",
    "Anna Muster",
    "Muster",
    " phoned",
    "Dear ",
    ",\n",
    "\nid,user,password\n",
    "\n| user | password |\n|---|---|\n",
    "?key=",
    "9f86d081884c7d659a2feaa0c55ad015",
    "db:5432:erp:svc:",
    "!Ref ",
    ".access_token",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        text().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            proptest::collection::btree_map(text(), inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Ids as the program makes them and as others write them.
fn ids() -> impl Strategy<Value = String> {
    any::<u128>().prop_flat_map(|number| {
        let id = uuid::Builder::from_u128(number).into_uuid();
        let random = uuid::Builder::from_random_bytes(number.to_be_bytes()).into_uuid();
        proptest::sample::select(vec![
            id.hyphenated().to_string(),
            random.hyphenated().to_string(),
            id.hyphenated().to_string().to_uppercase(),
        ])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_the_program_made_is_never_changed(id in ids(), other in ids()) {
        for text in [
            id.to_string(),
            format!("{{\"id\":\"{id}\",\"steps\":[{{\"id\":\"{other}\",\"lane\":\"{id}\"}}]}}"),
            format!("/e/{id}/workflows/{other}#{id}"),
            format!("id;name\n{id};a\n{other};b"),
            format!("step {id} to {other}."),
        ] {
            prop_assert_eq!(redacted(&text), text);
        }
        let mut document = serde_json::json!({ "id": id, "maps": [{ "id": other, "from": id }] });
        let before = document.clone();
        redactor().json_document(&mut document);
        prop_assert_eq!(document, before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn redacting_twice_changes_nothing(text in text()) {
        let once = redacted(&text);
        prop_assert_eq!(redacted(&once), once);
    }

    #[test]
    fn a_text_never_grows_without_bound(text in text()) {
        // Each placeholder takes the place of at least one character that was there.
        prop_assert!(redacted(&text).len() <= 32 * text.len() + 32);
    }

    #[test]
    fn a_json_document_stays_one(value in json()) {
        let text = value.to_string();
        let new = redacted(&text);
        prop_assert!(
            !value.is_object() && !value.is_array() || serde_json::from_str::<serde_json::Value>(&new).is_ok(),
            "{} became {}", text, new
        );
    }

    #[test]
    fn a_json_value_is_redacted_once(mut value in json()) {
        redactor().json(&mut value);
        let once = value.clone();
        redactor().json(&mut value);
        prop_assert_eq!(value, once);
    }
}
