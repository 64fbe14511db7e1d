//! Where a step leads, in one line: `yes: 4, no: 7 via Orders API`.
//! The numbers are those of the table; a line that cannot be read changes nothing.

use super::Refused;
use crate::engines::map::names::{Names, one_line};
use crate::engines::map::text::{colon_of, items_of, quoted, unquoted, via_of};
use crate::engines::map::{Flow, Map};
use crate::platform::ids::{FlowId, StepId};

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
        Some(format!("{condition}{number}{}", via.unwrap_or_default()))
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
            let (to, condition, integration) = self.lead(item, names)?;
            let kept = old.iter().position(|flow| flow.to == to).map(|at| old.remove(at).id);
            let id = kept.unwrap_or_else(FlowId::new);
            told.push(Flow { id, from, to, condition, integration });
        }
        self.flows.retain(|flow| flow.from != from);
        self.flows.extend(told);
        Ok(())
    }

    fn lead(
        &self,
        item: &str,
        names: &Names,
    ) -> Result<(StepId, String, Option<crate::platform::ids::IntegrationId>), Refused> {
        let wrong = || Refused::NoLead(one_line(item));
        let (condition, rest) = match colon_of(item) {
            Some(at) => (one_line(&unquoted(&item[..at])), item[at + 1..].trim()),
            None => (String::new(), item.trim()),
        };
        if condition.chars().count() > crate::engines::map::text::MAX_NAME {
            return Err(Refused::TooLong);
        }
        let (number, via) = via_of(rest).map_or((rest, None), |(rest, via)| (rest, Some(via)));
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
        Ok((to, condition, integration))
    }
}
