//! The API's own description, as OpenAPI 3.1.
//! It is written from the table that samples are read by, so that it cannot say anything else.

use super::problem::{self, Kind};
use super::samples::{KEY, PAGE, PAGE_MOST};
use axum::Json;
use axum::response::IntoResponse;
use faultline::document::samples::{ReviewState, Symptom};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::tokens::Scope;
use serde_json::Value;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
    PathItemBuilder, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref,
    RefOr, Required, Response, ResponseBuilder,
};

mod schemas;

use schemas::{integer, one_of, text};

/// Answers with the document.
pub async fn json() -> impl IntoResponse {
    Json(document())
}

/// The document.
pub fn document() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Faultline API")
        .version("1")
        .description(Some("Failure samples of one engagement, sent and read by programs."));
    let many = PathItemBuilder::new()
        .operation(HttpMethod::Post, add())
        .operation(HttpMethod::Get, list());
    let one = PathItemBuilder::new().operation(HttpMethod::Get, one());
    let samples = "/api/v1/engagements/{engagement}/samples";
    let paths = PathsBuilder::new()
        .path(samples, many.build())
        .path(format!("{samples}/{{sample}}"), one.build());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A token that a member of the engagement made on its page “API tokens”.",
    ));
    let components = schemas::all()
        .into_iter()
        .fold(ComponentsBuilder::new(), |all, (name, schema)| all.schema(name, schema));
    let components = components.security_scheme("token", SecurityScheme::Http(bearer.build()));
    OpenApiBuilder::new()
        .info(info.build())
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

fn add() -> Operation {
    let key = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(
            "Names what is to be stored. The same key with the same body gets the answer of the first time, and nothing is stored again. Keys are remembered for a week at least.",
        ))
        .schema(Some(text(Some("^[!-~]+$"), 1, KEY)));
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("NewSamples")));
    let body = RequestBodyBuilder::new()
        .description(Some("One sample, or an array of many: all are stored, or none."))
        .content("application/json", content.example(Some(example())).build())
        .required(Some(Required::True));
    let again = HeaderBuilder::new()
        .schema(Some(one_of(&["true"])))
        .description(Some("There when the answer is that of the first time."));
    let place = HeaderBuilder::new()
        .schema(Some(schemas::plain_text()))
        .description(Some("Where the first of the samples can be read."));
    let stored = answer("Stored, as new: a person looks at them first.", "Stored")
        .header("Location", place.build())
        .header("Idempotency-Replayed", again.build());
    let operation = OperationBuilder::new()
        .operation_id(Some("sendSamples"))
        .summary(Some("Send failure samples"))
        .description(Some("Needs a token with the scope samples:write."))
        .parameter(id("engagement", "The engagement that the token is for."))
        .parameter(key.build())
        .request_body(Some(body.build()))
        .security(needs(Scope::Write))
        .response("201", stored.build());
    let more = [Kind::Conflict, Kind::TooLarge, Kind::MediaType, Kind::Invalid];
    problems(operation, &more).build()
}

fn list() -> Operation {
    let query = |name: &str, says: &str, schema: RefOr<Schema>| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .description(Some(says))
            .schema(Some(schema))
            .build()
    };
    let after = text(
        Some("^[0-9]{1,16}[.][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
        1,
        60,
    );
    let limit = format!("How many at most; {PAGE} when left out.");
    let operation = OperationBuilder::new()
        .operation_id(Some("listSamples"))
        .summary(Some("List failure samples, newest first"))
        .description(Some("Needs a token with the scope samples:read."))
        .parameter(id("engagement", "The engagement that the token is for."))
        .parameter(query("limit", &limit, integer(1, PAGE_MOST)))
        .parameter(query("after", "What “next” of the page before said.", after))
        .parameter(query(
            "state",
            "Only those in this review state.",
            one_of(&keys::<ReviewState>()),
        ))
        .parameter(query("symptom", "Only those with this symptom.", one_of(&keys::<Symptom>())))
        .security(needs(Scope::Read))
        .response("200", answer("A page of them, and where the next one begins.", "Page").build());
    problems(operation, &[Kind::Invalid]).build()
}

fn one() -> Operation {
    let operation = OperationBuilder::new()
        .operation_id(Some("readSample"))
        .summary(Some("Read one failure sample"))
        .description(Some("Needs a token with the scope samples:read."))
        .parameter(id("engagement", "The engagement that the token is for."))
        .parameter(id("sample", "The sample."))
        .security(needs(Scope::Read))
        .response("200", answer("The sample.", "Sample").build());
    problems(operation, &[]).build()
}

fn keys<C: Catalogue>() -> Vec<&'static str> {
    C::ALL.iter().map(|entry| entry.key()).collect()
}

fn id(name: &str, says: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(says))
        .schema(Some(schemas::id()))
        .build()
}

/// The purpose of a bearer token is told in words: only OAuth has scopes here.
fn needs(_: Scope) -> SecurityRequirement {
    SecurityRequirement::new("token", Vec::<String>::new())
}

fn answer(says: &str, schema: &str) -> ResponseBuilder {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
    ResponseBuilder::new().description(says).content("application/json", content)
}

/// The problems that any request can meet, and more.
fn problems(operation: OperationBuilder, more: &[Kind]) -> OperationBuilder {
    let always = [
        Kind::Syntax,
        Kind::Token,
        Kind::Scope,
        Kind::NotFound,
        Kind::TooOften,
        Kind::Internal,
        Kind::Busy,
    ];
    always
        .iter()
        .chain(more)
        .fold(operation, |operation, kind| operation.response(kind.status().as_str(), told(*kind)))
}

fn told(kind: Kind) -> Response {
    let same = Kind::ALL.into_iter().filter(|other| other.status() == kind.status());
    let says: Vec<_> = same.map(|kind| kind.words().0).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response =
        ResponseBuilder::new().description(says.join(", or: ")).content(problem::TYPE, content);
    let header = |says: &str, schema: RefOr<Schema>| {
        HeaderBuilder::new().schema(Some(schema)).description(Some(says)).build()
    };
    match kind {
        Kind::Token | Kind::Scope => {
            response.header("WWW-Authenticate", header("What is asked for.", schemas::plain_text()))
        }
        Kind::TooOften | Kind::Busy => {
            response.header("Retry-After", header("Seconds to wait.", integer(1, 3_600)))
        }
        _ => response,
    }
    .build()
}

/// A sample as a program may send it.
pub fn example() -> Value {
    serde_json::json!({
        "summary": "Order 10023 was booked twice after a retry",
        "symptom": "duplicate",
        "occurred_at": "2026-11-02T14:05:00Z",
        "detected_by": "monitor",
        "correlation_id": "req-7781",
        "records": "shop: 10023\nERP: 88120",
        "status_said_success": true,
        "evidence": "POST /orders 201",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_route_and_is_openapi_3_1() {
        let document = serde_json::to_value(document()).unwrap();
        assert!(
            document["openapi"].as_str().unwrap().starts_with("3.1"),
            "{}",
            document["openapi"]
        );
        for route in super::super::routes().into_parts().1 {
            let described = route.path.starts_with("/api/v1/engagements");
            let method = route.method.as_str().to_lowercase();
            let found = !document["paths"][route.path][method].is_null();
            assert_eq!(found, described, "{} {}", route.method, route.path);
        }
    }

    #[test]
    fn the_example_is_what_the_api_takes() {
        let batch = super::super::read::read(&example());
        assert_eq!(batch.unwrap().samples.len(), 1);
    }
}
