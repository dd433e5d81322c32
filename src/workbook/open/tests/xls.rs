//! What is read of .xls files, made record by record.

use super::files::compound;
use super::*;
use crate::workbook::{Format, Visibility};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [
        &kind.to_le_bytes()[..],
        &(data.len() as u16).to_le_bytes(),
        data,
    ]
    .concat()
}

fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn bof(kind: u16) -> Vec<u8> {
    record(0x0809, &shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0]))
}

fn number(row: u16, col: u16, value: f64) -> Vec<u8> {
    record(
        0x0203,
        &[shorts(&[row, col, 0]), value.to_le_bytes().to_vec()].concat(),
    )
}

fn label(row: u16, col: u16, index: u32) -> Vec<u8> {
    record(
        0x00fd,
        &[shorts(&[row, col, 0]), index.to_le_bytes().to_vec()].concat(),
    )
}

/// A formula whose value is given by its eight bytes.
fn formula(row: u16, col: u16, value: [u8; 8], tokens: &[u8]) -> Vec<u8> {
    let head = [
        shorts(&[row, col, 0]),
        value.to_vec(),
        vec![0; 6],
        shorts(&[tokens.len() as u16]),
    ]
    .concat();
    record(0x0006, &[head, tokens.to_vec()].concat())
}

/// A stream with sheets `A`, `B` … of records, and the shared texts `甲` and `b`.
fn stream(extra: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
    let strings = record(
        0x00fc,
        &[&[0; 8][..], &[1, 0, 1, 0x32, 0x75], &[1, 0, 0, b'b']].concat(),
    );
    let eof = record(0x000a, &[]);
    let globals = bof(5).len() + extra.len() + sheets.len() * 13 + strings.len() + eof.len();
    let (mut tabs, mut bodies) = (Vec::new(), Vec::new());
    for (index, sheet) in sheets.iter().enumerate() {
        let at = (globals + bodies.len()) as u32;
        let tab = [
            at.to_le_bytes().to_vec(),
            vec![index as u8 & 1, 0, 1, 0, b'A' + index as u8],
        ]
        .concat();
        tabs.extend(record(0x0085, &tab));
        bodies.extend([bof(0x10), sheet.clone(), eof.clone()].concat());
    }
    [bof(5), extra.to_vec(), tabs, strings, eof, bodies].concat()
}

fn xls(sheets: &[Vec<u8>]) -> Vec<u8> {
    compound(&[("/Workbook", &stream(&[], sheets))])
}

#[test]
fn values_hidden_rows_and_merges() {
    let wide = record(
        0x00bd,
        &[
            shorts(&[2, 0, 0]),
            6i32.to_le_bytes().to_vec(),
            shorts(&[0]),
            10i32.to_le_bytes().to_vec(),
            shorts(&[1]),
        ]
        .concat(),
    );
    let sheet = [
        record(0x007d, &shorts(&[2, 3, 0, 0, 1, 0])),
        record(0x0200, &[0xff; 14]),
        record(0x0208, &shorts(&[1, 0, 0, 0, 0, 0, 0x20, 0])),
        label(0, 0, 0),
        number(0, 1, 58751.200000000004),
        record(0x0205, &[shorts(&[0, 2, 0]), vec![1, 0]].concat()),
        record(0x0205, &[shorts(&[0, 3, 0]), vec![0x17, 1]].concat()),
        record(0x0205, &[shorts(&[0, 4, 0]), vec![0x99, 1]].concat()),
        formula(1, 0, 3f64.to_le_bytes(), &[0x1e, 1, 0, 0x1e, 2, 0, 0x03]),
        formula(1, 1, [0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0x17, 1, 0, b'x']),
        record(0x0207, &[shorts(&[1]), vec![0, b'x']].concat()),
        formula(1, 2, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff], &[0x1e, 1, 0]),
        formula(1, 3, 1f64.to_le_bytes(), &[0x1e, 1, 0, 0x1e, 2, 0, 0x0c]),
        wide,
        record(0x00e5, &shorts(&[2, 0, 1, 0, 2, 9, 7, 3, 1])),
    ];
    let workbook = read(xls(&[sheet.concat(), vec![]]), "et");
    assert_eq!(workbook.format, Some(Format::Xls));
    let sheet = &workbook.sheets[0];
    assert_eq!(
        drawn(sheet),
        "A1 \"甲\"\nB1 58751.2\nC1 true\nD1 error #REF!\nE1 error #N/A\nA2 3 =1+2\nB2 \"x\" =\"x\"\nC2 error #N/A =1\nD2 1\nA3 1\nB3 2"
    );
    assert_eq!(
        (&*sheet.hidden.rows, &*sheet.hidden.cols),
        (&[(1, 1)][..], &[(2, 3)][..])
    );
    let merges: Vec<_> = sheet
        .merges
        .iter()
        .map(|(from, to)| format!("{from}:{to}"))
        .collect();
    assert_eq!(merges, ["A1:C2", "B8:D10"]);
    assert_eq!(sheet.problems, []);
    assert_eq!(workbook.sheets[1].visibility, Visibility::Hidden);
}

#[test]
fn hostile_records() {
    let sheet = [
        record(
            0x0200,
            &[shorts(&[0, 0, 0xffff, 0xffff, 0, 0xffff]), vec![0, 0]].concat(),
        ),
        number(0, 0, 1.0),
        label(0, 1, 7),
        record(0x00fd, &[0, 0]),
        record(
            0x0204,
            &[shorts(&[1, 0, 0, 0xffff]), vec![0, b'c', b'u', b't']].concat(),
        ),
        record(0x00bd, &shorts(&[2, 9, 0, 0, 0, 3])),
        record(0x00e5, &shorts(&[0xffff, 0, 1, 0, 2])),
        record(0x0207, &[1, 0, 0, b'x']),
        number(3, 0xfff0, 2.0),
        number(4, 0, 5.0),
    ];
    let sheet = &read(xls(&[sheet.concat()]), "xls").sheets[0];
    assert_eq!(drawn(sheet), "A1 1\nA2 \"cut\"\nA5 5");
    assert_eq!(
        problems(sheet),
        "cell B1: the file holds no shared text 7\na long text could not be read to its end\n\
         cells from J3 on: the record is damaged\nmax-column 2048 CRXA4"
    );
}

#[test]
fn cells_far_apart_are_refused() {
    let corners: Vec<_> = (0..3)
        .map(|_| [number(0, 0, 1.0), number(65535, 11, 2.0)].concat())
        .collect();
    let refusal = refusal(xls(&corners), "xls");
    assert!(
        matches!(
            refusal,
            OpenError::Limit {
                limit: "max-grid-cells",
                value: 2_000_000,
                ..
            }
        ),
        "{refusal}"
    );
    assert_eq!(read(xls(&corners[..1]), "xls").sheets[0].cells.len(), 2);
}

#[test]
fn encrypted_and_damaged() {
    let locked = stream(&record(0x002f, &[1, 0, 0, 0]), &[vec![]]);
    assert_eq!(
        refusal(compound(&[("/Workbook", &locked)]), "xls"),
        OpenError::Encrypted
    );
    let whole = stream(
        &[],
        &[
            number(0, 0, 1.0),
            [number(0, 0, 2.0), number(1, 0, 3.0)].concat(),
            number(0, 0, 4.0),
        ],
    );
    let cut =
        whole.len() - record(0x000a, &[]).len() * 2 - number(0, 0, 0.0).len() - bof(0).len() - 6;
    let workbook = read(compound(&[("/Book", &whole[..cut])]), "xls");
    let sheets: Vec<_> = workbook
        .sheets
        .iter()
        .map(|sheet| (drawn(sheet), problems(sheet)))
        .collect();
    assert_eq!(sheets[0], ("A1 1".into(), String::new()));
    assert_eq!(
        sheets[1],
        ("A1 2".into(), "the sheet ends too early".into())
    );
    assert_eq!(
        sheets[2],
        (String::new(), "the file does not hold the sheet".into())
    );
    let file = xls(&[[number(0, 0, 1.0), formula(1, 0, [0; 8], &[0x1e, 1, 0])].concat()]);
    for length in [9, 511, 600, file.len() / 2] {
        assert!(
            matches!(
                refusal(file[..length].to_vec(), "xls"),
                OpenError::Truncated | OpenError::Corrupt { .. }
            ),
            "{length}"
        );
    }
    for at in 0..file.len() {
        for flip in [0x55, 0xff] {
            let mut changed = file.clone();
            changed[at] ^= flip;
            let _ = open(changed, "xls", &Limits::default());
        }
    }
}

/// A file with one sheet, and the records `strings` in the place of its shared texts.
fn with_strings(strings: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let strings = strings.concat();
    let eof = record(0x000a, &[]);
    let from = (bof(5).len() + 13 + strings.len() + eof.len()) as u32;
    let tab = [from.to_le_bytes().to_vec(), vec![0, 0, 1, 0, b'A']].concat();
    let stream = [
        bof(5),
        record(0x0085, &tab),
        strings,
        eof.clone(),
        bof(0x10),
        sheet.concat(),
        eof,
    ];
    compound(&[("/Workbook", &stream.concat())])
}

#[test]
fn shared_texts_go_on_over_records_that_hold_nothing() {
    let empty = record(0x003c, &[]);
    let strings = [
        record(0x00fc, &[&[0; 8][..], &[1, 0, 1, 0x32, 0x75]].concat()),
        empty.clone(),
        record(0x003c, &[3, 0, 0, b'a', b'b']),
        empty.clone(),
        empty.clone(),
        record(0x003c, &[0, b'c', 1, 0, 0, b'd']),
        empty,
    ];
    let sheet = [label(0, 0, 0), label(0, 1, 1), label(0, 2, 2)];
    let workbook = read(with_strings(&strings, &sheet), "xls");
    assert_eq!(
        drawn(&workbook.sheets[0]),
        "A1 \"甲\"\nB1 \"abc\"\nC1 \"d\""
    );
    assert_eq!(problems(&workbook.sheets[0]), "");
}

#[test]
fn cells_and_formulas_of_xls_are_limited() {
    let sheet: Vec<Vec<u8>> = (0..9)
        .map(|row| formula(row, 0, 3f64.to_le_bytes(), &[0x1e, 1, 0, 0x1e, 2, 0, 0x03]))
        .collect();
    let bytes = xls(&[sheet.concat(), number(0, 0, 1.0)]);
    let limits = Limits {
        cells: 6,
        formula_bytes: 200,
        ..Limits::default()
    };
    let sheets = open(bytes, "xls", &limits).unwrap().sheets;
    let formulas = sheets[0].cells.iter().filter(|cell| cell.formula.is_some());
    assert_eq!((sheets[0].cells.len(), formulas.count()), (6, 3));
    assert_eq!(
        problems(&sheets[0]),
        "max-formula-bytes 200 A4\nmax-cells 6 A7"
    );
    assert_eq!(problems(&sheets[1]), "max-cells 6 A1");
}

#[test]
fn a_workbook_of_excel_95_without_a_compound_file_is_called_that() {
    let stream = [
        record(0x0809, &shorts(&[0x0500, 5, 0, 0])),
        record(0x000a, &[]),
    ];
    let refusal = open(stream.concat(), "xls", &Limits::default()).unwrap_err();
    assert_eq!(refusal, OpenError::NotASpreadsheet(OtherFormat::OldExcel));
}

#[test]
fn a_table_of_sectors_may_be_longer_than_the_file() {
    let mut bytes = xls(&[number(0, 0, 1.0)]);
    // One more sector of the table, all of it free, and the header says so.
    let sector = (bytes.len() / 512 - 1) as u32;
    bytes.extend([0xff; 512]);
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
    bytes[44..48].copy_from_slice(&2u32.to_le_bytes());
    bytes[80..84].copy_from_slice(&sector.to_le_bytes());
    let entry = (table + 1) * 512 + sector as usize * 4;
    bytes[entry..entry + 4].copy_from_slice(&0xffff_fffd_u32.to_le_bytes());
    let workbook = read(bytes, "xls");
    assert_eq!(drawn(&workbook.sheets[0]), "A1 1");
}
