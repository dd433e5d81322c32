//! The binary format of Excel 97 to 2003: .xls, and .et of WPS.
//!
//! The stream with the workbook is taken out of the compound file, scanned record by record, and put into a new
//! compound file of its own for calamine. Records that calamine fails on, or that would make it allocate what the
//! limits forbid, are overwritten with ones that it passes over.

mod cells;
mod container;
mod record;
mod records;
mod strings;

use std::borrow::Cow;

use self::record::XlsScan;
use self::records::Scanned;
use super::allowance::Allowance;
use super::error::quoted;
use super::gather::{Gather, add};
use super::{Limits, OpenError, calamine, crypt, number_format};
use crate::messages::Phrase;
use crate::workbook::{Format, Problem, Sheet, Workbook};

/// The package that the compound file `bytes` holds in encrypted form; `None` where it holds none.
///
/// # Errors
/// Where the compound file is damaged, or the package encrypted with a password that somebody chose.
pub(super) fn package(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, OpenError> {
    container::check_size(bytes)?;
    crypt::package(bytes, limits)
}

/// Reads the compound file `bytes`.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let stream = container::workbook_stream(bytes, limits)?;
    let Scanned {
        mut stream,
        sheets: scans,
    } = records::scan(stream, limits)?;
    match collect(&stream, scans.clone(), limits) {
        Ok(workbook) => Ok(workbook),
        Err(reason) => {
            // Most of what can still go wrong are the formulas, and the values are worth more.
            records::drop_formulas(&mut stream, &scans);
            let mut workbook =
                collect(&stream, scans, limits).map_err(|_| OpenError::corrupt(reason.clone()))?;
            for sheet in &mut workbook.sheets {
                add(
                    &mut sheet.problems,
                    Problem::Unreadable(
                        Phrase::new("damage-formulas").phrase("reason", reason.clone()),
                    ),
                );
            }
            Ok(workbook)
        }
    }
}

fn collect(stream: &[u8], scans: Vec<XlsScan>, limits: &Limits) -> Result<Workbook, Phrase> {
    let file = container::compound_file(stream).map_err(|error| quoted(&error))?;
    let mut allowance = Allowance::new(limits);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut scans = scans.into_iter();
    calamine::xls(file, |grid| {
        let scan = scans.next().unwrap_or_default();
        if !grid.cells {
            return;
        }
        let XlsScan {
            merges,
            hidden,
            problems,
            formats,
            printed,
            mut computed,
            ..
        } = scan;
        computed.sort_unstable();
        let (name, visibility) = (grid.name.clone(), grid.visibility);
        // calamine finds a sheet by its name, so it would give the same cells again.
        let twice = sheets.iter().any(|sheet| sheet.name == name);
        let sheet = Sheet {
            name,
            visibility,
            printed,
            merges,
            hidden,
            problems,
            computed,
            ..Sheet::default()
        };
        let mut gather = Gather::new(sheet, &mut allowance);
        if twice {
            gather.problem_once(Problem::Unreadable(Phrase::new("damage-same-name")));
        } else {
            grid.each(|place, (value, formula)| {
                let formula = formula.filter(|text| calamine::trusted(text));
                gather.cell(place, value, formula.map(Cow::Owned))
            });
        }
        let mut sheet = gather.finish();
        let formats = formats.iter().map(|(at, format)| (*at, &**format));
        number_format::note(&mut sheet, formats);
        sheets.push(sheet);
    })?;
    Ok(Workbook {
        format: Some(Format::Xls),
        sheets,
        ..Workbook::default()
    })
}
