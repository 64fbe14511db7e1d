//! Serves the product while it is edited: builds again when a file changes and restarts when that worked.
//! It must never serve what does not compile: the last build that worked stays up.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::product::{self, Build};
use crate::run::{Failure, Interrupt, terminate};
use crate::site::{self, SITE};

/// What a build depends on.
const WATCHED: [&str; 9] =
    ["Cargo.toml", "Cargo.lock", ".sqlx", "src", "app", "server", "style", "public", "migrations"];

/// Serves until it is asked to stop; `arguments` go to the server.
///
/// # Errors
/// When the operating system refuses what watching needs.
pub fn watch(arguments: &[String]) -> Result<(), Failure> {
    let interrupt = Interrupt::listen()?;
    let mut serving = Serving { arguments, server: None, of: None };
    let mut seen = None;
    while !interrupt.came() {
        let now = state_of_files();
        if seen == Some(now) {
            sleep(Duration::from_millis(200));
            continue;
        }
        seen = Some(now);
        let begun = Instant::now();
        // The server first: most changes are seen in a page, and few in what the browser loads.
        for build in [|| product::compile(Build::Quick), || site::build(Build::Quick)] {
            match build() {
                Ok(()) => serving.restart_if_changed(begun)?,
                Err(error) => {
                    eprintln!("{error}; waiting for the next change");
                    break;
                }
            }
        }
    }
    serving.stop();
    Ok(())
}

/// The newest change and the number of files: removing one counts too.
fn state_of_files() -> (Option<SystemTime>, usize) {
    let mut newest = None;
    let mut count = 0;
    let mut open: Vec<_> = WATCHED.iter().map(|path| Path::new(path).to_owned()).collect();
    while let Some(path) = open.pop() {
        let Ok(found) = fs::metadata(&path) else { continue };
        count += 1;
        newest = newest.max(found.modified().ok());
        if found.is_dir() {
            open.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|it| it.path()));
        }
    }
    (newest, count)
}

/// The server, and what it was started from.
struct Serving<'a> {
    arguments: &'a [String],
    server: Option<Child>,
    of: Option<[Option<SystemTime>; 2]>,
}

impl Serving<'_> {
    /// Starts the server of the newest build, unless it is the one that runs, or the site was never built.
    fn restart_if_changed(&mut self, begun: Instant) -> Result<(), Failure> {
        let changed = |file: &str| fs::metadata(file).and_then(|it| it.modified()).ok();
        let built = [changed(Build::Quick.program()), changed(&format!("{SITE}/manifest.json"))];
        if built.contains(&None) || self.of == Some(built) {
            return Ok(());
        }
        self.stop();
        self.server = Some(product::serve(self.arguments).spawn()?);
        self.of = Some(built);
        println!("Built in {:.1} s", begun.elapsed().as_secs_f64());
        Ok(())
    }

    fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            terminate(&server);
            let _ = server.wait();
        }
    }
}
