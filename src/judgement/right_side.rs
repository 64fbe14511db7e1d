//! Which side of a difference is right: what the source-of-truth matrix says, or that nobody decided.
//! It reads the registry; it never decides.

use crate::document::engagement::Engagement;
use crate::platform::ids::{DataTypeId, FieldId, SystemId};
use std::collections::HashMap;

/// Names of a pair of columns.
pub type Name<'a> = [&'a str; 2];

/// What the matrix says about a field that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// The first export's system owns it.
    A(FieldId),
    /// The second export's system owns it.
    B(FieldId),
    /// Another system owns it: both are copies.
    Other(FieldId, SystemId),
    /// It is in the matrix, and nobody decided.
    Nobody(FieldId),
    /// Nobody said which field of the matrix it is.
    Unnamed,
}

/// What the matrix says about a field.
#[must_use]
pub fn judge(document: &Engagement, field: Option<FieldId>, [a, b]: [SystemId; 2]) -> Judged {
    let found = field.and_then(|id| document.fields.iter().find(|field| field.id == id));
    let Some(field) = found else { return Judged::Unnamed };
    match field.owners().next().filter(|_| field.is_settled()) {
        None => Judged::Nobody(field.id),
        Some(owner) if owner == a => Judged::A(field.id),
        Some(owner) if owner == b => Judged::B(field.id),
        Some(owner) => Judged::Other(field.id, owner),
    }
}

/// The field of the matrix that each pair of columns seems to hold, by name. The data type that fits most of them is
/// asked first.
#[must_use]
pub fn suggest_fields(document: &Engagement, names: &[Name<'_>]) -> Vec<Option<FieldId>> {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let fits = |field: &str, name: &Name<'_>| name.iter().any(|name| plain(name) == plain(field));
    let mut score: HashMap<DataTypeId, usize> = HashMap::new();
    for field in &document.fields {
        let hits = names.iter().filter(|name| fits(&field.name, name)).count();
        *score.entry(field.data_type).or_default() += hits;
    }
    let one = |name: &Name<'_>| {
        let fitting = document.fields.iter().filter(|field| fits(&field.name, name));
        // Of equals the last is the largest: the first in the registry is asked for.
        let best = fitting.rev().max_by_key(|field| score.get(&field.data_type));
        best.map(|field| field.id)
    };
    names.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::truth::{Right, Standing};
    use crate::judgement::assess::testing::{ERP, SHOP, TOTAL, sound};

    #[test]
    fn the_owner_of_a_field_is_right_and_only_an_agreed_one() {
        let mut doc = sound();
        let owner = doc.fields[0].owners().next().unwrap();
        let (pair, back) =
            if owner == SHOP { ([SHOP, ERP], [ERP, SHOP]) } else { ([ERP, SHOP], [SHOP, ERP]) };
        assert_eq!(judge(&doc, Some(TOTAL), pair), Judged::A(TOTAL));
        assert_eq!(judge(&doc, Some(TOTAL), back), Judged::B(TOTAL));
        let elsewhere = [SystemId::new(), SystemId::new()];
        assert_eq!(judge(&doc, Some(TOTAL), elsewhere), Judged::Other(TOTAL, owner));
        doc.fields[0].standing = Standing::Disputed;
        assert_eq!(judge(&doc, Some(TOTAL), pair), Judged::Nobody(TOTAL));
        doc.fields[0].standing = Standing::Agreed;
        doc.fields[0].rights = [(SHOP, Right::Owns), (ERP, Right::Owns)].into();
        assert_eq!(judge(&doc, Some(TOTAL), pair), Judged::Nobody(TOTAL));
        assert_eq!(judge(&doc, None, pair), Judged::Unnamed);
        assert_eq!(judge(&doc, Some(FieldId::new()), pair), Judged::Unnamed);
    }

    #[test]
    fn fields_are_suggested_by_name() {
        let mut doc = sound();
        doc.fields[0].name = "Grand total".into();
        let names = [["grand_total", "sum"], ["x", "GrandTotal"], ["state", "status"]];
        assert_eq!(suggest_fields(&doc, &names), [Some(TOTAL), Some(TOTAL), None]);
    }
}
