//! A bucket as the file store. It asks one address only: the one its operator configured.
//! Nothing that a person types ever becomes a request.

use async_trait::async_trait;
use http_body_util::BodyExt;
use hyper::Uri;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The longest one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// The bucket; its keys and region come from the usual `AWS_…` variables.
pub(super) fn bucket(name: &str) -> object_store::Result<Arc<dyn ObjectStore>> {
    let builder = AmazonS3Builder::from_env().with_bucket_name(name);
    Ok(Arc::new(builder.with_http_connector(Connector).build()?))
}

#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.into() };
        let failed = |error: tokio_rustls::rustls::Error| object_store::Error::Generic {
            store: "S3",
            source: Box::new(error),
        };
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(HttpClient::new(Client(TlsConnector::from(Arc::new(config)))))
    }
}

/// A connection for each request: files are few, and an idle connection is one more thing to break.
struct Client(TlsConnector);

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

fn connecting(error: impl Error + Send + Sync + 'static) -> HttpError {
    HttpError::new(HttpErrorKind::Connect, error)
}

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let late = |error| HttpError::new(HttpErrorKind::Timeout, error);
        tokio::time::timeout(REQUEST_TIMEOUT, self.ask(request)).await.map_err(late)?
    }
}

impl Client {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let secure = request.uri().scheme_str() == Some("https");
        let host = request.uri().host().unwrap_or_default().to_owned();
        let port = request.uri().port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(connecting)?;
        if secure {
            let name = ServerName::try_from(host).map_err(connecting)?;
            let stream = self.0.connect(name, stream).await.map_err(connecting)?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        }
    }
}

/// Sends the request as a server expects it: only the path in its first line, the host in a header.
async fn exchange<S>(stream: S, mut request: HttpRequest) -> Result<HttpResponse, HttpError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let failed = |error: hyper::Error| HttpError::new(HttpErrorKind::Request, error);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection to the file store broke");
        }
    });
    if let Some(authority) = request.uri().authority().map(ToString::to_string) {
        let host = HeaderValue::from_str(&authority).map_err(connecting)?;
        request.headers_mut().entry(HOST).or_insert(host);
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    *request.uri_mut() = path.parse::<Uri>().map_err(connecting)?;
    let response = sender.send_request(request).await.map_err(failed)?;
    let interrupted = |error| HttpError::new(HttpErrorKind::Interrupted, error);
    Ok(response.map(|body| HttpResponseBody::new(body.map_err(interrupted))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::ObjectStoreExt;
    use object_store::path::Path;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    type Kept = Arc<Mutex<HashMap<String, Vec<u8>>>>;

    /// Just enough of a bucket: it keeps what is put, gives it back, and wants every request signed.
    async fn serve(mut stream: TcpStream, kept: Kept) {
        let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
        let head = loop {
            let read = stream.read(&mut chunk).await.unwrap();
            request.extend(&chunk[..read]);
            if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
                break String::from_utf8(request.drain(..end + 4).collect()).unwrap();
            }
        };
        let header = |name: &str| {
            let line =
                head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
            line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned())
        };
        let length = header("content-length").map_or(0, |length| length.parse().unwrap());
        while request.len() < length {
            let read = stream.read(&mut chunk).await.unwrap();
            request.extend(&chunk[..read]);
        }
        let mut words = head.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap().to_owned());
        assert!(header("authorization").unwrap().starts_with("AWS4-HMAC-SHA256"), "{head}");
        assert!(header("host").is_some(), "{head}");
        let (status, body) = match method {
            "PUT" => {
                kept.lock().unwrap().insert(path, request);
                ("200 OK", Vec::new())
            }
            _ => match kept.lock().unwrap().get(&path) {
                Some(body) => ("200 OK", body.clone()),
                None => ("404 Not Found", Vec::new()),
            },
        };
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-length: {}\r\netag: \"1\"\r\nlast-modified: Tue, 24 Nov 2026 12:00:00 GMT\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
    }

    #[tokio::test]
    async fn a_file_goes_into_a_bucket_and_comes_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let kept = Kept::default();
        let keeping = kept.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, keeping.clone()));
            }
        });
        let bucket = AmazonS3Builder::new()
            .with_bucket_name("files")
            .with_endpoint(format!("http://{address}"))
            .with_allow_http(true)
            .with_region("eu-central-1")
            .with_access_key_id("key")
            .with_secret_access_key("secret")
            .with_http_connector(Connector)
            .build()
            .unwrap();
        let place = Path::from("room/file");
        bucket.put(&place, vec![7_u8; 10_000].into()).await.unwrap();
        let found = bucket.get(&place).await.unwrap().bytes().await.unwrap();
        assert_eq!((found.len(), found[9_999]), (10_000, 7));
        assert_eq!(kept.lock().unwrap().keys().collect::<Vec<_>>(), ["/files/room/file"]);
        let nothing = bucket.get(&Path::from("room/other")).await;
        assert!(matches!(nothing, Err(object_store::Error::NotFound { .. })), "{nothing:?}");
    }
}
