//! What the address of the list of risks can say: words, integration, severity, state, and what was just decided.
//! It narrows what is shown; numbers stay as they are.

use crate::form::url_encoded;
use crate::listing::has_every;
use crate::prelude::*;
use crate::ui::{Choice, Field, Filters, Select, Text, choices};
use crate::urls::at;
use faultline::document::engagement::{Engagement, FlagState};
use faultline::document::integrations::Integration;
use faultline::judgement::flags::{Flag, Severity};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use serde::Deserialize;
use std::sync::Arc;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    integration: String,
    severity: String,
    state: String,
    q: String,
    /// The decision about several that was just made, by its id.
    pub batch: Option<PartId>,
}

impl Ask {
    fn integration(&self) -> Option<IntegrationId> {
        self.integration.parse().ok()
    }

    fn severity(&self) -> Option<Severity> {
        Severity::from_key(&self.severity).ok()
    }

    fn state(&self) -> Option<FlagState> {
        FlagState::from_key(&self.state).ok()
    }

    /// Whether it shows everything.
    pub fn is_empty(&self) -> bool {
        self.query().is_empty()
    }

    /// Those flags that it shows.
    pub fn narrow(&self, flags: &[Flag]) -> Vec<Flag> {
        let (at, severity, state) = (self.integration(), self.severity(), self.state());
        let shown = |flag: &&Flag| {
            at.is_none_or(|at| flag.integration == Some(at))
                && severity.is_none_or(|severity| flag.severity == severity)
                && state.is_none_or(|state| flag.state == state)
        };
        let has_every = has_every(&self.q);
        let told = |flag: &&Flag| {
            let mut told = vec![format!("risk {}", flag.number), flag.rule.label().to_owned()];
            told.push(flag.says.clone());
            told.extend(flag.because.iter().map(|one| one.says.clone()));
            has_every(&told.join(" "))
        };
        flags.iter().filter(shown).filter(told).cloned().collect()
    }

    /// It as the end of an address; nothing when it shows everything.
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.integration().map(|id| format!("integration={id}")));
        parts.extend(self.severity().map(|one| format!("severity={}", one.key())));
        parts.extend(self.state().map(|one| format!("state={}", one.key())));
        let words = self.q.trim();
        parts.extend((!words.is_empty()).then(|| format!("q={}", url_encoded(words))));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// The address of the list as CSV.
pub fn csv(engagement: EngagementId, ask: &Ask) -> String {
    format!("{}{}", at(engagement, "flags/risks.csv"), ask.query())
}

/// The form that narrows the list.
#[component]
pub fn FlagFilters(
    /// The engagement.
    document: Arc<Engagement>,
    /// What the reader asked for.
    ask: Ask,
) -> impl IntoView {
    let list = at(document.id, "flags");
    let clear = (!ask.is_empty()).then(|| Text::from(list.clone()));
    let place = |one: &Integration| Choice::new(one.id.to_string(), one.name.clone());
    let places = document.in_scope().map(place).collect();
    view! {
        <Filters action=list clear>
            <Field label="Words" name="q" id="narrow-words" kind="search" value=ask.q />
            <Select label="Integration" name="integration" id="narrow-integration" choices=places selected=ask.integration blank="Any" />
            <Select label="Severity" name="severity" id="narrow-severity" choices={choices::<Severity>()} selected=ask.severity blank="Any" />
            <Select label="How it stands" name="state" id="narrow-state" choices={choices::<FlagState>()} selected=ask.state blank="Any" />
        </Filters>
    }
}
