//! Serving: opens the database, listens, prints where, and stops cleanly.
//! It listens only once everything it needs is there.

use crate::config::{Config, LogFormat};
use crate::data_folder::Serving;
use crate::database::Database;
use crate::failure::Failure;
use crate::jobs::Runner;
use crate::picture::PictureError;
use crate::start_error::StartError;
use crate::{mail, people, picture, report};
use axum::serve::ListenerExt;
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use faultline::stores::people::sessions;
use faultline_app::site::{NoSite, Site};
use faultline_app::{App, Process, router};
use sqlx::PgPool;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How often ended sessions are forgotten.
const SWEEP_INTERVAL: Duration = Duration::from_secs(600);

/// Serves until it is asked to stop.
///
/// # Errors
/// A sentence that says why it could not start.
pub async fn run(config: Config, with_demo: bool) -> Result<(), Failure> {
    log(config.log_format);
    let site = site(config.site_dir.as_deref())?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| StartError::listening(config.listen, error))?;
    let _serving = match config.database.database_url {
        None => Some(Serving::begin(&config.database.data_dir)?),
        Some(_) => None,
    };
    let database = Database::open(&config.database).await?;
    let served = serve(&config, with_demo, &database, site, listener).await;
    database.close().await;
    served
}

async fn serve(
    config: &Config,
    with_demo: bool,
    database: &Database,
    site: Site,
    listener: TcpListener,
) -> Result<(), Failure> {
    let url = config.public_url();
    if with_demo && people::no_clients(database.owner()).await? {
        println!("{}", crate::demo::load(database).await?);
    }
    if let Some(link) = people::set_up_link(database.owner(), &url).await? {
        println!(
            "Nobody can sign in as admin yet. Open this link, once, to become the first admin:\n  {link}"
        );
    }
    let db = database.db();
    tokio::spawn(sweep_sessions(db.pool().clone()));
    let live = Live::default();
    tokio::spawn(live.clone().listen(db.pool().clone()));
    let changes = live.clone();
    let runner = Runner::new(db.clone());
    let jobs = tokio::spawn(runner.clone().run());
    let app = app(config, db, live, config.files()?, site);
    let router = router::router(app, config.trusted_proxies.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    println!("Faultline is at {url}");
    // Without it, answers wait up to 40 ms for the other side's delayed acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps Nagle's algorithm");
        }
    });
    let stopping = async move {
        asked_to_stop().await;
        // Streams of live updates would keep it from stopping.
        changes.stop();
    };
    let served = axum::serve(listener, service).with_graceful_shutdown(stopping).await;
    jobs.abort();
    // What was under way is dropped before it is given back: cancelled is what it ends as here.
    let _ = jobs.await;
    runner.release().await;
    Ok(served?)
}

/// The state that requests of this process share.
#[must_use]
pub fn app(config: &Config, db: Db, live: Live, files: Files, site: Site) -> App {
    App::new(Process {
        db,
        live,
        files,
        site: Arc::new(site),
        public_url: config.public_url().to_string().into(),
        mailer: mail::mailer(config),
        typeset: |report, document| Ok(report::typeset(report, document)?),
        paint: |map, title, evidence| match picture::png(map, title, evidence) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(PictureError::TooLarge) => Ok(None),
            Err(error) => Err(error.into()),
        },
    })
}

/// Forgets sessions that have ended, once in a while.
async fn sweep_sessions(pool: PgPool) {
    let mut every = tokio::time::interval(SWEEP_INTERVAL);
    loop {
        every.tick().await;
        let swept = async { sessions::sweep_sessions(&mut *pool.acquire().await?).await };
        if let Err(error) = swept.await {
            tracing::warn!(%error, "ended sessions could not be swept");
        }
    }
}

/// The browser's half: where it was named, in `target/site`, or beside the program.
fn site(named: Option<&Path>) -> Result<Site, NoSite> {
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("site")));
    let usual = PathBuf::from("target/site");
    match (named, beside) {
        (Some(named), _) => Site::read(named),
        (None, Some(beside)) => {
            Site::read(&usual).or_else(|error| Site::read(&beside).map_err(|_| error))
        }
        (None, None) => Site::read(&usual),
    }
}

fn log(format: LogFormat) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Waits for Ctrl-C, or for the signal that service managers send.
async fn asked_to_stop() {
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
