//! openpyxl as judge of what marking changes.

use std::path::Path;
use std::process::Command;

/// Makes a workbook with all that must stay: comments, a picture, validations, conditional formats, names of sheets, page
/// set-up, protection of a sheet and of the workbook.
const MAKE: &str = r##"
import sys, struct, zlib, io
import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
def png():
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\x80\x20\x20" * 8 for _ in range(8))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
book = openpyxl.Workbook()
first, second = book.active, book.create_sheet("表 二'&<")
first.title = "表一 "
for row in range(1, 9):
    for col in range(1, 5):
        cell = first.cell(row, col, row * 10 + col)
        cell.number_format = "#,##0.00"
        cell.border = Border(left=Side("thin"), top=Side("double"))
first["A1"] = "标题"
first.merge_cells("A1:D1")
first["B2"].fill = PatternFill("solid", fgColor="FFFF00")
first["C2"].fill = GradientFill(stop=("FF0000", "00FF00"))
first["B3"].font = Font(name="黑体", bold=True, color="0000FF")
first["D8"] = "=SUM(D2:D7)"
first["B2"].comment = Comment("请核对 <1>", "王")
first["D4"].comment = Comment("另一条", "李")
first.column_dimensions["C"].hidden = True
first.row_dimensions[5].height = 40
first.add_image(Image(io.BytesIO(png())), "F2")
validation = DataValidation(type="list", formula1='"是,否"'); validation.add("D3"); first.add_data_validation(validation)
first.conditional_formatting.add("B2:B8", CellIsRule(operator="greaterThan", formula=["50"], fill=PatternFill("solid", bgColor="00FF00")))
first.print_area, first.print_title_rows = "A1:D8", "1:2"
first.protection.sheet = True
second["A1"], second["A2"] = "x", "='表一 '!D8"
second.print_area = "A1:B2"
second.auto_filter.ref = "A1:A2"
book.defined_names["总数"] = DefinedName("总数", attr_text="'表一 '!$D$8")
book.security = WorkbookProtection(lockStructure=True)
book.active = 1
book.save(sys.argv[1])
"##;

/// Prints what differs between two workbooks, a line each, but for the list of findings.
const COMPARE: &str = r##"
import sys, openpyxl
one, other = (openpyxl.load_workbook(path) for path in sys.argv[1:3])
def colour(fill):
    if fill.fill_type == "solid":
        return fill.fgColor.rgb[2:] if fill.fgColor.type == "rgb" else repr(fill.fgColor)
    return repr(fill.stop) if hasattr(fill, "stop") else fill.fill_type
names = [sheet for sheet in other.sheetnames if sheet not in one.sheetnames]
print("new sheets", names, "active", other.active.title)
if [name for name in other.sheetnames if name in one.sheetnames] != one.sheetnames:
    print("order", other.sheetnames)
if set(one.defined_names) != set(other.defined_names) or repr(one.security) != repr(other.security):
    print("workbook")
for sheet in one:
    twin = other[sheet.title]
    for what in ("print_area", "print_title_rows", "merged_cells", "freeze_panes", "sheet_state"):
        if str(getattr(sheet, what)) != str(getattr(twin, what)):
            print(sheet.title, what, getattr(sheet, what), getattr(twin, what))
    for what in (lambda s: len(s._images), lambda s: s.protection.sheet, lambda s: [str(d.sqref) for d in s.data_validations.dataValidation],
                 lambda s: [str(c.sqref) for c in s.conditional_formatting], lambda s: s.auto_filter.ref,
                 lambda s: {k: (d.width, d.hidden) for k, d in s.column_dimensions.items()},
                 lambda s: {k: (d.height, d.hidden) for k, d in s.row_dimensions.items() if d.height or d.hidden}):
        if what(sheet) != what(twin):
            print(sheet.title, what(sheet), what(twin))
    rows, cols = max(sheet.max_row, twin.max_row), max(sheet.max_column, twin.max_column)
    for row in range(1, rows + 1):
        for col in range(1, cols + 1):
            a, b = sheet.cell(row, col), twin.cell(row, col)
            for what in ("value", "number_format", "font", "border", "alignment", "protection"):
                if repr(getattr(a, what)) != repr(getattr(b, what)):
                    print(sheet.title, a.coordinate, what, getattr(a, what), getattr(b, what))
            fills = [colour(cell.fill) for cell in (a, b)]
            if fills[0] != fills[1]:
                print(sheet.title, a.coordinate, "fill", fills[1])
            comments = [cell.comment.text if cell.comment else None for cell in (a, b)]
            if comments[0] != comments[1]:
                print(sheet.title, a.coordinate, "comment", repr(comments[1]))
"##;

/// Makes the workbook that holds all that must stay; whether openpyxl is there to make it.
pub(super) fn make(path: &Path) -> bool {
    python(MAKE, &[path]).is_some()
}

/// What differs between two workbooks, but for the list of findings; `None` without openpyxl.
pub(super) fn differences(one: &Path, other: &Path) -> Option<Vec<String>> {
    let printed = python(COMPARE, &[one, other])?;
    Some(printed.lines().map(str::to_owned).collect())
}

fn python(script: &str, paths: &[&Path]) -> Option<String> {
    let output = Command::new("python3")
        .args(["-c", script])
        .args(paths)
        .output()
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if errors.contains("No module named") {
        eprintln!("not checked: {errors}");
        return None;
    }
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
