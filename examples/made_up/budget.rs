//! Made-up budgets: deterministic, all different, and arithmetically clean, about 700 filled cells each.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use yusuan::layout::Templates;
use yusuan::model::{Amount, Budget, Code, Id, Key, Line, Lines, Table, Unit};
use yusuan::text::Measure;

/// The layout of the budgets.
pub(crate) const LAYOUT: &str = "qingpu-2023-unit";

/// The three funds that fiscal money comes from.
const FUNDS: [&str; 3] = ["general", "government_fund", "state_capital"];
/// The sources beside fiscal money.
const OWN: [&str; 3] = ["operating", "business", "other"];
/// The 项 that is paid by a fund other than the general budget, and by no own money.
const OF_FUND: [(&str, &str); 2] = [("government_fund", "2120803"), ("state_capital", "2230105")];

/// The 款 that only funds other than the general budget pay.
const FUND_ITEMS: [&str; 3] = ["21208", "22908", "22301"];
/// The shipped code lists; each line begins with a code.
const ECONOMIC: &str = include_str!("../../templates/codes/economic.csv");
const FUNCTION: &str = include_str!("../../templates/codes/function-partial.csv");

/// A xorshift generator: the same seed gives the same budget.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        // Neighbouring seeds are spread, and none becomes 0.
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    /// An amount in fen; one in three has fen, the others are whole yuan.
    fn fen(&mut self) -> i64 {
        let yuan = 100 + self.below(4_000_000);
        let fen = if self.below(3) == 0 {
            self.below(100)
        } else {
            0
        };
        i64::try_from(yuan * 100 + fen).expect("the amount is small")
    }

    /// `count` of the `from`, in their order.
    fn some<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..from.len()).collect();
        let mut chosen = BTreeSet::new();
        while chosen.len() < count.min(from.len()) {
            let at = usize::try_from(self.below(left.len() as u64)).expect("an index");
            chosen.insert(left.swap_remove(at));
        }
        chosen.into_iter().map(|at| from[at]).collect()
    }
}

/// What a 项 gets from one source and spends on one kind, in fen.
struct Money {
    function: Code,
    source: &'static str,
    kind: &'static str,
    fen: i64,
}

/// The made-up budget of `seed`.
///
/// Everything is derived from one list of money by 项, source and kind, so that all tables agree.
pub(crate) fn budget(templates: &Templates, seed: u64) -> Budget {
    let mut random = Random::new(seed);
    let economic = economic(&mut random);
    let money = money(&mut random, &economic);
    let mut budget = Budget::new(LAYOUT);
    budget.year = Some(2023);
    budget.unit = Unit {
        name: format!("某区第{seed}服务中心"),
        code: format!("{:06}", seed % 1_000_000),
        ..Unit::default()
    };
    budget.tables = templates
        .model
        .tables
        .iter()
        .map(|table| {
            Maker {
                templates,
                money: &money,
                economic: &economic,
            }
            .table(table.id.as_str(), &mut random)
        })
        .collect();
    budget
}

/// The codes of one level of a shipped list.
fn codes(list: &str, level: u8) -> Vec<Code> {
    list.lines()
        .filter_map(|line| Code::parse(line.split(',').next()?))
        .filter(|code| code.level() == level)
        .collect()
}

/// The basic expenditure of the general budget by 经济分类 款, in fen.
fn economic(random: &mut Random) -> BTreeMap<Code, i64> {
    let of = |class: &str| -> Vec<Code> {
        codes(ECONOMIC, 2)
            .into_iter()
            .filter(|code| code.class().to_string() == class)
            .collect()
    };
    let mut amounts = BTreeMap::new();
    for (class, least) in [("301", 5), ("302", 9), ("303", 1), ("310", 1)] {
        let count = least + usize::try_from(random.below(4)).expect("a small number");
        for code in random.some(&of(class), count) {
            amounts.insert(code, random.fen());
        }
    }
    amounts
}

/// Whether a 经济分类 code is personnel money.
fn is_personnel(code: Code) -> bool {
    matches!(code.class().to_string().as_str(), "301" | "303")
}

fn money(random: &mut Random, economic: &BTreeMap<Code, i64>) -> Vec<Money> {
    let of_fund = |code: &Code| {
        FUND_ITEMS
            .iter()
            .any(|above| code.to_string().starts_with(above))
    };
    let candidates: Vec<Code> = codes(FUNCTION, 3)
        .into_iter()
        .filter(|code| !of_fund(code))
        .collect();
    let count = 6 + usize::try_from(random.below(4)).expect("a small number");
    let functions = random.some(&candidates, count);
    let mut money = Vec::new();
    // What table 8 says of personnel and public money is spread over some 项.
    for kind in ["personnel", "public"] {
        let mut left: i64 = economic
            .iter()
            .filter(|(code, _)| is_personnel(**code) == (kind == "personnel"))
            .map(|(_, fen)| fen)
            .sum();
        let with = random.some(&functions, 5);
        for (at, &function) in with.iter().enumerate() {
            let fen = if at + 1 == with.len() {
                left
            } else {
                left / 4 / 100 * 100
            };
            left -= fen;
            money.push(Money {
                function,
                source: "general",
                kind,
                fen,
            });
        }
    }
    for &function in &functions {
        if random.below(3) > 0 {
            money.push(Money {
                function,
                source: "general",
                kind: "project",
                fen: random.fen(),
            });
        }
        for source in OWN {
            if random.below(2) == 0 {
                let kind = ["personnel", "public", "project"]
                    [usize::try_from(random.below(3)).expect("an index")];
                money.push(Money {
                    function,
                    source,
                    kind,
                    fen: random.fen(),
                });
            }
        }
    }
    for (source, function) in OF_FUND {
        let function = Code::parse(function).expect("the code has seven digits");
        money.push(Money {
            function,
            source,
            kind: "project",
            fen: random.fen(),
        });
    }
    money
}

/// Makes tables of the money.
struct Maker<'a> {
    templates: &'a Templates,
    money: &'a [Money],
    economic: &'a BTreeMap<Code, i64>,
}

/// Which money belongs to a column of a table.
type Part<'a> = (&'a str, Box<dyn Fn(&Money) -> bool>);

impl Maker<'_> {
    fn table(&self, id: &str, random: &mut Random) -> Table {
        let any = |_: &Money| true;
        let (measure, lines) = match id {
            "summary" => {
                let mut lines = self.sources(
                    "revenue",
                    "fiscal",
                    &[
                        "fiscal",
                        "general",
                        "government_fund",
                        "state_capital",
                        "operating",
                        "business",
                        "other",
                    ],
                );
                lines.extend(self.functions(
                    "expenditure",
                    true,
                    &any,
                    &kinds(&["all", "personnel", "public", "project"]),
                ));
                (Measure::Yuan, lines)
            }
            "revenue" => (
                Measure::Yuan,
                self.functions(
                    "revenue",
                    false,
                    &any,
                    &sources(&["all", "fiscal", "operating", "business", "other"]),
                ),
            ),
            "expenditure" => (
                Measure::Yuan,
                self.functions(
                    "expenditure",
                    false,
                    &any,
                    &kinds(&["all", "basic", "project"]),
                ),
            ),
            "fiscal" => {
                let mut lines = self.sources("revenue", "", &FUNDS);
                let fiscal = |money: &Money| FUNDS.contains(&money.source);
                lines.extend(self.functions(
                    "expenditure",
                    true,
                    &fiscal,
                    &sources(&["all", "general", "government_fund", "state_capital"]),
                ));
                (Measure::Yuan, lines)
            }
            "basic_economic" => (Measure::Yuan, self.economic_lines()),
            "three_public" => (Measure::TenThousand, three_public(random)),
            fund => {
                let fund = FUNDS
                    .into_iter()
                    .find(|own| *own == fund)
                    .expect("the other tables are those of the funds");
                (
                    Measure::Yuan,
                    self.functions(
                        "expenditure",
                        false,
                        &move |money: &Money| money.source == fund,
                        &kinds(&["all", "basic", "project"]),
                    ),
                )
            }
        };
        Table {
            table: id.into(),
            measure,
            quantum: Decimal::new(1, 2),
            lines,
            missing_columns: Vec::new(),
            note: None,
            place: None,
        }
    }

    /// A line for each source and the closing line; `above` is the source that holds the funds.
    fn sources(&self, block: &str, above: &str, rows: &[&'static str]) -> Vec<Line> {
        let of = |row: &str| {
            self.money
                .iter()
                .filter(|money| {
                    money.source == row || (row == above && FUNDS.contains(&money.source))
                })
                .map(|money| money.fen)
                .sum::<i64>()
        };
        let mut lines: Vec<Line> = rows
            .iter()
            .map(|row| {
                line(
                    block,
                    Key::Row((*row).into()),
                    self.templates.model.name(row).unwrap_or_default(),
                    [("amount", of(row))],
                )
            })
            .collect();
        let total = rows
            .iter()
            .filter(|row| **row != above)
            .map(|row| of(row))
            .sum();
        lines.push(line(block, Key::Total, "", [("amount", total)]));
        lines
    }

    /// A line for each 类, or for each 类, 款 and 项, and the closing line.
    fn functions(
        &self,
        block: &str,
        classes: bool,
        which: &dyn Fn(&Money) -> bool,
        columns: &[Part<'_>],
    ) -> Vec<Line> {
        let own: Vec<&Money> = self.money.iter().filter(|money| which(money)).collect();
        let codes: BTreeSet<Code> = own
            .iter()
            .flat_map(|money| std::iter::successors(Some(money.function), |code| code.parent()))
            .filter(|code| !classes || code.level() == 1)
            .collect();
        let amounts = |code: Option<Code>| {
            let under: Vec<&&Money> = own
                .iter()
                .filter(|money| code.is_none_or(|code| code.contains(money.function)))
                .collect();
            columns
                .iter()
                .map(move |(column, belongs)| {
                    (
                        *column,
                        under
                            .iter()
                            .filter(|money| belongs(money))
                            .map(|money| money.fen)
                            .sum::<i64>(),
                    )
                })
                .collect::<Vec<_>>()
        };
        let name = |code: Code| {
            self.templates
                .codes
                .get(Lines::Function, code)
                .map_or("", |entry| &entry.name)
        };
        let mut lines: Vec<Line> = codes
            .iter()
            .map(|&code| line(block, Key::Code(code), name(code), amounts(Some(code))))
            .collect();
        lines.push(line(block, Key::Total, "", amounts(None)));
        lines
    }

    fn economic_lines(&self) -> Vec<Line> {
        let codes: BTreeSet<Code> = self
            .economic
            .keys()
            .flat_map(|&code| [code, code.class()])
            .collect();
        let name = |code: Code| {
            self.templates
                .codes
                .get(Lines::Economic, code)
                .map_or("", |entry| &entry.name)
        };
        let amounts = |within: Option<Code>| {
            let sum = |kind: Option<bool>| {
                self.economic
                    .iter()
                    .filter(|(code, _)| {
                        within.is_none_or(|within| within.contains(**code))
                            && kind.is_none_or(|kind| kind == is_personnel(**code))
                    })
                    .map(|(_, fen)| fen)
                    .sum()
            };
            [
                ("all", sum(None)),
                ("personnel", sum(Some(true))),
                ("public", sum(Some(false))),
            ]
        };
        let mut lines: Vec<Line> = codes
            .iter()
            .map(|&code| {
                line(
                    "expenditure",
                    Key::Code(code),
                    name(code),
                    amounts(Some(code)),
                )
            })
            .collect();
        lines.push(line("expenditure", Key::Total, "", amounts(None)));
        lines
    }
}

fn kinds(columns: &[&'static str]) -> Vec<Part<'static>> {
    columns
        .iter()
        .map(|&column| {
            let belongs: Box<dyn Fn(&Money) -> bool> = match column {
                "all" => Box::new(|_| true),
                "basic" => Box::new(|money| money.kind != "project"),
                kind => Box::new(move |money| money.kind == kind),
            };
            (column, belongs)
        })
        .collect()
}

fn sources(columns: &[&'static str]) -> Vec<Part<'static>> {
    columns
        .iter()
        .map(|&column| {
            let belongs: Box<dyn Fn(&Money) -> bool> = match column {
                "all" => Box::new(|_| true),
                "fiscal" => Box::new(|money| FUNDS.contains(&money.source)),
                source => Box::new(move |money| money.source == source),
            };
            (column, belongs)
        })
        .collect()
}

/// 三公 and 机关运行 money, in whole 百元 as it is written in 万元.
fn three_public(random: &mut Random) -> Vec<Line> {
    let mut some =
        || i64::try_from(1 + random.below(900)).expect("the amount is small") * 100 * 100;
    let (abroad, reception, purchase, operation, agency) = (some(), some(), some(), some(), some());
    let vehicle = purchase + operation;
    let amounts = [
        ("all", abroad + reception + vehicle),
        ("abroad", abroad),
        ("reception", reception),
        ("vehicle", vehicle),
        ("vehicle_purchase", purchase),
        ("vehicle_operation", operation),
        ("agency_operating", agency),
    ];
    vec![line("amounts", Key::Total, "", amounts)]
}

/// A line; amounts of 0 are blank.
fn line<'a>(
    block: &str,
    key: Key,
    name: &str,
    amounts: impl IntoIterator<Item = (&'a str, i64)>,
) -> Line {
    let amounts = amounts
        .into_iter()
        .filter(|(_, fen)| *fen != 0)
        .map(|(column, fen)| {
            (
                Id::from(column),
                Amount::new(Decimal::new(fen, 2).normalize()),
            )
        })
        .collect();
    Line {
        block: block.into(),
        key,
        name: name.to_owned(),
        amounts,
        unread: BTreeSet::new(),
        place: None,
    }
}
