//! Connections: every one is taken, so many are held, and those that wait for nothing give way to those that ask.
//! A connection that is answered is never cut while the server serves; stopping waits for it as long as was said.

mod registry;
mod unread;
mod watched;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use registry::{Connection, Registry};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;
use unread::Unread;
use watched::{Answering, Receiving};

/// How long the head of a request may take, and how long a connection may rest between two.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// How long an answer may wait for its reader to take more of it.
const UNREAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The most that the head of a request may hold, in bytes.
const HEAD_LIMIT: usize = 64 * 1024;
/// When stopping: how long a head that has begun to arrive, a body, and an answer are waited for.
const HEAD_GRACE: Duration = Duration::from_secs(2);
const BODY_GRACE: Duration = Duration::from_secs(3);
const ANSWER_GRACE: Duration = Duration::from_secs(7);
/// The answer where every connection is being answered.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Serves until `stop` ends, then until what is under way is done or has had its time. Gives how many requests were cut.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    most: usize,
    stop: impl Future<Output = ()>,
) -> usize {
    let (stopping, stopped) = watch::channel(false);
    let registry = Arc::new(Registry::new(most));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(connection) = registry.admit(peer.ip()) else {
                    refuse(&stream);
                    continue;
                };
                // Without it, answers wait up to 40 ms for the other side's delayed acknowledgement.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection keeps Nagle's algorithm");
                }
                let (router, stopped) = (router.clone(), stopped.clone());
                tokio::spawn(one(stream, peer, router, connection, Arc::clone(&registry), stopped));
            }
            Err(error) => rest(&error, &registry).await,
        }
    }
    drop(listener);
    // Nobody listening is no fault: then there is no connection.
    let _ = stopping.send(true);
    registry.drain([HEAD_GRACE, BODY_GRACE, ANSWER_GRACE], Instant::now()).await
}

/// One connection, from its first request to its last.
async fn one(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    connection: Arc<Connection>,
    registry: Arc<Registry>,
    mut stopped: watch::Receiver<bool>,
) {
    let watched = Arc::clone(&connection);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let connection = Arc::clone(&watched);
        connection.asked(request.body().is_end_stream());
        let receiving = Arc::clone(&connection);
        let mut request = request.map(|body| Body::new(Receiving::new(body, receiving)));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move {
            let answer = answer.await?;
            Ok::<_, std::convert::Infallible>(answer.map(|body| Answering::new(body, connection)))
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_LIMIT);
    {
        let stream = TokioIo::new(Unread::new(stream, Arc::clone(&connection), UNREAD_TIMEOUT));
        let mut serving = pin!(http.serve_connection(stream, service));
        let mut finishing = false;
        loop {
            tokio::select! {
                biased;
                () = connection.cut() => break,
                ended = serving.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "a connection ended early");
                    }
                    break;
                }
                _ = stopped.changed(), if !finishing => {
                    finishing = true;
                    serving.as_mut().graceful_shutdown();
                }
            }
        }
    }
    registry.forget(&connection);
}

/// Tells whoever cannot be served now, if they listen.
fn refuse(stream: &TcpStream) {
    if let Err(error) = stream.try_write(FULL) {
        tracing::debug!(%error, "a connection could not be refused");
    }
}

/// After a connection that could not be taken: those that waited are gone by themselves, but without descriptors left it
/// must not be tried again at once.
async fn rest(error: &io::Error, registry: &Registry) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        return;
    }
    tracing::error!(%error, "a connection could not be taken");
    registry.make_room();
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// How many connections the process can hold, by its limit of open files: some are needed for the database, for files that
/// are sent, and for the log.
#[must_use]
pub fn most(asked: Option<usize>) -> usize {
    let files = open_files();
    let room = files.saturating_sub((files / 8).max(64)).max(16);
    let most = asked.unwrap_or(4096).min(room);
    if asked.is_some_and(|asked| asked > most) {
        tracing::warn!(
            "this process may open {files} files, so that it holds {most} connections at most: raise the limit (ulimit -n)"
        );
    }
    most
}

/// The files that this process may have open.
fn open_files() -> usize {
    let output = std::process::Command::new("sh").args(["-c", "ulimit -n"]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().and_then(|text| text.parse().ok()).unwrap_or(if cfg!(target_os = "linux") {
        1024
    } else {
        256
    })
}

#[cfg(test)]
mod tests;
