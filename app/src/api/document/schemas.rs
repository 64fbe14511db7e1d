//! The schemas of the document: what is sent, what is answered, and how a problem is told.
//! Schemas come from the table of fields, field by field.

use crate::api::SAMPLES_PER_REQUEST;
use crate::api::fields::{FIELDS, TEXT, Takes, WORDS};
use faultline::document::samples::ReviewState;
use faultline::platform::catalogue::Catalogue;
use serde_json::Value;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder,
    Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr};

type Named = (&'static str, RefOr<Schema>);

/// Every schema by its name.
pub fn all() -> Vec<Named> {
    vec![
        ("NewSample", new_sample()),
        ("NewSamples", new_samples()),
        ("Sample", sample()),
        ("Page", page()),
        ("Stored", stored()),
        ("Problem", problem()),
    ]
}

/// A text.
pub fn text(pattern: Option<&str>, least: usize, most: usize) -> RefOr<Schema> {
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(pattern);
    let least = (least > 0).then_some(least);
    schema.min_length(least).max_length(Some(most)).into()
}

/// A text about which nothing more is said.
pub fn plain_text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

/// A whole number.
pub fn integer(least: i64, most: i64) -> RefOr<Schema> {
    let schema = ObjectBuilder::new().schema_type(Type::Integer);
    let number = |n: i64| utoipa::Number::Int(isize::try_from(n).unwrap_or(isize::MAX));
    schema.minimum(Some(number(least))).maximum(Some(number(most))).into()
}

/// One of a few words.
pub fn one_of(words: &[&str]) -> RefOr<Schema> {
    let words = words.iter().map(|word| Value::from(*word));
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}

/// An id.
pub fn id() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).format(Some(uuid())).into()
}

fn uuid() -> SchemaFormat {
    SchemaFormat::Custom("uuid".into())
}

/// The schema of what a field takes; `or_null` when it is read, where nothing stands for not known.
fn takes(takes: Takes, says: &str, or_null: bool) -> RefOr<Schema> {
    let kind = |kind: Type| {
        if or_null { SchemaType::Array(vec![kind, Type::Null]) } else { SchemaType::Type(kind) }
    };
    let schema = ObjectBuilder::new().description(Some(says));
    let format = |format: KnownFormat| Some(SchemaFormat::KnownFormat(format));
    let number = |n: i32| utoipa::Number::Int(isize::try_from(n).unwrap_or(isize::MAX));
    match takes {
        Takes::Words(most) => {
            schema.schema_type(Type::String).pattern(Some(WORDS)).max_length(Some(most))
        }
        Takes::Text(most) => {
            schema.schema_type(Type::String).pattern(Some(TEXT)).max_length(Some(most))
        }
        Takes::Key(keys) => {
            let keys = keys().into_iter().map(Value::from).chain(or_null.then_some(Value::Null));
            schema.schema_type(kind(Type::String)).enum_values(Some(keys))
        }
        Takes::When => {
            let one = |known| ObjectBuilder::new().schema_type(Type::String).format(format(known));
            let either = AnyOfBuilder::new().description(Some(says));
            let either = either.item(one(KnownFormat::DateTime)).item(one(KnownFormat::Date));
            let null = ObjectBuilder::new().schema_type(Type::Null);
            return if or_null { either.item(null) } else { either }.into();
        }
        Takes::Day => schema.schema_type(kind(Type::String)).format(format(KnownFormat::Date)),
        Takes::Whole(most) => {
            let whole = schema.schema_type(Type::Integer);
            whole.minimum(Some(number(0))).maximum(Some(number(most)))
        }
        Takes::Truth => schema.schema_type(Type::Boolean),
        Takes::Id => schema.schema_type(kind(Type::String)).format(Some(uuid())),
    }
    .into()
}

fn new_sample() -> RefOr<Schema> {
    let object = FIELDS.iter().fold(ObjectBuilder::new(), |object, field| {
        let object = object.property(field.name, takes(field.takes, field.says, false));
        if field.required { object.required(field.name) } else { object }
    });
    object.additional_properties(Some(AdditionalProperties::FreeForm(false))).into()
}

fn new_samples() -> RefOr<Schema> {
    let one = Ref::from_schema_name("NewSample");
    let many = ArrayBuilder::new()
        .items(one.clone())
        .min_items(Some(1))
        .max_items(Some(SAMPLES_PER_REQUEST));
    OneOfBuilder::new().item(one).item(many.build()).into()
}

/// As it is read: texts hold placeholders by now, so nothing is said of their length.
fn sample() -> RefOr<Schema> {
    let nullable = |name: &str| {
        matches!(
            name,
            "integration"
                | "step"
                | "error_class"
                | "detected_at"
                | "recovered_at"
                | "missing_control"
                | "evidence_kind"
                | "evidence_on"
        )
    };
    let object = FIELDS.iter().fold(ObjectBuilder::new(), |object, field| {
        let schema = match field.takes {
            Takes::Words(_) | Takes::Text(_) => plain_text(),
            kind => takes(kind, field.says, nullable(field.name)),
        };
        object.property(field.name, schema).required(field.name)
    });
    let states: Vec<_> = ReviewState::ALL.iter().map(|state| state.key()).collect();
    let object = object.property("id", id()).required("id");
    let object = object.property("state", one_of(&states)).required("state");
    object.property("rejected_because", plain_text()).required("rejected_because").into()
}

fn page() -> RefOr<Schema> {
    let samples = ArrayBuilder::new().items(Ref::from_schema_name("Sample"));
    let next = ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .description(Some("What “after” must be for the next page; null on the last one."));
    let object = ObjectBuilder::new().property("samples", samples.build()).required("samples");
    object.property("next", next.build()).required("next").into()
}

fn stored() -> RefOr<Schema> {
    let kind = ObjectBuilder::new()
        .property("kind", plain_text())
        .required("kind")
        .property("count", integer(1, i64::from(i32::MAX)))
        .required("count");
    let replaced = ArrayBuilder::new()
        .items(kind.build())
        .description(Some("What was replaced by placeholders before it was stored."));
    let rotate = ObjectBuilder::new().schema_type(Type::Boolean).description(Some(
        "A secret was among it. It is not stored here: rotate it where it is used.",
    ));
    let one = ObjectBuilder::new()
        .property("id", id())
        .required("id")
        .property("state", one_of(&["new"]))
        .required("state")
        .property("replaced", replaced.build())
        .required("replaced")
        .property("rotate_a_secret", rotate.build())
        .required("rotate_a_secret");
    let samples = ArrayBuilder::new().items(one.build());
    ObjectBuilder::new().property("samples", samples.build()).required("samples").into()
}

fn problem() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .property("pointer", plain_text())
        .property("parameter", plain_text())
        .property("detail", plain_text())
        .required("detail");
    let errors = ArrayBuilder::new().items(one.build()).description(Some(
        "Each value to put right: a JSON pointer into the body, or a parameter.",
    ));
    ObjectBuilder::new()
        .property("type", plain_text())
        .required("type")
        .property("title", plain_text())
        .required("title")
        .property("status", integer(400, 599))
        .required("status")
        .property("detail", plain_text())
        .required("detail")
        .property("errors", errors.build())
        .into()
}
