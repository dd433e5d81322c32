//! What commands cost beside reading and writing the same workbooks by calamine and rust_xlsxwriter alone, in instructions, which
//! are the same on every run. Needs valgrind.
//!
//! `cargo run --release --example cost`, behind `cargo build --release`
//!
//! Of six made-up workbooks the cost of the first is taken off: what is done once a process does not count.

#![allow(clippy::print_stdout, reason = "a program for the command line")]
#![allow(clippy::print_stderr, reason = "a program for the command line")]

#[path = "../made_up/budget/mod.rs"]
mod budget;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use yusuan::layout::Templates;
use yusuan::write::workbook_bytes;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many workbooks are read.
const COUNT: u64 = 6;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.split_first() {
        None => compare(),
        Some((verb, files)) if verb == "read" => files.iter().try_for_each(|file| read(file)),
        Some((verb, files)) if verb == "rewrite" => files.iter().try_for_each(|file| rewrite(file)),
        Some(_) => Err(anyhow::anyhow!("usage: cost [read|rewrite FILE…]")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cost: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Prints what each command costs, and how many times what reading or rewriting alone costs.
fn compare() -> anyhow::Result<()> {
    let own = std::env::current_exe()?;
    let built = own.parent().and_then(Path::parent);
    let yusuan = built.context("this program stands nowhere")?.join("yusuan");
    if !yusuan.is_file() {
        bail!("{} is not built", yusuan.display());
    }
    let folder = tempfile::tempdir()?;
    let files = made_up(folder.path())?;
    let out = |name: &str| folder.path().join(name).display().to_string();
    let (json, xlsx) = (out("json"), out("xlsx"));
    let reading = cost(&own, &["read"], &files)?;
    let rewriting = cost(&own, &["rewrite"], &files)?;
    println!("calamine alone, read: {reading} instructions a workbook");
    println!("calamine and rust_xlsxwriter alone, read and written: {rewriting}");
    let commands: [(&[&str], u64); 3] = [
        (&["check"], reading),
        (
            &["convert", "--to", "json", "--force", "-o", &json],
            reading,
        ),
        (
            &["convert", "--to", "xlsx", "--force", "-o", &xlsx],
            rewriting,
        ),
    ];
    for (command, bare) in commands {
        let own = cost(&yusuan, command, &files)?;
        #[allow(clippy::cast_precision_loss, reason = "three digits are shown")]
        let times = own as f64 / bare as f64;
        println!(
            "yusuan {}: {own}, {times:.2} times that",
            command[..command.len().min(3)].join(" ")
        );
    }
    Ok(())
}

/// Writes the made-up workbooks.
fn made_up(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let templates = Templates::embedded();
    let write = |seed: u64| {
        let path = folder.join(format!("made-up-{seed}.xlsx"));
        let bytes = workbook_bytes(&templates, &budget::budget(&templates, seed), None)?;
        std::fs::write(&path, bytes)?;
        Ok(path)
    };
    (1..=COUNT).map(write).collect()
}

/// The instructions of a command for one of `files`: those of all less those of the first.
fn cost(program: &Path, args: &[&str], files: &[PathBuf]) -> anyhow::Result<u64> {
    let all = instructions(program, args, files)?;
    let first = instructions(program, args, &files[..1])?;
    Ok((all - first) / (COUNT - 1))
}

/// The instructions of a whole run.
fn instructions(program: &Path, args: &[&str], files: &[PathBuf]) -> anyhow::Result<u64> {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(args)
        .args(files)
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .context("valgrind")?;
    let said = String::from_utf8_lossy(&run.stderr);
    let line = said.lines().find_map(|line| line.split_once("refs:"));
    let (_, count) = line.with_context(|| format!("valgrind said: {said}"))?;
    Ok(count.trim().replace(',', "").parse()?)
}

/// Reads every cell of a workbook: its value and its formula.
fn read(file: &str) -> anyhow::Result<()> {
    let mut book: Xlsx<BufReader<File>> = open_workbook(file)?;
    for name in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&name)?;
        while let Some(cell) = cells.next_cell_with_formula()? {
            std::hint::black_box(cell);
        }
    }
    Ok(())
}

/// Writes every cell of a workbook into another one beside it.
fn rewrite(file: &str) -> anyhow::Result<()> {
    let mut book: Xlsx<BufReader<File>> = open_workbook(file)?;
    let mut written = Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name)?;
        let sheet = written.add_worksheet().set_name(&name)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, value) in range.used_cells() {
            let row = top + u32::try_from(row)?;
            let col = u16::try_from(left as usize + col)?;
            match value {
                Data::Float(number) => sheet.write(row, col, *number)?,
                other => sheet.write(row, col, other.to_string())?,
            };
        }
    }
    written.save(format!("{file}.rewritten"))?;
    Ok(())
}
