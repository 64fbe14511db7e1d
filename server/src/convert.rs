//! `faultline convert`: a map from any format to any other.
//! The output is redacted, and what was not understood is reported, line by line.

use crate::failure::Failure;
use crate::{output, picture};
use clap::Args;
use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use faultline::engines::formats::draft::{Draft, Understood};
use faultline::engines::formats::event_log::{Conformance, Options};
use faultline::engines::formats::{self, From, To, Unreadable, source};
use faultline::engines::map::Map;
use faultline::engines::map::names::Names;
use faultline::engines::map::scene::Evidence;
use faultline::engines::redact::Redactor;
use faultline::engines::tables::DateOrder;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use faultline_app::token::Token;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod check;

/// Lines told on standard error.
const REPORTED_LINES: usize = 200;

/// The format a map is written in.
#[derive(Debug, Clone, Copy)]
enum Target {
    File(To),
    Png,
}

/// The file to convert and how.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// What the file is.
    #[arg(value_parser = from(), required_unless_present = "check")]
    from: Option<From>,
    /// What it becomes.
    #[arg(value_parser = to(), required_unless_present = "check")]
    to: Option<Target>,
    /// The file; `-` reads standard input.
    #[arg(required_unless_present = "check")]
    file: Option<PathBuf>,
    /// Read every map below a folder instead, and print how many steps and flows each has beside an independent
    /// count. Ends with 1 when a count differs, and with 2 when a file could not be read.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["from", "to", "file", "output"])]
    check: Option<PathBuf>,
    /// Where to write; without it, standard output.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Event logs: the most activities shown.
    #[arg(long, default_value_t = Options::default().steps, value_parser = count())]
    steps: usize,
    /// Event logs: the most flows shown, as long as every step stays connected.
    #[arg(long, default_value_t = Options::default().flows, value_parser = count())]
    flows: usize,
    /// Event logs: only cases that follow one of this many most frequent variants; 0 for all.
    #[arg(long, default_value_t = 0, value_parser = count())]
    variants: usize,
    /// Event logs as CSV: the column with the case.
    #[arg(long, default_value = "", hide_default_value = true)]
    case: String,
    /// Event logs as CSV: the column with the activity.
    #[arg(long, default_value = "", hide_default_value = true)]
    activity: String,
    /// Event logs as CSV: the column with the time.
    #[arg(long, default_value = "", hide_default_value = true)]
    time: String,
    /// Event logs as CSV: the column with the system or team.
    #[arg(long, default_value = "", hide_default_value = true)]
    lane: String,
    /// Event logs as CSV: which comes first in a date such as 03/04/2026.
    #[arg(long, value_parser = order())]
    dates: Option<DateOrder>,
    /// Event logs: the text of the intended map, against which every case is held.
    #[arg(long)]
    against: Option<PathBuf>,
}

/// What a map shows: some tens are legible, and more than this is no map.
fn count() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(0..=10_000)
}

fn entry<C: Catalogue + Send + Sync>() -> impl TypedValueParser<Value = C> {
    let keys = PossibleValuesParser::new(C::ALL.iter().map(|entry| entry.key()));
    keys.try_map(|key| C::from_key(&key))
}

fn from() -> impl TypedValueParser<Value = From> {
    entry::<From>()
}

fn order() -> impl TypedValueParser<Value = DateOrder> {
    entry::<DateOrder>()
}

fn to() -> impl TypedValueParser<Value = Target> {
    let keys = To::ALL.iter().map(|entry| entry.key()).chain(["png"]);
    PossibleValuesParser::new(keys).map(|key| To::from_key(&key).map_or(Target::Png, Target::File))
}

/// Converts, or checks a folder, and says how the program ends.
///
/// # Errors
/// A sentence that says what is wrong with the file, and where.
pub fn run(args: &ConvertArgs) -> Result<ExitCode, Failure> {
    match &args.check {
        Some(folder) => check::run(folder),
        None => convert(args).map(|()| ExitCode::SUCCESS),
    }
}

fn convert(args: &ConvertArgs) -> Result<(), Failure> {
    let (Some(from), Some(to), Some(file)) = (args.from, args.to, args.file.as_deref()) else {
        return Err("Say what the file is, what it becomes, and where it is.".into());
    };
    let bytes = read(file, from.most_bytes())?;
    let options = args.options();
    let named = |error: Unreadable| format!("{}: {error}", file.display());
    let (mut draft, conformance) = if from == From::EventLog {
        let (draft, log) = formats::read_log(bytes, &options).map_err(named)?;
        let intended = args.against.as_deref().map(intended).transpose()?;
        (draft, intended.map(|map| log.conformance(&map)))
    } else {
        (formats::read(from, bytes, &options).map_err(named)?, None)
    };
    let replaced = draft.redact(&Redactor::new(Token::new().text().as_bytes()));
    tell(&draft);
    for found in replaced {
        output::tell(&format!("replaced: {}, {} times", found.kind.label(), found.count));
    }
    if let Some(conformance) = conformance {
        tell_conformance(&conformance);
    }
    let title = if draft.name.is_empty() { "Workflow" } else { &draft.name };
    let (names, evidence) = (Names::default(), Evidence::new());
    let map = draft.map(&names);
    let written = match to {
        Target::File(to) => formats::written(to, &map, &names, title, &evidence),
        Target::Png => picture::png(&map, title, &evidence)?,
    };
    match &args.output {
        Some(path) => std::fs::write(path, written)
            .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?,
        None => output::write(|out| out.write_all(&written))?,
    }
    Ok(())
}

impl ConvertArgs {
    fn options(&self) -> Options {
        Options {
            case: self.case.clone(),
            activity: self.activity.clone(),
            time: self.time.clone(),
            lane: self.lane.clone(),
            order: self.dates,
            steps: self.steps,
            flows: self.flows,
            variants: self.variants,
        }
    }
}

/// The bytes of a file, refused before they are read when there are too many.
fn read(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}.", file.display());
    let mut bytes = Vec::new();
    let limit = most as u64 + 1;
    if file.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let opened = std::fs::File::open(file).map_err(failed)?;
        if opened.metadata().map_err(failed)?.len() >= limit {
            return Err(format!("{}: {}", file.display(), source::too_large(most)).into());
        }
        opened.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

fn intended(file: &Path) -> Result<Map, Failure> {
    let bytes = read(file, From::Text.most_bytes())?;
    let draft = formats::read(From::Text, bytes, &Options::default());
    Ok(draft.map_err(|error| format!("{}: {error}", file.display()))?.map(&Names::default()))
}

/// Prints the lines that deserve a look or were not understood; then what is suspected.
fn tell(draft: &Draft) {
    let unsure = draft.lines.iter().filter(|line| line.understood != Understood::Yes);
    let (shown, all) = (unsure.clone().take(REPORTED_LINES), unsure.count());
    for line in shown {
        let word = line.understood.label().to_lowercase();
        output::tell(&format!("line {}, {word}: {}. {}", line.line, line.what, line.became));
    }
    if all > REPORTED_LINES {
        output::tell(&format!("and {} more lines like these", all - REPORTED_LINES));
    }
    for risk in &draft.risks {
        output::tell(&format!(
            "line {}, suggested flag: {}. {}",
            risk.line,
            risk.suspicion.label(),
            risk.says
        ));
    }
    let parts = [
        (draft.lanes.len(), "lane", "lanes"),
        (draft.steps.len(), "step", "steps"),
        (draft.flows.len(), "flow", "flows"),
    ];
    let told =
        parts.map(|(count, one, more)| counted(count.try_into().unwrap_or(i64::MAX), one, more));
    output::tell(&told.join(", "));
}

fn tell_conformance(found: &Conformance) {
    output::tell(&format!("{} of {} cases went as intended", found.conforming, found.cases));
    for (activity, times) in found.unknown.iter().take(REPORTED_LINES) {
        output::tell(&format!("not in the intended map: {activity}, {times} times"));
    }
    for step in &found.never {
        output::tell(&format!("never happened: {step}"));
    }
    for deviation in found.deviations.iter().take(REPORTED_LINES) {
        let (from, to) = (or(&deviation.from, "the beginning"), or(&deviation.to, "the end"));
        output::tell(&format!("not intended: {from} to {to}, {} times", deviation.times));
    }
}

fn or<'t>(name: &'t str, otherwise: &'t str) -> &'t str {
    if name.is_empty() { otherwise } else { name }
}
