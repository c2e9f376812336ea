//! What makes a spec a graph: the names of S-BLD-12 and the edges of S-BLD-51, in the order given there.

use super::{END, GraphSpec, START};
use crate::error::Error;
use crate::ordered::Ordered;

/// Names that are taken.
type Names<'a> = Ordered<&'a str, ()>;

pub(super) fn check(spec: &GraphSpec) -> Result<(), Error> {
    let channels = channel_names(spec)?;
    let nodes = node_names(spec, &channels)?;
    sources(spec, &nodes)?;
    reachable(spec)?;
    targets(spec, &nodes)
}

fn invalid(message: String) -> Error {
    Error::new("GRAPH_VALIDATION", message)
}

fn channel_names(spec: &GraphSpec) -> Result<Names<'_>, Error> {
    let mut names = Names::new();
    for channel in &spec.channels {
        if channel.name == "__proto__" {
            return Err(Error::new("E_FORBIDDEN_KEY", "A state key cannot be named `__proto__`. Choose another name."));
        }
        if names.insert(&channel.name, ()).is_some() {
            return Err(invalid(format!("Channel \"{}\" already exists with a different type.", channel.name)));
        }
    }
    Ok(names)
}

fn node_names<'a>(spec: &'a GraphSpec, channels: &Names<'_>) -> Result<Names<'a>, Error> {
    let mut names = Names::new();
    for node in &spec.nodes {
        let name = node.name.as_str();
        if channels.contains_key(name) {
            return Err(invalid(format!(
                "{name} is already being used as a state attribute (a.k.a. a channel), cannot also be used as a node name."
            )));
        }
        if name.is_empty() {
            return Err(invalid("A node needs a name: a text that is not empty.".to_owned()));
        }
        if let Some(mark) = name.chars().find(|c| matches!(c, '|' | ':')) {
            return Err(invalid(format!("\"{mark}\" is a reserved character and is not allowed in node names.")));
        }
        if matches!(name, START | END | "__interrupt__") {
            return Err(invalid(format!("Node `{name}` is reserved.")));
        }
        if names.insert(name, ()).is_some() {
            return Err(invalid(format!("Node `{name}` already present.")));
        }
    }
    Ok(names)
}

fn sources(spec: &GraphSpec, nodes: &Names<'_>) -> Result<(), Error> {
    for (from, to) in &spec.edges {
        if from == END {
            return Err(invalid("END cannot be a start node".to_owned()));
        }
        if to == START {
            return Err(invalid("START cannot be an end node".to_owned()));
        }
    }
    if spec.joins.iter().any(|join| join.to == START || join.from.is_empty()) {
        return Err(invalid("A join leads from one or more nodes to a node that is not START".to_owned()));
    }
    let joins = spec.joins.iter().flat_map(|join| &join.from).map(String::as_str);
    if let Some(name) = joins.clone().find(|name| matches!(*name, START | END)) {
        return Err(invalid(format!("Need to add a node named \"{name}\" first")));
    }
    let edges = spec.edges.iter().map(|(from, _)| from.as_str()).chain(joins);
    let branches = spec.branches.iter().map(|branch| branch.source.as_str());
    match edges.chain(branches).find(|name| *name != START && !nodes.contains_key(name)) {
        Some(name) => Err(invalid(format!("Found edge starting at unknown node `{name}`"))),
        None => Ok(()),
    }
}

/// Every node is a target of something: of an edge, a path map, a branch without one (it reaches every node but its
/// own source), or a node's `ends`.
fn reachable(spec: &GraphSpec) -> Result<(), Error> {
    let named: Names<'_> = named_targets(spec).map(|name| (name, ())).collect();
    let open: Vec<&str> = spec.branches.iter().filter(|b| b.ends.is_none()).map(|b| b.source.as_str()).collect();
    let lost = spec
        .nodes
        .iter()
        .find(|node| !named.contains_key(node.name.as_str()) && open.iter().all(|source| *source == node.name));
    match lost {
        Some(node) => Err(Error::new(
            "UNREACHABLE_NODE",
            format!(
                "Node `{}` is not reachable. Add an edge to it, or name it in `ends` of the node whose result leads there.",
                node.name
            ),
        )
        .in_node(&node.name)),
        None => Ok(()),
    }
}

fn targets(spec: &GraphSpec, nodes: &Names<'_>) -> Result<(), Error> {
    match named_targets(spec).find(|name| *name != END && !nodes.contains_key(name)) {
        Some(name) => Err(invalid(format!("Found edge ending at unknown node `{name}`"))),
        None => Ok(()),
    }
}

fn named_targets(spec: &GraphSpec) -> impl Iterator<Item = &str> {
    let edges = spec.edges.iter().map(|(_, to)| to.as_str());
    let joins = spec.joins.iter().map(|join| join.to.as_str());
    let maps = spec.branches.iter().filter_map(|branch| branch.ends.as_ref()).flatten().map(String::as_str);
    edges.chain(joins).chain(maps).chain(spec.nodes.iter().flat_map(|node| &node.ends).map(String::as_str))
}
