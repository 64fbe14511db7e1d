//! The state that every request shares.
//! Nothing in it belongs to a person or an engagement; that comes with the request.

use crate::mail::Mailer;
use crate::site::Site;
use faultline::stores::attachments::Files;
use faultline::stores::certificate::Stamps;
use faultline::stores::db::Db;
use faultline::stores::live::Live;
use std::ops::Deref;
use std::sync::Arc;

pub use faultline::delivery::documents::{Failure, Paint, Typeset};

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
    /// Who stamps the certificates of acceptances.
    pub stamps: Stamps,
    /// The typesetter.
    pub typeset: Typeset,
    /// The painter of pictures.
    pub paint: Paint,
}
