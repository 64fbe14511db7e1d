//! Where a step leads, in one line: `yes: 4, no: 7 via Orders API, 9 [message]`.
//! The numbers are those of the table; a line that cannot be read changes nothing.

use super::Refused;
use crate::engines::map::names::{Names, one_line};
use crate::engines::map::text::{
    colon_of, flow_kind_of, flow_kind_written, items_of, quoted, unquoted, via_of,
};
use crate::engines::map::{Flow, Map};
use crate::platform::ids::StepId;

/// Where a step leads, in one line.
#[must_use]
pub fn leads(map: &Map, step: StepId, names: &Names) -> String {
    let flows = map.flows.iter().filter(|flow| flow.from == step);
    let told = flows.filter_map(|flow| {
        let number = map.place(flow.to)? + 1;
        let condition = one_line(&flow.condition);
        let plain = !condition.contains([':', ',', ';', '"']);
        let condition = match (condition.is_empty(), plain) {
            (true, _) => String::new(),
            (_, true) => format!("{condition}: "),
            _ => format!("{}: ", quoted(&condition)),
        };
        let via = flow.integration.and_then(|id| names.integrations.name(id));
        let via = via.map(|name| {
            let plain = !name.contains([',', ';', '"']);
            format!(" via {}", if plain { name.to_owned() } else { quoted(name) })
        });
        let kind = flow_kind_written(flow.kind);
        Some(format!("{condition}{number}{kind}{}", via.unwrap_or_default()))
    });
    told.collect::<Vec<_>>().join(", ")
}

impl Map {
    pub(super) fn set_leads(
        &mut self,
        step: usize,
        leads: &str,
        names: &Names,
    ) -> Result<(), Refused> {
        let from = self.at(step)?;
        let mut old: Vec<Flow> =
            self.flows.iter().filter(|flow| flow.from == from).cloned().collect();
        let mut told = Vec::new();
        for item in items_of(leads).into_iter().filter(|item| !item.is_empty()) {
            let lead = self.lead(item, from, names)?;
            let kept = old.iter().position(|flow| flow.to == lead.to).map(|at| old.remove(at).id);
            told.push(Flow { id: kept.unwrap_or(lead.id), ..lead });
        }
        self.flows.retain(|flow| flow.from != from);
        self.flows.extend(told);
        Ok(())
    }

    fn lead(&self, item: &str, from: StepId, names: &Names) -> Result<Flow, Refused> {
        let wrong = || Refused::NoLead(one_line(item));
        let (condition, rest) = match colon_of(item) {
            Some(at) => (one_line(&unquoted(&item[..at])), item[at + 1..].trim()),
            None => (String::new(), item.trim()),
        };
        if condition.chars().count() > crate::engines::map::text::MAX_NAME {
            return Err(Refused::TooLong);
        }
        let (number, via) = via_of(rest).map_or((rest, None), |(rest, via)| (rest, Some(via)));
        let (number, kind) = flow_kind_of(number);
        let number: usize = number.trim().parse().map_err(|_| wrong())?;
        let to = number.checked_sub(1).and_then(|at| self.steps.get(at)).ok_or_else(wrong)?.id;
        let integration = match via {
            None => None,
            Some(via) => {
                let name = unquoted(via);
                let known = names.integrations.id(&name);
                Some(known.ok_or(Refused::NoIntegration(name))?)
            }
        };
        Ok(Flow { condition, integration, kind, ..Flow::between(from, to) })
    }
}
