//! A part that a package has lost is one fault, not one for each thing that stood in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use rayon::prelude::*;
use yusuan::annotate::annotate;
use yusuan::batch::{Options, read_bytes};
use yusuan::finding::{FindingCode, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::workbook::open::{Limits, open};

use crate::corpus::root;

/// At most so many findings are more than those of the whole file.
const MOST: usize = 3;

type Parts = Vec<(String, Vec<u8>)>;

fn parts(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |at: usize| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        (name, bytes)
    };
    (0..count).map(read).collect()
}

fn package(parts: &Parts) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut package = zip::ZipWriter::new(&mut bytes);
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        package.start_file(name.as_str(), options).unwrap();
        package.write_all(content).unwrap();
    }
    package.finish().unwrap();
    bytes.into_inner()
}

/// The findings of a package, in words, by code.
fn said(templates: &Templates, parts: &Parts) -> BTreeMap<FindingCode, Vec<String>> {
    let messages = Messages::new(Language::English);
    let outcome = read_bytes(
        "a.xlsx".to_owned(),
        package(parts),
        templates,
        &Options::default(),
    );
    let mut said: BTreeMap<FindingCode, Vec<String>> = BTreeMap::new();
    for finding in &outcome.findings {
        let text = render("a.xlsx", finding, &messages);
        said.entry(finding.code).or_default().push(text);
    }
    said
}

#[test]
#[ignore = "slow"]
fn a_lost_part_is_said_once_and_not_what_follows_from_it() {
    let templates = Templates::embedded();
    let mut damages = Vec::new();
    for (file, ways) in [
        ("01-standard.xlsx", &["lost", "half"][..]),
        ("10-strings-not-related.xlsx", &["lost"][..]),
    ] {
        let path = root().join("tests/fixtures/submissions").join(file);
        let whole = parts(&fs::read(path).unwrap());
        let before = said(&templates, &whole);
        for at in 0..whole.len() {
            for way in ways {
                damages.push((file, *way, at, whole.clone(), before.clone()));
            }
        }
    }
    let damages = damages.into_par_iter();
    let faults: Vec<String> = damages
        .filter_map(|(file, way, at, mut parts, before)| {
            let name = parts[at].0.clone();
            match way {
                "half" => {
                    let content = &mut parts[at].1;
                    content.truncate(content.len() / 2);
                }
                _ => drop(parts.remove(at)),
            }
            let now = said(&templates, &parts);
            let more = now.iter().flat_map(|(code, texts)| {
                let known = before.get(code).map_or(0, Vec::len);
                texts.iter().skip(known)
            });
            let more: Vec<&String> = more.collect();
            let follow = [FindingCode::MissingTable, FindingCode::SectionMissing];
            let follows = follow.iter().any(|code| now.contains_key(code));
            (more.len() > MOST || follows).then(|| format!("{file}, {way} {name}: {more:#?}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A sheet whose relation is gone keeps its name in the list of sheets. The list of findings that is added must not come to
/// stand for it.
#[test]
fn a_lost_sheet_is_not_replaced_by_the_list_of_findings() {
    let path = root().join("tests/fixtures/submissions/01-standard.xlsx");
    let mut parts = parts(&fs::read(path).unwrap());
    let relations = parts
        .iter_mut()
        .find(|(name, _)| name == "xl/_rels/workbook.xml.rels")
        .unwrap();
    let text = String::from_utf8(relations.1.clone()).unwrap();
    // The smallest number is the one that is taken when a relation is added.
    let first = text
        .split_inclusive("/>")
        .find(|relation| relation.contains("\"rId1\"") && relation.contains("/worksheet\""))
        .unwrap();
    let first = &first[first.find("<Relationship ").unwrap()..];
    relations.1 = text.replace(first, "").into_bytes();
    let bytes = package(&parts);
    let limits = Limits::default();
    let workbook = open(&bytes, "xlsx", &limits).unwrap();
    let lost = &workbook.sheets[0];
    assert!(lost.cells.is_empty(), "{} has lost its cells", lost.name);
    let templates = Templates::embedded();
    let name = "a.xlsx".to_owned();
    let findings = read_bytes(name, bytes.clone(), &templates, &Options::default()).findings;
    let messages = Messages::new(Language::Chinese);
    let marked = annotate(&bytes, &workbook, &findings, &messages).unwrap();
    let marked = open(&marked, "xlsx", &limits).unwrap();
    let again = marked.sheets.iter().find(|own| own.name == lost.name);
    assert!(again.unwrap().cells.is_empty());
}
