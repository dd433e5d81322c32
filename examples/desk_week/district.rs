//! A made-up district: departments, their units, and what each of them hands in.

use rust_decimal::Decimal;
use yusuan::desk::{AddedBudget, merged};
use yusuan::layout::Templates;
use yusuan::model::{Budget, Unit};
use yusuan::write::workbook_bytes;

use crate::budget;

/// The layout of the departments' own papers.
const OWN_LAYOUT: &str = "putuo-2023-department";

/// A line of the roster.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) department: String,
    pub(crate) seed: u64,
}

/// A district.
pub(crate) struct District {
    pub(crate) templates: Templates,
    pub(crate) departments: Vec<Line>,
    pub(crate) units: Vec<Line>,
}

impl District {
    /// With so many departments and units, the first of each department its own office.
    pub(crate) fn new(departments: usize, units: usize) -> Self {
        let heads: Vec<Line> = (1..=departments)
            .map(|at| Line {
                code: format!("{:03}", 100 + at),
                name: format!("云山区第{at}局"),
                department: String::new(),
                seed: 0,
            })
            .collect();
        let unit = |at: usize| {
            let head = &heads[at % departments];
            let number = at / departments + 1;
            let name = match number {
                1 => format!("{}（本级）", head.name),
                _ => format!("{}第{number}服务中心", head.name),
            };
            Line {
                code: format!("{}{number:03}", head.code),
                name,
                department: head.name.clone(),
                seed: at as u64 + 1,
            }
        };
        Self {
            templates: Templates::embedded(),
            units: (0..units).map(unit).collect(),
            departments: heads,
        }
    }

    /// The roster; `counted` names the file that the reviewer decided for.
    pub(crate) fn roster(&self, counted: &dyn Fn(&Line) -> String) -> String {
        let mut text = String::from(
            "2026年部门预算编报名册\n单位编码,单位名称,主管部门,层级,联系人,联系电话,截止日期,审核人,采用文件\n",
        );
        for (at, head) in self.departments.iter().enumerate() {
            let reviewer = ["甲", "乙", "丙"][at % 3];
            let own = self.units.iter().filter(|own| own.department == head.name);
            let lines = std::iter::once((head, "部门")).chain(own.map(|own| (own, "")));
            for (line, level) in lines {
                let level = match line.name.contains("本级") {
                    true => "本级",
                    false => level,
                };
                text.push_str(&format!(
                    "{},{},{},{level},联系人{at},8888{at:04},2026-01-14,{reviewer},{}\n",
                    line.code,
                    line.name,
                    line.department,
                    counted(line)
                ));
            }
        }
        text
    }

    /// The budget of a unit for a year.
    pub(crate) fn budget(&self, line: &Line, year: u16) -> Budget {
        let mut budget = budget::budget(&self.templates, line.seed);
        budget.year = Some(year);
        budget.unit.name.clone_from(&line.name);
        budget.unit.code.clone_from(&line.code);
        budget
    }

    /// The own paper of a department: what its units add up to.
    pub(crate) fn own_paper(&self, head: &Line, units: &[Budget]) -> anyhow::Result<Budget> {
        let layout = self
            .templates
            .layout(OWN_LAYOUT)
            .ok_or_else(|| anyhow::anyhow!("there is no layout {OWN_LAYOUT}"))?;
        let parts: Vec<AddedBudget<'_>> =
            units.iter().map(|budget| AddedBudget { budget }).collect();
        let unit = Unit {
            name: head.name.clone(),
            code: head.code.clone(),
            ..Unit::default()
        };
        let sum = merged(&self.templates, layout, &parts, &[], unit, None);
        sum.map_err(|(_, error)| anyhow::anyhow!("{}: {error}", head.name))
    }

    /// A budget as a workbook.
    pub(crate) fn workbook(&self, budget: &Budget) -> anyhow::Result<Vec<u8>> {
        Ok(workbook_bytes(&self.templates, budget, None)?)
    }
}

/// All amounts doubled: it still adds up.
pub(crate) fn doubled(budget: &mut Budget) {
    for table in &mut budget.tables {
        for line in &mut table.lines {
            for amount in line.amounts.values_mut() {
                amount.yuan += amount.yuan;
            }
        }
    }
}

/// The closing total of the first table is off.
pub(crate) fn wrong(budget: &mut Budget) {
    let Some(table) = budget.tables.first_mut() else {
        return;
    };
    let amounts = table
        .lines
        .iter_mut()
        .flat_map(|line| line.amounts.values_mut());
    if let Some(last) = amounts.last() {
        last.yuan += Decimal::from(30_000);
    }
}
