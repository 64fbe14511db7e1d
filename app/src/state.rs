//! What every request can reach.
//! Nothing in it belongs to a person or an engagement; that comes with the request.

use crate::site::Site;
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

/// What a process has.
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
}
