//! The configuration, as arguments of the command line or variables of the environment.
//! It must never print a password: addresses with one are kept in [`Secret`].

mod public_url;

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, ValueEnum};
use faultline::stores::attachments::{Files, FilesError};
use faultline::stores::certificate::{Stamps, TsaUrl};
use faultline_app::http::network::Network;

pub use public_url::PublicUrl;

/// Everything that `serve` needs to know.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Where the data lies.
    #[command(flatten)]
    pub database: DatabaseConfig,

    /// Address and port to listen on. Put a TLS proxy in front before opening it to a network.
    #[arg(
        long,
        env = "FAULTLINE_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000"
    )]
    pub listen: SocketAddr,

    /// The address that people type, used in links and mails. With https, cookies are Secure and HSTS is sent.
    /// Without it, links start with http:// and the listening address.
    #[arg(long, env = "FAULTLINE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// Mail server for invitations and notices (smtp://… with STARTTLS, smtps://… with TLS from the start), with name
    /// and password if it asks for them. Without it, links are shown to the administrator only.
    #[arg(long, env = "FAULTLINE_SMTP_URL", value_name = "URL", hide_env_values = true, value_parser = smtp_url)]
    pub smtp_url: Option<Secret>,

    /// An authority that stamps certificates of acceptances too (RFC 3161), beside the key of this server. When it gives no
    /// stamp, the decision and the stamp of this server stay.
    #[arg(long, env = "FAULTLINE_TSA_URL", value_name = "URL")]
    pub tsa_url: Option<TsaUrl>,

    /// Folder with the built browser files (manifest.json and what it lists). Looked for in target/site and beside the
    /// program when it is not given.
    #[arg(long, env = "FAULTLINE_SITE_DIR", value_name = "FOLDER")]
    pub site_dir: Option<PathBuf>,

    /// Where files beside failure samples lie.
    #[command(flatten)]
    pub files: FilesConfig,

    /// How to write the log to the standard error stream. `RUST_LOG` says what to write, by default `info`.
    #[arg(long, env = "FAULTLINE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// Connections that are held at the same time; beyond them those that wait for nothing are closed. At most what the limit
    /// of open files (ulimit -n) allows, by default 4096.
    #[arg(long, env = "FAULTLINE_CONNECTIONS", value_name = "NUMBER", value_parser = connections)]
    pub connections: Option<usize>,

    /// Proxies whose X-Forwarded-For is believed: addresses or networks such as 10.0.0.0/8, separated by commas.
    #[arg(long, env = "FAULTLINE_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
}

/// Where files beside failure samples lie; every subcommand that touches them takes it.
#[derive(Args, Clone, Debug)]
pub struct FilesConfig {
    /// Where files beside failure samples lie: a bucket, as `s3://bucket` or `s3://bucket/folder`, with the variables
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION` and, for a store that is not Amazon's, `AWS_ENDPOINT`.
    /// Without it, in the data folder.
    #[arg(long, env = "FAULTLINE_FILES_URL", value_name = "URL")]
    pub files_url: Option<String>,
}

/// Where the data lies; every subcommand that touches data takes it.
#[derive(Args, Clone, Debug)]
pub struct DatabaseConfig {
    /// PostgreSQL 15.9, 16.5, 17.1 or newer, signed in as the owner of the database (migrations run as this role). Without it, a
    /// private PostgreSQL is started in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<Secret>,

    /// The same database, signed in as the role that serves requests and owns nothing. Without it, the role
    /// `faultline_app` is created, with a password derived from the owner's.
    #[arg(
        long,
        env = "DATABASE_APP_URL",
        value_name = "URL",
        hide_env_values = true,
        requires = "database_url"
    )]
    pub database_app_url: Option<Secret>,

    /// Folder for the private PostgreSQL and everything else that is kept. `faultline backup` copies it while it is in use.
    #[arg(long, env = "FAULTLINE_DATA_DIR", value_name = "FOLDER", default_value = "data")]
    pub data_dir: PathBuf,

    /// Connections to the database at most, per process. Without it, 4 and 2 for each processor core: more would be at
    /// work at once than there is anything to work with.
    #[arg(
        long, env = "FAULTLINE_DATABASE_CONNECTIONS", value_name = "NUMBER",
        value_parser = clap::value_parser!(u32).range(4..=1000)
    )]
    pub database_connections: Option<u32>,
}

impl DatabaseConfig {
    /// Connections to the database at most.
    #[must_use]
    pub fn connections(&self) -> u32 {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        self.database_connections.unwrap_or(4 + 2 * u32::try_from(cores.min(30)).unwrap_or(2))
    }
}

/// A value that holds a password: it can be used, not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One readable line for each event.
    Text,
    /// One JSON object for each event, for machines that collect logs.
    Json,
}

impl Config {
    /// Where files beside failure samples lie.
    ///
    /// # Errors
    /// When the folder cannot be used, or the address is none.
    pub fn files(&self) -> Result<Files, FilesError> {
        self.files.open(&self.database.data_dir)
    }

    /// What an administrator should know of this configuration, as sentences.
    #[must_use]
    pub fn warnings(&self) -> Vec<&'static str> {
        let (url, open) = (self.public_url(), !self.listen.ip().is_loopback());
        let mut warnings = Vec::new();
        if !url.is_secure() && (open || !url.is_loopback()) {
            warnings.push(
                "people reach this server without https, so that passwords and client data can be read on the way: put a \
                 proxy that ends TLS in front, and set FAULTLINE_PUBLIC_URL to its https:// address",
            );
        }
        if url.is_secure() && self.trusted_proxies.is_empty() {
            warnings.push(
                "FAULTLINE_TRUSTED_PROXIES names no proxy, so that everybody behind yours counts as one visitor: set it to \
                 the address that your proxy connects from",
            );
        }
        if url.is_secure() && open {
            warnings.push(
                "this server can be reached past its proxy, without https: listen on a loopback address, or let nobody but \
                 the proxy through",
            );
        }
        warnings
    }

    /// Who stamps certificates: the key in the data folder, and an authority outside if one is named.
    #[must_use]
    pub fn stamps(&self) -> Stamps {
        Stamps::new(&self.database.data_dir, self.tsa_url.clone())
    }

    /// The address that links start with.
    #[must_use]
    pub fn public_url(&self) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(self.listen))
    }
}

impl FilesConfig {
    /// The file store: the bucket, or `files` in the data folder.
    ///
    /// # Errors
    /// When the folder cannot be used, or the address is none.
    pub fn open(&self, data_dir: &std::path::Path) -> Result<Files, FilesError> {
        match &self.files_url {
            Some(url) => Files::in_bucket(url),
            None => Files::in_folder(&data_dir.join("files")),
        }
    }
}

impl Secret {
    /// The value itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

fn connections(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|number| (16..=1_000_000).contains(number));
    number.ok_or("it must be a number from 16 to 1000000")
}

fn smtp_url(text: &str) -> Result<Secret, &'static str> {
    crate::mail::transport(text).map(|_| Secret(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        config: Config,
    }

    #[test]
    fn the_arguments_are_consistent() {
        Program::command().debug_assert();
    }

    #[test]
    fn passwords_appear_neither_in_debug_text_nor_in_help() {
        let url = "postgres://owner:hunter22@db/faultline";
        let program = Program::try_parse_from(["faultline", "--database-url", url]).unwrap();
        let secret = program.config.database.database_url.clone().unwrap();
        assert_eq!(secret.expose(), url);
        assert!(!format!("{program:?}").contains("hunter22"));
    }

    #[test]
    fn links_use_the_listening_address_until_a_public_one_is_set() {
        let local = Program::try_parse_from(["faultline", "--listen", "127.0.0.1:4000"]).unwrap();
        assert_eq!(local.config.public_url().to_string(), "http://127.0.0.1:4000");
        let public =
            Program::try_parse_from(["faultline", "--public-url", "https://audit.example/"])
                .unwrap();
        assert_eq!(public.config.public_url().to_string(), "https://audit.example");
        assert!(public.config.public_url().is_secure());
    }

    #[test]
    fn who_can_be_overheard_is_warned_and_who_works_at_home_is_not() {
        let warnings = |arguments: &[&str]| {
            let all = ["faultline"].iter().chain(arguments);
            Program::try_parse_from(all).unwrap().config.warnings().concat()
        };
        assert_eq!(warnings(&[]), "");
        assert_eq!(warnings(&["--public-url", "http://localhost:3000"]), "");
        assert!(warnings(&["--listen", "0.0.0.0:3000"]).contains("without https"));
        assert!(warnings(&["--public-url", "http://audit.example"]).contains("without https"));
        let public = ["--public-url", "https://audit.example"];
        assert!(warnings(&public).contains("FAULTLINE_TRUSTED_PROXIES"));
        let behind = [&public[..], &["--trusted-proxies", "127.0.0.1"]].concat();
        assert_eq!(warnings(&behind), "");
        assert!(
            warnings(&[&behind[..], &["--listen", "0.0.0.0:80"]].concat())
                .contains("past its proxy")
        );
    }

    #[test]
    fn a_mail_server_without_smtp_is_refused() {
        let error = Program::try_parse_from(["faultline", "--smtp-url", "https://mail.example"])
            .unwrap_err();
        assert!(error.to_string().contains("smtp://"));
    }
}
