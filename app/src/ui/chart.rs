//! Charts as drawings of the server: strips in one ink, so that they read in black and white and on a phone.
//! A chart is never alone: the same numbers stand below it as a table, which is its children.

use super::{Text, facts::grouped};
use crate::prelude::*;

/// The marks of a strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marks {
    /// Columns side by side, each as high as its number.
    Columns(Vec<i64>),
    /// Squares side by side, each as large as its number.
    Squares(Vec<i64>),
    /// One bar, as long as its number.
    Bar(i64),
}

/// A row of a chart: its label, its marks, what they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// What it is about.
    pub label: Text,
    /// What is drawn.
    pub marks: Marks,
    /// What it comes to.
    pub total: i64,
}

/// A chart of strips on one scale, with its table.
#[component]
pub fn Chart(
    /// Its id on the page.
    #[prop(into)]
    id: Text,
    /// What it shows, in a sentence; read out instead of the drawing.
    #[prop(into)]
    says: Text,
    /// The rows.
    strips: Vec<Strip>,
    /// What stands below the marks, from the first to the last.
    #[prop(optional)]
    axis: Vec<Text>,
    /// The same as a table.
    children: Markup,
) -> impl IntoView {
    let most = strips.iter().map(|strip| largest(&strip.marks)).max().unwrap_or(0);
    let rows = strips
        .into_iter()
        .map(|strip| {
            let total = grouped(&strip.total.to_string());
            view! {
                <div class="strip">
                    <span class="strip-label">{strip.label}</span>
                    {draw(&strip.marks, most)}
                    <span class="strip-total">{total}</span>
                </div>
            }
        })
        .collect_view();
    let axis = (!axis.is_empty()).then(|| {
        let marks = axis.into_iter().map(|mark| view! { <span>{mark}</span> }).collect_view();
        view! { <div class="strip axis"><span class="strip-label"></span><span class="ticks">{marks}</span><span class="strip-total"></span></div> }
    });
    view! {
        <figure class="chart" id=id>
            <div class="strips" role="img" aria-label=says.clone()>{rows}{axis}</div>
            <figcaption>{says}</figcaption>
            <details>
                <summary>"The numbers as a table"</summary>
                {children}
            </details>
        </figure>
    }
}

/// A strip as small as a word, for a row of a table. What it shows has to stand beside it in words.
#[must_use]
pub fn spark(counts: &[i64]) -> Markup {
    let most = counts.iter().copied().max().unwrap_or(0);
    view! { <span class="spark" aria-hidden="true">{columns(counts, most)}</span> }.markup()
}

fn largest(marks: &Marks) -> i64 {
    match marks {
        Marks::Columns(counts) | Marks::Squares(counts) => {
            counts.iter().copied().max().unwrap_or(0)
        }
        Marks::Bar(count) => *count,
    }
}

fn draw(marks: &Marks, most: i64) -> Markup {
    match marks {
        Marks::Columns(counts) => columns(counts, most),
        Marks::Squares(counts) => squares(counts, most),
        Marks::Bar(count) => bar(*count, most),
    }
}

/// The height of columns, in the units of the drawing.
const HIGH: i64 = 100;

fn share(count: i64, most: i64, of: i64) -> i64 {
    match (count, most) {
        (..=0, _) | (_, ..=0) => 0,
        // What is there is seen, however small.
        (count, most) => ((count * of + most / 2) / most).clamp(of / 25, of),
    }
}

fn columns(counts: &[i64], most: i64) -> Markup {
    let path: String = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, count)| {
            let high = share(*count, most, HIGH);
            format!("M{} {HIGH}v-{high}h8v{high}z", at * 10 + 1)
        })
        .collect();
    let around = format!("0 0 {} {HIGH}", counts.len().max(1) * 10);
    view! {
        <svg class="columns" viewBox=around preserveAspectRatio="none" width="100%" height="32" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
    .markup()
}

fn squares(counts: &[i64], most: i64) -> Markup {
    let path: String = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0 && most > 0)
        .map(|(at, count)| {
            // The area tells the number, so the side is its root; a square of nothing would not be seen.
            #[expect(clippy::cast_precision_loss, reason = "a drawing of a few pixels")]
            let side = (9.0 * (*count as f64 / most as f64).sqrt()).max(1.5);
            let gap = (10.0 - side) / 2.0;
            #[expect(clippy::cast_precision_loss, reason = "a drawing of a few pixels")]
            let left = at as f64 * 10.0 + gap;
            format!("M{left:.2} {gap:.2}h{side:.2}v{side:.2}h-{side:.2}z")
        })
        .collect();
    let around = format!("0 0 {} 10", counts.len().max(1) * 10);
    view! {
        <svg class="squares" viewBox=around width="100%" aria-hidden="true" focusable="false"><path d=path></path></svg>
    }
    .markup()
}

fn bar(count: i64, most: i64) -> Markup {
    let long = share(count, most, 1_000);
    view! {
        <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" width="100%" height="14" aria-hidden="true" focusable="false">
            <path d=format!("M0 0h{long}v10h-{long}z")></path>
        </svg>
    }
    .markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_seen_and_nothing_is_not() {
        assert_eq!((share(0, 10, 100), share(5, 10, 100), share(10, 10, 100)), (0, 50, 100));
        assert_eq!((share(1, 1_000_000, 100), share(3, 0, 100)), (4, 0));
    }
}
