//! Kinds of evidence (domain §7): how somebody came to know what is recorded.
//! A kind is recorded by a person; how much it weighs is judged elsewhere.

use crate::platform::catalogue::catalogue;

catalogue! {
    /// How somebody came to know, the strongest first.
    pub enum Kind {
        Reproduced => "reproduced", "Reproduced";
        Reconciled => "reconciled", "Reconciled: two exports disagree";
        Logged => "logged", "Log or payload";
        Screenshot => "screenshot", "Screenshot";
        Told => "told", "Told by a person";
    }
}
