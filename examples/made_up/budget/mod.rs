//! Made-up budgets: deterministic, all different, and arithmetically clean, about 700 filled cells each.

#![allow(dead_code, unused_imports, reason = "each program uses a part of it")]

mod money;
mod random;
mod style;
mod tables;

use yusuan::layout::Templates;
use yusuan::model::{Budget, Unit};

pub(crate) use random::Random;
pub(crate) use style::{LAYOUT, Levels, Own, Style};

/// The made-up budget of `seed`, with funds and own money, in yuan and fen.
pub(crate) fn budget(templates: &Templates, seed: u64) -> Budget {
    styled(templates, &Style::default(), seed)
}

/// The made-up budget of `seed` as papers of `style` print it.
///
/// Everything is derived from one list of money by 项, source and kind, so that all tables agree.
pub(crate) fn styled(templates: &Templates, style: &Style, seed: u64) -> Budget {
    let mut random = Random::new(seed);
    let made = money::Made::new(style, &mut random);
    let layout = templates
        .layout(style.layout)
        .expect("styles name embedded layouts");
    let mut budget = Budget::new(&layout.id);
    budget.year = layout.years.first().copied();
    budget.unit = Unit {
        name: format!("某区第{seed}服务中心"),
        code: format!("{:06}", seed % 1_000_000),
        body: layout.body,
        ..Unit::default()
    };
    budget.tables = tables::tables(templates, layout, style, &made, budget.year);
    budget
}
