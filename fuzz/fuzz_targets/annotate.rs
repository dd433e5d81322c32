//! A submission with one part replaced is marked: the marked workbook opens again, and its own sheets say the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yusuan::annotate::annotate;
use yusuan::workbook::open::{Limits, open};
use yusuan_fuzz::{CHINESE, check, parts, with_part};

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    parts(include_bytes!(
        "../../tests/fixtures/submissions/07-another-unit.xlsx"
    ))
});

fuzz_target!(|data: &[u8]| {
    let Some(bytes) = with_part(&PARTS, data) else {
        return;
    };
    let findings = check("fuzzed.xlsx", bytes.clone()).findings;
    let limits = Limits::default();
    let Ok(workbook) = open(&bytes, "xlsx", &limits) else {
        return;
    };
    let Ok(marked) = annotate(&bytes, &workbook, &findings, &CHINESE) else {
        return;
    };
    let marked = open(&marked, "xlsx", &limits).expect("a marked workbook opens");
    for sheet in &workbook.sheets {
        let same = marked.sheets.iter().any(|own| {
            own.name == sheet.name
                && own.cells.len() == sheet.cells.len()
                && own.cells.iter().zip(&sheet.cells).all(|(own, cell)| {
                    own.address() == cell.address()
                        && own.value == cell.value
                        && own.formula == cell.formula
                })
        });
        assert!(same, "sheet {:?} is as it was", sheet.name);
    }
});
