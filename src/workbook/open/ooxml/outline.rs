//! Rows and columns that are folded away under their summary.

/// A row, or a range of columns, as far as its outline goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fold {
    /// First and last number, counted from 0.
    pub(super) range: (u32, u32),
    /// How deep it stands in the outline.
    pub(super) level: u8,
    /// It is the summary of a group that is folded.
    pub(super) collapsed: bool,
}

/// The ranges that are folded. `folds` are in order; `behind` is whether a summary stands behind its group.
pub(super) fn folded(folds: &[Fold], behind: bool) -> Vec<(u32, u32)> {
    let mut ranges = Vec::new();
    for (at, summary) in folds.iter().enumerate().filter(|(_, fold)| fold.collapsed) {
        let mut edge = summary.range;
        let mut group = |fold: &&Fold| {
            let beside = match behind {
                true => fold.range.1.checked_add(1) == Some(edge.0),
                false => edge.1.checked_add(1) == Some(fold.range.0),
            };
            edge = fold.range;
            beside && fold.level > summary.level
        };
        let group: Vec<&Fold> = match behind {
            true => folds[..at].iter().rev().take_while(&mut group).collect(),
            false => folds[at + 1..].iter().take_while(&mut group).collect(),
        };
        ranges.extend(group.iter().map(|fold| fold.range));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_above_and_below_their_summary() {
        let fold = |row, level, collapsed| Fold {
            range: (row, row),
            level,
            collapsed,
        };
        let folds = [
            fold(1, 1, false),
            fold(2, 1, false),
            fold(3, 0, true),
            fold(4, 1, false),
            fold(6, 1, false),
        ];
        assert_eq!(folded(&folds, true), [(2, 2), (1, 1)]);
        assert_eq!(folded(&folds, false), [(4, 4)]);
    }
}
