//! Writes made-up submissions: nine tables each, all different, about 700 filled cells, no errors.
//!
//! `cargo run --release --example made_up -- N DIR [SEED]`

#![allow(clippy::print_stderr, reason = "a program for the command line")]

mod budget;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use yusuan::layout::Templates;
use yusuan::write::workbook_bytes;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let written = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [count, folder] => write(count, folder, "1"),
        [count, folder, seed] => write(count, folder, seed),
        _ => Err(anyhow::anyhow!("usage: made_up N DIR [SEED]")),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("made_up: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn write(count: &str, folder: &str, seed: &str) -> anyhow::Result<()> {
    let count: u64 = count.parse().with_context(|| format!("N is `{count}`"))?;
    let seed: u64 = seed.parse().with_context(|| format!("SEED is `{seed}`"))?;
    std::fs::create_dir_all(folder).with_context(|| folder.to_owned())?;
    let templates = Templates::embedded();
    for seed in (seed..).take(usize::try_from(count)?) {
        let path = Path::new(folder).join(format!("made-up-{seed:05}.xlsx"));
        let bytes = workbook_bytes(&templates, &budget::budget(&templates, seed), None)?;
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
