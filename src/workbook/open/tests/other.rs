//! Other formats, and files that are no spreadsheets.

use super::files::{compound, ods, zip};
use super::*;
use crate::workbook::{Format, Visibility};

#[test]
fn what_is_no_spreadsheet_is_told_apart() {
    let html = "\u{feff}\n<html><table><tr><td> </td></tr></table></html>";
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("<!DOCTYPE html>".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let files: [(Vec<u8>, OtherFormat); 18] = [
        (b"\x89PNG\r\n\x1a\n\0\0".to_vec(), OtherFormat::Png),
        (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), OtherFormat::Jpeg),
        (b"GIF89a\x01\0".to_vec(), OtherFormat::Gif),
        (b"%PDF-1.7\n%\xe2\xe3".to_vec(), OtherFormat::Pdf),
        (b"Rar!\x1a\x07\0".to_vec(), OtherFormat::Rar),
        (b"7z\xbc\xaf\x27\x1c\0".to_vec(), OtherFormat::SevenZip),
        (b"{\\rtf1 text}".to_vec(), OtherFormat::Rtf),
        (html.into(), OtherFormat::Html),
        (utf16, OtherFormat::Html),
        (b"MIME-Version: 1.0\r\n".to_vec(), OtherFormat::Html),
        (
            b"<?xml version=\"1.0\"?><root/>".to_vec(),
            OtherFormat::OtherXml,
        ),
        ("项目,金额\n".into(), OtherFormat::Text),
        (b"\0\x01\x02binary".to_vec(), OtherFormat::Unknown),
        (zip(&[("word/document.xml", b"")]), OtherFormat::Word),
        (
            zip(&[("ppt/presentation.xml", b"")]),
            OtherFormat::PowerPoint,
        ),
        (zip(&[("a.txt", b"")]), OtherFormat::Zip),
        (compound(&[("/WordDocument", b"x")]), OtherFormat::Word),
        (
            compound(&[("/PowerPoint Document", b"x")]),
            OtherFormat::PowerPoint,
        ),
    ];
    for (bytes, kind) in files {
        for extension in ["xls", "xlsx", "et", "ods"] {
            assert_eq!(
                refusal(bytes.clone(), extension),
                OpenError::NotASpreadsheet(kind)
            );
        }
    }
    assert_eq!(
        refusal(html.into(), "csv"),
        OpenError::NotASpreadsheet(OtherFormat::Html)
    );
    assert_eq!(refusal(vec![], "xlsx"), OpenError::Empty);
    assert_eq!(refusal(b" \r\n\t".to_vec(), "csv"), OpenError::Empty);
    assert_eq!(refusal("\u{feff} ".into(), "csv"), OpenError::Empty);
}

#[test]
fn what_is_named_xls_is_read_by_its_content() {
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"0!.0000\"/></Style></Styles>\
        <Worksheet ss:Name=\"表&amp;1\"><Table><Column ss:Index=\"2\" ss:Hidden=\"1\" ss:Span=\"1\"/><Row ss:Index=\"2\" ss:Hidden=\"1\"><Cell ss:Index=\"2\" ss:MergeAcross=\"1\" ss:MergeDown=\"1\"><Data ss:Type=\"String\">合<B>计</B>&#10;x</Data>\
        <Comment><Data>no</Data></Comment></Cell><Cell ss:StyleID=\"s1\" ss:Formula=\"=SUM(R[1]C:R[2]C)\"><Data ss:Type=\"Number\">82122874</Data></Cell></Row>\
        <Row><Cell><Data ss:Type=\"DateTime\">2023-01-31T00:00:00.000</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"Error\">#REF!</Data></Cell></Row></Table>\
        <WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><PageSetup><Header x:Data=\"&amp;R单位：万元\"/></PageSetup><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>";
    let workbook = read(xml.into(), "xls");
    let sheet = &workbook.sheets[0];
    assert_eq!(
        (workbook.format, sheet.name.as_str(), sheet.visibility),
        (Some(Format::Xml2003), "表&1", Visibility::Hidden)
    );
    assert_eq!(
        drawn(sheet),
        "B2 \"合计\\nx\"\nD2 82122874 =SUM(D3:D4)\nA3 date 2023-01-31\nD3 error #REF!"
    );
    assert_eq!(sheet.printed, ["单位：万元"]);
    assert_eq!((sheet.merges.len(), sheet.scaled.len()), (1, 1));
    assert_eq!(
        (&sheet.hidden.rows[..], &sheet.hidden.cols[..]),
        (&[(1, 1)][..], &[(1, 2)][..])
    );
    for (text, expected) in [
        ("项目\t金额\n合计\t1,234\n", "B2 \"1,234\""),
        ("项目;金额\n合计;1,234\n", "B2 \"1,234\""),
        ("sep=;\n项目;金额\n合计;1\n", "B2 \"1\""),
    ] {
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [gbk, utf16, text.into()] {
            let workbook = read(bytes, "xls");
            assert!(drawn(&workbook.sheets[0]).ends_with(expected), "{text}");
        }
    }
    let prose = "这是一份说明，不是表格。\n第二行没有分隔。\n";
    assert_eq!(
        refusal(prose.into(), "xls"),
        OpenError::NotASpreadsheet(OtherFormat::Text)
    );
}

#[test]
fn a_flat_document_is_read_as_one() {
    let text = "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\
        <office:body><office:spreadsheet><table:table table:name=\"表\"><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>";
    assert_eq!(drawn(&read(text.into(), "fods").sheets[0]), "A1 7");
    let other = text.replace("opendocument.spreadsheet", "opendocument.text");
    assert_eq!(
        refusal(other.into(), "fods"),
        OpenError::NotASpreadsheet(OtherFormat::Word)
    );
}

#[test]
fn encrypted_files() {
    let package = compound(&[("/EncryptionInfo", b"i"), ("/EncryptedPackage", b"p")]);
    assert_eq!(refusal(package, "xlsx"), OpenError::Encrypted);
    let document = zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "META-INF/manifest.xml",
            b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
        ),
        ("content.xml", b"\x01\x02"),
    ]);
    assert_eq!(refusal(document, "ods"), OpenError::Encrypted);
}

#[test]
fn text_in_every_encoding() {
    let text = "项目,金额\n,\n\n\"合\n计\", 12.50 \n";
    let expected = "A1 \"项目\"\nB1 \"金额\"\nA4 \"合\\n计\"\nB4 \" 12.50 \"";
    let utf16 = |bom: [u8; 2], bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        bom.into_iter()
            .chain(text.encode_utf16().flat_map(bytes))
            .collect()
    };
    for bytes in [
        text.into(),
        format!("\u{feff}{text}").into(),
        utf16([0xff, 0xfe], u16::to_le_bytes),
        utf16([0xfe, 0xff], u16::to_be_bytes),
        encoding_rs::GB18030.encode(text).0.into_owned(),
    ] {
        let workbook = read(bytes, "CSV");
        assert_eq!(workbook.format, Some(Format::Csv));
        assert_eq!(workbook.sheets[0].name, "Sheet1");
        assert_eq!(drawn(&workbook.sheets[0]), expected);
        assert_eq!(workbook.sheets[0].problems, []);
    }
    let damaged = read(b"\xcf\xee\xff,1\n".to_vec(), "csv");
    assert_eq!(
        problems(&damaged.sheets[0]),
        "some bytes are not gb18030 text; they are shown as \u{fffd}"
    );
    assert_eq!(
        drawn(&read(b"a,b\tc".to_vec(), "tsv").sheets[0]),
        "A1 \"a,b\"\nB1 \"c\""
    );
}

#[test]
fn cells_of_ods() {
    let table = "<table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/><table:table-column/>\
        <table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"16381\"/><table:shapes><draw:frame/></table:shapes>\
        <table:table-header-rows>\n<table:table-row>\n<table:table-cell table:number-columns-repeated=\"2\"/>\
        <table:table-cell office:value-type=\"string\"><text:p>一<text:s text:c=\"2\"/>二</text:p><text:p><text:span>三&amp;</text:span><text:line-break/>四</text:p>\
        <office:annotation><text:p>comment</text:p></table:table-cell>".replace("comment</text:p>", "comment</text:p></office:annotation>")
        + "<table:covered-table-cell/><table:table-cell table:formula=\"of:=SUM([.A1:.B2];[$'x.y'.C3])\" office:value-type=\"float\" office:value=\"12.50\"/>\
        <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/><table:table-cell office:value-type=\"date\" office:date-value=\"2023-01-31\"/>\
        <table:table-cell office:value-type=\"time\" office:time-value=\"PT30H00M00S\"/><table:table-cell office:value-type=\"float\" office:value=\"x\"/>\
        <table:table-cell table:formula=\"of:=[.A1]\"/></table:table-row></table:table-header-rows>\
        <table:table-row table:visibility=\"filter\" table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" office:value=\"7\" table:number-columns-repeated=\"2\"/></table:table-row>";
    let workbook = read(ods(&table), "ods");
    let sheet = &workbook.sheets[0];
    assert_eq!(
        (workbook.format, sheet.name.as_str(), sheet.visibility),
        (Some(Format::Ods), "表", Visibility::Hidden)
    );
    assert_eq!(
        drawn(sheet),
        "C1 \"一  二\\n三&\\n四\"\nE1 12.5 =SUM(A1:B2,'x.y'!C3)\nF1 error #DIV/0! =1/0\nG1 true\nH1 date 2023-01-31\n\
         I1 date 30:00:00\nJ1 \"x\"\nK1 blank =A1\nA2 7\nB2 7\nA3 7\nB3 7"
    );
    assert_eq!(sheet.hidden.rows, [(1, 2)]);
    assert_eq!(sheet.hidden.cols, [(0, 1), (3, 2047)]);
    assert_eq!(sheet.problems, []);
}

#[test]
fn a_damaged_ods_is_read_as_far_as_it_goes() {
    let sheet = &read(ods("<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/><table:table-cell><oops"), "ods").sheets[0];
    assert_eq!(drawn(sheet), "A1 1");
    assert_eq!(sheet.problems.len(), 1);
}
