//! How many calls of the day an account has spent.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{
    endpoint::{Counts, Endpoint},
    refusal::{Refusal, since_epoch},
};

#[derive(Debug, Default)]
pub struct Usage(Mutex<Today>);

#[derive(Debug, Default)]
struct Today {
    day: u64,
    spent: Counts,
}

impl Usage {
    /// Count one call, or refuse it when the day's calls are used up.
    pub fn spend(&self, endpoint: Endpoint) -> Result<(), Refusal> {
        let today = self.today();
        if today.spent.of(endpoint) >= endpoint.daily_limit() {
            return Err(Refusal::new(45009));
        }
        today.spent.add(endpoint);
        Ok(())
    }

    pub fn spent(&self, endpoint: Endpoint) -> u64 {
        self.today().spent.of(endpoint)
    }

    /// The counts of today. A day begins at midnight in Beijing.
    fn today(&self) -> MutexGuard<'_, Today> {
        let day = (since_epoch().as_secs() + 8 * 3600) / 86_400;
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != day {
            *today = Today { day, spent: Counts::default() };
        }
        today
    }
}
