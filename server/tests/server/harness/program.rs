//! A program that talks to the API, and a browser that sends files.
//! A program sends no origin and keeps no cookie.

use super::{Answer, Browser, TestApp};
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use faultline_app::token::Token;
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

/// A program with a token, or without.
#[derive(Clone)]
pub struct Program {
    browser: Browser,
    /// What it sends as its token.
    token: Option<String>,
}

impl TestApp {
    /// A program without a token.
    pub fn program(&self) -> Program {
        Program { browser: self.visitor(), token: None }
    }

    /// A program with a new token of a person, written by the owner.
    pub async fn program_of(&self, person: super::Person, room: Uuid, scopes: &[&str]) -> Program {
        let (token, id) = (Token::for_programs(), Uuid::now_v7());
        let whose = self.world.person(person);
        let add = "insert into api_token (id, engagement_id, person_id, name, scopes, expires_at)
                   values ($1, $2, $3, 'Monitor', $4, now() + interval '1 day')";
        let add = sqlx::query(add).bind(id).bind(room).bind(whose).bind(scopes);
        add.execute(&self.owner).await.unwrap();
        let key = "insert into api_token_key (token_hash, token_id, person_id) values ($1, $2, $3)";
        let key = sqlx::query(key).bind(token.hash()).bind(id).bind(whose);
        key.execute(&self.owner).await.unwrap();
        self.program().with_token(token.text())
    }
}

impl Program {
    /// The same program, with this as its token.
    pub fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Sends JSON under an idempotency key.
    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        let headers = [("idempotency-key", key), ("content-type", "application/json")];
        self.send(Method::POST, path, &headers, body.to_string().into_bytes()).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.extension(ConnectInfo(self.browser.address)).body(Body::from(body));
        answer(&self.browser, request.unwrap()).await
    }
}

async fn answer(browser: &Browser, request: Request<Body>) -> Answer {
    let answer = browser.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, 32 << 20).await.unwrap();
    let (body, bytes) = (String::from_utf8_lossy(&body).into_owned(), body.to_vec());
    Answer { status: parts.status, headers: parts.headers, body, bytes }
}

impl Answer {
    /// Its body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}
