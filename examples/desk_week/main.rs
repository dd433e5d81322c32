//! A week of a reviewer with a made-up district: what comes in on Wednesday, Thursday and Friday, and what `yusuan review` says.
//!
//! `cargo run --example desk_week -- YUSUAN DIR [DEPARTMENTS UNITS]` walks the week with that binary.
//! `cargo run --example desk_week -- --make DIR DEPARTMENTS UNITS` only makes a task folder in which everyone has handed in.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the command line"
)]

#[path = "../made_up/budget/mod.rs"]
mod budget;
mod district;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use district::{District, Line, doubled, wrong};
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Cell, Value};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["--make", folder, departments, units] => make(folder, departments, units),
        [binary, folder] => walk(binary, folder, "60", "300"),
        [binary, folder, departments, units] => walk(binary, folder, departments, units),
        _ => Err(anyhow::anyhow!(
            "usage: desk_week YUSUAN DIR [DEPARTMENTS UNITS]"
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("desk_week: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(path, bytes).with_context(|| path.display().to_string())
}

/// A task folder in which everyone has handed in.
fn make(folder: &str, departments: &str, units: &str) -> anyhow::Result<()> {
    let district = District::new(departments.parse()?, units.parse()?);
    let folder = Path::new(folder);
    put(
        &folder.join("名册.csv"),
        district.roster(&|_| String::new()).as_bytes(),
    )?;
    for head in &district.departments {
        let mut below = Vec::new();
        for unit in district
            .units
            .iter()
            .filter(|own| own.department == head.name)
        {
            let made = district.budget(unit, 2026);
            let name = format!("{}/{}-{}.xlsx", head.code, unit.code, unit.name);
            put(&folder.join("收件").join(&name), &district.workbook(&made)?)?;
            let last = district.budget(unit, 2025);
            put(&folder.join("上年").join(&name), &district.workbook(&last)?)?;
            below.push(made);
        }
        let own = district.own_paper(head, &below)?;
        let name = format!("{0}/{0}-{1}部门预算.xlsx", head.code, head.name);
        put(&folder.join("收件").join(name), &district.workbook(&own)?)?;
    }
    Ok(())
}

/// The week.
struct Week {
    binary: PathBuf,
    folder: PathBuf,
    district: District,
}

fn walk(binary: &str, folder: &str, departments: &str, units: &str) -> anyhow::Result<()> {
    let week = Week {
        binary: fs::canonicalize(binary).with_context(|| binary.to_owned())?,
        folder: PathBuf::from(folder),
        district: District::new(departments.parse()?, units.parse()?),
    };
    let roster = week.district.roster(&|_| String::new());
    put(&week.folder.join("名册.csv"), roster.as_bytes())?;
    let head = "office = \"云山区财政局\"\nnumber = \"云财预〔{year}〕{code}号\"\ncontact = \"预算股\"\nphone = \"88880000\"\n";
    put(&week.folder.join("信头.toml"), head.as_bytes())?;
    for unit in &week.district.units {
        let last = week.district.budget(unit, 2025);
        let name = format!("上年/{}-{}.xlsx", unit.code, unit.name);
        put(&week.folder.join(name), &week.district.workbook(&last)?)?;
    }
    week.wednesday()?;
    week.review("周三", "2026-01-14", &[])?;
    week.decide_versions()?;
    week.thursday()?;
    week.review("周四", "2026-01-15", &[])?;
    week.friday()?;
    week.review("周五", "2026-01-16", &[])?;
    week.review("周五（封账）", "2026-01-16", &["--seal"])
}

impl Week {
    fn review(&self, day: &str, date: &str, more: &[&str]) -> anyhow::Result<()> {
        let began = std::time::Instant::now();
        let output = Command::new(&self.binary)
            .arg("review")
            .arg(&self.folder)
            .args(["--date", date, "--lang", "zh"])
            .args(more)
            .output()?;
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "== {day}（{seconds:.1} 秒，退出码 {}）",
            output.status.code().unwrap_or(-1)
        );
        println!("{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    fn inbox(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        put(&self.folder.join("收件").join(name), bytes)
    }

    fn paper(
        &self,
        unit: &Line,
        change: impl Fn(&mut yusuan::model::Budget),
    ) -> anyhow::Result<Vec<u8>> {
        let mut made = self.district.budget(unit, 2026);
        // Some units get much more money this year, which they will have to explain.
        if unit.seed % 7 == 3 {
            doubled(&mut made);
        }
        change(&mut made);
        self.district.workbook(&made)
    }

    /// The first delivery: two of three units, with all that goes wrong.
    fn wednesday(&self) -> anyhow::Result<()> {
        let units = &self.district.units;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (at, unit) in units.iter().enumerate() {
            let name = format!("{}/{}-{}", unit.department, unit.code, unit.name);
            match at % 30 {
                // Has not handed in.
                0..10 => {}
                10 => self.inbox(&format!("{name}.pdf"), b"%PDF-1.7")?,
                11 => {
                    let last = self.district.budget(unit, 2025);
                    self.inbox(&format!("{name}.xlsx"), &self.district.workbook(&last)?)?;
                }
                12 => {
                    // Under the name of the next unit, which has not handed in.
                    let next = &units[(at + 19) % units.len()];
                    let file = format!("{}/{}-{}.xlsx", next.department, next.code, next.name);
                    self.inbox(&file, &self.paper(unit, |_| ())?)?;
                }
                13 | 14 => self.inbox(&format!("{name}.xlsx"), &self.paper(unit, wrong)?)?,
                15 => {
                    self.inbox(&format!("{name}v1.xlsx"), &self.paper(unit, wrong)?)?;
                    self.inbox(&format!("{name}v2.xlsx"), &self.paper(unit, |_| ())?)?;
                }
                16 => {
                    // Nothing tells which of two is the newer one.
                    self.inbox(&format!("{name}.xlsx"), &self.paper(unit, |_| ())?)?;
                    self.inbox(&format!("{name}-副本.xlsx"), &self.paper(unit, doubled)?)?;
                }
                17 => {
                    let file = zip::write::SimpleFileOptions::default();
                    zip.start_file(format!("{}-{}.xlsx", unit.code, unit.name), file)?;
                    zip.write_all(&self.paper(unit, |_| ())?)?;
                }
                _ => self.inbox(&format!("{name}.xlsx"), &self.paper(unit, |_| ())?)?,
            }
        }
        self.inbox("邮件附件.zip", &zip.finish()?.into_inner())?;
        self.inbox("Thumbs.db", b"x")?;
        for (at, head) in self.district.departments.iter().enumerate() {
            if at % 3 == 0 {
                self.own_paper(head, at % 12 == 0)?;
            }
        }
        Ok(())
    }

    fn own_paper(&self, head: &Line, off: bool) -> anyhow::Result<()> {
        let units = self
            .district
            .units
            .iter()
            .filter(|own| own.department == head.name);
        let below: Vec<_> = units
            .map(|unit| {
                let mut made = self.district.budget(unit, 2026);
                if unit.seed % 7 == 3 {
                    doubled(&mut made);
                }
                made
            })
            .collect();
        let mut own = self.district.own_paper(head, &below)?;
        if off {
            wrong(&mut own);
        }
        let name = format!("{0}/{1}-{0}部门预算.xlsx", head.name, head.code);
        self.inbox(&name, &self.district.workbook(&own)?)
    }

    /// The reviewer writes into the roster which of two files counts.
    fn decide_versions(&self) -> anyhow::Result<()> {
        let units = &self.district.units;
        let counted = |line: &Line| {
            let at = units.iter().position(|own| own.code == line.code);
            match at {
                Some(at) if at % 30 == 16 => format!("{}-{}.xlsx", line.code, line.name),
                _ => String::new(),
            }
        };
        put(
            &self.folder.join("名册.csv"),
            self.district.roster(&counted).as_bytes(),
        )
    }

    /// Corrections, most of those who were missing, and reasons.
    fn thursday(&self) -> anyhow::Result<()> {
        for (at, unit) in self.district.units.iter().enumerate() {
            let name = format!("补报/{}-{}", unit.code, unit.name);
            match at % 30 {
                0..8 | 10 | 11 => {
                    self.inbox(&format!("{name}.xlsx"), &self.paper(unit, |_| ())?)?
                }
                12..15 => self.inbox(&format!("{name}-修改.xlsx"), &self.paper(unit, |_| ())?)?,
                _ => {}
            }
        }
        self.explain()
    }

    /// The units fill in the lists that lay beside their letters.
    fn explain(&self) -> anyhow::Result<()> {
        let folder = self.folder.join("审核/待说明");
        let Ok(entries) = fs::read_dir(&folder) else {
            return Ok(());
        };
        let mut entries: Vec<PathBuf> = entries.flatten().map(|own| own.path()).collect();
        entries.sort();
        for path in entries {
            let list = path.join("审核说明.xlsx");
            if !list.is_file() {
                continue;
            }
            let filled = filled(
                &fs::read(list)?,
                &[
                    (5, "新增项目，已按规定程序报批"),
                    (6, "王某"),
                    (7, "2026-01-15"),
                ],
            )?;
            let unit = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            self.inbox(&format!("补报/{unit}-审核说明.xlsx"), &filled)?;
        }
        Ok(())
    }

    /// Everyone else, the departments' own papers, and the reviewer's decisions.
    fn friday(&self) -> anyhow::Result<()> {
        let decided = self.folder.join("审核/审核说明-待审.xlsx");
        if decided.is_file() {
            let decisions = [(8, "同意"), (9, "李某"), (10, "2026-01-16")];
            let list = filled(&fs::read(decided)?, &decisions)?;
            put(&self.folder.join("审核说明.xlsx"), &list)?;
        }
        for (at, unit) in self.district.units.iter().enumerate() {
            let name = format!("补报/{}-{}.xlsx", unit.code, unit.name);
            if matches!(at % 30, 8 | 9) {
                self.inbox(&name, &self.paper(unit, |_| ())?)?;
            }
        }
        for (at, head) in self.district.departments.iter().enumerate() {
            self.own_paper(head, at == 24)?;
        }
        Ok(())
    }
}

/// A list with these columns filled in below its headers.
fn filled(bytes: &[u8], columns: &[(u32, &str)]) -> anyhow::Result<Vec<u8>> {
    let mut book =
        open(bytes, "xlsx", &Limits::default()).map_err(|error| anyhow::anyhow!("{error}"))?;
    book.format = None;
    book.names.clear();
    for sheet in &mut book.sheets {
        let rows: Vec<u32> = sheet
            .rows()
            .map(|(row, _)| row)
            .filter(|row| *row > 1)
            .collect();
        for row in rows {
            for (col, text) in columns {
                sheet.cells.retain(|own| (own.row, own.col) != (row, *col));
                sheet.cells.push(Cell {
                    row,
                    col: *col,
                    value: Value::Text((*text).to_owned()),
                    ..Cell::default()
                });
            }
        }
        sheet.cells.sort_by_key(|own| (own.row, own.col));
    }
    Ok(save(&book)?)
}
