//! Whether a value is what a JSON schema says, for the part of JSON Schema that OSCAL is written in.
//! A keyword that is not known here fails: nothing of the schema is passed over.

use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;

/// A schema, with its patterns.
pub(super) struct Schema {
    root: Value,
    patterns: BTreeMap<String, Regex>,
}

impl Schema {
    pub fn new(text: &str) -> Self {
        Self { root: serde_json::from_str(text).unwrap(), patterns: BTreeMap::new() }
    }

    /// What is wrong with a value, each with where it is.
    pub fn problems(&mut self, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.check(&self.root.clone(), value, "", &mut found);
        found
    }

    fn check(&mut self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        for (keyword, rule) in schema.as_object().unwrap() {
            match keyword.as_str() {
                "$id" | "$schema" | "$comment" | "title" | "description" | "definitions"
                | "contentEncoding" => {}
                "$ref" => {
                    let name = rule.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                    self.check(&self.root["definitions"][name].clone(), value, at, found);
                }
                "properties" => {
                    for (name, of) in rule.as_object().unwrap() {
                        if let Some(inner) = value.get(name) {
                            self.check(of, inner, &format!("{at}/{name}"), found);
                        }
                    }
                }
                "items" => {
                    for (number, inner) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, inner, &format!("{at}/{number}"), found);
                    }
                }
                "allOf" => {
                    for one in rule.as_array().unwrap() {
                        self.check(one, value, at, found);
                    }
                }
                "anyOf" => self.any(rule, value, at, found),
                _ => {
                    if !self.holds(keyword, rule, schema, value) {
                        found.push(format!("{at}: {keyword} {rule} is not met by {value}"));
                    }
                }
            }
        }
    }

    fn any(&mut self, rule: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let mut all = Vec::new();
        for one in rule.as_array().unwrap() {
            let mut problems = Vec::new();
            self.check(one, value, at, &mut problems);
            if problems.is_empty() {
                return;
            }
            all.extend(problems);
        }
        found.push(format!("{at}: none of {all:?}"));
    }

    /// Whether a value keeps to a rule that looks no deeper; one of another type keeps to it.
    fn holds(&mut self, keyword: &str, rule: &Value, schema: &Value, value: &Value) -> bool {
        match keyword {
            "type" => is(rule.as_str().unwrap(), value),
            "enum" => rule.as_array().unwrap().contains(value),
            "minItems" => {
                value.as_array().is_none_or(|all| all.len() as u64 >= rule.as_u64().unwrap())
            }
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "required" => value.as_object().is_none_or(|fields| {
                rule.as_array()
                    .unwrap()
                    .iter()
                    .all(|name| fields.contains_key(name.as_str().unwrap()))
            }),
            "additionalProperties" => {
                assert_eq!(rule, false);
                let known = |name: &String| schema["properties"].get(name).is_some();
                value.as_object().is_none_or(|fields| fields.keys().all(known))
            }
            "pattern" => {
                value.as_str().is_none_or(|text| self.matches(rule.as_str().unwrap(), text))
            }
            "format" => value.as_str().is_none_or(|text| is_of(rule.as_str().unwrap(), text)),
            other => panic!("the schema says “{other}”, which is not checked"),
        }
    }

    fn matches(&mut self, pattern: &str, text: &str) -> bool {
        let made = self.patterns.entry(pattern.to_owned());
        made.or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the schema has the type “{other}”, which is not checked"),
    }
}

fn is_of(format: &str, text: &str) -> bool {
    match format {
        "date-time" => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        "uri" | "uri-reference" | "email" => {
            !text.is_empty()
                && !text.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
        }
        other => panic!("the schema has the format “{other}”, which is not checked"),
    }
}
