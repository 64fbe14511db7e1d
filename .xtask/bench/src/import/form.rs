//! What a browser would send of a page's form when nothing in it is changed.
//! It knows the pages of the product, not HTML at large.

/// The fields of the first form with the class `form`, by name.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let mut sent: Vec<(String, String)> = Vec::new();
    for tag in form(page).split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = attribute(tag, "name").map(str::to_owned);
        let value = attribute(tag, "value").unwrap_or_default().to_owned();
        match tag.split([' ', '/']).next() {
            Some("input") => sent.extend(name.map(|name| (name, value))),
            Some("select" | "textarea") => sent.extend(name.map(|name| (name, String::new()))),
            Some("option") if tag.split(' ').any(|word| word.starts_with("selected")) => {
                // Of the choice that was opened last.
                if let Some(last) = sent.last_mut() {
                    last.1 = value;
                }
            }
            _ => {}
        }
    }
    sent
}

fn form(page: &str) -> &str {
    let forms = page.split("<form ").skip(1);
    let mut ours = forms.filter(|it| {
        it.split('>')
            .next()
            .is_some_and(|tag| attribute(tag, "class").is_some_and(|it| it.starts_with("form")))
    });
    ours.next().and_then(|it| it.split("</form>").next()).unwrap_or_default()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn what_is_chosen_is_sent_under_the_name_of_its_choice() {
        let page = r#"<form method="get"><input name="q" value="no"></form><form method="post" class="form">
            <input type="hidden" name="step" value="2"><select name="kind"><option value="a">A</option>
            <option value="b" selected>B</option></select><textarea name="note"></textarea></form>"#;
        let expected = [("step", "2"), ("kind", "b"), ("note", "")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields(page), expected);
    }
}
