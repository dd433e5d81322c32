//! What a new format must not be without: a word in the READMEs, and the same bytes each time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::cli::yusuan_in;
use crate::corpus::root;

/// The commands that write several formats, with the option that chooses.
const CHOICES: [(&str, &str); 3] = [
    ("convert", "--to"),
    ("check", "--format"),
    ("publish", "--to"),
];

/// The formats that the help of a command offers.
fn formats(command: &str, option: &str) -> Vec<String> {
    let output = yusuan_in("en_US.UTF-8", root(), &[command, "--help", "--lang", "en"]);
    let help = String::from_utf8(output.stdout).unwrap();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, behind) = help.split_once(&format!(" {option} <")).unwrap();
    let (_, values) = behind.split_once("[possible values: ").unwrap();
    let (values, _) = values.split_once(']').unwrap();
    values.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_format_is_in_the_readmes() {
    for (command, option) in CHOICES {
        for format in formats(command, option) {
            for readme in ["README.md", "README.zh.md"] {
                let text = fs::read_to_string(root().join(readme)).unwrap();
                let mut rows = text
                    .lines()
                    .filter(|line| line.starts_with(&format!("| `{option} ")));
                let named = |row: &str| {
                    let choice = row.split('`').nth(1).unwrap_or_default();
                    let mut words = choice.split([' ', '|', '\\']);
                    words.any(|word| word == format)
                };
                assert!(
                    rows.any(named),
                    "{readme} says nothing of {command} {option} {format}"
                );
            }
        }
    }
}

/// The files below a path, which may be one itself.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(path).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let below = entry.path().strip_prefix(path).unwrap();
        let name = below.to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    });
    read.collect()
}

#[test]
fn every_format_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let input = root().join("examples/qingpu-2023-wrong-total.xlsx");
    fs::copy(input, folder.path().join("a.xlsx")).unwrap();
    for (command, option) in CHOICES {
        for format in formats(command, option) {
            let made = [1, 2].map(|time| {
                let name = format!("{command}-{format}-{time}");
                let args = [command, "a.xlsx", option, &format, "-o", &name];
                let output = yusuan_in("en_US.UTF-8", folder.path(), &args);
                let all = files(&folder.path().join(&name));
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(
                    all.values().any(|bytes| !bytes.is_empty()),
                    "{name}: {said}"
                );
                all
            });
            assert!(
                made[0] == made[1],
                "{command} {option} {format} gives other bytes the second time"
            );
        }
    }
}
