//! An authority outside that stamps too: asked at the one address that the operator configured.
//! An answer has a bounded size and a bounded time; no redirect is followed, and no address that a cloud keeps for itself.

use crate::engines::timestamp::{Imprint, NotStamped, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The longest that a stamp from outside is waited for: somebody waits for the page.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The largest answer, in bytes.
const ANSWER: usize = 100_000;

/// The address of a time-stamping authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TsaUrl(Uri);

/// Why an authority outside gave no stamp.
#[derive(Debug, thiserror::Error)]
pub enum NotAnAuthority {
    /// It cannot be reached, or breaks off.
    #[error("it cannot be reached: {0}")]
    Unreached(#[from] io::Error),
    /// Its address is one that is never asked.
    #[error("its address is one that is never asked")]
    Refused,
    /// It does not answer in time.
    #[error("it does not answer within five seconds")]
    Late,
    /// What it says is no answer to the question.
    #[error("it does not speak as an authority does: {0}")]
    Speech(#[from] hyper::Error),
    /// It answers that it will not.
    #[error("it answers with status {0}")]
    Status(StatusCode),
    /// Its answer is too large or breaks off.
    #[error("its answer is too large or breaks off")]
    Answer,
    /// Its answer is no stamp.
    #[error("its answer is no stamp: {0}")]
    Stamp(#[from] NotStamped),
    /// The system gives no random numbers or no TLS.
    #[error("this system cannot ask it")]
    System,
}

impl FromStr for TsaUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url: Uri = text.parse().map_err(|_| "it is no address")?;
        if !matches!(url.scheme_str(), Some("http" | "https")) {
            return Err("it must start with http:// or https://");
        }
        let authority = url.authority().ok_or("it names no host")?;
        if authority.as_str().contains('@') {
            return Err("it must hold no name and no password");
        }
        Ok(Self(url))
    }
}

impl TsaUrl {
    /// Its stamp, checked, and its certificate as PEM.
    pub(super) async fn stamp(
        &self,
        imprint: Imprint,
    ) -> Result<(Vec<u8>, String), NotAnAuthority> {
        let question = Request::new(imprint).ok_or(NotAnAuthority::System)?;
        let asked = tokio::time::timeout(TIMEOUT, self.ask(question.bytes())).await;
        let answer = asked.map_err(|_| NotAnAuthority::Late)??;
        let (_, authority) = question.check(&answer)?;
        Ok((answer, authority))
    }

    async fn ask(&self, question: Vec<u8>) -> Result<Vec<u8>, NotAnAuthority> {
        let host = self.0.host().unwrap_or_default();
        let secure = self.0.scheme_str() == Some("https");
        let port = self.0.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let stream = TcpStream::connect(address(bare, port).await?).await?;
        if !secure {
            return self.exchange(stream, question).await;
        }
        let name = ServerName::try_from(bare.to_owned()).map_err(|_| NotAnAuthority::Refused)?;
        let stream = tls()?.connect(name, stream).await?;
        self.exchange(stream, question).await
    }

    async fn exchange<S>(&self, stream: S, question: Vec<u8>) -> Result<Vec<u8>, NotAnAuthority>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let host = self.0.authority().map_or("", |authority| authority.as_str());
        let path = self.0.path_and_query().map_or("/", |path| path.as_str());
        let request = hyper::Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, host)
            .header(CONTENT_TYPE, "application/timestamp-query")
            .body(Full::new(Bytes::from(question)));
        let request = request.map_err(|_| NotAnAuthority::Refused)?;
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = Limited::new(response.into_body(), ANSWER).collect().await;
        connection.abort();
        if status != StatusCode::OK {
            return Err(NotAnAuthority::Status(status));
        }
        Ok(body.map_err(|_| NotAnAuthority::Answer)?.to_bytes().to_vec())
    }
}

/// The first address of a host that may be asked.
async fn address(host: &str, port: u16) -> Result<SocketAddr, NotAnAuthority> {
    lookup_host((host, port)).await?.find(|at| may_be_asked(at.ip())).ok_or(NotAnAuthority::Refused)
}

/// Whether an address is one of a host, and none that a cloud keeps for what its machines may know of themselves.
fn may_be_asked(at: IpAddr) -> bool {
    match at {
        IpAddr::V4(at) => {
            !(at.is_unspecified() || at.is_link_local() || at.is_multicast() || at.is_broadcast())
        }
        IpAddr::V6(at) => match at.to_ipv4_mapped() {
            Some(mapped) => may_be_asked(IpAddr::V4(mapped)),
            None => !(at.is_unspecified() || at.is_multicast() || is_link_local(at)),
        },
    }
}

fn is_link_local(at: Ipv6Addr) -> bool {
    at.segments()[0] & 0xffc0 == 0xfe80 || at == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
}

fn tls() -> Result<TlsConnector, NotAnAuthority> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.into() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| NotAnAuthority::System)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::timestamp::{Authority, tests::answered};
    use chrono::Utc;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    const IMPRINT: Imprint = [7; 32];

    /// An authority on this machine that answers one question, with what `answer` makes of it.
    async fn elsewhere(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> TsaUrl {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (mut read, mut chunk) = (Vec::new(), [0; 4096]);
            let question = loop {
                let n = stream.read(&mut chunk).await.unwrap();
                read.extend(&chunk[..n]);
                let Some(head) = read.windows(4).position(|it| it == b"\r\n\r\n") else { continue };
                let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
                assert!(
                    text.starts_with("post /tsa") && text.contains("timestamp-query"),
                    "{text}"
                );
                let length = text.split("content-length: ").nth(1).unwrap();
                let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
                if read.len() >= head + 4 + length {
                    break read.split_off(head + 4);
                }
            };
            stream.write_all(&answer(&question)).await.unwrap();
        });
        url.parse().unwrap()
    }

    fn ok(body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    }

    #[tokio::test]
    async fn an_authority_that_stamps_what_was_asked_is_taken() {
        let (own, _) = Authority::make("Elsewhere", Utc::now()).unwrap();
        let pem = own.pem().unwrap();
        let url = elsewhere(move |question| ok(&answered(&own, question))).await;
        let (_, authority) = url.stamp(IMPRINT).await.unwrap();
        assert_eq!(authority, pem);
    }

    #[tokio::test]
    async fn what_is_no_stamp_of_it_is_refused() {
        let (own, _) = Authority::make("Elsewhere", Utc::now()).unwrap();
        let other = move |_: &[u8]| ok(&own.stamp(&IMPRINT, Utc::now()).unwrap());
        let told = elsewhere(other).await.stamp(IMPRINT).await;
        assert!(matches!(told, Err(NotAnAuthority::Stamp(NotStamped::Other))), "{told:?}");
        let told = elsewhere(|_| ok(b"no")).await.stamp(IMPRINT).await;
        assert!(matches!(told, Err(NotAnAuthority::Stamp(NotStamped::Unread))), "{told:?}");
        let told = elsewhere(|_| ok(&vec![0; ANSWER + 1])).await.stamp(IMPRINT).await;
        assert!(matches!(told, Err(NotAnAuthority::Answer)), "{told:?}");
        let moved =
            |_: &[u8]| b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n".to_vec();
        let told = elsewhere(moved).await.stamp(IMPRINT).await;
        assert!(matches!(told, Err(NotAnAuthority::Status(StatusCode::FOUND))), "{told:?}");
    }

    #[tokio::test]
    async fn addresses_that_a_cloud_keeps_for_itself_are_never_asked() {
        for host in
            ["169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "0.0.0.0", "224.0.0.1"]
        {
            let url: TsaUrl = format!("http://{host}/").parse().unwrap();
            let told = url.stamp(IMPRINT).await;
            assert!(matches!(told, Err(NotAnAuthority::Refused)), "{host}: {told:?}");
        }
        for text in ["ftp://tsa.example", "tsa.example", "http://me:secret@tsa.example", ""] {
            assert!(text.parse::<TsaUrl>().is_err(), "{text}");
        }
    }
}
