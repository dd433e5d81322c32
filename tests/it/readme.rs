//! Both READMEs say what is there: every finding code, and commands that print what is shown.

use std::fs;

use yusuan::finding::FindingCode;

use crate::cli::yusuan_in;
use crate::corpus;

const READMES: [&str; 2] = ["README.md", "README.zh.md"];
/// The system on which each shows what is printed.
const LOCALES: [&str; 2] = ["en_US.UTF-8", "zh_CN.UTF-8"];

fn read(name: &str) -> String {
    fs::read_to_string(corpus::root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_finding_code_is_explained() {
    for (_, code, severity) in FindingCode::ALL {
        for readme in READMES {
            let start = format!("| `{code}` | {} | ", severity.word());
            assert!(
                read(readme).lines().any(|line| line.starts_with(&start)),
                "{readme} has no line `{start}`"
            );
        }
    }
    for readme in READMES {
        let lines = read(readme)
            .lines()
            .filter(|line| {
                line.starts_with("| `")
                    && [" | error | ", " | warning | ", " | note | "]
                        .iter()
                        .any(|word| line.contains(word))
            })
            .count();
        assert_eq!(
            lines,
            FindingCode::ALL.len(),
            "{readme} explains codes that are not there"
        );
    }
}

/// In a `console` block, `$ cargo run --release -- …` is followed by what it prints; `…` stands for left out lines.
#[test]
fn the_commands_print_what_is_shown() {
    for (readme, locale) in READMES.into_iter().zip(LOCALES) {
        let text = read(readme);
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("examples")).unwrap();
        for path in corpus::spreadsheets("examples") {
            fs::copy(
                &path,
                folder
                    .path()
                    .join("examples")
                    .join(path.file_name().unwrap()),
            )
            .unwrap();
        }
        let mut commands = 0;
        for block in text.split("```console\n").skip(1) {
            let block = block.split("```").next().unwrap();
            for shown in block.split("$ cargo run --release -- ").skip(1) {
                let (command, shown) = shown.split_once('\n').unwrap_or((shown, ""));
                let args: Vec<&str> = command.split_whitespace().collect();
                let output = yusuan_in(locale, folder.path(), &args);
                let printed = format!(
                    "{}{}",
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                );
                assert_ne!(
                    output.status.code(),
                    Some(2),
                    "{readme}: {command}: {printed}"
                );
                for part in shown.split("…\n").filter(|part| !part.trim().is_empty()) {
                    assert!(
                        printed.contains(part.trim_end()),
                        "{readme}: {command}: prints\n{printed}\nand not\n{part}"
                    );
                }
                commands += 1;
            }
        }
        assert!(commands > 0, "{readme} shows no command");
    }
}
