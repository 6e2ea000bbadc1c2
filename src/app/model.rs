//! What the program knows: plain data, with methods that keep it in order.

pub mod account;
pub mod accounts;
pub mod avatars;
pub mod card;
pub mod field;
pub mod help;
pub mod list;
pub mod load;
pub mod mode;
pub mod pages;
pub mod sheet;
pub mod verdict;

use std::{collections::VecDeque, sync::Arc};

use jiff::tz::TimeZone;
use ratatui::layout::Size;

use crate::{
    app::{
        action::Scope,
        directory::Kin,
        effect::{AvatarRequest, Slot, Ticket},
        event::Event,
        fault::Fault,
        graphics::{GraphicsMode, RenderedAvatar},
        layout::{self, Focus, Panes},
        response::Response,
    },
    follower::{
        account_id::AccountId, avatar_url::AvatarSize, find::Found, lang::Lang, openid::OpenId,
        unionid::UnionId,
    },
    i18n::UiLang,
};
use account::{Account, AccountName, Row};
use accounts::Accounts;
use avatars::{AvatarLoad, Avatars};
use load::Load;
use mode::Mode;

/// What is known before the first event.
#[derive(Debug, Clone)]
pub struct Start {
    pub size: Size,
    pub ui_lang: UiLang,
    pub zone: TimeZone,
    /// Unix seconds.
    pub now: i64,
    /// None is set up: the screen says how to set one up.
    pub accounts: Vec<AccountName>,
    /// Which of them to begin with.
    pub account: usize,
    pub lang: Lang,
    pub is_demo: bool,
    pub graphics_mode: GraphicsMode,
    /// Why avatars are drawn so, in words.
    pub graphics_reason: String,
    /// What the person must know before anything else: problems of the configuration.
    pub warnings: Vec<String>,
    /// What was found in what was given to begin with; the directory has it. Without any, the followers of
    /// the account are listed.
    pub found: Option<Found>,
}

#[derive(Debug)]
pub struct Model {
    pub size: Size,
    pub ui_lang: UiLang,
    pub zone: TimeZone,
    /// Unix seconds, as far as anybody said.
    pub now: i64,
    pub accounts: Accounts,
    pub lang: Lang,
    pub is_demo: bool,

    /// The selected person in all accounts.
    pub kin: Load<(AccountId, UnionId), Vec<Kin>>,
    /// What the person did about a row that is not at hand yet, in order.
    pub held: VecDeque<Event>,
    /// Nothing was asked when the keys began, as the rows were not at hand.
    pub is_owed: bool,
    pub avatars: Avatars,
    /// The avatar on its way to the system's viewer, and the one on its way to a file.
    pub opening: Load<(), ()>,
    pub saving: Load<(), String>,
    /// What changed about somebody, on its way.
    pub history: Load<(), ()>,
    /// The texts that are read for OpenIDs, each until what was found in it is here.
    pub reading: Vec<Reading>,
    pub avatar_size: AvatarSize,
    pub graphics_mode: GraphicsMode,
    pub graphics_reason: String,

    pub mode: Mode,
    pub focus: Focus,
    pub is_zoomed: bool,
    pub detail_scroll: usize,
    pub notice: Option<Notice>,
    /// The last notices, the newest last.
    pub notices: Vec<Notice>,
    /// Set while keys keep coming: nothing is asked for until they rest.
    pub rest: Option<Ticket>,
    pub spin: usize,
    serial: u64,
}

/// How a text came in which OpenIDs are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Pasted,
    Typed,
}

/// A text that is read, and the account into whose list its OpenIDs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub ticket: Ticket,
    pub given: Given,
    pub account: AccountId,
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
            ui_lang: start.ui_lang,
            zone: start.zone,
            now: start.now,
            accounts: Accounts::new(start.accounts, start.account, start.found.is_none()),
            lang: start.lang,
            is_demo: start.is_demo,
            kin: Load::default(),
            held: VecDeque::new(),
            is_owed: false,
            avatars: Avatars::default(),
            opening: Load::default(),
            saving: Load::default(),
            history: Load::default(),
            reading: vec![],
            avatar_size: AvatarSize::Px132,
            graphics_mode: start.graphics_mode,
            graphics_reason: start.graphics_reason,
            mode: Mode::Browse,
            focus: Focus::List,
            is_zoomed: false,
            detail_scroll: 0,
            notice: None,
            notices: vec![],
            rest: None,
            spin: 0,
            serial: 0,
        };
        for warning in start.warnings {
            model.say(warning, true);
        }
        let verdict = start.found.and_then(|found| verdict::sheet(model.ui_lang, &found, 0));
        if let Some(sheet) = verdict {
            model.mode = Mode::Sheet(sheet);
        }
        model
    }

    #[must_use]
    pub fn panes(&self) -> Panes {
        let room =
            layout::Room { is_alone: self.is_zoomed, has_banner: self.account().has_banner() };
        layout::panes(self.size, self.focus, room)
    }

    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.mode {
            Mode::Browse
            | Mode::Add(_)
            | Mode::Filter(_)
            | Mode::Save(_)
            | Mode::Confirm { .. } => Scope::Browse,
            Mode::Sheet(_) => Scope::Sheet,
            Mode::Help(_) => Scope::Help,
            Mode::Menu(scope) => scope,
        }
    }

    /// Whether something stands over the panes, so that no avatar may be drawn.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        matches!(self.mode, Mode::Sheet(_) | Mode::Help(_))
    }

    /// Whether something moves on the screen, so that ticks are wanted.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let account = self.account();
        account.pages.page.is_loading()
            || !account.pending.is_empty()
            || account.verify.is_loading()
            || account.sync.is_loading()
            || self.avatar_load().is_some_and(Load::is_loading)
            || self.opening.is_loading()
            || self.saving.is_loading()
            || !self.reading.is_empty()
    }

    /// The account in front.
    #[must_use]
    pub fn account(&self) -> &Account {
        self.accounts.current()
    }

    pub fn account_mut(&mut self) -> &mut Account {
        self.accounts.current_mut()
    }

    /// What is known of the selected one.
    #[must_use]
    pub fn current(&self) -> Option<(&OpenId, Option<&Row>)> {
        let account = self.account();
        account.list.current().map(|openid| (openid, account.row(openid)))
    }

    /// The newest response about the selected one.
    #[must_use]
    pub fn response(&self) -> Option<&Arc<Response>> {
        self.current().and_then(|(_, row)| row).and_then(Load::value)
    }

    /// The person that is selected, where their UnionID is known and other accounts share it.
    #[must_use]
    pub fn person(&self) -> Option<(AccountId, UnionId)> {
        let account = &self.account().name;
        account.open_platform.as_ref()?;
        Some((account.id.clone(), self.response()?.follower.unionid.clone()?))
    }

    /// The same person in other accounts, as far as they were seen: same UnionID, same open
    /// platform. In the order of the configuration.
    #[must_use]
    pub fn elsewhere(&self) -> Vec<&Kin> {
        let here = &self.account().name;
        let Some(person) = self.person().filter(|person| self.kin.is_for(person)) else {
            return vec![];
        };
        let is_kin = |kin: &&Kin| {
            let there = self.accounts.get(&kin.account);
            let there = there.and_then(|there| there.name.open_platform.as_ref());
            kin.account != person.0 && there == here.open_platform.as_ref()
        };
        let mut seen: Vec<&Kin> = self.kin.value().into_iter().flatten().filter(is_kin).collect();
        seen.sort_by_key(|kin| self.accounts.position(&kin.account));
        seen
    }

    /// The avatar that the pane shows of a follower, if there is one to show and room for it.
    #[must_use]
    pub fn avatar_request(&self, openid: &OpenId) -> Option<AvatarRequest> {
        let response = self.account().response(openid)?;
        let url = response.follower.avatar.clone()?;
        let cells = self.panes().avatar_cells();
        let is_seen =
            self.graphics_mode != GraphicsMode::Off && cells.width > 0 && cells.height > 0;
        let (size, graphics_mode) = (self.avatar_size, self.graphics_mode);
        is_seen.then(|| AvatarRequest {
            account: self.account().id().clone(),
            url,
            size,
            cells,
            graphics_mode,
        })
    }

    /// What is known of the avatar of the selected one, and of nobody else's.
    #[must_use]
    pub fn avatar_load(&self) -> Option<&AvatarLoad> {
        self.selected_avatar_request().and_then(|request| self.avatars.get(&request))
    }

    /// The avatar that the pane shows of the selected one.
    #[must_use]
    pub fn selected_avatar_request(&self) -> Option<AvatarRequest> {
        self.account().list.current().and_then(|openid| self.avatar_request(openid))
    }

    /// The avatar of the selected one.
    #[must_use]
    pub fn avatar(&self) -> Option<&RenderedAvatar> {
        self.avatar_load().and_then(Load::value)
    }

    /// A text is read from now on.
    pub fn read(&mut self, given: Given) -> Ticket {
        let ticket = self.serial_ticket(Slot::Read);
        self.reading.push(Reading {
            ticket: ticket.clone(),
            given,
            account: self.account().id().clone(),
        });
        ticket
    }

    /// A ticket of a slot of its own: what runs already is not ended by it.
    pub fn serial_ticket(&mut self, slot: impl FnOnce(u64) -> Slot) -> Ticket {
        self.ticket(slot(self.serial + 1))
    }

    pub fn ticket(&mut self, slot: Slot) -> Ticket {
        self.serial += 1;
        Ticket { slot, serial: self.serial }
    }

    /// Say something in the status line. The same thing again is counted.
    pub fn say(&mut self, text: impl Into<String>, is_fault: bool) -> Ticket {
        let notice = self.note(text, is_fault);
        let ticket = notice.ticket.clone();
        self.notice = Some(notice);
        ticket
    }

    /// Keep something among the notices without saying it in the status line.
    pub fn note(&mut self, text: impl Into<String>, is_fault: bool) -> Notice {
        let (ticket, text) = (self.ticket(Slot::Notice), text.into());
        let times = match self.notices.last() {
            Some(last) if last.text == text => self.notices.pop().map_or(1, |last| last.times + 1),
            _ => 1,
        };
        let notice = Notice { is_fault, text, times, ticket };
        self.notices.push(notice.clone());
        let surplus = self.notices.len().saturating_sub(NOTICES);
        self.notices.drain(..surplus);
        notice
    }

    /// Say that something failed, in one line.
    pub fn warn(&mut self, fault: &Fault) {
        self.say(fault.line(), true);
    }
}
