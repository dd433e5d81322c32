//! Whose a budget of last year is, and which units are below a department.

use std::path::Path;

use super::RosterError;
use crate::messages::Phrase;
use crate::model::Unit;
use crate::text::squash;

/// The unit that a file's name tells.
#[must_use]
pub fn named(file: &Path, units: &[&Unit]) -> Option<usize> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let by_code = |unit: &&Unit| digits > 0 && unit.code == stem[..digits];
    units.iter().position(by_code).or_else(|| {
        let stem = squash(&stem);
        let parts: Vec<&str> = stem.split(['-', '_', '—']).collect();
        units
            .iter()
            .position(|unit| parts.contains(&&*squash(&unit.name)))
    })
}

/// The unit that a budget states.
#[must_use]
pub fn stated(own: &Unit, units: &[&Unit]) -> Option<usize> {
    let by_code = units
        .iter()
        .position(|unit| !own.code.is_empty() && unit.code == own.code);
    by_code.or_else(|| {
        let name = squash(&own.name);
        units
            .iter()
            .position(|unit| !name.is_empty() && squash(&unit.name) == name)
    })
}

/// The units of a roster that are of a department, the department's own first; none where it has none.
#[must_use]
pub fn below(units: &[&Unit], department: &Unit) -> Vec<Unit> {
    let of = |unit: &&&Unit| unit.department == department.name && unit.name != department.name;
    let below: Vec<Unit> = units
        .iter()
        .filter(of)
        .map(|unit| (*unit).clone())
        .collect();
    match below.is_empty() {
        true => Vec::new(),
        false => [vec![department.clone()], below].concat(),
    }
}

impl RosterError {
    /// The fault of the roster at `path` in words.
    #[must_use]
    pub fn phrase(&self, path: impl std::fmt::Display) -> Phrase {
        match self {
            Self::NoHeader => Phrase::new("form-roster-no-header").arg("path", path),
            Self::Empty => Phrase::new("form-roster-empty").arg("path", path),
            Self::Repeated { unit, row } => Phrase::new("form-roster-repeated")
                .arg("path", path)
                .arg("unit", unit)
                .arg("row", row),
            Self::NoName { row, code } => Phrase::new("form-roster-no-name")
                .arg("path", path)
                .arg("row", row)
                .arg("code", code),
        }
    }
}
