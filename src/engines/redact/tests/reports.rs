//! What people reported elsewhere as leaked or as wrongly removed, each with an input of our own.
//! Must never hold a value that looks real in one piece.

use super::{made_up, redacted, redactor};

#[test]
fn keys_in_a_table_under_prose_go_in_the_readers_own_language() {
    let (one, other) = (made_up(24), made_up(31));
    for head in ["| System | Schlüssel |", "| System | API-Schlüssel |", "| Système | Clef |"] {
        let text = format!(
            "Hier die Zugänge.\n\n{head}\n|---|---|\n| Shop | {one} |\n| ERP | {other} |\n"
        );
        let new = redacted(&text);
        assert!(!new.contains(&one) && !new.contains(&other) && new.contains("Shop"), "{new}");
    }
    let codes =
        "| Feld | Schlüssel |\n|---|---|\n| Kunde | customer_id |\n| Auftrag | order_id |\n";
    assert_eq!(redacted(codes), codes);
}

#[test]
fn what_signs_or_opens_an_address_goes_and_a_hash_elsewhere_stays() {
    let hash = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    for text in [
        format!("https://files.example/a.pdf?X-Amz-Date=20260101&X-Amz-Signature={hash}{hash}"),
        format!("https://shop.example/orders/7/authenticate?key={hash}"),
        format!("https://api.example/v1?page=2&sig={hash}"),
    ] {
        assert!(!redacted(&text).contains(hash), "{text}");
    }
    for text in [
        format!("signature: {hash}"),
        format!("cache key={hash}"),
        format!("https://git.example/c?commit={hash}"),
    ] {
        assert!(redacted(&text).contains(hash), "{text}");
    }
}

#[test]
fn passwords_of_command_lines_and_their_files_go_and_the_rest_of_the_line_stays() {
    let secret = made_up(12);
    for (text, kept) in [
        (format!("db.example:5432:orders:app:{secret}"), "db.example:5432:orders:app:"),
        (format!("*:*:*:app:{secret}\nnext"), "\nnext"),
        (format!("ConvertTo-SecureString \"{secret}\" -AsPlainText -Force"), "-AsPlainText -Force"),
        (format!("ConvertTo-SecureString -AsPlainText '{secret}' -Force"), "-Force"),
        (format!("'{secret}' | ConvertTo-SecureString -AsPlainText"), "ConvertTo-SecureString"),
    ] {
        let new = redacted(&text);
        assert!(!new.contains(&secret) && new.contains(kept), "{new}");
    }
    for text in [
        "ConvertTo-SecureString $env:DB_PASS -AsPlainText",
        "ConvertTo-SecureString (Get-Content x)",
        "at 10:5432:30 the job ran",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn hashed_passwords_go_and_prices_stay() {
    let long = made_up(86);
    for text in [
        format!("root:$6$saltsalt${long}:19000:0"),
        format!("$2b$12${}", &long[..53]),
        format!("$argon2id$v=19$m=65536,t=3,p=4${}${}", &long[..22], &long[..43]),
    ] {
        assert!(!redacted(&text).contains(&long[..20]), "{text}");
    }
    for text in ["costs $6$ or $1$ a piece", "$2a$ is bcrypt"] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn a_table_below_other_text_is_read_by_its_head() {
    let secret = made_up(10);
    for text in [
        format!("Hello,\n\nhere they are:\n\nuser,password,role\nann,{secret},admin\n\nbye"),
        format!(
            "Access:\n| System | API key | Role |\n|---|---|---|\n| ERP | `{secret}` | admin |\n"
        ),
        format!("Below.\nuser\tpassword\nann\t{secret}\n"),
    ] {
        let new = redacted(&text);
        assert!(!new.contains(&secret), "{new}");
        assert!(
            text.contains("Role") == new.contains("Role")
                && text.contains("bye") == new.contains("bye")
        );
    }
    let prose = "Hello.\nSend name, address, phone.\nThen we look, compare, decide.";
    assert_eq!(redacted(prose), prose);
}

#[test]
fn a_name_that_a_field_or_a_salutation_tells_is_found_wherever_else_it_stands() {
    let text =
        "{\"customer_name\": \"Anna Muster\", \"note\": \"Muster phoned, then Anna Muster wrote\"}";
    assert!(!redacted(text).contains("Muster"), "{}", redacted(text));
    let text = "Frau Beispiel hat angerufen. Später schrieb Beispiel noch einmal.";
    assert!(!redacted(text).contains("Beispiel"), "{}", redacted(text));
    let known = redactor().knowing(["Anna Muster"]);
    let new = known.text("asked Anna Muster at noon").text;
    assert!(!new.contains("Muster") && new.contains("at noon"), "{new}");
    let own = known.text_as(super::Policy::Document, "Owner: Anna Muster").text;
    assert!(own.contains("Anna Muster"), "what consultants write keeps its names");
}

#[test]
fn what_only_names_a_secret_stays() {
    for text in [
        "existingSecret: shop-database-credentials",
        "secret: !Ref StripeSecret",
        "imagePullSecrets: registry-pull-2024-prod",
        "const a = { access_token: item.json.access_token, n: 1 };",
        "return {replyToken: event?.replyToken};",
        "if (/otp|2fa|password|breach/i.test(subject)) return 'security';",
        "<tr><th>Password</th><th>Last change</th></tr>",
        "<label for=\"password\">Kennwort</label>",
        "| Name | Password | Since |\n|---|---|---|",
    ] {
        assert_eq!(redacted(text), text);
    }
}
