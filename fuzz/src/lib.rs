//! What the fuzz targets share: the templates, packages with one part replaced, and what is done with every input.

use std::io::{Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use yusuan::batch::{Options, Outcome, read_bytes};
use yusuan::export::{budget_to_json, facts_csv, report_json};
use yusuan::finding::{FindingCode, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};

/// The embedded templates.
pub static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);
/// Messages in Chinese.
pub static CHINESE: LazyLock<Messages> = LazyLock::new(|| Messages::new(Language::Chinese));
/// Messages in English.
pub static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::new(Language::English));

/// The fuzzer ends at every panic, also at one that is caught. Of calamine's the program makes a finding, so these are let go;
/// its own it must not have, and they are said.
static HOOK: LazyLock<()> = LazyLock::new(|| {
    std::panic::set_hook(Box::new(|panic| {
        let file = panic.location().map_or("", std::panic::Location::file);
        if !file.contains("/calamine-") {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
        }
    }));
});

/// Reads and checks a file, and puts all that was found into words, as the command does. The file must not be one that the
/// program fails on: that is what is looked for.
pub fn check(name: &str, bytes: Vec<u8>) -> Outcome {
    LazyLock::force(&HOOK);
    let outcome = read_bytes(name.to_owned(), bytes, &TEMPLATES, &Options::default());
    for messages in [&CHINESE, &ENGLISH] {
        for finding in &outcome.findings {
            let said = render(&outcome.path, finding, messages);
            assert!(!said.is_empty(), "a finding is said");
            assert_ne!(
                finding.code,
                FindingCode::InternalError,
                "the program failed and caught itself: {said}"
            );
        }
    }
    let _ = report_json(&[outcome.report()], &TEMPLATES, &ENGLISH);
    if let Some(budget) = &outcome.budget {
        let _ = budget_to_json(budget);
        let _ = facts_csv(&TEMPLATES.model, [("fuzzed", budget)]);
    }
    outcome
}

/// The parts of a zip package by name, in their order.
///
/// # Panics
/// Where `bytes` are no package; they come from this repository.
#[must_use]
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package of ours");
    (0..package.len())
        .map(|at| {
            let mut part = package.by_index(at).expect("a part of ours");
            let name = part.name().expect("names of ours").into_owned();
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("a part of ours");
            (name, content)
        })
        .collect()
}

/// A zip package of the parts, with the content of part `at` (modulo their number) replaced.
///
/// # Panics
/// Never: it is written to memory.
#[must_use]
pub fn package(parts: &[(String, Vec<u8>)], at: usize, content: &[u8]) -> Vec<u8> {
    let at = at % parts.len();
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (own, (name, bytes)) in parts.iter().enumerate() {
        package
            .start_file(name.as_str(), stored)
            .expect("names are short");
        let bytes = if own == at { content } else { bytes };
        package.write_all(bytes).expect("memory takes it");
    }
    package.finish().expect("memory takes it").into_inner()
}

/// A submission's package with one part replaced: the first byte of `data` says which one, the rest is its content.
#[must_use]
pub fn with_part(parts: &[(String, Vec<u8>)], data: &[u8]) -> Option<Vec<u8>> {
    let (&at, content) = data.split_first()?;
    Some(package(parts, at.into(), content))
}
