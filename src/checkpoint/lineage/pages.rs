//! A map by channel whose copies share pages: a copy clones one reference per page, a write clones one page where it is
//! shared. Nothing is ever removed.

use std::rc::Rc;

use crate::checkpoint::Name;
use crate::ordered::Ordered;

/// Slots per page: a small page makes writes cheap, a large one makes copies cheap.
const PAGE: usize = 32;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Pages<T> {
    places: Rc<Ordered<Name, usize>>,
    pages: Vec<Rc<Vec<T>>>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { places: Rc::default(), pages: Vec::new() }
    }
}

impl<T: Clone> Pages<T> {
    /// What stands under the channel.
    pub(super) fn get(&self, channel: &str) -> Option<&T> {
        let place = *self.places.get(channel)?;
        self.pages.get(place / PAGE)?.get(place % PAGE)
    }

    /// Puts `value` under the channel; gives what stood there.
    pub(super) fn put(&mut self, channel: &Name, value: T) -> Option<T> {
        let Some(&place) = self.places.get(channel) else {
            self.append(channel, value);
            return None;
        };
        let slot = Rc::make_mut(self.pages.get_mut(place / PAGE)?).get_mut(place % PAGE)?;
        Some(std::mem::replace(slot, value))
    }

    /// Everything, in the order of first appearance.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flat_map(|page| page.iter())
    }

    fn append(&mut self, channel: &Name, value: T) {
        let place = self.places.len();
        Rc::make_mut(&mut self.places).insert(Rc::clone(channel), place);
        match self.pages.last_mut() {
            Some(page) if !place.is_multiple_of(PAGE) => Rc::make_mut(page).push(value),
            _ => self.pages.push(Rc::new(vec![value])),
        }
    }
}
