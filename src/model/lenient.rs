//! Reading TOML with all its faults at once. What does not fit is taken out or stood in for, and the rest is read on, so that
//! who writes a layout or a model need not mend one fault to see the next.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::messages::Phrase;

/// The most faults of form that are told of one file.
const MOST: usize = 200;
/// The most of them that are told where the text is no TOML.
const MOST_OF_FORM: usize = 5;
/// A text that is to be filled in.
pub(crate) const OPEN: &str = "?";

/// What could be read of a file, and what is wrong with its form.
#[derive(Debug)]
pub(crate) struct Lenient<T> {
    /// What was read; `None` where too much is missing.
    pub(crate) value: Option<T>,
    /// The byte where each fault stands, and what it is.
    pub(crate) faults: Vec<(usize, String)>,
    /// What is to be filled in.
    pub(crate) open: Vec<Open>,
    /// Where the tables begin in which something was taken out or stood in for: what is said of them as a whole says nothing new.
    pub(crate) holes: BTreeSet<usize>,
}

/// A `"?"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    /// The byte where it stands.
    pub(crate) at: usize,
    /// The key that it is the value of, or an item of.
    pub(crate) key: String,
}

/// Reads `text`. `stand_in` gives, for the name of a field, TOML that stands in for it where it is missing or wrong; it stands
/// behind the end of the text, so that faults found in it can be told from others.
pub(crate) fn lenient<T: DeserializeOwned>(
    text: &str,
    stand_in: impl Fn(&str) -> Option<&'static str>,
) -> Lenient<T> {
    let mut read = Lenient {
        value: None,
        faults: Vec::new(),
        open: Vec::new(),
        holes: BTreeSet::new(),
    };
    // What is without fault, as nearly all is, is read in one go.
    if ![r#""?""#, "'?'"].iter().any(|open| text.contains(open))
        && let Ok(value) = toml::from_str(text)
    {
        read.value = Some(value);
        return read;
    }
    let (mut root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let said = errors.iter().take(MOST).map(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (at, error.message().to_owned())
        });
        read.faults.extend(said);
        read.faults.sort();
        // What follows the first ones mostly follows from them, but for brackets.
        let mut told = 0;
        read.faults.retain(|(_, said)| {
            told += 1;
            told <= MOST_OF_FORM || said.contains("unclosed")
        });
        return read;
    }
    let mut mender = Mender {
        stand_in,
        behind: text.len() + 1,
        removed: Vec::new(),
        read: &mut read,
    };
    let span = root.span();
    mender.open(root.get_mut(), span.start);
    // Each turn mends one place, and a place is mended twice at most.
    for _ in 0..2 * MOST {
        let error = match T::deserialize(Deserializer::from(root.clone())) {
            Ok(value) => {
                read.value = Some(value);
                break;
            }
            Err(error) => error,
        };
        let at = error.span().unwrap_or(span.clone());
        let message = error.message();
        if !mender.is_known(message, &at) {
            mender.read.faults.push((at.start, message.to_owned()));
        }
        let mended = mender.mend(root.get_mut(), &span, &at, message);
        if !mended || mender.read.faults.len() >= MOST {
            break;
        }
    }
    read
}

/// Mends what does not fit.
struct Mender<'m, T, S> {
    stand_in: S,
    /// A place behind the end of the text.
    behind: usize,
    /// Fields that were taken out of the tables with these spans: that they are missing says nothing new.
    removed: Vec<(Range<usize>, String)>,
    read: &'m mut Lenient<T>,
}

impl<T, S: Fn(&str) -> Option<&'static str>> Mender<'_, T, S> {
    fn put(&self, key: &str) -> Option<Spanned<DeValue<'static>>> {
        let value = DeValue::parse((self.stand_in)(key)?).ok()?.into_inner();
        Some(Spanned::new(
            self.behind..self.behind,
            moved(value, self.behind),
        ))
    }

    /// Whether an error only says that what was taken out is missing.
    fn is_known(&self, message: &str, at: &Range<usize>) -> bool {
        missing(message).is_some_and(|name| {
            let mut removed = self.removed.iter();
            removed.any(|(table, own)| table == at && own == name)
        })
    }

    /// Gathers what is to be filled in, and stands in for it. Whether there was any.
    fn open(&mut self, table: &mut DeTable<'_>, start: usize) {
        for (key, value) in table.iter_mut() {
            let name = key.get_ref().to_string();
            if self.open_value(&name, value, false) {
                self.read.holes.insert(start);
            }
        }
    }

    /// The same of one value, or of an item of a list.
    fn open_value(&mut self, key: &str, value: &mut Spanned<DeValue<'_>>, item: bool) -> bool {
        let span = value.span();
        let behind = self.behind;
        match value.get_mut() {
            DeValue::String(text) if *text == OPEN => {
                self.read.open.push(Open {
                    at: span.start,
                    key: key.to_owned(),
                });
                // Of a number or a word of a short list anything will do, of other texts the text itself.
                let other = self.put(key).filter(|_| !item);
                *value = other
                    .unwrap_or_else(|| Spanned::new(behind..behind, DeValue::String(OPEN.into())));
                true
            }
            DeValue::Array(array) => {
                let mut any = false;
                for item in array.iter_mut() {
                    any |= self.open_value(key, item, true);
                }
                // A list of years with one to be filled in is a list without it.
                if any && key == "years" {
                    let years = array.iter().filter(|item| item.get_ref().is_integer());
                    let years = years.cloned().collect();
                    *array = years;
                }
                any
            }
            DeValue::Table(table) => {
                self.open(table, span.start);
                false
            }
            _ => false,
        }
    }

    /// Mends what an error at `at` is about, within the table with that span. Whether it could be done.
    fn mend(
        &mut self,
        table: &mut DeTable<'_>,
        span: &Range<usize>,
        at: &Range<usize>,
        message: &str,
    ) -> bool {
        if let Some(name) = missing(message)
            && at == span
        {
            let Some(value) = self.put(name) else {
                return false;
            };
            self.read.holes.insert(span.start);
            table.insert(
                Spanned::new(self.behind..self.behind, name.to_owned().into()),
                value,
            );
            return true;
        }
        let key = table.iter().find(|(key, _)| key.span() == *at);
        if let Some(key) = key.map(|(key, _)| key.clone()) {
            table.remove(&key);
            return true;
        }
        let wrong = |value: &Spanned<DeValue<'_>>| {
            value.span() == *at && missing(message).is_none() && !value.get_ref().is_table()
        };
        let key = table.iter().find(|(_, value)| wrong(value));
        if let Some(key) = key.map(|(key, _)| key.clone()) {
            let name = key.get_ref().to_string();
            self.read.holes.insert(span.start);
            match self.put(&name) {
                Some(value) => drop(table.insert(key, value)),
                None => {
                    table.remove(&key);
                    self.removed.push((span.clone(), name));
                }
            }
            return true;
        }
        for (_, value) in table.iter_mut() {
            let own = value.span();
            let mended = match value.get_mut() {
                DeValue::Table(table) => self.mend(table, &own, at, message),
                DeValue::Array(array) => self.mend_items(array, span, at, message),
                _ => false,
            };
            if mended {
                return true;
            }
        }
        false
    }

    /// The same within a list, of the table with that span. An item that cannot be mended is taken out.
    fn mend_items(
        &mut self,
        array: &mut toml::de::DeArray<'_>,
        span: &Range<usize>,
        at: &Range<usize>,
        message: &str,
    ) -> bool {
        let mut out = None;
        for (position, item) in array.iter_mut().enumerate() {
            let own = item.span();
            let mended = match item.get_mut() {
                DeValue::Table(table) => self.mend(table, &own, at, message),
                DeValue::Array(inner) => self.mend_items(inner, span, at, message),
                _ => false,
            };
            if mended {
                return true;
            }
            if own == *at {
                out = Some(position);
                break;
            }
        }
        let Some(out) = out else { return false };
        self.read.holes.insert(span.start);
        let others = array.iter().enumerate();
        let others = others.filter(|(position, _)| *position != out);
        let others = others.map(|(_, item)| item.clone()).collect();
        *array = others;
        true
    }
}

/// What serde says, in words of ours; what it says otherwise as it is.
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
        Phrase::new("layout-unknown-value")
            .arg("name", quoted())
            .list("allowed", allowed())
    } else if message == "duplicate key" {
        Phrase::new("layout-key-twice")
    } else if let Some(said) = message.strip_prefix("invalid type: ") {
        let (given, expected) = said.split_once(", expected ").unwrap_or((said, ""));
        Phrase::new("layout-wrong-type")
            .phrase("given", kind(given))
            .phrase("expected", kind(expected))
    } else {
        let known = SYNTAX.iter();
        let mut known = known.filter(|(said, _)| message.contains(said));
        let name = known.next().map_or("layout-said", |(_, name)| name);
        Phrase::new(name).arg("said", message)
    }
}

/// What the reader of TOML says, and the text that says the same in words of ours: the first that it holds.
const SYNTAX: [(&str, &str); 15] = [
    ("missing comma", "layout-toml-comma"),
    ("extra comma", "layout-toml-extra-comma"),
    ("quote", "layout-toml-quote"),
    ("string", "layout-toml-quote"),
    ("boolean", "layout-toml-quote"),
    ("unclosed", "layout-toml-bracket"),
    ("opening", "layout-toml-bracket"),
    ("table open", "layout-toml-bracket"),
    ("assignment", "layout-toml-value"),
    ("key with no value", "layout-toml-value"),
    ("missing value", "layout-toml-value"),
    ("`=`", "layout-toml-value"),
    ("key", "layout-toml-key"),
    ("sign", "layout-toml-number"),
    ("zero", "layout-toml-number"),
];

/// What kind of value serde speaks of.
fn kind(said: &str) -> Phrase {
    let kinds = [
        ("string", "layout-a-text"),
        ("str", "layout-a-text"),
        ("integer", "layout-a-number"),
        ("float", "layout-a-number"),
        ("u", "layout-a-number"),
        ("i", "layout-a-number"),
        ("f", "layout-a-number"),
        ("bool", "layout-a-truth"),
        ("a bool", "layout-a-truth"),
        ("sequence", "layout-a-list"),
        ("a sequence", "layout-a-list"),
        ("map", "layout-a-part"),
        ("a map", "layout-a-part"),
        ("struct", "layout-a-part"),
        ("a string", "layout-a-text"),
    ];
    let own = kinds.iter().find(|(own, _)| match own.len() {
        // u32, i64, f64
        1 => {
            let digits = said.strip_prefix(own);
            digits.is_some_and(|own| !own.is_empty() && own.bytes().all(|b| b.is_ascii_digit()))
        }
        _ => said.starts_with(own),
    });
    match own {
        Some((_, name)) => Phrase::new(name),
        None => Phrase::new("layout-said").arg("said", said),
    }
}

/// The name of the field that an error says is missing.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

/// The value with all that is in it behind the end of the text.
fn moved(value: DeValue<'static>, behind: usize) -> DeValue<'static> {
    match value {
        DeValue::Array(array) => {
            let items = array.into_iter();
            let items =
                items.map(|item| Spanned::new(behind..behind, moved(item.into_inner(), behind)));
            DeValue::Array(items.collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sheet {
        id: String,
        row: Vec<Row>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        label: String,
        width: f64,
    }

    fn read(text: &str) -> Lenient<Sheet> {
        lenient(text, |name| (name == "width").then_some("1.0"))
    }

    #[test]
    fn all_faults_are_told_and_the_rest_is_read() {
        let text = "id = \"a\"\nzz = 1\nrow = [\n{ label = \"x\" },\n{ label = \"y\", width = \"w\", q = 1 },\n\
            { width = 2.0 },\n{ label = \"z\", width = 3.0 },\n]\n";
        let read = read(text);
        let said: Vec<&str> = read.faults.iter().map(|(_, said)| said.as_str()).collect();
        assert_eq!(said.len(), 5, "{said:#?}");
        let value = read.value.unwrap();
        let labels: Vec<&str> = value.row.iter().map(|row| row.label.as_str()).collect();
        assert_eq!((labels, value.id.as_str()), (vec!["x", "y", "z"], "a"));
        assert!((value.row[1].width - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn all_faults_of_the_language_are_told() {
        let read = read("id = \"a\"\nid = \"b\"\n[[row]\n");
        assert_eq!(read.faults.len(), 2);
        assert!(read.value.is_none());
    }

    #[test]
    fn what_is_to_be_filled_in_is_no_fault_of_form() {
        let read = read("id = \"?\"\nrow = [{ label = \"x\", width = \"?\" }]\n");
        assert_eq!(read.faults, []);
        let keys: Vec<&str> = read.open.iter().map(|open| open.key.as_str()).collect();
        assert_eq!(keys, ["id", "width"]);
        assert!((read.value.unwrap().row[0].width - 1.0).abs() < f64::EPSILON);
    }
}
