//! Drawings of a quote: the chance of each number of hours, and the risk that each sprint leaves.
//! Each stands in one ink with its numbers as a table below it.

use crate::prelude::*;
use crate::ui::{Column, DataTable};
use faultline::document::quote::Quote;
use faultline::judgement::quote::{
    Point, Range, Slice, in_whole_hours, price, to_whole_hours, whole_hours,
};
use faultline::platform::numbers::money;

/// The height of a drawing, in its own units.
const HIGH: i64 = 100;
/// The width of a drawing, in its own units.
const WIDE: i64 = 1_000;

/// The chance of each number of hours.
#[component]
pub fn HoursChart(
    /// The chances, slice by slice.
    slices: Vec<Slice>,
    /// The hours they come to.
    range: Range,
) -> impl IntoView {
    let says = format!(
        "How many hours the work takes: {} is enough in one case of two, {} in four of five, {} in nine of ten.",
        whole_hours(range.p50),
        whole_hours(range.p80),
        whole_hours(range.p90)
    );
    let rows = slices
        .iter()
        .map(|slice| {
            view! {
                <tr>
                    <th scope="row">{format!("{} to {}", whole_hours(slice.from), whole_hours(slice.to))}</th>
                    <td class="num">{percent(slice.chance)}</td>
                </tr>
            }
        })
        .collect_view();
    let ends = slices.first().zip(slices.last()).map(|(first, last)| (first.from, last.to));
    let (from, to) = ends.unwrap_or_default();
    let marks = [("P50", range.p50), ("P80", range.p80), ("P90", range.p90)].map(|(name, at)| {
        let long = along(at, from, to);
        view! {
            <div class="strip">
                <span class="strip-label">{name}</span>
                <Drawing path=format!("M0 20h{long}v60h-{long}z") high=14 />
                <span class="strip-total">{whole_hours(at)}</span>
            </div>
        }
    });
    let columns = vec![Column::new("Hours"), Column::new("Chance").number()];
    view! {
        <figure class="chart" id="hours-chart">
            <div class="strips" role="img" aria-label=says.clone()>
                <div class="strip">
                    <span class="strip-label">"Chance"</span>
                    <Drawing path=chances(&slices) high=64 />
                    <span class="strip-total"></span>
                </div>
                {marks.collect_view()}
                <Axis from=whole_hours(from) to=whole_hours(to) />
            </div>
            <figcaption>{says}</figcaption>
            <details>
                <summary>"The numbers as a table"</summary>
                <DataTable caption="Chance of each number of hours" id="hours-table" columns quiet=true>{rows}</DataTable>
            </details>
        </figure>
    }
}

/// The risk that is left for each amount of work, with the sprint that is proposed.
#[component]
pub fn CurveChart(
    /// The curve, the cheapest first.
    curve: Vec<Point>,
    /// The place of the proposed sprint on it.
    #[prop(optional_no_strip)]
    proposed: Option<usize>,
    /// The quote whose rate prices each amount of work, where there is one.
    #[prop(optional_no_strip)]
    priced: Option<Quote>,
) -> impl IntoView {
    let most = curve.last().map_or(0, |point| point.minutes);
    let all = curve.first().map_or(0, |point| point.left);
    let says = format!(
        "How many of {all} points of risk are left after the best sprint of each size. The largest takes {} on average and leaves {}.",
        whole_hours(most),
        curve.last().map_or(0, |point| point.left)
    );
    let path = steps(&curve, most, all);
    view! {
        <figure class="chart" id="curve-chart">
            <div class="strips" role="img" aria-label=says.clone()>
                <div class="strip">
                    <span class="strip-label">"Risk left"</span>
                    <Drawing path high=96 />
                    <span class="strip-total">{all}</span>
                </div>
                <Axis from=whole_hours(0) to=whole_hours(most) />
            </div>
            <figcaption>{says}</figcaption>
            <details>
                <summary>"The curve as a table"</summary>
                <CurveTable curve proposed priced />
            </details>
        </figure>
    }
}

/// The points of a curve, one for each number of whole hours.
#[component]
fn CurveTable(
    curve: Vec<Point>,
    #[prop(optional_no_strip)] proposed: Option<usize>,
    #[prop(optional_no_strip)] priced: Option<Quote>,
) -> impl IntoView {
    let rows = in_whole_hours(&curve, proposed).map(|(at, point)| {
        let word = (proposed == Some(at)).then_some("proposed");
        let cost = priced.as_ref().map(|quote| {
            let cost = price(quote, to_whole_hours(point.minutes)).net;
            view! { <td class="num">{money(cost, &quote.currency)}</td> }
        });
        let sprint = proposed.map(|_| view! { <td>{word}</td> });
        view! {
            <tr>
                <th scope="row" class="num">{whole_hours(point.minutes)}</th>
                {cost}
                <td class="num">{point.left}</td>
                {sprint}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let mut columns = vec![Column::new("Hours on average").number()];
    columns.extend(priced.is_some().then(|| Column::new("Price before tax").number()));
    columns.push(Column::new("Points of risk left").number());
    columns.extend(proposed.map(|_| Column::new("Sprint")));
    view! {
        <DataTable caption="Risk left for each amount of work" id="curve-table" columns quiet=true>{rows}</DataTable>
    }
}

#[component]
fn Drawing(path: String, high: u32) -> impl IntoView {
    view! {
        <svg
            viewBox=format!("0 0 {WIDE} {HIGH}")
            preserveAspectRatio="none"
            width="100%"
            height=high
            aria-hidden="true"
            focusable="false"
        >
            <path d=path></path>
        </svg>
    }
}

#[component]
fn Axis(from: String, to: String) -> impl IntoView {
    view! {
        <div class="strip axis">
            <span class="strip-label"></span>
            <span class="ticks"><span>{from}</span><span>{to}</span></span>
            <span class="strip-total"></span>
        </div>
    }
}

/// Thousandths of a per cent as people write them.
fn percent(thousandths: i64) -> String {
    format!("{}.{} %", thousandths / 1_000, thousandths % 1_000 / 100)
}

/// How far along a range a number lies, in the units of a drawing.
fn along(at: i64, from: i64, to: i64) -> i64 {
    if to <= from { WIDE } else { ((at - from) * WIDE / (to - from)).clamp(0, WIDE) }
}

/// Columns side by side, each as high as its chance.
fn chances(slices: &[Slice]) -> String {
    let most = slices.iter().map(|slice| slice.chance).max().unwrap_or(0).max(1);
    let count = i64::try_from(slices.len()).unwrap_or(1).max(1);
    let column = |(at, slice): (usize, &Slice)| {
        let left = i64::try_from(at).unwrap_or(0) * WIDE / count;
        let wide = (WIDE / count - 4).max(1);
        let high = slice.chance * HIGH / most;
        (high > 0).then(|| format!("M{left} {HIGH}v-{high}h{wide}v{high}z"))
    };
    slices.iter().enumerate().filter_map(column).collect()
}

/// The area under a curve that falls in steps.
fn steps(curve: &[Point], most: i64, all: u64) -> String {
    let high = |left: u64| {
        let share = left.saturating_mul(100) / all.max(1);
        i64::try_from(share).unwrap_or(HIGH).min(HIGH)
    };
    let mut path = format!("M0 {HIGH}");
    for point in curve {
        let at = along(point.minutes, 0, most);
        path += &format!("H{at}V{}", HIGH - high(point.left));
    }
    path += &format!("H{WIDE}V{HIGH}z");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_falls_from_left_to_right_and_ends_at_the_right() {
        let point = |minutes, left| Point { minutes, left };
        let path = steps(&[point(0, 40), point(60, 10), point(120, 0)], 120, 40);
        assert_eq!(path, "M0 100H0V0H500V75H1000V100H1000V100z");
    }

    #[test]
    fn what_has_no_chance_is_not_drawn_and_nothing_leaves_the_drawing() {
        let slice = |chance| Slice { from: 0, to: 60, chance };
        assert_eq!(chances(&[slice(0), slice(50_000)]), "M500 100v-100h496v100z");
        assert_eq!([along(5, 0, 10), along(20, 0, 10), along(1, 3, 3)], [500, 1_000, 1_000]);
        assert_eq!(percent(12_345), "12.3 %");
    }
}
