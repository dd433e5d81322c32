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
        .map(|_| [number(0, 0, 1.0), number(65535, 255, 2.0)].concat())
        .collect();
    let refusal = refusal(xls(&corners), "xls");
    assert!(
        matches!(
            refusal,
            OpenError::Limit {
                limit: "max-grid-cells",
                value: 32_000_000,
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
