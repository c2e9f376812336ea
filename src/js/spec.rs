//! Graph specs and options as JavaScript hands them over: by serde-wasm-bindgen, for they are the developer's. What a
//! question's asker says crosses as JSON text, like the question.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::errors::error_object;
use crate::checkpoint::CheckpointId;
use crate::checkpoint::json::{Flaw, Raw, ReadJson};
use crate::checkpoint::question::Json;
use crate::error::Error;
use crate::graph::Stops;
use crate::runtime::{CallOptions, Durability, Fallback, OnPending};

/// How a call begins.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RunMode {
    Input,
    Continue,
    Command,
}

/// What a call does when another one runs its thread.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OnBusy {
    #[default]
    Error,
    Wait,
}

/// What `run` is told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunOptions {
    pub mode: RunMode,
    #[serde(default)]
    pub thread: Option<String>,
    pub limit: u32,
    #[serde(default)]
    pub on_pending: Option<OnPending>,
    #[serde(default)]
    pub on_busy: OnBusy,
    #[serde(default)]
    pub checkpoint: Option<String>,
    #[serde(default)]
    pub interrupt_before: Option<Stops>,
    #[serde(default)]
    pub interrupt_after: Option<Stops>,
    #[serde(default)]
    pub durability: Option<Durability>,
    #[serde(default)]
    pub max_concurrency: Option<u32>,
    #[serde(default)]
    pub keep_pending: bool,
    #[serde(default)]
    pub metadata: Option<String>,
}

impl RunOptions {
    pub fn call(self) -> CallOptions {
        CallOptions {
            thread: self.thread.map(Into::into),
            at: self.checkpoint.map(|id| CheckpointId::from_text(&id)),
            limit: self.limit,
            on_pending: self.on_pending,
            wait: self.on_busy == OnBusy::Wait,
            interrupt_before: self.interrupt_before,
            interrupt_after: self.interrupt_after,
            durability: self.durability.unwrap_or_default(),
            max_concurrency: self.max_concurrency,
            keep_pending: self.keep_pending,
            metadata: self.metadata.map(|text| Json(text.into())),
        }
    }
}

/// Reads a spec or options.
pub(super) fn given<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        error_object(&Error::new("E_BAD_TYPE", format!("A graph's spec or options do not fit: {error}")))
    })
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
