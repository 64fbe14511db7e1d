//! `faultline reconcile`: two exports in, their differences out.
//! Settings that the command line leaves open are suggested from the exports, and printed with the outcome.

use crate::failure::Failure;
use crate::output;
use clap::builder::RangedU64ValueParser;
use faultline::engines::reconcile::{Json, Outcome, Watch, reconcile, text};
use faultline::engines::tables::Export;
use std::io::{self, BufWriter, Seek};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::available_parallelism;
use values::{Ruled, Same, Two};

mod asked;
mod values;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The first export: CSV, JSON or XLSX.
    a: PathBuf,
    /// The second export.
    b: PathBuf,
    /// The column that says which record a row is, NAME or NAME=NAME (its name in A and in B); several together with commas.
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    key: Vec<Two>,
    /// Two columns that hold the same under different names, NAME=NAME (in A and in B).
    #[arg(long, value_name = "COLUMNS")]
    pair: Vec<Two>,
    /// How a column is compared, COLUMN=RULE; the column * stands for all others. A rule is made of exact, trim, case,
    /// null (NULL is empty), number, codes (007 and 1E3 are no numbers), money, money=EUR, date, day, duration, flag (Yes is
    /// 1), whole, zeros, letters, digits, strip=#, pattern=REGEX (what of a key counts), within=0.01, within=5m, comma,
    /// mdy, zone=Europe/Berlin, with commas between them; a.comma or b.mdy speak of one export.
    #[arg(long, value_name = "RULE")]
    rule: Vec<Ruled>,
    /// Two values of a column that mean the same, COLUMN:VALUE=VALUE.
    #[arg(long, value_name = "VALUES")]
    same: Vec<Same>,
    /// Columns that are not compared, by their name in A.
    #[arg(long, value_delimiter = ',', value_name = "COLUMN")]
    without: Vec<String>,
    /// The date that says when a record was written, by its name in A: tells what is late from what is wrong.
    #[arg(long, value_name = "COLUMN")]
    late: Option<String>,
    /// Compare values exactly where no rule is given, rather than by rules suggested from the exports.
    #[arg(long)]
    exact: bool,
    /// Print JSON with every difference: all of it, or nothing.
    #[arg(long)]
    json: bool,
    /// With --json too, end with 1 when the exports differ.
    #[arg(long)]
    exit_code: bool,
    /// How many threads work on it; as many as there are processors without it. The outcome is the same.
    #[arg(long, value_parser = RangedU64ValueParser::<usize>::new().range(1..=256))]
    threads: Option<usize>,
}

/// Compares them and prints what differs. Ends with 0 when they are the same, 1 when they differ and 2 when they could not be
/// compared; with JSON, whose summary says it, with 0 whenever it was written.
pub fn run(args: &Args) -> ExitCode {
    match compare(args) {
        Ok(outcome) if !args.json || args.exit_code => ExitCode::from(u8::from(!outcome.same)),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            output::tell(&error.to_string());
            ExitCode::from(2)
        }
    }
}

fn compare(args: &Args) -> Result<Outcome, Failure> {
    let keys = |side: fn(&Two) -> &str| args.key.iter().map(side).collect::<Vec<_>>();
    let a = Export::open(&args.a)?.headed_by(&keys(|key| &key.0))?;
    let b = Export::open(&args.b)?.headed_by(&keys(|key| &key.1))?;
    let threads = args.threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let (plan, told) = args.plan([&a, &b], threads)?;
    told.iter().for_each(|note| output::tell(note));
    let watch = Watch::default();
    if args.json {
        // Written to a file first: whoever reads it gets all of it, or nothing.
        let mut whole = tempfile::tempfile()?;
        let mut json = Json::begin(BufWriter::with_capacity(1 << 16, &mut whole), [&a, &b], &plan)?;
        let outcome = reconcile([&a, &b], &plan, threads, &watch, |found| json.difference(found))?;
        json.end(&outcome)?;
        whole.rewind()?;
        output::write(|mut out| io::copy(&mut whole, &mut out))?;
        return Ok(outcome);
    }
    let outcome = reconcile([&a, &b], &plan, threads, &watch, |_| {})?;
    output::say(&text([&a, &b], &plan, &outcome))?;
    for export in [&a, &b] {
        export.notes().iter().for_each(|note| output::tell(&format!("{}: {note}", export.name())));
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::io::Write;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn export(text: &str) -> Export {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Export::read(file, "export.csv".into()).unwrap()
    }

    fn plan(line: &str) -> Result<Vec<String>, String> {
        let (a, b) = (
            export("id,sum,state\n1,1.0,PAID\n2,2.5,OPEN\n"),
            export("no,total,state\n1,1,paid\n2,2.50,open\n"),
        );
        let words = std::iter::once("reconcile a b")
            .flat_map(|start| start.split(' '))
            .chain(line.split_whitespace());
        let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
        let (plan, _) = line.args.plan([&a, &b], 2).map_err(|error| error.to_string())?;
        Ok(plan
            .keys
            .iter()
            .chain(&plan.columns)
            .map(|pair| format!("{}={} {}", pair.a, pair.b, pair.rule))
            .collect())
    }

    #[test]
    fn what_is_left_open_is_suggested() {
        let suggested = plan("--key id=no").unwrap();
        assert_eq!(
            suggested,
            ["id=no trim", "sum=total trim, number, codes", "state=state trim, case"]
        );
        assert_eq!(plan("--key ID=No").unwrap(), suggested, "capitals of a name don’t count");
    }

    #[test]
    fn what_is_said_goes_before_what_is_suggested() {
        let said =
            plan("--key id=no --exact --rule sum=number,within=0.1 --rule *=case --without state")
                .unwrap();
        assert_eq!(said, ["id=no case", "sum=total number, within=0.1"]);
        assert!(plan("--key id=no --rule price=number").unwrap_err().contains("no column “price”"));
        assert!(plan("--key id=no --rule sum=fuzzy").unwrap_err().contains("“fuzzy” is no rule"));
        assert_eq!(plan("--key x").unwrap()[0], "x=x exact");
    }

    #[test]
    fn the_program_ends_with_what_was_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        for (name, text) in [("a.csv", "id,x\n1,a\n"), ("b.csv", "id,x\n1,b\n"), ("empty.csv", "")]
        {
            std::fs::write(path(name), text).unwrap();
        }
        for (a, b, options, code) in [
            ("a.csv", "a.csv", "", 0),
            ("a.csv", "b.csv", "", 1),
            ("a.csv", "b.csv", "--json", 0),
            ("a.csv", "b.csv", "--json --exit-code", 1),
            ("a.csv", "empty.csv", "", 2),
            ("a.csv", "nowhere.csv", "--json", 2),
            ("a.csv", "b.csv", "--key nowhere", 2),
        ] {
            let files = [path(a), path(b)];
            let words = ["reconcile"]
                .into_iter()
                .chain(files.iter().map(String::as_str))
                .chain(options.split_whitespace());
            let ended = run(&Line::try_parse_from(words).unwrap().args);
            assert_eq!(
                format!("{ended:?}"),
                format!("{:?}", ExitCode::from(code)),
                "{a} {b} {options}"
            );
        }
    }
}
