//! The words of a budget: the names of its units, of its 科目, and of the topics that its tables print.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};

use crate::layout::Templates;
use crate::model::{Body, Budget, Code, Coordinates, Key, Line, Lines, Member, Model, Topic};
use crate::text::squash;

/// The units of a department with the short forms of their names, but for the department's own.
pub(super) fn units(budget: &Budget) -> Vec<String> {
    let department = budget.unit.body == Body::Department;
    let listed = &budget.document.organization.offices;
    let own = squash(&budget.unit.name);
    let names = listed.iter().filter(|_| department);
    let names = names.map(|name| squash(name).trim_end_matches('。').to_owned());
    names
        .flat_map(|name| own_names(&name))
        .filter(|name| !own.ends_with(name.as_str()))
        .collect()
}

/// A unit's name and its short forms without the regions in front: 望湖区司法局, 区司法局, 司法局. What 科目 are called they are not.
pub(super) fn own_names(name: &str) -> Vec<String> {
    const REGIONS: [char; 6] = ['省', '市', '区', '县', '州', '旗'];
    const FAR: usize = 6;
    let mut all = Vec::new();
    let mut rest = name;
    while rest.chars().count() > 2 {
        all.push(rest.to_owned());
        let mark = rest
            .char_indices()
            .take(FAR)
            .skip(2)
            .find(|(_, c)| REGIONS.contains(c));
        let Some((at, mark)) = mark else { break };
        // 区司法局
        all.push(rest[at..].to_owned());
        rest = &rest[at + mark.len_utf8()..];
        rest = rest
            .strip_prefix("人民政府")
            .filter(|own| !own.is_empty())
            .unwrap_or(rest);
    }
    all
}

/// The words of the topics, with the positions of the topics that have them. Of money that the tables do not tell apart, as what
/// is carried over, the texts may well speak.
pub(super) fn topics(model: &Model, budget: &Budget) -> HashMap<String, Vec<usize>> {
    let mut words: HashMap<String, Vec<usize>> = HashMap::new();
    let printed = printed(budget);
    let tells = |topic: &Topic| {
        !topic.where_printed || topic.at.iter().all(|(_, member)| printed.contains(member))
    };
    let told = model.topics.iter().enumerate();
    for (at, topic) in told.filter(|(_, topic)| tells(topic)) {
        for own in &topic.words {
            words.entry(squash(own).into_owned()).or_default().push(at);
        }
    }
    words
}

/// The words that the tables print.
fn printed(budget: &Budget) -> BTreeSet<&Member> {
    let blocks = budget.tables.iter().flat_map(|table| &table.blocks);
    let all = blocks.flat_map(|block| {
        let columns = block.columns.iter().map(|column| &column.at);
        let rows = block.rows.iter().map(|row| &row.at);
        columns.chain(rows).chain([&block.at, &block.list_at])
    });
    all.flat_map(Coordinates::iter)
        .map(|(_, member)| member)
        .collect()
}

/// The lines by 功能分类 of the tables, in their order.
pub(super) fn functional(budget: &Budget) -> impl Iterator<Item = (Code, &Line)> {
    budget.tables.iter().flat_map(|table| {
        table.lines.iter().filter_map(move |line| {
            let block = table.block(line.block.as_str())?;
            let coded = matches!(block.lines, Lines::Class(_) | Lines::FUNCTION);
            match line.key {
                Key::Code(code) if coded => Some((code, line)),
                _ => None,
            }
        })
    })
}

/// The lines of the functional tables and those above them, with their names.
pub(super) fn lines(templates: &Templates, budget: &Budget) -> BTreeMap<Code, String> {
    let mut names = BTreeMap::new();
    for (code, line) in functional(budget) {
        names
            .entry(code)
            .or_insert_with(|| line.name.trim().to_owned());
    }
    // A table that lists 项 alone has their 款 and 类, too.
    let listed: Vec<Code> = names.keys().copied().collect();
    for code in listed {
        let above = std::iter::successors(code.parent(), |code| code.parent());
        for code in above {
            names.entry(code).or_insert_with(|| {
                let known = templates.codes.get(Lines::FUNCTION, code);
                known.map_or_else(String::new, |known| known.name.clone())
            });
        }
    }
    names
}

/// The names of 科目 and their codes: those of the tables, else those of the code list.
pub(super) fn functions(
    templates: &Templates,
    budget: &Budget,
    lines: &BTreeMap<Code, String>,
) -> HashMap<String, Vec<Code>> {
    let mut own: HashMap<String, Vec<Code>> = HashMap::new();
    let mut add = |name: &str, code: Code| {
        let name = squash(name);
        // A name of one or two characters is a word like others.
        if name.chars().count() > 1 {
            let codes = own.entry(name.into_owned()).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    };
    for (code, line) in functional(budget) {
        add(&line.name, code);
    }
    let printed: BTreeSet<String> = own.keys().cloned().collect();
    let rest = |name: &str| {
        let mut rest = templates.model.prose.rest.iter();
        rest.any(|own| own == name) && !printed.contains(name)
    };
    let mut all = own;
    for (code, entry) in templates.codes.all(Lines::FUNCTION) {
        for name in entry.other_names.iter().chain([&entry.name]) {
            let name = squash(name);
            if name.chars().count() > 1 && !rest(&name) {
                let codes = all.entry(name.into_owned()).or_default();
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
    }
    // 行政运行 stands under many 款: what the tables print of them is meant.
    for codes in all.values_mut().filter(|codes| codes.len() > 1) {
        if codes.iter().any(|code| lines.contains_key(code)) {
            codes.retain(|code| lines.contains_key(code));
        }
    }
    // 一般公共服务(类), 教育(类)支出: without its last word, before the mark of its level.
    let short: Vec<(String, Vec<Code>)> = all
        .iter()
        .filter_map(|(name, codes)| {
            let short = name.strip_suffix("支出")?;
            Some((format!("{short}("), codes.clone()))
        })
        .collect();
    for (name, codes) in short {
        all.entry(name).or_insert(codes);
    }
    all
}
