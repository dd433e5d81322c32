//! Blank workbooks for units to fill in, and how they are known again when they come back.
//!
//! A form holds the whole document: before and behind the tables stand the sheets of its texts and projects.
//! A form's table sheets are those of an empty budget, arranged and filled like any other; formulas, rules and colours
//! come on top. Two kinds: *direct*, the tables to type into, and *entry*, a sheet with one line a 项, source and what else the tables tell, that
//! feeds the tables. Everything that is no table is marked, and taken out again before a form is read.

mod amounts;
mod block;
mod check_line;
mod check_lines;
mod check_sums;
mod classes;
mod described;
mod desk;
mod dimensions;
mod direct;
mod document;
mod document_goals;
mod document_live;
mod document_rules;
mod entered;
mod entry;
mod entry_lines;
mod entry_list;
mod entry_sums;
mod entry_tables;
mod facts;
mod feeding;
mod filled;
mod fixed;
mod guide;
mod listed;
mod lists;
mod made;
mod of_last_year;
mod open;
mod open_codes;
mod paper;
mod prepared;
mod reading;
mod records;
mod roster;
mod skeleton;
mod stamp;
mod units;
mod verify;
mod verify_sheet;
mod whose;

pub use feeding::{NoEntry, can_enter};
pub use made::{WantedForms, form_bytes};
pub use reading::{FormReading, added, detach, typed_formulas};
pub use roster::{FormRoster, RosterError, RosterUnit, code_list, file_names, replace_codes};
pub use stamp::{FormKind, Stamp};
pub use whose::{below, named, stated};

use std::collections::BTreeSet;

use crate::bind::NoPlace;
use crate::layout::{Layout, Templates};
use crate::model::{Budget, Dim, Lines, Unit};
use crate::workbook::Workbook;

/// Of which classifications a code list is complete.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Complete(
    /// Those classifications.
    pub BTreeSet<Dim>,
);

impl Complete {
    /// Whether it is complete for lines of this kind.
    #[must_use]
    pub fn of(&self, lines: Lines) -> bool {
        self.0.contains(&lines.codes().unwrap_or(Dim::FUNCTION))
    }
}

/// What a form is made for.
#[derive(Debug, Clone)]
pub struct Request<'r> {
    /// The layout of its tables.
    pub layout: &'r Layout,
    /// The unit that fills it in.
    pub unit: Unit,
    /// The units below it, where its tables have lines for each; none where they are not known.
    pub units: Vec<Unit>,
    /// The budget year.
    pub year: u16,
    /// Where the numbers are typed.
    pub kind: FormKind,
    /// The number of empty lines prepared in a list, beside those of last year.
    pub rows: usize,
    /// The number of projects prepared; `None` for as many as last year, or else three.
    pub projects: Option<usize>,
    /// Last year's budget: its codes and names are filled in, its amounts stand beside the cells.
    pub previous: Option<&'r Budget>,
    /// The classifications of which the code list is complete, so that other codes are refused.
    pub complete: Complete,
    /// The password of the sheets' protection.
    pub password: Option<String>,
}

impl<'r> Request<'r> {
    /// Last year's budget, where it is known to be no older: of another year's, codes and names are taken and no amounts.
    fn amounts_of(&self) -> Option<&'r Budget> {
        let before = |year: u16| year.checked_add(1) == Some(self.year);
        self.previous.filter(|own| own.year.is_none_or(before))
    }
}

/// The blank workbook for a unit. A form of [`FormKind::Entry`] is made for layouts that [`can_enter`] says are fed by it.
///
/// # Errors
/// Where the layout has no place for a line of last year's budget, or for a field of the forms of performance goals.
pub fn blank(templates: &Templates, request: &Request<'_>) -> Result<Workbook, NoPlace> {
    let lists = lists::CodeLists::new(templates, request.layout);
    let mut made = match request.kind {
        FormKind::Direct => direct::tables(templates, request, &lists)?,
        FormKind::Entry => entry::tables(templates, request, &lists)?,
    };
    let mut document = document::sheets(templates, request, &made.blocks)?;
    let verify = verify::sheet(templates, request, &lists, &mut made);
    let mut sheets = vec![guide::sheet(templates, request, &made.blocks), verify];
    sheets.append(&mut made.before);
    sheets.append(&mut document.before);
    sheets.extend(
        std::mem::take(&mut made.desks)
            .into_iter()
            .map(|desk| desk.finish(request.password.as_deref())),
    );
    sheets.append(&mut document.after);
    sheets.push(lists.sheet(request.password.as_deref()));
    let stamp = Stamp::new(request);
    sheets.push(stamp.sheet());
    made.names.add(lists.named());
    Ok(Workbook {
        sheets,
        names: made.names.into_all(),
        properties: stamp.properties(),
        ..Workbook::default()
    })
}

/// The tables of a form on their way.
#[derive(Debug)]
struct MadeTables<'f> {
    /// Sheets in front of the tables.
    before: Vec<crate::workbook::Sheet>,
    /// The sheets of the tables.
    desks: Vec<desk::Desk>,
    /// Their blocks.
    blocks: Vec<block::FormBlock<'f>>,
    /// Lines of the sheet 校验 about the sheets in front.
    lines: Vec<check_line::CheckLine>,
    /// The names of ranges that their formulas use.
    names: block::RangeNames,
}
