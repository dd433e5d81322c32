//! Words of rows below and between the lines.

/// How the texts below a table begin that say who made it.
pub(super) const FOOTERS: &[&str] = &[
    "制表",
    "审核",
    "复核",
    "制单",
    "填报人",
    "填报日期",
    "编报日期",
    "打印日期",
    "报送日期",
    "联系电话",
    "联系人",
    "经办人",
    "负责人",
    "单位负责人",
    "财务负责人",
    "电话:",
];

/// Labels of rows that add up a page.
pub(super) const SUBTOTALS: &[&str] = &["小计", "本页小计", "本页合计", "累计", "本页累计"];
