//! The fault line: the trace that marks where a workflow breaks, as a seismograph would draw it.
//! Its weight is evidence; it must not be drawn heavier for any other reason.

use super::{Text, Tone, Writer};
use crate::prelude::*;

/// A trace: flat when sound, rippled in doubt, jagged at a fault, dashed when unknown.
#[component]
pub fn FaultLine(
    /// What is known of the boundary it stands for.
    tone: Tone,
    /// How much evidence stands behind it (confirmed failure samples); more makes a heavier fault.
    #[prop(optional)]
    evidence: u64,
    /// What it says to someone who does not see it; without one it is decoration.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Run it across the page as a rule, with the break at a third.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let weight = weight(evidence);
    let role = if label.is_some() { "img" } else { "presentation" };
    let svg = view! {
        <svg viewBox="0 0 48 20" width="48" height="20" role=role aria-label=label data-weight=weight>
            <path d=trace(tone, weight)></path>
        </svg>
    };
    if wide {
        view! { <div class="faultline wide" data-tone=tone.key() data-weight=weight>{svg}</div> }
            .markup()
    } else {
        view! { <span class="faultline" data-tone=tone.key()>{svg}</span> }.markup()
    }
}

/// Writes a trace as decoration, as [`FaultLine`] shows it in a line.
pub fn write_trace(to: &mut Writer, tone: Tone, evidence: u64) {
    let weight = weight(evidence);
    to.html("<span class=\"faultline\" data-tone=\"").html(tone.key());
    to.html("\"><svg viewBox=\"0 0 48 20\" width=\"48\" height=\"20\" role=\"presentation\" data-weight=\"");
    to.formatted(format_args!("{weight}")).html("\"><path d=\"").html(trace(tone, weight));
    to.html("\"></path></svg></span>");
}

/// One to four: a first sample, a few, many, overwhelming.
fn weight(evidence: u64) -> u8 {
    match evidence {
        0..=2 => 1,
        3..=6 => 2,
        7..=19 => 3,
        _ => 4,
    }
}

/// The outline on a 48 × 20 grid, resting on the middle.
fn trace(tone: Tone, weight: u8) -> &'static str {
    match (tone, weight) {
        (Tone::Fault, 1) => "M0 10h17l3-4 4 8 3-6 2 2h19",
        (Tone::Fault, 2) => "M0 10h15l3-6 4 11 3-8 3 5 1.5-2H48",
        (Tone::Fault, 3) => "M0 10h11l3-5 3 9 4-12 4 15 3-9 2 4 1.5-2H48",
        (Tone::Fault, _) => "M0 10h8l2.5-4 3 8 3.5-12 4 17 4-18 3.5 14 2.5-7 2 2H48",
        (Tone::Doubt, _) => "M0 10h15q2.25-4 4.5 0t4.5 0t4.5 0t4.5 0H48",
        _ => "M0 10h48",
    }
}
