//! Headings: of the sections of the document, of projects and of their sections, and the titles of forms.

use crate::layout::{DocumentLayout, Layout};
use crate::model::{ReadingWords, SectionId};
use crate::text::{is_longer, squash, strip_ordinal, without_ordinal, without_year};

/// The longest text that is taken for a heading, in characters.
const LONGEST: usize = 80;

/// What a line is the heading of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::bind) enum Heading {
    /// A section of the document.
    Section(SectionId),
    /// The description of a project; the end of its heading as compared.
    Project(String),
    /// A form of performance goals.
    Form,
}

/// The headings that the layouts know.
#[derive(Debug)]
pub(in crate::bind) struct Headings<'l> {
    sections: Vec<(&'l str, SectionId)>,
    projects: Vec<&'l str>,
    project_sections: Vec<(&'l str, SectionId)>,
    forms: Vec<&'l str>,
    /// The last characters of all these: most texts end otherwise and need no closer look.
    lasts: Vec<char>,
    words: &'l ReadingWords,
}

impl<'l> Headings<'l> {
    /// The headings of all `layouts`: units use the words of departments and of other years.
    pub(in crate::bind) fn new(
        words: &'l ReadingWords,
        layouts: impl Iterator<Item = &'l Layout>,
    ) -> Self {
        let mut own = Self {
            sections: Vec::new(),
            projects: Vec::new(),
            project_sections: Vec::new(),
            forms: Vec::new(),
            lasts: vec![')', ':', '.', '…'],
            words,
        };
        for document in layouts.filter_map(|layout| layout.document.as_ref()) {
            own.add(document);
        }
        own.sections.sort();
        own.sections.dedup();
        own.projects.sort_unstable();
        own.projects.dedup();
        own.forms.sort_unstable();
        own.forms.dedup();
        let titles = own.sections.iter().map(|(title, _)| *title);
        let titles = titles.chain(own.projects.iter().copied());
        let titles = titles.chain(
            words
                .continued
                .iter()
                .chain(&words.tables)
                .map(String::as_str),
        );
        let lasts = titles.filter_map(|title| title.chars().next_back());
        own.lasts.extend(lasts);
        own.lasts.sort_unstable();
        own.lasts.dedup();
        own
    }

    fn add(&mut self, document: &'l DocumentLayout) {
        for section in &document.sections {
            let titles = section.titles.iter().map(String::as_str);
            self.sections
                .extend(titles.map(|title| (title, section.section)));
        }
        let projects = document.project.titles.iter().map(String::as_str);
        self.projects.extend(projects);
        for section in &document.project.sections {
            let titles = section.titles.iter().map(String::as_str);
            self.project_sections
                .extend(titles.map(|title| (title, section.section)));
        }
        self.forms
            .extend(document.goals.titles.iter().map(String::as_str));
    }

    /// What the squashed text of a line is the heading of. A heading ends in the words of the layout; before them may stand
    /// an ordinal, a year and the name of a body.
    pub(in crate::bind) fn of(&self, squashed: &str) -> Option<Heading> {
        let last = squashed.chars().next_back()?;
        if squashed.len() < 6 || !self.lasts.contains(&last) || squashed.chars().count() > LONGEST {
            return None;
        }
        let text = bare(self.words, squashed);
        if text.contains(['。', ';', ':', '?', '!']) {
            return None;
        }
        let ends = |title: &str| text.ends_with(title);
        let form = self.forms.iter().filter(|title| ends(title));
        if let Some(title) = form.max_by_key(|title| title.len()) {
            let front = &text[..text.len() - title.len()];
            return names_a_body(self.words, front).then_some(Heading::Form);
        }
        let project = self.projects.iter().filter(|title| ends(title));
        let project = project.max_by_key(|title| title.len());
        // 预算单位 alone is a label; behind the name of a body it is a heading.
        let label = |title: &str| {
            text.len() == title.len() && self.words.unit.iter().any(|own| own == title)
        };
        let section = self.sections.iter();
        let section = section.filter(|(title, _)| ends(title) && !label(title));
        let section = section.max_by_key(|(title, _)| title.len());
        match (section, project) {
            (Some((title, id)), project)
                // 某项目经费情况说明 is about that project.
                if (text.len() == title.len() || *id != SectionId::Projects)
                    && names_a_body(self.words, &text[..text.len() - title.len()])
                    && project.is_none_or(|project| project.len() <= title.len()) =>
            {
                Some(Heading::Section(*id))
            }
            (_, Some(title)) if text.len() > title.len() => {
                let front = &text[..text.len() - title.len()];
                // “三公”经费预算情况说明 and the like speak of the budget as a whole.
                (!front.ends_with(['(', ',', '、'])).then(|| Heading::Project((*title).to_owned()))
            }
            _ => None,
        }
    }

    /// The section of a project that a line is the heading of, and how much of the line is heading: up to its colon, where
    /// words follow it.
    pub(in crate::bind) fn of_project(&self, line: &str) -> Option<(SectionId, usize)> {
        let colon = line.find(['：', ':']);
        let end = colon.map_or(line.len(), |at| {
            at + line[at..].chars().next().map_or(0, char::len_utf8)
        });
        if is_longer(&line[..end], LONGEST) {
            return None;
        }
        let head = squash(&line[..end]);
        let head = strip_ordinal(&head).trim_end_matches(':');
        let found = self
            .project_sections
            .iter()
            .find(|(title, _)| *title == head);
        found.map(|(_, id)| (*id, end))
    }
}

/// A squashed heading without ordinal, year, and what may follow it in brackets.
fn bare(words: &ReadingWords, squashed: &str) -> String {
    let text = strip_ordinal(squashed).trim_end_matches([':', '.', '…']);
    let mut text = without_year(text).into_owned();
    loop {
        let before = text.len();
        for word in &words.continued {
            if let Some(rest) = text.strip_suffix(word.as_str()) {
                text.truncate(rest.len());
            }
        }
        let measured = text
            .strip_suffix(')')
            .and_then(|inner| Some((inner.rfind('(')?, inner)))
            .filter(|(open, inner)| {
                let inner = &inner[open + 1..];
                ReadingWords::ends(&words.bracket_ends, inner)
                    || ReadingWords::holds(&words.bracket_holds, inner)
                    || inner.is_empty()
            })
            .map(|(open, _)| open);
        if let Some(open) = measured {
            text.truncate(open);
        }
        if text.len() == before {
            return strip_ordinal(&text).to_owned();
        }
    }
}

/// Whether what stands before the words of a heading is nothing, or the name of a body, or a place for it.
pub(super) fn names_a_body(words: &ReadingWords, mut front: &str) -> bool {
    loop {
        let before = front.len();
        for word in &words.name_fills {
            front = front.strip_suffix(word.as_str()).unwrap_or(front);
        }
        if front.len() == before {
            break;
        }
    }
    let crosses = !front.is_empty() && front.chars().all(|c| matches!(c, 'X' | 'x' | '×' | '…'));
    let name = front.chars().count() >= 3
        && ReadingWords::ends(&words.name_ends, front)
        && !front.contains([',', '、', '('])
        && !ReadingWords::holds(&words.no_name_holds, front);
    front.is_empty() || crosses || name || ReadingWords::ends(&words.places, front)
}

/// `raw` without the words at its end that are squashed to `end`, and without an ordinal in front.
pub(in crate::bind) fn name_before(raw: &str, end: &str) -> String {
    let whole = squash(raw);
    let Some(at) = whole.rfind(end) else {
        return raw.trim().to_owned();
    };
    let behind = whole[at..].chars().count();
    // From the end, as many characters as the squashed end has; quotation marks in front of it belong to the name.
    let mut cut = raw.len();
    for (index, _) in raw.char_indices().rev() {
        cut = index;
        if squash(&raw[index..]).chars().count() >= behind {
            break;
        }
    }
    without_ordinal(&raw[..cut]).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;

    fn of(line: &str) -> Option<String> {
        let templates = Templates::embedded();
        let headings = Headings::new(&templates.model.reading, templates.layouts.iter());
        Some(match headings.of(&squash(line))? {
            Heading::Section(id) => id.to_string(),
            Heading::Project(end) => format!("project {}", name_before(line, &end)),
            Heading::Form => "form".to_owned(),
        })
    }

    #[test]
    fn headings_in_all_wordings() {
        for (line, expected) in [
            ("目 录", "contents"),
            ("青浦区行政服务中心（单位）主要职能", "duties"),
            ("主 要 职 能", "duties"),
            ("XX（单位）机构设置", "organization"),
            ("一、机构设置情况", "organization"),
            ("名词解释：", "terms"),
            ("２０２３年单位预算编制说明", "narrative"),
            ("甲区某局2024年部门预算编制说明", "narrative"),
            ("五、单位预算表", "tables"),
            ("其他相关情况说明（续）", "other_notes"),
            ("项目经费情况说明", "projects"),
            (
                "“一网通办”工作经费项目经费情况说明",
                "project “一网通办”工作经费",
            ),
            (
                "（一）“AI + 通办”项目经费 项目经费情况说明",
                "project “AI + 通办”项目经费",
            ),
            ("财政项目支出绩效目标表", "form"),
            ("2024年财政项目支出绩效目标申报表（2024年度）", "form"),
        ] {
            assert_eq!(of(line).as_deref(), Some(expected), "{line}");
        }
        for line in [
            "一、“三公”经费预算情况说明",
            "五、国有资产占有使用情况说明",
            "四、绩效目标设置情况",
            "主要职能包括：",
            "本单位的主要职能。",
            "（包括总目标、年度目标、绩效指标等，具体见绩效目标表）",
            "2023年预算单位收入预算总表",
            "说明",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn headings_of_the_sections_of_a_project() {
        let templates = Templates::embedded();
        let headings = Headings::new(&templates.model.reading, templates.layouts.iter());
        for (line, expected) in [
            ("一、项目概述", Some(("overview", ""))),
            (
                "三、实施主体：由某中心负责。",
                Some(("implementer", "由某中心负责。")),
            ),
            ("年度预算安排情况", Some(("budget", ""))),
            ("年度预算安排100万元", None),
        ] {
            let found = headings.of_project(line);
            let found = found
                .as_ref()
                .map(|(id, end)| (id.name(), line[*end..].trim()));
            assert_eq!(found, expected, "{line}");
        }
    }
}
