//! Budgets that state anything at all, in the tables of any layout.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use yusuan::layout::{BlockLayout, Field, KeyPart, Layout, RowKind, Templates};
use yusuan::model::{
    Amount, BlockModel, Budget, Code, Coordinates, Dim, Id, Key, Line, Lines, Member, Model, Table,
    Unit, cell, line_coordinates,
};
use yusuan::text::Measure;

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
const GOVERNMENT_ECONOMIC: [(&str, &str); 4] = [
    ("501", "机关工资福利支出"),
    ("502", "机关商品和服务支出"),
    ("505", "对事业单位经常性补助"),
    ("509", "对个人和家庭的补助"),
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

    fn amount(&mut self, measure: Option<&str>) -> Option<Amount> {
        let yuan = match self.roll(10) {
            0 | 1 => return None,
            2 => Decimal::ZERO,
            3 => Decimal::new(i64::try_from(self.roll(1_000_000_000)).unwrap(), 2),
            4 => -Decimal::from(self.roll(10_000)),
            5 => Decimal::from(self.roll(100)) * Decimal::from(10_000),
            _ => Decimal::from(self.roll(90_000_000)),
        };
        Some(Amount {
            measure: measure.map(Into::into),
            ..Amount::new(yuan.normalize())
        })
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
pub(crate) fn any_budget(layout: &Layout, seed: u64) -> Budget {
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
    if dice.roll(3) == 0 || layout.cover.is_none() {
        (budget.unit.code, budget.unit.department) = (String::new(), String::new());
    }
    let model = &Templates::embedded().model;
    for printed in &layout.tables {
        let mut lines = Vec::new();
        for block in &printed.blocks {
            lines.extend(block_lines(&mut dice, model, block));
        }
        let note = (dice.roll(3) == 0).then(|| "本单位本年度无此项支出，故本表无数据。".to_owned());
        budget.tables.push(Table {
            table: printed.table.clone(),
            measure: Measure::Yuan,
            quantum: Decimal::new(1, 2),
            blocks: printed.meaning(),
            lines,
            missing_columns: Vec::new(),
            note_place: None,
            note,
            place: None,
        });
    }
    budget
}

fn block_lines(dice: &mut Dice, model: &Model, printed: &BlockLayout) -> Vec<Line> {
    let of = &*printed.meaning;
    let line = |key: Key, name: String, at: Coordinates, texts: BTreeMap<Id, String>| Line {
        block: printed.block.clone(),
        key,
        name,
        amounts: BTreeMap::new(),
        unread: BTreeSet::new(),
        at,
        texts,
        place: None,
    };
    let plain = |key: Key, name: String| line(key, name, Coordinates::ALL, BTreeMap::new());
    let mut lines: Vec<Line> = match of.lines {
        Lines::Fixed | Lines::Class(_) => {
            let mut lines = Vec::new();
            let list = |dice: &mut Dice| {
                let classes = listed(of);
                let mut own: Vec<Line> = classes
                    .iter()
                    .filter(|_| dice.roll(3) > 0)
                    .map(|(code, name)| {
                        plain(Key::Code(Code::parse(code).unwrap()), (*name).to_owned())
                    })
                    .collect();
                if of.lines == Lines::Class(Dim::FUNCTION)
                    && printed.rows.is_empty()
                    && dice.roll(4) == 0
                {
                    own.push(plain(Key::Unknown("某某支出".into()), "某某支出".into()));
                }
                own
            };
            if printed.rows.is_empty() {
                lines.extend(list(dice));
            }
            for row in &printed.rows {
                match row.kind {
                    RowKind::Line => {
                        let name = of.row(row.row.as_str()).unwrap().name.clone();
                        lines.push(plain(Key::Row(row.row.clone()), name));
                    }
                    RowKind::List => {
                        // A 类 with a row of its own is not of the list.
                        let mut own = list(dice);
                        own.retain(|line| {
                            let code = line.key.code();
                            of.rows.iter().all(|row| row.at.function() != code)
                        });
                        lines.extend(own);
                    }
                    RowKind::Text => {
                        let text =
                            BTreeMap::from([(row.row.clone(), "原因如下：甲，乙".to_owned())]);
                        let key = Key::Row(row.row.clone());
                        lines.push(line(key, String::new(), Coordinates::ALL, text));
                    }
                    RowKind::Heading | RowKind::Total => {}
                }
            }
            lines
        }
        Lines::List(dim) => {
            let levels = if dim == Dim::FUNCTION { 3 } else { 2 };
            match of.groups {
                None => codes(dice, listed(of), levels)
                    .into_iter()
                    .map(|(key, name)| plain(key, name))
                    .collect(),
                Some(group) => (1..=1 + dice.roll(3))
                    .flat_map(|n| {
                        let mut own = group_lines(dice, printed, group, n);
                        let at = own[0].at.clone();
                        let codes = codes(dice, listed(of), levels).into_iter();
                        own.extend(
                            codes.map(|(key, name)| line(key, name, at.clone(), BTreeMap::new())),
                        );
                        own
                    })
                    .collect(),
            }
        }
        Lines::Records => (1..=dice.roll(5))
            .map(|n| record(model, printed, n))
            .collect(),
        Lines::Single => Vec::new(),
    };
    let total = printed.rows.iter().any(|row| row.kind == RowKind::Total);
    if total || !printed.closing.is_empty() || of.lines == Lines::Single {
        lines.push(plain(Key::Total, String::new()));
    }
    for line in &mut lines {
        let is_text = matches!(&line.key, Key::Row(id) if of.row(id.as_str()).is_none());
        if is_text {
            continue;
        }
        let at = of.at.narrowed(&line_coordinates(of, line));
        for column in &of.columns {
            let measure = model.measure(&cell(model, &at, &column.at));
            if let Some(amount) = dice.amount(measure) {
                line.amounts.insert(column.id.clone(), amount);
            }
        }
        // A record without any amount may be anything.
        if matches!(line.key, Key::Record(_) | Key::Group) {
            let first = of.columns[0].id.clone();
            let measure = model.measure(&cell(model, &at, &of.columns[0].at));
            line.amounts.insert(
                first,
                Amount {
                    measure: measure.map(Into::into),
                    ..Amount::new(Decimal::from(7))
                },
            );
        }
    }
    lines
}

fn listed(of: &BlockModel) -> &'static [(&'static str, &'static str)] {
    match of.lines.codes() {
        Some(Dim::ECONOMIC) => &ECONOMIC,
        Some(Dim::GOVERNMENT_ECONOMIC) => &GOVERNMENT_ECONOMIC,
        _ => &CLASSES,
    }
}

/// The line of a group, with its code where the layout prints one.
fn group_lines(dice: &mut Dice, printed: &BlockLayout, group: Dim, n: u64) -> Vec<Line> {
    let name = format!("某某第{n}所{}", dice.name());
    let code = format!("{}", 205_000 + n);
    let coded = printed
        .columns
        .iter()
        .any(|column| matches!(column.field, Field::Key(dim, KeyPart::Code) if dim == group));
    let named = printed
        .columns
        .iter()
        .any(|column| matches!(column.field, Field::Key(dim, KeyPart::Name) if dim == group));
    let mut texts = BTreeMap::new();
    let mut key = yusuan::text::squash(&name).into_owned();
    if coded || named {
        let suffix = if coded { "_code" } else { "" };
        let id = format!("{}{suffix}", group.name());
        texts.insert(Id::from(id.as_str()), code.clone());
        key = code;
    }
    vec![Line {
        block: printed.block.clone(),
        key: Key::Group,
        name,
        amounts: BTreeMap::new(),
        unread: BTreeSet::new(),
        at: Coordinates::ALL.with_word(group, Some(&key)),
        texts,
        place: None,
    }]
}

fn has_code(printed: &BlockLayout, dim: Dim) -> bool {
    let mut columns = printed.columns.iter();
    columns.any(|column| column.field == Field::Key(dim, KeyPart::Code))
}

/// A record with something in each of its key and text columns.
fn record(model: &Model, printed: &BlockLayout, n: u64) -> Line {
    let mut at = Coordinates::ALL;
    let mut texts = BTreeMap::new();
    for column in &printed.columns {
        match &column.field {
            Field::Text(id) => drop(texts.insert(id.clone(), format!("文字{n}"))),
            Field::Key(dim, part) => {
                let dimension = model.dimension(*dim).unwrap();
                let first = dimension.codes;
                let (text, member) = match first {
                    Some(first) => {
                        let text = format!("{first}01{n:02}");
                        (text.clone(), Member::Code(Code::parse(&text).unwrap()))
                    }
                    None if dimension.keys => {
                        let text = match part {
                            KeyPart::Code => format!("10{n}"),
                            // A file that says both somewhere has the code for the name everywhere.
                            KeyPart::Name if has_code(printed, *dim) => format!("某某{n}号"),
                            KeyPart::Name => format!("某某{n}"),
                        };
                        (text.clone(), Member::Word(Id::from(text.as_str())))
                    }
                    None => {
                        let word = model.words_of(*dim).next().unwrap();
                        let name = model.name(word.as_str()).unwrap();
                        (name.to_owned(), Member::Word(word.clone()))
                    }
                };
                let suffix = match part {
                    KeyPart::Code => "_code",
                    KeyPart::Name => "",
                };
                let id = format!("{}{suffix}", dim.name());
                texts.insert(Id::from(id.as_str()), text);
                // A key's code tells more than its name.
                if *part == KeyPart::Code || at.get(*dim).is_none() {
                    at.set(*dim, Some(member));
                }
            }
            _ => {}
        }
    }
    Line {
        block: printed.block.clone(),
        key: Key::Record(usize::try_from(n).unwrap()),
        name: String::new(),
        amounts: BTreeMap::new(),
        unread: BTreeSet::new(),
        at,
        texts,
        place: None,
    }
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
