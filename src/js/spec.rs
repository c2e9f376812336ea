//! Graph specs, options and deadlines as JavaScript hands them over: JSON text, read strictly.

use std::borrow::Cow;

use wasm_bindgen::JsValue;

use super::errors::error_object;
use crate::checkpoint::CheckpointId;
use crate::checkpoint::json::{Flaw, Members, Raw, ReadJson};
use crate::checkpoint::question::Json;
use crate::error::Error;
use crate::graph::{BranchSpec, ChannelKind, ChannelSpec, GraphSpec, JoinSpec, NodeKind, NodeSpec, Stops};
use crate::runtime::{CallOptions, Durability, Fallback, OnPending};

/// How a call begins.
#[derive(Clone, Copy)]
pub(super) enum RunMode {
    Input,
    Continue,
    Command,
}

/// What `run` is told.
pub(super) struct RunOptions {
    pub mode: RunMode,
    thread: Option<String>,
    limit: u32,
    on_pending: Option<OnPending>,
    /// Whether the call waits for another one that runs its thread.
    wait: bool,
    checkpoint: Option<String>,
    interrupt_before: Option<Stops>,
    interrupt_after: Option<Stops>,
    durability: Durability,
    max_concurrency: Option<u32>,
    keep_pending: bool,
    metadata: Option<String>,
}

impl RunOptions {
    pub fn call(self) -> CallOptions {
        CallOptions {
            thread: self.thread.map(Into::into),
            at: self.checkpoint.map(|id| CheckpointId::from_text(&id)),
            limit: self.limit,
            on_pending: self.on_pending,
            wait: self.wait,
            interrupt_before: self.interrupt_before,
            interrupt_after: self.interrupt_after,
            durability: self.durability,
            max_concurrency: self.max_concurrency,
            keep_pending: self.keep_pending,
            metadata: self.metadata.map(|text| Json(text.into())),
        }
    }
}

/// Reads a spec or options.
pub(super) fn given<'a, T: ReadJson<'a>>(text: &'a str) -> Result<T, JsValue> {
    Raw::of(text).and_then(T::read).map_err(|flaw| {
        error_object(&Error::new("E_BAD_TYPE", format!("A graph's spec or options do not fit: {flaw}.")))
    })
}

/// What the word of a member means, if there is one.
fn word<'a, T: Copy>(of: &mut Members<'a>, name: &'static str, words: &[(&str, T)]) -> Result<Option<T>, Flaw<'a>> {
    let Some(given) = of.optional::<Cow<'a, str>>(name)? else { return Ok(None) };
    let known = words.iter().find(|(word, _)| *word == given);
    known.map(|(_, meant)| Some(*meant)).ok_or(Flaw::Kind)
}

impl<'a> ReadJson<'a> for RunOptions {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let modes = [("input", RunMode::Input), ("continue", RunMode::Continue), ("command", RunMode::Command)];
        let on_pending = [("error", OnPending::Error), ("discard", OnPending::Discard)];
        let durability = [("sync", Durability::Sync), ("async", Durability::Async)];
        let options = Self {
            mode: word(&mut of, "mode", &modes)?.ok_or(Flaw::Missing("mode"))?,
            thread: of.optional("thread")?,
            limit: of.take("limit")?,
            on_pending: word(&mut of, "onPending", &on_pending)?,
            wait: word(&mut of, "onBusy", &[("error", false), ("wait", true)])?.unwrap_or_default(),
            checkpoint: of.optional("checkpoint")?,
            interrupt_before: of.optional("interruptBefore")?,
            interrupt_after: of.optional("interruptAfter")?,
            durability: word(&mut of, "durability", &durability)?.unwrap_or_default(),
            max_concurrency: of.optional("maxConcurrency")?,
            keep_pending: of.optional("keepPending")?.unwrap_or_default(),
            metadata: of.optional("metadata")?,
        };
        of.end().map(|()| options)
    }
}

impl<'a> ReadJson<'a> for GraphSpec {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let spec = Self {
            name: of.optional("name")?,
            version: of.optional("version")?,
            channels: of.optional("channels")?.unwrap_or_default(),
            nodes: of.optional("nodes")?.unwrap_or_default(),
            edges: of.optional("edges")?.unwrap_or_default(),
            joins: of.optional("joins")?.unwrap_or_default(),
            branches: of.optional("branches")?.unwrap_or_default(),
            interrupt_before: of.optional("interruptBefore")?.unwrap_or_default(),
            interrupt_after: of.optional("interruptAfter")?.unwrap_or_default(),
        };
        of.end().map(|()| spec)
    }
}

impl<'a> ReadJson<'a> for ChannelSpec {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let kinds = [ChannelKind::Last, ChannelKind::Reducer, ChannelKind::Untracked].map(|kind| (kind.word(), kind));
        let spec = Self {
            name: of.take("name")?,
            kind: word(&mut of, "kind", &kinds)?.unwrap_or_default(),
            initial: of.optional("initial")?.unwrap_or_default(),
            guard: of.optional("guard")?.unwrap_or_default(),
        };
        of.end().map(|()| spec)
    }
}

impl<'a> ReadJson<'a> for NodeSpec {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let kinds = [NodeKind::Plain, NodeKind::Gate].map(|kind| (kind.word(), kind));
        let spec = Self {
            name: of.take("name")?,
            kind: word(&mut of, "kind", &kinds)?.unwrap_or_default(),
            ends: of.optional("ends")?.unwrap_or_default(),
        };
        of.end().map(|()| spec)
    }
}

impl<'a> ReadJson<'a> for BranchSpec {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let spec = Self { source: of.take("source")?, ends: of.optional("ends")? };
        of.end().map(|()| spec)
    }
}

impl<'a> ReadJson<'a> for JoinSpec {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let spec = Self { from: of.take("from")?, to: of.take("to")? };
        of.end().map(|()| spec)
    }
}

/// `"*"`, or a list of nodes' names.
impl<'a> ReadJson<'a> for Stops {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        if raw.text() == "\"*\"" { Ok(Self::All) } else { Vec::read(raw).map(Self::Nodes) }
    }
}

/// What a question's asker says of its deadline.
#[derive(Default)]
pub(super) struct AskOptions<'a> {
    pub expires_at: Option<u64>,
    pub ttl_ms: Option<u64>,
    /// `onExpire`: `{ resume }` or `"fail"`.
    pub on_expire: Option<Fallback<'a>>,
}

impl<'a> ReadJson<'a> for AskOptions<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let fallback = |raw: Raw<'a>| match raw.text() {
            "\"fail\"" => Ok(Fallback::Fail),
            _ => raw.members()?.take::<Raw<'a>>("resume").map(|value| Fallback::Resume(value.text())),
        };
        let on_expire = of.optional::<Raw<'a>>("onExpire")?.map(fallback);
        Ok(Self {
            expires_at: of.optional("expiresAt")?,
            ttl_ms: of.optional("ttlMs")?,
            on_expire: on_expire.transpose()?,
        })
    }
}
