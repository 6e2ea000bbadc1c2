//! What is known of one account, and where the person is in its list. No account sees another's.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    app::{
        directory::{Change, Edited, Head, Known, Listed, Marks, Progress, Synced, Target, Window},
        effect::Ticket,
        fault::{Extent, Fault},
        model::{list::List, load::Load, pages::Pages},
        response::{Quota, Response},
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
    pub marks: Marks,
    /// Whether the list is that of all followers, and how far it is read.
    pub pages: Pages,
    /// What was taken off the list, the newest last, for putting it back.
    pub removed: Vec<Removed>,
    /// The rows at hand, and those that are on their way.
    rows: HashMap<OpenId, Row>,
    /// Those that changed here since the rows of the list were asked for.
    changed: HashSet<OpenId>,
    /// The rows that are on their way.
    pub pending: HashSet<OpenId>,
    /// The changes of the list that are on their way.
    pub edits: HashMap<Ticket, Change>,
    /// The marked ones that are to be copied.
    pub copying: Load<(), ()>,
    /// All followers, on their way into the directory.
    pub sync: Load<(), Synced>,
    pub progress: Progress,
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

/// What can be put back. The directory keeps the rows themselves.
#[derive(Debug)]
pub enum Removed {
    Rows,
    /// A whole list that gave way to that of the followers.
    List(Box<View>),
}

/// How a list was left.
#[derive(Debug)]
pub struct View {
    pages: Pages,
    marks: Marks,
}

impl Account {
    /// An account whose followers are listed, or only what is given.
    #[must_use]
    pub fn new(name: AccountName, lists_followers: bool) -> Self {
        Self {
            name,
            list: List::default(),
            marks: Marks::default(),
            pages: Pages::new(lists_followers),
            removed: vec![],
            rows: HashMap::new(),
            changed: HashSet::new(),
            pending: HashSet::new(),
            edits: HashMap::new(),
            copying: Load::default(),
            sync: Load::default(),
            progress: Progress::default(),
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

    /// A row that is changed here, whatever the directory knew of it so far.
    pub fn row_mut(&mut self, openid: &OpenId) -> &mut Row {
        self.changed.insert(openid.clone());
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
        self.list_again();
        true
    }

    /// Take in a response that was not asked for by the row.
    pub fn replace(&mut self, openid: &OpenId, lang: Lang, response: Arc<Response>) {
        self.row_mut(openid).replace(lang, response);
        self.list_again();
    }

    /// The list may be another one by now, where it is narrowed or ordered by what was said.
    pub fn list_again(&mut self) {
        if self.list.query.depends_on_rows() || self.marks.depend_on_rows() {
            self.list.forget();
        }
    }

    /// The rows of the list are asked for from now on.
    pub fn start_list(&mut self, range: std::ops::Range<usize>, ticket: Ticket) {
        self.changed.clear();
        self.list.start(self.name.id.clone(), self.marks.clone(), range, ticket);
    }

    /// Take in the rows of the list. Whether they were waited for.
    pub fn settle_list(&mut self, ticket: &Ticket, response: Result<Window, Fault>) -> bool {
        if !self.list.settle(ticket, response) {
            return false;
        }
        let (rows, changed) = (&mut self.rows, &self.changed);
        let mut kept = HashMap::new();
        for head in self.list.at_hand() {
            let here = rows.remove(&head.openid);
            let is_newer = |row: &Row| row.is_loading() || changed.contains(&head.openid);
            let row = here.filter(is_newer).unwrap_or_else(|| row(&head.known));
            kept.insert(head.openid.clone(), row);
        }
        // Who is still waited for is given up where everything is that is not in sight any more.
        kept.extend(rows.drain().filter(|(_, row)| row.is_loading()));
        self.is_bound |= kept
            .values()
            .any(|row| row.value().is_some_and(|response| response.follower.unionid.is_some()));
        self.rows = kept;
        true
    }

    /// Take in a page of followers. Whether reading ends before all of them are there, because the
    /// API repeats itself.
    pub fn take_page(&mut self, page: Listed) -> bool {
        self.pages.total = page.total;
        self.list.forget();
        let repeats = self.pages.go_on(page.next, page.brought_somebody);
        self.pages.is_cut_short = repeats && page.listed < page.total;
        self.pages.is_cut_short
    }

    /// List the followers from the first page on, as the directory does by now. A list that somebody
    /// gathered can be put back.
    pub fn begin_anew(&mut self, edited: &Edited) {
        let mut pages = Pages::new(true);
        (pages.listing, pages.budget) = (edited.listing, self.pages.budget);
        let view = View {
            pages: std::mem::replace(&mut self.pages, pages),
            marks: std::mem::take(&mut self.marks),
        };
        self.list.start_over();
        if edited.is_gathered {
            self.removed.push(Removed::List(Box::new(view)));
        }
    }

    /// A list stands again as it was left.
    pub fn restore(&mut self, view: View, listing: u64) {
        View { pages: self.pages, marks: self.marks } = view;
        self.pages.listing = listing;
        // A page that was on its way went to the list that is gone by now.
        self.pages.page.forget();
    }

    /// How many followers there are in the list, those included that are not read yet.
    #[must_use]
    pub fn total(&self) -> usize {
        let listed = self.list.listed();
        if self.pages.is_on { self.pages.total.max(listed) } else { listed }
    }

    /// How many of the list the filter could search: of the others only the OpenID is known.
    #[must_use]
    pub fn searched(&self) -> usize {
        self.list.window().map_or(0, |window| window.searched)
    }

    /// How many are marked.
    #[must_use]
    pub fn marked(&self) -> usize {
        self.list.window().map_or(0, |window| window.marked)
    }

    /// The name of a tag, or its number while the names are not there.
    #[must_use]
    pub fn tag(&self, id: i64) -> String {
        let name = self.tags.value().and_then(|names| names.get(&id));
        name.cloned().unwrap_or_else(|| format!("#{id}"))
    }

    /// What an action works on: the marked ones, else the selected one.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        if self.marks.is_empty() {
            self.list.current().cloned().map(Target::One)
        } else {
            Some(Target::Marked(self.marks.clone()))
        }
    }

    /// These are asked again when they are next in sight, and so is all else that failed. Of those that
    /// are not at hand the directory must be told.
    pub fn forget(&mut self, target: Option<&Target>) {
        self.halted = None;
        let is_meant = |head: &Head| match target {
            Some(Target::One(openid)) => head.openid == *openid,
            Some(Target::Marked(_)) => head.is_marked,
            None => true,
        };
        let meant: Vec<OpenId> = self
            .list
            .at_hand()
            .filter(|head| is_meant(head))
            .map(|head| head.openid.clone())
            .collect();
        for openid in meant {
            if self.rows.get(&openid).is_some_and(|row| !row.is_loading()) {
                self.row_mut(&openid).forget();
            }
        }
        if self.pages.page.fault().is_some() {
            self.pages.page = Load::default();
        }
        if self.list.fault().is_some() {
            self.list.forget();
        }
    }
}

/// A row as the directory knows it.
fn row(known: &Known) -> Row {
    let before = known.response.clone();
    match &known.fault {
        _ if known.is_stale => Load::Idle { before },
        Some((lang, fault)) => Load::Failed { key: *lang, fault: fault.clone(), before },
        None => match before {
            Some((key, value)) => Load::Ready { key, value },
            None => Load::default(),
        },
    }
}
