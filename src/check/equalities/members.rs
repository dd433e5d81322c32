//! Which cells state each fact: alone, or as a sum of cells.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use super::paper::{CheckBlock, CheckPaper};
use crate::model::statements::{Graph, Space, Spot, Statement, Stating, Target};

/// The cells whose sum states a fact.
#[derive(Debug, Clone)]
pub(super) struct FactMember {
    /// The block; of a sum over the tables of funds, `None`.
    pub(super) block: Option<usize>,
    pub(super) cells: Vec<usize>,
}

/// Who states each fact.
pub(super) struct Members<'g, 'b> {
    pub(super) graph: Graph<'g>,
    paper: &'g CheckPaper<'b>,
    known: RefCell<HashMap<Target, Rc<[FactMember]>>>,
}

impl<'g, 'b> Members<'g, 'b> {
    /// Of the blocks of tables that `takes_part` admits.
    pub(super) fn new(
        space: &'g Space<'g>,
        paper: &'g CheckPaper<'b>,
        takes_part: impl Fn(&CheckBlock<'_>) -> bool,
    ) -> Self {
        let own = paper.blocks.iter().enumerate();
        let own = own.filter(|(_, block)| takes_part(block));
        let own = own.map(|(at, block)| Stating {
            block: at,
            structure: &block.structure,
            closed: block.closed,
            states: block.states.clone(),
            lacks_columns: !block.table.missing_columns.is_empty(),
            own_lines: block.own_lines,
            adds_lines: true,
        });
        Self {
            graph: Graph::new(space, own),
            paper,
            known: RefCell::default(),
        }
    }

    /// Those who state a fact, but for those of whose cells one could not be read.
    pub(super) fn of(&self, fact: &Target) -> Rc<[FactMember]> {
        if let Some(known) = self.known.borrow().get(fact) {
            return known.clone();
        }
        let all = self.graph.of(fact).into_iter();
        let all: Rc<[FactMember]> = all.filter_map(|own| self.member(&own)).collect();
        self.known.borrow_mut().insert(*fact, all.clone());
        all
    }

    fn member(&self, statement: &Statement) -> Option<FactMember> {
        let cell = |spot: &Spot| {
            let cell = self.paper.blocks[spot.block].cell(spot.line, spot.column);
            (!self.paper.cells[cell].unread).then_some(cell)
        };
        Some(FactMember {
            block: statement.block,
            cells: statement.spots.iter().map(cell).collect::<Option<_>>()?,
        })
    }
}
