//! The person in front of the door, and their own account: signing in, joining, password and sessions.
//! Markup only: it never sees a password, and never shows one again.

use chrono::Duration;

pub mod join;
pub mod overview;
pub mod sign_in;

/// What is said to someone who has tried too often.
#[must_use]
pub fn too_many(wait: Duration) -> String {
    let minutes = (wait.num_seconds().max(0) + 59) / 60;
    let wait = if minutes <= 1 { "a minute".to_owned() } else { format!("{minutes} minutes") };
    format!("Too many attempts with this address. Try again in {wait}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_rounded_up_to_minutes() {
        assert!(too_many(Duration::seconds(-3)).ends_with("in a minute."));
        assert!(too_many(Duration::seconds(60)).ends_with("in a minute."));
        assert!(too_many(Duration::seconds(61)).ends_with("in 2 minutes."));
    }
}
