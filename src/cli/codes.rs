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

/// Replaces the shipped codes by those of a bureau's list, each classification by the digit that its codes begin with: 功能分类
/// by 2, 经济分类 by 3, one of the bureau's own as its model says. Tells which of them it has.
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
    for dimension in &templates.model.dimensions {
        let Some(digit) = dimension.codes else {
            continue;
        };
        let own = codes.iter().filter(|(code, _)| {
            let text = code.to_string();
            text.starts_with(digit) && dimension.digits.contains(&text.len())
        });
        let own: Vec<_> = own.cloned().collect();
        if !own.is_empty() {
            templates.codes.replace(Lines::List(dimension.dim), own);
            complete.0.insert(dimension.dim);
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
