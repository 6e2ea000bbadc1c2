//! The avatars of `lookup --avatars`: how they are drawn in this terminal, and where they come from.

use ratatui::layout::Size;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{graphics::RenderedImage, model::card},
    avatar::{self, client::AvatarClient, image::DecodedImage},
    cli::{connect::avatar_client, lookup::row::Row},
    config::{Account, images::Images},
    follower::{
        Follower,
        avatar_url::AvatarSize,
        initials::{colour, initials},
    },
    i18n::UiLang,
    runtime::{
        colours::Depth,
        graphics::{capabilities::Terminal, encode::Encoder},
    },
};

/// Rows of cells of an avatar: two lines say who it is, and the third why there is none. In blocks
/// nobody would know an avatar of two.
const HIGH: u16 = 3;
/// The shape of most cells, for a box without an avatar.
const COMMON_CELL: (u16, u16) = (8, 16);

/// Finds the avatar for each row.
#[derive(Debug)]
pub struct Avatars {
    client: AvatarClient,
    /// `None`: there are initials alone.
    encoder: Option<Encoder>,
    lang: UiLang,
    pub depth: Depth,
    /// The cells beside each row that are for its avatar.
    pub room: Size,
    /// Cells of a line of the terminal.
    pub columns: u16,
}

/// What stands beside a row.
#[derive(Debug)]
pub enum AvatarCell {
    Image(RenderedImage),
    /// Of a row that failed: nobody is known.
    Nothing,
    /// Why there is no avatar, in words; empty where the row says it already.
    Initials {
        letters: String,
        colour: [u8; 3],
        reason: String,
    },
}

impl Avatars {
    /// For this terminal, which is asked what it can unless there is nothing to ask.
    ///
    /// # Errors
    /// When the account's way to avatars cannot be used.
    pub async fn here(
        account: &Account,
        images: Images,
        lang: UiLang,
    ) -> Result<Self, avatar::Error> {
        let terminal = Terminal::learn(images, |name| std::env::var(name).ok()).await;
        let (client, encoder) = (avatar_client(account)?, terminal.selection.encoder);
        Ok(Self::new(client, encoder, terminal.depth, terminal.size, lang))
    }

    /// For a terminal of this many cells.
    #[must_use]
    pub fn new(
        client: AvatarClient,
        encoder: Option<Encoder>,
        depth: Depth,
        cells: Size,
        lang: UiLang,
    ) -> Self {
        let height = HIGH;
        let (cell_width, cell_height) = encoder.map_or(COMMON_CELL, Encoder::cell);
        // A square, whatever a cell's shape is.
        let width = (height * cell_height).div_ceil(cell_width.max(1)).clamp(height, height * 4);
        // An avatar is drawn from some lines above the cursor: they must be there.
        let encoder = encoder.filter(|_| cells.height > height);
        let room = Size::new(width, height);
        Self { client, encoder, depth, lang, room, columns: cells.width }
    }

    /// What stands beside this row. When it is stopped, whatever is there by then.
    pub async fn avatar_cell(&self, row: &Row, stop: &CancellationToken) -> AvatarCell {
        let Ok(response) = &row.result else {
            return AvatarCell::Nothing;
        };
        let follower = &response.follower;
        match stop.run_until_cancelled(self.avatar(follower)).await {
            Some(Ok(drawn)) => AvatarCell::Image(drawn),
            Some(Err(reason)) => Self::initials(follower, reason),
            None => Self::initials(follower, String::new()),
        }
    }

    async fn avatar(&self, follower: &Follower) -> Result<RenderedImage, String> {
        let no_image_reason = || self.lang.say(card::no_avatar_reason(follower)).into_owned();
        let address = follower.avatar.as_ref().ok_or_else(no_image_reason)?;
        // Whoever switched avatars off knows why there is none.
        let encoder = self.encoder.ok_or_else(String::new)?;
        let avatar = self.client.avatar(address, self.size(encoder)).await;
        let avatar = avatar.map_err(|error| error.text(self.lang))?.image;
        self.drawn(encoder, avatar).await.ok_or_else(String::new)
    }

    /// Encoding takes milliseconds, which the calls that wait need not.
    async fn drawn(&self, encoder: Encoder, avatar: DecodedImage) -> Option<RenderedImage> {
        let room = self.room;
        let encoding = tokio::task::spawn_blocking(move || encoder.encode(&avatar, room));
        encoding.await.ok()?.ok()
    }

    /// The smallest that fills the box.
    fn size(&self, encoder: Encoder) -> AvatarSize {
        let high = self.room.height * encoder.cell().1;
        let fills = |size: &AvatarSize| size.part() >= high;
        AvatarSize::ALL.into_iter().find(fills).unwrap_or(AvatarSize::Px132)
    }

    fn initials(follower: &Follower, reason: String) -> AvatarCell {
        let letters = initials(follower.name(), &follower.openid);
        AvatarCell::Initials { letters, colour: colour(&follower.openid), reason }
    }
}
