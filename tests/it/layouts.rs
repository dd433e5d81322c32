//! `yusuan layouts`: what there is, what is wrong with one, and one made from an old one or from a form.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use yusuan::batch::open_file;
use yusuan::infer::{
    DraftBlock, DraftField, DraftLines, DraftRow, LayoutDraft, draft, questions, toml,
};
use yusuan::layout::{Field, RowKind, RowLayout, TableLayout, Templates, upgrade};
use yusuan::messages::{Language, Messages};
use yusuan::text::{squash, strip_ordinal, without_year};
use yusuan::workbook::open::Limits;

use crate::cli::{code, errors, folder, prints, yusuan, yusuan_in};
use crate::corpus;

fn shipped(name: &str) -> String {
    fs::read_to_string(corpus::root().join("templates/layouts").join(name)).unwrap()
}

#[test]
fn all_layouts_are_listed_and_shown_as_they_are_written() {
    let (_kept, folder) = folder();
    let output = yusuan(&folder, &["layouts", "list"]);
    assert_eq!(code(&output), 0);
    let list = prints(&output);
    for layout in &Templates::embedded().layouts {
        let line = list.lines().find(|line| line.starts_with(&layout.id));
        assert!(line.unwrap().contains(&layout.name), "{}", layout.id);
        let output = yusuan(&folder, &["layouts", "show", &layout.id]);
        assert_eq!(prints(&output), shipped(&format!("{}.toml", layout.id)));
    }
    assert_eq!(list.lines().count(), Templates::embedded().layouts.len());
    let output = yusuan(&folder, &["layouts", "show", "no-such"]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("qingpu-2023-unit"));
}

#[test]
fn layouts_of_a_folder_are_listed_and_shown_with_the_others() {
    let (_kept, folder) = folder();
    fs::create_dir(folder.join("own")).unwrap();
    let own = shipped("qingpu-2023-unit.toml").replacen("qingpu-2023-unit", "own-2026", 1);
    fs::write(folder.join("own/a.toml"), &own).unwrap();
    let list = prints(&yusuan(&folder, &["layouts", "list", "--templates", "own"]));
    assert!(list.lines().any(|line| line.starts_with("own-2026 ")));
    let shown = yusuan(
        &folder,
        &["layouts", "show", "own-2026", "--templates", "own"],
    );
    assert_eq!(prints(&shown), own);
}

#[test]
fn a_layout_without_faults_is_summed_up_in_one_line() {
    let (_kept, folder) = folder();
    fs::write(folder.join("a.toml"), shipped("qingpu-2023-unit.toml")).unwrap();
    let output = yusuan_in("en_US.UTF-8", &folder, &["layouts", "check", "a.toml"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        prints(&output),
        "a.toml: no faults; qingpu-2023-unit: 9 tables, 11 blocks, 67 columns, 13 rows\n\
        a shipped layout is called qingpu-2023-unit too; in commands with this one, this one takes its place\n"
    );
}

/// Changes of a layout without faults, and the beginnings of what is said of them.
const FAULTS: [(&str, &str, &[&str]); 15] = [
    ("version = 1", "version = \"one\"", &["invalid type"]),
    (
        "preparer = \"编制单位\"\n",
        "",
        &["missing field `preparer`"],
    ),
    (
        "at = [\"revenue\", \"fiscal\"]",
        "at = [\"revenue\", \"fiscl\"]",
        &["unknown word `fiscl`"],
    ),
    (
        "at = [\"expenditure\", \"general\"]",
        "at = [\"general\", \"government_fund\"]",
        &["`general` and `government_fund` are both of `source`"],
    ),
    (
        "table = \"summary\"",
        "table = \"sumary\"",
        &["unknown table `sumary`"],
    ),
    (
        "width = 6.2",
        "widht = 6.2",
        &["missing field `width`", "unknown field `widht`"],
    ),
    ("row = \"operating\"", "row = []", &["a row without words"]),
    (
        "{ field = \"operating\"",
        "{ field = []",
        &["a column without words"],
    ),
    (
        "lines = \"economic\"",
        "lines = \"economical\"",
        &["unknown list `economical`"],
    ),
    ("closed = true", "closed = \"?\"", &["fill in `closed`"]),
    (
        "measure = \"万元\"",
        "measure = \"?\"",
        &["fill in `measure` ["],
    ),
    ("row = \"business\"", "row = \"?\"", &["fill in `row`"]),
    ("table = \"fiscal\"", "table = \"?\"", &["fill in `table`"]),
    (
        "at = [\"expenditure\", \"state_capital\"]",
        "at = [\"?\"]",
        &["fill in `at`"],
    ),
    (
        "body = \"unit\"",
        "body = \"?\"",
        &["fill in `body`, one of: unit, department"],
    ),
];

#[test]
fn all_faults_are_told_in_one_run() {
    let (_kept, folder) = folder();
    let text = shipped("qingpu-2023-unit.toml");
    let faulty = FAULTS.iter().fold(text, |text, (from, to, _)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    fs::write(folder.join("a.toml"), &faulty).unwrap();
    let output = yusuan_in("en_US.UTF-8", &folder, &["layouts", "check", "a.toml"]);
    assert_eq!(code(&output), 1);
    let said = prints(&output);
    let mut wanted = 0;
    for (_, _, expected) in FAULTS {
        for expected in expected {
            wanted += 1;
            assert!(
                said.contains(&format!(": {expected}")),
                "{expected} in {said}"
            );
        }
    }
    // Behind them stand the words, and the names of tables.
    assert_eq!(said.lines().count(), wanted + 2, "{said}");
    // Each where it stands.
    let line = faulty
        .lines()
        .position(|line| line.contains("fiscl"))
        .unwrap()
        + 1;
    assert!(
        said.contains(&format!("a.toml:{line}:18: unknown word `fiscl`")),
        "{said}"
    );
    let output = yusuan(&folder, &["layouts", "check", "a.toml"]);
    assert!(prints(&output).contains("请填写 `closed`"));
}

#[test]
fn limits_and_other_formats_are_faults() {
    let check = |text: &str| {
        let mut templates = Templates::embedded();
        let error = templates.add_layout("a.toml", text).unwrap_err();
        error.to_string()
    };
    let text = shipped("qingpu-2023-unit.toml");
    let table = text.split("[[table]]").nth(1).unwrap();
    let many = |count: usize| {
        let more = (0..count).map(|at| {
            format!("[[table]]{table}").replace("sheet = \"单位", &format!("sheet = \"{at}"))
        });
        text.replace("[document]", &(more.collect::<String>() + "[document]"))
    };
    assert!(check(&many(24)).contains("33 tables, and a layout has at most 32"));
    let column = "  { field = \"30101\", header = [\"a\"], width = 1 },\n";
    let columns = text.replacen(
        "columns = [\n",
        &format!("columns = [\n{}", column.repeat(64)),
        1,
    );
    assert!(check(&columns).contains("columns, and a block has at most 63"));
    let words: String = (0..256)
        .map(|at| format!("{{ id = \"w{at}\", name = \"w\" }},"))
        .collect();
    let words = format!("{text}\n[members]\nsource = [{words}]\n");
    assert!(check(&words).contains("more words than the 256 that a model can have"));
    let other = format!("{text}\n[members]\nsource = [{{ id = \"general\", name = \"w\" }}]\n");
    assert!(check(&other).contains("`general` means something else in model.toml"));
    let old = text.replacen("format = 2\n", "", 1);
    assert!(check(&old).contains("a layout of format 1: `yusuan layouts upgrade FILE`"));
}

#[test]
fn the_words_beside_a_layout_are_read_with_it() {
    let (_kept, folder) = folder();
    let text = shipped("qingpu-2023-unit.toml").replace("row = \"other\"", "row = \"lottery\"");
    fs::write(folder.join("own.toml"), text).unwrap();
    let output = yusuan(&folder, &["layouts", "check", "own.toml"]);
    assert_eq!(code(&output), 1);
    let model = "[members]\nsource = [{ id = \"lottery\", name = \"彩票公益金\" }]\n";
    fs::write(folder.join("model.toml"), model).unwrap();
    for args in [&[][..], &["--templates", "."]] {
        let args = [&["layouts", "check", "own.toml"], args].concat();
        let output = yusuan(&folder, &args);
        assert_eq!(code(&output), 0, "{}", prints(&output));
    }
    assert_eq!(
        code(&yusuan(&folder, &["layouts", "check", "model.toml"])),
        0
    );
    fs::write(folder.join("model.toml"), model.replace("id =", "is =")).unwrap();
    assert_eq!(
        code(&yusuan(&folder, &["layouts", "check", "model.toml"])),
        1
    );
    let said = prints(&yusuan(&folder, &["layouts", "check", "own.toml"]));
    assert!(said.contains("model.toml:2:13: 不认识 `is`"), "{said}");
    assert!(said.contains("own.toml:"), "{said}");
}

#[test]
fn samples_show_which_sums_hold() {
    let (_kept, folder) = folder();
    fs::write(folder.join("good.toml"), shipped("qingpu-2023-unit.toml")).unwrap();
    let check = |file: &str| {
        let output = yusuan(&folder, &["layouts", "check", file, "a.xlsx"]);
        assert_eq!(code(&output), 0);
        prints(&output)
    };
    let good = check("good.toml");
    assert!(good.contains("    30/30  合计 (all) = 人员经费 (personnel) + 公用经费 (public)\n"));
    assert!(good.contains("    8/8  各款 = 各项\n"), "{good}");
    assert!(good.contains("表、列、行和数字都已读入"), "{good}");
    let wrong = shipped("qingpu-2023-unit.toml").replace(
        "{ field = \"project\", header = [\"支出预算\", \"项目支出\"]",
        "{ field = [\"project\", \"carried_forward\"], header = [\"支出预算\", \"项目支出\"]",
    );
    let wrong = wrong.replace("\"功能分类科目名称\"], width = 36", "\"科目\"], width = 36");
    fs::write(folder.join("wrong.toml"), wrong).unwrap();
    let wrong = check("wrong.toml");
    assert_ne!(good, wrong);
    assert!(wrong.contains("[header-not-understood]"), "{wrong}");
}

fn format_1() -> Vec<PathBuf> {
    let folder = corpus::root().join("tests/fixtures/format-1");
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    all.sort();
    all
}

#[test]
fn a_layout_of_format_1_is_upgraded_as_the_shipped_ones_were() {
    assert_eq!(format_1().len(), 3);
    for path in format_1() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let upgraded = upgrade(&name, &text).unwrap();
        assert_eq!(upgraded, shipped(&name), "{name}");
        let mut templates = Templates::embedded();
        let id = name.trim_end_matches(".toml");
        let tables = format!("{:?}", templates.layout(id).unwrap().tables);
        templates.add_layout(&name, &upgraded).unwrap();
        assert_eq!(
            format!("{:?}", templates.layout(id).unwrap().tables),
            tables
        );
    }
}

#[test]
fn an_upgrade_keeps_comments_and_names_what_it_does_not_know() {
    let text = fs::read_to_string(&format_1()[0]).unwrap();
    let noted = text
        .replacen(
            "block = \"revenue\"",
            "# of the unit\nblock = \"revenue\" # 收入",
            1,
        )
        .replacen("{ field = \"amount\"", "# 元\n  { field = \"amount\"", 1);
    let upgraded = upgrade("a.toml", &format!("# 表样\n\n{noted}")).unwrap();
    for kept in [
        "# 表样\n\nformat = 2\nid = ",
        "# of the unit\nat = [\"revenue\"] # 收入\n",
        "  # 元\n  { field = \"all\", id = \"amount\", header",
    ] {
        assert!(upgraded.contains(kept), "{kept} in {upgraded}");
    }
    let wrong = text
        .replacen("field = \"amount\"", "field = \"sum\"", 1)
        .replacen("table = \"revenue\"", "table = \"revenues\"", 1);
    let said = upgrade("a.toml", &wrong).unwrap_err().to_string();
    assert!(
        said.contains("unknown field `sum`, expected one of: label"),
        "{said}"
    );
    assert!(
        said.contains("unknown table `revenues`, expected one of: summary"),
        "{said}"
    );
    let said = upgrade("a.toml", &upgraded).unwrap_err().to_string();
    assert!(said.contains("the layout says its format"), "{said}");
}

#[test]
fn an_upgrade_is_written_where_it_is_asked_to() {
    let (_kept, folder) = folder();
    fs::copy(&format_1()[0], folder.join("old.toml")).unwrap();
    let args = ["layouts", "upgrade", "old.toml", "-o", "new.toml"];
    assert_eq!(code(&yusuan(&folder, &args)), 0);
    let text = fs::read_to_string(folder.join("new.toml")).unwrap();
    assert_eq!(prints(&yusuan(&folder, &args[..3])), text);
    let again = yusuan(&folder, &args);
    assert_eq!(code(&again), 2);
    assert!(errors(&again).contains("--force"));
    assert_eq!(
        code(&yusuan(&folder, &["layouts", "upgrade", "new.toml"])),
        1
    );
}

/// A blank form drawn as text, `|` between cells.
const FORM: &str = "2026年部门收支总表\n编制部门：||||单位：万元\n收入||支出||\n项目|预算数|项目|预算数|某某收入\n\
    一、一般公共预算拨款收入||一、教育支出||\n二、某某专项收入||二、||\n本年收入合计||本年支出合计||\n\
    上年结转||结转下年||\n收入总计||支出总计||\n";

fn drafted(path: &Path, templates: &Templates) -> LayoutDraft {
    draft(&open_file(path, &Limits::default()).unwrap(), templates)
}

#[test]
fn a_draft_asks_for_what_the_form_does_not_say() {
    let (_kept, folder) = folder();
    fs::write(folder.join("form.csv"), FORM.replace('|', ",")).unwrap();
    let args = ["layouts", "infer", "form.csv", "-o", "draft.toml"];
    let output = yusuan(&folder, &args);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let text = fs::read_to_string(folder.join("draft.toml")).unwrap();
    for line in [
        "preparer = \"编制部门\"\n",
        "title = \"{year}年部门收支总表\"\n",
        "measure = \"万元\"\n",
        "{ field = \"label\", header = [\"收入\", \"项目\"]",
        "{ row = [\"this_year\", \"general\"], label = \"一、一般公共预算拨款收入\" }",
        "{ row = \"?\", label = \"二、某某专项收入\" },  # ask: ",
        "{ list = \"function\", at = \"this_year\", ordinal = \"一、\" }",
        "{ row = \"carried_forward\", label = \"结转下年\" }",
        "closing = \"支出总计\"\n",
        "{ field = \"?\", header = [\"支出\", \"某某收入\"], width = 16 },  # ask: ",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    // It does not load, and what is said of it are its questions.
    let output = yusuan(&folder, &["layouts", "check", "draft.toml"]);
    assert_eq!(code(&output), 1);
    let said = prints(&output);
    // The words stand once, behind them.
    let asked: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("请填写"))
        .collect();
    assert_eq!(asked.len(), questions(&text), "{said}");
    assert_eq!(said.lines().count(), asked.len() + 1, "{said}");
    // Answered, it loads.
    let answers = [
        ("id = \"?\"", "id = \"own\""),
        ("name = \"?\"", "name = \"own\""),
        ("body = \"?\"", "body = \"department\""),
        ("closed = \"?\"", "closed = true"),
        ("row = \"?\"", "row = \"special_account\""),
        ("{ field = \"?\"", "{ field = \"general\""),
    ];
    let answered = answers
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to));
    let answered = answered.replacen("at = [\"?\"]", "at = [\"revenue\"]", 1);
    let answered = answered.replace("at = [\"?\"]", "at = [\"expenditure\"]");
    fs::write(folder.join("draft.toml"), answered).unwrap();
    let output = yusuan(&folder, &["layouts", "check", "draft.toml", "form.csv"]);
    assert_eq!(code(&output), 0, "{}", prints(&output));
    assert!(
        prints(&output).contains("表、列、行和数字都已读入"),
        "{}",
        prints(&output)
    );
}

#[test]
fn columns_that_may_stand_beside_a_table_are_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.csv");
    let form = "2026年某某项目支出表\n预算单位：某单位,,单位：元\n序号,项目名称,预算金额,备注\n1,甲,5,\n2,乙,6,\n";
    fs::write(&path, form).unwrap();
    let drafted = drafted(&path, &Templates::embedded());
    assert_eq!(drafted.extra_columns, ["备注", "序号"]);
    let block = &drafted.tables[0].blocks[0];
    assert_eq!(block.lines, DraftLines::Records);
    let fields: Vec<&DraftField> = block.columns.iter().map(|own| &own.field).collect();
    assert!(
        matches!(fields[..], [DraftField::Key(..), DraftField::Amount]),
        "{fields:?}"
    );
}

#[test]
fn a_file_without_tables_gives_no_draft() {
    let (_kept, folder) = folder();
    fs::write(folder.join("form.csv"), "单位职能\n本单位负责某某。\n").unwrap();
    let output = yusuan(&folder, &["layouts", "infer", "form.csv"]);
    assert_eq!(code(&output), 1);
    assert!(errors(&output).contains("没有找到表"));
}

/// How much of a layout a draft of its form has: of each, how many and out of how many.
#[derive(Debug, Default)]
struct Measured(BTreeMap<&'static str, (usize, usize)>);

impl Measured {
    fn count(&mut self, what: &'static str, right: bool) {
        let (own, all) = self.0.entry(what).or_default();
        *own += usize::from(right);
        *all += 1;
    }
}

fn key(text: &str) -> String {
    let text = text.replace("{year}年", "").replace("{last_year}年", "");
    without_year(&squash(&text)).into_owned()
}

fn label(text: &str) -> String {
    let text = squash(text);
    strip_ordinal(&text).trim_end_matches(':').to_owned()
}

fn measure(path: &Path, id: &str, measured: &mut Measured) {
    let mut templates = Templates::embedded();
    let layout = templates.layout(id).unwrap().clone();
    templates.layouts.retain(|other| other.id != id);
    let draft = drafted(path, &templates);
    for table in layout.tables.iter().filter(|table| !table.optional) {
        let title = key(&table.title);
        let own = draft
            .tables
            .iter()
            .find(|own| key(&own.title).ends_with(&title));
        measured.count("titles", own.is_some());
        let blocks = own.map_or(&[][..], |own| own.blocks.as_slice());
        measure_table(table, blocks, measured);
    }
}

fn measure_table(table: &TableLayout, blocks: &[DraftBlock], measured: &mut Measured) {
    let mut taken = Vec::new();
    for block in &table.blocks {
        let mut twin = None;
        for column in &block.columns {
            let mut path: Vec<String> = column.header.iter().map(|text| key(text)).collect();
            path.dedup();
            let all = blocks
                .iter()
                .flat_map(|own| own.columns.iter().map(move |column| (own, column)));
            let found = all
                .filter(|(_, own)| !taken.contains(&own.col))
                .find(|(_, own)| {
                    own.header
                        .iter()
                        .map(|text| key(text))
                        .eq(path.iter().cloned())
                });
            measured.count("paths", found.is_some());
            let Some((own, found)) = found else { continue };
            taken.push(found.col);
            twin = twin.or(Some(own));
            let field = match &column.field {
                Field::Label => DraftField::Label,
                Field::Code => DraftField::Code,
                Field::CodePart(level) => DraftField::CodePart(*level),
                Field::Name => DraftField::Name,
                Field::Amount(_) => DraftField::Amount,
                Field::Key(dim, part) => DraftField::Key(*dim, *part),
                Field::Text(_) => DraftField::Text(None),
            };
            let same = match (&found.field, &field) {
                (DraftField::Text(_), DraftField::Text(_)) => true,
                (own, field) => own == field,
            };
            measured.count("kinds", same);
            if let Field::Amount(id) = &column.field {
                let meaning = block
                    .meaning
                    .columns
                    .iter()
                    .find(|own| own.id == *id)
                    .unwrap();
                let mut words: Vec<String> = meaning
                    .at
                    .iter()
                    .map(|(_, word)| word.to_string())
                    .collect();
                if words.is_empty() {
                    words.push("all".to_owned());
                }
                words.sort();
                let mut own = found.words.words.clone().unwrap_or_default();
                own.sort();
                match found.words.words.is_none() || found.words.ask.is_some() {
                    true => measured.count("words asked", true),
                    false => {
                        if own != words {
                            eprintln!("{} {path:?}: {own:?}, not {words:?}", table.table);
                        }
                        measured.count("words", own == words);
                    }
                }
            }
        }
        let labels = twin.map_or(&[][..], |own| own.rows.as_slice());
        let mut labels: Vec<String> = labels
            .iter()
            .filter_map(|row| match row {
                DraftRow::Fixed { label: own, .. } => Some(label(own)),
                _ => None,
            })
            .collect();
        // A 类 that is printed always is drafted as one of a list.
        let coded = |row: &RowLayout| row.row.as_str().contains(|c: char| c.is_ascii_digit());
        let fixed = block.rows.iter().filter(|row| row.kind == RowKind::Line);
        for row in fixed.filter(|row| !coded(row)) {
            let at = labels.iter().position(|own| *own == label(&row.label));
            measured.count("rows", at.is_some());
            if let Some(at) = at {
                labels.remove(at);
            }
        }
        if !block.closing.is_empty() {
            let own = twin.and_then(|own| own.closing.as_deref());
            let same = own.is_some_and(|own| label(own) == label(&block.closing));
            measured.count("closings", same);
        }
    }
}

/// The official forms stay outside of the repository.
#[test]
fn drafts_of_the_official_forms_have_what_the_layouts_have() {
    let folder = corpus::root().join("../shared/data/forms");
    let forms = [
        ("unit_budget_template.xlsx", "putuo-2024-unit"),
        ("department_budget_template.xlsx", "putuo-2023-department"),
    ];
    let mut measured = Measured::default();
    for (form, id) in forms {
        let path = folder.join(form);
        if !path.exists() {
            return;
        }
        measure(&path, id, &mut measured);
    }
    eprintln!("{measured:?}");
    let own = |what: &str| measured.0[what];
    assert!(own("paths").0 >= 120, "{measured:?}");
    assert_eq!(own("titles"), (18, 18), "{measured:?}");
    assert_eq!(own("rows"), (20, 20), "{measured:?}");
    assert_eq!(own("closings"), (20, 20), "{measured:?}");
    let (right, told) = own("words");
    assert!(right == told && told >= 68, "{measured:?}");
}

/// Filled papers of other regions, where they are there: what is drafted of them is only looked at as a whole.
#[test]
fn drafts_of_other_regions_have_most_of_what_the_layouts_have() {
    let folder = corpus::root().join("../shared/model/cases");
    let Ok(entries) = fs::read_dir(&folder) else {
        return;
    };
    let templates = Templates::embedded();
    let mut all = Measured::default();
    for entry in entries.map(|entry| entry.unwrap().path()) {
        let id = entry.file_name().unwrap().to_string_lossy().into_owned();
        if templates.layout(&id).is_none() {
            continue;
        }
        for file in fs::read_dir(&entry).unwrap() {
            let path = file.unwrap().path();
            measure(&path, &id, &mut all);
        }
    }
    eprintln!("{all:?}");
    let (paths, of) = all.0["paths"];
    assert!(paths * 10 >= of * 9, "{all:?}");
}

#[test]
fn a_draft_is_written_in_either_language() {
    let templates = Templates::embedded();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.csv");
    fs::write(&path, FORM.replace('|', ",")).unwrap();
    let drafted = drafted(&path, &templates);
    let all = Language::ALL.map(|language| toml(&drafted, "form.csv", &Messages::new(language)));
    assert_ne!(all[0], all[1]);
    assert_eq!(questions(&all[0]), questions(&all[1]));
}
