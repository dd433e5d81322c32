//! The whole document as a workbook: a sheet for each piece, in their order.

use super::goals::goals_sheet;
use super::last_year::LastYearSheet;
use super::live::LiveParagraphs;
use super::names::SheetNames;
use super::outline::{ContentsEntry, DocumentPiece, contents, cover, heading, outline};
use super::prose::{project_sheet, section_sheet};
use crate::bind::fill::NoPlace;
use crate::bind::filled::Filled;
use crate::bind::front::{ContentsLine, contents_sheet, cover_sheet};
use crate::layout::{Layout, Templates};
use crate::messages::Phrase;
use crate::model::{Budget, SectionId};
use crate::workbook::{Sheet, Workbook};

/// The workbook with all that stands beside the tables: `tables` is what [`fill_tables`](super::super::fill_tables)
/// made of the tables of `budget`, in the order of `layout`. What paragraphs take from last year's budget stands on a hidden
/// sheet behind all others.
///
/// # Errors
/// Where the layout has no place for something that the document states.
pub fn fill_document(
    templates: &Templates,
    layout: &Layout,
    budget: &Budget,
    tables: Filled,
) -> Result<Workbook, NoPlace> {
    if layout.document.is_none() && !budget.document.is_empty() {
        return Err(NoPlace {
            layout: layout.id.clone(),
            table: layout.name.clone(),
            what: Phrase::new("place-document"),
        });
    }
    let Filled {
        workbook: tables,
        amounts,
        ..
    } = tables;
    let outline = outline(layout, budget);
    let mut taken = SheetNames::default();
    for sheet in &tables.sheets {
        taken.take(&sheet.name);
    }
    let names = piece_names(layout, &outline, &tables, &mut taken);
    let last_year = LastYearSheet::new(taken.free("上年数"));
    let mut live = LiveParagraphs::new(templates, budget, &amounts, last_year);
    let mut tables = tables.sheets.into_iter();
    let mut sheets: Vec<Sheet> = Vec::with_capacity(outline.len());
    for (piece, name) in outline.iter().zip(&names) {
        let name = name.clone();
        sheets.push(match *piece {
            DocumentPiece::Cover => cover_sheet(name, &cover(layout, budget)),
            // Its lines need the pages of all sheets.
            DocumentPiece::Contents => contents_sheet(name, "", &[]),
            DocumentPiece::Section(section) => {
                let formulas = live.section(section);
                section_sheet(name, section, |at| formulas[at].clone())
            }
            DocumentPiece::Table(_) => tables.next().expect("each table has been filled"),
            DocumentPiece::Project(project) => {
                project_sheet(name, &heading(layout, budget, *piece), project)
            }
            DocumentPiece::Goals(form) => {
                let printed = layout.document.as_ref();
                let printed = printed.expect("a layout without it has no place for forms");
                goals_sheet(name, layout, &printed.goals, form)?
            }
        });
    }
    let at = outline
        .iter()
        .position(|piece| matches!(piece, DocumentPiece::Contents));
    if let Some(at) = at {
        let lines = lines(contents(layout, budget, &outline), &sheets);
        let heading = heading(layout, budget, outline[at]);
        sheets[at] = contents_sheet(names[at].clone(), &heading, &lines);
    }
    sheets.extend(live.last_year.sheet());
    Ok(Workbook {
        sheets,
        ..Workbook::default()
    })
}

/// The lines of the contents, with the pages on which the sheets begin.
fn lines(entries: Vec<ContentsEntry>, sheets: &[Sheet]) -> Vec<ContentsLine> {
    let mut page = 1;
    let first_pages: Vec<usize> = sheets
        .iter()
        .map(|sheet| {
            page += sheet.page.breaks.len() + 1;
            page - sheet.page.breaks.len() - 1
        })
        .collect();
    let line = |entry: ContentsEntry| ContentsLine {
        text: entry.text,
        below: entry.below,
        to: entry
            .piece
            .map(|at| (sheets[at].name.clone(), first_pages[at])),
    };
    entries.into_iter().map(line).collect()
}

/// The name of the sheet of each piece.
fn piece_names(
    layout: &Layout,
    outline: &[DocumentPiece<'_>],
    tables: &Workbook,
    names: &mut SheetNames,
) -> Vec<String> {
    let printed = layout.document.as_ref();
    let (mut projects, mut forms, mut table) = (0, 0, 0);
    let mut name = |piece: &DocumentPiece<'_>| match piece {
        DocumentPiece::Cover => {
            let own = layout.cover.as_ref().map(|cover| &cover.sheet);
            let own = own.or(printed.map(|printed| &printed.cover_sheet));
            names.free(own.map_or("封面", String::as_str))
        }
        DocumentPiece::Contents => {
            let own = layout.contents.as_ref().map(|contents| &contents.sheet);
            let own = own
                .or(printed.and_then(|printed| Some(&printed.section(SectionId::Contents)?.sheet)));
            names.free(own.map_or("目录", String::as_str))
        }
        DocumentPiece::Section(section) => {
            let own = printed.and_then(|printed| printed.section(section.section));
            let own = own
                .map(|own| own.sheet.as_str())
                .filter(|own| !own.is_empty());
            names.free(own.unwrap_or(&section.heading.text))
        }
        DocumentPiece::Table(_) => {
            table += 1;
            tables.sheets[table - 1].name.clone()
        }
        DocumentPiece::Project(_) => {
            projects += 1;
            let own = printed.map_or("项目", |printed| &printed.project.sheet);
            names.free(&format!("{own}{projects}"))
        }
        DocumentPiece::Goals(_) => {
            forms += 1;
            let own = printed.map_or("绩效目标表", |printed| &printed.goals.sheet);
            names.free(&format!("{own}{forms}"))
        }
    };
    outline.iter().map(&mut name).collect()
}
