//! Graph rows: the names that the indexes in checkpoint rows refer to.

use std::rc::Rc;

use super::reader::{Reader, corrupt, row};
use crate::checkpoint::canonical::cmp_utf16;
use crate::checkpoint::json::Object;
use crate::checkpoint::record::GraphRow;
use crate::checkpoint::{Digest, FORMAT, Name};
use crate::error::Error;

/// The text of a graph's row.
pub(super) fn encode(graph: &GraphRow) -> String {
    let mut out = String::new();
    Object::new(&mut out).put("channels", &graph.channels).put("nodes", &graph.nodes).put("v", &FORMAT).end();
    out
}

/// The graph whose row, under its digest, has this text.
///
/// # Errors
/// Those of every row; `E_CORRUPT` where the names do not ascend.
pub fn graph_row(digest: Digest, text: &str) -> Result<Rc<GraphRow>, Error> {
    row(text, |row| {
        row.member("channels")?;
        let channels = names(row)?;
        row.member("nodes")?;
        let nodes = names(row)?;
        row.version()?;
        Ok(Rc::new(GraphRow { digest, nodes, channels }))
    })
}

fn names(row: &mut Reader<'_>) -> Result<Vec<Name>, Error> {
    let names = row.list(Reader::name)?;
    let ascend = names.is_sorted_by(|a, b| cmp_utf16(a, b).is_lt());
    if ascend { Ok(names) } else { Err(corrupt("the names of a graph do not ascend")) }
}
