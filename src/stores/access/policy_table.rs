//! The policy as a table for people to read.
//! It prints what the policy says, and decides nothing.

use super::{Action, FirmAction, Role, Standing, allows, firm_allows};
use crate::platform::catalogue::Catalogue;

/// The policy as a table, a line for each action; a test keeps the checked-in copy equal.
#[must_use]
pub fn policy_table() -> String {
    let tick = |yes: bool| if yes { "yes" } else { "–" };
    let mut table = String::from("| to an engagement |");
    for standing in Standing::ALL {
        table += &format!(" {standing} |");
    }
    table += &format!("\n|{}\n", " --- |".repeat(Standing::ALL.len() + 1));
    for action in Action::ALL {
        table += &format!("| {action} |");
        for standing in Standing::ALL {
            table += &format!(" {} |", tick(allows(*standing, *action)));
        }
        table.push('\n');
    }
    table += "\n| in the firm |";
    for role in Role::ALL {
        table += &format!(" {role} |");
    }
    table += &format!("\n|{}\n", " --- |".repeat(Role::ALL.len() + 1));
    for action in FirmAction::ALL {
        table += &format!("| {action} |");
        for role in Role::ALL {
            table += &format!(" {} |", tick(firm_allows(*role, *action)));
        }
        table.push('\n');
    }
    table
}
