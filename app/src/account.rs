//! Signing in, joining, and a person's own account: password and sessions.
//! A password goes nowhere but into `password.rs`, and is never shown again.

use chrono::Duration;

mod handlers;
pub mod join;
pub mod overview;
pub mod password;
pub mod sign_in;

pub use handlers::routes;

/// The message for someone who has tried too often.
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
