//! Packages that no spreadsheet program would write today, but that are sent in.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::finding::{FindingCode, Stated};
use crate::messages::Language;
use crate::model::Place;
use crate::workbook::open::{Limits, open};
use crate::workbook::{Address, Hidden, RESULTS, Sheet, Value};

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn messages() -> Messages {
    Messages::new(Language::Chinese)
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let name = String::from_utf8(file.name_raw().to_owned()).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            (name, String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

fn read(bytes: &[u8]) -> Workbook {
    open(bytes, "xlsx", &Limits::default()).unwrap()
}

/// A finding on cells of sheet `甲`.
fn finding(cells: &[&str]) -> Finding {
    let finding = Finding::new(FindingCode::NotANumber).arg("text", "五");
    cells.iter().fold(finding, |finding, cell| {
        let place = Place {
            sheet: "甲".into(),
            cell: Address::parse(cell).unwrap(),
        };
        finding.cell(Stated::text(Some(place), "五"))
    })
}

/// Relations: name, kind, target.
fn relations(base: &str, lines: &[(&str, &str, &str)]) -> String {
    let lines: String = lines
        .iter()
        .map(|(id, kind, target)| {
            let kind = if kind.contains(':') {
                (*kind).to_owned()
            } else {
                format!("{base}/{kind}")
            };
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{lines}</Relationships>"
    )
}

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";

/// A workbook with one sheet `甲`, whose part is `sheet`, and with further parts.
fn workbook(sheet: &str, more: &[(&str, &str)], of_sheet: &[(&str, &str, &str)]) -> Vec<u8> {
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TRANSITIONAL}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let root = relations(
        TRANSITIONAL,
        &[("rId1", "officeDocument", "xl/workbook.xml")],
    );
    let of_book = relations(
        TRANSITIONAL,
        &[("rId1", "worksheet", "worksheets/sheet1.xml")],
    );
    let of_sheet = relations(TRANSITIONAL, of_sheet);
    let mut all = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_bytes()),
    ];
    for (name, text) in more {
        all.retain(|(own, _)| own != name);
        all.push((name, text.as_bytes()));
    }
    package(&all)
}

/// Marks a file, checks that marking again changes nothing, and that nothing is left but the list where there are no
/// findings; the parts of the marked file and of the last.
fn marked(
    bytes: &[u8],
    findings: &[Finding],
) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let before = read(bytes);
    let first = annotate(bytes, &before, findings, &messages()).unwrap();
    let after = read(&first);
    let kept: Vec<&Sheet> = after
        .sheets
        .iter()
        .filter(|sheet| !sheet.is_results())
        .collect();
    assert_eq!(kept, before.sheets.iter().collect::<Vec<_>>());
    assert_eq!(after.sheets.len(), before.sheets.len() + 1);
    let second = annotate(&first, &after, findings, &messages()).unwrap();
    assert_eq!(parts(&second), parts(&first));
    let clean = annotate(&first, &after, &[], &messages()).unwrap();
    (parts(&first), parts(&clean))
}

#[test]
fn a_package_with_only_what_must_be_there() {
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>");
    let (first, clean) = marked(&workbook(&sheet, &[], &[]), &[finding(&["B2", "A1"])]);
    assert!(first["xl/worksheets/sheet1.xml"].contains("<row r=\"2\"><c r=\"B2\" s=\""));
    assert!(first["xl/worksheets/sheet2.xml"].contains(RESULTS));
    assert!(first["xl/styles.xml"].contains("FFFFB3B9"));
    assert_eq!(
        clean["xl/worksheets/sheet1.xml"],
        sheet.replace("<sheetData/>", "<sheetData></sheetData>")
    );
    assert!(
        !clean
            .keys()
            .any(|name| name.contains("comments") || name.contains("vml"))
    );
}

#[test]
fn a_strict_package_with_prefixes_odd_names_and_other_encodings() {
    let main = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    let book = format!(
        "<x:workbook xmlns:x=\"{main}\" xmlns:q=\"{STRICT}\"><x:sheets><x:sheet name=\"乙\" sheetId=\"9\" q:id=\"b\" state=\"hidden\"/><x:sheet name=\"甲\" sheetId=\"1\" q:id=\"a\"/></x:sheets></x:workbook>"
    );
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><x:worksheet xmlns:x=\"{main}\"><x:sheetViews><x:sheetView tabSelected=\"1\" workbookViewId=\"0\"/></x:sheetViews><x:sheetData><x:row><x:c s='1'><x:v>1</x:v></x:c><x:c/></x:row></x:sheetData><x:pageMargins/><x:tableParts/></x:worksheet>"
    );
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(sheet.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let styles = format!(
        "<x:styleSheet xmlns:x=\"{main}\"><x:fills count='1'><x:fill><x:patternFill patternType='none'/></x:fill></x:fills><x:cellXfs count=\"2\"><x:xf/><x:xf numFmtId=\"14\"><x:protection locked=\"0\"/></x:xf></x:cellXfs><x:dxfs count=\"0\"/></x:styleSheet>"
    );
    let root = relations(STRICT, &[("r", "officeDocument", "/Book/workbook.xml")]);
    let of_book = relations(
        STRICT,
        &[
            ("a", "worksheet", "/Book/Eins.xml"),
            ("b", "worksheet", "./zwei.xml"),
            ("s", "styles", "../styles.xml"),
        ],
    );
    let empty = format!("<worksheet xmlns=\"{main}\"><sheetData/></worksheet>");
    let bytes = package(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("book/workbook.xml", book.as_bytes()),
        ("Book/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("Book/eins.xml", &utf16),
        ("Book/zwei.xml", empty.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ]);
    let (first, _) = marked(&bytes, &[finding(&["A1", "C1", "B4"])]);
    let sheet = &first["Book/eins.xml"];
    assert!(sheet.contains("encoding=\"UTF-8\"") && !sheet.contains("tabSelected"));
    assert!(
        sheet.contains("<x:c r=\"C1\" s=\"") && sheet.contains("<x:row r=\"4\"><x:c r=\"B4\" s=\""),
        "{sheet}"
    );
    assert!(
        sheet.contains(&format!(
            "<x:legacyDrawing xmlns:r=\"{STRICT}\" r:id=\"rId2\"/><x:tableParts/>"
        )),
        "{sheet}"
    );
    let styles = &first["styles.xml"];
    assert!(
        styles.contains(
            "<x:xf numFmtId=\"14\" fillId=\"2\" applyFill=\"1\"><x:protection locked=\"0\"/></x:xf>"
        ),
        "{styles}"
    );
    assert!(first["Book/comments1.xml"].contains(main));
    assert!(first["Book/worksheets/sheet1.xml"].contains(main));
    assert!(first["Book/_rels/workbook.xml.rels"].contains(&format!(
        "{STRICT}/worksheet\" Target=\"/Book/worksheets/sheet1.xml\""
    )));
    assert!(
        first["book/workbook.xml"]
            .contains("<x:bookViews><x:workbookView activeTab=\"0\"/></x:bookViews>")
    );
}

#[test]
fn conversations_controls_macros_and_signatures() {
    let sheet = format!(
        "<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{TRANSITIONAL}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><drawing r:id=\"d\"/><legacyDrawing r:id=\"v\"/><controls/></worksheet>"
    );
    let drawing = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
        <v:shape id=\"_x0000_s2049\"><v:textbox><div>按钮<br></div></v:textbox><x:ClientData ObjectType=\"Button\"><x:Anchor>1</x:Anchor></x:ClientData></v:shape>\
        <v:shape id=\"_x0000_s2050\"><x:ClientData ObjectType=\"Note\"><x:Anchor>\n1, 15, 0, 2, 3, 1, 4, 1</x:Anchor><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>";
    let comments = format!(
        "<comments xmlns=\"{MAIN}\"><authors><author>tc={{2}}</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"
    );
    let threads = "<ThreadedComments xmlns=\"t\"><threadedComment ref=\"A1\" dT=\"2026-01-02T03:04:05.00\" personId=\"{1}\" id=\"{2}\"><text>?</text></threadedComment></ThreadedComments>";
    let people = "<personList xmlns=\"t\"><person displayName=\"王\" id=\"{1}\"/></personList>";
    let of_book = relations(
        TRANSITIONAL,
        &[
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            (
                "rId2",
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                "vbaProject.bin",
            ),
            (
                "rId3",
                "http://schemas.microsoft.com/office/2017/10/relationships/person",
                "persons/person.xml",
            ),
        ],
    );
    let root = relations(
        TRANSITIONAL,
        &[
            ("rId1", "officeDocument", "xl/workbook.xml"),
            (
                "rId2",
                "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
                "_xmlsignatures/origin.sigs",
            ),
        ],
    );
    let bytes = workbook(
        &sheet,
        &[
            ("xl/_rels/workbook.xml.rels", &of_book),
            ("_rels/.rels", &root),
            ("_xmlsignatures/origin.sigs", "x"),
            ("_xmlsignatures/_rels/origin.sigs.rels", "<Relationships/>"),
            ("_xmlsignatures/sig1.xml", "<Signature/>"),
            ("xl/vbaProject.bin", "macros"),
            ("xl/drawings/vml.vml", drawing),
            ("xl/notes.xml", &comments),
            ("xl/threads.xml", threads),
            ("xl/persons/person.xml", people),
        ],
        &[
            ("v", "vmlDrawing", "../drawings/vml.vml"),
            ("c", "comments", "../notes.xml"),
            (
                "t",
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threads.xml",
            ),
            ("d", "drawing", "../drawings/drawing1.xml"),
        ],
    );
    let (first, clean) = marked(&bytes, &[finding(&["A1", "B1"])]);
    assert!(!first.keys().any(|name| name.starts_with("_xmlsignatures")));
    assert!(!first["_rels/.rels"].contains("signature"));
    assert_eq!(first["xl/vbaProject.bin"], "macros");
    let book = &first["xl/workbook.xml"];
    assert!(
        book.find("甲").unwrap() < book.find("校验结果").unwrap()
            && book.contains("activeTab=\"1\""),
        "{book}"
    );
    assert!(first["xl/threads.xml"].contains("parentId=\"{2}\"><text>[yusuan]\n"));
    assert!(first["xl/persons/person.xml"].contains("displayName=\"yusuan\""));
    let vml = &first["xl/drawings/vml.vml"];
    assert!(
        vml.contains("id=\"_x0000_s2051\"") && !vml.contains("1, 15, 0, 2, 3, 1, 4, 1"),
        "{vml}"
    );
    assert!(first["xl/notes.xml"].contains("<r><t>[Threaded comment]</t></r><r><rPr><b/>"));
    for (part, before) in [
        ("xl/threads.xml", threads),
        ("xl/persons/person.xml", people),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        let plain = clean[part].replace("<c r=\"A1\" s=\"0\">", "<c r=\"A1\">");
        assert_eq!(plain, before);
    }
    assert!(clean["xl/drawings/vml.vml"].contains("1, 15, 0, 2, 3, 1, 4, 1"));
    assert!(
        clean["xl/drawings/vml.vml"].contains("Button")
            && !clean["xl/drawings/vml.vml"].contains("s2051")
    );
}

#[test]
fn a_damaged_part_is_an_error_and_no_loss() {
    let sheet =
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>");
    let bytes = workbook(&sheet, &[], &[]);
    let error = annotate(&bytes, &read(&bytes), &[finding(&["A1"])], &messages()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "part xl/worksheets/sheet1.xml: it ends too early"
    );
}

#[test]
fn a_sheet_that_has_the_name_already_keeps_it() {
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>");
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TRANSITIONAL}\"><sheets><sheet name=\"校验结果\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let bytes = workbook(&sheet, &[("xl/workbook.xml", &book)], &[]);
    let (first, _) = marked(&bytes, &[]);
    assert!(first["xl/workbook.xml"].contains("name=\"校验结果 (2)\""));
}

#[test]
fn other_formats_become_a_new_workbook() {
    let text = |row, text: &str| crate::workbook::Cell {
        row,
        value: Value::Text(text.into()),
        ..crate::workbook::Cell::default()
    };
    let sheet = |name: &str| Sheet {
        name: name.to_owned(),
        cells: vec![text(0, "合计"), text(1, "05"), text(2, "1,234.50")],
        merges: ["A1:B2", "B2:C3", "D1:D2"]
            .map(|merge| merge.split_once(':').unwrap())
            .map(|(from, to)| (Address::parse(from).unwrap(), Address::parse(to).unwrap()))
            .to_vec(),
        hidden: Hidden {
            rows: vec![(4, 5)],
            cols: vec![(2, 2)],
        },
        ..Sheet::default()
    };
    let long = "甲".repeat(40) + "[1]/'";
    let before = Workbook {
        format: Some(Format::Csv),
        sheets: vec![sheet(&long), sheet(&long), sheet("校验结果"), sheet("")],
        ..Workbook::default()
    };
    let place = Place {
        sheet: long.as_str().into(),
        cell: Address::new(1, 1),
    };
    let finding = Finding::new(FindingCode::NotANumber)
        .arg("text", "五")
        .cell(Stated::text(Some(place), "五"));
    let bytes = annotate(b"", &before, &[finding], &messages()).unwrap();
    let after = read(&bytes);
    let names: Vec<&str> = after
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    let cut = "甲".repeat(31);
    let second = "甲".repeat(27) + " (2)";
    assert_eq!(names, ["校验结果 (2)", &cut, &second, "校验结果", "Sheet"]);
    let sheet = &after.sheets[1];
    assert_eq!(sheet.hidden.rows, [(4, 5)]);
    assert_eq!(sheet.merges.len(), 2);
    let values: Vec<&Value> = sheet.cells.iter().map(|cell| &cell.value).collect();
    let number = Value::Number("1234.5".parse().unwrap());
    assert_eq!(
        values[..],
        [
            &Value::Text("合计".into()),
            &Value::Text("05".into()),
            &number
        ]
    );
    let list = &parts(&bytes)["xl/worksheets/sheet1.xml"];
    assert!(list.contains(&format!("location=\"'{cut}'!A1\"")), "{list}");
}
