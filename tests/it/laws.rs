//! What must hold for every layout in `templates/`: a new layout is a new test with no code.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rust_decimal::Decimal;
use yusuan::bind::read;
use yusuan::layout::{Layout, Templates};
use yusuan::model::{Amount, Budget, Code, Id, Key, Line, Lines, Table, Unit};
use yusuan::text::Measure;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::{Value, Workbook, save::save};
use yusuan::write::standard_workbook;

use crate::oracle;

const CLASSES: [(&str, &str); 6] = [
    ("201", "一般公共服务支出"),
    ("204", "公共安全支出"),
    ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"),
    ("212", "城乡社区支出"),
    ("221", "住房保障支出"),
];
const ECONOMIC: [(&str, &str); 4] = [
    ("301", "工资福利支出"),
    ("302", "商品和服务支出"),
    ("303", "对个人和家庭的补助"),
    ("310", "资本性支出"),
];

/// Random choices from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn amount(&mut self) -> Option<Amount> {
        let yuan = match self.roll(10) {
            0 | 1 => return None,
            2 => Decimal::ZERO,
            3 => Decimal::new(i64::try_from(self.roll(1_000_000_000)).unwrap(), 2),
            4 => -Decimal::from(self.roll(10_000)),
            5 => Decimal::from(self.roll(100)) * Decimal::from(10_000),
            _ => Decimal::from(self.roll(90_000_000)),
        };
        Some(Amount::new(yuan.normalize()))
    }

    fn name(&mut self) -> String {
        const WORDS: [&str; 8] = [
            "行政",
            "运行",
            "（护）",
            "管理",
            "事务",
            "“一网通办”",
            "其他",
            "服务支出",
        ];
        (0..=self.roll(5) + 1)
            .map(|_| WORDS[usize::try_from(self.roll(8)).unwrap()])
            .collect()
    }
}

/// A budget that states anything at all, contradictions included, in the tables of `layout`.
pub(crate) fn any_budget(templates: &Templates, layout: &Layout, seed: u64) -> Budget {
    let mut dice = Dice(seed | 1);
    let mut budget = Budget::new(&layout.id);
    budget.year = Some(2020 + u16::try_from(dice.roll(10)).unwrap());
    budget.unit = Unit {
        name: "上海市某区某某服务中心".into(),
        code: "002003".into(),
        department: "某区某局".into(),
        nature: String::new(),
        body: layout.body,
    };
    if dice.roll(3) == 0 {
        (budget.unit.code, budget.unit.department) = (String::new(), String::new());
    }
    for printed in &layout.tables {
        let meaning = templates.model.table(printed.table.as_str()).unwrap();
        let mut lines = Vec::new();
        for block in &printed.blocks {
            let of = meaning.block(block.block.as_str()).unwrap();
            let columns: Vec<Id> = of
                .columns
                .iter()
                .map(|column| column.id.clone())
                .filter(|id| {
                    block
                        .columns
                        .iter()
                        .any(|column| column.field == yusuan::layout::Field::Amount(id.clone()))
                })
                .collect();
            let mut keys: Vec<(Key, String)> = match of.lines {
                Lines::Fixed => block
                    .rows
                    .iter()
                    .map(|row| {
                        (
                            Key::Row(row.row.clone()),
                            of.row(row.row.as_str()).unwrap().name.clone(),
                        )
                    })
                    .collect(),
                Lines::Class => CLASSES
                    .iter()
                    .filter(|_| dice.roll(3) > 0)
                    .map(|(code, name)| (Key::Code(Code::parse(code).unwrap()), (*name).to_owned()))
                    .collect(),
                Lines::Function => codes(&mut dice, &CLASSES, 3),
                Lines::Economic => codes(&mut dice, &ECONOMIC, 2),
                Lines::Single => Vec::new(),
            };
            if of.lines == Lines::Class && dice.roll(4) == 0 {
                keys.push((Key::Unknown("某某支出".into()), "某某支出".into()));
            }
            keys.push((Key::Total, String::new()));
            for (key, name) in keys {
                let amounts: BTreeMap<Id, Amount> = columns
                    .iter()
                    .filter_map(|id| Some((id.clone(), dice.amount()?)))
                    .collect();
                lines.push(Line {
                    block: block.block.clone(),
                    key,
                    name,
                    amounts,
                    unread: BTreeSet::new(),
                    place: None,
                });
            }
        }
        let note = (dice.roll(3) == 0).then(|| "本单位本年度无此项支出，故本表无数据。".to_owned());
        budget.tables.push(Table {
            table: printed.table.clone(),
            measure: Measure::Yuan,
            quantum: Decimal::new(1, 2),
            lines,
            missing_columns: Vec::new(),
            note,
            place: None,
        });
    }
    budget
}

fn codes(dice: &mut Dice, classes: &[(&str, &str)], levels: u8) -> Vec<(Key, String)> {
    let mut all: BTreeMap<Code, String> = BTreeMap::new();
    for (class, name) in classes {
        if dice.roll(3) == 0 {
            continue;
        }
        all.insert(Code::parse(class).unwrap(), (*name).to_owned());
        for _ in 0..dice.roll(4) {
            let section = format!("{class}{:02}", dice.roll(99) + 1);
            all.insert(Code::parse(&section).unwrap(), dice.name());
            for _ in 0..if levels == 3 { dice.roll(4) } else { 0 } {
                all.insert(
                    Code::parse(&format!("{section}{:02}", dice.roll(99) + 1)).unwrap(),
                    dice.name(),
                );
            }
        }
    }
    all.into_iter()
        .map(|(code, name)| (Key::Code(code), name))
        .collect()
}

fn written(templates: &Templates, layout: &Layout, budget: &Budget) -> Workbook {
    standard_workbook(templates, budget, Some(&layout.id)).unwrap()
}

/// Saved, opened again and read.
fn reread(templates: &Templates, workbook: &Workbook) -> Budget {
    let opened = open(save(workbook).unwrap(), "xlsx", &Limits::default()).unwrap();
    let extracted = read(&opened, "任意.xlsx", templates, None);
    let unread: usize = extracted
        .ledger
        .roles
        .iter()
        .flatten()
        .filter(|role| **role == Some(yusuan::bind::Role::NotRead))
        .count();
    assert_eq!(unread, 0, "every number that was written is read");
    assert!(
        extracted.ledger.roles.iter().flatten().all(Option::is_some),
        "every cell has a role"
    );
    extracted.budget
}

fn assert_same(read: &Budget, written: &Budget) {
    let (read, written) = (read.statement(), written.statement());
    assert_eq!((read.year, &read.unit), (written.year, &written.unit));
    for (read, written) in read.tables.iter().zip(&written.tables) {
        assert_eq!(read.table, written.table);
        for (read, written) in read.lines.iter().zip(&written.lines) {
            assert_eq!(read, written);
        }
        assert_eq!(read.lines.len(), written.lines.len(), "{}", read.table);
    }
    assert_eq!(read.tables.len(), written.tables.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(seed in any::<u64>()) {
        let templates = Templates::embedded();
        for layout in &templates.layouts {
            let budget = any_budget(&templates, layout, seed);
            let read = reread(&templates, &written(&templates, layout, &budget));
            prop_assert_eq!(&read.layout, &layout.id);
            assert_same(&read, &budget);
        }
    }

    #[test]
    fn moved_tables_are_still_found(seed in any::<u64>(), down in 0_u32..9, right in 0_u32..6) {
        let templates = Templates::embedded();
        for layout in &templates.layouts {
            let budget = any_budget(&templates, layout, seed);
            let mut workbook = written(&templates, layout, &budget);
            for sheet in &mut workbook.sheets {
                for cell in &mut sheet.cells {
                    (cell.row, cell.col) = (cell.row + down, cell.col + right);
                    // Moved formulas would point elsewhere; their values are what is read.
                    cell.formula = None;
                }
                sheet.merges.clear();
                sheet.page = yusuan::workbook::Page::default();
                sheet.heights.clear();
                sheet.widths.clear();
            }
            assert_same(&reread(&templates, &workbook), &budget);
        }
    }
}

#[test]
fn an_empty_budget_reads_back_empty() {
    let templates = Templates::embedded();
    for layout in &templates.layouts {
        let mut budget = any_budget(&templates, layout, 7);
        for table in &mut budget.tables {
            table.lines.iter_mut().for_each(|line| line.amounts.clear());
            table.note = None;
        }
        let read = reread(&templates, &written(&templates, layout, &budget));
        assert_eq!(read.amounts(), 0, "{}", layout.id);
        assert_eq!(read.tables.len(), layout.tables.len(), "{}", layout.id);
    }
}

#[test]
fn the_same_budget_gives_the_same_bytes() {
    let templates = Templates::embedded();
    for layout in &templates.layouts {
        let budget = any_budget(&templates, layout, 11);
        assert_eq!(
            save(&written(&templates, layout, &budget)).unwrap(),
            save(&written(&templates, layout, &budget)).unwrap(),
            "{}",
            layout.id
        );
    }
}

#[test]
fn totals_that_add_up_are_formulas_and_those_that_do_not_stay_as_stated() {
    let templates = Templates::embedded();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/qingpu-2023.xlsx");
    let outcome = yusuan::batch::read_file(
        std::path::Path::new(path),
        &templates,
        &yusuan::batch::Options::default(),
    );
    let mut budget = outcome.budget.unwrap();
    let layout = templates.layout(&budget.layout).unwrap();
    let formulas = |workbook: &Workbook| {
        workbook
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .filter(|cell| cell.formula.is_some())
            .count()
    };
    let clean = written(&templates, layout, &budget);
    assert!(formulas(&clean) > 60, "{}", formulas(&clean));
    assert!(
        clean
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .all(|cell| !cell.style.wrong)
    );
    // One wrong 项: its own line and the line above are at odds with it, and nothing is corrected.
    let table = budget
        .tables
        .iter_mut()
        .find(|table| table.table == *"expenditure")
        .unwrap();
    let line = table
        .lines
        .iter_mut()
        .find(|line| {
            line.key
                .code()
                .is_some_and(|code| code.to_string() == "2080505")
        })
        .unwrap();
    line.amounts.get_mut("basic").unwrap().yuan += Decimal::from(1000);
    let wrong = written(&templates, layout, &budget);
    let red: Vec<&yusuan::workbook::Cell> = wrong
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.cells)
        .filter(|cell| cell.style.wrong)
        .collect();
    assert_eq!(red.len(), 2);
    assert!(red.iter().all(|cell| cell.formula.is_none()
        && cell.comment.is_some()
        && matches!(cell.value, Value::Number(_))));
    assert_same(&reread(&templates, &wrong), &budget);
}

#[test]
fn other_programs_agree_with_what_is_written() {
    let templates = Templates::embedded();
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for layout in &templates.layouts {
        let path = folder.path().join(format!("{}.xlsx", layout.id));
        std::fs::write(
            &path,
            save(&written(
                &templates,
                layout,
                &any_budget(&templates, layout, 42),
            ))
            .unwrap(),
        )
        .unwrap();
        paths.push(path);
    }
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/qingpu-2023.xlsx");
    let outcome = yusuan::batch::read_file(
        std::path::Path::new(example),
        &templates,
        &yusuan::batch::Options::default(),
    );
    let path = folder.path().join("example.xlsx");
    std::fs::write(
        &path,
        yusuan::write::workbook_bytes(&templates, &outcome.budget.unwrap(), None).unwrap(),
    )
    .unwrap();
    paths.push(path);
    for path in &paths {
        if let Some(faults) = oracle::audit(path) {
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        }
    }
    let borrowed: Vec<&std::path::Path> = paths.iter().map(std::path::PathBuf::as_path).collect();
    let out = tempfile::tempdir().unwrap();
    let Some(recalculated) = oracle::recalculate(&borrowed, out.path()) else {
        return;
    };
    for (before, after) in paths.iter().zip(&recalculated) {
        let (Some(before), Some(after)) =
            (oracle::openpyxl_dump(before), oracle::openpyxl_dump(after))
        else {
            return;
        };
        assert!(before.len() > 50);
        assert_eq!(oracle::changes(&before, &after), Vec::<String>::new());
    }
}
