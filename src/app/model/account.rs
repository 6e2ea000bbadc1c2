//! What is known of one account, and where the person is in its list. No account sees another's.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    app::{
        effect::Ticket,
        fault::{Extent, Fault},
        model::{filter::Filter, list::List, load::Load, pages::Pages},
        response::{Page, Quota, Response},
    },
    follower::{account_id::AccountId, lang::Lang, openid::OpenId},
};

/// What is known of one OpenID in one account, in the language it was asked in.
pub type Row = Load<Lang, Arc<Response>>;

/// Which account it is, and how it is called on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountName {
    pub id: AccountId,
    pub name: String,
    /// Enough of the appid to know it by, `wx12…ef`.
    pub appid: String,
    /// Accounts with the same one share UnionIDs.
    pub open_platform: Option<String>,
}

#[derive(Debug)]
pub struct Account {
    pub name: AccountName,
    pub list: List,
    /// Whether the list is that of all followers, and how far it is read.
    pub pages: Pages,
    pub marks: HashSet<OpenId>,
    /// What was taken off the list, the newest last, for putting it back.
    pub removed: Vec<Removed>,
    /// Those in the list that somebody pasted or gave at the start.
    pub given: HashSet<OpenId>,
    rows: HashMap<OpenId, Row>,
    /// The rows that are on their way.
    pub pending: HashSet<OpenId>,
    /// Whether somebody was seen with a `UnionID`.
    pub is_bound: bool,
    pub tags: Load<(), HashMap<i64, String>>,
    pub quota: Load<(), Quota>,
    /// Who is to be asked about once more by a call of its own.
    pub verifying: Option<(OpenId, Lang)>,
    pub verify: Load<(OpenId, Lang), Arc<Response>>,
    /// How many requests this program has sent.
    pub requests_sent: u64,
    /// Why calls wait before they are tried again.
    pub retry_reason: Option<String>,
    /// Why nothing more is asked, until the person asks for it.
    pub halted: Option<Fault>,
}

/// What can be put back.
#[derive(Debug)]
pub enum Removed {
    /// Rows, and where each stood.
    Rows(Vec<(usize, OpenId)>),
    /// A whole list that gave way to that of the followers.
    List(Box<View>),
}

/// A list as it was left.
#[derive(Debug)]
pub struct View {
    list: List,
    pages: Pages,
    marks: HashSet<OpenId>,
    given: HashSet<OpenId>,
}

impl Account {
    /// An account whose followers are listed, or only what is given.
    #[must_use]
    pub fn new(name: AccountName, lists_followers: bool) -> Self {
        Self {
            name,
            list: List::default(),
            pages: Pages::new(lists_followers),
            marks: HashSet::new(),
            removed: vec![],
            given: HashSet::new(),
            rows: HashMap::new(),
            pending: HashSet::new(),
            is_bound: false,
            tags: Load::default(),
            quota: Load::default(),
            verifying: None,
            verify: Load::default(),
            requests_sent: 0,
            retry_reason: None,
            halted: None,
        }
    }

    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.name.id
    }

    #[must_use]
    pub fn row(&self, openid: &OpenId) -> Option<&Row> {
        self.rows.get(openid)
    }

    pub fn row_mut(&mut self, openid: &OpenId) -> &mut Row {
        self.rows.entry(openid.clone()).or_default()
    }

    /// The newest response about one OpenID.
    #[must_use]
    pub fn response(&self, openid: &OpenId) -> Option<&Arc<Response>> {
        self.row(openid).and_then(Load::value)
    }

    /// Whether this row is not asked for because nothing is.
    #[must_use]
    pub fn is_waiting(&self, openid: &OpenId) -> bool {
        self.halted.is_some() && self.row(openid).is_none_or(|row| row.key().is_none())
    }

    /// Whether the reason why nothing is asked must be said over the panes. Where there is no list
    /// yet, it is said in the place of the list.
    #[must_use]
    pub fn has_banner(&self) -> bool {
        self.halted.is_some() && !(self.list.is_empty() && self.pages.page.fault().is_some())
    }

    /// Ask nothing more, because of this. Whether that is news.
    pub fn halt(&mut self, fault: &Fault) -> bool {
        let is_news = self.halted.is_none();
        self.halted.get_or_insert_with(|| fault.clone());
        is_news
    }

    /// Wait for nobody any more: those who were waited for, in the order of their OpenIDs.
    pub fn take_pending(&mut self) -> Vec<OpenId> {
        let mut pending: Vec<OpenId> = self.pending.drain().collect();
        pending.sort_unstable();
        pending
    }

    /// Take in a response about a row. Whether it was waited for.
    pub fn settle_row(
        &mut self,
        openid: &OpenId,
        ticket: &Ticket,
        response: Result<Arc<Response>, Fault>,
    ) -> bool {
        let is_halting = response.as_ref().is_err_and(|fault| fault.extent != Extent::Row);
        let row = self.row_mut(openid);
        if !row.settle(ticket, response) {
            return false;
        }
        if is_halting {
            // It is not this row that failed: it waits as all others do.
            row.forget();
        }
        self.pending.remove(openid);
        self.refit(openid);
        true
    }

    /// Take in a response that was not asked for by the row.
    pub fn replace(&mut self, openid: &OpenId, lang: Lang, response: Arc<Response>) {
        self.row_mut(openid).replace(lang, response);
        self.refit(openid);
    }

    /// Put new ones in front of the selected one.
    pub fn give(&mut self, openids: Vec<OpenId>) {
        self.given.extend(openids.iter().cloned());
        self.list.insert(openids);
        self.refilter();
    }

    /// The pasted ones that are not known to be this account's, in the order of the list. Those that
    /// it answered about are: an OpenID belongs to one account, so no other one is asked.
    #[must_use]
    pub fn strangers(&self) -> Vec<OpenId> {
        let is_stranger =
            |openid: &&OpenId| self.given.contains(*openid) && self.response(openid).is_none();
        self.list.all().filter(is_stranger).cloned().collect()
    }

    /// Take in a page of followers. Whether reading ends before all of them are there, because the
    /// API repeats itself.
    pub fn take_page(&mut self, page: Page) -> bool {
        let mut brought_somebody = false;
        for openid in &page.openids {
            let (is_there, is_given) = (self.list.has(openid), self.given.contains(openid));
            brought_somebody |= self.pages.is_new(openid, is_there, is_given);
        }
        self.pages.total = page.total;
        self.list.append(page.openids);
        self.refilter();
        let repeats = self.pages.go_on(page.next, brought_somebody);
        self.pages.is_cut_short = repeats && self.list.len() < page.total;
        self.pages.is_cut_short
    }

    /// List the followers, from the first page on. A list that somebody gathered can be put back.
    pub fn list_followers(&mut self) -> bool {
        let filter = self.list.filter.clone();
        let before = View {
            list: std::mem::take(&mut self.list),
            pages: std::mem::replace(&mut self.pages, Pages::new(true)),
            marks: std::mem::take(&mut self.marks),
            given: std::mem::take(&mut self.given),
        };
        self.list.filter = filter;
        let is_gathered = before.list.all().any(|openid| before.given.contains(openid));
        if is_gathered {
            self.removed.push(Removed::List(Box::new(before)));
        }
        is_gathered
    }

    /// Put a list back as it was left.
    pub fn restore(&mut self, view: View) {
        View { list: self.list, pages: self.pages, marks: self.marks, given: self.given } = view;
        // A page that was on its way went to the list that is gone by now.
        self.pages.page.forget();
        self.refilter();
    }

    /// Work out anew what the filter shows.
    pub fn refilter(&mut self) {
        let mut list = std::mem::take(&mut self.list);
        let selected = list.current().cloned();
        let filter = list.filter.clone();
        list.refilter(selected.as_ref(), |openid| self.is_taken(&filter, openid));
        self.list = list;
    }

    /// Work out anew whether the filter shows this one.
    fn refit(&mut self, openid: &OpenId) {
        if !self.list.filter.is_empty() {
            let is_taken = self.is_taken(&self.list.filter, openid);
            self.list.refit(openid, is_taken);
        }
    }

    /// How many of the list the filter could search: of the others only the OpenID is known.
    #[must_use]
    pub fn searched(&self) -> usize {
        self.rows
            .iter()
            .filter(|(openid, row)| row.value().is_some() && self.list.has(openid))
            .count()
    }

    /// How many followers there are in the list, those included that are not read yet.
    #[must_use]
    pub fn total(&self) -> usize {
        if self.pages.is_on { self.pages.total.max(self.list.len()) } else { self.list.len() }
    }

    fn is_taken(&self, filter: &Filter, openid: &OpenId) -> bool {
        if filter.is_empty() {
            return true;
        }
        let Some(response) = self.response(openid) else {
            return filter.takes(&[openid.as_str()], &[]);
        };
        let follower = &response.follower;
        let mut ids = vec![openid.as_str()];
        ids.extend(follower.unionid.as_ref().map(crate::follower::unionid::UnionId::as_str));
        let place = follower.place();
        let tags: Vec<String> = follower.tags.iter().map(|tag| self.tag(*tag)).collect();
        let mut texts = vec![];
        texts.extend(follower.remark.as_deref());
        texts.extend(follower.nickname.as_deref());
        texts.extend(follower.qr_scene_str.as_deref());
        texts.extend(place.as_deref());
        texts.extend(tags.iter().map(String::as_str));
        filter.takes(&ids, &texts)
    }

    /// The name of a tag, or its number while the names are not there.
    #[must_use]
    pub fn tag(&self, id: i64) -> String {
        let name = self.tags.value().and_then(|names| names.get(&id));
        name.cloned().unwrap_or_else(|| format!("#{id}"))
    }

    /// What an action works on: the marked ones in the order of the list, else the selected one.
    #[must_use]
    pub fn targets(&self) -> Vec<OpenId> {
        if self.marks.is_empty() {
            return self.list.current().cloned().into_iter().collect();
        }
        self.list.all().filter(|openid| self.marks.contains(*openid)).cloned().collect()
    }

    /// These are asked again when they are next in sight, and so is all else that failed.
    pub fn forget(&mut self, openids: &[OpenId]) {
        self.halted = None;
        for openid in openids {
            if let Some(row) = self.rows.get_mut(openid).filter(|row| !row.is_loading()) {
                row.forget();
            }
        }
        if self.pages.page.fault().is_some() {
            self.pages.page = Load::default();
        }
    }
}
