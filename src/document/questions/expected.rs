//! What an answer can be: one of a few, a text, a name or a number; and the question in plain words.
//! Staff may word it otherwise before it is sent; what can be chosen stays.

use super::{IntegrationQuestion, Sought, WorkflowQuestion};
use crate::document::systems::DiscoveryFact;

/// An answer that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerChoice {
    /// Its key, as it is recorded.
    pub key: &'static str,
    /// It in plain words.
    pub says: &'static str,
}

/// What an answer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// One of these.
    Choice(&'static [AnswerChoice]),
    /// A text.
    Text,
    /// Who answers for something: a person or a team.
    Name,
    /// A whole number.
    Number,
}

impl Expected {
    /// What can be chosen.
    #[must_use]
    pub fn choices(self) -> &'static [AnswerChoice] {
        if let Self::Choice(choices) = self { choices } else { &[] }
    }

    /// What a choice says; `None` when it cannot be chosen.
    #[must_use]
    pub fn label(self, key: &str) -> Option<&'static str> {
        self.choices().iter().find(|choice| choice.key == key).map(|choice| choice.says)
    }
}

const fn choice(key: &'static str, says: &'static str) -> AnswerChoice {
    AnswerChoice { key, says }
}

const YES_NO: &[AnswerChoice] = &[choice("yes", "Yes"), choice("no", "No")];
const REACH: &[AnswerChoice] = &[
    choice("none", "Not at all"),
    choice("export_only", "By exports only"),
    choice("read", "They can read it"),
    choice("read_write", "They can read and change it"),
];
const TOLD: &[AnswerChoice] = &[
    choice("webhook", "It tells them at once"),
    choice("polling", "They have to ask again and again"),
    choice("batch", "It sends many changes together, at set times"),
];
const PINNED: &[AnswerChoice] = &[
    choice("yes", "Yes, nothing changes before we agree"),
    choice("no", "No, it can change from one day to the next"),
];
const IN_PLACE: &[AnswerChoice] = &[
    choice("in_place", "Yes"),
    choice("partial", "In part"),
    choice("missing", "No"),
    choice("not_applicable", "It makes no sense here"),
];

impl Sought {
    /// What the answer can be.
    #[must_use]
    pub fn expected(self) -> Expected {
        use IntegrationQuestion as I;
        match self {
            Self::System(_, fact) => match fact {
                DiscoveryFact::ApiAccess => Expected::Choice(REACH),
                DiscoveryFact::Delivery => Expected::Choice(TOLD),
                DiscoveryFact::ApiVersion => Expected::Choice(PINNED),
                DiscoveryFact::Sandbox => Expected::Choice(YES_NO),
                _ => Expected::Text,
            },
            Self::Integration(_, fact) => match fact {
                I::Code | I::Credentials | I::Developer | I::Maintainable | I::Needed => {
                    Expected::Choice(YES_NO)
                }
                I::MonthlyVolume | I::HistoryDays => Expected::Number,
                I::WhenItBreaks | I::WhatFlows => Expected::Text,
                _ => Expected::Name,
            },
            Self::Control(..) => Expected::Choice(IN_PLACE),
            Self::Workflow(..) => Expected::Text,
        }
    }

    /// The question in plain words, about the thing of this name.
    #[must_use]
    pub fn words(self, name: &str) -> String {
        match self {
            Self::System(_, fact) => of_system(fact, name),
            Self::Integration(_, fact) => of_integration(fact, name),
            Self::Control(_, control) => {
                format!("Is this true of “{name}”? {}.", control.plain())
            }
            Self::Workflow(_, fact) => of_workflow(fact, name),
        }
    }
}

fn of_system(fact: DiscoveryFact, name: &str) -> String {
    use DiscoveryFact as F;
    match fact {
        F::ApiAccess => format!("How far can other programs reach the data in “{name}”?"),
        F::LicenceTier => format!(
            "Which plan or licence of “{name}” do you have, and may other programs use it with that?"
        ),
        F::Authentication => format!(
            "How do other programs sign in to “{name}”? Name the way only, such as an account or a key of their own; never the password or the key."
        ),
        F::RateLimits => {
            format!(
                "How often may other programs ask “{name}” for something, in a minute or a day?"
            )
        }
        F::DataFormats => {
            format!("In which form does “{name}” give out its data, such as CSV files?")
        }
        F::Delivery => format!("How do other programs hear that something changed in “{name}”?"),
        F::ApiVersion => format!(
            "Does the way in which other programs use “{name}” stay the same until you agree to a change?"
        ),
        F::Sandbox => format!(
            "Is there a copy of “{name}” in which something can be tried without touching real customers?"
        ),
        F::Documentation => {
            format!("Where is it written down how other programs use “{name}”? A link is best.")
        }
    }
}

fn of_integration(fact: IntegrationQuestion, name: &str) -> String {
    use IntegrationQuestion as I;
    match fact {
        I::Code => format!("Can you, or somebody who works for you, change how “{name}” works?"),
        I::Credentials => {
            format!("Can we get an account of our own for “{name}”? Never write down the password.")
        }
        I::Developer => format!("Can you still reach whoever built “{name}”?"),
        I::Maintainable => {
            format!("Is there somebody who could look after “{name}” in the years to come?")
        }
        I::Needed => format!("Does anybody still need what “{name}” delivers?"),
        I::WhenItBreaks => format!("What happens in your business when “{name}” stops working?"),
        I::OtherEnd => format!("Who answers for the other end of “{name}”, and can be called?"),
        I::WhatFlows => {
            format!("What does “{name}” carry from where to where, and how often?")
        }
        I::MonthlyVolume => format!("About how many records does “{name}” carry in a month?"),
        I::HistoryDays => {
            format!("For how many days can one look up what “{name}” did?")
        }
        I::LogicOwner => format!("Who decides how “{name}” works?"),
        I::DataOwner => format!("Who makes sure that the data in “{name}” is right?"),
        I::IncidentOwner => format!("Who acts when “{name}” fails?"),
        I::ExceptionOwner => {
            format!("Who looks at the records that “{name}” could not bring over?")
        }
    }
}

fn of_workflow(fact: WorkflowQuestion, name: &str) -> String {
    use WorkflowQuestion as W;
    match fact {
        W::StartEvent => format!("What sets off “{name}”?"),
        W::Consistent => {
            format!("What has to be the same in all systems when “{name}” is done?")
        }
        W::Exceptions => format!("Where does “{name}” not go as planned?"),
        W::VisibilityTeam => format!("Which team has to see how “{name}” is going?"),
        W::Returns => format!("What happens in “{name}” when something is sent back?"),
        W::PartialDeliveries => {
            format!("What happens in “{name}” when only part can be delivered?")
        }
        W::BranchStock => format!("How does “{name}” treat stock that lies at branches?"),
        W::CustomerPrices => {
            format!("How does “{name}” treat customers who have prices of their own?")
        }
        W::Approvals => format!("What has to be approved in “{name}”, and by whom?"),
    }
}
