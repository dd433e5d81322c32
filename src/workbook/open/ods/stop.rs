//! Why the scan of a document ends.

use super::super::OpenError;
use super::super::error::quoted;
use crate::messages::Phrase;

/// Why the scan ends before the document does.
pub(super) enum Stop {
    /// The rest cannot be read.
    Damage(Phrase),
    /// The whole document is not to be read.
    Limit(OpenError),
}

impl Stop {
    pub(super) fn damage(error: impl std::fmt::Display) -> Self {
        Self::Damage(quoted(&error))
    }

    pub(super) fn early() -> Self {
        Self::Damage(Phrase::new("damage-document-end"))
    }
}
