//! What a workshop numbers 1, 2, 3…: maps and sets that keep the order of the numbers. That is nearly always the order
//! of arrival, so a sorted list does all that a tree does, in a fraction of the code that phones carry.

use std::ops::Index;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wire::{Json, List, Object, Wire};

/// Things by their number, in the order of the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered<Id, T> {
    items: Vec<(Id, T)>,
}

// A derived one would ask for `T: Default`.
impl<Id, T> Default for Numbered<Id, T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<Id: Copy + Ord, T> Numbered<Id, T> {
    /// Where this number stands, or would stand.
    fn place(&self, id: Id) -> Result<usize, usize> {
        self.items.binary_search_by(|(other, _)| other.cmp(&id))
    }

    /// The thing with this number.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&T> {
        self.place(*id).ok().and_then(|at| self.items.get(at)).map(|(_, item)| item)
    }

    /// The thing with this number, to be changed.
    pub fn get_mut(&mut self, id: &Id) -> Option<&mut T> {
        let at = self.place(*id).ok()?;
        self.items.get_mut(at).map(|(_, item)| item)
    }

    /// Whether there is a thing with this number.
    #[must_use]
    pub fn contains_key(&self, id: &Id) -> bool {
        self.place(*id).is_ok()
    }

    /// Puts a thing under its number, and gives back what stood there.
    pub fn insert(&mut self, id: Id, item: T) -> Option<T> {
        match self.place(id) {
            Ok(at) => Some(std::mem::replace(&mut self.items[at].1, item)),
            Err(at) => {
                self.items.insert(at, (id, item));
                None
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The numbers, from the lowest.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Id> {
        self.items.iter().map(|(id, _)| id)
    }

    /// The things, in the order of their numbers.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.items.iter().map(|(_, item)| item)
    }

    /// The things, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().map(|(_, item)| item)
    }

    /// The things with their numbers.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Id, &T)> {
        self.items.iter().map(|(id, item)| (id, item))
    }

    /// The last one, with its number.
    #[must_use]
    pub fn last_key_value(&self) -> Option<(&Id, &T)> {
        self.items.last().map(|(id, item)| (id, item))
    }

    /// Keeps only what passes.
    pub fn retain(&mut self, mut passes: impl FnMut(&Id, &mut T) -> bool) {
        self.items.retain_mut(|(id, item)| passes(id, item));
    }
}

impl<Id: Copy + Ord, T> Index<&Id> for Numbered<Id, T> {
    type Output = T;

    /// # Panics
    /// When nothing has this number.
    fn index(&self, id: &Id) -> &T {
        #[allow(clippy::expect_used)] // as with every other map
        self.get(id).expect("a thing with this number")
    }
}

impl<Id: Copy + Ord, T> Extend<(Id, T)> for Numbered<Id, T> {
    fn extend<I: IntoIterator<Item = (Id, T)>>(&mut self, items: I) {
        for (id, item) in items {
            self.insert(id, item);
        }
    }
}

impl<Id: Copy + Ord, T> FromIterator<(Id, T)> for Numbered<Id, T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(items: I) -> Self {
        let mut numbered = Self::default();
        numbered.extend(items);
        numbered
    }
}

impl<Id: Serialize, T: Serialize> Serialize for Numbered<Id, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.items.iter().map(|(id, item)| (id, item)))
    }
}

impl<'de, Id: Copy + Ord + Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for Numbered<Id, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::collections::BTreeMap::deserialize(deserializer).map(|map| Self { items: map.into_iter().collect() })
    }
}

impl<Id: Copy + Ord + Wire, T: Wire> Wire for Numbered<Id, T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        let mut numbered = Self::default();
        // Keys of objects are texts.
        for (number, item) in json.fields()? {
            numbered.insert(Id::read(&Json::Number(number))?, T::read(item)?);
        }
        Some(numbered)
    }

    fn write(&self, out: &mut String) {
        let mut object = Object::new(out);
        for (id, item) in &self.items {
            object.field(&wire::to_string(id), item);
        }
        object.end();
    }
}

/// A set of numbers, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Numbers<Id> {
    ids: Vec<Id>,
}

impl<Id> Default for Numbers<Id> {
    fn default() -> Self {
        Self { ids: Vec::new() }
    }
}

impl<Id: Copy + Ord> Numbers<Id> {
    /// Whether this number is in it.
    #[must_use]
    pub fn contains(&self, id: &Id) -> bool {
        self.ids.binary_search(id).is_ok()
    }

    /// Adds a number; says whether it is new.
    pub fn insert(&mut self, id: Id) -> bool {
        match self.ids.binary_search(&id) {
            Ok(_) => false,
            Err(at) => {
                self.ids.insert(at, id);
                true
            }
        }
    }

    /// Takes a number out; says whether it was there.
    pub fn remove(&mut self, id: &Id) -> bool {
        self.ids.binary_search(id).map(|at| self.ids.remove(at)).is_ok()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The numbers, from the lowest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Id> {
        self.ids.iter()
    }
}

impl<Id: Copy + Ord> FromIterator<Id> for Numbers<Id> {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Self {
        let mut numbers = Self::default();
        for id in ids {
            numbers.insert(id);
        }
        numbers
    }
}

impl<'de, Id: Copy + Ord + Deserialize<'de>> Deserialize<'de> for Numbers<Id> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

impl<Id: Copy + Ord + Wire> Wire for Numbers<Id> {
    fn read(json: &Json<'_>) -> Option<Self> {
        let mut numbers = Self::default();
        for id in json.items()? {
            numbers.insert(Id::read(id)?);
        }
        Some(numbers)
    }

    fn write(&self, out: &mut String) {
        let mut list = List::new(out);
        self.ids.iter().for_each(|id| list.item(id));
        list.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CardId;

    #[test]
    fn numbers_stay_in_order_however_they_come() {
        let mut cards = Numbered::default();
        for number in [2, 9, 1, 9] {
            cards.insert(CardId(number), number * 10);
        }
        assert_eq!(cards.iter().collect::<Vec<_>>(), [(&CardId(1), &10), (&CardId(2), &20), (&CardId(9), &90)]);
        assert_eq!((cards.get(&CardId(2)), cards.get(&CardId(3))), (Some(&20), None));
        cards.retain(|id, _| id.0 != 2);
        assert_eq!((cards.len(), cards.last_key_value()), (2, Some((&CardId(9), &90))));
        let mut set: Numbers<_> = [3, 1, 3].map(CardId).into_iter().collect();
        assert!(set.contains(&CardId(1)) && set.remove(&CardId(1)) && !set.remove(&CardId(1)));
        assert_eq!(set.iter().collect::<Vec<_>>(), [&CardId(3)]);
    }

    #[test]
    fn they_travel_as_objects_and_lists() {
        let cards: Numbered<_, _> = [(CardId(10), 1_u32), (CardId(9), 2)].into_iter().collect();
        let text = r#"{"9":2,"10":1}"#;
        assert_eq!(
            (serde_json::to_string(&cards).expect("JSON"), wire::to_string(&cards)),
            (text.to_owned(), text.to_owned())
        );
        assert_eq!(serde_json::from_str::<Numbered<CardId, u32>>(text).expect("read"), cards);
        assert_eq!(wire::from_str::<Numbered<CardId, u32>>(text), Some(cards));
        assert_eq!(wire::from_str::<Numbered<CardId, u32>>(r#"{"x":2}"#), None);
    }
}
