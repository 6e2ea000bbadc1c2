//! What the program knows: plain data, with methods that keep it in order.

pub mod card;
pub mod faces;
pub mod field;
pub mod filter;
pub mod list;
pub mod load;
pub mod mode;
pub mod people;
pub mod sheet;
pub mod verdict;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::tz::TimeZone;
use ratatui::layout::Size;

use crate::{
    app::{
        action::Scope,
        effect::{AccountAt, Shot, Slot, Ticket},
        event::{Answer, Fault, Quota},
        panes::{self, Focus, Panes},
        picture::{Drawing, Picture},
    },
    follower::{avatar_url::AvatarSize, find::Found, lang::Lang, openid::OpenId},
    words::UiLang,
};
use faces::{Face, Faces};
use list::List;
use load::Load;
use mode::Mode;
use people::People;

/// What is known of one OpenID in one account, in the language it was asked in.
pub type Row = Load<Lang, Arc<Answer>>;

/// One question: whom, in which account, in which language.
pub type Asked = (AccountAt, OpenId, Lang);

/// What is known before the first event.
#[derive(Debug, Clone)]
pub struct Start {
    pub size: Size,
    pub words: UiLang,
    pub zone: TimeZone,
    /// Unix seconds.
    pub now: i64,
    /// None is set up: the screen says how to set one up.
    pub accounts: Vec<AccountName>,
    pub account: AccountAt,
    pub lang: Lang,
    pub is_demo: bool,
    pub drawing: Drawing,
    /// Why pictures are drawn so, in words.
    pub why_drawn_so: String,
    /// What the person must know before anything else: problems of the configuration.
    pub warnings: Vec<String>,
    /// OpenIDs to begin with. Without any, the followers of the account are listed.
    pub found: Option<Found>,
}

/// How an account is called on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName {
    pub name: String,
    /// Enough of the appid to know it by, `wx12…ef`.
    pub appid: String,
    /// Accounts with the same one share UnionIDs.
    pub open_platform: Option<String>,
}

#[derive(Debug)]
pub struct Model {
    pub size: Size,
    pub words: UiLang,
    pub zone: TimeZone,
    /// Unix seconds, as far as anybody said.
    pub now: i64,
    pub accounts: Vec<AccountName>,
    pub account: AccountAt,
    pub lang: Lang,
    pub is_demo: bool,

    pub list: List,
    /// Whether the list is that of all followers, and how far it is read.
    pub pages: Pages,
    pub marks: HashSet<OpenId>,
    /// What was last taken out of the list, for putting it back.
    pub removed: Vec<(usize, OpenId)>,
    rows: HashMap<(AccountAt, OpenId), Row>,
    /// The rows that are being asked for.
    pub asked: HashSet<OpenId>,
    /// Whether somebody in this account was seen with a `UnionID`.
    pub is_bound: HashSet<AccountAt>,
    pub tags: Load<AccountAt, HashMap<i64, String>>,
    pub quota: Load<AccountAt, Quota>,
    /// Who is to be asked about once more by a call of its own.
    pub verifying: Option<Asked>,
    pub verify: Load<Asked, Arc<Answer>>,
    pub people: People,
    pub faces: Faces,
    /// The picture on its way to the system's viewer, and the one on its way to a file.
    pub opening: Load<(), ()>,
    pub saving: Load<(), String>,
    pub avatar_size: AvatarSize,
    pub drawing: Drawing,
    pub why_drawn_so: String,

    pub mode: Mode,
    pub focus: Focus,
    pub is_zoomed: bool,
    pub detail_scroll: usize,
    pub notice: Option<Notice>,
    /// The last notices, the newest last.
    pub notices: Vec<Notice>,
    /// How many requests this program has sent, by account.
    pub sent: HashMap<AccountAt, u64>,
    /// Why calls wait before they are tried again.
    pub waiting: Option<String>,
    /// Set while keys keep coming: nothing is asked for until they rest.
    pub rest: Option<Ticket>,
    pub spin: usize,
    serial: u64,
}

/// How far the followers of the account are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages {
    /// Off when the list began with given OpenIDs.
    pub is_on: bool,
    pub page: Load<(AccountAt, Option<OpenId>), ()>,
    /// Where the next page starts: `None` within when it is the first; `None` when all is read.
    pub next: Option<Option<OpenId>>,
    /// How many followers the API says there are.
    pub total: usize,
}

/// One line about what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub is_fault: bool,
    pub text: String,
    /// How often in a row.
    pub times: usize,
    pub ticket: Ticket,
}

/// How many notices are kept.
const NOTICES: usize = 50;

impl Model {
    #[must_use]
    pub fn new(start: Start) -> Self {
        let mut model = Self {
            size: start.size,
            words: start.words,
            zone: start.zone,
            now: start.now,
            accounts: start.accounts,
            account: start.account,
            lang: start.lang,
            is_demo: start.is_demo,
            list: List::default(),
            pages: Pages { is_on: start.found.is_none(), next: Some(None), ..Pages::default() },
            marks: HashSet::new(),
            removed: vec![],
            rows: HashMap::new(),
            asked: HashSet::new(),
            is_bound: HashSet::new(),
            tags: Load::default(),
            quota: Load::default(),
            verifying: None,
            verify: Load::default(),
            people: People::default(),
            faces: Faces::default(),
            opening: Load::default(),
            saving: Load::default(),
            avatar_size: AvatarSize::Px132,
            drawing: start.drawing,
            why_drawn_so: start.why_drawn_so,
            mode: Mode::Browse,
            focus: Focus::List,
            is_zoomed: false,
            detail_scroll: 0,
            notice: None,
            notices: vec![],
            sent: HashMap::new(),
            waiting: None,
            rest: None,
            spin: 0,
            serial: 0,
        };
        for warning in start.warnings {
            model.say(warning, true);
        }
        if let Some(found) = start.found {
            model.list.append(found.kept().cloned());
            model.refilter();
            if let Some(sheet) = verdict::sheet(model.words, &found, 0) {
                model.mode = Mode::Sheet(sheet);
            }
        }
        model
    }

    #[must_use]
    pub fn panes(&self) -> Panes {
        panes::panes(self.size, self.focus, self.is_zoomed)
    }

    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.mode {
            Mode::Browse | Mode::Add(_) | Mode::Filter(_) | Mode::Save(_) => Scope::Browse,
            Mode::Sheet(_) => Scope::Sheet,
            Mode::Help(_) => Scope::Help,
        }
    }

    /// Whether something stands over the panes, so that no picture may be drawn.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        matches!(self.mode, Mode::Sheet(_) | Mode::Help(_))
    }

    /// Whether something moves on the screen, so that ticks are wanted.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.pages.page.is_loading()
            || !self.asked.is_empty()
            || self.face().is_some_and(Load::is_loading)
            || self.verify.is_loading()
            || self.opening.is_loading()
            || self.saving.is_loading()
    }

    /// The account in use. `None` when none is set up.
    #[must_use]
    pub fn account(&self) -> Option<&AccountName> {
        self.accounts.get(self.account)
    }

    /// What is known of an OpenID in the account in use.
    #[must_use]
    pub fn row(&self, openid: &OpenId) -> Option<&Row> {
        self.rows.get(&(self.account, openid.clone()))
    }

    #[must_use]
    pub fn row_in(&self, account: AccountAt, openid: &OpenId) -> Option<&Row> {
        self.rows.get(&(account, openid.clone()))
    }

    pub fn row_mut(&mut self, account: AccountAt, openid: &OpenId) -> &mut Row {
        self.rows.entry((account, openid.clone())).or_default()
    }

    /// What is known of the selected one.
    #[must_use]
    pub fn current(&self) -> Option<(&OpenId, Option<&Row>)> {
        self.list.current().map(|openid| (openid, self.row(openid)))
    }

    /// The newest answer about the selected one.
    #[must_use]
    pub fn answer(&self) -> Option<&Arc<Answer>> {
        self.current().and_then(|(_, row)| row).and_then(Load::value)
    }

    /// The same person in other accounts, as far as they were seen: same UnionID, same open platform.
    #[must_use]
    pub fn elsewhere(&self) -> Vec<(AccountAt, OpenId)> {
        let here = self.account().and_then(|account| account.open_platform.as_ref());
        let unionid = self.answer().and_then(|answer| answer.follower.unionid.as_ref());
        let (Some(here), Some(unionid)) = (here, unionid) else { return vec![] };
        let is_kin = |at: AccountAt| {
            let there = self.accounts.get(at).and_then(|account| account.open_platform.as_ref());
            at != self.account && there == Some(here)
        };
        self.people.seen(unionid).filter(|(at, _)| is_kin(*at)).cloned().collect()
    }

    /// The picture that the pane shows of a follower, if there is one to show and room for it.
    #[must_use]
    pub fn shot(&self, openid: &OpenId) -> Option<Shot> {
        let answer = self.row(openid).and_then(Load::value)?;
        let url = answer.follower.avatar.clone()?;
        let cells = self.panes().avatar_cells();
        let is_seen = self.drawing != Drawing::Off && cells.width > 0 && cells.height > 0;
        let (account, size, drawing) = (self.account, self.avatar_size, self.drawing);
        is_seen.then_some(Shot { account, url, size, cells, drawing })
    }

    /// What is known of the picture of the selected one, and of nobody else's.
    #[must_use]
    pub fn face(&self) -> Option<&Face> {
        self.list
            .current()
            .and_then(|openid| self.shot(openid))
            .and_then(|shot| self.faces.get(&shot))
    }

    /// The picture of the selected one.
    #[must_use]
    pub fn picture(&self) -> Option<&Picture> {
        self.face().and_then(Load::value)
    }

    /// What an action works on: the marked ones in the order of the list, else the selected one.
    #[must_use]
    pub fn targets(&self) -> Vec<OpenId> {
        if self.marks.is_empty() {
            return self.list.current().cloned().into_iter().collect();
        }
        self.list.all().filter(|openid| self.marks.contains(*openid)).cloned().collect()
    }

    /// Work out anew what the filter shows.
    pub fn refilter(&mut self) {
        let mut list = std::mem::take(&mut self.list);
        let selected = list.current().cloned();
        let filter = list.filter.clone();
        list.refilter(selected.as_ref(), |openid| {
            filter.is_empty() || self.is_taken(&filter, openid)
        });
        self.list = list;
    }

    fn is_taken(&self, filter: &filter::Filter, openid: &OpenId) -> bool {
        let Some(answer) = self.row(openid).and_then(Load::value) else {
            return filter.takes(&[openid.as_str()]);
        };
        let follower = &answer.follower;
        let place = follower.place();
        let tags: Vec<String> = follower.tags.iter().map(|tag| self.tag(*tag)).collect();
        let mut texts = vec![openid.as_str()];
        texts.extend(follower.remark.as_deref());
        texts.extend(follower.nickname.as_deref());
        texts.extend(follower.qr_scene_str.as_deref());
        texts.extend(follower.unionid.as_ref().map(crate::follower::unionid::UnionId::as_str));
        texts.extend(place.as_deref());
        texts.extend(tags.iter().map(String::as_str));
        filter.takes(&texts)
    }

    /// The name of a tag, or its number while the names are not there.
    #[must_use]
    pub fn tag(&self, id: i64) -> String {
        let names = self.tags.is_for(&self.account).then(|| self.tags.value()).flatten();
        names.and_then(|names| names.get(&id)).cloned().unwrap_or_else(|| format!("#{id}"))
    }

    pub fn ticket(&mut self, slot: Slot) -> Ticket {
        self.serial += 1;
        Ticket { slot, serial: self.serial }
    }

    /// Say something in the status line. The same thing again is counted.
    pub fn say(&mut self, text: impl Into<String>, is_fault: bool) -> Ticket {
        let (ticket, text) = (self.ticket(Slot::Notice), text.into());
        let times = match self.notices.last() {
            Some(last) if last.text == text => self.notices.pop().map_or(1, |last| last.times + 1),
            _ => 1,
        };
        let notice = Notice { is_fault, text, times, ticket: ticket.clone() };
        self.notices.push(notice.clone());
        let over = self.notices.len().saturating_sub(NOTICES);
        self.notices.drain(..over);
        self.notice = Some(notice);
        ticket
    }

    /// Say that something failed, in one line.
    pub fn warn(&mut self, fault: &Fault) {
        let text = match &fault.hint {
            Some(hint) => format!("{} {hint}", fault.text),
            None => fault.text.clone(),
        };
        self.say(text, true);
    }
}
