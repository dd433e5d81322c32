//! What the styles of a document say: number formats, hidden sheets, and what is printed above and below a page.

use std::collections::BTreeMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::number_format::{
    FormatSection, NumberComparison, NumberCondition, NumberFormat, word,
};
use super::super::{printed, xml};
use super::unseen::is_nothing;

/// More styles than a program writes.
const MOST: usize = 100_000;
/// How many styles may be based on one another.
const DEPTH: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Number formats by name.
    numbers: BTreeMap<String, OdsNumberFormat>,
    /// Styles of cells and sheets by name.
    styles: BTreeMap<String, OdsStyle>,
    /// What the pages of a kind print above and below.
    pages: BTreeMap<String, Vec<String>>,
    /// The number formats of styles of cells, once they are known.
    known: BTreeMap<String, Option<Rc<NumberFormat>>>,
}

/// A number format.
#[derive(Debug, Default)]
struct OdsNumberFormat {
    section: FormatSection,
    /// Other formats for some numbers: the condition and the name.
    others: Vec<(NumberCondition, String)>,
}

#[derive(Debug, Default)]
struct OdsStyle {
    parent: Option<String>,
    number: Option<String>,
    page: Option<String>,
    hidden: bool,
}

/// The number format that is being read.
#[derive(Default)]
struct OpenNumber {
    name: String,
    number: OdsNumberFormat,
    percentage: bool,
    places: i8,
    /// A number was read; words behind it count.
    digits: bool,
    words: String,
    /// Where in the number a text is embedded, counted from the right.
    embedded: Option<i8>,
    text: bool,
}

impl Styles {
    /// Adds the styles of a document, up to its cells.
    pub(super) fn read(&mut self, text: &str) {
        let mut reader = xml::reader(text);
        let mut style = String::new();
        let mut number: Option<OpenNumber> = None;
        while let Ok(event) = reader.read_event() {
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let start = matches!(event, Event::Start(_));
                    match tag.name().as_ref() {
                        "office:body" | "office:spreadsheet" => return,
                        "style:style" if self.styles.len() < MOST => {
                            style = xml::attribute(tag, "style:name").unwrap_or_default();
                            let own = OdsStyle {
                                parent: xml::attribute(tag, "style:parent-style-name"),
                                number: xml::attribute(tag, "style:data-style-name"),
                                page: xml::attribute(tag, "style:master-page-name"),
                                hidden: false,
                            };
                            self.styles.insert(style.clone(), own);
                        }
                        "style:table-properties"
                            if xml::attribute(tag, "table:display").as_deref() == Some("false") =>
                        {
                            if let Some(own) = self.styles.get_mut(&style) {
                                own.hidden = true;
                            }
                        }
                        "style:table-row-properties" | "style:table-column-properties" => {
                            let size = xml::attribute(tag, "style:row-height")
                                .or_else(|| xml::attribute(tag, "style:column-width"));
                            let optimal = xml::attribute(tag, "style:use-optimal-row-height");
                            let optimal = optimal.as_deref() == Some("true");
                            if !optimal
                                && size.as_deref().is_some_and(is_nothing)
                                && let Some(own) = self.styles.get_mut(&style)
                            {
                                own.hidden = true;
                            }
                        }
                        "number:number-style"
                        | "number:currency-style"
                        | "number:percentage-style" => {
                            number = Some(OpenNumber {
                                name: xml::attribute(tag, "style:name").unwrap_or_default(),
                                percentage: tag.name().as_ref() == "number:percentage-style",
                                ..OpenNumber::default()
                            });
                            if !start {
                                self.close(&mut number);
                            }
                        }
                        "style:master-page" if start => {
                            let name = xml::attribute(tag, "style:name").unwrap_or_default();
                            let printed = page(&mut reader);
                            self.pages.insert(name, printed);
                        }
                        _ => {
                            if let Some(number) = &mut number {
                                number.tag(tag, start);
                            }
                        }
                    }
                }
                Event::Text(text) => {
                    if let Some(number) = &mut number {
                        number.text(text);
                    }
                }
                Event::End(tag) => match tag.name().as_ref() {
                    "number:number-style" | "number:currency-style" | "number:percentage-style" => {
                        self.close(&mut number)
                    }
                    _ => {
                        if let Some(number) = &mut number {
                            number.text = false;
                            number.embedded = None;
                        }
                    }
                },
                Event::Eof => return,
                _ => {}
            }
        }
    }

    fn close(&mut self, number: &mut Option<OpenNumber>) {
        let Some(own) = number.take() else { return };
        if self.numbers.len() >= MOST {
            return;
        }
        let mut number = own.number;
        number.section.percentage = own.percentage && own.places == 0;
        number.section.scaling.word = word(&own.words);
        number.section.scaling.places = match own.percentage && own.places != 0 {
            true => own.places.saturating_sub(2),
            false => own.places,
        };
        self.numbers.insert(own.name, number);
    }

    /// Whether the sheets of a style are hidden, or its rows or columns have no height or width.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.styles.get(style).is_some_and(|own| own.hidden)
    }

    /// What is printed above and below the sheets of a style.
    pub(super) fn printed(&self, style: Option<&str>) -> Vec<String> {
        let page = style
            .and_then(|style| self.styles.get(style))
            .and_then(|own| own.page.as_deref())
            .filter(|page| !page.is_empty());
        let printed = self.pages.get(page.unwrap_or("Default"));
        printed.cloned().unwrap_or_default()
    }

    /// The number format of the cells of a style, where it changes what number is seen.
    pub(super) fn format(&mut self, style: &str) -> Option<Rc<NumberFormat>> {
        if let Some(known) = self.known.get(style) {
            return known.clone();
        }
        let format = self.find(style).filter(|format| !format.is_plain());
        let format = format.map(Rc::new);
        self.known.insert(style.to_owned(), format.clone());
        format
    }

    fn find(&self, style: &str) -> Option<NumberFormat> {
        let mut own = self.styles.get(style)?;
        for _ in 0..DEPTH {
            if let Some(number) = &own.number {
                return self.number(number);
            }
            own = self.styles.get(own.parent.as_deref()?)?;
        }
        None
    }

    fn number(&self, name: &str) -> Option<NumberFormat> {
        let number = self.numbers.get(name)?;
        let mut sections: Vec<FormatSection> = number
            .others
            .iter()
            .filter_map(|(condition, name)| {
                let mut section = self.numbers.get(name)?.section.clone();
                section.condition = Some(*condition);
                Some(section)
            })
            .collect();
        sections.push(number.section.clone());
        Some(NumberFormat {
            sections,
            ..NumberFormat::default()
        })
    }
}

impl OpenNumber {
    fn tag(&mut self, tag: &BytesStart<'_>, start: bool) {
        match tag.name().as_ref() {
            "number:number" => {
                self.digits = true;
                self.words.clear();
                let factor = xml::attribute(tag, "number:display-factor");
                let factor = factor.and_then(|factor| factor.parse::<f64>().ok());
                let places = factor.filter(|factor| *factor >= 1.0).map(f64::log10);
                self.places = places.map_or(0, |places| places.round().min(30.0) as i8);
                let of = |name| xml::attribute(tag, name)?.parse::<u8>().ok();
                let whole = self.places == 0 && of("number:decimal-places").unwrap_or(0) == 0;
                let digits = of("number:min-integer-digits").filter(|_| whole);
                self.number.section.digits = digits.unwrap_or(0);
            }
            "number:embedded-text" if start => {
                let position = xml::attribute(tag, "number:position");
                self.embedded = position.and_then(|position| position.parse().ok());
            }
            "number:text" if start => self.text = true,
            "style:map" if self.number.others.len() < 8 => {
                let condition = xml::attribute(tag, "style:condition").unwrap_or_default();
                let name = xml::attribute(tag, "style:apply-style-name");
                let condition = condition.trim().strip_prefix("value()").and_then(|rest| {
                    let (comparison, with) = NumberComparison::parse(rest.trim())?;
                    let with = with.trim().parse().ok()?;
                    Some(NumberCondition { comparison, with })
                });
                self.number.others.extend(condition.zip(name));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.embedded {
            // A point that is shown as it stands parts the digits of a whole number.
            Some(position) if text.trim() == "." => {
                self.places = self.places.saturating_add(position.max(0));
            }
            Some(_) => {}
            None if self.text && self.digits => self.words.push_str(text),
            None => {}
        }
    }
}

/// Reads on to the end of a kind of page; what it prints above and below, a paragraph a line.
fn page(reader: &mut Reader<&[u8]>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Text(text) if line.len() < 1_000 => line.push_str(text),
            Event::End(tag) => match tag.name().as_ref() {
                "text:p" => printed::lines(&mut lines, &std::mem::take(&mut line)),
                "style:master-page" => break,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Scaling;

    #[test]
    fn formats_and_pages() {
        let mut styles = Styles::default();
        styles.read(
            "<a><number:number-style style:name=\"N1\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"5\">\
             <number:embedded-text number:position=\"4\">.</number:embedded-text></number:number></number:number-style>\
             <number:number-style style:name=\"N2P0\"><number:number number:display-factor=\"1000\"/><number:text>万</number:text></number:number-style>\
             <number:number-style style:name=\"N2\"><number:number/><style:map style:condition=\"value()&gt;=10000\" style:apply-style-name=\"N2P0\"/></number:number-style>\
             <style:style style:name=\"c1\" style:data-style-name=\"N1\"/><style:style style:name=\"c2\" style:parent-style-name=\"c1\"/>\
             <style:style style:name=\"c3\" style:data-style-name=\"N2\"/><style:style style:name=\"t\" style:master-page-name=\"P\"/>\
             <style:master-page style:name=\"P\"><style:header><text:p>单位：<text:span>万元</text:span></text:p></style:header></style:master-page>\
             <office:body><style:style style:name=\"c4\"/></a>",
        );
        let places = |own: Option<Rc<NumberFormat>>| own.unwrap().sections[0].scaling.places;
        assert_eq!(places(styles.format("c1")), 4);
        assert_eq!(places(styles.format("c2")), 4);
        let both = styles.format("c3").unwrap();
        assert_eq!(both.sections.len(), 2);
        let scaling = Scaling {
            places: 3,
            word: Some(4),
        };
        assert_eq!(both.sections[0].scaling, scaling);
        assert!(both.sections[0].condition.is_some());
        assert_eq!(styles.format("c4"), None);
        assert_eq!(styles.printed(Some("t")), ["单位：万元"]);
        assert!(styles.printed(None).is_empty());
    }
}
