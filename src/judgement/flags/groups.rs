//! Flags grouped for people: by cause and integration, those that matter first.
//! Grouping hides no flag; each keeps its number.

use super::{Flag, FlagRule, Severity};
use crate::document::controls::Family;
use crate::document::engagement::{Engagement, FlagState};
use crate::judgement::evidence::Subject;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, inside};

/// Groups that are shown open; the others are folded.
pub const FIRST: usize = 5;

/// Flags with one cause at one integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagGroup<'f> {
    /// What they have in common, in a sentence.
    pub says: String,
    /// The highest severity among them.
    pub severity: Severity,
    /// The flags, the most severe first.
    pub flags: Vec<&'f Flag>,
}

/// What flags are grouped by.
type Key = (FlagRule, Option<Family>, Option<IntegrationId>);

/// The open flags in groups, the most severe and then the largest first.
#[must_use]
pub fn groups<'f>(doc: &Engagement, flags: &'f [Flag]) -> Vec<FlagGroup<'f>> {
    let mut groups: Vec<(Key, Vec<&Flag>)> = Vec::new();
    for flag in flags.iter().filter(|flag| flag.state == FlagState::Open) {
        let key = key(flag);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, flags)) => flags.push(flag),
            None => groups.push((key, vec![flag])),
        }
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(key, flags)| FlagGroup {
            says: says(doc, key, &flags),
            severity: flags.iter().map(|flag| flag.severity).min().unwrap_or(Severity::Low),
            flags,
        })
        .collect();
    groups.sort_by_key(|group| (group.severity, std::cmp::Reverse(group.flags.len())));
    groups
}

fn key(flag: &Flag) -> Key {
    let family = match flag.about {
        Subject::Control { control, .. } => Some(control.family()),
        _ => None,
    };
    (flag.rule, family, flag.integration)
}

fn says(doc: &Engagement, (rule, family, integration): Key, flags: &[&Flag]) -> String {
    if let [only] = flags {
        return only.says.clone();
    }
    let at = integration.and_then(|id| doc.integration(id));
    let at = at.map_or_else(String::new, |one| format!(" at “{}”", one.name));
    let count = flags.len() as i64;
    match (rule, family) {
        (FlagRule::ControlMissing, Some(family)) => format!(
            "{} against {}{at} {} lacking.",
            counted(count, "control", "controls"),
            inside(family.label()),
            if count == 1 { "is" } else { "are" }
        ),
        (rule, _) => format!("{rule}{at}: {count} times."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::judgement::assess::testing::{Broken, sound};
    use crate::judgement::findings::Reading;

    fn told(doc: &Engagement, change: impl FnOnce(&mut [Flag])) -> Vec<(String, usize)> {
        let mut flags = crate::judgement::flags::flags(&Reading::of(doc));
        change(&mut flags);
        groups(doc, &flags).into_iter().map(|group| (group.says, group.flags.len())).collect()
    }

    fn lacking(of: &[Control]) -> Engagement {
        of.iter().fold(sound(), |doc, one| doc.control(*one, ControlState::Missing))
    }

    #[test]
    fn controls_of_one_family_are_one_group_and_a_flag_alone_speaks_for_itself() {
        let doc = lacking(&[Control::RetryCount, Control::TimeReceived, Control::DuplicateCheck]);
        let groups = told(&doc, |_| {});
        let visibility = "2 controls against visibility at “Shop to ERP” are lacking.";
        assert!(groups.contains(&(visibility.into(), 2)), "{groups:?}");
        let alone = groups.iter().find(|(_, count)| *count == 1).unwrap();
        assert!(alone.0.contains("Duplicate check"), "{groups:?}");
        assert_eq!(groups.len(), 2);
    }

    #[test]
    fn flags_of_one_rule_that_are_about_no_control_are_counted_and_those_decided_are_left_out() {
        let doc = sound().integration(|one| one.owners.clear());
        let all = told(&doc, |_| {});
        let label = FlagRule::OwnerMissing.label();
        assert_eq!(all, [(format!("{label} at “Shop to ERP”: 4 times."), 4)]);
        let rest = told(&doc, |flags| flags[0].state = FlagState::Accepted);
        assert_eq!(rest[0].1, 3);
    }
}
