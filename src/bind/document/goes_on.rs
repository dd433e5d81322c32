//! Whether a row belongs to the section, project or contents that is open.

use super::super::source::SourceSheet;
use super::DocumentWords;
use super::draft::{DocumentDraft, OpenPart};
use super::flow::FlowRow;
use super::proof::Reach;
use super::run::LineRun;
use crate::model::{ReadingWords, SectionId};
use crate::text::squash;

impl DocumentDraft {
    /// Whether a row belongs to what is open. What ended does not begin again without a heading.
    pub(super) fn goes_on(
        &mut self,
        words: &DocumentWords<'_>,
        sheet: &SourceSheet<'_>,
        reach: &Reach,
        row: &FlowRow,
    ) -> bool {
        let heading = words.is_heading(&row.cells[0].lines[0]);
        let contents = matches!(self.open, OpenPart::Contents { .. });
        let open = match &self.open {
            OpenPart::Nothing | OpenPart::Form => false,
            OpenPart::Contents { .. } | OpenPart::Section(_) | OpenPart::Project(..) => true,
        };
        let Some((last, headed)) = self.run.last.filter(|_| open && !heading) else {
            self.run = LineRun {
                // The entries of the contents are worded like headings.
                last: Some((row.row, heading && !contents)),
                ..LineRun::default()
            };
            return true;
        };
        let blank = reach.blank(last, row.row);
        let apart = !headed && blank > self.usual;
        let numbers = row
            .cells
            .iter()
            .filter(|cell| sheet.is_number(cell.at))
            .count();
        let tabular = row.cells.len() >= 3
            || row.cells.len() == 2 && numbers > 0
            || row.cells.len() == numbers;
        let text = row.cells[0].lines[0].as_str();
        let ordinal = row.ordinal.is_some()
            || crate::text::strip_ordinal(&squash(text)).len() < squash(text).len();
        let within = |blank: u32| !apart || headed && blank <= 2;
        let goes_on = match &self.open {
            OpenPart::Contents { .. } => {
                let page = row.cells.len() <= 2 && numbers < row.cells.len();
                page && (!apart || ordinal)
            }
            OpenPart::Project(at, Some(section))
                if self.projects[*at].1.sections[*section].section == SectionId::Budget
                    && tabular =>
            {
                within(blank) && row.cells.len() <= 5
            }
            _ if tabular => {
                (self.run.leads && !apart)
                    || (self.run.tabular && blank == 0)
                    || headed && blank == 0
            }
            _ => !apart || ordinal && row.cells.len() == 1,
        };
        if goes_on {
            let leads = ['：', ':'].iter().any(|end| text.ends_with(*end))
                || ReadingWords::holds(&words.labels.words.table_follows, text);
            self.run = LineRun {
                last: Some((row.row, false)),
                tabular,
                leads,
            };
        } else {
            self.run = LineRun::default();
        }
        goes_on
    }
}
