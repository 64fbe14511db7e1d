//! The stamp in the forms of a page, by which a form that is sent twice is known.

/// The field that tells the forms of one showing of a page from those of another, as `ui` writes it.
const UNSTAMPED: &str = "name=\"once\" value=\"0\"";

/// A page with a stamp in its forms, so that one which is sent twice is known.
pub(super) fn stamped(page: String) -> String {
    if !page.contains(UNSTAMPED) {
        return page;
    }
    let stamp = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    page.replace(UNSTAMPED, &format!("name=\"once\" value=\"{stamp}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_page_get_one_stamp_and_another_page_another() {
        let page = format!("<input {UNSTAMPED}><input {UNSTAMPED}>");
        let one = stamped(page.clone());
        assert!(!one.contains(UNSTAMPED) && one != stamped(page));
        assert_eq!(stamped("<p>".into()), "<p>");
    }
}
