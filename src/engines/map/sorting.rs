//! Sorting, and finding where ids stand, compiled once for all types.
//! The browser loads every copy that the compiler makes; the standard library's sort alone made a tenth of what it loads.

use std::cmp::Ordering;

/// Up to how many items are sorted where they stand.
const FEW: usize = 16;

/// Sorts by a comparison; what is equal keeps its order.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if items.len() <= FEW {
        for end in 1..items.len() {
            let mut at = end;
            while at > 0 && compare(&items[at], &items[at - 1]).is_lt() {
                items.swap(at, at - 1);
                at -= 1;
            }
        }
        return;
    }
    let mut from = order(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    for start in 0..items.len() {
        let mut at = start;
        loop {
            let next = std::mem::replace(&mut from[at], at);
            if next == start {
                break;
            }
            items.swap(at, next);
            at = next;
        }
    }
}

/// Sorts by what a key says of each item; what is equal keeps its order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by what the items are.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// For each place the item that belongs there.
fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Where each of some keys stands in a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places<K>(Vec<(K, usize)>);

impl<K: Ord + Copy> Places<K> {
    /// The places of a list.
    pub(crate) fn of(keys: impl IntoIterator<Item = K>) -> Self {
        let mut places: Vec<(K, usize)> = keys.into_iter().zip(0..).collect();
        sort_by(&mut places, |a, b| a.0.cmp(&b.0));
        Self(places)
    }

    /// The place of a key; the last one of several.
    pub(crate) fn at(&self, key: K) -> Option<usize> {
        let end = self.0.partition_point(|(own, _)| *own <= key);
        let (found, at) = self.0.get(end.checked_sub(1)?)?;
        (*found == key).then_some(*at)
    }

    /// All places of a key, from the first.
    pub(crate) fn all(&self, key: K) -> impl Iterator<Item = usize> {
        let start = self.0.partition_point(|(own, _)| *own < key);
        self.0[start..].iter().take_while(move |(own, _)| *own == key).map(|(_, at)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(numbers in prop::collection::vec((0_u8..9, any::<u16>()), 0..60)) {
            let (mut ours, mut theirs) = (numbers.clone(), numbers.clone());
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs, "what is equal keeps its order");
            sort(&mut ours);
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn a_key_is_found_wherever_it_stands(keys in prop::collection::vec(0_u8..20, 0..60), wanted in 0_u8..20) {
            let places = Places::of(keys.iter().copied());
            let all: Vec<usize> = (0..keys.len()).filter(|at| keys[*at] == wanted).collect();
            prop_assert_eq!(places.at(wanted), all.last().copied());
            prop_assert_eq!(places.all(wanted).collect::<Vec<_>>(), all);
        }
    }
}
