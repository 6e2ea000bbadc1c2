//! Access tokens: the classic one, which every new one ends, and the stable one, which all share.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{
    account::{ACCOUNTS, Account},
    ids,
    refusal::{Refusal, since_epoch},
    rng::mix,
};

const LIFE: Duration = Duration::from_hours(2);
/// A stable token is renewed this long before its end, and the old one lives on until then.
const RENEWED_BEFORE: Duration = Duration::from_mins(5);
/// A forced renewal sooner than this after another is not one.
const FORCED_APART: Duration = Duration::from_secs(30);
const FORCED_A_DAY: u32 = 20;

#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<Purse>);

#[derive(Debug, Default)]
struct Purse {
    minted: u64,
    tokens: Vec<Token>,
    forced: Vec<(&'static str, Instant)>,
}

struct Token {
    account: &'static Account,
    kind: Kind,
    text: String,
    ends: Instant,
}

/// By hand, so that no token is ever printed.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} token of {}", self.kind, self.account.name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Classic,
    Stable,
}

impl Tokens {
    /// A new token of `cgi-bin/token`: the one before it is worth nothing from now on.
    pub fn classic(&self, account: &'static Account) -> (String, u64) {
        let mut purse = self.purse();
        purse.tokens.retain(|token| token.account != account || token.kind != Kind::Classic);
        purse.mint(account, Kind::Classic)
    }

    /// The token of `cgi-bin/stable_token`: everybody gets the same until it nears its end.
    pub fn stable(&self, account: &'static Account, force: bool) -> Result<(String, u64), Refusal> {
        let mut purse = self.purse();
        let now = Instant::now();
        if force && purse.may_force(account, now)? {
            purse.forced.push((account.name, now));
            purse.tokens.retain(|token| token.account != account || token.kind != Kind::Stable);
        }
        let current = purse.tokens.iter().find_map(|token| {
            let left = token.ends.saturating_duration_since(now);
            let is_wanted = token.account == account && token.kind == Kind::Stable;
            (is_wanted && left > RENEWED_BEFORE).then(|| (token.text.clone(), left.as_secs()))
        });
        Ok(current.unwrap_or_else(|| purse.mint(account, Kind::Stable)))
    }

    /// Whose token this is.
    pub fn check(&self, text: Option<&str>) -> Result<&'static Account, Refusal> {
        let text = text.filter(|text| !text.is_empty()).ok_or_else(|| Refusal::new(41001))?;
        if !is_well_formed(text) {
            return Err(Refusal::new(40014));
        }
        let purse = self.purse();
        let known = purse.tokens.iter().find(|token| token.text == text);
        let token = known.ok_or_else(|| Refusal::new(40001))?;
        if token.ends <= Instant::now() {
            return Err(Refusal::new(42001));
        }
        Ok(token.account)
    }

    /// End every token of an account, as another program that asks for new ones does.
    pub fn invalidate(&self, account: &Account) {
        self.purse().tokens.retain(|token| token.account != account);
    }

    /// Let the time of every token of an account run out.
    pub fn expire(&self, account: &Account) {
        let now = Instant::now();
        let mut purse = self.purse();
        for token in purse.tokens.iter_mut().filter(|token| token.account == account) {
            token.ends = token.ends.min(now);
        }
    }

    fn purse(&self) -> std::sync::MutexGuard<'_, Purse> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Purse {
    fn mint(&mut self, account: &'static Account, kind: Kind) -> (String, u64) {
        self.minted += 1;
        // Of the clock, so that a token that was kept from an earlier run is not valid here.
        let now = since_epoch();
        let seed = mix(now.as_secs() ^ u64::from(now.subsec_nanos()) << 32) ^ self.minted;
        let mut text = String::from("96_");
        for part in 0..7 {
            text.extend(ids::letters(mix(seed.wrapping_add(part << 8))).take(10));
        }
        self.tokens.push(Token { account, kind, text: text.clone(), ends: Instant::now() + LIFE });
        (text, LIFE.as_secs())
    }

    fn may_force(&self, account: &Account, now: Instant) -> Result<bool, Refusal> {
        let mut last = None;
        let mut times = 0;
        for (_, at) in self.forced.iter().filter(|(name, _)| *name == account.name) {
            (last, times) = (Some(*at), times + 1);
        }
        if times >= FORCED_A_DAY {
            return Err(Refusal::new(45009));
        }
        Ok(last.is_none_or(|last| now.saturating_duration_since(last) >= FORCED_APART))
    }
}

/// Which account has this appid and secret.
pub(super) fn log_in(
    appid: Option<&str>,
    secret: Option<&str>,
) -> Result<&'static Account, Refusal> {
    let given = |text: &&str| !text.is_empty();
    let appid = appid.filter(given).ok_or_else(|| Refusal::new(41002))?;
    let secret = secret.filter(given).ok_or_else(|| Refusal::new(41004))?;
    let known = ACCOUNTS.into_iter().find(|account| account.appid == appid);
    let account = known.ok_or_else(|| Refusal::new(40013))?;
    if account.secret == secret {
        return Ok(account);
    }
    let looks_right = secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    Err(Refusal::new(if looks_right { 40001 } else { 40125 }))
}

/// Real tokens are a number, an underscore and letters.
fn is_well_formed(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    text.split_once('_').is_some_and(|(number, rest)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.is_empty()
            && rest.bytes().all(is_letter)
    })
}
