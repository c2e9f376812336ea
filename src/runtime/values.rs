//! The values of checkpoints, from their chains. What several checkpoints of one listing share is read once, and is one
//! value in all of their snapshots.

use super::app::Inner;
use super::finish::fresh_state;
use super::host::{Host, Tried};
use crate::checkpoint::Name;
use crate::checkpoint::record::{Chain, Loaded};
use crate::error::Error;
use crate::ordered::Ordered;
use crate::pregel::Failure;

/// See the module.
pub(super) struct Values<'a, H: Host> {
    inner: &'a Inner<H>,
    initial: Vec<Option<H::Value>>,
    /// The value of each channel that was read last, and the step that wrote its last link.
    read: Ordered<Name, (u64, H::Value)>,
}

impl<'a, H: Host> Values<'a, H> {
    pub fn new(inner: &'a Inner<H>) -> Tried<Self, H> {
        Ok(Self { inner, initial: fresh_state(inner)?.values, read: Ordered::new() })
    }

    /// The values of a checkpoint, by `ChannelId`. Of several checkpoints the oldest is best read first.
    pub fn of(&mut self, loaded: &Loaded<H::Body>) -> Tried<Vec<Option<H::Value>>, H> {
        let mut values = self.initial.clone();
        for chain in &loaded.chains {
            let channel = self.inner.graph.channel_id(&chain.channel);
            if let Some(slot) = channel.and_then(|id| values.get_mut(id.0 as usize)) {
                let value = self.read(chain)?;
                self.read.insert(Name::clone(&chain.channel), (chain.seq, value.clone()));
                *slot = Some(value);
            }
        }
        Ok(values)
    }

    fn read(&self, chain: &Chain<H::Body>) -> Tried<H::Value, H> {
        let host = &self.inner.host;
        let known = self.read.get(&chain.channel);
        if let Some((seq, value)) = known
            && let Some(place) = chain.links.iter().rposition(|(link, _)| link == seq)
        {
            let rest = chain.links.get(place + 1..).unwrap_or_default();
            // The list that is known stands in a snapshot already: it goes on as a copy.
            let list = if rest.is_empty() { value.clone() } else { host.last_items(value, u32::MAX, u32::MAX) };
            return rest.iter().try_fold(list, |list, (_, entry)| host.apply_items(list, &entry.value));
        }
        let mut links = chain.links.iter();
        let Some((_, full)) = links.next() else {
            let message = format!("Channel \"{}\" has no value.", chain.channel);
            return Err(Failure::Engine(Error::new("E_CORRUPT", message)));
        };
        let value = host.decode(&full.value)?;
        links.try_fold(value, |list, (_, entry)| host.apply_items(list, &entry.value))
    }
}
