//! A bureau's own list of codes in place of the shipped one.

use std::path::Path;

use anyhow::{anyhow, bail};

use super::caught::caught;
use super::output;
use crate::batch::{Stage, open_file};
use crate::finding::render;
use crate::form::{Complete, code_list};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::Lines;
use crate::workbook::open::Limits;
use crate::workbook::{Workbook, recalculate};

/// Replaces the shipped codes by those of a bureau's list: 功能分类 begins with 2, 经济分类 with 3. Tells which of them it has.
pub(super) fn replace(
    path: &Path,
    templates: &mut Templates,
    limits: &Limits,
    messages: &Messages,
) -> anyhow::Result<Complete> {
    let list = workbook(path, limits, messages)?;
    let codes = caught(path.display(), Stage::Reading, || Ok(code_list(&list)))?;
    if codes.is_empty() {
        bail!(Phrase::new("form-no-codes").arg("path", path.display()));
    }
    let mut complete = Complete::default();
    let parts = [
        (Lines::FUNCTION, '2', &mut complete.function),
        (Lines::ECONOMIC, '3', &mut complete.economic),
    ];
    for (lines, digit, given) in parts {
        let own = codes
            .iter()
            .filter(|(code, _)| code.to_string().starts_with(digit));
        let own: Vec<_> = own.cloned().collect();
        *given = !own.is_empty();
        if *given {
            templates.codes.replace(lines, own);
        }
    }
    Ok(complete)
}

/// A roster or code list; why it cannot be read is said at once.
pub(super) fn workbook(
    path: &Path,
    limits: &Limits,
    messages: &Messages,
) -> anyhow::Result<Workbook> {
    let mut workbook = open_file(path, limits).map_err(|finding| {
        output::say(&render(&path.display().to_string(), &finding, messages));
        anyhow!(Phrase::new("form-unreadable").arg("path", path.display()))
    })?;
    recalculate(&mut workbook, |_, _| true);
    Ok(workbook)
}
