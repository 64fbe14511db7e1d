//! How long evidence says what it said: the half-life of each kind, after which it counts a step less (domain §10).
//! What was only told is forgotten first; what somebody tried out, or found in two exports, stays true the longest.

use crate::document::evidence::Kind;

/// Days after which evidence of a kind says half of what it did. Evidence whose kind nobody recorded counts as what
/// was recorded with care: older documents say no more.
#[must_use]
pub fn half_life(kind: Option<Kind>) -> i64 {
    match kind {
        Some(Kind::Told) => 60,
        Some(Kind::Logged | Kind::Screenshot) => 120,
        Some(Kind::Reproduced | Kind::Reconciled) | None => 180,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;

    #[test]
    fn weaker_evidence_is_never_good_for_longer() {
        let lives: Vec<_> = Kind::ALL.iter().map(|kind| half_life(Some(*kind))).collect();
        assert!(lives.is_sorted_by(|stronger, weaker| stronger >= weaker), "{lives:?}");
        assert_eq!(half_life(None), lives[0]);
    }
}
