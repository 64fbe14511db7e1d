//! A browser without scripts, and what it is answered.

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{self, HeaderMap};
use axum::http::{Method, Request, StatusCode};
use faultline_app::http::front::REQUEST_ID;
use std::net::SocketAddr;
use std::pin::Pin;
use tower::ServiceExt;

/// A browser, without scripts.
#[derive(Clone)]
pub struct Browser {
    pub(super) router: Router,
    pub(super) address: SocketAddr,
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
        let mut set =
            answer.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok());
        // What a browser's script is told is no session.
        let session = set.rfind(|set| !set.starts_with("taken="));
        if let Some((pair, rest)) = session.and_then(|set| set.split_once(';')) {
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
