//! The state that every request shares.
//! Nothing in it belongs to a person or an engagement; that comes with the request.

use crate::mail::Mailer;
use crate::site::Site;
use faultline::delivery::report::Report;
use faultline::document::engagement::Engagement;
use faultline::engines::map::Map;
use faultline::engines::map::scene::Evidence;
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use std::ops::Deref;
use std::sync::Arc;

/// The process, as pages see it. Every layer of every request has one, so that it must cost nothing to copy.
#[derive(Debug, Clone)]
pub struct App(Arc<Process>);

impl App {
    /// The process with these.
    #[must_use]
    pub fn new(process: Process) -> Self {
        Self(Arc::new(process))
    }
}

impl Deref for App {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.0
    }
}

/// Why the process could not do something: nothing that a reader could put right.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// Sets a recommendation as a PDF. It keeps a core busy.
pub type Typeset = fn(&Report, &Engagement) -> Result<Vec<u8>, Failure>;
/// Paints a map under a title as a PNG, or says by `None` that it is too large to be read as pixels. It keeps a core busy.
pub type Paint = fn(&Map, &str, &Evidence) -> Result<Option<Vec<u8>>, Failure>;

/// The parts of a process. Functions stand for what would make the app wait for a typesetter whenever it is compiled.
#[derive(Debug)]
pub struct Process {
    /// The database, as the role that owns nothing.
    pub db: Db,
    /// What other people, and other servers, save meanwhile.
    pub live: Live,
    /// Files beside failure samples.
    pub files: Files,
    /// Files of the browser's half.
    pub site: Arc<Site>,
    /// Where people reach this server, without a slash at the end; links in mails begin with it.
    pub public_url: Arc<str>,
    /// The way out for mail.
    pub mailer: Mailer,
    /// The typesetter.
    pub typeset: Typeset,
    /// The painter of pictures.
    pub paint: Paint,
}
