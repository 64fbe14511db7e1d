//! A server on loopback, and clients that do not behave.

use super::*;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<usize>,
}

async fn server(most: usize) -> Server {
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        "done"
    };
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/slow", get(slow))
        // More than both sides of a connection take in before anybody reads.
        .route("/large", get(|| async { vec![b'x'; 32 * 1024 * 1024] }))
        .route("/take", post(|body: String| async move { body.len().to_string() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async move { stopped.await.unwrap_or_default() };
    let served = tokio::spawn(serve(listener, router, most, stopped));
    Server { address, stop: Some(stop), served }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn get(&self, path: &str) -> String {
        let mut stream = self.connect().await;
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    async fn stop(mut self) -> (usize, Duration) {
        let begun = Instant::now();
        self.stop.take().unwrap().send(()).unwrap();
        (self.served.await.unwrap(), begun.elapsed())
    }
}

#[tokio::test]
async fn a_head_of_many_or_endless_lines_is_refused_and_nobody_waits_for_it() {
    let server = server(20).await;
    let many = "x-a: b\r\n".repeat(2_000);
    let endless = format!("x-a: {}\r\n", "b".repeat(2 * HEAD_LIMIT));
    for lines in [many, endless] {
        let mut stream = server.connect().await;
        let head = format!("GET / HTTP/1.1\r\nhost: x\r\n{lines}\r\n");
        // Whoever is refused may not have been read to the end.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains("hello"), "{answer}");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
        assert!(server.get("/").await.contains("hello"));
    }
    server.stop().await;
}

#[tokio::test]
async fn ordinary_requests_are_answered_while_idle_and_slow_connections_take_all_room() {
    let server = server(20).await;
    let mut held = Vec::new();
    for n in 0..60 {
        let mut stream = server.connect().await;
        if n % 3 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        }
        held.push(stream);
        if n % 10 == 9 {
            let answer = tokio::time::timeout(Duration::from_secs(1), server.get("/")).await;
            assert!(answer.unwrap().ends_with("hello"));
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way_and_waits_for_no_idle_connection() {
    let server = server(20).await;
    let idle = server.connect().await;
    let mut slow = server.connect().await;
    slow.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (cut, took) = server.stop().await;
    assert_eq!(cut, 0);
    assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(3), "{took:?}");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("done"), "{answer}");
    drop(idle);
}

#[tokio::test]
async fn one_unfinished_request_does_not_hold_up_stopping() {
    let server = server(20).await;
    let mut body = server.connect().await;
    body.write_all(b"POST /take HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf")
        .await
        .unwrap();
    let mut head = server.connect().await;
    head.write_all(b"GET / HTTP/1.1\r\nhos").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (cut, took) = server.stop().await;
    assert_eq!(cut, 1, "the body that never came");
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn a_connection_serves_one_request_after_another() {
    let server = server(1).await;
    let mut stream = server.connect().await;
    for _ in 0..3 {
        stream
            .write_all(b"POST /take HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nabcde")
            .await
            .unwrap();
        let mut answer = [0; 400];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(String::from_utf8_lossy(&answer[..read]).ends_with("\r\n\r\n5"));
    }
    server.stop().await;
}

#[tokio::test]
async fn a_connection_whose_answer_nobody_reads_is_cut_when_the_server_stops() {
    let server = server(20).await;
    let mut unread = server.connect().await;
    unread.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (cut, took) = server.stop().await;
    assert_eq!(cut, 1, "the answer that nobody reads");
    assert!(took < Duration::from_secs(9), "{took:?}");
    drop(unread);
}
