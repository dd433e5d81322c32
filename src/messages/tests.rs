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
    for (name, values) in &chinese {
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

#[test]
fn every_code_has_its_message_and_help_in_every_language() {
    for language in Language::ALL {
        let words = asked(Messages::files(language));
        for (_, code, _) in crate::finding::FindingCode::ALL {
            for entry in [(*code).to_owned(), format!("{code}.help")] {
                assert!(words.contains_key(&entry), "{entry} in {}", language.tag());
            }
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
