//! How many bodies and offices there are said to be, and how many are named. What is not certain is not said: a list may be
//! of other things than the number before it.

mod bodies;
mod counted;
mod offices;

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::{Section, SectionId};
use crate::text::Folded;
use bodies::{Bodies, Counted, kind_at_end, kind_in_front};
use counted::{FILLERS, counts, ending, numbers, repeated};

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let section = texts.budget.document.section(SectionId::Organization);
    section.map_or_else(Vec::new, |section| of_section(texts, section))
}

fn of_section(texts: &Texts<'_>, section: &Section) -> Vec<Finding> {
    let words = &texts.templates.model.organization;
    let paragraphs = &section.paragraphs;
    let mut findings = Vec::new();
    for (at, text) in paragraphs.iter().enumerate() {
        findings.extend(offices::check(words, text, &paragraphs[at + 1..]));
    }
    let bodies = Bodies::of(words, paragraphs, &texts.budget.unit.name);
    findings.extend(bodies.repeated());
    let own = bodies.differ();
    // What contradicts itself tells nothing of other texts.
    if own.is_none() {
        findings.extend(bodies.elsewhere(texts));
    }
    findings.extend(own);
    findings
}

impl<'t> Bodies<'t> {
    /// How many there may be by the list, for a number that has the body itself in it or not.
    fn may_be(&self, with_own: bool) -> Vec<usize> {
        let listed = self.listed.len();
        let mut all = match (with_own, self.has_own) {
            (true, true) | (false, false) => vec![listed],
            (false, true) => vec![listed - 1],
            (true, false) => vec![listed, listed + 1],
        };
        if !with_own && self.may_hold_own {
            all.push(listed);
        }
        // It may be listed under a name that is not known.
        if !with_own && !self.has_own && listed > 0 {
            all.push(listed - 1);
        }
        if self.apart > 0 {
            let less: Vec<usize> = all
                .iter()
                .flat_map(|own| (1..=self.apart).map(move |apart| own.saturating_sub(apart)))
                .collect();
            all.extend(less);
        }
        all
    }

    /// The numbers against the list, and against each other.
    fn differ(&self) -> Option<Finding> {
        let of_kinds = self.of_kinds();
        let names = || self.listed.iter().map(|(_, name)| name.as_str());
        if self.listed.is_empty() {
            let (kinds, below) = (of_kinds?, self.below.as_ref()?);
            // Not all kinds need be told.
            let most = below.value as usize + usize::from(!self.kinds_below);
            return (kinds > most).then(|| {
                self.finding("kinds", &self.kinds[0].1, kinds)
                    .arg("expected", below.value)
                    .cell(cell(below.text, below.words))
            });
        }
        let off = |own: &Counted<'_>, with_own: bool| {
            !self.may_be(with_own).contains(&(own.value as usize))
        };
        let below = self.below.as_ref().filter(|own| off(own, false));
        let whole = self.whole.as_ref().filter(|own| off(own, true));
        // The body itself is an administrative one, or it is counted apart.
        let kinds = of_kinds.filter(|sum| {
            let own = self.kinds.iter().any(|(kind, _)| *kind == 0);
            let below = self.below.as_ref().filter(|_| self.kinds_below && !own);
            let more = below.is_some_and(|below| *sum > below.value as usize);
            let told = self.kinds.len() > 1;
            more || told
                && !self.may_be(true).contains(sum)
                && (own || !self.may_be(false).contains(sum))
        });
        let wrong = below.or(whole);
        let mut finding = match (wrong, kinds) {
            (Some(own), _) => self
                .finding("bodies", own, own.value as usize)
                .arg("expected", self.listed.len())
                .list("names", names()),
            (None, Some(sum)) => self
                .finding("kinds", &self.kinds[0].1, sum)
                .arg("expected", self.listed.len()),
            (None, None) => return None,
        };
        if wrong.is_some() && kinds.is_some() {
            let (_, own) = &self.kinds[0];
            finding.cells.push(cell(own.text, own.words));
        }
        let (last, name) = self.listed.last()?;
        finding.cells.push(cell(last, name));
        Some(finding)
    }

    fn finding(&self, variant: &'static str, own: &Counted<'_>, stated: usize) -> Finding {
        let kinds = self.kinds.iter().map(|(_, own)| own.words);
        let quote = match variant {
            "kinds" => kinds.collect::<Vec<_>>().join("、"),
            _ => own.words.to_owned(),
        };
        Finding::new(FindingCode::CountDiffers)
            .variant(variant)
            .arg("quote", quote)
            .arg("stated", stated)
            .cell(cell(own.text, own.words))
    }

    /// A body that is listed twice.
    fn repeated(&self) -> Option<Finding> {
        let mut all = self.listed.iter().enumerate();
        let (at, (text, name)) =
            all.find(|(at, (_, name))| self.listed[..*at].iter().any(|(_, other)| other == name))?;
        let first = self.listed[..at].iter().find(|(_, other)| other == name)?;
        Some(repeated(text, name).cell(cell(first.0, name)))
    }

    /// What the notes say of the number of bodies: more than there are.
    fn elsewhere(&self, texts: &Texts<'t>) -> Vec<Finding> {
        let words = &texts.templates.model.organization;
        let below = self.below.as_ref().map(|own| own.value as usize + 1);
        let whole = self.whole.as_ref().map(|own| own.value as usize);
        let all = [below, whole, self.of_kinds(), Some(self.listed.len())];
        let most = all.into_iter().flatten().max().filter(|most| *most > 0);
        let notes = texts.budget.document.section(SectionId::OtherNotes);
        let mut findings = Vec::new();
        for text in notes.iter().flat_map(|notes| &notes.paragraphs) {
            let folded = Folded::new(&text.text);
            let sets_goals = words
                .goals
                .iter()
                .any(|word| folded.text().contains(word.as_str()));
            for number in numbers(folded.text()) {
                let behind = &folded.text()[number.end..];
                let front = folded.text()[..number.start].trim_end_matches(FILLERS);
                // 参公单位三家 as well as 三家参公单位; 下属单位8个项目 counts projects.
                let ends = behind.is_empty() || behind.starts_with([',', '、', ';', '。', ')']);
                let at_end = || kind_at_end(words, front).filter(|_| ends);
                let kind = kind_in_front(words, behind);
                let kind = kind.or_else(|| Some((at_end()?.0, 0)));
                let bodies = counts(&words.bodies, behind);
                let at_end = || ending(&words.bodies, front).filter(|_| ends);
                let bodies = bodies.or_else(|| at_end().map(|_| 0));
                let (expected, end) = match (kind, most) {
                    (Some((kind, end)), _) => {
                        let same = self.kinds.iter().filter(|(own, _)| *own == kind);
                        let values = same.map(|(_, own)| own.value as usize);
                        match values.reduce(|a, b| a + b) {
                            Some(expected) => (expected, end),
                            None => continue,
                        }
                    }
                    (None, Some(most)) if sets_goals => match bodies {
                        Some(end) => (most, end),
                        None => continue,
                    },
                    _ => continue,
                };
                if number.value as usize <= expected {
                    continue;
                }
                let quote = &text.text[folded.original(number.start..number.end + end)];
                let mut finding = Finding::new(FindingCode::CountDiffers)
                    .variant("elsewhere")
                    .arg("quote", quote)
                    .arg("stated", number.value)
                    .arg("expected", expected)
                    .cell(cell(text, quote));
                let own = [&self.below, &self.whole].into_iter().flatten();
                let mut own = own.chain(self.kinds.iter().map(|(_, own)| own));
                finding
                    .cells
                    .extend(own.next().map(|own| cell(own.text, own.words)));
                findings.push(finding);
            }
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;
    use crate::model::Text;

    /// Whether anything is said of the bodies in these paragraphs of 甲县乙局.
    fn is_said(paragraphs: &[&str]) -> bool {
        let templates = Templates::embedded();
        let texts: Vec<Text> = paragraphs.iter().map(|own| Text::new(*own)).collect();
        let bodies = Bodies::of(&templates.model.organization, &texts, "甲县乙局");
        bodies.differ().is_some() || bodies.repeated().is_some()
    }

    #[test]
    fn bodies_are_counted_in_all_wordings() {
        let list = "纳入预算编制范围的二级预算单位包括：甲县丙中心、甲县丁中心。";
        let whole = "本部门预算包括乙局本级、甲县丙中心、甲县丁中心的预算。";
        let lines = ["1、甲县乙局本级", "2、甲县丙中心", "3、甲县丁中心"];
        for (count, paragraphs) in [
            ("2", vec!["甲县乙局下属二级单位{}个，均为其他事业单位。", list]),
            ("2", vec!["甲县乙局所属预算单位共{}个，均为事业单位。", "局机关内设3个处室：办公室、甲处、乙处。", whole]),
            (
                "2",
                [&["甲县乙局所属二级机构{}个，均为事业单位。", "本级内设股室4个。预算单位包括："][..], &lines].concat(),
            ),
            ("2", vec!["甲县乙局下属二级预算单位2个，其中：事业单位{}个。"]),
            (
                "1",
                [&["甲县乙局包括本部以及下属2家预算单位。下属预算单位中，参公单位{}家，事业单位1家。预算单位具体包括："][..], &lines].concat(),
            ),
        ] {
            let with = |number: &str| -> Vec<String> {
                let all = paragraphs.iter();
                all.map(|own| own.replace("{}", number)).collect()
            };
            let said = |number: &str| {
                let all = with(number);
                is_said(&all.iter().map(String::as_str).collect::<Vec<_>>())
            };
            assert!(!said(count), "{:?}", with(count));
            assert!(said("4"), "{:?}", with("4"));
        }
        let short = [
            "我部门内设股室4个，分别为综合股、甲股、乙股、丙股。",
            "我部门下属二级单位2个，均为事业单位。纳入2023年部门预算编制范围的单位包括：",
            "1、甲县乙局本级",
            "2、甲县丙中心",
        ];
        assert!(is_said(&short));
        // One kind of several may be told alone; what is listed need not be bodies.
        for right in [
            &["甲县乙局下属二级预算单位2个，其中：事业单位1个。", list][..],
            &[
                "甲县乙局下属预算单位3个。",
                "主要职责包括：甲县规划、乙县规划。",
            ],
        ] {
            assert!(!is_said(right), "{right:?}");
        }
    }
}
