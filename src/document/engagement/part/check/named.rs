//! What a part is called, and what it names: other parts have to be there.

use super::{Check, NAME};
use crate::platform::ids::{DataTypeId, IntegrationId, SystemId, WorkflowId};

impl Check<'_> {
    /// A name is there, and not too long.
    pub(super) fn name(&mut self, name: &str) {
        self.must(!name.trim().is_empty(), "name", "Give it a name.");
        let fits = name.chars().count() <= NAME;
        self.must(fits, "name", &format!("Shorten the name to {NAME} characters."));
    }

    /// A system that is named is one of the engagement.
    pub(super) fn system(&mut self, id: SystemId, field: &'static str) {
        let there = self.engagement.system(id).is_some();
        self.must(
            there,
            field,
            "Choose a system of this engagement; this one is not there any more.",
        );
    }

    /// An integration that is named is one of the engagement.
    pub(super) fn integration(&mut self, id: IntegrationId, field: &'static str) {
        let there = self.engagement.integration(id).is_some();
        self.must(
            there,
            field,
            "Choose an integration of this engagement; this one is not there any more.",
        );
    }

    /// A data type that is named is one of the engagement.
    pub(super) fn data_type(&mut self, id: DataTypeId, field: &'static str) {
        let there = self.engagement.data_types.iter().any(|data_type| data_type.id == id);
        self.must(
            there,
            field,
            "Choose a data type of this engagement; this one is not there any more.",
        );
    }

    /// A workflow that is named is one of the engagement.
    pub(super) fn workflow(&mut self, id: WorkflowId) {
        let there = self.engagement.workflows.iter().any(|workflow| workflow.id == id);
        self.must(
            there,
            "workflow",
            "Choose a workflow of this engagement; this one is not there any more.",
        );
    }
}
