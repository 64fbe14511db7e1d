//! What options of the command say: columns of both exports, rules, and values that mean the same.

use faultline::engines::reconcile::{NoRule, Rule};
use std::str::FromStr;

/// `NAME=NAME`, in A and in B, or one name for both.
#[derive(Debug, Clone)]
pub struct Two(pub String, pub String);

impl FromStr for Two {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (a, b) = text.split_once('=').unwrap_or((text, text));
        Ok(Self(a.trim().to_owned(), b.trim().to_owned()))
    }
}

/// `COLUMN=RULE`.
#[derive(Debug, Clone)]
pub struct Ruled(pub String, pub Rule);

impl FromStr for Ruled {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (column, rule) = text.split_once('=').ok_or("Write COLUMN=RULE.")?;
        let rule = rule.parse().map_err(|error: NoRule| error.to_string())?;
        Ok(Self(column.trim().to_owned(), rule))
    }
}

/// `COLUMN:VALUE=VALUE`.
#[derive(Debug, Clone)]
pub struct Same(pub String, pub String, pub String);

impl FromStr for Same {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text
            .split_once(':')
            .and_then(|(column, values)| Some((column, values.split_once('=')?)));
        let (column, (left, right)) = parts.ok_or("Write COLUMN:VALUE=VALUE.")?;
        let [column, left, right] = [column, left, right].map(|part| part.trim().to_owned());
        Ok(Self(column, left, right))
    }
}
