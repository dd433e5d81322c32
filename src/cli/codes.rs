//! A bureau's own list of codes in place of the shipped one.

use std::path::Path;

use anyhow::anyhow;

use super::caught::caught;
use super::output;
use crate::batch::{Stage, open_file};
use crate::finding::{Finding, render};
use crate::form::{Complete, replace_codes};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::workbook::open::Limits;
use crate::workbook::{Workbook, recalculate};

/// Replaces the shipped codes by those of a bureau's list, each classification by the digit that its codes begin with: 功能分类
/// by 2, 经济分类 by 3, one of the bureau's own as its model says. Tells which of them it has.
pub(super) fn replace(
    path: &Path,
    templates: &mut Templates,
    limits: &Limits,
    messages: &Messages,
) -> anyhow::Result<Complete> {
    let list = workbook(path, limits, messages)?;
    let complete = caught(path.display(), Stage::Reading, || {
        Ok(replace_codes(templates, &list))
    })?;
    complete.ok_or_else(|| anyhow!(Phrase::new("form-no-codes").arg("path", path.display())))
}

/// A roster or code list; why it cannot be read is said at once.
pub(super) fn workbook(
    path: &Path,
    limits: &Limits,
    messages: &Messages,
) -> anyhow::Result<Workbook> {
    list_book(path, limits)
        .map_err(|finding| unreadable(&path.display().to_string(), &finding, messages))
}

/// A roster or another list.
pub(super) fn list_book(path: &Path, limits: &Limits) -> Result<Workbook, Box<Finding>> {
    let mut workbook = open_file(path, limits)?;
    recalculate(&mut workbook, |_, _| true);
    Ok(workbook)
}

/// Says why a list cannot be read.
pub(super) fn unreadable(path: &str, finding: &Finding, messages: &Messages) -> anyhow::Error {
    output::say(&render(path, finding, messages));
    anyhow!(Phrase::new("form-unreadable").arg("path", path))
}
