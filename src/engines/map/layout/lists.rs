//! Lists of numbers, one list for each key, in one piece of memory.

/// The lists.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

/// A number that is far below four thousand million, as every count here is.
pub fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl Lists {
    /// For each of so many keys the places at which it stands, in their order.
    pub fn of_places(keys: usize, stands: impl Iterator<Item = usize> + Clone) -> Self {
        let mut starts = vec![0; keys + 2];
        for key in stands.clone() {
            starts[key + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut values = vec![0; starts[keys + 1] as usize];
        for (place, key) in (0..).zip(stands) {
            let at = &mut starts[key + 1];
            values[*at as usize] = place;
            *at += 1;
        }
        Self { starts, values }
    }

    /// The list of a key.
    pub fn of(&self, key: u32) -> &[u32] {
        let key = key as usize;
        &self.values[self.starts[key] as usize..self.starts[key + 1] as usize]
    }

    /// The list of a key, to be put into another order.
    pub fn of_mut(&mut self, key: u32) -> &mut [u32] {
        let key = key as usize;
        &mut self.values[self.starts[key] as usize..self.starts[key + 1] as usize]
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(2)
    }

    /// All values, in the order of the keys.
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// Replaces all values by those of lists of the same lengths.
    pub fn set_values(&mut self, values: &[u32]) {
        self.values.copy_from_slice(values);
    }
}
