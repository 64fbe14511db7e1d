//! Answers that nobody reads: a connection whose other side takes nothing for a while is given up.
//! It never cuts one that takes what it is sent, however slowly an answer is made.

use super::registry::Connection;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// What must be taken within the time that is given, in bytes: half a kilobyte a second of the usual half minute.
const ENOUGH: usize = 16 * 1024;

/// A stream that fails when what is written to it is not taken in time.
#[derive(Debug)]
pub struct Unread<S> {
    stream: S,
    connection: Arc<Connection>,
    time: Duration,
    /// Since the other side did not take all it was sent: when that is too long.
    late: Option<Pin<Box<Sleep>>>,
    /// How much it took since then.
    taken: usize,
}

impl<S> Unread<S> {
    /// A stream whose other side has this long.
    pub fn new(stream: S, connection: Arc<Connection>, time: Duration) -> Self {
        Self { stream, connection, time, late: None, taken: 0 }
    }

    /// What was written, or that it was not taken in time.
    fn watched<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
        bytes: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match &written {
            Poll::Ready(Ok(done)) => {
                self.taken += bytes(done);
                self.connection.taken();
                if self.taken >= ENOUGH {
                    self.late = None;
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                self.connection.unsent(true);
                if self.late.is_none() {
                    self.late = Some(Box::pin(sleep(self.time)));
                    self.taken = 0;
                }
                if let Some(late) = &mut self.late {
                    ready!(late.as_mut().poll(context));
                }
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Unread<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Unread<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.watched(context, written, |taken| *taken)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(context, pieces);
        this.watched(context, written, |taken| *taken)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        // All that was to be sent is on its way: nothing is owed any more.
        if matches!(flushed, Poll::Ready(Ok(()))) {
            this.late = None;
            this.connection.unsent(false);
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::registry::Registry;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    fn unread(stream: DuplexStream, time: Duration) -> Unread<DuplexStream> {
        let connection = Registry::new(1).admit([192, 0, 2, 1].into()).unwrap();
        Unread::new(stream, connection, time)
    }

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (ours, _theirs) = duplex(1024);
        let begun = tokio::time::Instant::now();
        let mut stream = unread(ours, Duration::from_millis(100));
        let error = stream.write_all(&[0; 100_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= Duration::from_millis(100));
    }

    #[tokio::test]
    async fn who_takes_a_byte_now_and_then_is_given_up_too() {
        let (ours, mut theirs) = duplex(1024);
        tokio::spawn(async move {
            while theirs.read_u8().await.is_ok() {
                sleep(Duration::from_millis(5)).await;
            }
        });
        let mut stream = unread(ours, Duration::from_millis(100));
        let error = stream.write_all(&[0; 100_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_takes_it_slowly_gets_all_of_it_and_may_rest_between_two_answers() {
        let time = Duration::from_millis(700);
        let (ours, mut theirs) = duplex(1024);
        let reader = tokio::spawn(async move {
            let (mut piece, mut all) = ([0; 1024], 0);
            loop {
                match theirs.read(&mut piece).await.unwrap() {
                    0 => return all,
                    read => all += read,
                }
                sleep(Duration::from_millis(10)).await;
            }
        });
        let mut stream = unread(ours, time);
        for _ in 0..2 {
            // It takes longer than the time that any of it has.
            stream.write_all(&[0; 100_000]).await.unwrap();
            stream.flush().await.unwrap();
            sleep(time * 2).await;
        }
        drop(stream);
        assert_eq!(reader.await.unwrap(), 200_000);
    }
}
