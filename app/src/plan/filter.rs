//! What the address of the plan's list can say: words, whom lines wait for, how far they are, their phase, and the order.
//! It narrows what is shown; numbers stay as they are.

use super::lines::{COLUMNS, Line, SHOWN};
use crate::listing::Listing;
use crate::prelude::*;
use crate::ui::{Column, Field, Filters, Select, Text, choices};
use crate::urls::at;
use faultline::document::plan::{LineState, Phase, WaitsFor};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use serde::Deserialize;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    q: String,
    sort: String,
    waits: String,
    state: String,
    phase: String,
}

impl Ask {
    fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }

    fn waits(&self) -> Option<WaitsFor> {
        WaitsFor::from_key(&self.waits).ok()
    }

    fn state(&self) -> Option<LineState> {
        LineState::from_key(&self.state).ok()
    }

    fn phase(&self) -> Option<Phase> {
        Phase::from_key(&self.phase).ok()
    }

    /// Whether it shows less than everything.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.listing().is_narrowed() || !self.chosen().is_empty()
    }

    /// Those lines that it shows, in its order.
    #[must_use]
    pub fn of(&self, lines: Vec<Line>) -> Vec<Line> {
        let (waits, state, phase) = (self.waits(), self.state(), self.phase());
        let shown = |it: &Line| {
            waits.is_none_or(|waits| it.line.waits_for == waits)
                && state.is_none_or(|state| it.line.state == state)
                && phase.is_none_or(|phase| it.line.phase == phase)
        };
        self.listing().of(lines.into_iter().filter(shown).collect(), &COLUMNS)
    }

    /// What was chosen, as a part of the address.
    fn chosen(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.waits().map(|one| format!("waits={}", one.key())));
        parts.extend(self.state().map(|one| format!("state={}", one.key())));
        parts.extend(self.phase().map(|one| format!("phase={}", one.key())));
        parts.join("&")
    }

    /// The headers of the list.
    #[must_use]
    pub fn headers(&self, engagement: EngagementId) -> Vec<Column> {
        let (page, chosen) = (at(engagement, "plan"), self.chosen());
        let list = if chosen.is_empty() { page } else { format!("{page}?{chosen}") };
        self.listing().headers(&list, &COLUMNS[..SHOWN])
    }

    /// The address of the list as CSV.
    #[must_use]
    pub fn csv(&self, engagement: EngagementId) -> String {
        let (file, chosen) = (at(engagement, "plan.csv"), self.chosen());
        let query = self.listing().query();
        match (chosen.is_empty(), query.strip_prefix('?')) {
            (true, _) => file + &query,
            (false, None) => format!("{file}?{chosen}"),
            (false, Some(query)) => format!("{file}?{chosen}&{query}"),
        }
    }
}

/// The form that narrows the list.
#[component]
pub fn PlanFilters(
    /// The engagement.
    engagement: EngagementId,
    /// What the reader asked for.
    ask: Ask,
) -> impl IntoView {
    let list = at(engagement, "plan");
    let clear = ask.is_narrowed().then(|| Text::from(list.clone()));
    let Ask { q, sort, waits, state, phase } = ask;
    view! {
        <Filters action=list clear>
            <Field label="Words" name="q" id="narrow-words" kind="search" value=q />
            <Select label="Waits for" name="waits" id="narrow-waits" choices={choices::<WaitsFor>()} selected=waits blank="Anyone" />
            <Select label="How far" name="state" id="narrow-state" choices={choices::<LineState>()} selected=state blank="Any" />
            <Select label="Phase" name="phase" id="narrow-phase" choices={choices::<Phase>()} selected=phase blank="Any" />
            <input type="hidden" name="sort" value=sort />
        </Filters>
    }
}
