use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Each text and attribute with the values that it asks for.
fn asked(files: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
    let mut asked = BTreeMap::new();
    for (_, text) in files {
        let (mut message, mut entry) = (String::new(), String::new());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =") {
                match name.strip_prefix("    .") {
                    Some(attribute) => entry = format!("{message}.{attribute}"),
                    None if !name.starts_with(' ') => {
                        message = name.to_owned();
                        entry.clone_from(&message);
                    }
                    None => {}
                }
            }
            let values = asked.entry(entry.clone()).or_insert_with(BTreeSet::new);
            for value in line.split("{ $").skip(1) {
                let name = value.split([' ', '}']).next().unwrap();
                values.insert(name.to_owned());
            }
        }
    }
    asked.remove("");
    asked
}

#[test]
fn every_text_is_there_in_both_languages_with_the_same_values() {
    let (chinese, english) = (asked(CHINESE), asked(ENGLISH));
    assert!(chinese.len() > 50);
    // What a code is called is said in Chinese only: the code itself is English.
    let named = |name: &str| name.ends_with(".name");
    for (name, values) in chinese.iter().filter(|(name, _)| !named(name)) {
        assert_eq!(english.get(name), Some(values), "{name} in English");
    }
    for name in english.keys() {
        assert!(chinese.contains_key(name), "{name} in Chinese");
    }
}

#[test]
fn a_locale_tells_the_language() {
    assert_eq!(Language::of_locale("en_US.UTF-8"), Some(Language::English));
    assert_eq!(Language::of_locale("zh-CN"), Some(Language::Chinese));
    assert_eq!(Language::of_locale("C.UTF-8"), None);
    assert_eq!(Language::of_locale("fr_FR"), None);
}

fn quoted(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

/// The texts that the code of `source` names.
fn named(source: &str) -> Vec<&str> {
    let calls = [
        "Phrase::new(",
        "essages.text(",
        "essages.with(",
        "Arg::Word(",
    ];
    let mut named: Vec<&str> = calls
        .iter()
        .flat_map(|call| source.split(call).skip(1).filter_map(quoted))
        .collect();
    // at.word(Dim::CARRY) names none.
    let words = source.split(".word(").skip(1);
    let words = words.filter(|inner| inner.trim_start().starts_with('"'));
    named
        .extend(words.filter_map(|inner| inner.split_once(',').and_then(|(_, name)| quoted(name))));
    named
}

#[test]
fn the_code_names_only_texts_that_are_there() {
    let asked = asked(CHINESE);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let files = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|file| file.file_type().is_file() && !file.path().ends_with("tests.rs"));
    let mut count = 0;
    for file in files {
        for name in named(&std::fs::read_to_string(file.path()).unwrap()) {
            let place = file.path().display();
            assert!(
                asked.contains_key(name),
                "{place}: there is no text `{name}`"
            );
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn a_phrase_reads_in_either_language() {
    let phrase = Phrase::new("damage-part")
        .arg("part", "xl/workbook.xml")
        .phrase("reason", Phrase::new("damage-sheet-end"));
    assert_eq!(
        phrase.to_string(),
        "part xl/workbook.xml: the sheet ends too early"
    );
    assert_eq!(
        Messages::new(Language::Chinese).phrase(&phrase),
        "部件 xl/workbook.xml：工作表的结尾缺失"
    );
}

#[test]
fn every_code_has_its_message_and_help_in_every_language() {
    for language in Language::ALL {
        let words = asked(Messages::files(language));
        for (_, code, _) in crate::finding::FindingCode::ALL {
            for entry in [(*code).to_owned(), format!("{code}.help")] {
                assert!(words.contains_key(&entry), "{entry} in {}", language.tag());
            }
            let name = words.contains_key(&format!("{code}.name"));
            assert_eq!(name, language == Language::Chinese, "name of {code}");
        }
    }
}

#[test]
fn a_count_chooses_between_singular_and_plural() {
    let english = Messages::new(Language::English);
    let said = |count: usize| {
        let args = [("count", count.into()), ("sheet", "表".into())];
        english.fill("number-not-read", Some("outside"), &args)
    };
    assert_eq!(said(1), "the sheet “表” holds 1 number but no known table");
    assert_eq!(
        said(12_345),
        "the sheet “表” holds 12345 numbers but no known table"
    );
}

#[test]
fn words_that_come_first_stand_in_place_of_those_they_name() {
    let messages = Messages::new(Language::Chinese);
    let own = messages.with_first("layout-tie =\n    .help = Choose it.\n");
    let help = |own: &Messages| own.fill("layout-tie", Some("help"), &[]);
    assert_eq!(help(&own), "Choose it.");
    assert_ne!(help(&messages), "Choose it.");
    // The message's other texts are those of the language.
    let name = |own: &Messages| own.fill("layout-tie", Some("name"), &[]);
    assert_eq!(name(&own), name(&messages));
}
