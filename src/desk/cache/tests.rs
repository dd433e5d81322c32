use std::path::PathBuf;

use super::*;
use crate::desk::ledger::FileKind;

fn example(name: &str) -> (Lying, Vec<u8>) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let bytes = fs::read(root.join(name)).unwrap();
    let lying = Lying {
        path: name.to_owned(),
        kind: FileKind::Spreadsheet,
        size: bytes.len() as u64,
        sha256: sha256(&bytes),
        saved: None,
        fault: None,
    };
    (lying, bytes)
}

/// A budget with findings, each with its fact.
fn wrong_total() -> (Lying, Vec<u8>) {
    example("examples/qingpu-2023-wrong-total.xlsx")
}

/// The inputs that a cache without any entry makes.
fn made(cache: &Cache, templates: &Templates) -> Vec<Input> {
    let (lying, bytes) = wrong_total();
    cache.inputs((templates, &Options::default()), lying, &bytes, "")
}

/// The input as it is kept; `None` where it would be read.
fn kept(cache: &Cache, templates: &Templates) -> Option<Input> {
    cache.input(templates, wrong_total().0, "", |_| None)
}

/// All that is remembered.
fn all_of(cache: &Cache, input: &Input) -> String {
    let year = cache.year(input);
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        input.head,
        input.statement,
        input.proof,
        input.told,
        (input.has_texts, &input.explanations, &input.units),
        year.cells,
        year.shapes,
        input.lying,
    )
}

#[test]
fn one_cache_gives_to_another_what_it_read() {
    let templates = Templates::embedded();
    let first = Cache::in_memory("how");
    let input = made(&first, &templates).remove(0);
    let as_read = all_of(&first, &input);
    let budget = first.budget(&templates, &input, "", || None).unwrap();
    assert!(!input.told.is_empty());
    let entries = first.take_entries();
    assert!(kept(&first, &templates).is_none());
    let second = Cache::in_memory("how");
    for (name, bytes) in &entries {
        second.put_entry(name, bytes.clone());
    }
    let input = kept(&second, &templates).unwrap();
    assert_eq!(all_of(&second, &input), as_read);
    assert_eq!(second.budget(&templates, &input, "", || None), Some(budget));
    // Read otherwise it may be another.
    let other = Cache::in_memory("how else");
    for (name, bytes) in entries {
        other.put_entry(&name, bytes);
    }
    assert!(kept(&other, &templates).is_none());
}

#[test]
fn what_is_damaged_or_half_written_is_read_anew() {
    let templates = Templates::embedded();
    let first = Cache::in_memory("how");
    let input = made(&first, &templates).remove(0);
    let as_read = all_of(&first, &input);
    let budget = first.budget(&templates, &input, "", || None).unwrap();
    let entries = first.take_entries();
    assert_eq!(entries.len(), 2);
    for damaged in 0..entries.len() {
        let (name, bytes) = &entries[damaged];
        let (length, is_budget) = (bytes.len(), name.ends_with(BUDGET));
        for at in [1, length / 2] {
            let (mut half, mut flipped) = (entries.clone(), entries.clone());
            half[damaged].1.truncate(at);
            flipped[damaged].1[at] ^= 4;
            for entries in [half, flipped] {
                let second = Cache::in_memory("how");
                for (name, bytes) in entries {
                    second.put_entry(&name, bytes);
                }
                let is_kept = kept(&second, &templates).is_some();
                assert_eq!(is_kept, is_budget, "{damaged} {at}");
                let input = made(&second, &templates).remove(0);
                assert_eq!(all_of(&second, &input), as_read);
                let again = || Some(budget.clone());
                let own = second.budget(&templates, &input, "", again);
                assert_eq!(own.as_ref(), Some(&budget));
                // All is whole again.
                assert!(kept(&second, &templates).is_some());
                let own = second.budget(&templates, &input, "", || None);
                assert_eq!(own.as_ref(), Some(&budget));
            }
        }
    }
}
