//! What the library says that reads TOML, in words of ours.

use std::borrow::Cow;

use toml::de::DeValue;

use crate::messages::Phrase;

/// What is said in its place where `[table]` stands for `[[table]]`.
pub(super) const SINGLE_BRACKET: &str = "single bracket";
/// What is said of a value that should be one of some names and is no text.
pub(super) const WANTS_NAME: &str = "wanted string or table";

/// What is said of a value, where the library's words for it mislead: it takes a date for a group of values, and so a part
/// with a single bracket. `written` begins where the value stands.
pub(super) fn of_value<'m>(
    message: &'m str,
    value: Option<&DeValue<'_>>,
    written: &str,
) -> Cow<'m, str> {
    const MAP: &str = "invalid type: map, ";
    match message.strip_prefix(MAP) {
        Some(expected) if value.is_some_and(DeValue::is_datetime) => {
            format!("invalid type: date, {expected}").into()
        }
        Some("expected a sequence") if written.starts_with('[') => SINGLE_BRACKET.into(),
        _ => message.into(),
    }
}

/// What serde says, in words of ours; what it says otherwise in its own.
pub(crate) fn form_fault(message: &str) -> Phrase {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let allowed = || {
        let own = message.split_once(", expected").map_or("", |(_, own)| own);
        let names: Vec<&str> = own.split('`').skip(1).step_by(2).collect();
        names
    };
    if message.starts_with("missing field ") {
        Phrase::new("layout-missing").arg("name", quoted())
    } else if message.starts_with("unknown field ") {
        Phrase::new("layout-unknown-field")
            .arg("name", quoted())
            .list("allowed", allowed())
    } else if message.starts_with("unknown variant ") {
        // What is given may hold the sign that sets it off.
        let given = message.strip_prefix("unknown variant `");
        let given = given.and_then(|own| own.split_once("`, expected"));
        Phrase::new("layout-unknown-value")
            .arg("name", given.map_or_else(quoted, |(given, _)| given))
            .list("allowed", allowed())
    } else if message == "duplicate key" {
        Phrase::new("layout-key-twice")
    } else if let Some(said) = message.strip_prefix("invalid type: ") {
        let (given, expected) = said.split_once(", expected ").unwrap_or((said, ""));
        Phrase::new("layout-wrong-type")
            .phrase("given", kind(given))
            .phrase("expected", kind(expected))
    } else if let Some(said) = message.strip_prefix("invalid value: ") {
        let (given, expected) = said.split_once(", expected ").unwrap_or((said, ""));
        let value = given.split(['`', '"']).nth(1).unwrap_or(given);
        Phrase::new("layout-wrong-value")
            .arg("value", value)
            .phrase("expected", kind(expected))
    } else {
        let known = SYNTAX.iter();
        let mut known = known.filter(|(said, _)| message.contains(said));
        let name = known.next().map_or("layout-toml", |(_, name)| name);
        Phrase::new(name).arg("said", message)
    }
}

/// What the reader of TOML says, and the text that says the same in words of ours: the first that it holds.
const SYNTAX: [(&str, &str); 33] = [
    (SINGLE_BRACKET, "layout-toml-single"),
    ("missing comma", "layout-toml-comma"),
    ("extra comma", "layout-toml-extra-comma"),
    ("must be quoted", "layout-toml-bare"),
    ("cannot be empty", "layout-toml-value"),
    ("cannot be multi-line", "layout-toml-key"),
    ("cannot extend", "layout-toml-extend"),
    ("escape", "layout-toml-escape"),
    ("unicode", "layout-toml-escape"),
    ("carriage return", "layout-toml-line"),
    ("comment", "layout-toml-line"),
    ("recurs", "layout-toml-deep"),
    ("number", "layout-toml-number"),
    ("integer", "layout-toml-number"),
    ("float", "layout-toml-number"),
    ("radix", "layout-toml-number"),
    ("digits", "layout-toml-number"),
    ("date", "layout-toml-date"),
    ("time", "layout-toml-date"),
    ("quote", "layout-toml-quote"),
    ("string", "layout-toml-quote"),
    ("boolean", "layout-toml-bare"),
    ("unclosed", "layout-toml-bracket"),
    ("opening", "layout-toml-bracket"),
    ("table open", "layout-toml-bracket"),
    ("assignment", "layout-toml-value"),
    ("key with no value", "layout-toml-value"),
    ("value", "layout-toml-value"),
    ("`=`", "layout-toml-value"),
    ("content", "layout-toml-value"),
    ("key", "layout-toml-key"),
    ("sign", "layout-toml-number"),
    ("zero", "layout-toml-number"),
];

/// What kind of value serde speaks of: its words for it begin so.
fn kind(said: &str) -> Phrase {
    const KINDS: [(&str, &str); 15] = [
        ("struct", "layout-a-part"),
        ("map", "layout-a-part"),
        ("a map", "layout-a-part"),
        ("string", "layout-a-text"),
        ("str", "layout-a-text"),
        ("a string", "layout-a-text"),
        ("a word or", "layout-some-words"),
        ("integer", "layout-a-number"),
        ("float", "layout-a-number"),
        ("a Decimal", "layout-a-number"),
        ("bool", "layout-a-truth"),
        ("a bool", "layout-a-truth"),
        ("sequence", "layout-a-list"),
        ("a sequence", "layout-a-list"),
        ("date", "layout-a-date"),
    ];
    let whole = |least: i64, most: i64| {
        let phrase = Phrase::new("layout-a-whole");
        phrase.arg("least", least).arg("most", most)
    };
    match said {
        "u8" => whole(0, u8::MAX.into()),
        "u16" => whole(0, u16::MAX.into()),
        "u32" => whole(0, u32::MAX.into()),
        "i16" => whole(i16::MIN.into(), i16::MAX.into()),
        "i32" => whole(i32::MIN.into(), i32::MAX.into()),
        "f32" | "f64" => Phrase::new("layout-a-number"),
        _ => match KINDS.iter().find(|(own, _)| said.starts_with(own)) {
            Some((_, name)) => Phrase::new(name),
            None => Phrase::new("layout-said").arg("said", said),
        },
    }
}
