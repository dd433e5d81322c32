//! The list of findings as a part of another workbook: as it is written in one of its own, with its texts in the cells and
//! its styles in those of the other workbook.

use super::super::AnnotateError;
use super::book::Namespaces;
use super::draft::{PackageDraft, cut};
use super::styles::PatchedStyles;
use super::xml::{Edits, children, retag, root};
use crate::workbook::open::tags::{CutOff, TagKind, Tags};
use crate::workbook::save::save;
use crate::workbook::{Sheet, Workbook};

/// A sheet to be put into another workbook.
#[derive(Debug)]
pub(super) struct Imported {
    /// The text of its part.
    pub(super) text: String,
    /// Its own names (print titles, filter), as `definedName` elements without a sheet.
    pub(super) names: Vec<String>,
}

/// Makes the part of `sheet` for a workbook with `styles` and `namespaces`.
pub(super) fn import(
    sheet: Sheet,
    styles: &mut PatchedStyles,
    namespaces: &Namespaces,
) -> Result<Imported, AnnotateError> {
    let bytes = save(&Workbook {
        format: None,
        sheets: vec![sheet],
        ..Workbook::default()
    })?;
    let mut own = PackageDraft::open(&bytes)?;
    let numbers = styles.take_over(&PatchedStyles::read(own.needed("xl/styles.xml")?)?);
    let strings = own.text("xl/sharedStrings.xml")?.unwrap_or_default();
    let part = "xl/worksheets/sheet1.xml";
    let text = own.needed(part)?;
    let text = inlined(&text, &strings, &numbers).map_err(cut(part))?;
    let transitional = Namespaces::of("");
    let text = text
        .replacen(transitional.main, namespaces.main, 1)
        .replacen(transitional.relations, namespaces.relations, 1);
    let book = own.needed("xl/workbook.xml")?;
    let names = names(&book).map_err(cut("xl/workbook.xml"))?;
    Ok(Imported { text, names })
}

/// The sheet with texts in the cells in the place of shared ones, and with styles renumbered.
fn inlined(text: &str, strings: &str, numbers: &[usize]) -> Result<String, CutOff> {
    let items: Vec<&str> = if strings.is_empty() {
        Vec::new()
    } else {
        let whole = root(strings)?;
        let items = children(strings, &whole)?;
        items.into_iter().map(|item| &strings[item.inner]).collect()
    };
    let number = |style: &str| {
        let own = style
            .parse()
            .ok()
            .and_then(|style: usize| numbers.get(style));
        own.copied().unwrap_or(0).to_string()
    };
    let mut edits = Edits::new(text);
    let mut tags = Tags::new(text);
    while let Some(tag) = tags.next()? {
        match (tag.name, tag.kind) {
            (_, TagKind::End) => {}
            ("c", kind) => {
                let style = tag.attribute("s").map(number);
                let mut set = vec![("s", style.as_deref())];
                if kind == TagKind::Start && tag.attribute("t") == Some("s") {
                    set.push(("t", Some("inlineStr")));
                    let start = tags.at();
                    let value = tags.inner(&tag)?;
                    let index = value.trim_start_matches("<v>").trim_end_matches("</v>");
                    let item = index.parse().ok().and_then(|index: usize| items.get(index));
                    let item = item.ok_or(CutOff)?;
                    edits.replace(start..start + value.len(), format!("<is>{item}</is>"));
                }
                edits.replace(tag.range(), retag(&tag, &set));
            }
            ("row", _) if tag.attribute("s").is_some() => {
                let style = tag.attribute("s").map(number);
                edits.replace(tag.range(), retag(&tag, &[("s", style.as_deref())]));
            }
            ("col", _) if tag.attribute("style").is_some() => {
                let style = tag.attribute("style").map(number);
                edits.replace(tag.range(), retag(&tag, &[("style", style.as_deref())]));
            }
            _ => {}
        }
    }
    Ok(edits.finish())
}

fn names(book: &str) -> Result<Vec<String>, CutOff> {
    let whole = root(book)?;
    let mut names = Vec::new();
    for list in children(book, &whole)? {
        if list.tag.name != "definedNames" {
            continue;
        }
        for name in children(book, &list)? {
            let tag = retag(&name.tag, &[("localSheetId", None)]);
            names.push(format!(
                "{tag}{}",
                &book[name.tag.range().end..name.outer.end]
            ));
        }
    }
    Ok(names)
}
