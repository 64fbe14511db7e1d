//! A server without a network, and browsers that talk to it.
//! A browser keeps its cookie, as a person's would, and comes from an address of its own.

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{self, HeaderMap};
use axum::http::{Method, Request, StatusCode};
use clap::Parser;
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use faultline_app::App;
use faultline_app::http::front::REQUEST_ID;
use faultline_app::router;
use faultline_app::site::Site;
use faultline_server::config::Config;
use faultline_server::database::Database;
use faultline_server::demo;
use faultline_server::jobs::Runner;
use faultline_server::serve;
use sqlx::{ConnectOptions, PgPool};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::task::JoinHandle;
use tower::ServiceExt;

mod erased;
pub mod program;
pub mod world;

pub use world::{PASSWORD, Person, World};

/// A server and what it serves.
pub struct TestApp {
    /// The database, as its owner: row-level security does not bind it.
    pub owner: PgPool,
    /// Who and what is in it.
    pub world: World,
    /// The database as the server has it, for what works beside it.
    pub db: Db,
    /// The process, for what it does regularly.
    pub app: App,
    files: Files,
    router: Router,
    next_address: AtomicU8,
    _data: tempfile::TempDir,
    _listening: Listening,
}

/// The task that listens, which ends with the server: a database in use is dropped only after seconds of waiting.
struct Listening(JoinHandle<()>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
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
        Self::with(&["--public-url", public_url], owner).await
    }

    /// The same, with these arguments.
    pub async fn with(arguments: &[&str], owner: PgPool) -> Self {
        Self::filled(Self::started(arguments, Files::in_memory(), owner).await).await
    }

    /// The same, which keeps its files there.
    pub async fn keeping(files: Files, owner: PgPool) -> Self {
        let arguments = ["--public-url", "http://127.0.0.1:3000"];
        Self::filled(Self::started(&arguments, files, owner).await).await
    }

    async fn filled(empty: Self) -> Self {
        let world = World::make(&empty.owner).await;
        for room in [&world.north, &world.south] {
            let file = room.ids["attachment"].into();
            empty.files.put(room.id.into(), file, world::PICTURE.to_vec()).await.unwrap();
        }
        Self { world, ..empty }
    }

    /// A server on which nobody has been yet.
    pub async fn empty(public_url: &str, owner: PgPool) -> Self {
        Self::started(&["--public-url", public_url], Files::in_memory(), owner).await
    }

    /// A server with the demo in it, whose people sign in with the password of everyone else here.
    pub async fn with_demo(owner: PgPool) -> Self {
        let app = Self::empty("http://127.0.0.1:3000", owner).await;
        let url = app.owner.connect_options().to_url_lossy().to_string();
        let fixed = ["test", "--database-url", &url, "--database-connections", "4"];
        let Arguments { config } = Arguments::parse_from(fixed);
        let database = Database::open(&config.database).await.unwrap();
        demo::load(&database, &app.files).await.unwrap();
        let known = "update person set password_hash = $1 where email like '%.example'";
        sqlx::query(known).bind(world::password_hash()).execute(&app.owner).await.unwrap();
        app
    }

    /// One more server of a database in which everybody is already.
    pub async fn beside(arguments: &[&str], owner: PgPool) -> Self {
        Self::started(arguments, Files::in_memory(), owner).await
    }

    async fn started(arguments: &[&str], files: Files, owner: PgPool) -> Self {
        let url = owner.connect_options().to_url_lossy().to_string();
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_string_lossy().into_owned();
        let fixed =
            ["test", "--database-url", &url, "--database-connections", "6", "--data-dir", &folder];
        let arguments = fixed.iter().chain(arguments);
        let Arguments { config } = Arguments::parse_from(arguments);
        let database = Database::open(&config.database).await.unwrap();
        let db = database.db();
        let live = Live::default();
        let listening = Listening(tokio::spawn(live.clone().listen(db.pool().clone())));
        let app = serve::app(&config, db.clone(), live, files.clone(), Site::default());
        let router = router::router(app.clone(), config.trusted_proxies.clone());
        let (world, next_address) = (World::default(), AtomicU8::new(1));
        Self {
            owner,
            files,
            world,
            db,
            app,
            router,
            next_address,
            _data: data,
            _listening: listening,
        }
    }

    /// Where its files lie.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What does its jobs, once it runs.
    pub fn runner(&self) -> Runner {
        Runner::new(self.db.clone(), self.files.clone())
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
    /// The body as it came, for what is no text.
    pub bytes: Vec<u8>,
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

    /// All of it but what is different every time: the nonce, and the number of the request.
    pub fn without_nonce(&self) -> (StatusCode, Vec<(String, String)>, String) {
        let policy = self.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let nonce = nonce.unwrap_or("no nonce").to_owned();
        let plain = |text: &str| text.replace(&nonce, "NONCE");
        let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            (name.to_string(), plain(value.to_str().unwrap_or_default()))
        };
        let same = self.headers.iter().filter(|(name, _)| **name != REQUEST_ID).map(header);
        (self.status, same.collect(), plain(&self.body))
    }
}

impl Browser {
    /// The same browser behind a proxy on the server's own machine.
    pub fn at_home(self) -> Self {
        Self { address: ([127, 0, 0, 1], 40_000).into(), ..self }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], &[]).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, form, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// A stream of events, from the beginning.
    pub async fn events(&mut self, path: &str) -> Body {
        let mut request = Request::builder().uri(path).header(header::HOST, "127.0.0.1:3000");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.extension(ConnectInfo(self.address)).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.into_body()
    }

    /// Sends bytes, as the editor of maps does.
    pub async fn post_bytes(&mut self, path: &str, body: Vec<u8>) -> Answer {
        self.send_body(Method::POST, path, "application/octet-stream", &[], Body::from(body)).await
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
        let form = form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let form = form.collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        self.send_body(method, path, kind, headers, Body::from(form)).await
    }

    /// Sends a file as a form does.
    pub async fn send_file(&mut self, path: &str, name: &str, content: &[u8]) -> Answer {
        self.upload(path, &[], &[("file", name, content)]).await
    }

    /// Sends a form with files: field, name and content of each.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--edge\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--edge--\r\n");
        let headers = [("sec-fetch-site", "same-origin")];
        let kind = "multipart/form-data; boundary=edge";
        self.send_body(Method::POST, path, kind, &headers, Body::from(body)).await
    }

    async fn send_body(
        &mut self,
        method: Method,
        path: &str,
        kind: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request
            .header(header::CONTENT_TYPE, kind)
            .extension(ConnectInfo(self.address))
            .body(body)
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = read(&parts.headers, body).await;
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
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

/// A whole answer; of a stream of events, which does not end, the first.
async fn read(headers: &HeaderMap, mut body: Body) -> Vec<u8> {
    let stream = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
    if !stream {
        return to_bytes(body, 32 << 20).await.unwrap().to_vec();
    }
    next_event(&mut body).await.unwrap_or_default().into_bytes()
}

/// The next event of a stream; none when it has ended.
pub async fn next_event(body: &mut Body) -> Option<String> {
    let frame = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await?;
    let data = frame.ok()?.into_data().ok()?;
    Some(String::from_utf8_lossy(&data).into_owned())
}

fn encoded(text: &str) -> String {
    faultline_app::form::url_encoded(text)
}
