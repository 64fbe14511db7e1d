//! A server without a network, and browsers that talk to it.
//! A browser keeps its cookie, as a person's would, and comes from an address of its own.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{self, HeaderMap};
use axum::http::{Method, Request, StatusCode};
use clap::Parser;
use faultline::attachments::Files;
use faultline::db::Db;
use faultline_app::App;
use faultline_app::site::Site;
use faultline_server::config::Config;
use faultline_server::database::Database;
use faultline_server::router;
use sqlx::{ConnectOptions, PgPool};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use tower::ServiceExt;

pub mod program;
pub mod world;

pub use world::{PASSWORD, Person, World};

/// A server and what it serves.
pub struct TestApp {
    /// The database, as its owner: row-level security does not bind it.
    pub owner: PgPool,
    /// Who and what is in it.
    pub world: World,
    files: Files,
    router: Router,
    next_address: AtomicU8,
}

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

impl TestApp {
    /// A server at a plain loopback address, with two clients and everyone who could come.
    pub async fn new(owner: PgPool) -> Self {
        Self::at("http://127.0.0.1:3000", owner).await
    }

    /// The same, reached at another address.
    pub async fn at(public_url: &str, owner: PgPool) -> Self {
        let empty = Self::empty(public_url, owner).await;
        let world = World::make(&empty.owner).await;
        for room in [&world.north, &world.south] {
            let file = room.ids["attachment"].into();
            empty.files.put(room.id.into(), file, b"pixels".to_vec()).await.unwrap();
        }
        Self { world, ..empty }
    }

    /// A server on which nobody has been yet.
    pub async fn empty(public_url: &str, owner: PgPool) -> Self {
        let url = owner.connect_options().to_url_lossy().to_string();
        let arguments = [
            "test",
            "--database-url",
            &url,
            "--database-connections",
            "4",
            "--public-url",
            public_url,
        ];
        let Arguments { config } = Arguments::parse_from(arguments);
        let database = Database::open(&config.database).await.unwrap();
        let db = Db::new(database.pool().clone());
        let (files, site) = (Files::in_memory(), Arc::new(Site::default()));
        let app = App { db, files: files.clone(), site, public_url: public_url.into() };
        let router = router::router(app, &config);
        Self { owner, files, world: World::default(), router, next_address: AtomicU8::new(1) }
    }

    /// Someone at the door.
    pub fn visitor(&self) -> Browser {
        let last = self.next_address.fetch_add(1, Ordering::Relaxed);
        Browser {
            router: self.router.clone(),
            address: ([192, 0, 2, last], 40_000).into(),
            cookie: None,
        }
    }

    /// Someone who has signed in.
    pub async fn sign_in_as(&self, person: Person) -> Browser {
        let mut browser = self.visitor();
        if let Some(email) = person.email() {
            let answer = browser.sign_in(email, PASSWORD).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{person:?}: {}", answer.body);
        }
        if person == Person::Disabled {
            let disable = "update person set disabled_at = now() where email = $1";
            sqlx::query(disable).bind(person.email()).execute(&self.owner).await.unwrap();
        }
        browser
    }
}

/// A browser, without scripts.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    address: SocketAddr,
    /// What it would send as its cookie.
    pub cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header's value, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// All of it but what is different every time: the nonce.
    pub fn without_nonce(&self) -> (StatusCode, Vec<(String, String)>, String) {
        let policy = self.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let nonce = nonce.unwrap_or("no nonce").to_owned();
        let plain = |text: &str| text.replace(&nonce, "NONCE");
        let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            (name.to_string(), plain(value.to_str().unwrap_or_default()))
        };
        (self.status, self.headers.iter().map(header).collect(), plain(&self.body))
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], &[]).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, form, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Whether anyone is signed in here.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/account").await.status == StatusCode::OK
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let form = form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let form = form.collect::<Vec<_>>().join("&");
        let request = request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ConnectInfo(self.address))
            .body(Body::from(form))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 32 << 20).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        self.keep_cookie(&answer);
        answer
    }

    fn keep_cookie(&mut self, answer: &Answer) {
        let set = answer.header("set-cookie");
        if let Some((pair, rest)) = set.split_once(';') {
            self.cookie =
                (!rest.to_ascii_lowercase().contains("max-age=0")).then(|| pair.to_owned());
        }
    }
}

fn encoded(text: &str) -> String {
    faultline_app::form::url_encoded(text)
}
