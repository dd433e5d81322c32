//! `yusuan convert --to parquet|sqlite|package`: the facts, units, files and findings of all inputs as one data set.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;

use super::args::ConvertArgs;
use super::check::is_mended;
use super::data_out::DataOut;
use super::input::InputFile;
use super::inputs;
use super::kept::KeptFiles;
use super::output;
use super::shard::Shard;
use super::tally::{Tallied, tally};
use super::walk::{self, Aside};
use crate::batch::{Outcome, OutcomeSource, Stage, shielded};
use crate::desk::{Told, UnitTally, finding_row, ledger, saved, told_of_file};
use crate::export::data::{
    DataFormat, DataRow, FileRow, Owner, Tables, code_rows, fact_rows, file_row, meta_row,
};
use crate::finding::{FindingCode, render};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};

/// What is made of one file.
struct MadeRows {
    rows: Vec<DataRow>,
    unit: Option<UnitTally>,
    facts: usize,
}

/// Writes the inputs as a data set; whether none has an error.
pub(super) fn run(
    args: &ConvertArgs,
    format: DataFormat,
    messages: &Messages,
) -> anyhow::Result<bool> {
    refuse(args, format)?;
    let templates = inputs::templates(&args.input.read, messages)?;
    let mut options = inputs::options(&args.input.read)?;
    options.wanted = args.wanted.wanted();
    options.keep = true;
    let previous = args.previous.as_deref();
    options.previous = super::previous::given(previous, &templates, &options, messages)?;
    let Some(to) = &args.output else {
        bail!(Phrase::new("data-needs-output"));
    };
    let found = inputs::files_of(&args.input, Some(to), args.shard, messages)?;
    let kept = KeptFiles::of(&found.files)
        .and_read(&args.input.read)
        .and(&args.previous);
    let tables = Arc::new(Tables::new(&templates.model, false));
    let out = DataOut::open(to, format, args.shard, &tables, &kept, args.force)?;
    let mut sink = out.sink(messages.language())?;
    let (mut units, mut facts): (BTreeMap<_, UnitTally>, u64) = (BTreeMap::new(), 0);
    let mut written = Ok(());
    let stage = messages.text("progress-convert");
    let making = RowMaking {
        templates: &templates,
        tables: &tables,
        messages,
        strict: args.strict,
    };
    let files = &found.files;
    let converted = inputs::read(
        files,
        &templates,
        &options,
        stage,
        |at, outcome, source| making.file(&files[at], &outcome, &source),
        |(said, made): (String, Option<MadeRows>)| {
            output::say(&said);
            let Some(made) = made.filter(|_| written.is_ok()) else {
                return;
            };
            written = made.rows.iter().try_for_each(|row| sink.put(row));
            facts += made.facts as u64;
            if let Some(unit) = made.unit {
                let key = (unit.owner.id.clone(), unit.owner.level.clone());
                units
                    .entry(key)
                    .and_modify(|own| own.add(&unit))
                    .or_insert(unit);
            }
        },
    );
    let finished = written.and_then(|()| {
        units
            .values()
            .try_for_each(|own| sink.put(&own.row(&tables)))?;
        let shard = args.shard.unwrap_or(Shard { own: 1, of: 1 });
        if shard.own == 1 {
            code_rows(&tables, &templates.model, &templates.codes)
                .try_for_each(|row| sink.put(&row))?;
        }
        sink.put(&meta_row(
            &tables,
            (shard.own, shard.of),
            files.len() as u64,
            facts,
        ))?;
        sink.finish()
    });
    let placed = out.place(finished);
    let (mut tallied, mut aside) = (Vec::new(), found.aside);
    for (own, mended) in converted {
        tallied.push(own);
        aside.extend(mended);
    }
    output::say(&(walk::said(&aside, messages) + &tally(&tallied, messages)));
    placed?;
    Ok(tallied.iter().all(Tallied::is_clean))
}

/// Refuses what belongs to other formats.
fn refuse(args: &ConvertArgs, format: DataFormat) -> anyhow::Result<()> {
    let others = [
        ("--layout-out", args.layout_out.is_some()),
        ("--draft", args.draft),
        ("--pdf", args.pdf),
    ];
    if let Some((option, _)) = others.iter().find(|(_, given)| *given) {
        bail!(
            Phrase::new("data-no-option")
                .arg("option", option)
                .arg("format", super::args::ConvertTarget::of(format).word())
        );
    }
    if args.shard.is_some() && !super::data_out::takes_shards(format) {
        bail!(Phrase::new("data-shard-of-parquet"));
    }
    Ok(())
}

/// How rows are made of files.
struct RowMaking<'m> {
    templates: &'m Templates,
    tables: &'m Tables,
    messages: &'m Messages,
    strict: bool,
}

type OfFile = ((Tallied, Option<Aside>), (String, Option<MadeRows>));

impl RowMaking<'_> {
    fn file(&self, input: &InputFile, outcome: &Outcome, source: &OutcomeSource) -> OfFile {
        let mut tallied = Tallied::new(outcome, 1);
        let mended = is_mended(&input.path, source).then(|| Aside::mended(&input.path));
        let mut text = String::new();
        let said = shielded(Stage::Reporting, || {
            let findings = outcome.findings.iter();
            findings
                .map(|own| render(&outcome.path, own, self.messages))
                .collect::<String>()
        });
        let mut failed = |finding: &crate::finding::Finding| {
            tallied.add(finding);
            render(&outcome.path, finding, self.messages)
        };
        match said {
            Ok(said) => text.push_str(&said),
            Err(finding) => text.push_str(&failed(&finding)),
        }
        let made = shielded(Stage::Writing, || self.made(input, outcome, source));
        let made = match made {
            Ok(made) => Some(made),
            Err(finding) => {
                text.push_str(&failed(&finding));
                None
            }
        };
        if self.strict && !tallied.is_clean() {
            let args = [
                ("path", (&outcome.path).into()),
                ("count", tallied.errors().into()),
            ];
            let said = self.messages.with("cli-strict", &args);
            text.push_str(&(visible(&said).into_owned() + "\n"));
        }
        ((tallied, mended), (text, made))
    }

    fn made(&self, input: &InputFile, outcome: &Outcome, source: &OutcomeSource) -> MadeRows {
        let model = &self.templates.model;
        let path = outcome.path.as_str();
        let budget = outcome.budget.as_ref().filter(|own| !own.tables.is_empty());
        let was_read = outcome.budget.is_some();
        let (bytes, sha256) = match source.bytes.is_empty() {
            true => on_disk(input.as_ref()),
            false => (
                Some(source.bytes.len() as u64),
                ledger::sha256(&source.bytes),
            ),
        };
        let refused = self.strict && outcome.count(crate::finding::Severity::Error) > 0;
        let owner = budget.map(|own| Owner::stated(own, path));
        let told: Vec<Told> = told_of_file(model, (None, path), budget, &outcome.findings);
        let mut made = MadeRows {
            rows: Vec::new(),
            unit: None,
            facts: 0,
        };
        if let (Some(budget), Some(owner), false) = (budget, &owner, refused) {
            made.rows = fact_rows(self.tables, model, owner, budget, (path, &sha256));
            made.facts = made.rows.len();
        }
        if let (Some(_), Some(owner)) = (budget, &owner) {
            let tested = outcome.proof.total();
            made.unit = Some(UnitTally::of_file(owner.clone(), path, &told, tested));
        }
        let whose = owner.as_ref().map(|own| (&*own.id, &*own.level));
        let layout = budget.and_then(|own| self.templates.layout(&own.layout));
        let saved = saved(&source.bytes);
        let unread = outcome.findings.first();
        let (role, why) = match (was_read, budget) {
            (true, Some(_)) if refused => ("ignored", "strict"),
            (true, Some(_)) => ("counted", ""),
            (true, None) => ("no-table", ""),
            (false, _) => (
                "unreadable",
                unread.map_or("", |own| own.variant.unwrap_or(own.code.name())),
            ),
        };
        let kind = match (&source.workbook, was_read) {
            (Some(_), _) => "spreadsheet",
            (None, true) => "json",
            (None, false) => "",
        };
        let file = FileRow {
            path,
            bytes,
            sha256: &sha256,
            saved: saved.as_deref(),
            kind,
            budget: budget.map(|own| (own.layout.as_str(), own.unit.body, own.year)),
            layout_version: layout.map(|own| own.version),
            owner: whose,
            role,
            of: "",
            why,
        };
        made.rows.push(file_row(self.tables, &file));
        let year = budget.and_then(|own| own.year);
        let findings = told
            .iter()
            .filter(|own| own.finding.code != FindingCode::InternalError || !own.file.is_empty());
        made.rows
            .extend(findings.map(|own| finding_row(self.tables, own, whose, year, self.messages)));
        made
    }
}

/// Size and hash of a file of which nothing was read, for it to be known again.
fn on_disk(path: &Path) -> (Option<u64>, String) {
    let data = std::fs::metadata(path).ok();
    // A pipe would be waited for.
    match data.filter(std::fs::Metadata::is_file) {
        Some(data) => (Some(data.len()), ledger::hash_of(path).unwrap_or_default()),
        None => (None, String::new()),
    }
}
