//! `yusuan merge`: budgets added up by coordinates, from their leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;

use anyhow::{anyhow, bail};

use super::args::{ConvertTo, MergeArgs};
use super::codes::workbook;
use super::convert::not_written;
use super::kept::KeptFiles;
use super::results::Results;
use super::{inputs, output, walk};
use crate::batch::names::shown;
use crate::batch::{Stage, shielded};
use crate::desk::{
    AddedBudget, Cells, Difference, EliminatedRow, Misfit, Sums, Taken, Version, bare, differences,
    eliminations, head_of, is_office, is_own, mark, merged, misfit_of, newest, said, same_name,
    taken,
};
use crate::export::{budget_to_json, facts_csv};
use crate::finding::render;
use crate::layout::{Layout, Templates};
use crate::messages::{Arg, Messages, Phrase, visible};
use crate::model::{Body, Budget, Unit};
use crate::write::{WriteError, no_places, workbook_bytes};

/// A budget that was read.
struct MergedRead {
    path: String,
    budget: Budget,
    cells: Cells,
}

/// Adds the inputs up; whether all were read and own papers agree.
pub(super) fn run(args: &MergeArgs, messages: &Messages) -> anyhow::Result<bool> {
    let target = target(args)?;
    let templates = inputs::templates(&args.input.read, messages)?;
    if let Some(id) = &args.layout_out {
        inputs::require_layout(&templates, id)?;
    }
    let options = inputs::options(&args.input.read)?;
    let found = inputs::files(&args.input, None, messages)?;
    let kept = KeptFiles::of(&found.files)
        .and_read(&args.input.read)
        .and(&args.eliminate);
    let to_file = args.output.as_os_str() != "-";
    if to_file {
        let paths = std::slice::from_ref(&args.output);
        Results::single(args.force).require_free(paths, &kept)?;
    }
    let stage = messages.text("progress-check");
    let outcomes = inputs::read(
        &found.files,
        &templates,
        &options,
        stage,
        |_, own, _| (own, ()),
        |()| {},
    );
    let mut log = Log {
        messages,
        text: walk::said(&found.aside, messages),
        clean: true,
    };
    let mut all = Vec::new();
    for outcome in outcomes {
        match outcome.budget.filter(|own| !own.tables.is_empty()) {
            Some(budget) => all.push(MergedRead {
                cells: Cells::of(&templates.model, &budget),
                path: outcome.path,
                budget,
            }),
            None => {
                log.clean = false;
                for finding in &outcome.findings {
                    log.text.push_str(&render(&outcome.path, finding, messages));
                }
                log.say("merge-unread", &[("path", outcome.path.into())]);
            }
        }
    }
    let all = log.once(all);
    let years: BTreeSet<u16> = all.iter().filter_map(|own| own.budget.year).collect();
    if years.len() > 1 {
        output::say(&log.text);
        bail!(Phrase::new("merge-several-years").list("years", years));
    }
    let (units, own) = parted(all);
    if units.is_empty() {
        output::say(&log.text);
        bail!(Phrase::new("merge-nothing"));
    }
    let takes = takes(
        args,
        &templates,
        &options.limits,
        &units,
        messages,
        &mut log,
    )?;
    for paper in &own {
        log.say("merge-own", &[("path", paper.path.as_str().into())]);
        let bodies: Vec<&Unit> = units.iter().map(|own| &own.budget.unit).collect();
        let below = head_of(&paper.budget.unit, &bodies);
        let mut sums = Sums::of(
            &templates.model,
            below.iter().map(|at| &units[*at].cells).collect::<Vec<_>>(),
        );
        for (receiver, payer, own) in &takes {
            if below.contains(receiver) && below.contains(payer) {
                own.rows
                    .iter()
                    .for_each(|row| sums.subtract(&templates.model, row, own.yuan));
            }
        }
        if !below.is_empty() {
            let found = differences(&templates.model, &paper.cells, &sums);
            log.compared(&templates, &paper.budget.unit.name, &found);
        }
    }
    let layout = layout(args, &templates, &units);
    let Some(layout) = layout else {
        bail!(Phrase::new("merge-nothing"));
    };
    let parts: Vec<AddedBudget<'_>> = units
        .iter()
        .map(|own| AddedBudget {
            budget: &own.budget,
        })
        .collect();
    let takes: Vec<&Taken> = takes.iter().map(|(_, _, own)| own).collect();
    let unit = named(&own, &units);
    let sum = merged(&templates, layout, &parts, &takes, unit, None)
        .map_err(|(at, error)| not_merged(&units[at].path, &error))?;
    let written = shielded(Stage::Writing, || -> anyhow::Result<()> {
        let path = args.output.display().to_string();
        let bytes = match target {
            ConvertTo::Xlsx => workbook_bytes(&templates, &sum, None)
                .map_err(|error| not_written(&path, &error))?,
            ConvertTo::Json => budget_to_json(&sum).into_bytes(),
            ConvertTo::Csv if to_file => format!(
                "\u{feff}{}",
                facts_csv(&templates.model, [(path.as_str(), &sum)])
            )
            .into_bytes(),
            ConvertTo::Csv => facts_csv(&templates.model, [(path.as_str(), &sum)]).into_bytes(),
        };
        match to_file {
            true => output::write(&args.output, &bytes, args.force),
            false => output::print(&bytes),
        }
    });
    log.say("merge-done", &[("count", units.len().into())]);
    output::say(&log.text);
    written.map_err(|_| anyhow!(Phrase::new("cli-failed")))??;
    Ok(log.clean)
}

/// What is said, and whether all is well.
struct Log<'m> {
    messages: &'m Messages,
    text: String,
    clean: bool,
}

impl Log<'_> {
    fn say(&mut self, name: &'static str, args: &[(&'static str, Arg)]) {
        let line = self.messages.with(name, args);
        self.text.push_str(&visible(&line));
        self.text.push('\n');
    }

    /// Each unit once: of the same paper the first, of several versions the newest by its name.
    fn once(&mut self, all: Vec<MergedRead>) -> Vec<MergedRead> {
        let mut groups: Vec<Vec<MergedRead>> = Vec::new();
        for read in all {
            let same =
                |group: &&mut Vec<MergedRead>| is_same(&group[0].budget.unit, &read.budget.unit);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(read),
                None => groups.push(vec![read]),
            }
        }
        let mut kept = Vec::new();
        for mut group in groups {
            let versions: Vec<Version<'_>> = group
                .iter()
                .map(|own| Version {
                    path: &own.path,
                    mark: mark(own.path.rsplit('/').next().unwrap_or_default()),
                    saved: None,
                    decided: false,
                })
                .collect();
            let (order, _) = newest(&versions);
            let first = group[order[0]].path.clone();
            for at in &order[1..] {
                let path = group[*at].path.clone();
                let other = first.clone();
                self.say(
                    "merge-repeated",
                    &[("path", path.into()), ("other", other.into())],
                );
            }
            kept.push(group.swap_remove(order[0]));
        }
        kept
    }

    fn compared(&mut self, templates: &Templates, unit: &str, found: &[Difference]) {
        let mut agrees = true;
        for own in found.iter().filter(|own| !own.rounding) {
            agrees = false;
            let args = [
                ("unit", unit.into()),
                ("place", said(templates, &own.row).line().into()),
                ("own", Arg::Amount(own.own)),
                ("units", Arg::Amount(own.units)),
                ("difference", Arg::Amount(own.own - own.units)),
            ];
            self.say("merge-own-differs", &args);
        }
        match agrees {
            true => self.say("merge-own-agrees", &[("unit", unit.into())]),
            false => self.clean = false,
        }
    }
}

/// The papers that are added, and those of departments, whose units are among the others.
fn parted(all: Vec<MergedRead>) -> (Vec<MergedRead>, Vec<MergedRead>) {
    let units = || all.iter().map(|own| &own.budget.unit);
    let codes: BTreeSet<&str> = units().map(|own| own.code.as_str()).collect();
    let mut named: BTreeMap<String, Vec<&Unit>> = BTreeMap::new();
    for own in units() {
        named.entry(bare(&own.name)).or_default().push(own);
    }
    let filled = |body: Body| units().filter(move |own| own.body == body);
    let lengths: BTreeSet<usize> = filled(Body::Unit).map(|own| own.code.len()).collect();
    let departments = filled(Body::Unit).map(|own| bare(&own.department));
    let departments: BTreeSet<String> = departments.collect();
    let is_head = |own: &Unit| {
        let next = codes.range::<str, _>((Bound::Excluded(own.code.as_str()), Bound::Unbounded));
        let mut next = next.take(1).filter(|next| next.starts_with(&own.code));
        let name = bare(&own.name);
        let office = || named[&name].iter().any(|unit| is_office(unit, own));
        // One that has a code as units have is a unit, whatever form it fills in.
        let beside = !own.code.is_empty() && lengths.contains(&own.code.len());
        let department = own.body == Body::Department;
        !own.code.is_empty() && next.next().is_some()
            || department && !name.is_empty() && departments.contains(&name)
            || office()
            || department && !lengths.is_empty() && !beside
    };
    let is_head: Vec<bool> = units().map(is_head).collect();
    let (mut added, mut compared) = (Vec::new(), Vec::new());
    for (read, is_head) in all.into_iter().zip(is_head) {
        match is_head {
            true => compared.push(read),
            false => added.push(read),
        }
    }
    (added, compared)
}

fn is_same(one: &Unit, other: &Unit) -> bool {
    let office = |own: &Unit| own.body == Body::Department && is_own(&own.name);
    if one.body != other.body || office(one) != office(other) {
        return false;
    }
    if !one.code.is_empty() && !other.code.is_empty() {
        return one.code == other.code;
    }
    !one.name.is_empty() && same_name(&one.name, &other.name)
}

/// What is eliminated: positions of receiver and payer, and what is taken away.
fn takes(
    args: &MergeArgs,
    templates: &Templates,
    limits: &crate::workbook::open::Limits,
    units: &[MergedRead],
    messages: &Messages,
    log: &mut Log<'_>,
) -> anyhow::Result<Vec<EliminatedRow>> {
    let Some(path) = &args.eliminate else {
        return Ok(Vec::new());
    };
    let book = workbook(path, limits, messages)?;
    let list = eliminations(&book).ok_or_else(|| {
        anyhow!(
            Phrase::new("desk-not-a-list")
                .arg("path", path.display())
                .arg("columns", "收款单位编码、金额(元)、付款单位编码")
        )
    })?;
    let of = |code: &str| units.iter().position(|own| own.budget.unit.code == code);
    let mut all = Vec::new();
    for own in &list {
        let receiver = of(&own.receiver).ok_or(Misfit::UnknownReceiver);
        let fits = receiver.and_then(|receiver| {
            let payer = of(&own.payer).ok_or(Misfit::UnknownPayer)?;
            let got = (receiver, &units[receiver].cells);
            let paid = (payer, &units[payer].cells);
            let own = taken(&templates.model, own, got, paid, &all)?;
            Ok((receiver, payer, own))
        });
        match fits {
            Ok(fits) => all.push(fits),
            Err(why) => {
                log.clean = false;
                let path = shown(path);
                let said = render(&path, &misfit_of(own, why), messages);
                log.text.push_str(&said);
            }
        }
    }
    Ok(all)
}

/// The layout that is asked for, else that of most units.
fn layout<'t>(
    args: &MergeArgs,
    templates: &'t Templates,
    units: &[MergedRead],
) -> Option<&'t Layout> {
    if let Some(id) = &args.layout_out {
        return templates.layout(id);
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for own in units {
        *votes.entry(&own.budget.layout).or_default() += 1;
    }
    let most = votes.into_iter().max_by_key(|(_, count)| *count);
    most.and_then(|(id, _)| templates.layout(id))
}

/// Whose the sum is: the department whose own paper is there, else what all units name.
fn named(own: &[MergedRead], units: &[MergedRead]) -> Unit {
    if let [paper] = own {
        return paper.budget.unit.clone();
    }
    let departments: BTreeSet<&str> = units
        .iter()
        .map(|own| own.budget.unit.department.as_str())
        .collect();
    let mut departments = departments.into_iter();
    let name = departments.next().filter(|_| departments.next().is_none());
    Unit {
        name: name.unwrap_or_default().to_owned(),
        ..Unit::default()
    }
}

fn not_merged(path: &str, error: &WriteError) -> anyhow::Error {
    let WriteError::NoPlaceForFacts { layout, facts } = error else {
        return not_written(path, error);
    };
    anyhow!(
        Phrase::new("cli-not-written")
            .arg("path", path)
            .phrase("reason", no_places("merge-no-places", layout, facts))
    )
}

fn target(args: &MergeArgs) -> anyhow::Result<ConvertTo> {
    let ending = args
        .output
        .extension()
        .map(|own| own.to_string_lossy().to_lowercase());
    match (args.to, ending.as_deref()) {
        (Some(target), _) => Ok(target),
        (None, Some("xlsx")) => Ok(ConvertTo::Xlsx),
        (None, Some("json")) => Ok(ConvertTo::Json),
        (None, Some("csv")) => Ok(ConvertTo::Csv),
        (None, _) => Err(anyhow!(
            Phrase::new("cli-publish-format")
                .arg("path", Path::display(&args.output))
                .list("known", ["xlsx", "json", "csv"])
        )),
    }
}
