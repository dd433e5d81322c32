//! The whole document as a workbook: a sheet for each piece, in their order.

use super::goals::goals_sheet;
use super::names::Names;
use super::outline::{Piece, contents, cover, heading, outline};
use super::prose::{contents_sheet, cover_sheet, project_sheet, section_sheet};
use crate::bind::fill::NoPlace;
use crate::layout::Layout;
use crate::messages::Phrase;
use crate::model::Budget;
use crate::workbook::{Sheet, Workbook};

/// The workbook with all that stands beside the tables: `tables` is the workbook that [`fill`](super::super::fill()) made
/// of the tables of `budget`, in the order of `layout`.
///
/// # Errors
/// Where the layout has no place for something that the document states.
pub fn fill_document(
    layout: &Layout,
    budget: &Budget,
    tables: Workbook,
) -> Result<Workbook, NoPlace> {
    let Some(printed) = &layout.document else {
        if budget.document.is_empty() {
            return Ok(tables);
        }
        return Err(NoPlace {
            layout: layout.id.clone(),
            table: layout.name.clone(),
            what: Phrase::new("place-document"),
        });
    };
    let outline = outline(layout, budget);
    let mut names = Names::default();
    tables
        .sheets
        .iter()
        .for_each(|sheet| names.take(&sheet.name));
    let names = piece_names(layout, &outline, &tables, &mut names);
    let mut tables = tables.sheets.into_iter();
    let mut sheets: Vec<Sheet> = Vec::with_capacity(outline.len());
    for (piece, name) in outline.iter().zip(&names) {
        let name = name.clone();
        let own = || heading(layout, budget, *piece);
        sheets.push(match *piece {
            Piece::Cover => cover_sheet(name, &cover(layout, budget)),
            Piece::Contents => {
                let entries = contents(layout, budget, &outline);
                contents_sheet(name, &own(), &entries, |at| names.get(at).cloned())
            }
            Piece::Section(section) => section_sheet(name, section, |_| None),
            Piece::Table(_) => tables.next().expect("each table has been filled"),
            Piece::Project(project) => project_sheet(name, &own(), project),
            Piece::Goals(form) => goals_sheet(name, layout, &printed.goals, form)?,
        });
    }
    Ok(Workbook {
        format: None,
        sheets,
    })
}

/// The name of the sheet of each piece.
fn piece_names(
    layout: &Layout,
    outline: &[Piece<'_>],
    tables: &Workbook,
    names: &mut Names,
) -> Vec<String> {
    let printed = layout.document.as_ref().expect("asked for with a document");
    let (mut projects, mut forms, mut table) = (0, 0, 0);
    let mut name = |piece: &Piece<'_>| match piece {
        Piece::Cover => names.free(&printed.cover_sheet),
        Piece::Contents => {
            let own = printed.section("contents");
            names.free(own.map_or("目录", |section| &section.sheet))
        }
        Piece::Section(section) => {
            let own = printed.section(section.section.as_str());
            let own = own
                .map(|own| own.sheet.as_str())
                .filter(|own| !own.is_empty());
            names.free(own.unwrap_or(&section.heading.text))
        }
        Piece::Table(_) => {
            table += 1;
            tables.sheets[table - 1].name.clone()
        }
        Piece::Project(_) => {
            projects += 1;
            names.free(&format!("{}{projects}", printed.project.sheet))
        }
        Piece::Goals(_) => {
            forms += 1;
            names.free(&format!("{}{forms}", printed.goals.sheet))
        }
    };
    outline.iter().map(&mut name).collect()
}
