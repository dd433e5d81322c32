//! LibreOffice as the one who fills in: a macro types, sorts, inserts and saves as people do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use yusuan::workbook::{Address, Cell, Value, Workbook};

use crate::oracle;

const MACRO: &str = include_str!("office.bas");

/// A session of LibreOffice, one instruction a line.
#[derive(Default)]
pub(crate) struct Session(String);

impl Session {
    fn line(mut self, parts: &[&str]) -> Self {
        self.0 += &(parts.join("\t") + "\n");
        self
    }

    /// What another session does, after this one.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0 += &other.0;
        self
    }

    pub(crate) fn open(self, path: &Path) -> Self {
        self.line(&["open", path.to_str().unwrap()])
    }

    pub(crate) fn text(self, sheet: &str, cell: &str, text: &str) -> Self {
        self.line(&["text", sheet, cell, text])
    }

    pub(crate) fn formula(self, sheet: &str, cell: &str, formula: &str) -> Self {
        self.line(&["formula", sheet, cell, formula])
    }

    pub(crate) fn number(self, sheet: &str, cell: &str, number: &str) -> Self {
        self.line(&["number", sheet, cell, number])
    }

    pub(crate) fn unprotect(self, sheet: &str) -> Self {
        self.line(&["unprotect", sheet, ""])
    }

    /// Rows are counted from 0.
    pub(crate) fn insert(self, sheet: &str, row: u32, count: u32) -> Self {
        self.line(&["insert", sheet, &row.to_string(), &count.to_string()])
    }

    /// Rows are counted from 0.
    pub(crate) fn delete(self, sheet: &str, row: u32, count: u32) -> Self {
        self.line(&["delete", sheet, &row.to_string(), &count.to_string()])
    }

    /// Sorts a range by its first three columns.
    pub(crate) fn sort(self, sheet: &str, range: &str) -> Self {
        self.line(&["sort", sheet, range])
    }

    /// Appends what the cell shows to the file `to`.
    pub(crate) fn get(self, sheet: &str, cell: &str, to: &Path) -> Self {
        self.line(&["get", sheet, cell, to.to_str().unwrap()])
    }

    /// Recalculates and saves, in the format of the name's ending.
    pub(crate) fn save(self, path: &Path) -> Self {
        let filter = match path.extension().unwrap().to_str().unwrap() {
            "xlsx" => "Calc MS Excel 2007 XML",
            "xls" => "MS Excel 97",
            "ods" => "calc8",
            other => panic!("no filter for .{other}"),
        };
        self.line(&["save", path.to_str().unwrap(), filter])
    }

    pub(crate) fn close(self) -> Self {
        self.line(&["close", ""])
    }

    /// Types what the session types straight into `workbook`, as a program does that recalculates nothing.
    pub(crate) fn type_into(&self, workbook: &mut Workbook) {
        for line in self.0.lines() {
            let [what, sheet, cell, typed] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("cannot be typed: {line}");
            };
            let value = match what {
                "text" => Value::Text(typed.to_owned()),
                "number" => Value::Number(typed.parse().unwrap()),
                _ => panic!("cannot be typed: {line}"),
            };
            let sheets = &mut workbook.sheets;
            let sheet = sheets.iter_mut().find(|own| own.name == sheet).unwrap();
            let address = Address::parse(cell).unwrap();
            let at = sheet.cells.binary_search_by_key(&address, Cell::address);
            let own = &mut sheet.cells[at.unwrap()];
            (own.value, own.formula) = (value, None);
        }
    }

    /// Runs the session; `false` where LibreOffice is not installed.
    pub(crate) fn run(self, folder: &Path) -> bool {
        let profile = folder.join("profile");
        let script = folder.join("session.txt");
        fs::write(&script, self.0).unwrap();
        let user = profile.join("user");
        if !user.exists() {
            // The first start makes the profile, and would overwrite a macro.
            fs::create_dir_all(&user).unwrap();
            fs::write(
                user.join("registrymodifications.xcu"),
                oracle::RECALCULATE_ALWAYS,
            )
            .unwrap();
            if !soffice(&profile, &["--terminate_after_init".to_owned()]) {
                return false;
            }
            let basic = user.join("basic/Standard");
            fs::create_dir_all(&basic).unwrap();
            fs::write(basic.join("script.xlb"), LIBRARY).unwrap();
            let escaped = MACRO
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace('"', "&quot;");
            fs::write(
                basic.join("Fill.xba"),
                format!("{MODULE}{escaped}</script:module>\n"),
            )
            .unwrap();
        }
        let run = format!("macro:///Standard.Fill.Run(\"{}\")", script.display());
        soffice(&profile, &[run])
    }
}

const LIBRARY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Fill"/>
</library:library>
"#;
const MODULE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">
"#;

/// Runs LibreOffice to its end; `false` where it is not installed. A macro that fails leaves it waiting, so time is limited.
fn soffice(profile: &Path, args: &[String]) -> bool {
    let started = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--norestore"])
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        eprintln!("not checked: soffice is not installed");
        return false;
    };
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "soffice: {status}");
            return true;
        }
        if begun.elapsed() > Duration::from_secs(240) {
            child.kill().unwrap();
            panic!("soffice did not end: {args:?}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The lines that [`Session::get`] wrote.
pub(crate) fn shown(path: &PathBuf) -> Vec<String> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}
