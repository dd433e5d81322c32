//! Files that a fuzzer found something in: none makes the program fail any more, and what is found has words.

use std::fs;

use yusuan::batch::{Options, read_bytes};
use yusuan::finding::{FindingCode, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};

use crate::corpus::root;

#[test]
fn no_fuzzed_file_makes_the_program_fail() {
    let templates = Templates::embedded();
    let messages = Language::ALL.map(Messages::new);
    let files = fs::read_dir(root().join("tests/fuzzed")).unwrap();
    let mut count = 0;
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let outcome = read_bytes(name.clone(), bytes, &templates, &Options::default());
        for finding in &outcome.findings {
            assert_ne!(finding.code, FindingCode::InternalError, "{name}");
            for messages in &messages {
                assert!(render(&name, finding, messages).contains(finding.code.name()));
            }
        }
        count += 1;
    }
    assert!(count > 0);
}
