//! Who may do what: the whole permission policy, in one match.
//! A store function that touches client data takes a [`Grant`]; only [`Actor::may`] makes one.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

mod policy_table;

pub use policy_table::policy_table;

catalogue! {
    /// What a person is in the firm (domain §1).
    pub enum Role {
        Admin => "admin", "Admin";
        Consultant => "consultant", "Consultant";
        Client => "client", "Client";
    }
}

catalogue! {
    /// What a member is in one engagement.
    pub enum Capacity {
        Lead => "lead", "Lead consultant";
        Consultant => "consultant", "Consultant";
        Contributor => "contributor", "Client contributor";
        Viewer => "viewer", "Client viewer";
    }
}

catalogue! {
    /// How a person stands to one engagement.
    pub enum Standing {
        Admin => "admin", "Admin";
        Lead => "lead", "Lead consultant";
        Consultant => "consultant", "Consultant";
        Contributor => "contributor", "Client contributor";
        Viewer => "viewer", "Client viewer";
        Outsider => "outsider", "Anybody else";
    }
}

catalogue! {
    /// What can be done to an engagement.
    pub enum Action {
        ViewWork => "view_work", "See the working document";
        EditWork => "edit_work", "Change the working document";
        Publish => "publish", "Publish a snapshot";
        ManageMembers => "manage_members", "Add and remove members";
        ViewHistory => "view_history", "See who changed what";
        ViewRoom => "view_room", "See the client room";
        Comment => "comment", "Comment in the client room";
        Decide => "decide", "Accept, decline or ask";
        SubmitSample => "submit_sample", "Submit a failure sample from the client room";
        Share => "share", "Share one item of the client room by a link";
        InviteColleague => "invite_colleague", "Ask for a colleague to be let into the client room";
    }
}

catalogue! {
    /// What can be done in the firm, outside any engagement.
    pub enum FirmAction {
        ManagePeople => "manage_people", "Invite, change and disable people";
        ManageClients => "manage_clients", "Add and rename clients";
        OpenEngagement => "open_engagement", "Open an engagement";
        ViewAudit => "view_audit", "See the whole audit";
        Erase => "erase", "Erase clients and engagements, and say how long things are kept";
        ManageFirm => "manage_firm", "Change the firm’s settings";
    }
}

/// The policy (domain §1).
const fn allows(standing: Standing, action: Action) -> bool {
    use Action as A;
    use Standing as S;
    match (standing, action) {
        // What is the client's alone to do.
        (S::Admin | S::Lead | S::Consultant, A::Decide | A::SubmitSample | A::InviteColleague) => {
            false
        }
        (S::Admin | S::Lead, _) => true,
        (S::Consultant, A::Publish | A::ManageMembers) => false,
        (S::Consultant, _) => true,
        (S::Contributor, A::ViewRoom | A::Comment | A::Share) => true,
        (S::Contributor, A::Decide | A::SubmitSample | A::InviteColleague) => true,
        (S::Viewer, A::ViewRoom) => true,
        (S::Contributor | S::Viewer | S::Outsider, _) => false,
    }
}

/// The policy outside engagements (domain §1).
const fn firm_allows(role: Role, action: FirmAction) -> bool {
    match role {
        Role::Admin => true,
        Role::Consultant => matches!(action, FirmAction::OpenEngagement),
        Role::Client => false,
    }
}

/// A membership: a capacity in one engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The engagement.
    pub engagement: EngagementId,
    /// The capacity.
    pub capacity: Capacity,
}

/// The person who acts, as the session names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// What they are in the firm.
    pub role: Role,
    /// A client person's client.
    pub client: Option<ClientId>,
    /// Their memberships.
    pub memberships: Vec<Membership>,
}

/// The person may not do this, or may not know that it exists: both are answered with “not found”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing here for you")]
pub struct Refused;

/// A type that stands for one [`Action`].
pub trait Does {
    /// The action.
    const ACTION: Action;
}

/// A type that stands for one [`FirmAction`].
pub trait DoesInFirm {
    /// The action.
    const ACTION: FirmAction;
}

macro_rules! does {
    ($($(#[$meta:meta])* $name:ident: $trait:ident = $action:expr;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl $trait for $name {
            const ACTION: does!(@type $trait) = $action;
        }
    )+};
    (@type Does) => { Action };
    (@type DoesInFirm) => { FirmAction };
}

does! {
    /// See the working document.
    ViewWork: Does = Action::ViewWork;
    /// Change the working document.
    EditWork: Does = Action::EditWork;
    /// Publish a snapshot.
    Publish: Does = Action::Publish;
    /// Add and remove members.
    ManageMembers: Does = Action::ManageMembers;
    /// See who changed what.
    ViewHistory: Does = Action::ViewHistory;
    /// See the client room.
    ViewRoom: Does = Action::ViewRoom;
    /// Comment in the client room.
    Comment: Does = Action::Comment;
    /// Accept, decline or ask.
    Decide: Does = Action::Decide;
    /// Submit a failure sample from the client room.
    SubmitSample: Does = Action::SubmitSample;
    /// Share one item of the client room by a link.
    Share: Does = Action::Share;
    /// Ask for a colleague to be let into the client room.
    InviteColleague: Does = Action::InviteColleague;
    /// Invite, change and disable people.
    ManagePeople: DoesInFirm = FirmAction::ManagePeople;
    /// Add and rename clients.
    ManageClients: DoesInFirm = FirmAction::ManageClients;
    /// Open an engagement.
    OpenEngagement: DoesInFirm = FirmAction::OpenEngagement;
    /// See the whole audit.
    ViewAudit: DoesInFirm = FirmAction::ViewAudit;
    /// Erase clients and engagements, and say how long things are kept.
    Erase: DoesInFirm = FirmAction::Erase;
    /// Change the firm’s settings.
    ManageFirm: DoesInFirm = FirmAction::ManageFirm;
}

/// Proof that a person may do `A` to one engagement.
#[derive(Debug, Clone, Copy)]
pub struct Grant<A> {
    engagement: EngagementId,
    person: PersonId,
    action: PhantomData<A>,
}

impl<A> Grant<A> {
    /// The engagement it is for.
    #[must_use]
    pub fn engagement(&self) -> EngagementId {
        self.engagement
    }

    /// The person who acts.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }
}

/// Proof that a person may do `A` in the firm.
#[derive(Debug, Clone, Copy)]
pub struct FirmGrant<A> {
    person: PersonId,
    action: PhantomData<A>,
}

/// Who may change or publish the document may see it: the policy's table says so, and a test holds it to that.
macro_rules! implies_view {
    ($($action:ty),+) => {$(
        impl From<Grant<$action>> for Grant<ViewWork> {
            fn from(grant: Grant<$action>) -> Self {
                Self { engagement: grant.engagement, person: grant.person, action: PhantomData }
            }
        }
    )+};
}
implies_view!(EditWork, Publish);

impl<A> FirmGrant<A> {
    /// The person who acts.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }
}

impl Actor {
    /// How the person stands to an engagement.
    #[must_use]
    pub fn standing(&self, engagement: EngagementId) -> Standing {
        let capacity =
            self.memberships.iter().find(|m| m.engagement == engagement).map(|m| m.capacity);
        match (self.role, capacity) {
            (Role::Admin, _) => Standing::Admin,
            (Role::Consultant, Some(Capacity::Lead)) => Standing::Lead,
            (Role::Consultant, Some(Capacity::Consultant)) => Standing::Consultant,
            (Role::Client, Some(Capacity::Contributor)) => Standing::Contributor,
            (Role::Client, Some(Capacity::Viewer)) => Standing::Viewer,
            _ => Standing::Outsider,
        }
    }

    /// Permission to do `A` to an engagement.
    ///
    /// # Errors
    /// [`Refused`] when the policy does not allow it, whether or not the engagement exists.
    pub fn may<A: Does>(&self, engagement: EngagementId) -> Result<Grant<A>, Refused> {
        if allows(self.standing(engagement), A::ACTION) {
            return Ok(Grant { engagement, person: self.person, action: PhantomData });
        }
        Err(Refused)
    }

    /// Permission to do `A` in the firm.
    ///
    /// # Errors
    /// [`Refused`] when the policy does not allow it.
    pub fn may_in_firm<A: DoesInFirm>(&self) -> Result<FirmGrant<A>, Refused> {
        if firm_allows(self.role, A::ACTION) {
            return Ok(FirmGrant { person: self.person, action: PhantomData });
        }
        Err(Refused)
    }

    /// Whether the policy allows something, for showing or hiding what leads to it.
    #[must_use]
    pub fn can(&self, action: Action, engagement: EngagementId) -> bool {
        allows(self.standing(engagement), action)
    }

    /// Whether the policy allows something in the firm.
    #[must_use]
    pub fn can_in_firm(&self, action: FirmAction) -> bool {
        firm_allows(self.role, action)
    }

    /// Whether the person works for the firm.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        matches!(self.role, Role::Admin | Role::Consultant)
    }
}

#[cfg(test)]
mod tests;
