//! What is read of .xlsb files, made record by record.

use super::files::zip;
use super::*;
use crate::workbook::{Format, Visibility};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let seven = |n: usize| [(n & 0x7f) as u8 | 0x80, (n >> 7) as u8];
    let kind = if kind < 0x80 {
        vec![kind as u8]
    } else {
        seven(kind.into()).to_vec()
    };
    [&kind[..], &seven(data.len()), data].concat()
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
}

fn cell(kind: u16, col: u32, style: u8, data: &[u8]) -> Vec<u8> {
    record(
        kind,
        &[&col.to_le_bytes()[..], &[style, 0, 0, 0], data].concat(),
    )
}

fn row(row: u32, hidden: bool) -> Vec<u8> {
    record(
        0,
        &[
            &row.to_le_bytes()[..],
            &[0, 0, 0, 0, 0, 0, 0, if hidden { 0x10 } else { 0 }, 0],
        ]
        .concat(),
    )
}

fn xlsb(sheet: &[u8]) -> Vec<u8> {
    let tab = [&[1, 0, 0, 0, 1, 0, 0, 0][..], &text("r1"), &text("表")].concat();
    let book = [
        record(0x0099, &[0; 12]),
        record(0x009c, &tab),
        record(0x0090, &[]),
    ]
    .concat();
    let strings = [
        record(0x009f, &[0xff; 8]),
        record(0x0013, &[vec![0], text("甲")].concat()),
        record(0x00a0, &[]),
    ]
    .concat();
    let styles = [
        record(0x0116, &[]),
        record(0x0263, &[9; 40]),
        record(0x0269, &[0xff, 0xff, 0xff, 0x7f]),
        record(0x002f, &[0; 16]),
        record(0x002f, &[0, 0, 14, 0, 0, 0, 0, 0]),
        record(0x026a, &[]),
    ];
    zip(&[
        ("_rels/.rels", b"<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", b"<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.bin\"/><Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"sharedStrings.bin\"/><Relationship Id=\"t\" Type=\"x/styles\" Target=\"styles.bin\"/></Relationships>"),
        ("xl/sharedStrings.bin", &strings),
        ("xl/styles.bin", &styles.concat()),
        ("xl/worksheets/sheet1.bin", sheet),
    ])
}

#[test]
fn values_and_formulas() {
    let formula = |tokens: &[u8]| {
        [
            &[0, 0][..],
            &(tokens.len() as u32).to_le_bytes(),
            tokens,
            &[0; 4],
        ]
        .concat()
    };
    let sheet = [
        record(0x0081, &[]),
        record(
            0x003c,
            &[1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
        ),
        record(0x0091, &[]),
        row(0, false),
        cell(7, 0, 0, &0u32.to_le_bytes()),
        cell(5, 1, 0, &58751.200000000004f64.to_le_bytes()),
        cell(5, 2, 1, &44957f64.to_le_bytes()),
        cell(4, 3, 0, &[1]),
        cell(3, 4, 0, &[0x17]),
        cell(3, 5, 0, &[0x77]),
        row(3, true),
        cell(
            9,
            0,
            0,
            &[
                &3f64.to_le_bytes()[..],
                &formula(&[0x1e, 1, 0, 0x1e, 2, 0, 0x03]),
            ]
            .concat(),
        ),
        cell(0x0b, 1, 0, &[&[0x2a][..], &formula(&[0x1e, 1, 0])].concat()),
        cell(
            9,
            2,
            0,
            &[&3f64.to_le_bytes()[..], &[0, 0, 0xff, 0xff, 0xff, 0xff]].concat(),
        ),
        cell(7, 3, 0, &9u32.to_le_bytes()),
        cell(2, 5000, 0, &[2, 0, 0, 0]),
        row(0x7fff_ffff, false),
        cell(2, 0, 0, &[2, 0, 0, 0]),
        row(4, false),
        cell(2, 0, 0, &[10, 0, 0, 0]),
        record(0x0092, &[]),
    ];
    let workbook = read(xlsb(&sheet.concat()), "xlsb");
    let sheet = &workbook.sheets[0];
    assert_eq!(
        (workbook.format, sheet.name.as_str(), sheet.visibility),
        (Some(Format::Xlsb), "表", Visibility::Hidden)
    );
    assert_eq!(
        drawn(sheet),
        "A1 \"甲\"\nB1 58751.2\nC1 date 2023-01-31\nD1 true\nE1 error #REF!\nF1 error #UNKNOWN!\nA4 3 =1+2\nB4 error #N/A =1\nA5 2"
    );
    assert_eq!(
        (&*sheet.hidden.rows, &*sheet.hidden.cols),
        (&[(3, 3)][..], &[(1, 2)][..])
    );
    assert_eq!(
        problems(sheet),
        "cell C4: the record is damaged\ncell D4: the record is damaged\nmax-column 2048 GJI4\nmax-row 200000 A2147483648"
    );
}

#[test]
fn a_sheet_that_is_cut_off() {
    let sheet = [
        record(0x0091, &[]),
        row(0, false),
        cell(4, 0, 0, &[0]),
        vec![5, 99],
    ]
    .concat();
    let sheet = &read(xlsb(&sheet), "xlsb").sheets[0];
    assert_eq!(
        (&*drawn(sheet), &*problems(sheet)),
        ("A1 false", "the sheet ends too early")
    );
}
