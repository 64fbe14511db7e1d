//! Serving: opens the database, listens, prints where, and stops cleanly.
//! It listens only once everything it needs is there.

use crate::config::{Config, LogFormat};
use crate::data_folder::Serving;
use crate::database::Database;
use crate::failure::Failure;
use crate::jobs::Runner;
use crate::picture::PictureError;
use crate::secrets::SecretArgs;
use crate::start_error::StartError;
use crate::stopping::Stopping;
use crate::{connections, digests, mail, output, people, picture, presence, report, schedule};
use faultline::delivery::documents::Tools;
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use faultline_app::site::{NoSite, Site};
use faultline_app::{App, Process, router};
use sqlx::postgres::PgConnectOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// How long giving jobs back may take when the process stops.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves until it is asked to stop.
///
/// # Errors
/// A sentence that says why it could not start.
pub async fn run(config: Config, first: FirstStart) -> Result<(), Failure> {
    log(config.log_format);
    let stopping = Stopping::listen();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "Faultline starts");
    config.warnings().iter().for_each(|warning| tracing::warn!("{warning}"));
    let site = site(config.site_dir.as_deref())?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| StartError::listening(config.listen, error))?;
    let _serving = match config.database.database_url {
        None => Some(Serving::begin(&config.database.data_dir)?),
        Some(_) => None,
    };
    let database = Database::open(&config.database).await?;
    let served = tokio::select! {
        served = serve(&config, first, &database, site, listener, stopping) => served,
        reason = database.lost() => Err(reason.into()),
    };
    database.close().await;
    served
}

/// What happens when the database is still empty.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct FirstStart {
    /// Load the demo first when the database has no clients yet.
    #[arg(long, env = "FAULTLINE_WITH_DEMO")]
    pub with_demo: bool,
    #[command(flatten)]
    secrets: SecretArgs,
}

async fn serve(
    config: &Config,
    first: FirstStart,
    database: &Database,
    site: Site,
    listener: TcpListener,
    stopping: Stopping,
) -> Result<(), Failure> {
    let url = config.public_url();
    let show = |text: &str| first.secrets.show(&config.database.data_dir, text);
    let files = config.files()?;
    if first.with_demo && people::no_clients(database.owner()).await? {
        show(&crate::demo::load(database, &files).await?.to_string())?;
    }
    if let Some(link) = people::set_up_link(database.owner(), &url).await? {
        let told =
            "Nobody can sign in as admin yet. Open this link, once, to become the first admin:";
        show(&format!("{told}\n  {link}"))?;
    }
    let app = app(config, database.db(), Live::default(), files, site);
    let background = Background::begin(database.owner(), &app);
    let changes = app.live.clone();
    let router = router::router(app, config.trusted_proxies.clone());
    // Where nobody reads it, it serves all the same.
    let _ = output::say_line(&format!("Faultline is at {url}"));
    let stopping = async move {
        stopping.asked().await;
        // Streams of live updates would keep it from stopping.
        changes.stop();
    };
    let most = connections::most(config.connections);
    let cut = connections::serve(listener, router, most, stopping).await;
    if cut > 0 {
        tracing::warn!("{cut} requests were not finished in time and were cut off");
    }
    background.end().await;
    Ok(())
}

/// What goes on beside requests for as long as the process serves.
struct Background {
    runner: Runner,
    jobs: JoinHandle<()>,
    digests: JoinHandle<()>,
    presence: JoinHandle<()>,
    tasks: JoinHandle<()>,
}

impl Background {
    fn begin(owner: &PgConnectOptions, app: &App) -> Self {
        tokio::spawn(app.live.clone().listen(app.db.pool().clone()));
        let runner = Runner::new(app.db.clone(), app.files.clone());
        Self {
            jobs: tokio::spawn(runner.clone().run()),
            digests: tokio::spawn(digests::keep(owner.clone())),
            presence: tokio::spawn(presence::stay(owner.clone(), app.files.clone())),
            tasks: tokio::spawn(schedule::keep(owner.clone(), app.clone(), schedule::TASKS)),
            runner,
        }
    }

    /// Ends it, and gives its jobs back.
    async fn end(self) {
        self.digests.abort();
        self.presence.abort();
        self.tasks.abort();
        self.jobs.abort();
        // What was under way is dropped before it is given back: cancelled is what it ends as here.
        let _ = self.jobs.await;
        if tokio::time::timeout(RELEASE_TIMEOUT, self.runner.release()).await.is_err() {
            tracing::warn!("jobs could not be given back in time; their leases will end");
        }
    }
}

/// The state that requests of this process share.
#[must_use]
pub fn app(config: &Config, db: Db, live: Live, files: Files, site: Site) -> App {
    let Tools { typeset, paint } = tools();
    App::new(Process {
        db,
        live,
        files,
        site: Arc::new(site),
        public_url: config.public_url().to_string().into(),
        mailer: mail::mailer(config),
        stamps: config.stamps(),
        typeset,
        paint,
    })
}

/// The typesetter and the painter.
#[must_use]
pub fn tools() -> Tools {
    Tools {
        typeset: |report, document| Ok(report::typeset(report, document)?),
        paint: |map, title, evidence| match picture::for_page(map, title, evidence) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(PictureError::TooLarge) => Ok(None),
            Err(error) => Err(error.into()),
        },
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
    // A log that cannot be written must not end what it tells of.
    let builder = builder.log_internal_errors(false);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}
