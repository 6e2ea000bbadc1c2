//! Where things are on the screen: a pure function of its size, for drawing and for the mouse.

use ratatui::layout::{Constraint, Layout, Margin, Position, Rect, Size};

/// From this width on, the detail stands beside the list.
pub const WIDE: u16 = 100;
/// Below this width there is one pane at a time.
pub const NARROW: u16 = 60;
/// Cells for the detail beside the avatar below the list: an OpenID in one line, its label, a border.
const DETAIL: u16 = 41;
/// Below this height there are no borders.
pub const LOW: u16 = 8;
/// Smaller than this, nothing sensible can be shown.
pub const SMALLEST: Size = Size::new(20, 5);

/// Which pane the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    #[default]
    List,
    Detail,
    Avatar,
}

impl Focus {
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::List => Self::Detail,
            Self::Detail => Self::Avatar,
            Self::Avatar => Self::List,
        }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        self.next().next()
    }
}

/// The places of everything. A pane that is not shown is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Panes {
    pub header: Rect,
    /// One line over the panes, for what concerns the whole account.
    pub banner: Rect,
    pub list: Rect,
    pub detail: Rect,
    pub avatar: Rect,
    /// All three panes together, where overlays stand.
    pub body: Rect,
    pub status: Rect,
    pub has_borders: bool,
}

/// How the room is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// The focused pane has all of it.
    pub is_alone: bool,
    /// A line over the panes is needed.
    pub has_banner: bool,
}

/// The panes of a screen of this size.
#[must_use]
pub fn panes(size: Size, focus: Focus, room: Room) -> Panes {
    let all = Rect::from((Position::ORIGIN, size));
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return Panes::default();
    }
    let [header, banner, body, status] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::from(room.has_banner)),
        Constraint::Min(0),
        Constraint::Length(1),
    ])
    .areas(all);
    let has_borders = size.height >= LOW;
    let mut panes = Panes { header, banner, body, status, has_borders, ..Panes::default() };
    if room.is_alone || size.width < NARROW {
        match focus {
            Focus::List => panes.list = body,
            Focus::Detail => panes.detail = body,
            Focus::Avatar => panes.avatar = body,
        }
    } else if size.width < WIDE {
        let [list, below] =
            Layout::vertical([Constraint::Percentage(42), Constraint::Fill(1)]).areas(body);
        let [mut detail, mut avatar] =
            Layout::horizontal([Constraint::Percentage(66), Constraint::Fill(1)]).areas(below);
        let lacking = DETAIL.saturating_sub(detail.width);
        detail.width += lacking;
        avatar.x += lacking;
        avatar.width -= lacking;
        (panes.list, panes.detail, panes.avatar) = (list, detail, avatar);
    } else {
        let [list, right] =
            Layout::horizontal([Constraint::Percentage(42), Constraint::Fill(1)]).areas(body);
        let [detail, avatar] =
            Layout::vertical([Constraint::Percentage(55), Constraint::Fill(1)]).areas(right);
        (panes.list, panes.detail, panes.avatar) = (list, detail, avatar);
    }
    panes
}

impl Panes {
    /// A pane without its border.
    #[must_use]
    pub fn inner(&self, pane: Rect) -> Rect {
        let title = Rect { y: pane.y + 1, height: pane.height.saturating_sub(1), ..pane };
        match (self.has_borders, pane.height) {
            (true, _) => pane.inner(Margin::new(1, 1)),
            (false, 0) => pane,
            (false, _) => title,
        }
    }

    /// The line where OpenIDs are typed, on top of the list.
    #[must_use]
    pub fn input(&self) -> Rect {
        let inner = self.inner(self.list);
        Rect { height: inner.height.min(1), ..inner }
    }

    /// The rows of the list.
    #[must_use]
    pub fn rows(&self) -> Rect {
        let inner = self.inner(self.list);
        let above = inner.height.min(1);
        Rect { y: inner.y + above, height: inner.height - above, ..inner }
    }

    /// How many rows of the list there is room for.
    #[must_use]
    pub fn list_height(&self) -> usize {
        usize::from(self.rows().height)
    }

    /// The row of the list under this cell, counted from the first in sight.
    #[must_use]
    pub fn row_at(&self, at: Position) -> Option<usize> {
        let rows = self.rows();
        rows.contains(at).then(|| usize::from(at.y - rows.y))
    }

    /// The pane under this cell.
    #[must_use]
    pub fn pane_at(&self, at: Position) -> Option<Focus> {
        [(self.list, Focus::List), (self.detail, Focus::Detail), (self.avatar, Focus::Avatar)]
            .into_iter()
            .find_map(|(pane, focus)| pane.contains(at).then_some(focus))
    }

    /// The room for an avatar, in cells.
    #[must_use]
    pub fn avatar_cells(&self) -> Size {
        self.inner(self.avatar).as_size()
    }

    /// Where a text over the panes stands, with its border: nearly all of the body.
    #[must_use]
    pub fn overlay(&self) -> Rect {
        let margin =
            if self.body.width >= NARROW && self.body.height >= 12 { (4, 1) } else { (0, 0) };
        self.body.inner(Margin::new(margin.0, margin.1))
    }

    /// How many lines of a text over the panes are in sight.
    #[must_use]
    pub fn overlay_height(&self) -> usize {
        usize::from(self.overlay().height.saturating_sub(2))
    }
}

/// The cells that a square of this many pixels covers in a room, cut down to it and still square.
#[must_use]
pub fn square(pixels: u16, cell: (u16, u16), room: Size) -> Size {
    let (across, down) = (u32::from(cell.0.max(1)), u32::from(cell.1.max(1)));
    let most = (u32::from(room.width) * across).min(u32::from(room.height) * down);
    let side = u32::from(pixels).min(most);
    let cells = |cell: u32, most: u16| {
        u16::try_from((side + cell / 2) / cell).unwrap_or(most).clamp(most.min(1), most)
    };
    if side == 0 {
        Size::ZERO
    } else {
        Size::new(cells(across, room.width), cells(down, room.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::card::LABEL;

    #[test]
    fn the_three_widths_show_what_they_have_room_for() {
        let shown = |width, focus| {
            let panes = panes(Size::new(width, 30), focus, Room::default());
            [panes.list, panes.detail, panes.avatar].map(|pane| !pane.is_empty())
        };
        assert_eq!(shown(100, Focus::List), [true; 3]);
        assert_eq!(shown(60, Focus::Detail), [true; 3]);
        assert_eq!(shown(59, Focus::List), [true, false, false]);
        assert_eq!(shown(59, Focus::Detail), [false, true, false]);
        assert_eq!(shown(19, Focus::List), [false; 3]);
    }

    #[test]
    fn panes_never_overlap_nor_leave_the_screen() {
        let sizes = (0..130).flat_map(|width| (0..50).map(move |height| (width, height)));
        let cases =
            sizes.flat_map(|(width, height)| [(width, height, false), (width, height, true)]);
        for (width, height, has_banner) in cases {
            let size = Size::new(width, height);
            let panes = panes(size, Focus::List, Room { has_banner, ..Room::default() });
            let Panes { header, banner, list, detail, avatar, status, .. } = panes;
            let parts = [header, banner, list, detail, avatar, status];
            for (n, part) in parts.iter().enumerate() {
                assert!(part.right() <= width && part.bottom() <= height, "{size} {part}");
                assert!(
                    parts[n + 1..].iter().all(|other| !part.intersects(*other)),
                    "{size} {parts:?}"
                );
            }
            assert!(panes.rows().bottom() <= height.max(1) && panes.overlay().bottom() <= height);
        }
    }

    #[test]
    fn an_openid_is_not_broken_where_there_are_three_panes() {
        for width in NARROW..200 {
            let panes = panes(Size::new(width, 20), Focus::List, Room::default());
            let room = usize::from(panes.inner(panes.detail).width);
            assert!(room >= LABEL + 28, "{room} cells of {width}");
        }
    }

    #[test]
    fn a_square_stays_one_when_the_room_is_narrow_or_low() {
        let cells = |pixels, room: (u16, u16)| {
            let size = square(pixels, (8, 16), Size::new(room.0, room.1));
            (size.width, size.height)
        };
        assert_eq!(cells(132, (60, 20)), (17, 8));
        assert_eq!(cells(46, (60, 20)), (6, 3));
        assert_eq!(cells(640, (60, 10)), (20, 10));
        assert_eq!(cells(640, (10, 30)), (10, 5));
        assert_eq!(cells(132, (60, 1)), (2, 1));
        assert_eq!(cells(132, (0, 9)), (0, 0));
        assert_eq!(cells(132, (9, 0)), (0, 0));
    }
}
