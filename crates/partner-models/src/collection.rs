//! What a list is expected to do, for [`Collection`].

use std::ops::Index;

use crate::common::Collection;

/// A collection stands for its items: it is iterated, indexed and measured by what it holds. The
/// service's own count is [`total_count`](Collection::total_count), which may be larger.
impl<T> Collection<T> {
    /// How many items are here.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether no item is here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// The item at `index`, or `None` past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.items().get(index)
    }

    /// The items, in the order that the service sent them.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items().iter()
    }

    /// The items, to be changed in place.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.as_deref_mut().unwrap_or_default().iter_mut()
    }
}

impl<T> Index<usize> for Collection<T> {
    type Output = T;

    /// # Panics
    ///
    /// Where `index` is past the end, as a slice does; [`Collection::get`] does not.
    fn index(&self, index: usize) -> &T {
        &self.items()[index]
    }
}

impl<T> IntoIterator for Collection<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.unwrap_or_default().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Collection<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Collection<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// A collection of these items and nothing else: no total count, no attributes.
impl<T> FromIterator<T> for Collection<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::new().with_items(items.into_iter().collect::<Vec<_>>())
    }
}
