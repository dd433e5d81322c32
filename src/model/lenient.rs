//! Reading TOML with all its faults at once. What does not fit is taken out or stood in for, and the rest is read on, so that
//! who writes a layout or a model need not mend one fault to see the next.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::form_fault::{SINGLE_BRACKET, WANTS_NAME, of_value};

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
    pub(crate) open: Vec<OpenQuestion>,
    /// Where the tables begin in which something was taken out or stood in for: what is said of them as a whole says nothing new.
    pub(crate) holes: BTreeSet<usize>,
}

/// A `"?"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenQuestion {
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
            let said = match error.message() {
                "duplicate key" if begins_lists(text, at) => SINGLE_BRACKET,
                said => said,
            };
            (at, said.to_owned())
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
        let own = value_at(root.get_mut(), &at);
        // What is no name at all is taken for one, so that those which may stand there are said.
        if let (true, Some(own)) = (message.contains(WANTS_NAME), own) {
            let written = text.get(at.clone()).unwrap_or_default().to_owned();
            *own.get_mut() = DeValue::String(written.into());
            continue;
        }
        let own = value_at(root.get_mut(), &at).map(|own| own.get_ref());
        let said = of_value(message, own, text.get(at.start..).unwrap_or_default());
        if !mender.is_known(message, &at) {
            mender.read.faults.push((at.start, said.into_owned()));
        }
        let mended = mender.mend(root.get_mut(), &span, &at, message);
        if !mended || mender.read.faults.len() >= MOST {
            break;
        }
    }
    read
}

/// Whether the line in which a place is begins one of several parts of the same name: `[[table]]`.
fn begins_lists(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    line.trim_start().starts_with("[[")
}

/// The value with a span.
fn value_at<'v, 'a>(
    table: &'v mut DeTable<'a>,
    at: &Range<usize>,
) -> Option<&'v mut Spanned<DeValue<'a>>> {
    table.iter_mut().find_map(|(_, value)| within(value, at))
}

fn within<'v, 'a>(
    value: &'v mut Spanned<DeValue<'a>>,
    at: &Range<usize>,
) -> Option<&'v mut Spanned<DeValue<'a>>> {
    if value.span() == *at {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => value_at(table, at),
        DeValue::Array(array) => array.iter_mut().find_map(|item| within(item, at)),
        _ => None,
    }
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
                self.read.open.push(OpenQuestion {
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
    struct LenientSheet {
        id: String,
        row: Vec<LenientRow>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct LenientRow {
        label: String,
        width: f64,
    }

    fn read(text: &str) -> Lenient<LenientSheet> {
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
