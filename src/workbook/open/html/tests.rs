use super::super::tests::drawn;
use super::*;

fn page(html: &str) -> Sheet {
    let workbook = read(html.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(workbook.sheets.len(), 1);
    workbook.sheets.into_iter().next().unwrap()
}

#[test]
fn tables_stand_one_below_the_other_with_the_texts_between() {
    let sheet = page(
        "<html><head><title>x</title><style>td{color:red}</style><script>var a='<td>1</td>'</script></head><body>\
         <h2>收入\n表</h2><p></p><table><caption>单位：元</caption><thead><tr><th>项目<th>金额</thead>\
         <tr><td>合 计<br>&nbsp;a&amp;b<td align=right>82,122,874.00</table>text<table><tr><td>二</td></tr></table>end",
    );
    assert_eq!(
        drawn(&sheet),
        "A1 \"收入 表\"\nA2 \"单位：元\"\nA3 \"项目\"\nB3 \"金额\"\nA4 \"合 计\\n\\u{a0}a&b\"\nB4 \"82,122,874.00\"\nA5 \"text\"\nA6 \"二\"\nA7 \"end\""
    );
}

#[test]
fn a_table_within_a_cell_is_read() {
    let sheet = page(
        "<table><tr><td>表头</td></tr><tr><td>before<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>after</td></tr>\
         <tr><td>last</td></tr></table>",
    );
    assert_eq!(
        drawn(&sheet),
        "A1 \"表头\"\nA2 \"before\"\nA3 \"a\"\nB3 \"b\"\nA4 \"c\"\nA5 \"after\"\nA6 \"last\""
    );
}

#[test]
fn tables_in_one_cell_stand_one_below_the_other() {
    let sheet = page(
        "<table><tr><td>x</td><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table>text<table><tr><td>c</td></tr></table></td><td>y</td></tr>\
         <tr><td>z</td></tr></table>",
    );
    assert_eq!(
        drawn(&sheet),
        "A1 \"x\"\nB1 \"a\"\nC1 \"y\"\nB2 \"b\"\nA3 \"text\"\nB4 \"c\"\nA5 \"z\""
    );
}

#[test]
fn stored_numbers_formats_and_what_is_hidden() {
    let sheet = page(
        "<style>.a{mso-number-format:\"0\\\\\\.0000\"} .h{display:none}</style><table><col><col style='display:none'>\
         <tr><td class=a x:num=\"82122874\" x:fmla=\"=SUM(A2:A3)\">8212.2874</td><td x:num>5</td><td x:str>05</td></tr>\
         <tr class=h><td>x</td></tr><tr style='display:none'><td>y</td></tr><tr><td>z</td></tr></table>",
    );
    assert_eq!(
        drawn(&sheet),
        "A1 82122874 =SUM(A2:A3)\nB1 5\nC1 \"05\"\nA2 \"x\"\nA3 \"y\"\nA4 \"z\""
    );
    assert_eq!(sheet.scaled.len(), 1);
    assert_eq!(sheet.hidden.rows, [(1, 2)]);
    assert_eq!(sheet.hidden.cols, [(1, 1)]);
}

#[test]
fn spans_become_merged_regions() {
    let sheet = page(
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    );
    assert_eq!(drawn(&sheet), "A1 \"a\"\nB1 \"b\"\nB2 \"c\"\nC2 \"d\"");
    assert_eq!(sheet.merges.len(), 2);
}

#[test]
fn hostile_pages_end_soon() {
    let limits = Limits::default();
    let deep = "<table><tr><td>".repeat(50_000) + "1";
    let wide = format!(
        "<table><tr>{}</table>",
        "<td colspan=99999 rowspan=99999>1".repeat(5_000)
    );
    let long = format!("<table>{}</table>", "<tr>".repeat(500_000));
    let unclosed = format!("<table><tr><td {}", "a=1 ".repeat(100_000));
    for html in [deep, wide, long, unclosed] {
        // That it comes back, with whatever it read, is enough.
        let _ = read(html.as_bytes(), &limits);
    }
}

#[test]
fn a_page_without_cells_is_no_spreadsheet() {
    let read = read(
        b"<html><frameset><frame src=a.htm></frameset></html>",
        &Limits::default(),
    );
    assert_eq!(
        read.unwrap_err(),
        OpenError::NotASpreadsheet(OtherFormat::Html)
    );
}

#[test]
fn archives_hold_a_page_for_each_sheet() {
    let archive = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Location: file:///C:/a.htm\r\n\
        Content-Type: text/html; charset=\"gb2312\"\r\n\r\n<x:ExcelWorksheets><x:ExcelWorksheet><x:Name>=E8=A1=A8</x:Name><x:WorksheetSource HRef=\"a.files/sheet001.htm\"/></x:ExcelWorksheet>\
        <x:ExcelWorksheet><x:Name>B&amp;C</x:Name><x:WorksheetSource HRef=\"a.files/sheet002.htm\"/></x:ExcelWorksheet></x:ExcelWorksheets>\r\n\
        --b\r\nContent-Location: file:///C:/a.files/sheet001.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html\r\n\r\n\
        <table><tr><td style=3D'color:red'>=E5=90=88=\r\n=E8=AE=A1</td></tr></table>\r\n\
        --b\r\nContent-Location: file:///C:/a.files/sheet002.htm\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n\
        PHRhYmxlPjx0cj48dGQ+\r\nMTwvdGQ+PC90cj48L3RhYmxlPg==\r\n\
        --b\r\nContent-Location: file:///C:/a.files/tabstrip.htm\r\nContent-Type: text/html\r\n\r\n<table><tr><td>tab</td></tr></table>\r\n--b--\r\n";
    let workbook = read_archive(archive.as_bytes(), &Limits::default()).unwrap();
    let sheets: Vec<(&str, String)> = workbook
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), drawn(sheet)))
        .collect();
    assert_eq!(
        sheets,
        [
            ("=E8=A1=A8", "A1 \"合计\"".to_owned()),
            ("B&C", "A1 \"1\"".to_owned())
        ]
    );
}
