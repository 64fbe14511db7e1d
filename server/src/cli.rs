//! The command line: one program, a subcommand for each thing it can do.
//! Its help is the manual.

use crate::backup::{self, BackupArgs, RestoreArgs};
use crate::config::{Config, DatabaseConfig, FilesConfig};
use crate::convert::{self, ConvertArgs};
use crate::database::Database;
use crate::demo::Loaded;
use crate::failure::Failure;
use crate::secrets::SecretArgs;
use crate::serve::FirstStart;
use crate::{output, people, serve};
use clap::{Args, Parser, Subcommand};
use faultline::delivery::exchange::{self, Read};
use faultline::document::engagement::Engagement;
use faultline::engines::redact::{Policy, Redactor};
use faultline::stores::access::Role;
use faultline_app::token::Token;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

mod documents;
mod erasure;
mod quote;
mod reconcile;
mod verify;

/// The largest document or graph that is read, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// Faultline: from integration failure to a reasoned verdict — patch, stabilise or rebuild.
///
/// Without a subcommand it serves the web app.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web app (the default).
    Serve(ServeArgs),
    /// Load the demo: three clients, six people, two complete engagements. Tells how each of them signs in.
    Demo(DemoArgs),
    /// Add people, and make links with which they set a password.
    #[command(subcommand)]
    Person(PersonCommand),
    /// Write the database, the files beside failure samples and the key that stamps certificates to one archive, while the
    /// server serves or while it does not.
    Backup(BackupArgs),
    /// Restore an archive into an empty database, or a new data folder.
    ///
    /// It is read and checked from beginning to end before anything is written, and what was restored is compared with
    /// what was backed up. Nothing is written over.
    Restore(RestoreArgs),
    /// Print the JSON Schema of the engagement document.
    Schema,
    /// Read an engagement document and print its findings, gates, flags and verdict as JSON.
    ///
    /// The JSON of a version that was downloaded from a room is read as well.
    Assess {
        /// The document, or the JSON of a version; `-` reads standard input.
        file: PathBuf,
        /// Print what to find out next instead, what is most worth asking first. How long it took to work out is told on
        /// standard error.
        #[arg(long)]
        next: bool,
    },
    /// Read an engagement document and print what its quote comes to as JSON.
    ///
    /// It is the draft that the document holds, or else a line for everything that the document asks for. How long it took
    /// to work out is told on standard error.
    Quote(quote::Args),
    /// Check certificates of what was erased.
    #[command(subcommand)]
    Erasure(erasure::Command),
    /// Make a document of the JSON of a version that was downloaded, as the room makes it.
    ///
    /// The quote and the cover of the firm are not in that JSON, and so not in what is made of it.
    Document(documents::Args),
    /// Print the rules that raise risk flags as Markdown.
    Rules,
    /// Copy standard input to standard output with secrets and personal data replaced by placeholders.
    ///
    /// The same value gets the same placeholder as long as the key is the same. What was replaced is counted on
    /// standard error.
    Redact {
        /// What numbers the placeholders: any text that others do not know. Without it, a new one each time.
        #[arg(long, env = "FAULTLINE_REDACT_KEY", hide_env_values = true)]
        key: Option<String>,
    },
    /// Say whether the certificate of an acceptance, or the archive of a version's documents, is whole, without a network; the
    /// first part that was changed is named.
    Verify(verify::Args),
    /// Compare two exports of the same records, record by record and value by value.
    Reconcile(reconcile::Args),
    /// Read nodes and edges as JSON from standard input and print where a map would place them, with the time it took.
    Layout,
    /// Turn a map from one format into another; what was not understood is told on standard error.
    ///
    /// Secrets and personal data are replaced by placeholders on the way.
    Convert(ConvertArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    first: FirstStart,
}

#[derive(Debug, Args)]
struct DemoArgs {
    #[command(flatten)]
    config: DatabaseConfig,
    #[command(flatten)]
    files: FilesConfig,
    #[command(flatten)]
    secrets: SecretArgs,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Add a person and make the link with which they set their password.
    Add {
        /// Their address.
        email: String,
        /// What they are called.
        #[arg(long)]
        name: String,
        /// What they are: admin, consultant or client.
        #[arg(long)]
        role: Role,
        /// A client person's client, by name.
        #[arg(long)]
        client: Option<String>,
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        secrets: SecretArgs,
    },
    /// Make a new link for someone who is there: a lost invitation, a forgotten password.
    Link {
        /// Their address.
        email: String,
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        secrets: SecretArgs,
    },
}

impl Cli {
    /// Does what was asked, and says how the program ends.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub async fn run(self) -> Result<ExitCode, Failure> {
        let done = match self.command {
            None => serve::run(self.serve.config, self.serve.first).await,
            Some(Command::Serve(args)) => serve::run(args.config, args.first).await,
            Some(Command::Demo(args)) => demo(&args).await,
            Some(Command::Person(command)) => person(command).await,
            Some(Command::Backup(args)) => return saved("Backed up", backup::run(&args).await),
            Some(Command::Restore(args)) => {
                let done = if args.is_check() { "It can be restored" } else { "Restored" };
                return saved(done, backup::restore(&args).await);
            }
            Some(Command::Schema) => {
                let schema = faultline::document::engagement::schema();
                output::say_line(&serde_json::to_string_pretty(&schema)?)
            }
            Some(Command::Assess { file, next }) => assess(&file, next),
            Some(Command::Quote(args)) => quote::run(&args),
            Some(Command::Erasure(command)) => return erasure::run(&command),
            Some(Command::Document(args)) => documents::run(&args),
            Some(Command::Rules) => output::say(&faultline::delivery::rules::markdown()),
            Some(Command::Redact { key }) => redact(key),
            Some(Command::Verify(args)) => return verify::run(&args),
            Some(Command::Reconcile(args)) => return Ok(reconcile::run(&args)),
            Some(Command::Layout) => layout(),
            Some(Command::Convert(args)) => return convert::run(&args),
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}

/// Tells what was backed up or restored. It ends with 1 when files were missing.
fn saved(done: &str, told: Result<backup::Told, Failure>) -> Result<ExitCode, Failure> {
    let told = told?;
    output::say_line(&format!("{done}: {told}"))?;
    Ok(ExitCode::from(u8::from(told.missing > 0)))
}

async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let files = args.files.open(&args.config.data_dir)?;
    let database = Database::open(&args.config).await?;
    let loaded = crate::demo::load(&database, &files).await;
    database.close().await;
    match loaded? {
        now @ Loaded::Now(_) => args.secrets.show(&args.config.data_dir, &now.to_string()),
        already @ Loaded::Already => output::say_line(&already.to_string()),
    }
}

async fn person(command: PersonCommand) -> Result<(), Failure> {
    let (PersonCommand::Add { config, secrets, .. } | PersonCommand::Link { config, secrets, .. }) =
        &command;
    let (database, url) = (Database::open(&config.database).await?, config.public_url());
    let link = match &command {
        PersonCommand::Add { email, name, role, client, .. } => {
            people::add(database.owner(), &url, email, name, *role, client.as_deref()).await
        }
        PersonCommand::Link { email, .. } => people::link(database.owner(), &url, email).await,
    };
    database.close().await;
    let told = format!("{}\nThe link works once, for three days.", link?);
    secrets.show(&config.database.data_dir, &told)
}

fn assess(file: &std::path::Path, next: bool) -> Result<(), Failure> {
    let document = document(file)?;
    let told = if next {
        let begun = std::time::Instant::now();
        let unknowns = faultline::judgement::next_evidence::of(&document);
        let took = begun.elapsed().as_secs_f64() * 1_000.0;
        output::tell(&format!("{} unknowns ranked, in {took:.1} ms", unknowns.len()));
        serde_json::to_string_pretty(&unknowns)?
    } else {
        serde_json::to_string_pretty(&faultline::judgement::assess::assess(&document))?
    };
    output::say_line(&told)
}

/// The engagement document in a file, or in standard input.
fn document(file: &std::path::Path) -> Result<Engagement, Failure> {
    read(file).map(Read::document)
}

/// What a file, or standard input, holds: the JSON of a version, or an engagement document.
fn read(file: &std::path::Path) -> Result<Read, Failure> {
    let named = |error: std::io::Error| format!("{} cannot be read: {error}.", file.display());
    let text = if file.as_os_str() == "-" {
        bounded(&mut std::io::stdin().lock())
    } else {
        std::fs::File::open(file).and_then(|mut file| bounded(&mut file))
    };
    let text = text.map_err(named)?;
    exchange::read(&text).map_err(|error| {
        format!("{} cannot be read: {error}. See “faultline schema”.", file.display()).into()
    })
}

/// A text of at most [`TEXT_LIMIT`].
fn bounded(from: &mut dyn std::io::Read) -> std::io::Result<String> {
    let mut text = String::new();
    let read = from.take(TEXT_LIMIT + 1).read_to_string(&mut text)?;
    if read as u64 > TEXT_LIMIT {
        return Err(std::io::Error::other("it is larger than 64 MB"));
    }
    Ok(text)
}

/// Bytes of at most a limit.
fn bounded_bytes(from: &mut dyn std::io::Read, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if from.take(limit + 1).read_to_end(&mut bytes)? as u64 > limit {
        return Err(std::io::Error::other("it is too large"));
    }
    Ok(bytes)
}

fn redact(key: Option<String>) -> Result<(), Failure> {
    let key = key.unwrap_or_else(|| Token::new().text().to_owned());
    let mut input = std::io::stdin().lock();
    let redactor = Redactor::new(key.as_bytes());
    let found = output::write(|mut out| redactor.stream(Policy::Evidence, &mut input, &mut out))?;
    for found in found {
        output::tell(&format!("{}: {}", found.kind.label(), found.count));
    }
    Ok(())
}

fn layout() -> Result<(), Failure> {
    let text = bounded(&mut std::io::stdin().lock());
    let text = text.map_err(|error| format!("The graph cannot be read: {error}."))?;
    let start = std::time::Instant::now();
    let passed = || start.elapsed().as_secs_f64() * 1000.0;
    output::say_line(&faultline::engines::map::bench::run(&text, passed)?)
}
