//! What is read of .xlsx files.

use super::files::{rows, xlsx, zip};
use super::*;
use crate::workbook::{Format, Visibility};

#[test]
fn values_of_every_kind() {
    let sheet = "<sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>58751.200000000004</v></c><c r=\"C1\" t=\"b\"><v>1</v></c>\
        <c r=\"D1\" t=\"e\"><v>#N/A</v></c><c r=\"E1\" s=\"1\"><v>44957</v></c><c r=\"F1\" s=\"2\"><v>44957.5</v></c>\
        <c r=\"G1\" s=\"3\"><v>1.25</v></c><c r=\"H1\" t=\"d\"><v>2023-01-31T00:00:00</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>&lt;内&gt;</t></is></c>\
        <c r=\"C2\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D2\" t=\"s\"><v>2</v></c><c r=\"E2\" s=\"3\"/></row>\
        <row><c t=\"str\"><v>a_x000D_b</v></c><c><v>1e300</v></c><c><v> 7 </v></c></row></sheetData>";
    let strings = "<sst uniqueCount=\"3\"><si><t>行\n二</t></si><si><r><t>普</t></r><r><rPr/><t>通</t></r><rPh><t>pu</t></rPh></si><si><t/></si></sst>";
    let workbook = read(xlsx(&[sheet], strings), "xlsx");
    assert_eq!(workbook.format, Some(Format::Xlsx));
    assert_eq!(
        drawn(&workbook.sheets[0]),
        "A1 \"行\\n二\"\nB1 58751.2\nC1 true\nD1 error #N/A\nE1 date 2023-01-31\nF1 date 2023-01-31 12:00:00\n\
         G1 date 30:00:00\nH1 date 2023-01-31\nA2 \"普通\"\nB2 \"<内>\"\nC2 \"\" =\"\"\nA3 \"a\\rb\"\nB3 \"1e300\"\nC3 7"
    );
    assert_eq!(workbook.sheets[0].problems, []);
}

#[test]
fn formulas_with_and_without_values() {
    let workbook = read(
        rows(
            "<row r=\"1\"><c r=\"A1\"><f>B1+1</f></c><c r=\"B1\"><f>C1</f><v/></c><c r=\"C1\" t=\"str\"><f>D1</f></c>\
             <c r=\"D1\"><f t=\"array\" ref=\"D1:D2\">SUM(A1:A2*B1:B2)</f><v>3</v></c></row>\
             <row r=\"2\"><c r=\"A2\"><f t=\"shared\" ref=\"A2:A9\" si=\"0\">B2*2</f><v>4</v></c></row>\
             <row r=\"3\"><c r=\"A3\"><f t=\"shared\" si=\"0\"/><v>6</v></c><c r=\"B3\"><f t=\"shared\" si=\"7\"/><v>8</v></c></row>",
        ),
        "xlsx",
    );
    assert_eq!(
        drawn(&workbook.sheets[0]),
        "A1 blank =B1+1\nB1 blank =C1\nC1 blank =D1\nD1 3 =SUM(A1:A2*B1:B2)\nA2 4 =B2*2\nA3 6 =B3*2\nB3 8"
    );
}

#[test]
fn new_error_values_and_extensions_do_not_lose_the_sheet() {
    let workbook = read(
        rows(
            "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c r=\"B1\"><v>1</v><extLst><ext><x:v>9</x:v></ext></extLst></c>\
             <c r=\"C1\" t=\"e\"><f>X()</f><v>#PYTHON!</v></c><c r=\"D1\" t=\"new\"><v>2</v></c>\
             <c r=\"E1\" t=\"n\"><v>three</v></c><c r=\"F1\" t=\"b\"><v>yes</v></c></row>",
        ),
        "xlsx",
    );
    assert_eq!(
        drawn(&workbook.sheets[0]),
        "A1 error #SPILL!\nB1 1\nC1 error #PYTHON! =X()\nD1 2\nE1 \"three\"\nF1 \"yes\""
    );
    assert_eq!(workbook.sheets[0].problems, []);
}

#[test]
fn hidden_rows_columns_and_merges() {
    let sheet = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\"/><col min=\"9\" max=\"16384\" hidden=\"true\"/></cols>\
        <sheetData><row r=\"2\" hidden=\"1\"/><row hidden=\"1\"><c><v>1</v></c></row><row r=\"6\" hidden=\"1\"/></sheetData>\
        <mergeCells><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"D9:B7\"/><mergeCell ref=\"E5\"/><mergeCell ref=\"A1048576:B4294967295\"/>\
        <mergeCell ref=\"F1:XFD2\"/><mergeCell ref=\"nonsense\"/></mergeCells>";
    let workbook = read(xlsx(&[sheet], "<sst/>"), "xlsx");
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.hidden.rows, [(1, 2), (5, 5)]);
    assert_eq!(sheet.hidden.cols, [(1, 2), (8, 2047)]);
    assert!(sheet.hidden.contains(address("A3")));
    let merges: Vec<_> = sheet
        .merges
        .iter()
        .map(|(from, to)| format!("{from}:{to}"))
        .collect();
    assert_eq!(merges, ["A1:C2", "B7:D9", "F1:BZT2"]);
}

#[test]
fn sheets_with_the_same_name_prefixes_charts_and_missing_parts() {
    let book = "<x:workbook xmlns:x=\"m\"><x:workbookPr date1904=\"1\"/><x:sheets><x:sheet name=\"甲 \" r:id=\"a\" state=\"veryHidden\"/>\
        <x:sheet name=\"甲 \" r:id=\"b\" state=\"odd\"/><x:sheet name=\"图\" r:id=\"c\"/><x:sheet name=\"无\" r:id=\"d\"/></x:sheets></x:workbook>";
    let links = "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"/book/A.xml\"/>\
        <Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"../book/./b.xml\"/><Relationship Id=\"c\" Type=\"x/chartsheet\" Target=\"c.xml\"/>\
        <Relationship Id=\"s\" Type=\"x/styles\" Target=\"s.xml\"/></Relationships>";
    let sheet = |n: u8| {
        format!(
            "\u{feff}<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\"><x:v>{n}</x:v></x:c>\
             <x:c t=\"inlineStr\"><x:is><x:t>字</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
        )
    };
    let (a, b) = (sheet(1), sheet(2));
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(b[3..].encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let file = zip(&[
        ("_rels/.rels", b"<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"/book/workbook.xml\"/></Relationships>"),
        ("book\\workbook.xml", book.as_bytes()),
        ("book/_rels/workbook.xml.rels", links.as_bytes()),
        ("book/a.xml", a.as_bytes()),
        ("book/b.xml", &utf16),
        ("book/s.xml", b"<x:styleSheet><x:cellXfs><x:xf/><x:xf numFmtId='14'/></x:cellXfs></x:styleSheet>"),
    ]);
    let workbook = read(file, "et");
    let names: Vec<_> = workbook
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        names,
        [
            ("甲 ", Visibility::VeryHidden),
            ("甲 ", Visibility::Visible),
            ("无", Visibility::Visible)
        ]
    );
    assert_eq!(drawn(&workbook.sheets[0]), "A1 date 1904-01-02\nB1 \"字\"");
    assert_eq!(drawn(&workbook.sheets[1]), "A1 date 1904-01-03\nB1 \"字\"");
    assert_eq!(
        problems(&workbook.sheets[2]),
        "the file does not hold the sheet"
    );
}

#[test]
fn cells_in_any_order_and_twice() {
    let workbook = read(
        rows(
            "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row><row r=\"1\"><c r=\"A1\"><v>3</v></c><c r=\"B2\"><v>4</v></c></row>",
        ),
        "xlsx",
    );
    assert_eq!(drawn(&workbook.sheets[0]), "A1 3\nA2 2\nB2 4");
    assert_eq!(
        problems(&workbook.sheets[0]),
        "the file holds cell B2 more than once; the last one was read"
    );
}
