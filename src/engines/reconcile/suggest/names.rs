//! Names of columns: whether two mean the same, judged by their words.
//! A name alone never makes a pair of columns that hold different things.

/// Words that people use for one thing.
const SAME: [&[&str]; 9] = [
    &["id", "no", "nr", "number", "num", "key", "ref", "reference", "code"],
    &["mail", "email"],
    &["amount", "total", "sum", "value", "price"],
    &["quantity", "qty", "count", "pieces"],
    &["status", "state"],
    &["customer", "client", "account"],
    &["date", "day", "at", "time", "timestamp", "on", "when"],
    &["updated", "modified", "changed"],
    &["note", "notes", "comment", "comments", "remark"],
];

/// Words for what is written in digits and is no number.
const CODES: [&str; 15] = [
    "zip",
    "plz",
    "postcode",
    "postal",
    "sku",
    "ean",
    "gtin",
    "isbn",
    "iban",
    "barcode",
    "phone",
    "telephone",
    "mobile",
    "fax",
    "serial",
];

/// How alike two names are, from 0 to 1.
pub fn alike(left: &str, right: &str) -> f64 {
    let (left, right) = (words(left), words(right));
    if left.concat() == right.concat() {
        return 1.0;
    }
    let common = left.iter().filter(|word| right.contains(word)).count();
    let all = left.len() + right.len() - common;
    0.95 * common as f64 / all.max(1) as f64
}

/// Whether a name says that a column identifies something.
pub fn is_id(name: &str) -> bool {
    words(name).iter().any(|word| word == "id")
}

/// Whether a name says that a column holds what is written in digits and is no number: `zip`, `sku`, `order_no`.
pub fn is_code(name: &str) -> bool {
    let words = words(name);
    let counts = words.iter().any(|word| word == "of" || word == "quantity");
    !counts && words.iter().any(|word| word == "id" || CODES.contains(&word.as_str()))
}

/// The words of `orderNo`, `order_no` or `Order No.`, each as the first of those that mean the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in name.chars() {
        let ends = !letter.is_alphanumeric() || small && letter.is_uppercase();
        if ends {
            words.push(String::new());
        }
        small = letter.is_lowercase() || letter.is_numeric();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().map(meant).collect()
}

fn meant(word: String) -> String {
    let class = SAME.iter().find(|class| class.contains(&word.as_str()));
    class.map_or(word, |class| class[0].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(alike("order_id", "OrderNo."), 1.0);
        assert!(alike("E-Mail", "email") > 0.4 && alike("E-Mail", "email") < 0.99);
        assert!(alike("customer_email", "Mail") > 0.4 && alike("amount", "notes") < 0.1);
        assert!(is_id("orderId") && is_id("Invoice No") && !is_id("paid"));
        assert!(
            is_code("Zip")
                && is_code("shop_sku")
                && is_code("order_no")
                && !is_code("number of items")
        );
    }
}
