//! “Redact more” in quotes: in the draft, in what was issued, and in the change orders written to it.
//! Texts from outside go; words of our own stay, so that what is left is still read as what it is.

use super::marked::Mark;
use crate::document::quote::Quote;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::quote::{ChangeOrder, Contents, OutsideTexts};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{PgConnection, query};

/// Replaces what was marked in the quotes of an engagement that were issued, and counts them.
pub(super) async fn issued(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        r#"select id, document::text as "document!" from quote where engagement_id = $1"#,
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(left) = left::<Contents>(mark, &row.document)? else { continue };
        let put = query!(
            "select redact_quote($1, $2, $3, $4, $5)",
            grant.engagement().0,
            row.id,
            left,
            mark.text,
            mark.placeholder
        );
        put.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

/// The same in its change orders.
pub(super) async fn orders(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        r#"select id, document::text as "document!" from quote_change where engagement_id = $1"#,
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(left) = left::<ChangeOrder>(mark, &row.document)? else { continue };
        let put = query!(
            "select redact_quote_change($1, $2, $3, $4, $5)",
            grant.engagement().0,
            row.id,
            left,
            mark.text,
            mark.placeholder
        );
        put.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

/// The body of a draft without what was marked; `None` when it is in none of its texts.
pub(super) fn without(mark: Mark<'_>, mut draft: Quote) -> Option<Value> {
    taken_out(mark, &mut draft).then(|| serde_json::to_value(&draft).ok())?
}

/// What is left of something that was sealed, in the shape in which it was sealed; `None` when what was marked is in none
/// of its texts.
fn left<T: OutsideTexts + Serialize + DeserializeOwned>(
    mark: Mark<'_>,
    sealed: &str,
) -> Result<Option<String>, serde_json::Error> {
    let was: Value = serde_json::from_str(sealed)?;
    let Ok(mut read) = serde_json::from_str::<T>(sealed) else {
        // What cannot be read as its type keeps its form.
        return Ok(mark.out_of_texts(&was).map(|left| left.to_string()));
    };
    // Whether or not it was in one of them: it may be in what the type does not know any more.
    taken_out(mark, &mut read);
    let now = in_shape_of(mark, &was, Some(&serde_json::to_value(&read)?));
    Ok((now != was).then(|| now.to_string()))
}

/// What was sealed, with the texts replaced that were replaced in what was read of it. A member that the type has got since
/// then is not added, and one that it does not know any more is not lost: what was marked goes from its texts.
fn in_shape_of(mark: Mark<'_>, was: &Value, now: Option<&Value>) -> Value {
    match (was, now) {
        (Value::Object(members), Some(Value::Object(new))) => members
            .iter()
            .map(|(name, value)| (name.clone(), in_shape_of(mark, value, new.get(name))))
            .collect(),
        (Value::Array(items), Some(Value::Array(new))) if items.len() == new.len() => {
            items.iter().zip(new).map(|(item, new)| in_shape_of(mark, item, Some(new))).collect()
        }
        // What is read as it was sealed holds a word of our own.
        (Value::String(text), Some(Value::String(new))) => match mark.out_of(text) {
            Some(left) if new != text => Value::String(left),
            _ => was.clone(),
        },
        // A list or an object that the type has in another shape, or not any more, is none of our own words.
        (Value::Array(_) | Value::Object(_), _) | (_, None) => {
            mark.out_of_texts(was).unwrap_or_else(|| was.clone())
        }
        _ => was.clone(),
    }
}

/// Replaces what was marked in every text from outside, and says whether it was in one.
fn taken_out(mark: Mark<'_>, of: &mut impl OutsideTexts) -> bool {
    let mut found = false;
    for text in of.outside_texts() {
        if let Some(new) = mark.out_of(text) {
            *text = new;
            found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    /// What is sealed now; `state` is a word of our own, `later` came after the first were sealed.
    #[derive(Serialize, Deserialize)]
    struct Sealed {
        state: String,
        says: Vec<String>,
        #[serde(default)]
        later: Option<String>,
        #[serde(default)]
        times: u32,
        #[serde(default, deserialize_with = "in_capitals")]
        tone: String,
        #[serde(default)]
        notes: Notes,
    }

    /// Notes, which are kept as how many there are.
    #[derive(Clone, Default, Serialize, Deserialize)]
    #[serde(from = "Vec<String>", into = "usize")]
    struct Notes(usize);

    impl From<Vec<String>> for Notes {
        fn from(notes: Vec<String>) -> Self {
            Self(notes.len())
        }
    }

    impl From<Notes> for usize {
        fn from(notes: Notes) -> Self {
            notes.0
        }
    }

    fn in_capitals<'de, D: serde::Deserializer<'de>>(text: D) -> Result<String, D::Error> {
        Ok(String::deserialize(text)?.to_uppercase())
    }

    impl OutsideTexts for Sealed {
        fn outside_texts(&mut self) -> Vec<&mut String> {
            self.says.iter_mut().chain(self.later.as_mut()).collect()
        }
    }

    const MARK: Mark<'_> = Mark { text: "open", placeholder: "‹name 1›" };

    fn left_of(sealed: &Value) -> Option<Value> {
        let left = left::<Sealed>(MARK, &sealed.to_string()).unwrap();
        left.map(|left| serde_json::from_str(&left).unwrap())
    }

    #[test]
    fn what_was_sealed_before_a_field_was_added_keeps_its_shape() {
        let sealed = json!({ "state": "open", "says": ["It is open", "Shut"] });
        let left = json!({ "state": "open", "says": ["It is ‹name 1›", "Shut"] });
        assert_eq!(left_of(&sealed), Some(left));
        assert_eq!(left_of(&json!({ "state": "open", "says": [] })), None);
    }

    #[test]
    fn what_the_type_has_lost_since_is_kept_without_what_was_marked() {
        let sealed =
            json!({ "state": "open", "says": ["open"], "former": { "open": ["open", 1] } });
        let left =
            json!({ "state": "open", "says": ["‹name 1›"], "former": { "open": ["‹name 1›", 1] } });
        assert_eq!(left_of(&sealed), Some(left));
        let sealed = json!({ "state": "open", "says": [], "former": ["open"] });
        let left = json!({ "state": "open", "says": [], "former": ["‹name 1›"] });
        assert_eq!(left_of(&sealed), Some(left), "though no text of the type held it");
    }

    #[test]
    fn what_the_type_has_in_another_shape_is_kept_without_what_was_marked() {
        let sealed =
            json!({ "state": "open", "says": ["open"], "notes": ["open"], "tone": "open" });
        let left = json!({
            "state": "open", "says": ["‹name 1›"], "notes": ["‹name 1›"], "tone": "‹name 1›"
        });
        assert_eq!(left_of(&sealed), Some(left));
    }
}
