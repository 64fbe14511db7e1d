use super::*;

fn value_of<'t>(text: &'t str, part: &str) -> Option<&'t str> {
    let start = text.find(part)?;
    let value = Name::around(text, start..start + part.len()).value(text)?;
    Some(&text[value.at])
}

#[test]
fn the_value_is_found_in_every_notation() {
    for text in [
        "password: v4lue",
        "password = v4lue, next",
        "PASSWORD=v4lue",
        "\"password\":\"v4lue\"",
        "\"password\" : \"v4lue\"",
        "{\\\"password\\\":\\\"v4lue\\\"}",
        "{\\\\\\\"password\\\\\\\":\\\\\\\"v4lue\\\\\\\"}",
        "{&quot;password&quot;:&quot;v4lue&quot;}",
        "\"{\"\"password\"\":\"\"v4lue\"\"}\"",
        "{'password': 'v4lue'}",
        ":password=>\"v4lue\"",
        "<password>v4lue</password>",
        "<ns:Password Type=\"Text\">v4lue</ns:Password>",
        "<password>\n  v4lue\n</password>",
        "<password><![CDATA[v4lue]]></password>",
        "<add key=\"password\" value=\"v4lue\"/>",
        "<property name=\"password\">v4lue</property>",
        "{\"name\":\"password\",\"value\":\"v4lue\"}",
        "user=a&password=v4lue&next=b",
        "Server=a;Password=v4lue;Database=b",
        "--password v4lue",
        "--password=v4lue",
        "IDENTIFIED password 'v4lue'",
        "the password is v4lue.",
        "form-data; name=\"password\"\r\n\r\nv4lue\r\n--x",
        "password: |\n  v4lue\nnext: 1",
        "$config['password'] = 'v4lue';",
        "&lt;password&gt;v4lue&lt;/password&gt;",
        "setpassword(\"v4lue\")",
        "password = b'v4lue'",
        "a\\npassword=v4lue\\nb",
        "['tool', '--password', 'v4lue']",
        "[\"tool\",\"--password\",\"v4lue\"]",
        "define('password', 'v4lue');",
        "- name: password\n  value: v4lue\n",
        "- name: \"password\"\n  value: \"v4lue\"\n",
        "| password | `v4lue` |",
        "<key>password</key>\n<string>v4lue</string>",
        "<td>password</td><td>v4lue</td>",
        "<property name=\"password\"><value>v4lue</value></property>",
        "password: [v4lue]",
        "\"password\": [\"v4lue\"]",
        "password=('svc', 'v4lue')",
        "a | b\n| password | v4lue |",
    ] {
        let part = if text.contains("PASS") {
            "PASS"
        } else if text.contains("Pass") {
            "Pass"
        } else {
            "pass"
        };
        assert_eq!(value_of(text, part), Some("v4lue"), "{text}");
    }
}

#[test]
fn labels_heads_and_alternatives_have_no_value() {
    for text in [
        "<label for=\"password\">Your v4lue</label>",
        "<tr><th>password</th><th>Role</th></tr>",
        "| user | password | role |\n|---|:--:|---|",
        "/otp|2fa|password|breach/i.test(subject)",
    ] {
        assert_eq!(value_of(text, "pass"), None, "{text}");
    }
}

#[test]
fn names_are_whole() {
    let text = "my_db.password_2: x";
    assert_eq!(&text[Name::around(text, 6..10).at], "my_db.password_2");
}
