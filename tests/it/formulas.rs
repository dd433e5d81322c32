//! What formulas come to, held against LibreOffice.
//!
//! `tests/fixtures/formulas/` holds sheets, defined names, and formulas with the results that LibreOffice computes:
//! formula, tab, result, and a further tab with `stored` where the result that a file stores is left alone.
//! `YUSUAN_ACCEPT=1` writes the results anew.

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::workbook::{Address, Cell, Sheet, Value, Workbook, recalculate};

use crate::corpus::root;
use crate::drawing;
use crate::oracle;

const SHEET: &str = "算";

fn folder() -> PathBuf {
    root().join("tests/fixtures/formulas")
}

fn lines(file: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The sheets of the fixture, and one with the formulas one below the other.
fn workbook(formulas: &[String]) -> Workbook {
    let text = fs::read_to_string(folder().join("sheets.txt")).unwrap();
    let drawings = text.trim_start_matches("== ").split("\n== ");
    let mut sheets: Vec<Sheet> = drawings
        .map(|drawing| {
            let (name, drawing) = drawing.split_once('\n').unwrap();
            drawing::sheet(name, drawing)
        })
        .collect();
    let cells = formulas.iter().zip(0..).map(|(formula, row)| Cell {
        row,
        col: 0,
        formula: Some(formula.clone()),
        ..Cell::default()
    });
    sheets.push(Sheet {
        name: SHEET.to_owned(),
        cells: cells.collect(),
        ..Sheet::default()
    });
    let names = lines("names.txt");
    let names = names.iter().map(|line| {
        let (name, formula) = line.split_once(" = ").unwrap();
        (name.to_owned(), formula.to_owned())
    });
    Workbook {
        sheets,
        names: names.collect(),
        ..Workbook::default()
    }
}

/// What the cells of the sheet with the formulas hold, as text.
fn shown(workbook: &Workbook, count: usize) -> Vec<String> {
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == SHEET);
    let sheet = sheet.unwrap();
    (0..count)
        .map(|row| {
            let at = Address::new(u32::try_from(row).unwrap(), 0);
            match sheet.get(at).map_or(&Value::Blank, |cell| &cell.value) {
                Value::Blank => "\"\"".to_owned(),
                Value::Number(number) => number.normalize().to_string(),
                Value::Text(text) => format!("\"{}\"", text.replace('\n', "\\n")),
                Value::Bool(value) => value.to_string().to_uppercase(),
                Value::Error(text) | Value::Date(text) => text.clone(),
            }
        })
        .collect()
}

/// What the formulas come to; `None` for those that are left alone.
fn computed(formulas: &[String]) -> Vec<Option<String>> {
    let mut workbook = workbook(formulas);
    // A stored result that nothing gives shows what is left alone.
    for cell in &mut workbook.sheets.last_mut().unwrap().cells {
        cell.value = Value::Text("?".to_owned());
    }
    recalculate(&mut workbook, |_, _| true);
    let unknown = |text: String| (text != "\"?\"").then_some(text);
    let mut own: Vec<Option<String>> = shown(&workbook, formulas.len())
        .into_iter()
        .map(unknown)
        .collect();
    // An error takes the place of no stored result, only that of none.
    for cell in &mut workbook.sheets.last_mut().unwrap().cells {
        cell.value = Value::Blank;
    }
    recalculate(&mut workbook, |_, _| true);
    for (own, error) in own.iter_mut().zip(shown(&workbook, formulas.len())) {
        if own.is_none() && error.starts_with('#') {
            *own = Some(error);
        }
    }
    own
}

/// What LibreOffice makes of the formulas.
fn judged(formulas: &[String], folder: &Path) -> Option<Vec<String>> {
    let path = folder.join("formulas.xlsx");
    fs::write(&path, save(&workbook(formulas)).unwrap()).unwrap();
    let out = folder.join("out");
    fs::create_dir_all(&out).unwrap();
    let path = oracle::recalculate(&[&path], &out)?.pop().unwrap();
    let read = open(fs::read(path).unwrap(), "xlsx", &Limits::default()).unwrap();
    Some(shown(&read, formulas.len()))
}

/// Whether two results are equal, but for what binary arithmetic makes of numbers.
fn same(own: &str, other: &str) -> bool {
    match (own.parse::<f64>(), other.parse::<f64>()) {
        (Ok(own), Ok(other)) => (own - other).abs() <= 1e-9 * own.abs().max(1.0),
        // LibreOffice saves several errors of its own as #VALUE!.
        _ => own == other || own.starts_with('#') && other.starts_with('#'),
    }
}

#[test]
fn formulas_come_to_what_libreoffice_computes() {
    let path = folder().join("results.txt");
    if std::env::var_os("YUSUAN_ACCEPT").is_some() {
        let temporary = tempfile::tempdir().unwrap();
        let formulas: Vec<String> = lines("results.txt")
            .iter()
            .map(|line| line.split('\t').next().unwrap().to_owned())
            .collect();
        if let Some(judged) = judged(&formulas, temporary.path()) {
            let mut text = String::new();
            for ((formula, judged), own) in formulas.iter().zip(judged).zip(computed(&formulas)) {
                let left = if own.is_none() { "\tstored" } else { "" };
                text.push_str(&format!("{formula}\t{judged}{left}\n"));
            }
            fs::write(&path, text).unwrap();
        }
    }
    let table: Vec<Vec<String>> = lines("results.txt")
        .iter()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    let formulas: Vec<String> = table.iter().map(|line| line[0].clone()).collect();
    let mut faults = Vec::new();
    let mut known = 0;
    for (line, own) in table.iter().zip(computed(&formulas)) {
        match own {
            None if line.len() == 3 => {}
            None => faults.push(format!("{} is left alone", line[0])),
            Some(own) if line.len() == 3 => faults.push(format!("{} is {own}", line[0])),
            Some(own) => {
                known += 1;
                if !same(&own, &line[1]) {
                    faults.push(format!("{} is {own} and not {}", line[0], line[1]));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(known > 600, "{known} of {} are computed", table.len());
}

#[test]
#[ignore = "slow"]
fn random_formulas_come_to_what_libreoffice_computes() {
    let formulas = random(800);
    let temporary = tempfile::tempdir().unwrap();
    let Some(judged) = judged(&formulas, temporary.path()) else {
        return;
    };
    let own = computed(&formulas);
    let mut faults = Vec::new();
    for ((formula, own), judged) in formulas.iter().zip(&own).zip(&judged) {
        if let Some(own) = own.as_ref().filter(|own| !same(own, judged)) {
            faults.push(format!("{formula} is {own} and not {judged}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let known = own.iter().flatten().count();
    assert!(known > 550, "{known} are computed");
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn cell(&mut self) -> String {
        let sheet = self.one(&["'2023年 表'!", "数据!", "'It''s'!"]);
        let col = self.one(&["A", "B", "C", "D", "E"]);
        format!("{sheet}{col}{}", self.below(10) + 1)
    }

    fn range(&mut self) -> String {
        let sheet = self.one(&["'2023年 表'!", "数据!"]);
        let (from, to) = (self.below(9) + 1, self.below(9) + 1);
        let cols = self.one(&["A|A", "B|D", "C|C", "A|E", "$D|$E"]);
        let (left, right) = cols.split_once('|').unwrap();
        format!("{sheet}{left}{from}:{right}{to}")
    }

    /// An expression of no more than so many levels.
    fn expression(&mut self, levels: usize) -> String {
        let inner = levels.saturating_sub(1);
        if levels == 0 {
            return match self.below(4) {
                0 => self
                    .one(&["0", "1", "2.5", "0.1", "-3", "100", "1E2", "7%"])
                    .to_owned(),
                1 => self
                    .one(&["\"a\"", "\"12\"", "\"\"", "TRUE", "\"合计\"", "\"c?\""])
                    .to_owned(),
                _ => self.cell(),
            };
        }
        match self.below(16) {
            0..=3 => {
                let operator = self.one(&["+", "-", "*", "/", "&", "=", "<>", "<", ">="]);
                let (left, right) = (self.expression(inner), self.expression(inner));
                format!("({left}{operator}{right})")
            }
            4 | 5 => {
                let name =
                    self.one(&["SUM", "MAX", "MIN", "COUNT", "COUNTA", "AVERAGE", "PRODUCT"]);
                format!("{name}({},{})", self.range(), self.cell())
            }
            6 => {
                let name = self.one(&["ROUND", "ROUNDUP", "ROUNDDOWN"]);
                let digits = self.one(&["0", "1", "2", "-1"]);
                format!("{name}({},{digits})", self.expression(inner))
            }
            7 => format!(
                "IF({},{},{})",
                self.expression(inner),
                self.expression(inner),
                self.expression(inner)
            ),
            8 => format!(
                "IFERROR({},{})",
                self.expression(inner),
                self.expression(inner)
            ),
            9 => {
                let criterion =
                    self.one(&["\">0\"", "\"<>1\"", "\"a*\"", "1000", "\"\"", "\"<>\""]);
                let name = self.one(&["SUMIF", "COUNTIF"]);
                format!("{name}({},{criterion})", self.range())
            }
            10 => {
                let name = self.one(&["LEFT", "RIGHT", "LEN", "TRIM", "N", "VALUE", "ABS", "INT"]);
                format!("{name}({})", self.expression(inner))
            }
            11 => {
                let name = self.one(&["ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR", "NOT"]);
                format!("{name}({})", self.expression(inner))
            }
            12 => {
                let name = self.one(&["AND", "OR"]);
                format!(
                    "{name}({},{})",
                    self.expression(inner),
                    self.expression(inner)
                )
            }
            13 => format!("INDEX({},{},1)", self.range(), self.below(4) + 1),
            14 => format!("TEXT({},\"0.00\")", self.expression(inner)),
            _ => format!("SUMPRODUCT(({}>1)*1)", self.range()),
        }
    }
}

fn random(count: usize) -> Vec<String> {
    let mut random = Random(20_230_101);
    (0..count).map(|at| random.expression(1 + at % 3)).collect()
}
