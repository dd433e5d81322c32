//! A budget as JSON, and back.

use crate::messages::Phrase;
use crate::model::{Budget, Model, SCHEMA};

/// Why a text is no budget.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not of the form of a budget.
    #[error("not a budget in JSON: {0}")]
    Form(#[from] serde_json::Error),
    /// A budget of another version.
    #[error("the schema is `{0}`, expected `{SCHEMA}`")]
    Schema(String),
    /// The same table twice.
    #[error("table `{0}` stands twice")]
    Repeated(String),
    /// A table, block, row or column that the model does not have.
    #[error("the model has no {0}")]
    Unknown(Phrase),
}

impl JsonError {
    /// The error, to be put into words.
    #[must_use]
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Form(error) => Phrase::new("json-form").arg("error", error),
            Self::Schema(found) => Phrase::new("json-schema")
                .arg("found", found)
                .arg("expected", SCHEMA),
            Self::Repeated(table) => Phrase::new("json-repeated").arg("table", table),
            Self::Unknown(what) => Phrase::new("json-unknown").phrase("what", what.clone()),
        }
    }
}

/// The budget as JSON, one line, without line end.
///
/// # Panics
/// Never: a budget always has a JSON form.
#[must_use]
pub fn budget_to_json(budget: &Budget) -> String {
    serde_json::to_string(budget).expect("a budget has a JSON form")
}

/// The budget of a JSON text.
///
/// # Errors
/// Where the text is no budget of this version, or names what the model does not have.
pub fn budget_from_json(model: &Model, text: &str) -> Result<Budget, JsonError> {
    #[derive(serde::Deserialize)]
    struct Version {
        schema: String,
    }
    let text = text.trim_start_matches('\u{feff}');
    let version: Version = serde_json::from_str(text)?;
    if version.schema != SCHEMA {
        return Err(JsonError::Schema(version.schema));
    }
    let budget: Budget = serde_json::from_str(text)?;
    for (at, table) in budget.tables.iter().enumerate() {
        if budget.tables[..at]
            .iter()
            .any(|other| other.table == table.table)
        {
            return Err(JsonError::Repeated(table.table.to_string()));
        }
        let of_table = |name| Phrase::new(name).arg("table", &table.table);
        let meaning = model
            .table(table.table.as_str())
            .ok_or_else(|| JsonError::Unknown(of_table("json-table")))?;
        for line in &table.lines {
            let block = meaning.block(line.block.as_str()).ok_or_else(|| {
                JsonError::Unknown(of_table("json-block").arg("block", &line.block))
            })?;
            if let crate::model::Key::Row(row) = &line.key
                && block.row(row.as_str()).is_none()
            {
                return Err(JsonError::Unknown(of_table("json-row").arg("row", row)));
            }
            if let Some(column) = line
                .amounts
                .keys()
                .find(|column| block.column(column.as_str()).is_none())
            {
                let what = of_table("json-column").arg("column", column);
                return Err(JsonError::Unknown(what));
            }
        }
    }
    Ok(budget)
}
