//! From a budget to the bytes of its standardized workbook.

use crate::bind::{NoPlace, arrange, fill_document, fill_tables};
use crate::layout::Templates;
use crate::model::Budget;
use crate::workbook::Workbook;
use crate::workbook::save::{SaveError, save};

/// Why a budget could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The budget's layout is not there.
    #[error("there is no layout `{0}`")]
    NoLayout(String),
    /// The workbook could not be made.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The layout has no place for something that the budget states.
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
}

/// The bytes of the standardized .xlsx workbook of `budget`, in its own layout or in the one named `layout`.
///
/// # Errors
/// Where there is no such layout, or the workbook cannot be made.
pub fn workbook_bytes(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<Vec<u8>, WriteError> {
    Ok(save(&standard_workbook(templates, budget, layout)?)?)
}

/// The standardized workbook of `budget`: title page, contents, and all else in the order of the layout. What is added
/// belongs behind it, as the contents give the pages.
///
/// # Errors
/// Where there is no such layout, or it has no place for something that the budget states.
pub fn standard_workbook(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<Workbook, WriteError> {
    let id = layout.unwrap_or(&budget.layout);
    let layout = templates
        .layout(id)
        .ok_or_else(|| WriteError::NoLayout(id.to_owned()))?;
    let placement = arrange(layout, budget);
    let tables = fill_tables(&templates.model, layout, &placement, budget)?;
    Ok(fill_document(templates, layout, budget, tables)?)
}
