//! Coordinates: what a cell states, independent of where it stands.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Code;

/// The name of a table, block, column, row, source or kind, as `templates/model.toml` spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Arc<str>);

impl Id {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an amount is of. `None` is "all" in every dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Coordinates {
    /// revenue, expenditure, three_public or agency_operating.
    pub flow: Option<Id>,
    /// Where the money comes from.
    pub source: Option<Id>,
    /// 功能分类 code of 3, 5 or 7 digits.
    pub function: Option<Code>,
    /// 经济分类 code of 3 or 5 digits.
    pub economic: Option<Code>,
    /// What the money is for.
    pub kind: Option<Id>,
}

impl Coordinates {
    /// These coordinates, narrowed by those that `inner` gives.
    #[must_use]
    pub fn narrowed(&self, inner: &Self) -> Self {
        Self {
            flow: inner.flow.clone().or_else(|| self.flow.clone()),
            source: inner.source.clone().or_else(|| self.source.clone()),
            function: inner.function.or(self.function),
            economic: inner.economic.or(self.economic),
            kind: inner.kind.clone().or_else(|| self.kind.clone()),
        }
    }
}
