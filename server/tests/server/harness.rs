//! A server without a network, and browsers that talk to it.
//! A browser keeps its cookie, as a person's would, and comes from an address of its own.

use axum::Router;
use axum::http::StatusCode;
use clap::Parser;
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use faultline_app::App;
use faultline_app::router;
use faultline_app::site::Site;
use faultline_server::config::Config;
use faultline_server::database::Database;
use faultline_server::demo;
use faultline_server::jobs::Runner;
use faultline_server::serve;
use sqlx::{ConnectOptions, PgPool};
use std::sync::atomic::{AtomicU8, Ordering};
use tokio::task::JoinHandle;

mod browser;
mod erased;
pub mod program;
pub mod world;

pub use browser::{Answer, Browser, next_event};
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
