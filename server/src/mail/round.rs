//! A round of mails to many: which mailboxes are still tried in it.
//! One mailbox that takes nothing keeps no other back; a mail server that does not answer is left alone until the next round.

use faultline_app::mail::Delivery;
use std::collections::HashSet;

/// Mailboxes in a row at which nothing answers before the mail server counts as gone.
const SILENT: usize = 3;

/// A round of mails.
#[derive(Debug, Default)]
pub struct MailRound {
    held: HashSet<String>,
    silent: usize,
}

impl MailRound {
    /// Whether a mail to this address is tried: not once one to it could not be sent, nor when the mail server is gone.
    #[must_use]
    pub fn tries(&self, email: &str) -> bool {
        !self.is_over() && !self.held.contains(email)
    }

    /// Whether the mail server counts as gone.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.silent >= SILENT
    }

    /// Notes what became of a mail.
    pub fn note(&mut self, email: &str, delivery: Delivery) {
        self.silent = if delivery == Delivery::Failed { self.silent + 1 } else { 0 };
        if matches!(delivery, Delivery::Deferred | Delivery::Failed) {
            self.held.insert(email.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_that_takes_nothing_is_left_alone_and_a_silent_server_ends_the_round() {
        let mut round = MailRound::default();
        for full in ["a", "b", "c", "d"] {
            round.note(full, Delivery::Deferred);
        }
        assert!(!round.tries("a") && round.tries("e") && !round.is_over());
        round.note("e", Delivery::Failed);
        round.note("f", Delivery::Failed);
        assert!(round.tries("g"), "it may be those two alone");
        round.note("g", Delivery::Mailed);
        for gone in ["h", "i", "j"] {
            assert!(round.tries(gone));
            round.note(gone, Delivery::Failed);
        }
        assert!(round.is_over() && !round.tries("k"));
    }
}
