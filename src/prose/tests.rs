use super::*;
use crate::batch::{Options, read_file};
use crate::layout::Templates;
use crate::model::{Body, Budget, Coordinates};

fn standard(templates: &Templates) -> Budget {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/submissions/01-standard.xlsx"
    );
    let outcome = read_file(path.as_ref(), templates, &Options::default());
    outcome.budget.unwrap()
}

fn coordinates(at: &Coordinates) -> String {
    let mut words: Vec<String> = Vec::new();
    words.extend(at.flow().map(ToString::to_string));
    words.extend(at.source().map(ToString::to_string));
    words.extend(at.function().map(|code| code.to_string()));
    words.extend(at.kind().map(ToString::to_string));
    words.extend(at.economic().map(|code| code.to_string()));
    words.join("/")
}

fn shown(text: &str, mention: &Mention) -> String {
    let says = match mention.says {
        Says::Amount => "=",
        Says::Previous => "<",
        Says::Change(Direction::Up) => "+",
        Says::Change(Direction::Down) => "-",
        Says::Change(Direction::Same) => "~",
        Says::Rate(Direction::Up) => "+%",
        Says::Rate(Direction::Down) => "-%",
        Says::Rate(Direction::Same) => "~%",
        Says::Share => "share",
    };
    let about = match &mention.about {
        About::Fact(at) => coordinates(&at[0]),
        About::Figure(id) => format!("#{id}"),
        About::Nothing(why) => format!("?{why:?}"),
    };
    format!("{} {says} {about}", &text[mention.span.clone()])
}

/// Groups of paragraphs, each paragraph followed by what its numbers say.
#[test]
fn sentences_of_many_writers() {
    let expected = include_str!("../../tests/fixtures/prose/sentences.txt");
    let templates = Templates::embedded();
    let budget = standard(&templates);
    let outline = Outline::new(&templates, &budget);
    let mut found = String::new();
    for group in expected.split("\n\n") {
        let texts: Vec<&str> = group
            .lines()
            .filter(|line| !line.starts_with("    "))
            .collect();
        let paragraphs = outline.paragraphs(texts.iter().copied());
        if !found.is_empty() {
            found.push('\n');
        }
        for (text, paragraph) in texts.iter().zip(&paragraphs) {
            found.push_str(&format!("{text}\n"));
            for own in &paragraph.mentions {
                found.push_str(&format!("    {}\n", shown(text, own)));
            }
        }
    }
    if std::env::var_os("YUSUAN_ACCEPT").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/prose/sentences.txt"
        );
        std::fs::write(path, &found).unwrap();
        return;
    }
    for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", line + 1);
    }
    assert_eq!(found, expected);
}

/// What a department itself has is a part of it; of what agencies run on it may well be all.
#[test]
fn a_department_and_what_is_below_it_are_told_apart() {
    let templates = Templates::embedded();
    let mut budget = standard(&templates);
    budget.unit.body = Body::Department;
    let outline = Outline::new(&templates, &budget);
    for (text, expected) in [
        (
            "收入预算100万元，其中：局本级收入预算60万元，下属单位收入预算40万元。",
            "revenue, ?NotSaid, ?NotSaid",
        ),
        (
            "机关运行经费：本级10万元，下属单位5万元。",
            "?NotSaid, ?NotSaid",
        ),
        ("本级机关运行经费10万元。", "agency_operating"),
    ] {
        let paragraphs = outline.paragraphs([text].into_iter());
        let shown = paragraphs[0].mentions.iter().map(|own| match &own.about {
            About::Fact(at) => coordinates(&at[0]),
            other => format!("{other:?}")
                .replace("Nothing(", "?")
                .replace(')', ""),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{text}");
    }
}

#[test]
fn numbers_know_their_last_digit() {
    let templates = Templates::embedded();
    let outline = Outline::new(&templates, &Budget::new("qingpu-2023-unit"));
    for (text, value, quantum) in [
        ("收入预算8212.29万元", "82122900", "100"),
        ("收入预算71.70万元", "717000", "100"),
        ("收入预算3万元", "30000", "10000"),
        ("收入预算82,122,874元", "82122874", "1"),
        ("收入预算82，122，874．50元", "82122874.50", "0.01"),
        ("收入预算８２１２．２９万元", "82122900", "100"),
        ("收入预算0.82亿元", "82000000", "1000000"),
        ("收入预算8212万2874元", "82122874", "1"),
        ("收入预算8,212.3千元", "8212300", "100"),
        ("收入预算-5万元", "-50000", "10000"),
    ] {
        let paragraphs = outline.paragraphs([text].into_iter());
        let found = &paragraphs[0].mentions[0];
        assert_eq!(found.value, value.parse().unwrap(), "{text}");
        assert_eq!(found.quantum, quantum.parse().unwrap(), "{text}");
        assert_eq!(
            &text[found.span.clone()],
            &text["收入预算".len()..],
            "{text}"
        );
    }
}

/// What the heads of items name: a line, a line with a wrong part, or none of the tables.
#[test]
fn items_name_lines() {
    let templates = Templates::embedded();
    let budget = standard(&templates);
    let outline = Outline::new(&templates, &budget);
    let lines = "Lines([2080505])";
    for (text, expected) in [
        (
            "1. 社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）12万元",
            lines,
        ),
        (
            "1、社会保障和就业支出（208类）行政事业单位养老支出（05款）机关事业单位基本养老保险缴费支出（05项）：2022年执行数12万元",
            lines,
        ),
        (
            "（1）社会保障和就业支出→行政事业单位养老支出→机关事业单位基本养老保险缴费支出。2022年无执行数，2023年预算12万元",
            lines,
        ),
        (
            "2.2080505 机关事业单位基本养老保险缴费支出2023年预算12万元",
            lines,
        ),
        (
            "一是机关事业单位基本养老保险缴费支出（2080505）12万元",
            lines,
        ),
        (
            "第1项，（2080505）机关事业单位基本养老保险缴费支出：由2022年执行数12万元提高到13万元",
            lines,
        ),
        (
            "3. “社会保障和就业支出”类“行政事业单位养老支出”款“机关事业单位基本养老保险缴费支出”项12万元",
            lines,
        ),
        (
            "3. 社会保障和就业支出下的行政事业单位养老支出下的机关事业单位基本养老保险缴费支出12万元",
            lines,
        ),
        (
            "4、用于养老保险：「社会保障和就业支出·行政事业单位养老支出·机关事业单位基本养老保险缴费支出」12万元",
            lines,
        ),
        (
            "4、安排养老保险费12万元，列“社会保障和就业支出”（类）“行政事业单位养老支出”（款）“机关事业单位基本养老保险缴费支出”（项）科目，比上年增加1万元",
            lines,
        ),
        (
            "4、机关事业单位基本养老保险缴费支出（社会保障和就业支出-行政事业单位养老支出）12万元",
            lines,
        ),
        (
            "1. 社会保障和就业支出-住房改革支出-机关事业单位基本养老保险缴费支出12万元",
            "Nearly 2080505: 住房改革支出 -> 行政事业单位养老支出",
        ),
        (
            "1. 机关事业单位基本养老保险缴费支出（2080507）12万元",
            "Nearly 2080505: 2080507 -> 2080505",
        ),
        (
            "1. 交通运输支出-公路水路运输-公路养护12万元",
            "Unknown(\"交通运输支出-公路水路运输-公路养护\")",
        ),
        ("1. 因公出国（境）费12万元，比上年增加1万元", "None"),
        ("1. 上年12万元", "None"),
        ("机关事业单位基本养老保险缴费支出12万元", "None"),
    ] {
        let paragraphs = outline.paragraphs([text].into_iter());
        let shown = match outline.named(text, 0..text.len(), &paragraphs[0].mentions) {
            None => "None".to_owned(),
            Some(Named::Nearly(all, _)) => all
                .iter()
                .filter(|own| own.line.level() == 3)
                .map(|own| format!("Nearly {}: {} -> {}", own.line, own.stated, own.expected))
                .collect::<Vec<_>>()
                .join("; "),
            Some(Named::Lines(lines)) => {
                let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
                format!("Lines({lines:?})").replace('"', "")
            }
            Some(other) => format!("{other:?}"),
        };
        assert_eq!(shown, expected, "{text}");
    }
}
