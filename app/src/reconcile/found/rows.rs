//! The differences of a page: which record, what it is, and only what differs.
//! Ticked, they become failure samples; what is one already leads to it.

use super::Found;
use crate::prelude::*;
use crate::reconcile::address;
use crate::reconcile::words::{self, RightBadge};
use crate::ui::{Badge, Column, Confirm, DataTable, Tone, facts::grouped};
use crate::urls::at;
use faultline::engines::reconcile::{Content, DifferenceKind, KeptCell, Side};
use faultline::stores::reconciliation::Line;
use std::sync::Arc;

/// Columns shown of a record that one side lacks.
const SHOWN: usize = 4;
/// Values shown of one side when there are several rows.
const VALUES: usize = 4;

/// The table in a form: its rows can be ticked to become samples.
#[component]
pub fn TickedDifferences(
    /// What was found.
    found: Arc<Found>,
    /// The differences.
    lines: Vec<Line>,
) -> impl IntoView {
    let open = lines.iter().any(|line| line.sample.is_none() && line.foreign.is_none());
    let action = address(found.document.id, found.stored.id, "samples");
    let all = grouped(&found.counted.kept.to_string());
    let with = vec![("all", "1".to_owned())];
    view! {
        <form class="ticking" method="post" action=action.clone()>
            <Differences found lines ticks=true />
            <p class="after-table">
                {open.then(|| view! { <button class="button primary" type="submit">"Make samples of the ticked"</button> })}
            </p>
        </form>
        <Confirm label=format!("Make samples of all {all}") action with>
            <p>"Each becomes a new failure sample, to be confirmed. Those that are samples already are passed over."</p>
        </Confirm>
    }
}

/// The table.
#[component]
pub fn Differences(
    /// What was found.
    found: Arc<Found>,
    /// The differences.
    lines: Vec<Line>,
    /// Whether they can be ticked.
    ticks: bool,
) -> impl IntoView {
    let rows = lines.into_iter();
    let rows = rows.map(|line| view! { <DifferenceRow found=found.clone() line ticks /> });
    let rows = rows.collect_view();
    let mut columns = Vec::new();
    columns.extend(ticks.then(|| Column::new("Tick").hidden()));
    columns.extend(["Record", "What", "Differs in"].map(Column::new));
    view! { <DataTable caption="Differences" id="differences" columns cards=true quiet=true>{rows}</DataTable> }
}

#[component]
fn DifferenceRow(found: Arc<Found>, line: Line, ticks: bool) -> impl IntoView {
    let content = &line.kept.content;
    let key = if line.foreign.is_some() { format!("No. {}", line.number) } else { key(content) };
    let sample = line.sample.map(|sample| {
        let href = at(found.document.id, &format!("samples/{sample}"));
        view! { <a class="tag" href=href>"sample"</a> }
    });
    let tick = ticks.then(|| {
        let label = format!("Tick: {key}");
        let done = line.sample.is_some() || line.foreign.is_some();
        view! { <td class="tick"><input type="checkbox" name="row" value=line.number disabled=done aria-label=label /></td> }
    });
    let since = found.counted.changes.filter(|_| ticks).map(|_| {
        let word = if line.remains { "still there" } else { "new" };
        view! { <span class="tag">{word}</span> }
    });
    let what = words::kind(line.kept.kind, found.names());
    let late = late(&found, content).map(|word| view! { <Badge tone=Tone::Doubt word /> });
    let places = places(&found, content);
    let only = matches!(line.kept.kind, DifferenceKind::OnlyA | DifferenceKind::OnlyB);
    let differs = match line.foreign {
        Some(foreign) => Either::Left(view! { <p class="hint">{foreign.to_string()}</p> }),
        None => Either::Right(view! { <Cells found content=line.kept.content only /> }),
    };
    view! {
        <tr id=format!("d{}", line.number)>
            {tick}
            <th scope="row" data-label="Record">{key}" "{sample}</th>
            <td data-label="What"><div>{what}" "{late}" "{since}<br /><small>{places}</small></div></td>
            <td data-label="Differs in" class="wrap"><div>{differs}</div></td>
        </tr>
    }
}

/// What differs; `only` one side has the record.
#[component]
fn Cells(found: Arc<Found>, content: Content, only: bool) -> impl IntoView {
    let contradict = content.conflicting.iter().zip(&found.names).filter(|(it, _)| **it);
    let contradict: Vec<&str> = contradict.map(|(_, name)| name.as_str()).collect();
    let contradict = (!contradict.is_empty()).then(|| {
        let names = faultline::platform::wording::listed(&contradict);
        view! { <p class="hint">{format!("Rows contradict each other in {names}.")}</p> }
    });
    let cut = content.cut.then(|| view! { <p class="hint">"More differs than is kept."</p> });
    let shown = if only { SHOWN } else { usize::MAX };
    let items = content.cells.into_iter().take(shown).map(|cell| {
        let found = found.clone();
        if only {
            Either::Left(view! { <OneSided found cell /> })
        } else {
            Either::Right(view! { <Differing found cell /> })
        }
    });
    let items = items.collect_view();
    view! { <ul class="cells">{items}</ul> {contradict} {cut} }
}

/// What a record says that the other side lacks.
#[component]
fn OneSided(found: Arc<Found>, cell: KeptCell) -> impl IntoView {
    let side = usize::from(cell.a.is_empty());
    let values = if side == 0 { &cell.a } else { &cell.b };
    let name = column(&found, cell.column, side);
    view! { <li><b>{name}</b>" "<span>{listed(values)}</span></li> }
}

/// A column that differs, both sides of it, and who is right.
#[component]
fn Differing(found: Arc<Found>, cell: KeptCell) -> impl IntoView {
    let name = column(&found, cell.column, 0);
    let sides = [&cell.a, &cell.b].into_iter().zip(&found.names);
    let sides = sides.filter(|(values, _)| !values.is_empty()).map(
        |(values, name)| view! { <span><small>{name.clone()}</small>" "{listed(values)}</span> },
    );
    let sides = sides.collect_view();
    let judged = found.judged.get(cell.column).copied();
    let right = judged.map(|judged| view! { <RightBadge judged found /> });
    view! { <li><b>{name}</b>" "{sides}" "{right}</li> }
}

fn key(content: &Content) -> String {
    let [a, b] = content.keys.each_ref().map(|key| key.join(" / "));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => "no id".into(),
        (false, true) => a,
        (true, false) => b,
        _ if a == b => a,
        _ => format!("{a} → {b}"),
    }
}

/// Where it stands in the files.
fn places(found: &Found, content: &Content) -> String {
    let place = |side: usize| {
        let rows = &content.rows[side];
        let named: Vec<String> = rows.iter().take(VALUES).map(u64::to_string).collect();
        let more = content.counts[side].saturating_sub(named.len() as u64);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let word = if rows.len() == 1 { "row" } else { "rows" };
        (!rows.is_empty())
            .then(|| format!("{} {word} {}{more}", found.names[side], named.join(", ")))
    };
    [place(0), place(1)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn late(found: &Found, content: &Content) -> Option<String> {
    if content.pending {
        return Some("may be on its way".into());
    }
    let late = content.late?;
    let side = usize::from(late.side == Side::B);
    Some(format!("{} is {} behind", found.names[side], words::seconds(late.seconds)))
}

fn column(found: &Found, column: usize, side: usize) -> String {
    let pair = found.settings.plan.columns.get(column);
    pair.map(|pair| if side == 0 { pair.a.clone() } else { pair.b.clone() }).unwrap_or_default()
}

fn listed(values: &[String]) -> String {
    let shown = |value: &String| if value.is_empty() { "empty".to_owned() } else { value.clone() };
    let mut all: Vec<String> = values.iter().take(VALUES).map(shown).collect();
    if values.len() > VALUES {
        all.push("…".into());
    }
    all.join(" | ")
}
