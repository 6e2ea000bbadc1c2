//! What a person can do. One row of `TABLE` feeds the keys, the help, the hints and the palette.

use crossterm::event::KeyCode;

use crate::{
    app::key::{Key, code, ctrl, key},
    follower::avatar_url::AvatarSize,
    query::order::By,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    Filter,
    Add,
    Mark,
    MarkAll,
    InvertMarks,
    Remove,
    Undo,
    Open,
    Back,
    NextPane,
    PreviousPane,
    Zoom,
    ZoomAvatar,
    Refresh,
    RefreshAll,
    Followers,
    /// Bring all followers into the directory, so that a filter searches them all.
    Sync,
    NextAccount,
    SamePerson,
    /// The next key says by what.
    Sort,
    SortBy(By),
    NextLang,
    LargerAvatar,
    SmallerAvatar,
    Avatar(AvatarSize),
    OpenAvatar,
    SaveAvatar,
    Copy,
    CopyUnionId,
    Raw,
    Fault,
    Verify,
    Notices,
    /// What changed about the selected one, and when.
    History,
    Demo,
    Help,
    Palette,
    Redraw,
    Suspend,
    Quit,
}

/// Where a row applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The three panes.
    Browse,
    /// A text that covers the panes: the raw response, a verdict, the notices.
    Sheet,
    /// The help while its lines are chosen.
    Help,
    /// The second key of a sort.
    Sort,
}

impl Scope {
    pub const ALL: [Self; 4] = [Self::Browse, Self::Sheet, Self::Help, Self::Sort];

    /// The action whose key comes before those of this scope.
    #[must_use]
    pub const fn opened_by(self) -> Option<Action> {
        match self {
            Self::Sort => Some(Action::Sort),
            Self::Browse | Self::Sheet | Self::Help => None,
        }
    }
}

#[derive(Debug)]
pub struct Row {
    pub scopes: &'static [Scope],
    pub keys: &'static [Key],
    pub action: Action,
    /// The name in the configuration and the palette; `action.<name>` in the catalogues.
    pub name: &'static str,
    /// Lower is kept longer when the hints must fit a narrow line; `None` is never hinted.
    pub hint: Option<u8>,
}

impl Row {
    /// The key of the sentence that says what it does.
    #[must_use]
    pub fn text(&self) -> String {
        format!("action.{}", self.name.replace('-', "_"))
    }

    /// The key of the one or two words that hint at it.
    #[must_use]
    pub fn short(&self) -> String {
        format!("hint.{}", self.name.replace('-', "_"))
    }
}

use Action as A;
const BROWSE: &[Scope] = &[Scope::Browse];
const ALL: &[Scope] = &Scope::ALL;
const MOVE: &[Scope] = &[Scope::Browse, Scope::Sheet, Scope::Help];
const SORT: &[Scope] = &[Scope::Sort];

#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    Row { scopes: MOVE,   keys: &[key('j'), code(KeyCode::Down)],      action: A::Down,          name: "down",           hint: None },
    Row { scopes: MOVE,   keys: &[key('k'), code(KeyCode::Up)],        action: A::Up,            name: "up",             hint: None },
    Row { scopes: MOVE,   keys: &[ctrl('d')],                          action: A::HalfDown,      name: "half-page-down", hint: None },
    Row { scopes: MOVE,   keys: &[ctrl('u')],                          action: A::HalfUp,        name: "half-page-up",   hint: None },
    Row { scopes: MOVE,   keys: &[ctrl('f'), code(KeyCode::PageDown)], action: A::PageDown,      name: "page-down",      hint: None },
    Row { scopes: MOVE,   keys: &[ctrl('b'), code(KeyCode::PageUp)],   action: A::PageUp,        name: "page-up",        hint: None },
    Row { scopes: MOVE,   keys: &[key('g'), code(KeyCode::Home)],      action: A::Top,           name: "top",            hint: None },
    Row { scopes: MOVE,   keys: &[key('G'), code(KeyCode::End)],       action: A::Bottom,        name: "bottom",         hint: None },
    Row { scopes: BROWSE, keys: &[key('/')],                           action: A::Filter,        name: "filter",         hint: Some(2) },
    Row { scopes: BROWSE, keys: &[key('p'), key('i')],                 action: A::Add,           name: "add",            hint: Some(3) },
    Row { scopes: BROWSE, keys: &[key(' ')],                           action: A::Mark,          name: "mark",           hint: Some(9) },
    Row { scopes: BROWSE, keys: &[ctrl('a')],                          action: A::MarkAll,       name: "mark-all",       hint: None },
    Row { scopes: BROWSE, keys: &[key('*')],                           action: A::InvertMarks,   name: "invert-marks",   hint: None },
    Row { scopes: BROWSE, keys: &[key('d'), code(KeyCode::Delete)],    action: A::Remove,        name: "remove",         hint: Some(10) },
    Row { scopes: BROWSE, keys: &[key('U')],                           action: A::Undo,          name: "undo",           hint: None },
    Row { scopes: BROWSE, keys: &[code(KeyCode::Enter), code(KeyCode::Right)], action: A::Open,  name: "open",           hint: None },
    Row { scopes: ALL,    keys: &[code(KeyCode::Esc), key('h'), code(KeyCode::Left)], action: A::Back, name: "back",     hint: Some(4) },
    Row { scopes: BROWSE, keys: &[code(KeyCode::Tab)],                 action: A::NextPane,      name: "next-pane",      hint: Some(8) },
    Row { scopes: BROWSE, keys: &[code(KeyCode::BackTab)],             action: A::PreviousPane,  name: "previous-pane",  hint: None },
    Row { scopes: BROWSE, keys: &[key('z')],                           action: A::Zoom,          name: "zoom",           hint: None },
    Row { scopes: BROWSE, keys: &[key('Z')],                           action: A::ZoomAvatar,    name: "zoom-avatar",    hint: None },
    Row { scopes: BROWSE, keys: &[key('r')],                           action: A::Refresh,       name: "refresh",        hint: Some(6) },
    Row { scopes: BROWSE, keys: &[key('R')],                           action: A::RefreshAll,    name: "refresh-all",    hint: None },
    Row { scopes: BROWSE, keys: &[key('f')],                           action: A::Followers,     name: "followers",      hint: None },
    Row { scopes: BROWSE, keys: &[key('F')],                           action: A::Sync,          name: "sync",           hint: None },
    Row { scopes: BROWSE, keys: &[key('a')],                           action: A::NextAccount,   name: "next-account",   hint: None },
    Row { scopes: BROWSE, keys: &[key('u')],                           action: A::SamePerson,    name: "same-person",    hint: None },
    Row { scopes: BROWSE, keys: &[key('s')],                           action: A::Sort,          name: "sort",           hint: None },
    Row { scopes: SORT,   keys: &[key('n')],                           action: A::SortBy(By::Name),   name: "sort-name",   hint: Some(2) },
    Row { scopes: SORT,   keys: &[key('t')],                           action: A::SortBy(By::Since),  name: "sort-since",  hint: Some(2) },
    Row { scopes: SORT,   keys: &[key('l')],                           action: A::SortBy(By::Seen),   name: "sort-seen",   hint: Some(2) },
    Row { scopes: SORT,   keys: &[key('s')],                           action: A::SortBy(By::State),  name: "sort-state",  hint: Some(2) },
    Row { scopes: SORT,   keys: &[key('r')],                           action: A::SortBy(By::Remark), name: "sort-remark", hint: Some(2) },
    Row { scopes: SORT,   keys: &[key('o')],                           action: A::SortBy(By::Listed), name: "sort-listed", hint: Some(2) },
    Row { scopes: BROWSE, keys: &[key('l')],                           action: A::NextLang,      name: "next-lang",      hint: Some(11) },
    Row { scopes: BROWSE, keys: &[key('+'), key('=')],                 action: A::LargerAvatar,  name: "larger-avatar",  hint: Some(4) },
    Row { scopes: BROWSE, keys: &[key('-')],                           action: A::SmallerAvatar, name: "smaller-avatar", hint: None },
    Row { scopes: BROWSE, keys: &[key('0')], action: A::Avatar(AvatarSize::Full),  name: "avatar-0",   hint: None },
    Row { scopes: BROWSE, keys: &[key('4')], action: A::Avatar(AvatarSize::Px46),  name: "avatar-46",  hint: None },
    Row { scopes: BROWSE, keys: &[key('6')], action: A::Avatar(AvatarSize::Px64),  name: "avatar-64",  hint: None },
    Row { scopes: BROWSE, keys: &[key('9')], action: A::Avatar(AvatarSize::Px96),  name: "avatar-96",  hint: None },
    Row { scopes: BROWSE, keys: &[key('1')], action: A::Avatar(AvatarSize::Px132), name: "avatar-132", hint: None },
    Row { scopes: BROWSE, keys: &[key('o')],                           action: A::OpenAvatar,   name: "open-avatar",   hint: None },
    Row { scopes: BROWSE, keys: &[key('w')],                           action: A::SaveAvatar,   name: "save-avatar",   hint: None },
    Row { scopes: &[Scope::Browse, Scope::Sheet], keys: &[key('y')],   action: A::Copy,          name: "copy",           hint: Some(5) },
    Row { scopes: BROWSE, keys: &[key('Y')],                           action: A::CopyUnionId,   name: "copy-unionid",   hint: None },
    Row { scopes: &[Scope::Browse, Scope::Sheet], keys: &[key('J')],   action: A::Raw,           name: "raw",            hint: Some(7) },
    Row { scopes: &[Scope::Browse, Scope::Sheet], keys: &[key('E')],   action: A::Fault,         name: "fault",          hint: None },
    Row { scopes: BROWSE, keys: &[key('V')],                           action: A::Verify,        name: "verify",         hint: None },
    Row { scopes: &[Scope::Browse, Scope::Sheet], keys: &[key('L')],   action: A::History,       name: "history",        hint: None },
    Row { scopes: &[Scope::Browse, Scope::Sheet], keys: &[key('!')],   action: A::Notices,       name: "notices",        hint: None },
    Row { scopes: BROWSE, keys: &[key('D')],                           action: A::Demo,          name: "demo",           hint: None },
    Row { scopes: &[Scope::Browse, Scope::Sheet, Scope::Help], keys: &[key('?'), code(KeyCode::F(1))], action: A::Help, name: "help", hint: Some(0) },
    Row { scopes: BROWSE, keys: &[key(':')],                           action: A::Palette,       name: "palette",        hint: None },
    Row { scopes: &[Scope::Help], keys: &[key('/')],                   action: A::Filter,        name: "filter-lines",   hint: Some(3) },
    Row { scopes: &[Scope::Help], keys: &[code(KeyCode::Enter)],               action: A::Open,          name: "choose",         hint: Some(2) },
    Row { scopes: ALL,    keys: &[ctrl('l')],                          action: A::Redraw,        name: "redraw",         hint: None },
    Row { scopes: ALL,    keys: &[ctrl('z')],                          action: A::Suspend,       name: "suspend",        hint: None },
    Row { scopes: ALL,    keys: &[key('q'), ctrl('c')],                action: A::Quit,          name: "quit",           hint: Some(1) },
];
