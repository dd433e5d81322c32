//! Several workbooks as one.

use std::collections::BTreeSet;

use super::{Workbook, recalculate};

/// The sheets of several workbooks, each with the name of its file, as one workbook. A sheet whose name another has, too, is called
/// as a spreadsheet program refers to it from outside: `[name.xlsx]Sheet1`.
#[must_use]
pub fn joined(parts: Vec<(String, Workbook)>) -> Workbook {
    let lower = |name: &str| name.trim().to_lowercase();
    let mut once = BTreeSet::new();
    let all = parts.iter().flat_map(|(_, book)| &book.sheets);
    let twice: BTreeSet<String> = all
        .map(|sheet| lower(&sheet.name))
        .filter(|name| !once.insert(name.clone()))
        .collect();
    let mut whole = Workbook::default();
    for (file, mut book) in parts {
        // References lead within their own workbook, so they are followed before it is one of several.
        recalculate(&mut book, |_, _| true);
        let renamed = book
            .sheets
            .iter()
            .any(|sheet| twice.contains(&lower(&sheet.name)));
        for mut sheet in book.sheets {
            if renamed {
                sheet.cells.iter_mut().for_each(|cell| cell.formula = None);
            }
            if twice.contains(&lower(&sheet.name)) {
                sheet.name = outer_name(&file, &sheet.name);
            }
            whole.sheets.push(sheet);
        }
        if !renamed {
            whole.names.extend(book.names);
        }
        whole.format = whole.format.or(book.format);
        whole.as_displayed |= book.as_displayed;
    }
    whole
}

/// How a sheet of one of several workbooks is called where another has one of that name, too.
#[must_use]
pub fn outer_name(file: &str, sheet: &str) -> String {
    format!("[{file}]{sheet}")
}
