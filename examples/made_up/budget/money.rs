//! The money of a made-up budget: what each 项 gets from each source and spends on each kind.

use std::collections::BTreeMap;

use yusuan::model::Code;

use super::{Own, Random, Style};

/// The three funds that fiscal money comes from.
pub(super) const FUNDS: [&str; 3] = ["general", "government_fund", "state_capital"];
/// The sources beside fiscal money.
const OWN: [&str; 3] = ["operating", "business", "other"];
/// The 项 that is paid by a fund other than the general budget, and by no own money.
const OF_FUND: [(&str, &str); 2] = [("government_fund", "2120803"), ("state_capital", "2230105")];
/// The 款 that only funds other than the general budget pay.
const FUND_ITEMS: [&str; 3] = ["21208", "22908", "22301"];
/// 经济分类 款 and the 项 that the same money is paid under.
const RELATED: [(&str, &str); 5] = [
    ("30108", "2080505"),
    ("30109", "2080506"),
    ("30110", "2101102"),
    ("30113", "2210201"),
    ("30302", "2080502"),
];
/// Other 项 that are compared with those lines.
const ALSO_RELATED: [&str; 2] = ["2080501", "21011"];
/// The shipped code lists; each line begins with a code.
const ECONOMIC: &str = include_str!("../../../templates/codes/economic.csv");
const FUNCTION: &str = include_str!("../../../templates/codes/function-partial.csv");
/// The last digit of 万元 with two decimals, in fen.
const OF_TEN_THOUSAND: i64 = 10_000;

/// What a 项 gets from one source and spends on one kind, in fen.
pub(super) struct Money {
    pub(super) function: Code,
    pub(super) source: &'static str,
    pub(super) kind: &'static str,
    pub(super) fen: i64,
}

/// All money of a budget.
pub(super) struct Made {
    pub(super) money: Vec<Money>,
    /// The basic expenditure of the general budget by 经济分类 款, in fen.
    pub(super) economic: BTreeMap<Code, i64>,
    /// 三公 and 机关运行 money by kind, in fen.
    pub(super) three_public: BTreeMap<&'static str, i64>,
}

impl Made {
    pub(super) fn new(style: &Style, random: &mut Random) -> Self {
        let economic = economic(style, random);
        let money = money(style, random, &economic);
        let three_public = three_public(random, &economic);
        Self {
            money,
            economic,
            three_public,
        }
    }
}

fn exact(style: &Style, fen: i64) -> i64 {
    fen / style.exact * style.exact
}

/// The codes of one level of a shipped list.
fn codes(list: &str, level: u8) -> Vec<Code> {
    list.lines()
        .filter_map(|line| Code::parse(line.split(',').next()?))
        .filter(|code| code.level() == level)
        .collect()
}

fn economic(style: &Style, random: &mut Random) -> BTreeMap<Code, i64> {
    let of = |class: &str| -> Vec<Code> {
        codes(ECONOMIC, 2)
            .into_iter()
            .filter(|code| code.class().to_string() == class)
            .collect()
    };
    let mut amounts = BTreeMap::new();
    for (class, least) in [("301", 5), ("302", 9), ("303", 1), ("310", 1)] {
        let count = least + random.index(4);
        for code in random.some(&of(class), count) {
            amounts.insert(code, exact(style, random.fen()));
        }
    }
    amounts
}

/// Whether a 经济分类 code is personnel money.
pub(super) fn is_personnel(code: Code) -> bool {
    matches!(code.class().to_string().as_str(), "301" | "303")
}

fn money(style: &Style, random: &mut Random, economic: &BTreeMap<Code, i64>) -> Vec<Money> {
    let mut candidates = codes(FUNCTION, 3);
    candidates.retain(|code| {
        let text = code.to_string();
        let related = RELATED.iter().map(|(_, function)| function);
        let mut others = FUND_ITEMS.iter().chain(&ALSO_RELATED).chain(related);
        !others.any(|above| text.starts_with(above))
    });
    let count = 5 + random.index(3);
    let functions = random.some(&candidates, count);
    let mut money = Vec::new();
    // What table 8 says of personnel and public money is spread over some 项.
    for kind in ["personnel", "public"] {
        let of_kind = economic
            .iter()
            .filter(|(code, _)| is_personnel(**code) == (kind == "personnel"));
        let mut left: i64 = of_kind.map(|(_, fen)| fen).sum();
        for (line, function) in RELATED {
            let line = Code::parse(line).expect("the code has five digits");
            let fen = economic.get(&line).copied();
            if let Some(fen) = fen.filter(|_| is_personnel(line) == (kind == "personnel")) {
                left -= fen;
                money.push(Money {
                    function: Code::parse(function).expect("the code has seven digits"),
                    source: "general",
                    kind,
                    fen,
                });
            }
        }
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
        let mut add = |source, kind, fen| {
            money.push(Money {
                function,
                source,
                kind,
                fen: exact(style, fen),
            });
        };
        if random.below(3) > 0 {
            add("general", "project", random.fen());
        }
        match style.own {
            Own::None => {}
            Own::Some => {
                for source in OWN {
                    if random.below(2) == 0 {
                        let kind = ["personnel", "public", "project"][random.index(3)];
                        add(source, kind, random.fen());
                    }
                }
            }
            Own::Staff => {
                add("operating", "personnel", 5 * random.fen());
                if random.below(2) == 0 {
                    add("operating", "public", random.fen());
                }
            }
        }
    }
    if style.funds {
        for (source, function) in OF_FUND {
            let function = Code::parse(function).expect("the code has seven digits");
            money.push(Money {
                function,
                source,
                kind: "project",
                fen: exact(style, random.fen()),
            });
        }
    }
    money
}

/// 三公 money counts the 经济分类 line of the basic expenditure, as 万元 print it, and perhaps some project money.
fn three_public(
    random: &mut Random,
    economic: &BTreeMap<Code, i64>,
) -> BTreeMap<&'static str, i64> {
    let mut item = |code: &str| {
        let code = Code::parse(code).expect("the code has five digits");
        let basic = economic.get(&code).copied().unwrap_or_default();
        let project = i64::try_from(random.below(300)).expect("the number is small");
        (basic + OF_TEN_THOUSAND / 2) / OF_TEN_THOUSAND * OF_TEN_THOUSAND
            + project * OF_TEN_THOUSAND
    };
    let (abroad, reception, purchase, operation) =
        (item("30212"), item("30217"), item("31013"), item("30231"));
    let public: i64 = economic
        .iter()
        .filter(|(code, _)| !is_personnel(**code))
        .map(|(_, fen)| fen)
        .sum();
    let vehicle = purchase + operation;
    BTreeMap::from([
        ("all", abroad + reception + vehicle),
        ("abroad", abroad),
        ("reception", reception),
        ("vehicle", vehicle),
        ("vehicle_purchase", purchase),
        ("vehicle_operation", operation),
        (
            "agency_operating",
            public / 2 / OF_TEN_THOUSAND * OF_TEN_THOUSAND,
        ),
    ])
}
