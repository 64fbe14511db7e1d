//! Being asked to stop: the first time what is under way is finished, the second time nothing is.
//! It listens from the start, so that no signal is lost.

use crate::output;
use tokio::sync::watch;

/// Whether the process was asked to stop.
#[derive(Debug, Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Listens from now on for Ctrl-C and for the signal that service managers send. The second one ends the process.
    #[must_use]
    pub fn listen() -> Self {
        let (asked, stopping) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            tracing::info!("asked to stop: finishing what is under way");
            // Nobody waiting is no fault: then the process ends by itself.
            let _ = asked.send(true);
            signal().await;
            output::tell("Asked to stop twice: ended at once.");
            std::process::exit(2);
        });
        Self(stopping)
    }

    /// Waits until it is asked.
    pub async fn asked(mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Waits for one signal.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    interrupt.await.ok();
}
