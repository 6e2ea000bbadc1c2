//! What was used last is kept, up to a weight.

use std::{collections::HashMap, hash::Hash};

/// A map that forgets what was not used for longest when it grows too heavy.
#[derive(Debug)]
pub struct Recent<K, V> {
    rows: HashMap<K, Row<V>>,
    /// Counts uses, so that the rows can be told apart by age.
    uses: u64,
    weight: usize,
    limit: usize,
}

#[derive(Debug)]
struct Row<V> {
    value: V,
    weight: usize,
    used: u64,
}

impl<K: Clone + Eq + Hash, V: Clone> Recent<K, V> {
    /// Keeps at most this much. What is heavier by itself is not kept at all.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { rows: HashMap::new(), uses: 0, weight: 0, limit }
    }

    /// The value, which thereby counts as used now.
    pub fn find(&mut self, key: &K) -> Option<V> {
        self.uses += 1;
        let row = self.rows.get_mut(key)?;
        row.used = self.uses;
        Some(row.value.clone())
    }

    #[must_use]
    pub fn has(&self, key: &K) -> bool {
        self.rows.contains_key(key)
    }

    /// Keep this value, and return those that had to go for it.
    pub fn keep(&mut self, key: K, value: V, weight: usize) -> Vec<V> {
        let mut gone: Vec<V> = self.remove(&key).into_iter().collect();
        if weight > self.limit {
            gone.push(value);
            return gone;
        }
        while self.weight + weight > self.limit {
            let oldest =
                self.rows.iter().min_by_key(|(_, row)| row.used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            gone.extend(self.remove(&oldest));
        }
        self.uses += 1;
        self.weight += weight;
        self.rows.insert(key, Row { value, weight, used: self.uses });
        gone
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let row = self.rows.remove(key)?;
        self.weight -= row.weight;
        Some(row.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let mut recent = Recent::new(3);
        for key in ["a", "b", "c"] {
            assert!(recent.keep(key, key, 1).is_empty());
        }
        assert_eq!(recent.find(&"a"), Some("a"));
        assert_eq!(recent.keep("d", "d", 2), ["b", "c"]);
        assert_eq!([recent.has(&"a"), recent.has(&"b"), recent.has(&"d")], [true, false, true]);
    }

    #[test]
    fn what_is_too_heavy_is_not_kept_and_drives_nothing_out() {
        let mut recent = Recent::new(3);
        recent.keep("a", 1, 3);
        assert_eq!(recent.keep("b", 2, 4), [2]);
        assert_eq!((recent.find(&"a"), recent.find(&"b")), (Some(1), None));
        assert_eq!(recent.keep("a", 3, 2), [1]);
        assert_eq!(recent.find(&"a"), Some(3));
    }
}
