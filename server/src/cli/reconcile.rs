//! `faultline reconcile`: two exports in, their differences out.
//! Settings that the command line leaves open are suggested from the exports, and printed with the outcome.

use crate::failure::Failure;
use faultline::engines::reconcile::{
    Export, Json, Pair, Plan, Rule, Watch, reconcile, suggest, text,
};
use std::io::{BufWriter, stdout};
use std::path::PathBuf;
use std::str::FromStr;
use std::thread::available_parallelism;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The first export: CSV or XLSX.
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
    /// number, money, money=EUR, date, day, within=0.01, within=5m, comma, mdy, zone=Europe/Berlin, with commas between
    /// them; a.comma or b.mdy speak of one export.
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
    /// Print JSON with every difference.
    #[arg(long)]
    json: bool,
    /// How many threads work on it; as many as there are processors without it. The outcome is the same.
    #[arg(long)]
    threads: Option<usize>,
}

/// Compares them and prints what differs.
pub fn run(args: &Args) -> Result<(), Failure> {
    let (a, b) = (Export::open(&args.a)?, Export::open(&args.b)?);
    let plan = args.plan([&a, &b])?;
    let threads = args.threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let watch = Watch::default();
    if args.json {
        let to = BufWriter::with_capacity(1 << 16, stdout().lock());
        let mut json = Json::begin(to, [&a, &b], &plan)?;
        let outcome = reconcile([&a, &b], &plan, threads, &watch, |found| json.difference(found))?;
        json.end(&outcome)?;
    } else {
        let outcome = reconcile([&a, &b], &plan, threads, &watch, |_| {})?;
        print!("{}", text([&a, &b], &plan, &outcome));
        for export in [&a, &b] {
            export.notes().iter().for_each(|note| eprintln!("{}: {note}", export.name()));
        }
    }
    Ok(())
}

impl Args {
    /// The suggested plan, with everything that was asked for instead.
    fn plan(&self, exports: [&Export; 2]) -> Result<Plan, Failure> {
        let keys: Vec<_> = self.key.iter().map(|Two(a, b)| (a.clone(), b.clone())).collect();
        let mut plan = suggest(exports, &keys)?.plan;
        let suggested = plan.keys.iter().map(|pair| (&pair.a, &pair.b));
        if !keys.is_empty() && !suggested.eq(keys.iter().map(|(a, b)| (a, b))) {
            // They are not there; the plan says so when it is tried.
            plan.keys =
                keys.into_iter().map(|(a, b)| Pair { a, b, rule: Rule::default() }).collect();
        }
        for Two(a, b) in &self.pair {
            plan.columns.retain(|pair| pair.a != *a && pair.b != *b);
            plan.columns.push(Pair {
                a: a.clone(),
                b: b.clone(),
                rule: Rule { trim: true, ..Rule::default() },
            });
        }
        plan.columns.retain(|pair| !self.without.contains(&pair.a));
        self.rules(&mut plan)?;
        plan.late.clone_from(&self.late);
        Ok(plan)
    }

    fn rules(&self, plan: &mut Plan) -> Result<(), Failure> {
        if self.exact {
            plan.keys
                .iter_mut()
                .chain(&mut plan.columns)
                .for_each(|pair| pair.rule = Rule::default());
        }
        let (all, named): (Vec<&Ruled>, Vec<&Ruled>) =
            self.rule.iter().partition(|Ruled(column, _)| column == "*");
        for Ruled(_, rule) in all {
            plan.keys.iter_mut().chain(&mut plan.columns).for_each(|pair| pair.rule = rule.clone());
        }
        for Ruled(column, rule) in named {
            named_pair(plan, column)?.rule = rule.clone();
        }
        for Same(column, left, right) in &self.same {
            named_pair(plan, column)?.rule.same.push((left.clone(), right.clone()));
        }
        Ok(())
    }
}

fn named_pair<'a>(plan: &'a mut Plan, column: &str) -> Result<&'a mut Pair, Failure> {
    let mut pairs = plan.keys.iter_mut().chain(&mut plan.columns);
    let named = pairs.find(|pair| pair.a == column);
    named.ok_or_else(|| format!("There is no column “{column}” to compare.").into())
}

/// `NAME=NAME`, in A and in B, or one name for both.
#[derive(Debug, Clone)]
struct Two(String, String);

impl FromStr for Two {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (a, b) = text.split_once('=').unwrap_or((text, text));
        Ok(Self(a.trim().to_owned(), b.trim().to_owned()))
    }
}

/// `COLUMN=RULE`.
#[derive(Debug, Clone)]
struct Ruled(String, Rule);

impl FromStr for Ruled {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (column, rule) = text.split_once('=').ok_or("Write COLUMN=RULE.")?;
        let rule = rule
            .parse()
            .map_err(|error: faultline::engines::reconcile::NoRule| error.to_string())?;
        Ok(Self(column.trim().to_owned(), rule))
    }
}

/// `COLUMN:VALUE=VALUE`.
#[derive(Debug, Clone)]
struct Same(String, String, String);

impl FromStr for Same {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text
            .split_once(':')
            .and_then(|(column, values)| Some((column, values.split_once('=')?)));
        let (column, (left, right)) = parts.ok_or("Write COLUMN:VALUE=VALUE.")?;
        let [column, left, right] = [column, left, right].map(|part| part.trim().to_owned());
        Ok(Self(column, left, right))
    }
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
        let plan = line.args.plan([&a, &b]).map_err(|error| error.to_string())?;
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
        assert_eq!(suggested, ["id=no trim", "sum=total trim, number", "state=state trim, case"]);
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
}
