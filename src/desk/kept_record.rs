//! What is kept of a file from one run to the next: a record of what is remembered of it, and its budget by itself, as few need it.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::few_bytes::{index, put_number};
use super::head::Head;
use super::inputs::Input;
use super::ledger::Lying;
use super::lists::FindingExplanation;
use super::store::Amounts;
use super::told::Told;
use crate::check::{Proof, Tested};
use crate::finding::{Finding, FindingCode, KeptFinding};
use crate::layout::Templates;
use crate::model::{Budget, Code, Id};

/// What is remembered of a file but its amounts.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptRecord {
    pub(super) head: Option<Head>,
    statement: String,
    proof: Vec<(Id, String, [usize; 4])>,
    told: Vec<KeptTold>,
    has_texts: bool,
    explanations: Option<Vec<FindingExplanation>>,
    units: Vec<String>,
}

/// A finding of a file with its fact.
#[derive(Serialize, Deserialize)]
struct KeptTold {
    finding: KeptFinding,
    table: Option<Id>,
    function: Option<Code>,
    economic: Option<Code>,
    column: Option<Id>,
    amount: Option<Decimal>,
}

/// The record of an input as bytes, with its packed amounts behind it.
pub(super) fn record_bytes(input: &Input, packed: &[u8]) -> serde_json::Result<Vec<u8>> {
    let proof = input.proof.0.iter();
    let told = input.told.iter();
    let record = KeptRecord {
        head: input.head.clone(),
        statement: input.statement.clone(),
        proof: proof
            .map(|((table, code), own)| {
                let counts = [own.made, own.held, own.rounded, own.failed];
                (table.clone(), code.name().to_owned(), counts)
            })
            .collect(),
        told: told
            .map(|own| KeptTold {
                finding: KeptFinding::of(&own.finding),
                table: own.table.clone(),
                function: own.function,
                economic: own.economic,
                column: own.column.clone(),
                amount: own.amount,
            })
            .collect(),
        has_texts: input.has_texts,
        explanations: input.explanations.clone(),
        units: input.units.clone(),
    };
    let record = serde_json::to_vec(&record)?;
    let mut bytes = Vec::with_capacity(record.len() + packed.len() + 4);
    put_number(&mut bytes, record.len() as u128);
    bytes.extend(record);
    bytes.extend_from_slice(packed);
    Ok(bytes)
}

/// The record and the packed amounts that [`record_bytes`] made; `None` of other bytes.
pub(super) fn opened(mut bytes: &[u8]) -> Option<(KeptRecord, &[u8])> {
    let length = index(&mut bytes)?;
    let (record, packed) = bytes.split_at_checked(length)?;
    Some((serde_json::from_slice(record).ok()?, packed))
}

impl KeptRecord {
    /// The input; `None` where it uses a name that is none of `names`.
    pub(super) fn input(
        self,
        lying: &Lying,
        amounts: Amounts,
        names: &HashSet<&'static str>,
    ) -> Option<Input> {
        let proof = self.proof.into_iter().map(|(table, code, counts)| {
            let [made, held, rounded, failed] = counts;
            let tested = Tested {
                made,
                held,
                rounded,
                failed,
            };
            Some(((table, FindingCode::named(&code)?), tested))
        });
        let proof = proof.collect::<Option<BTreeMap<_, _>>>()?;
        Some(Input {
            lying: lying.clone(),
            head: self.head,
            amounts,
            budget: None,
            statement: self.statement,
            proof: Proof(proof),
            told: told(self.told, names)?,
            has_texts: self.has_texts,
            explanations: self.explanations,
            units: self.units,
        })
    }

    /// What was wrong with the file; `None` where that uses a name that is none of `names`.
    pub(super) fn told(self, names: &HashSet<&'static str>) -> Option<Vec<Told>> {
        told(self.told, names)
    }
}

fn told(all: Vec<KeptTold>, names: &HashSet<&'static str>) -> Option<Vec<Told>> {
    let told = |own: KeptTold| {
        let finding: Finding = own.finding.finding(names)?;
        Some(Told {
            table: own.table,
            function: own.function,
            economic: own.economic,
            column: own.column,
            amount: own.amount,
            ..Told::new(None, "", finding)
        })
    };
    all.into_iter().map(told).collect()
}

/// A budget as bytes.
pub(super) fn budget_bytes(
    templates: &Templates,
    budget: &mut Budget,
) -> serde_json::Result<Vec<u8>> {
    let mut taken = Vec::new();
    // What the layout says anyway is not kept with each budget.
    let layout = templates.layout(&budget.layout);
    for (at, table) in budget.tables.iter_mut().enumerate() {
        let printed = layout.and_then(|own| own.table(table.table.as_str()));
        if printed.is_some_and(|own| own.meaning() == table.blocks) {
            taken.push((at, std::mem::take(&mut table.blocks)));
        }
    }
    let bytes = serde_json::to_vec(budget);
    for (at, blocks) in taken {
        budget.tables[at].blocks = blocks;
    }
    bytes
}

/// The budget that [`budget_bytes`] made bytes of; `None` of other bytes.
pub(super) fn budget_of(templates: &Templates, bytes: &[u8]) -> Option<Budget> {
    let mut budget: Budget = serde_json::from_slice(bytes).ok()?;
    let layout = templates.layout(&budget.layout);
    for table in &mut budget.tables {
        let printed = layout.and_then(|own| own.table(table.table.as_str()));
        if let Some(printed) = printed.filter(|_| table.blocks.is_empty()) {
            table.blocks = printed.meaning();
        }
    }
    Some(budget)
}
