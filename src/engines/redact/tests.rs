//! What redaction promises as a whole: nothing planted survives, look-alikes stay, form is kept.
//! Must never contain a value that looks real in one piece; secrets are put together at run time.

mod linear;
mod properties;
mod reports;
mod structure;

use super::*;

fn redactor() -> Redactor {
    Redactor::new(b"engagement one")
}

fn redacted(text: &str) -> String {
    redactor().text(text).text
}

/// A made-up value of `len` letters and digits.
fn made_up(len: usize) -> String {
    "q8Zr2LmP0vTx5KsWy1Jd7HbN4cRg9FaE3uXiO6tYkVpMzBwQ".chars().cycle().take(len).collect()
}

/// Every notation in which a value may stand; `NAME` and `VALUE` are filled in.
const NOTATIONS: &[&str] = &[
    r#"{"id": 4, "NAME": "VALUE"}"#,
    r#"{"body": "{\"NAME\":\"VALUE\",\"x\":1}"}"#,
    r#"{"log": "{\"body\": \"{\\\"NAME\\\": \\\"VALUE\\\"}\"}"}"#,
    r#"{"headers": [{"name": "NAME", "value": "VALUE"}]}"#,
    r#"{"headers": [{"value": "VALUE", "name": "NAME"}]}"#,
    r#"{"NAME": ["VALUE"]}"#,
    r#"["tool", "--NAME", "VALUE", "--verbose"]"#,
    r#"2026-03-02T10:00:00Z ERROR payload={"NAME": "VALUE"} status=409"#,
    "{'id': 4, 'NAME': 'VALUE'}",
    "Client(NAME='VALUE', timeout=3)",
    "define('NAME', 'VALUE');",
    "$config['NAME'] = 'VALUE';",
    "db:\n  host: x\n  NAME: VALUE\n  port: 5",
    "env:\n  - name: NAME\n    value: \"VALUE\"\n",
    "NAME: |\n  VALUE\nport: 5",
    "[db]\nNAME = VALUE\n",
    "export NAME=\"VALUE\"",
    "<cfg><NAME>VALUE</NAME></cfg>",
    "<login user=\"a\" NAME=\"VALUE\"/>",
    "<add key=\"NAME\" value=\"VALUE\" />",
    "<property name=\"NAME\"><value>VALUE</value></property>",
    "<dict><key>NAME</key>\n  <string>VALUE</string></dict>",
    "<NAME><![CDATA[VALUE]]></NAME>",
    "&lt;NAME&gt;VALUE&lt;/NAME&gt;",
    "{&quot;NAME&quot;:&quot;VALUE&quot;}",
    "GET /v1/orders?page=2&NAME=VALUE&x=1 HTTP/1.1",
    "redirect=https%3A%2F%2Fx.example%2Fcb%3FNAME%3DVALUE",
    "POST /x HTTP/1.1\r\nNAME: VALUE\r\nAccept: */*\r\n\r\n",
    "curl -H 'NAME: VALUE' https://api.example.com/x",
    "sync --NAME=VALUE --verbose",
    "id,NAME,status\n1,\"VALUE\",ok\n",
    "id;NAME;status\n1;VALUE;ok\n",
    "id,payload\n1,\"{\"\"NAME\"\": \"\"VALUE\"\"}\"\n",
    "| setting | value |\n|---|---|\n| NAME | VALUE |\n",
    "--b\r\nContent-Disposition: form-data; name=\"NAME\"\r\n\r\nVALUE\r\n--b--",
];

fn filled(name: &str, value: &str) -> Vec<String> {
    NOTATIONS.iter().map(|text| text.replace("NAME", name).replace("VALUE", value)).collect()
}

#[test]
fn a_value_in_a_secret_field_goes_in_every_notation() {
    for (name, value) in [
        ("db_password", made_up(12)),
        ("x-api-key", made_up(32)),
        ("refresh_token", made_up(40)),
        ("client_secret", "0af3".repeat(10)),
    ] {
        for text in filled(name, &value) {
            assert!(!redacted(&text).contains(&value), "{text}\n{}", redacted(&text));
        }
    }
}

#[test]
fn issued_keys_go_wherever_they_stand() {
    let hex = "0123456789abcdef".repeat(4);
    let keys = [
        format!("AKIA{}", "Q7ZXM2N5KV3T8WBD"),
        format!("ghp_{}", made_up(36)),
        format!("xoxb-{}-{}", &hex[..12], made_up(24)),
        format!("sk_live_{}", made_up(24)),
        format!("SG.{}.{}", made_up(22), made_up(43)),
        format!("shpat_{}", &hex[..32]),
        format!("{}-us14", &hex[..32]),
        format!("1234567890:AA{}", made_up(33)),
        format!("eyJ{}.eyJ{}.{}", made_up(20), made_up(20), made_up(43)),
    ];
    for key in &keys {
        for around in
            ["KEY", "key KEY!", "{\"note\": \"KEY\"}", "x='KEY'", "?a=KEY&b=1", "<n>KEY</n>"]
        {
            let text = around.replace("KEY", key);
            assert!(!redacted(&text).contains(&key[key.len() - 12..]), "{text}");
        }
    }
}

#[test]
fn credentials_in_headers_addresses_and_commands_go() {
    let secret = made_up(20);
    for text in [
        "Authorization: Bearer @@",
        "{\"note\": \"curl -H 'Authorization: Bearer @@'\"}",
        "Authorization: Digest username=\"svc\", realm=\"x\", response=\"@@\"",
        "Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=@@",
        "Authorization: Splunk @@",
        "Cookie: theme=dark; sessionid=@@",
        "postgres://svc:@@@db.internal/erp",
        "jdbc:oracle:thin:svc/@@@db:1521/ORCL",
        "curl -u svc:@@ https://x.example",
        "curl -usvc:@@ https://x.example",
        "mysql -h db -u svc -p@@ erp",
        "sqlcmd -S srv -U svc -P @@ -Q x",
        "CREATE USER svc IDENTIFIED BY '@@';",
        "auth=('svc', '@@')",
    ] {
        let planted = text.replacen("@@", &secret, 1);
        assert!(!redacted(&planted).contains(&secret), "{planted}\n{}", redacted(&planted));
    }
}

#[test]
fn personal_data_goes_by_shape_or_by_field() {
    for (text, gone) in [
        ("write to ann.other@example.org", "ann.other"),
        ("call +49 30 1234567", "1234567"),
        ("{\"mobile\": 4915112345678}", "4915112345678"),
        ("card 4111 1111 1111 1111", "1111 1111"),
        ("IBAN DE89 3704 0044 0532 0130 00", "0532"),
        ("id 131052-308T ok", "308T"),
        ("ssn: 123-45-6789", "6789"),
        ("{\"customer\": {\"id\": 4, \"name\": \"Ann Other\"}}", "Other"),
        ("{\"Stra\\u00dfe\": \"Am Hafen 3\"}", "Hafen"),
        ("id,date_of_birth\n1,1980-02-03\n", "1980"),
        ("his SSN is 536-22-8714", "8714"),
        ("From: Ann Other <ann@example.org>\n", "Other"),
        ("Besteller: Other, Ann", "Other"),
        ("{\"reporter\": {\"displayName\": \"Ann Other\"}}", "Other"),
        ("{\"customer\": \"Anna Other\", \"id\": 4}", "Other"),
        ("{\"createdBy\": \"Anna Other\"}", "Other"),
        ("Kunde;Summe\nAnna Other;5\n", "Other"),
        ("Customer: Anna Other, order 5", "Other"),
        ("Client : Anna Other\n", "Other"),
        ("Mit freundlichen Grüssen\nAnn Other", "Other"),
    ] {
        assert!(!redacted(text).contains(gone), "{}", redacted(text));
    }
}

#[test]
fn look_alikes_stay() {
    for text in [
        "commit 53e9421ce50211670eae679f02e8d28a11223344",
        "trace 550e8400-e29b-41d4-a716-446655440000",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "{\"order_id\": 4111111111111111}",
        "idempotency_key=4111111111111111",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
        "Bearer ${TOKEN}",
        "password: ********",
        "api_key=<your-api-key>",
        "The password must be at least 8 characters",
        "{\"token\": \"\", \"password\": null}",
        "next_page_token=2&max_tokens=4096",
        "{\"product\": {\"name\": \"Blue chair\", \"displayName\": \"Chair, blue\"}}",
        "order 536-22-8714 was refunded",
        "Besteller: 10023",
        "{\"customer\": \"Acme Trading\", \"client\": 10023, \"author\": \"order-service\"}",
        "Kunde;Summe\nAnna Meier AG;5\n10023;7\n",
        "customer: new\nclient: web\nbuyer: {id: 4}",
        "Primärer Schlüssel: order_id",
        "tracking 1Z999AA10123456784, EAN 4006381333931, v1.2.3-rc.1",
        "git@github.com:acme/sync.git logo@2x.png",
        "logged at 2026-03-02 10:11:12,123 in 0.12345678901 s",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn the_same_value_has_the_same_placeholder_within_one_engagement() {
    let number =
        |text: &str| text.split('‹').nth(1).and_then(|t| t.split('›').next()).map(str::to_owned);
    let (plain, json) = (redacted("ann@example.org"), redacted("{\"a\":\"x ann@example.org\"}"));
    assert_eq!(number(&plain), number(&json));
    let other = Redactor::new(b"engagement two").text("ann@example.org").text;
    assert_ne!(number(&plain), number(&other));
}

#[test]
fn a_secret_is_told_from_personal_data() {
    assert!(redactor().text(&format!("password: {}", made_up(9))).has_secret());
    assert!(!redactor().text("ann@example.org").has_secret());
}
