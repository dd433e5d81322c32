//! The entry form.
use super::lists::Lists;
use super::{Made, Request};
use crate::bind::NoPlace;
use crate::layout::Templates;

/// The tables of an entry form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &Lists,
) -> Result<Made<'f>, NoPlace> {
    super::direct::tables(templates, request, lists)
}
