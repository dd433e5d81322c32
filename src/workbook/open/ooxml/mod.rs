//! Office Open XML: .xlsx and .xlsm.
//!
//! calamine trusts what a file says of itself: one wrong number aborts the process, one unknown error value loses the
//! sheet. So each part is unpacked once and scanned. What is written plainly is taken at once; the rest, if there
//! is any, is written anew, and the package of these parts is what calamine gets.

mod cell;
mod outline;
mod plain;
mod reference;
mod rest;
mod sheet;
mod strings;
mod styles;
pub(crate) mod workbook;

use std::borrow::Cow;
use std::ops::ControlFlow;

pub(super) use self::reference::merge;
use self::sheet::{Expected, XlsxScan};
pub(crate) use self::workbook::{relations, resolve};
use super::allowance::Allowance;
use super::calamine::{CellContent, CellPlace, XlsxFile};
use super::error::of_part;
use super::gather::{Gather, add};
use super::number_format::{self, NumberFormat};
use super::package::Package;
use super::{Limits, OpenError, xml};
use crate::messages::Phrase;
use crate::workbook::{Address, Format, Problem, Sheet, Value, Workbook};

/// Reads the workbook whose main part is `main`.
pub(super) fn read(
    package: &mut Package<'_>,
    main: &str,
    limits: &Limits,
) -> Result<Workbook, OpenError> {
    let book = workbook::read(package, main)?;
    limits.check_sheets(book.sheets.len())?;
    let mut parts = rest::Parts::default();
    let mut known = plain::KnownBook::default();
    if let Some(part) = whole_text(package, book.strings.as_deref())? {
        let strings = strings::read(&part, limits)?;
        parts.strings = Some(strings.part);
        (known.strings, known.texts) = (strings.count, strings.texts);
    }
    if let Some(part) = whole_text(package, book.styles.as_deref())? {
        let plain;
        (plain, known.formats) = styles::plain(&part);
        parts.styles = Some(plain);
    }
    let mut scans = Vec::with_capacity(book.sheets.len());
    let mut allowance = Allowance::new(limits);
    for tab in &book.sheets {
        let part = package.part(&tab.part)?;
        let missing = part.is_none().then(|| Phrase::new("damage-no-sheet"));
        let mut scan = match part {
            None => sheet::scan("<worksheet></worksheet>", &known, &mut allowance),
            Some(part) => {
                let (text, undecoded) = xml::text(part.bytes);
                let mut scan = sheet::scan(&text, &known, &mut allowance);
                for damage in part.damage.into_iter().chain(undecoded) {
                    add(&mut scan.problems, Problem::Unreadable(damage));
                }
                scan
            }
        };
        scan.problems.extend(missing.map(Problem::Unreadable));
        if scan.no_strings {
            let reason = Phrase::new("damage-no-shared-texts");
            add(&mut scan.problems, Problem::Unreadable(reason));
        }
        scans.push(scan);
    }
    let mut file = rest::open(&book, &parts, &mut scans)?;
    let mut allowance = Allowance::new(limits);
    let mut sheets = Vec::with_capacity(scans.len());
    for (index, (tab, scan)) in book.sheets.into_iter().zip(scans).enumerate() {
        let sheet = Sheet {
            name: tab.name,
            visibility: tab.visibility,
            ..Sheet::default()
        };
        let rest = file.as_mut().map(|file| (file, rest::sheet_name(index)));
        sheets.push(cells(rest, sheet, scan, &known, &mut allowance));
    }
    Ok(Workbook {
        format: Some(Format::Xlsx),
        sheets,
        names: book.names,
        as_displayed: book.as_displayed,
        ..Workbook::default()
    })
}

fn whole_text(package: &mut Package<'_>, part: Option<&str>) -> Result<Option<String>, OpenError> {
    let Some(part) = part else { return Ok(None) };
    let Some(bytes) = package.whole(part)? else {
        return Ok(None);
    };
    match xml::text(bytes) {
        (text, None) => Ok(Some(text)),
        (_, Some(damage)) => Err(OpenError::corrupt(of_part(part, damage))),
    }
}

/// Reads the cells that `scan` found on a sheet of `book`; those that it left stand on that sheet of `rest`.
fn cells(
    rest: Option<(&mut XlsxFile, String)>,
    sheet: Sheet,
    scan: XlsxScan,
    book: &plain::KnownBook,
    allowance: &mut Allowance<'_>,
) -> Sheet {
    let XlsxScan {
        cells,
        merges,
        arrays,
        hidden,
        printed,
        problems,
        ..
    } = scan;
    let sheet = Sheet {
        cells: Vec::with_capacity(cells.len()),
        printed,
        merges,
        arrays,
        hidden,
        problems,
        ..sheet
    };
    let text_length = usize::try_from(allowance.limits().text_length).unwrap_or(usize::MAX);
    let mut gather = Gather::new(sheet, allowance);
    let shown: Vec<(Address, &NumberFormat)> = cells
        .iter()
        .filter_map(|cell| {
            let at = Address::new(cell.place.0, cell.place.1);
            Some((at, book.formats.shown(cell.style)?))
        })
        .collect();
    let rest = rest.filter(|_| cells.iter().any(|cell| cell.known.is_none()));
    let mut left = cells.into_iter();
    // Those that are known before the next one that calamine reads; that one.
    let mut next = |gather: &mut Gather<'_, '_>| -> ControlFlow<(), Option<Expected>> {
        for cell in left.by_ref() {
            let Some((value, formula)) = cell.known else {
                return ControlFlow::Continue(Some(cell));
            };
            gather.cell(cell.place, value.value(book), formula.map(Cow::Owned))?;
        }
        ControlFlow::Continue(None)
    };
    let read = |cell: Result<(CellPlace, CellContent), Phrase>| {
        let Some(expected) = next(&mut gather)? else {
            return ControlFlow::Break(());
        };
        let at = expected.place;
        match cell {
            Ok((place, (value, formula))) if place == at => {
                let value = match value {
                    Value::Text(text) if expected.error => Value::Error(text),
                    Value::Text(text) if text.is_empty() && !expected.value => Value::Blank,
                    value => value,
                };
                gather.cell(at, value, formula.map(Cow::Owned))
            }
            Ok((place, _)) => {
                // One cell is written for each that is expected, so this is a fault of ours.
                let (at, place) = (Address::new(at.0, at.1), Address::new(place.0, place.1));
                gather.problem_once(Problem::Unreadable(
                    Phrase::new("damage-cell-moved")
                        .arg("cell", at)
                        .arg("other", place),
                ));
                ControlFlow::Break(())
            }
            Err(reason) => {
                let at = Address::new(at.0, at.1);
                gather.problem_once(Problem::Unreadable(
                    Phrase::new("damage-cell")
                        .arg("cell", at)
                        .phrase("reason", reason),
                ));
                ControlFlow::Continue(())
            }
        }
    };
    let end = match rest {
        Some((file, name)) => file.cells(&name, text_length, read),
        None => Ok(ControlFlow::Continue(())),
    };
    // Where calamine fails on a sheet as a whole, what is written plainly stands all the same.
    let end = end.unwrap_or_else(|reason| {
        gather.problem_once(Problem::Unreadable(reason));
        ControlFlow::Continue(())
    });
    if end.is_continue() {
        while let ControlFlow::Continue(Some(_)) = next(&mut gather) {}
    }
    let mut sheet = gather.finish();
    number_format::note(&mut sheet, shown);
    sheet
}
