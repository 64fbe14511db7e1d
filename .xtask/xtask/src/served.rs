//! A server of the product for one measurement or test, used through its pages as a person does.
//! It must never be one that people use: it signs in as the first admin.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::product::Build;
use crate::run::{Failure, output, terminate};

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// A running server; dropping it ends it.
#[derive(Debug)]
pub struct Served {
    server: Child,
    url: String,
    cookies: PathBuf,
    /// The link of the first admin.
    join: String,
}

impl Served {
    /// Starts the program of a build on a port of the loopback address and waits until it says where it is.
    ///
    /// `prepare` adds what the server works with: a database or a data folder. Its log and the cookies of whoever
    /// signs in are kept in `work`.
    ///
    /// # Errors
    /// What it wrote, when it does not come up.
    pub fn start(
        build: Build,
        port: u16,
        work: &Path,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Self, Failure> {
        let (url, log) = (format!("http://127.0.0.1:{port}"), work.join("server.log"));
        let cookies = work.join("cookies");
        let _ = fs::remove_file(&cookies);
        let written = File::create(&log)?;
        let mut program = Command::new(build.program());
        program.args(["serve", "--listen", &format!("127.0.0.1:{port}")]).env("RUST_LOG", "warn");
        // The link of the first admin is read from what it writes.
        program.env("FAULTLINE_SHOW_SECRETS", "true");
        program.env_remove("DATABASE_URL").env_remove("DATABASE_APP_URL");
        prepare(&mut program);
        let server = program.stdout(written.try_clone()?).stderr(written).spawn();
        let server = server.map_err(|error| format!("{}: {error}", build.program()))?;
        let mut served = Self { server, url, cookies, join: String::new() };
        served.join = served.wait(&log)?;
        Ok(served)
    }

    fn wait(&mut self, log: &Path) -> Result<String, Failure> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let said = fs::read_to_string(log)?;
            if said.contains("Faultline is at") {
                let link = format!("{}/join/", self.url);
                let link = said.split_whitespace().find(|word| word.starts_with(&link));
                return Ok(link.ok_or("the server shows no link of the first admin")?.to_owned());
            }
            if self.server.try_wait()?.is_some() || Instant::now() > deadline {
                return Err(format!("The server did not come up:\n{said}").into());
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    /// The cookie of whoever signed in, as a browser sends it.
    ///
    /// # Errors
    /// When nobody did.
    pub fn cookie(&self) -> Result<String, Failure> {
        let kept = fs::read_to_string(&self.cookies)?;
        let fields = kept.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let mut named = fields.filter(|it| it.len() == 7 && it[5].ends_with("faultline"));
        named.next().map(|it| format!("{}={}", it[5], it[6])).ok_or("nobody signed in".into())
    }

    /// What an address answers to whoever signed in.
    ///
    /// # Errors
    /// When it answers with an error.
    pub fn get(&self, url: &str) -> Result<String, Failure> {
        output(self.curl().arg(url))
    }

    /// Sends a form and gives the answer.
    ///
    /// # Errors
    /// As [`Served::get`].
    pub fn post(&self, url: &str, fields: &[(&str, &str)]) -> Result<String, Failure> {
        output(with_fields(&mut self.curl(), fields).arg(url))
    }

    /// Sends a form and gives the address that the answer leads to.
    ///
    /// # Errors
    /// When it leads nowhere.
    pub fn follow(&self, url: &str, fields: &[(&str, &str)]) -> Result<String, Failure> {
        self.follow_with(with_fields(&mut self.curl(), fields), url)
    }

    /// Sends what a command of curl says and gives the address that the answer leads to.
    ///
    /// # Errors
    /// As [`Served::follow`].
    pub fn follow_with(&self, curl: &mut Command, url: &str) -> Result<String, Failure> {
        let to = output(curl.args(["-o", "/dev/null", "-w", "%{redirect_url}", url]))?;
        if to.is_empty() { Err(format!("{url} leads nowhere").into()) } else { Ok(to) }
    }

    /// A browser of the same origin that keeps its cookies.
    #[must_use]
    pub fn curl(&self) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "-H", "Sec-Fetch-Site: same-origin"]);
        curl.arg("-b").arg(&self.cookies).arg("-c").arg(&self.cookies);
        curl
    }

    /// Becomes the first admin, adds a client and an engagement, and gives the engagement's address.
    ///
    /// # Errors
    /// When a page answers differently than it should.
    pub fn set_up(&self) -> Result<String, Failure> {
        let person = [
            ("name", "Ada"),
            ("email", "ada@example.com"),
            ("password", "seven quiet lanterns glow"),
        ];
        self.follow(&self.join, &person)?;
        let client =
            self.follow(&format!("{}/clients", self.url), &[("name", "Kestrel Cycles")])?;
        let client = client.rsplit_once('#').ok_or("a client has no address")?.1;
        let engagement = [("client", client), ("title", "Orders to ERP")];
        self.follow(&format!("{}/engagements/new", self.url), &engagement)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        terminate(&self.server);
        let _ = self.server.wait();
    }
}

fn with_fields<'a>(curl: &'a mut Command, fields: &[(&str, &str)]) -> &'a mut Command {
    for (name, value) in fields {
        curl.arg("--data-urlencode").arg(format!("{name}={value}"));
    }
    curl
}
