//! Data sets: Parquet, SQLite and packages, as other programs read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rust_decimal::Decimal;

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus::root;
use crate::desk::{all, copied};
use crate::oracle::{needing, succeeded};

/// A folder with a district of two years: `inbox` and `last-year`.
fn district() -> (tempfile::TempDir, PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path().to_owned();
    copied(&root().join("tests/desk"), &folder);
    (guard, folder)
}

fn made(folder: &Path, args: &[&str]) {
    let output = yusuan(folder, args);
    assert!(code(&output) < 2, "{args:?}: {}", errors(&output));
}

/// What a Python script that needs these modules prints; `None`, and a line says so, where one is missing.
fn python(modules: &[&str], script: &str, folder: &Path, args: &[&str]) -> Option<String> {
    let imports = format!("import {}\n", modules.join(", "));
    let mut command = Command::new("python3");
    command
        .args(["-c", &(imports + script)])
        .args(args)
        .current_dir(folder);
    let output = needing(&mut command, modules)?;
    Some(succeeded(modules[0], &output))
}

/// This year's expenditure of the units by 类, added up from the CSV.
fn expenditure(folder: &Path, inputs: &[&str], year: &str) -> BTreeMap<String, Decimal> {
    let mut args = vec!["convert"];
    args.extend(inputs);
    args.extend(["--to", "csv", "-o", "-"]);
    let text = prints(&yusuan(folder, &args));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        let get = |name: &str| &row[header.iter().position(|own| own == name).unwrap()];
        if get("table") == "expenditure"
            && get("leaf") == "true"
            && get("year") == year
            && get("body") == "unit"
            && !get("amount").is_empty()
        {
            let class = get("function").get(..3).unwrap_or_default().to_owned();
            *sums.entry(class).or_default() += get("amount").parse::<Decimal>().unwrap();
        }
    }
    assert!(sums.len() > 3);
    sums
}

fn by_class(text: &str) -> BTreeMap<String, Decimal> {
    text.lines()
        .map(|line| {
            let (class, yuan) = line.split_once('\t').unwrap();
            (class.to_owned(), yuan.parse().unwrap())
        })
        .collect()
}

#[test]
#[ignore = "slow"]
fn duckdb_reads_exact_amounts_and_codes_as_text() {
    const SCRIPT: &str = r#"
import sys
c = duckdb.connect()
facts = "read_parquet('data/facts/**/*.parquet', hive_partitioning = true)"
types = {row[0]: row[1] for row in c.sql(f"DESCRIBE FROM {facts}").fetchall()}
assert types["amount"] == "DECIMAL(18,2)", types
assert types["quantum"] == "DECIMAL(18,2)", types
assert types["value"] == "DECIMAL(38,6)", types
assert types["function"] == types["unit_code"] == types["economic"] == "VARCHAR", types
assert types["year"] == "BIGINT", types
for row in c.sql(f"""SELECT left(f.function, 3), sum(f.amount) FROM {facts} f
    WHERE f.table = 'expenditure' AND f.leaf AND f.level <> 'department' AND f.year = 2026 GROUP BY 1 ORDER BY 1""").fetchall():
    print(row[0], row[1], sep="\t")
"#;
    let (_guard, folder) = district();
    made(
        &folder,
        &[
            "convert",
            "inbox",
            "last-year",
            "--to",
            "parquet",
            "-o",
            "data",
        ],
    );
    let Some(text) = python(&["duckdb"], SCRIPT, &folder, &[]) else {
        return;
    };
    assert_eq!(
        by_class(&text),
        expenditure(&folder, &["inbox", "last-year"], "2026")
    );
}

#[test]
#[ignore = "slow"]
fn pyarrow_reads_the_tables_and_the_years() {
    const SCRIPT: &str = r#"
import pyarrow as pa, pyarrow.dataset as ds, pyarrow.compute as pc
facts = ds.dataset("data/facts", partitioning="hive")
assert facts.schema.field("amount").type == pa.decimal128(18, 2), facts.schema
assert facts.schema.field("function").type == pa.string()
table = facts.to_table()
leaf = pc.and_(pc.and_(table["leaf"], pc.equal(table["table"], "expenditure")), pc.not_equal(table["level"], "department"))
table = table.filter(pc.and_(leaf, pc.equal(table["year"], 2026)))
sums = {}
for code, amount in zip(table["function"].to_pylist(), table["amount"].to_pylist()):
    sums[code[:3]] = sums.get(code[:3], 0) + amount
for code in sorted(sums):
    print(code, sums[code], sep="\t")
for name in ["units", "files", "findings", "codes", "meta"]:
    assert ds.dataset(f"data/{name}").count_rows() > 0, name
"#;
    let (_guard, folder) = district();
    made(
        &folder,
        &[
            "convert",
            "inbox",
            "last-year",
            "--to",
            "parquet",
            "-o",
            "data",
        ],
    );
    let Some(text) = python(&["pyarrow"], SCRIPT, &folder, &[]) else {
        return;
    };
    assert_eq!(
        by_class(&text),
        expenditure(&folder, &["inbox", "last-year"], "2026")
    );
}

#[test]
#[ignore = "slow"]
fn sqlite_adds_up_whole_fen() {
    const SCRIPT: &str = r#"
c = sqlite3.connect("budget.sqlite")
assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
kinds = c.execute("SELECT DISTINCT typeof(amount_fen), typeof(value), typeof(function) FROM facts").fetchall()
assert all("real" not in row for row in kinds), kinds
# The view shows the same amounts in yuan, as text.
for yuan, value in c.execute("SELECT amount, value FROM facts_yuan WHERE amount IS NOT NULL"):
    assert decimal.Decimal(yuan) == decimal.Decimal(value) and yuan[-3] == ".", (yuan, value)
assert c.execute("SELECT count(*) FROM facts_yuan WHERE amount LIKE '-%'").fetchone()[0] > 0
query = """SELECT substr("function", 1, 3), sum(amount_fen) FROM facts WHERE "table" = 'expenditure' AND leaf
    AND level <> 'department' AND year = 2026 GROUP BY 1 ORDER BY 1"""
for code, fen in c.execute(query):
    assert isinstance(fen, int)
    print(code, decimal.Decimal(fen) / 100, sep="\t")
"#;
    let (_guard, folder) = district();
    made(
        &folder,
        &["convert", "inbox", "last-year", "-o", "budget.sqlite"],
    );
    let Some(text) = python(&["sqlite3", "decimal"], SCRIPT, &folder, &[]) else {
        return;
    };
    assert_eq!(
        by_class(&text),
        expenditure(&folder, &["inbox", "last-year"], "2026")
    );
}

/// Accepts the package as it is, and finds each thing that is wrong with it.
#[test]
#[ignore = "slow"]
fn frictionless_accepts_a_package_and_would_say_what_is_wrong() {
    const SCRIPT: &str = r#"
import sys
from pathlib import Path
def faults(folder):
    report = frictionless.validate(f"{folder}/datapackage.json")
    return sorted({row[0] for row in report.flatten(["type"])})
for folder in sys.argv[1:]:
    assert faults(folder) == [], (folder, faults(folder))
first = sys.argv[1]
facts = Path(first) / "facts.csv"
text = facts.read_text(encoding="utf-8")
facts.write_text(text + "\n", encoding="utf-8")
assert "byte-count" in faults(first) and "hash-count" in faults(first), faults(first)
units = Path(first) / "units.csv"
lines = units.read_text(encoding="utf-8").splitlines(keepends=True)
units.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
facts.write_text(text, encoding="utf-8")
print(faults(first))
"#;
    let (_guard, folder) = district();
    made(
        &folder,
        &[
            "convert",
            "inbox",
            "last-year",
            "--to",
            "package",
            "-o",
            "package",
        ],
    );
    made(
        &folder,
        &["review", ".", "--date", "2026-01-15", "--data", "package"],
    );
    let package = fs::read_to_string(folder.join("package/datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    let fields = package["resources"][0]["schema"]["fields"]
        .as_array()
        .unwrap();
    let of = |name: &str| fields.iter().find(|own| own["name"] == name).unwrap();
    assert_eq!(of("amount")["type"], "number");
    assert_eq!(of("function")["type"], "string");
    let args = ["package", "审核/data"];
    let Some(text) = python(&["frictionless"], SCRIPT, &folder, &args) else {
        return;
    };
    assert!(text.contains("foreign-key"), "{text}");
}

#[test]
#[ignore = "slow"]
fn the_same_inputs_give_the_same_bytes() {
    let (_guard, folder) = district();
    for format in ["parquet", "sqlite", "package"] {
        let [one, two] = ["one", "two"].map(|name| format!("{name}-{format}"));
        for out in [&one, &two] {
            made(
                &folder,
                &["convert", "inbox", "last-year", "--to", format, "-o", out],
            );
        }
        made(
            &folder,
            &[
                "convert",
                "inbox",
                "last-year",
                "--to",
                format,
                "-o",
                &two,
                "--force",
            ],
        );
        let (one, two) = (all(&folder.join(one)), all(&folder.join(two)));
        assert!(one == two, "{format}: {:?}", one.keys().collect::<Vec<_>>());
        assert!(!one.is_empty() && one.keys().all(|own| !own.contains(".tmp")));
    }
    let review = |format: &str| {
        made(
            &folder,
            &["review", ".", "--date", "2026-01-15", "--data", format],
        );
        all(&folder.join("审核"))
    };
    let parquet = review("parquet");
    assert!(parquet.contains_key("data/facts/year=2026/part-0.parquet"));
    assert!(parquet == review("parquet"));
    // Another format takes the place of that one, and without any it goes.
    let sqlite = review("sqlite");
    let of_data = |all: &BTreeMap<String, Vec<u8>>| {
        let keys = all.keys().filter(|own| own.starts_with("data/"));
        keys.cloned().collect::<Vec<_>>()
    };
    assert_eq!(of_data(&sqlite), ["data/budget.sqlite"]);
    made(&folder, &["review", ".", "--date", "2026-01-15"]);
    assert!(of_data(&all(&folder.join("审核"))).is_empty());
}

#[test]
#[ignore = "slow"]
fn shards_come_together_to_the_whole() {
    const SCRIPT: &str = r#"
import sys
c = duckdb.connect()
def rows(folder, table):
    shown = "* EXCLUDE (shard, shards, files, facts)" if table == "meta" else "*"
    return sorted(map(str, c.sql(f"SELECT DISTINCT {shown} FROM read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)").fetchall()))
def count(folder, table):
    return c.sql(f"SELECT count(*) FROM read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)").fetchall()[0][0]
for table in ["facts", "files", "findings", "codes", "meta"]:
    assert rows("whole", table) == rows("parts", table), table
for table in ["facts", "files", "findings", "codes"]:
    assert count("whole", table) == count("parts", table), table
print(c.sql("SELECT count(*), max(shards), sum(files) FROM read_parquet('parts/meta/*.parquet')").fetchall()[0])
"#;
    let (_guard, folder) = district();
    let inputs = ["convert", "inbox", "last-year", "--to", "parquet"];
    let run = |more: &[&str]| yusuan(&folder, &[&inputs[..], more].concat());
    assert_eq!(code(&run(&["-o", "whole"])), 1);
    // More shards than files: some have none, which is no error. All at once.
    let shards = 64;
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let run = &run;
            scope.spawn(move || {
                for own in (worker + 1..=shards).step_by(4) {
                    let output = run(&["-o", "parts", "--shard", &format!("{own}/{shards}")]);
                    assert!(code(&output) < 2, "{}", errors(&output));
                }
            });
        }
    });
    let parts = all(&folder.join("parts"));
    let again = run(&["-o", "parts", "--shard", "7/64", "--force"]);
    assert!(code(&again) < 2);
    assert!(all(&folder.join("parts")) == parts);
    // Parts that are cut in another way do not come into the same folder, nor does the whole.
    for more in [
        &["--shard", "1/63"][..],
        &[],
        &["--shard", "1/63", "--force"],
    ] {
        let output = run(&[&["-o", "parts"], more].concat());
        assert_eq!(code(&output), 2);
        assert!(
            errors(&output).contains("不能写到一起"),
            "{}",
            errors(&output)
        );
    }
    let output = run(&["-o", "parts", "--shard", "7/64"]);
    assert_eq!(code(&output), 2, "{}", errors(&output));
    assert!(all(&folder.join("parts")) == parts);
    let Some(text) = python(&["duckdb"], SCRIPT, &folder, &[]) else {
        return;
    };
    assert!(text.starts_with("(64, 64, "), "{text}");
}

#[test]
fn wrong_usage_and_what_is_there_already() {
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/notes.txt"), "mine").unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    fs::write(folder.join("file"), "mine").unwrap();
    fs::write(folder.join("mine.sqlite"), "mine").unwrap();
    for (args, said) in [
        (&["--to", "parquet"][..], "-o"),
        (&["--to", "parquet", "-o", "-"], "-o"),
        (&["--to", "parquet", "-o", "other"], "有别的内容"),
        (&["--to", "package", "-o", "other", "--force"], "有别的内容"),
        (&["--to", "parquet", "-o", "file"], "是一个文件"),
        (&["-o", "mine.sqlite"], "已存在"),
        (&["--to", "parquet", "-o", "new", "--pdf"], "--pdf"),
        (&["--to", "parquet", "-o", "new", "--draft"], "--draft"),
        (
            &["--to", "sqlite", "-o", "new", "--layout-out", "x"],
            "--layout-out",
        ),
        (
            &["--to", "sqlite", "-o", "new", "--shard", "1/2"],
            "--shard",
        ),
        (&["--to", "json", "-o", "new", "--shard", "1/2"], "--shard"),
        (&["--to", "parquet", "-o", "new", "--shard", "0/2"], "1/64"),
        (&["--to", "parquet", "-o", "new", "--shard", "3/2"], "1/64"),
        (&["--to", "parquet", "-o", "new", "--shard", "1"], "1/64"),
    ] {
        let output = yusuan(&folder, &[&["convert", "a.xlsx"][..], args].concat());
        assert_eq!(code(&output), 2, "{args:?}: {}", errors(&output));
        assert!(
            errors(&output).contains(said),
            "{args:?}: {}",
            errors(&output)
        );
    }
    // A data set that lies among submissions is not read, and never written over where it is named.
    fs::create_dir(folder.join("among")).unwrap();
    fs::copy(folder.join("a.xlsx"), folder.join("among/a.xlsx")).unwrap();
    let output = yusuan(
        &folder,
        &["convert", "among", "--to", "package", "-o", "among/set"],
    );
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let output = yusuan(
        &folder,
        &["convert", "among", "--to", "sqlite", "-o", "all"],
    );
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let named = [
        "convert",
        "among/set/facts.csv",
        "--to",
        "package",
        "-o",
        "among/set",
        "--force",
    ];
    assert_eq!(code(&yusuan(&folder, &named)), 2);
    assert_eq!(fs::read(folder.join("mine.sqlite")).unwrap(), b"mine");
    assert_eq!(fs::read_dir(folder.join("other")).unwrap().count(), 1);
    let output = yusuan(
        &folder,
        &["convert", "empty", "--to", "parquet", "-o", "new"],
    );
    assert_eq!(code(&output), 2, "{}", errors(&output));
    let output = yusuan(&folder, &["review", "empty", "--data", "xlsx"]);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("parquet, sqlite, package"),
        "{}",
        errors(&output)
    );
}

/// A folder of files of which none can be read still makes tables, which say so.
#[test]
fn files_that_cannot_be_read_are_in_the_table_of_files() {
    const SCRIPT: &str = r#"
c = duckdb.connect()
t = lambda name: f"read_parquet('data/{name}/**/*.parquet', hive_partitioning = true)"
print(c.sql(f"SELECT count(*), sum(amount), max(year) FROM {t('facts')}").fetchall()[0])
print(c.sql(f"SELECT role, why FROM {t('files')} ORDER BY path").fetchall())
print(c.sql(f"SELECT code FROM {t('findings')} ORDER BY path").fetchall())
"#;
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path();
    fs::create_dir(folder.join("in")).unwrap();
    fs::write(folder.join("in/a.xlsx"), "no spreadsheet").unwrap();
    fs::write(folder.join("in/b.csv"), "").unwrap();
    for format in ["parquet", "sqlite", "package"] {
        let out = if format == "parquet" { "data" } else { format };
        let output = yusuan(folder, &["convert", "in", "--to", format, "-o", out]);
        assert_eq!(code(&output), 1, "{}", errors(&output));
    }
    let Some(text) = python(&["duckdb"], SCRIPT, folder, &[]) else {
        return;
    };
    assert!(text.starts_with("(0, None, None)\n"), "{text}");
    assert!(text.contains("unreadable"), "{text}");
}

/// Killed at any moment, the data set is as it was, or not yet whole; the next run makes it whole.
#[cfg(unix)]
#[test]
#[ignore = "slow"]
fn a_killed_run_leaves_nothing_half_made() {
    let (_guard, folder) = district();
    let whole = |out: &str, format: &str| {
        made(
            &folder,
            &["convert", "inbox", "last-year", "--to", format, "-o", out],
        );
        all(&folder.join(out))
    };
    for (format, last) in [
        ("parquet", "meta/part-0.parquet"),
        ("sqlite", "budget.sqlite"),
        ("package", "datapackage.json"),
    ] {
        let expected = whole(&format!("whole-{format}"), format);
        let out = format!("killed-{format}");
        for wait in [5, 40, 120, 250, 400, 600] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_yusuan"))
                .args(["convert", "inbox", "last-year", "--to", format, "-o", &out])
                .args(["--lang", "zh"])
                .current_dir(&folder)
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(std::time::Duration::from_millis(wait));
            child.kill().unwrap();
            child.wait().unwrap();
            let there = folder.join(&out).join(last).exists();
            if there {
                let mut found = all(&folder.join(&out));
                // The next run sweeps away what the files were made in.
                found.retain(|own, _| !own.contains(".tmp/"));
                assert!(found == expected, "{format} after {wait} ms");
                fs::remove_dir_all(folder.join(&out)).unwrap();
            }
        }
        assert!(whole(&out, format) == expected, "{format}");
    }
}

/// The blocks of SQL in the docs run over the data set of a review, and each gives rows.
#[test]
#[ignore = "slow"]
fn the_questions_of_the_docs_are_answered() {
    const SCRIPT: &str = r#"
import sys
c = duckdb.connect()
for text in sys.argv[1:]:
    for statement in filter(None, map(str.strip, text.split(";"))):
        answer = c.sql(statement) if statement.startswith("SELECT") else c.execute(statement)
        if statement.startswith("SELECT"):
            rows = answer.fetchall()
            assert rows, statement
            for row in rows: print(*row, sep="\t")
"#;
    let (_guard, folder) = district();
    made(
        &folder,
        &["review", ".", "--date", "2026-01-15", "--data", "parquet"],
    );
    let mut answers = Vec::new();
    for page in ["docs/data.md", "docs/data.zh.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let blocks = text.split("```sql\n").skip(1);
        let blocks: Vec<String> = blocks
            .map(|own| own.split("```").next().unwrap().replace("2026预算/", ""))
            .collect();
        assert_eq!(
            blocks.len(),
            4,
            "{page} defines the tables and asks three questions"
        );
        let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
        let Some(text) = python(&["duckdb"], SCRIPT, &folder, &blocks) else {
            return;
        };
        answers.push(text);
    }
    assert_eq!(answers[0], answers[1]);
    // 类 with its name; a department with last year's and this year's 三公; a code with its units.
    assert!(
        answers[0].contains("208\t社会保障和就业支出\t21493604.49"),
        "{}",
        answers[0]
    );
    assert!(answers[0].contains("total-differs\t1\n"), "{}", answers[0]);
}

/// The example job gives the same answers by Spark and by DuckDB.
#[test]
fn spark_and_duckdb_answer_the_same() {
    let (_guard, folder) = district();
    let run = |engine: &str, out: &str, modules: &[&str]| {
        let mut command = Command::new("python3");
        command
            .arg(root().join("examples/spark/job.py"))
            .args([
                ".", out, "--year", "2026", "--shards", "5", "--engine", engine,
            ])
            .args(["--yusuan", env!("CARGO_BIN_EXE_yusuan")])
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(folder.join("district"));
        let output = needing(&mut command, modules)?;
        Some(succeeded("job.py", &output))
    };
    fs::create_dir(folder.join("district")).unwrap();
    for name in ["inbox", "last-year"] {
        fs::rename(folder.join(name), folder.join("district").join(name)).unwrap();
    }
    let Some(duckdb) = run("duckdb", "../by-duckdb", &["duckdb"]) else {
        return;
    };
    assert_eq!(duckdb.matches("# ").count(), 3, "{duckdb}");
    assert!(duckdb.contains("208\t社会保障和就业支出\t"), "{duckdb}");
    if Command::new("java").arg("-version").output().is_err() {
        eprintln!("not checked: java is not installed");
        return;
    }
    let Some(spark) = run("spark", "../by-spark", &["pyspark"]) else {
        return;
    };
    assert_eq!(spark, duckdb);
}
