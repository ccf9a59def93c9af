//! Where an account has a right: what a list across programmes is asked with.

use domain::ids::ProgrammeId;

/// The programmes in which an account has a right, for lists across programmes.
#[derive(Clone, Debug)]
pub(crate) struct Within {
    programmes: Vec<ProgrammeId>,
}

impl Within {
    /// For [`Backend::within`](crate::Backend::within), which knows in which programmes they have the right.
    pub(super) fn of(programmes: Vec<ProgrammeId>) -> Self {
        Self { programmes }
    }

    /// Which programmes those are; none is no error.
    pub(crate) fn programmes(&self) -> &[ProgrammeId] {
        &self.programmes
    }

    /// As the database takes it: a list of ids in JSON.
    pub(crate) fn json(&self) -> String {
        let ids: Vec<String> = self.programmes.iter().map(|id| format!("\"{id}\"")).collect();
        format!("[{}]", ids.join(","))
    }
}
