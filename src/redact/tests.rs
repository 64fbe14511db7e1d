//! What redaction promises as a whole: nothing planted survives, look-alikes stay, form is kept.
//! Must never contain a value that looks real in one piece; secrets are put together at run time.

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

#[test]
fn a_bearer_token_in_a_quoted_command_is_replaced() {
    let secret = made_up(40);
    let text = format!("{{\"note\": \"curl -H 'Authorization: Bearer {secret}'\"}}\n");
    assert!(!redacted(&text).contains(&secret), "{}", redacted(&text));
}
