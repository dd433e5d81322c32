//! Made-up documents in several styles, and faults put into them one by one.

use rust_decimal::Decimal;
use yusuan::layout::Templates;
use yusuan::model::{
    Amount, Body, Budget, Coordinates, Dim, GoalField, Id, Member, Section, SectionId, Text,
};
use yusuan::prose::{Facts, add_drafts};

/// A budget with a document and last year's budget; the tables are those of `json`, times `this` and `last`.
pub(crate) fn document(
    templates: &Templates,
    json: &str,
    style: usize,
    this: u32,
    last: u32,
) -> Budget {
    let mut budget =
        yusuan::export::budget_from_json(templates, json).expect("the fixture is a budget");
    let year = budget.year.expect("the fixture has a year");
    let scale = |budget: &mut Budget, by: u32| {
        let amounts = budget.tables.iter_mut().flat_map(|table| &mut table.lines);
        for amount in amounts.flat_map(|line| line.amounts.values_mut()) {
            *amount = Amount {
                measure: None,
                yuan: amount.yuan * Decimal::from(by),
                stated: None,
                place: amount.place.clone(),
            };
        }
    };
    let mut previous = budget.clone();
    scale(&mut previous, last);
    previous.year = Some(year - 1);
    previous.document = Default::default();
    scale(&mut budget, this);
    let mut projects = std::mem::take(&mut budget.document.projects);
    if projects.is_empty() {
        let seed: Budget =
            serde_json::from_str(include_str!("../../tests/fixtures/prose/unit.json"))
                .expect("a budget");
        projects = seed.document.projects;
    }
    budget.previous = Some(Box::new(previous));
    let written = std::mem::take(&mut budget.document);
    for section in written.sections {
        if ![SectionId::Narrative, SectionId::OtherNotes].contains(&section.section) {
            budget.document.sections.push(section);
        }
    }
    let section = |id: SectionId, heading: String, texts: &[&str]| Section {
        section: id,
        heading: Text::new(heading),
        paragraphs: texts.iter().map(|text| Text::new(*text)).collect(),
    };
    let name = budget.unit.name.clone();
    budget.document.sections = vec![
        section(
            SectionId::Duties,
            format!("{name}（单位）主要职能"),
            &["1. 承担有关工作。"],
        ),
        section(
            SectionId::Organization,
            format!("{name}（单位）机构设置"),
            &["设3个内设机构，包括：办公室、业务科、综合科。"],
        ),
        section(
            SectionId::Terms,
            "名词解释".to_owned(),
            &["事业收入：指开展专业业务活动取得的收入。"],
        ),
    ];
    budget.document.organization.count = Some(3);
    budget.document.organization.offices =
        ["办公室", "业务科", "综合科"].map(str::to_owned).to_vec();
    for project in &mut projects {
        if let Some(form) = &mut project.form {
            form.year = Some(year);
            for text in form.texts.values_mut() {
                text.text = text.text.replace("2023", &year.to_string());
            }
            if let Some(text) = form.texts.get_mut(&GoalField::Implementer) {
                text.text.clone_from(&name);
            }
        }
        for text in project
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.paragraphs)
        {
            text.text = text.text.replace("2023", &year.to_string());
        }
    }
    match style {
        0..=2 => {
            // Drafted by a layout, and then filled in.
            budget.layout = [
                "qingpu-2023-unit",
                "putuo-2024-unit",
                "putuo-2023-department",
            ][style]
                .to_owned();
            if style == 2 {
                budget.unit.body = Body::Department;
                for section in &mut budget.document.sections {
                    section.heading.text = section.heading.text.replace("（单位）", "（部门）");
                }
            }
            add_drafts(templates, &mut budget);
            fill_in(&mut budget);
        }
        _ => by_hand(templates, &mut budget, style),
    }
    let figures = yusuan::prose::figures(templates, &budget);
    budget.document.figures = figures;
    budget.document.projects = projects;
    budget
}

/// Fills in what a draft leaves open.
fn fill_in(budget: &mut Budget) {
    let answers = [
        ("【待填写：政府采购预算】", "1,200.50万元"),
        ("【待填写：政府采购货物预算】", "300.50万元"),
        ("【待填写：政府采购工程预算】", "100万元"),
        ("【待填写：政府采购服务预算】", "800万元"),
        (
            "【待填写：面向中小企业预留政府采购项目预算金额】",
            "600万元",
        ),
        (
            "【待填写：预留给小型和微型企业的政府采购项目预算】",
            "400万元",
        ),
        ("【待填写：编报绩效目标的项目】", "7"),
        ("【待填写：编报绩效目标的项目预算资金】", "9890.73万元"),
        ("【待填写：拟购置固定资产】", "20万元"),
        ("【待填写：截止日期】", "2022年8月31日"),
    ];
    for section in &mut budget.document.sections {
        for text in &mut section.paragraphs {
            for (open, answer) in answers {
                text.text = text.text.replace(open, answer);
            }
            while let Some(at) = text.text.find("【待填写：") {
                let end =
                    text.text[at..].find('】').expect("the mark is closed") + at + '】'.len_utf8();
                let before = &text.text[..at];
                let answer = if before.ends_with("是") || before.ends_with("于") {
                    "业务工作调整"
                } else {
                    "2"
                };
                text.text.replace_range(at..end, answer);
            }
        }
    }
}

/// What the tables state, as the styles write it.
struct Say<'s> {
    now: Facts<'s>,
    before: Facts<'s>,
    unit: &'static str,
    decimals: u32,
}

impl Say<'_> {
    fn at(flow: &str, source: &str, kind: &str) -> Coordinates {
        let id = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Id::from);
        Coordinates::ALL
            .with(Dim::FLOW, id(flow).map(Member::Word))
            .with(Dim::SOURCE, id(source).map(Member::Word))
            .with(Dim::KIND, id(kind).map(Member::Word))
    }

    fn write(&self, yuan: Decimal) -> String {
        let by = match self.unit {
            "元" => 1,
            "亿元" => 100_000_000,
            _ => 10_000,
        };
        let mut number = (yuan / Decimal::from(by)).round_dp_with_strategy(
            self.decimals,
            rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        );
        number.rescale(self.decimals);
        format!("{number}{}", self.unit)
    }

    fn both(&self, at: &Coordinates) -> (Decimal, Decimal) {
        let get = |facts: &Facts<'_>| {
            facts
                .at(at)
                .first()
                .map_or(Decimal::ZERO, |stated| stated.yuan)
        };
        (get(&self.now), get(&self.before))
    }

    fn amount(&self, flow: &str, source: &str, kind: &str) -> String {
        self.write(self.both(&Self::at(flow, source, kind)).0)
    }

    /// 比…增加…，增长…%
    fn change(&self, flow: &str, source: &str, kind: &str, than: &str, words: [&str; 2]) -> String {
        let (now, before) = self.both(&Self::at(flow, source, kind));
        if now == before {
            return format!("与{than}持平");
        }
        let way = usize::from(now < before);
        let difference = (now - before).abs();
        let mut text = format!("比{than}{}{}", words[way], self.write(difference));
        if !before.is_zero() {
            let percent = (difference / before * Decimal::ONE_HUNDRED).round_dp(2);
            let word = ["增长", "下降"][way];
            text.push_str(&format!("，{word}{percent}%"));
        }
        text
    }

    fn previous(&self, flow: &str, source: &str, kind: &str) -> String {
        self.write(self.both(&Self::at(flow, source, kind)).1)
    }
}

/// Texts as other places write them.
fn by_hand(templates: &Templates, budget: &mut Budget, style: usize) {
    let own = budget.clone();
    let previous = own.previous.as_deref().expect("last year is given");
    let (unit, decimals) = [("万元", 2), ("元", 2), ("万元", 6), ("万元", 2)][style - 3];
    let say = Say {
        now: Facts::new(&templates.model, &own),
        before: Facts::new(&templates.model, previous),
        unit,
        decimals,
    };
    let year = own.year.expect("the fixture has a year");
    let last = year - 1;
    let classes: Vec<String> = {
        let names = own
            .table("expenditure")
            .into_iter()
            .flat_map(|table| &table.lines);
        let classes = names.filter(|line| line.key.code().is_some_and(|code| code.level() == 1));
        classes
            .filter_map(|line| Some((line, line.key.code()?)))
            .filter_map(|(line, code)| {
                let at = Say::at("expenditure", "fiscal", "").with_code(Dim::FUNCTION, Some(code));
                let (now, _) = say.both(&at);
                let whole = say.both(&Say::at("expenditure", "fiscal", "")).0;
                if now.is_zero() {
                    return None;
                }
                let share = (now / whole * Decimal::ONE_HUNDRED).round_dp(2);
                Some(match style {
                    3 => format!(
                        "{}（类）{}，占{share}%，主要用于人员支出",
                        line.name,
                        say.write(now)
                    ),
                    5 => format!("“{}”科目安排{}", line.name, say.write(now)),
                    _ => format!(
                        "{}（类）支出{}，占{share}%",
                        line.name.trim_end_matches("支出"),
                        say.write(now)
                    ),
                })
            })
            .collect()
    };
    let r = |source: &str| say.amount("revenue", source, "");
    let e = |source: &str, kind: &str| say.amount("expenditure", source, kind);
    let t = |kind: &str| say.amount("three_public", "", kind);
    let narrative: Vec<String> = match style {
        // Central and Beijing papers.
        3 => vec![
            "一、收入预算说明".to_owned(),
            format!(
                "{year}年收入预算{}，比{last}年预算{}{}，主要原因是工作任务变化，其中：财政拨款收入{}，占收入预算的{}%。",
                r(""),
                say.previous("revenue", "", ""),
                change_only(&say, "revenue", ["增加", "减少"]),
                r("fiscal"),
                share(&say, ("revenue", "fiscal", ""), ("revenue", "", "")),
            ),
            "二、支出预算说明".to_owned(),
            format!(
                "{year}年支出预算{}，{}。其中：基本支出预算{}，占总支出预算的{}%；项目支出预算{}。",
                e("", ""),
                say.change(
                    "expenditure",
                    "",
                    "",
                    &format!("{last}年预算"),
                    ["增加", "减少"]
                ),
                e("", "basic"),
                share(&say, ("expenditure", "", "basic"), ("expenditure", "", "")),
                e("", "project"),
            ),
            "三、财政拨款支出情况".to_owned(),
            format!(
                "财政拨款支出预算{}，主要用于以下方面：{}。",
                e("fiscal", ""),
                classes.join("；")
            ),
        ],
        // Whole sentences in yuan.
        4 => vec![
            format!(
                "我单位{year}年收入总计{}，{}，主要是业务调整。",
                r(""),
                say.change("revenue", "", "", "上年", ["增加", "减少"])
            ),
            format!(
                "支出总计{}，{}。按用途分，基本支出{}，项目支出{}。",
                e("", ""),
                say.change("expenditure", "", "", "上年", ["增加", "减少"]),
                e("", "basic"),
                e("", "project")
            ),
            format!(
                "基本支出中，人员经费{}，公用经费{}。",
                e("", "personnel"),
                e("", "public")
            ),
            "财政拨款支出按功能分类主要包括：".to_owned(),
            format!("{}。", classes.join("、")),
        ],
        // Every digit in 万元, and 较…减少.
        5 => vec![
            format!(
                "{year}年度预算总收入{}，较上年预算数{}，{}。因业务调整有所变化。",
                r(""),
                say.previous("revenue", "", ""),
                change_only(&say, "revenue", ["增加", "减少"]).trim_start_matches('，'),
            ),
            format!(
                "预算总支出{}，其中：财政拨款支出{}。财政拨款支出包括：",
                e("", ""),
                e("fiscal", "")
            ),
            format!("1.{}；", classes.join("；\n").replace('\n', "")),
        ],
        // One long paragraph.
        _ => vec![format!(
            "{year}年财政拨款收支总预算{}。收入包括：一般公共预算拨款{}、政府性基金预算拨款{}；支出包括：{}。{year}年收支增减主要原因是人员调整。",
            r("fiscal"),
            r("general"),
            r("government_fund"),
            classes.join("、")
        )],
    };
    let notes = vec![
        format!("一、{year}年“三公”经费预算情况说明"),
        format!(
            "{year}年“三公”经费财政拨款预算{}，{}，主要原因是厉行节约。其中：",
            t(""),
            say.change(
                "three_public",
                "",
                "",
                &format!("{last}年预算"),
                ["增加", "减少"]
            )
        ),
        format!(
            "1.因公出国（境）费用{}，{}。",
            t("abroad"),
            say.change(
                "three_public",
                "",
                "abroad",
                &format!("{last}年"),
                ["增加", "减少"]
            )
        ),
        format!(
            "2.公务接待费{}，{}。",
            t("reception"),
            say.change(
                "three_public",
                "",
                "reception",
                &format!("{last}年"),
                ["增加", "减少"]
            )
        ),
        format!(
            "3.公务用车购置及运行维护费{}（其中：公务用车购置费{}，公务用车运行维护费{}）。",
            t("vehicle"),
            t("vehicle_purchase"),
            t("vehicle_operation")
        ),
        "二、机关运行经费预算".to_owned(),
        format!(
            "本单位{year}年机关运行经费预算{}。",
            say.amount("agency_operating", "", "")
        ),
        "三、政府采购预算情况".to_owned(),
        format!(
            "{year}年政府采购预算总额1,200.50万元，其中：货物类300.50万元、工程类100万元、服务类800万元。"
        ),
        "四、绩效目标设置情况".to_owned(),
        format!("{year}年，我单位填报绩效目标的预算项目7个，涉及金额9890.73万元。"),
        "五、国有资产占有使用情况".to_owned(),
        format!("截至{last}年底，本单位共有车辆3辆，其中：机要通信用车1辆、执法执勤用车2辆。"),
    ];
    let section = |id: SectionId, heading: String, texts: Vec<String>| Section {
        section: id,
        heading: Text::new(heading),
        paragraphs: texts.into_iter().map(Text::new).collect(),
    };
    budget.layout = "putuo-2024-unit".to_owned();
    budget.document.sections.extend([
        section(
            SectionId::Narrative,
            format!("{year}年单位预算编制说明"),
            narrative,
        ),
        section(SectionId::OtherNotes, "其他相关情况说明".to_owned(), notes),
    ]);
}

/// Amount and percentage of a change, without 比.
fn change_only(say: &Say<'_>, flow: &str, words: [&str; 2]) -> String {
    let text = say.change(flow, "", "", "上年", words);
    text.trim_start_matches("比上年").to_owned()
}

fn share(say: &Say<'_>, part: (&str, &str, &str), whole: (&str, &str, &str)) -> Decimal {
    let (part, _) = say.both(&Say::at(part.0, part.1, part.2));
    let (whole, _) = say.both(&Say::at(whole.0, whole.1, whole.2));
    (part / whole * Decimal::ONE_HUNDRED).round_dp(2)
}
