//! 公用经费12万元，主要包括办公费5万元、电费3万元: lists of 经济分类 科目. Their names stand in other lists, too, such as those of what a
//! project pays for. So a list is of a table where most of its amounts are those of the table.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::lexicon::{Lexicon, Word};
use super::mention::{About, Mention, Quantity, Says, Untied};
use super::token::{Piece, Token, tokens};
use crate::model::{Budget, Coordinates, Dim, Key, Model, cell, line_coordinates};
use crate::text::{Folded, squash};

/// A list of fewer amounts that the table states tells nothing.
const FEWEST: usize = 2;
/// An amount whose last digit leaves more room than this part of it may be many others: 1万元 is no sign of 12,300 yuan.
const ROOM: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// An amount of a line of an 经济分类.
#[derive(Debug, Clone)]
struct EconomicAmount {
    /// The whole that it is a part of: the table and column, in coordinates.
    whole: Coordinates,
    at: Coordinates,
    yuan: Decimal,
    slack: Decimal,
}

/// The lines of the tables by 经济分类, by their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Economic {
    by: BTreeMap<String, Vec<EconomicAmount>>,
}

impl Economic {
    /// Those of the tables of `budget`.
    pub(super) fn new(model: &Model, budget: &Budget) -> Self {
        let mut by: BTreeMap<String, Vec<EconomicAmount>> = BTreeMap::new();
        for table in &budget.tables {
            for line in &table.lines {
                let (Some(block), Key::Code(_)) = (table.block(line.block.as_str()), &line.key)
                else {
                    continue;
                };
                let Some(dim) = block.lines.codes().filter(|dim| *dim != Dim::FUNCTION) else {
                    continue;
                };
                let name = squash(&line.name).into_owned();
                if name.is_empty() {
                    continue;
                }
                let own = block.at.narrowed(&line_coordinates(block, line));
                for column in &block.columns {
                    let Some(amount) = line.amounts.get(&column.id) else {
                        continue;
                    };
                    let at = cell(model, &own, &column.at);
                    by.entry(name.clone()).or_default().push(EconomicAmount {
                        whole: at.clone().with(dim, None),
                        at,
                        yuan: amount.yuan,
                        slack: table.quantum.min(super::COARSEST) * Decimal::new(5, 1),
                    });
                }
            }
        }
        Self { by }
    }

    /// Ties the amounts in lists of 经济分类 科目 among the mentions `found` in a text.
    pub(super) fn tie(&self, lexicon: &Lexicon, text: &str, found: &mut [Mention]) {
        let mut begin = 0;
        while begin < found.len() {
            let sentence = found[begin].sentence;
            let count = found[begin..]
                .iter()
                .take_while(|own| own.sentence == sentence);
            let end = begin + count.count();
            self.sentence(lexicon, text, &mut found[begin..end]);
            begin = end;
        }
    }

    fn sentence(&self, lexicon: &Lexicon, text: &str, found: &mut [Mention]) {
        let open = |own: &&Mention| own.about == About::Nothing(Untied::NotSaid);
        if self.by.is_empty() || found.iter().filter(open).count() < FEWEST {
            return;
        }
        let named: Vec<(usize, &Vec<EconomicAmount>)> = (0..found.len())
            .filter_map(|at| Some((at, self.named(lexicon, text, found, at)?)))
            .collect();
        let mut wholes: BTreeMap<&Coordinates, usize> = BTreeMap::new();
        for (at, lines) in &named {
            let mention = &found[*at];
            let tells = mention.slack() < mention.value * ROOM;
            for own in lines.iter().filter(|own| tells && own.is_stated(mention)) {
                *wholes.entry(&own.whole).or_default() += 1;
            }
        }
        let Some((whole, most)) = wholes.into_iter().max_by_key(|(_, count)| *count) else {
            return;
        };
        if most < FEWEST || 2 * most <= named.len() {
            return;
        }
        for (at, lines) in named {
            let mut of_table = lines.iter().filter(|own| own.whole == *whole);
            // Another column may state it: 基本支出 beside 人员经费.
            let all = of_table.clone().chain(lines);
            let stated = all.into_iter().find(|own| own.is_stated(&found[at]));
            let own = match (stated, &found[at].about) {
                (Some(own), _) => Some(own),
                // 住房公积金 is the name of another 科目, too.
                (None, About::Nothing(Untied::NotSaid)) => of_table.next(),
                (None, _) => None,
            };
            if let Some(own) = own {
                found[at].about = About::Fact(vec![own.at.clone()]);
            }
        }
    }

    /// The lines that the words before an amount name.
    fn named(
        &self,
        lexicon: &Lexicon,
        text: &str,
        found: &[Mention],
        at: usize,
    ) -> Option<&Vec<EconomicAmount>> {
        let own = &found[at];
        let money = matches!(own.quantity, Quantity::Money(_)) && own.says == Says::Amount;
        let from = at.checked_sub(1).map_or(0, |before| found[before].span.end);
        let before = text.get(from..own.span.start).filter(|_| money)?;
        let folded = Folded::new(before);
        let words = folded.text();
        // 维修(护)费 has a bracket of its own.
        let open = words
            .rfind('(')
            .filter(|open| !words[*open..].contains(')'));
        let words = &words[open.map_or(0, |open| open + 1)..];
        let words = words.rsplit([',', ';', ':', '、', '。']).next()?;
        let words = words.trim_end_matches(['为', '共', '约']);
        // Before the name stand only words that lead to a list.
        let mut starts = words.char_indices().map(|(start, _)| start);
        starts.find_map(|start| {
            let lines = self.by.get(&words[start..])?;
            let leading = tokens(lexicon, &words[..start]);
            let filler = |own: &Token<'_>| matches!(own.piece, Piece::Word(Word::Filler));
            let to_list = |own: &Token<'_>| {
                let Piece::Word(word) = own.piece else {
                    return false;
                };
                matches!(word, Word::Among | Word::Use | Word::Scope | Word::Each)
            };
            let leads = leading.last().is_none_or(to_list) || leading.iter().all(filler);
            leads.then_some(lines)
        })
    }
}

impl EconomicAmount {
    fn is_stated(&self, mention: &Mention) -> bool {
        (mention.value - self.yuan).abs() <= mention.slack() + self.slack
    }
}
