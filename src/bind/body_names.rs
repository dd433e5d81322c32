//! Names of units and departments, with the words before them.

use super::titles::measure_in;
use crate::model::Body;
use crate::text::find;

/// Words before the name of a unit or department.
pub(super) const PREPARERS: &[(&str, Body)] = &[
    ("编制单位:", Body::Unit),
    ("学校名称:", Body::Unit),
    ("学院名称:", Body::Unit),
    ("医院名称:", Body::Unit),
    ("填报单位:", Body::Unit),
    ("预算单位:", Body::Unit),
    ("单位名称:", Body::Unit),
    ("预算单位名称:", Body::Unit),
    ("编报单位:", Body::Unit),
    ("公开单位:", Body::Unit),
    ("报送单位:", Body::Unit),
    ("制表单位:", Body::Unit),
    ("编制部门:", Body::Department),
    ("预算主管部门:", Body::Department),
    ("部门名称:", Body::Department),
    ("填报部门:", Body::Department),
    ("预算部门:", Body::Department),
    ("公开部门:", Body::Department),
    ("报送部门:", Body::Department),
    ("编报部门:", Body::Department),
];

/// How the names of public bodies end; used where nothing but a file name or a title tells the name.
pub(super) const ENDINGS: &[&str] = &[
    "局",
    "委员会",
    "委",
    "中心",
    "院",
    "馆",
    "所",
    "处",
    "站",
    "队",
    "校",
    "学",
    "园",
    "办",
    "办公室",
    "街道",
    "街道办事处",
    "镇",
    "会",
    "庭",
    "团",
    "署",
    "社",
    "台",
    "室",
    "部",
    "公司",
    "场",
    "基地",
];

/// The name that a squashed text gives behind 编制单位 or the like: code, name, unit or department.
pub(super) fn preparer(text: &str) -> Option<(String, String, Body)> {
    // Each of the words ends in a colon, which few texts have.
    let behind = text.match_indices(':').find_map(|(colon, _)| {
        let (front, behind) = text.split_at(colon + 1);
        let word = PREPARERS.iter().filter(|(word, _)| front.ends_with(word));
        let (_, body) = word.max_by_key(|(word, _)| word.len())?;
        Some((behind, *body))
    });
    // Alone in front, unless a unit of measure is meant.
    let bare = || {
        let words = [("部门:", Body::Department), ("单位:", Body::Unit)];
        let (behind, body) = words
            .iter()
            .find_map(|(word, body)| Some((text.strip_prefix(word)?, *body)))?;
        let name = measure_in(text).is_none() && behind.chars().count() >= 3;
        name.then_some((behind, body))
    };
    let (behind, body) = behind.or_else(bare)?;
    if text.chars().count() > 120 {
        return None;
    }
    let tail = behind;
    let end = [
        "金额单位",
        "单位:",
        "计量单位",
        "主管部门:",
        "编制日期",
        "日期:",
        "填报人",
        "负责人",
    ]
    .iter()
    .filter_map(|stop| find(tail, stop))
    .min()
    .unwrap_or(tail.len());
    let tail = tail[..end].trim_end_matches(['(', ',', ';']);
    let (code, name) = split_code(tail);
    Some((code, name, body))
}

/// A code of the finance system in front of a name: `[002003]名称`, `002003-名称`, `(002)名称`.
pub(super) fn split_code(text: &str) -> (String, String) {
    let open = text.trim_start_matches('(');
    let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if matches!(digits, 3..=12) {
        let rest = open[digits..].trim_start_matches([')', '-', '_', '.', ':']);
        if !rest.starts_with('年') {
            return (open[..digits].to_owned(), rest.to_owned());
        }
    }
    (String::new(), text.to_owned())
}

/// Whether a text is a name that ends as those of public bodies do.
pub(super) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (4..=50).contains(&length)
        && ENDINGS.iter().any(|ending| text.ends_with(ending))
        && !text.contains(['。', ':', ';'])
}
