//! The options of the commands, by their help, and the docs on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::yusuan_in;
use crate::corpus::root;
use crate::docs::{LANGUAGES, pages, read, told};

/// The help of a command; of the program, where it has no name.
fn help(command: &str) -> String {
    let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
    let output = yusuan_in("en_US.UTF-8", root(), &args);
    String::from_utf8(output.stdout).unwrap()
}

/// The commands below one, with what they are below: `layouts check`.
fn commands(above: &str) -> Vec<String> {
    let text = help(above);
    let Some((_, list)) = text.split_once("\nCommands:\n") else {
        return vec![above.to_owned()];
    };
    let list = list.split("\n\n").next().unwrap();
    let names = list.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split(' ').next()?;
        (!matches!(name, "" | "help")).then(|| format!("{above} {name}").trim().to_owned())
    });
    names.flat_map(|name| commands(&name)).collect()
}

/// The options of each command, with their help.
pub(crate) fn options() -> BTreeMap<String, BTreeMap<String, String>> {
    let of = |command: String| {
        let text = help(&command);
        let mut options: BTreeMap<String, String> = BTreeMap::new();
        let mut last = None;
        for line in text.lines().map(str::trim) {
            let name = line.strip_prefix("-").and_then(|_| {
                let mut words = line.split([' ', ',']);
                words.find(|word| word.starts_with("--")).map(str::to_owned)
            });
            if let Some(name) = name {
                last = Some(name);
            }
            if let Some(name) = &last {
                let own = options.entry(name.clone()).or_default();
                own.push_str(line);
                own.push(' ');
            }
        }
        (command, options)
    };
    commands("").into_iter().map(of).collect()
}

/// The options that the tables of a text explain, each with the formats that it names.
fn explained(lines: &[&str]) -> BTreeSet<String> {
    let rows = lines.iter().filter(|line| line.starts_with("| `"));
    let cells = rows.flat_map(|row| row.split(" | ").take(1));
    let options = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let names = options.filter_map(|option| option.split([' ', '\\']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_option_is_explained() {
    let all = options();
    assert!(all.len() > 12, "{:?}", all.keys());
    let known: BTreeSet<&str> = all
        .values()
        .flat_map(|own| own.keys())
        .map(String::as_str)
        .collect();
    let mut faults = Vec::new();
    for (ending, _) in LANGUAGES {
        let texts: Vec<String> = pages(ending).iter().map(|page| read(page)).collect();
        let everywhere: BTreeSet<String> = texts
            .iter()
            .flat_map(|text| explained(&told(text).0))
            .collect();
        for option in known
            .iter()
            .filter(|own| !own.starts_with("--max-") && **own != "--help")
        {
            // `-o OUT` stands for `--output OUT`.
            let short = if *option == "--output" { "-o" } else { option };
            if !everywhere.contains(short) && *option != "--version" {
                faults.push(format!("no page in .{ending} explains {option}"));
            }
        }
        for option in everywhere.iter().filter(|own| own.starts_with("--")) {
            if !known.contains(option.as_str()) && option != "--max-…" {
                faults.push(format!(
                    "a page in .{ending} explains {option}, which no command has"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
