//! Graph specs and options as JavaScript hands them over: read from their JSON text.

use std::rc::Rc;

use crate::checkpoint::json::{Flaw, Members, Raw, ReadJson, Word};
use crate::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, NodeKind, NodeSpec};
use crate::runtime::OnPending;

/// How a call begins.
#[derive(Clone, Copy)]
pub(super) enum RunMode {
    Input,
    Continue,
    Resume,
}

impl Word for RunMode {
    const ALL: &'static [Self] = &[Self::Input, Self::Continue, Self::Resume];

    fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Continue => "continue",
            Self::Resume => "resume",
        }
    }
}

/// What `run` is told.
pub(super) struct RunOptions {
    pub mode: RunMode,
    pub thread: Option<Rc<str>>,
    pub limit: u32,
    pub on_pending: Option<OnPending>,
    pub wait: bool,
}

/// Reads what `run` is told.
pub(super) fn run_options(raw: Raw<'_>) -> Result<RunOptions, Flaw<'_>> {
    let mut of = raw.members()?;
    let on_pending = match of.optional::<Rc<str>>("onPending")?.as_deref() {
        None => None,
        Some("error") => Some(OnPending::Error),
        Some("discard") => Some(OnPending::Discard),
        Some(_) => return Err(Flaw::Kind),
    };
    let wait = match of.optional::<Rc<str>>("onBusy")?.as_deref() {
        None | Some("error") => false,
        Some("wait") => true,
        Some(_) => return Err(Flaw::Kind),
    };
    Ok(RunOptions {
        mode: of.take("mode")?,
        thread: of.optional("thread")?,
        limit: of.take("limit")?,
        on_pending,
        wait,
    })
}

/// What a question's asker says of its deadline.
#[derive(Default)]
pub(super) struct AskOptions<'a> {
    pub expires_at: Option<u64>,
    pub ttl_ms: Option<u64>,
    /// `onExpire.resume`.
    pub on_expire: Option<Raw<'a>>,
}

impl<'a> ReadJson<'a> for AskOptions<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let on_expire = of.optional::<Raw<'a>>("onExpire")?.map(|raw| raw.members()?.take("resume"));
        Ok(Self {
            expires_at: of.optional("expiresAt")?,
            ttl_ms: of.optional("ttlMs")?,
            on_expire: on_expire.transpose()?,
        })
    }
}

/// Reads a graph's description.
pub(super) fn graph(raw: Raw<'_>) -> Result<GraphSpec, Flaw<'_>> {
    let mut of = raw.members()?;
    let spec = GraphSpec {
        name: of.optional("name")?,
        version: of.optional("version")?,
        channels: list(&mut of, "channels", channel)?,
        nodes: list(&mut of, "nodes", node)?,
        edges: of.optional("edges")?.unwrap_or_default(),
        branches: list(&mut of, "branches", branch)?,
    };
    of.end().map(|()| spec)
}

fn list<'a, T>(
    of: &mut Members<'a>,
    name: &'static str,
    item: impl Fn(Members<'a>) -> Result<T, Flaw<'a>>,
) -> Result<Vec<T>, Flaw<'a>> {
    let items: Vec<Raw<'a>> = of.optional(name)?.unwrap_or_default();
    items.into_iter().map(|raw| item(raw.members()?)).collect()
}

fn channel(mut of: Members<'_>) -> Result<ChannelSpec, Flaw<'_>> {
    let kind = match of.optional::<Rc<str>>("kind")?.as_deref() {
        None | Some("last") => ChannelKind::Last,
        Some("reducer") => ChannelKind::Reducer,
        Some(_) => return Err(Flaw::Kind),
    };
    let spec = ChannelSpec { name: of.take("name")?, kind, initial: of.optional("initial")?.unwrap_or_default() };
    of.end().map(|()| spec)
}

fn node(mut of: Members<'_>) -> Result<NodeSpec, Flaw<'_>> {
    let kind = match of.optional::<Rc<str>>("kind")?.as_deref() {
        None | Some("plain") => NodeKind::Plain,
        Some("gate") => NodeKind::Gate,
        Some(_) => return Err(Flaw::Kind),
    };
    let spec = NodeSpec { name: of.take("name")?, kind, ends: of.optional("ends")?.unwrap_or_default() };
    of.end().map(|()| spec)
}

fn branch(mut of: Members<'_>) -> Result<BranchSpec, Flaw<'_>> {
    let spec = BranchSpec { source: of.take("source")?, ends: of.optional("ends")? };
    of.end().map(|()| spec)
}
