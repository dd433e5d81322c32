//! An .xlsb package of three parts with one replaced: workbook, sheet, shared strings.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yusuan_fuzz::{check, with_part};

/// The binary parts come first, so that the first byte of the input often says one of them.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut workbook = record(131, &[]);
    workbook.extend(record(143, &[]));
    let mut bundle = vec![0; 4];
    bundle.extend(1u32.to_le_bytes());
    bundle.extend(wide("rId1"));
    bundle.extend(wide("表1"));
    workbook.extend(record(156, &bundle));
    workbook.extend(record(144, &[]));
    workbook.extend(record(132, &[]));
    let mut sheet = record(129, &[]);
    sheet.extend(record(145, &[]));
    sheet.extend(record(0, &[0; 17]));
    let mut cell = vec![0; 8];
    cell.extend(12.5f64.to_le_bytes());
    sheet.extend(record(5, &cell));
    sheet.extend(record(146, &[]));
    sheet.extend(record(130, &[]));
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |all: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
        .into_bytes()
    };
    let own = relation("rId1", "worksheet", "worksheets/sheet1.bin")
        + &relation("rId2", "sharedStrings", "sharedStrings.bin");
    vec![
        ("xl/worksheets/sheet1.bin".to_owned(), sheet),
        ("xl/workbook.bin".to_owned(), workbook),
        ("xl/sharedStrings.bin".to_owned(), record(159, &[0; 8])),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations(&own)),
        (
            "_rels/.rels".to_owned(),
            relations(&relation("rId1", "officeDocument", "xl/workbook.bin")),
        ),
    ]
});

/// A record: number and length in seven bits a byte, then its bytes.
fn record(number: u16, bytes: &[u8]) -> Vec<u8> {
    let mut record = Vec::new();
    if number < 128 {
        record.push(number.to_le_bytes()[0]);
    } else {
        record.push(u8::try_from(number & 127).expect("seven bits") | 128);
        record.push(u8::try_from(number >> 7).expect("record numbers have 14 bits"));
    }
    record.push(u8::try_from(bytes.len()).expect("records here are short"));
    record.extend(bytes);
    record
}

/// A text as .xlsb keeps it: its length in UTF-16 units, then these.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).expect("texts here are short");
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

fuzz_target!(|data: &[u8]| {
    if let Some(bytes) = with_part(&PARTS, data) {
        check("fuzzed.xlsb", bytes);
    }
});
