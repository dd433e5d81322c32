//! Files that lie about their size, or are damaged.

use std::time::{Duration, Instant};

use super::files::{ods, rows, xlsx, zip};
use super::*;
use crate::messages::Phrase;

/// Opens a file; none of these may take long or much memory.
fn quickly(bytes: Vec<u8>) -> Result<Workbook, OpenError> {
    let start = Instant::now();
    let result = open(bytes, "xlsx", &Limits::default());
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
    result
}

#[test]
fn cells_beyond_the_limits_are_left_out() {
    let workbook = quickly(rows(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/><c r=\"XFD1\"><v>9</v></c></row>\
         <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>\
         <row r=\"4294967295\"><c r=\"A4294967295\"><v>3</v></c><c><v>3</v></c></row>\
         <row r=\"99999999999999999999999\"><c><v>4</v></c></row><row><c><v>5</v></c></row>\
         <row r=\"2\"><c r=\"ZZZZZZZZZZZZZZZZZZZZ2\"><v>6</v></c><c><v>7</v></c><c r=\"7B\"><v>8</v></c><c r=\"A2\"><v>9</v></c></row>",
    ));
    let sheet = &workbook.unwrap().sheets[0];
    assert_eq!(drawn(sheet), "A1 1\nA2 9");
    assert_eq!(
        problems(sheet),
        "max-column 2048 XFD1\nmax-row 200000 XFD1048576\nno cell is called `7B`"
    );
}

#[test]
fn counts_of_shared_texts_and_formulas_are_not_trusted() {
    for count in ["1000000000000", "10000000000000000000", "-1", "x"] {
        let strings =
            format!("<sst count=\"{count}\" uniqueCount=\"{count}\"><si><t>字</t></si></sst>");
        let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>x</v></c></row></sheetData>";
        let workbook = quickly(xlsx(&[sheet], &strings)).unwrap();
        assert_eq!(drawn(&workbook.sheets[0]), "A1 \"字\"");
        assert_eq!(
            problems(&workbook.sheets[0]),
            "cell B1: the file holds no shared text 1\ncell C1: the file holds no shared text x"
        );
    }
    let workbook = quickly(rows(
        "<row><c><f t=\"shared\" ref=\"A1:A2\" si=\"4000000000\">B1</f><v>1</v></c></row>\
         <row><c><f t=\"shared\" si=\"4000000000\"/><v>2</v></c><c><f t=\"shared\" ref=\"B9:A1\" si=\"99999999999999999999\">C2</f></c></row>",
    ));
    assert_eq!(
        drawn(&workbook.unwrap().sheets[0]),
        "A1 1 =B1\nA2 2 =B2\nB2 blank =C2"
    );
}

#[test]
fn a_cell_that_cannot_be_read_loses_no_other() {
    let workbook = quickly(rows(
        "<row r=\"3\"><c r=\"B3\"><v>3</v></c><c r=\"C3\" t=\"str\"><v>&unknown;</v></c><c r=\"D3\"><v>4</v></c></row>",
    ));
    let sheet = &workbook.unwrap().sheets[0];
    assert_eq!(drawn(sheet), "B3 3\nD3 4");
    assert!(
        problems(sheet).starts_with("cell C3: "),
        "{}",
        problems(sheet)
    );
}

#[test]
#[ignore = "slow"]
fn what_unpacks_too_large_is_refused() {
    let zeros = vec![b' '; 300 << 20];
    let bomb = xlsx(
        &["<sheetData/>", std::str::from_utf8(&zeros).unwrap()],
        "<sst/>",
    );
    assert!(bomb.len() < 1 << 20);
    let refusal = quickly(bomb).unwrap_err();
    assert!(
        matches!(
            refusal,
            OpenError::Limit {
                limit: "max-ratio",
                value: 200,
                ..
            }
        ),
        "{refusal}"
    );
    let small = Limits {
        unpacked_bytes: 100,
        ..Limits::default()
    };
    let refusal = open(rows("<row/>"), "xlsx", &small).unwrap_err();
    assert!(
        matches!(
            refusal,
            OpenError::Limit {
                limit: "max-unpacked-bytes",
                value: 100,
                ..
            }
        ),
        "{refusal}"
    );
}

#[test]
fn numbers_of_everything_are_limited() {
    let limits = Limits {
        cells: 2,
        text_length: 3,
        sheets: 1,
        parts: 9,
        shared_strings: 1,
        ..Limits::default()
    };
    let many = rows(
        "<row><c><v>1</v></c><c t=\"str\"><v>一二三四</v></c><c><v>3</v></c><c><v>4</v></c></row>",
    );
    let workbook = open(many, "xlsx", &limits).unwrap();
    assert_eq!(drawn(&workbook.sheets[0]), "A1 1\nB1 \"一二三\"");
    assert_eq!(
        problems(&workbook.sheets[0]),
        "max-cells 2 C1\nmax-text-length 3 B1"
    );
    let limit = |bytes| match open(bytes, "xlsx", &limits) {
        Err(OpenError::Limit { limit, .. }) => limit,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(xlsx(&["", ""], "<sst/>")), "max-sheets");
    assert_eq!(
        limit(xlsx(&[""], "<sst><si/><si/></sst>")),
        "max-shared-strings"
    );
    let names: Vec<_> = (0..10).map(|n| format!("p{n}")).collect();
    assert_eq!(
        limit(zip(&names
            .iter()
            .map(|name| (name.as_str(), &b""[..]))
            .collect::<Vec<_>>())),
        "max-parts"
    );
    let tiny = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    assert!(matches!(
        open(vec![b'a'; 11], "csv", &tiny),
        Err(OpenError::Limit {
            limit: "max-file-bytes",
            ..
        })
    ));
}

#[test]
fn a_text_in_many_cells_counts_many_times() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(30_000));
    let sheet = format!(
        "<sheetData><row>{}</row></sheetData>",
        "<c t=\"s\"><v>0</v></c>".repeat(2_000)
    );
    let limits = Limits {
        text_bytes: 1 << 20,
        ..Limits::default()
    };
    let sheet = &open(xlsx(&[&sheet], &strings), "xlsx", &limits)
        .unwrap()
        .sheets[0];
    assert_eq!(sheet.cells.len(), (1 << 20) / 90_000);
    assert_eq!(problems(sheet), "max-text-bytes 1048576 L1");
}

#[test]
fn damage_loses_only_what_is_damaged() {
    let good = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    let workbook = quickly(xlsx(
        &[
            good,
            "<sheetData><row><c><v>1</v></c><c><v",
            good,
            "",
            "<sheetData><row><c r=\"A1\"><v>5</v>",
        ],
        "<sst/>",
    ));
    let sheets = workbook.unwrap().sheets;
    let read: Vec<_> = sheets
        .iter()
        .map(|sheet| (drawn(sheet), problems(sheet)))
        .collect();
    let early = "the sheet ends too early";
    assert_eq!(
        read.iter()
            .map(|(cells, problems)| (cells.as_str(), problems.as_str()))
            .collect::<Vec<_>>(),
        [
            ("A1 1", ""),
            ("A1 1", early),
            ("A1 1", ""),
            ("", ""),
            ("", early)
        ]
    );
    let refusal = quickly(xlsx(&[good], "<sst><si><t>cut")).unwrap_err();
    assert_eq!(
        refusal,
        OpenError::corrupt(Phrase::new("damage-shared-texts"))
    );
}

#[test]
fn archives_that_are_cut_off_or_changed() {
    let whole = rows("<row><c><v>1</v></c></row>");
    for length in [4, 100, whole.len() / 2, whole.len() - 30] {
        assert_eq!(
            quickly(whole[..length].to_vec()).unwrap_err(),
            OpenError::Truncated,
            "{length}"
        );
    }
    // Every byte changed, one at a time: never a panic or abort.
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        let _ = quickly(changed);
    }
}

#[test]
fn repeated_cells_of_ods() {
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";
    let table = format!(
        "<table:table-row>{cell} table:number-columns-repeated=\"3\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1000000000\">{cell} table:number-columns-repeated=\"1000000000\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"99999999999999999999\">{cell}/></table:table-row><table:table-row>{cell}/></table:table-row>"
    );
    let sheet = &quickly(ods(&table)).unwrap().sheets[0];
    assert_eq!(drawn(sheet), "A1 1\nB1 1\nC1 1");
    assert_eq!(problems(sheet), "max-row 200000 A1048002");
    let wide = format!(
        "<table:table-row table:number-rows-repeated=\"1000000000\">{cell} table:number-columns-repeated=\"1000000000\"/></table:table-row>"
    );
    let sheet = &quickly(ods(&wide)).unwrap().sheets[0];
    assert_eq!(sheet.cells.len(), 400_000);
    assert_eq!(
        problems(sheet),
        "max-column 2048 BZU1\nmax-cells 400000 XQ196"
    );
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"4000000000\"/>b</text:p></table:table-cell></table:table-row>";
    let sheet = &quickly(ods(spaces)).unwrap().sheets[0];
    assert_eq!(problems(sheet), "max-text-length 32767 A1");
}

#[test]
fn all_sheets_take_their_cells_from_one_allowance() {
    let limits = Limits {
        cells: 5,
        ..Limits::default()
    };
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"3\"/>";
    let tables = format!(
        "<table:table-row>{cell}</table:table-row></table:table><table:table table:name=\"b\"><table:table-row>{cell}</table:table-row>"
    );
    let cells = "<sheetData><row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row></sheetData>";
    for bytes in [ods(&tables), xlsx(&[cells, cells], "<sst/>")] {
        let sheets = open(bytes, "xlsx", &limits).unwrap().sheets;
        let read: Vec<_> = sheets
            .iter()
            .map(|sheet| (sheet.cells.len(), problems(sheet)))
            .collect();
        let second = (2, "max-cells 5 C1".to_owned());
        assert_eq!(read, [(3, String::new()), second]);
    }
}

#[test]
fn a_shared_formula_counts_in_each_cell_and_its_values_are_kept() {
    let cells: String = (2..100)
        .map(|row| format!("<row r=\"{row}\"><c><f t=\"shared\" si=\"0\"/><v>{row}</v></c></row>"))
        .collect();
    let sheet = format!(
        "<row r=\"1\"><c><f t=\"shared\" ref=\"A1:A99\" si=\"0\">{}</f><v>1</v></c></row>{cells}",
        ["B1"; 300].join("+")
    );
    let limits = Limits {
        formula_bytes: 20_000,
        ..Limits::default()
    };
    let sheet = &open(rows(&sheet), "xlsx", &limits).unwrap().sheets[0];
    assert_eq!(sheet.cells.len(), 99);
    let written: usize = sheet
        .cells
        .iter()
        .flat_map(|cell| &cell.formula)
        .map(String::len)
        .sum();
    assert!((10_000..=20_000).contains(&written), "{written}");
    assert!(problems(sheet).starts_with("max-formula-bytes 20000 A"));
}

#[test]
fn a_repeated_formula_of_ods_counts_in_each_cell() {
    let formula = ["[.A1]"; 300].join("+");
    let row = format!(
        "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\" table:formula=\"of:={formula}\" table:number-columns-repeated=\"100\"/></table:table-row>"
    );
    let limits = Limits {
        formula_bytes: 20_000,
        ..Limits::default()
    };
    let sheet = &open(ods(&row), "ods", &limits).unwrap().sheets[0];
    let formulas = sheet.cells.iter().filter(|cell| cell.formula.is_some());
    assert_eq!((sheet.cells.len(), formulas.count()), (100, 22));
    assert_eq!(problems(sheet), "max-formula-bytes 20000 W1");
}

#[test]
fn merged_regions_are_limited() {
    let regions = "<mergeCell ref=\"A1:B1\"/>".repeat(9);
    let sheet = format!("<sheetData/><mergeCells>{regions}</mergeCells>");
    let limits = Limits {
        merges: 4,
        ..Limits::default()
    };
    let sheet = &open(xlsx(&[&sheet], "<sst/>"), "xlsx", &limits)
        .unwrap()
        .sheets[0];
    assert_eq!(sheet.merges.len(), 4);
    assert_eq!(problems(sheet), "max-merges 4 A1");
}
