//! Standard streams and files.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::inputs::Input;
use crate::batch::Outcome;
use crate::finding::Severity;

/// Writes to standard error; where that is closed there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes the result to standard output.
pub(super) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Writes a file under a temporary name and renames it, so that it is there whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> anyhow::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    let mut file = tempfile::Builder::new()
        .prefix(".yusuan-")
        .tempfile_in(folder)
        .with_context(|| format!("{}", folder.display()))?;
    file.write_all(bytes)
        .with_context(|| format!("{}", path.display()))?;
    widen(file.as_file()).with_context(|| format!("{}", path.display()))?;
    let result = if force {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} 已存在；要覆盖请加 --force", path.display())
        }
        Err(error) => Err(error.error).with_context(|| format!("{}", path.display())),
    }
}

/// Gives a temporary file, which only its owner may read, the rights of an ordinary one.
#[cfg(unix)]
fn widen(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn widen(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Fails where one of the paths is there already and may not be overwritten, or is an input.
pub(super) fn require_free(paths: &[PathBuf], files: &[Input], force: bool) -> anyhow::Result<()> {
    if !force && let Some(path) = paths.iter().find(|path| path.exists()) {
        bail!("{} 已存在；要覆盖请加 --force", path.display());
    }
    for path in paths {
        let Ok(path) = std::fs::canonicalize(path) else {
            continue;
        };
        let is_input =
            |file: &Input| std::fs::canonicalize(&file.path).is_ok_and(|input| input == path);
        if files.iter().any(is_input) {
            bail!("输出 {} 就是输入文件；不能覆盖报送的文件", path.display());
        }
    }
    Ok(())
}

/// Makes the folder where it is not there, and fails where nothing can be written to it.
pub(super) fn require_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    tempfile::tempfile_in(folder).with_context(|| format!("{}", folder.display()))?;
    Ok(())
}

/// Two inputs of one name (`a.xls` and `a.xlsx`) keep their endings in the names of the results.
pub(super) fn distinct(mut paths: Vec<PathBuf>, files: &[Input]) -> Vec<PathBuf> {
    let mut count: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in &paths {
        *count.entry(path.clone()).or_default() += 1;
    }
    let mut used: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (path, file) in paths.iter_mut().zip(files) {
        if count[path] < 2 {
            continue;
        }
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().into_owned())
            .unwrap_or_default();
        let name = file
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let number = used.entry(path.with_file_name(&name)).or_default();
        *number += 1;
        let mark = if *number > 1 {
            format!("-{number}")
        } else {
            String::new()
        };
        *path = path.with_file_name(format!("{name}{mark}.{ending}"));
    }
    paths
}

/// The tally of all files: what was read and what is wrong.
pub(super) fn tally(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        let counts: Vec<String> = outcome
            .ledger
            .iter()
            .map(|(role, count)| format!("{} {count}", role_word(*role)))
            .collect();
        let (layout, unit, year, amounts) = match &outcome.budget {
            Some(budget) if !budget.tables.is_empty() => (
                budget.layout.as_str(),
                if budget.unit.name.is_empty() {
                    "（无单位名称）"
                } else {
                    &budget.unit.name
                },
                budget
                    .year
                    .map_or_else(|| "（无年度）".to_owned(), |year| year.to_string()),
                budget.amounts(),
            ),
            _ => ("-", "-", "-".to_owned(), 0),
        };
        let line = format!(
            "{}: {layout} {unit} {year}：读入金额 {amounts}，错误 {}，警告 {}，提示 {}\n",
            outcome.path,
            outcome.count(Severity::Error),
            outcome.count(Severity::Warning),
            outcome.count(Severity::Note)
        );
        text.push_str(&line);
        if !counts.is_empty() {
            text.push_str(&format!("    单元格：{}\n", counts.join("，")));
        }
    }
    if outcomes.len() > 1 {
        let sum = |severity| {
            outcomes
                .iter()
                .map(|outcome| outcome.count(severity))
                .sum::<usize>()
        };
        let unread = outcomes
            .iter()
            .filter(|outcome| outcome.budget.is_none())
            .count();
        let (errors, warnings, notes) = (
            sum(Severity::Error),
            sum(Severity::Warning),
            sum(Severity::Note),
        );
        text.push_str(&format!(
            "共 {} 个文件，不能读取 {unread} 个：错误 {errors}，警告 {warnings}，提示 {notes}\n",
            outcomes.len()
        ));
    }
    text
}

fn role_word(role: crate::bind::Role) -> &'static str {
    use crate::bind::Role;
    match role {
        Role::Title => "标题",
        Role::Measure => "金额单位",
        Role::Preparer => "编制单位",
        Role::Header => "表头",
        Role::Serial => "序号",
        Role::Code => "编码",
        Role::Name => "名称",
        Role::Label => "行标签",
        Role::Amount => "金额",
        Role::Total => "合计金额",
        Role::Repeated => "重复金额",
        Role::Fault => "有误金额",
        Role::Note => "注",
        Role::Text => "文字",
        Role::Placeholder => "占位",
        Role::OtherForm => "其他表单数字",
        Role::Other => "其他",
        Role::NotRead => "未读数字",
    }
}
