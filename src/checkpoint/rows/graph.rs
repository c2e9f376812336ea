//! Graph rows: the names that the indexes in checkpoint rows refer to.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::parse;
use crate::checkpoint::canonical::cmp_utf16;
use crate::checkpoint::record::GraphRow;
use crate::checkpoint::{Digest, FORMAT, Name};
use crate::error::Error;

/// Members stand in the order of their canonical form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    channels: Vec<Name>,
    nodes: Vec<Name>,
    v: u32,
}

/// The text of a graph's row.
pub(super) fn encode(graph: &GraphRow) -> Result<String, Error> {
    let row = Names { channels: graph.channels.clone(), nodes: graph.nodes.clone(), v: FORMAT };
    serde_json::to_string(&row).map_err(|error| parse::corrupt(&error.to_string()))
}

/// The graph whose row, under its digest, has this text.
///
/// # Errors
/// Those of every row; `E_CORRUPT` where the names do not ascend.
pub fn graph_row(digest: Digest, text: &str) -> Result<Rc<GraphRow>, Error> {
    parse::version(text)?;
    let Names { channels, nodes, .. } = parse::members(text)?;
    let ascend = |names: &[Name]| names.is_sorted_by(|a, b| cmp_utf16(a, b).is_lt());
    if ascend(&channels) && ascend(&nodes) {
        return Ok(Rc::new(GraphRow { digest, nodes, channels }));
    }
    Err(parse::corrupt("the names of a graph do not ascend"))
}
