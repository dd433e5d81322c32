//! How many equalities a change of cells mends.

use super::balance::Balance;
use crate::check::equalities::gather::EqualityIx;

/// The equalities that a change touches, each with how often the change is added to its rest.
pub(super) type Touched = Vec<(EqualityIx, i128)>;

/// Up to so many comparisons are made one by one.
const FEW: usize = 512;

/// Puts together what cells add to each equality; what cancels out is left away.
pub(super) fn touched(signs: impl Iterator<Item = (EqualityIx, i128)>) -> Touched {
    let mut all: Touched = signs.collect();
    all.sort_unstable_by_key(|&(at, _)| at);
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    all.retain(|(_, times)| *times != 0);
    all
}

/// The equalities mended by `change`, less those broken.
pub(super) fn gain(balance: &Balance<'_>, touched: &[(EqualityIx, i128)], change: i128) -> i64 {
    let gains = touched.iter().map(|&(at, times)| {
        let before = !balance.is_broken(at);
        let after = balance.holds(at, times * change);
        i64::from(after && !before) - i64::from(before && !after)
    });
    gains.sum()
}

/// The change that mends most of what is touched, with its gain, if that is more than nothing. Of changes that mend as much,
/// the one that the tightest equality tells.
pub(super) fn best_change(
    balance: &Balance<'_>,
    touched: &[(EqualityIx, i128)],
) -> Option<(i64, i128)> {
    let mut changes: Vec<(i128, i128)> = touched
        .iter()
        .filter(|&&(at, _)| balance.is_broken(at))
        .map(|&(at, times)| (balance.slack(at), balance.rest(at).saturating_neg() / times))
        .filter(|&(_, change)| change != 0 && Balance::is_speakable(change))
        .collect();
    changes.sort_unstable();
    changes.dedup_by_key(|(_, change)| *change);
    let windows = (changes.len() * touched.len() > FEW).then(|| Windows::new(balance, touched));
    let mut best: Option<(i64, i128)> = None;
    for (_, change) in changes {
        let gain = match &windows {
            Some(windows) => windows.gain(change),
            None => gain(balance, touched, change),
        };
        if gain > best.map_or(0, |(most, _)| most) {
            best = Some((gain, change));
        }
    }
    best
}

/// For each touched equality, the changes for which it holds: from one to another.
struct Windows {
    from: Vec<i128>,
    to: Vec<i128>,
    /// The touched equalities that hold as it is.
    held: i64,
}

impl Windows {
    fn new(balance: &Balance<'_>, touched: &[(EqualityIx, i128)]) -> Self {
        let (mut from, mut to, mut held) = (Vec::new(), Vec::new(), 0);
        for &(at, times) in touched {
            held += i64::from(!balance.is_broken(at));
            let (least, most) = balance.window(at);
            // The change, as often as it is added, brings the rest into the window.
            let (least, most) = match times > 0 {
                true => (least, most),
                false => (
                    most.map(i128::saturating_neg),
                    least.map(i128::saturating_neg),
                ),
            };
            let times = times.abs();
            let least = least.map_or(i128::MIN, |least| -least.saturating_neg().div_euclid(times));
            let most = most.map_or(i128::MAX, |most| most.div_euclid(times));
            if least <= most {
                from.push(least);
                to.push(most);
            }
        }
        from.sort_unstable();
        to.sort_unstable();
        Self { from, to, held }
    }

    fn gain(&self, change: i128) -> i64 {
        let begun = self.from.partition_point(|&from| from <= change);
        let ended = self.to.partition_point(|&to| to < change);
        i64::try_from(begun - ended).unwrap_or(i64::MAX) - self.held
    }
}
