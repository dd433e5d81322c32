//! The lines of the contents: a section under a heading that no layout knows is found by its place among those that are known.

use super::headings::names_a_body;
use crate::model::{Model, SectionId};
use crate::text::{strip_ordinal, without_year};

/// The shortest heading that is sought by the contents, in characters.
const SHORTEST: usize = 4;

/// The lines in their order, each with the section that its words are known for.
#[derive(Debug, Default)]
pub(super) struct Contents {
    lines: Vec<(String, Option<SectionId>)>,
}

impl Contents {
    pub(super) fn add(&mut self, squashed: &str, section: Option<SectionId>) {
        self.lines.push((bare(squashed), section));
    }

    /// Whether a line of words that are not known is listed already.
    pub(super) fn has(&self, squashed: &str) -> bool {
        let own = bare(squashed);
        let unknown =
            |(line, section): &(String, Option<SectionId>)| *line == own && section.is_none();
        own.chars().count() >= SHORTEST && self.lines.iter().any(unknown)
    }

    /// The section that a line is the heading of: the contents have as many unknown lines between two known ones as there are
    /// sections in the order of `sections`, and it is one of them.
    pub(super) fn section(&self, model: &Model, squashed: &str) -> Option<SectionId> {
        let sections = &model.sections;
        let own = bare(squashed);
        let at = self.lines.iter().position(|(line, section)| {
            let front = || own.strip_suffix(line.as_str());
            let front = || front().is_some_and(|front| names_a_body(&model.reading, front));
            section.is_none() && line.chars().count() >= SHORTEST && (*line == own || front())
        })?;
        let place = |line: &(String, Option<SectionId>)| {
            let id = line.1?;
            sections.iter().position(|section| section.id == id)
        };
        let (before, behind) = self.lines.split_at(at);
        let from = before.iter().rposition(|line| line.1.is_some());
        let first = from.and_then(|from| place(&before[from]));
        let to = behind.iter().position(|line| line.1.is_some())?;
        // The contents themselves are none of them.
        let first = first.unwrap_or(0) + 1;
        let open = sections.get(first..place(&behind[to])?)?;
        let from = from.map_or(0, |from| from + 1);
        (at + to - from == open.len()).then(|| open[at - from].id)
    }
}

/// A squashed line without ordinals and years.
fn bare(squashed: &str) -> String {
    let mut text = squashed;
    loop {
        let before = text.len();
        text = strip_ordinal(text);
        for (open, close) in [('【', '】'), ('[', ']'), ('〔', '〕')] {
            let inner = text
                .strip_prefix(open)
                .and_then(|own| own.split_once(close));
            let numeral = |own: &str| strip_ordinal(&format!("{own}.")).is_empty();
            if let Some((_, rest)) = inner.filter(|(own, _)| numeral(own)) {
                text = rest;
            }
        }
        if text.len() == before {
            return without_year(text).into_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_by_their_place_in_the_contents() {
        let model = Model::embedded();
        let lines = [
            ("【1】某局主要职能", Some(SectionId::Duties)),
            ("【2】某局所属单位", None),
            ("【3】名词解释", Some(SectionId::Terms)),
            ("四、2026年收支的说明", None),
            ("五、部门预算表", Some(SectionId::Tables)),
            ("附表1部门收入预算总表", None),
            ("六、其他相关情况说明", Some(SectionId::OtherNotes)),
            ("七、附件", None),
        ];
        let mut contents = Contents::default();
        for (line, section) in lines {
            contents.add(line, section);
        }
        for (line, expected) in [
            ("某局所属单位", Some(SectionId::Organization)),
            ("二、某局所属单位", Some(SectionId::Organization)),
            ("2026年收支的说明", Some(SectionId::Narrative)),
            (
                "青溪县城市管理局2026年收支的说明",
                Some(SectionId::Narrative),
            ),
            ("某局所属单位如下", None),
            ("部门收入预算总表", None),
            ("附件", None),
            ("某局", None),
        ] {
            let found = contents.section(&model, line);
            assert_eq!(found, expected, "{line}");
        }
    }
}
