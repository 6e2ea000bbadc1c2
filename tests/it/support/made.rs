//! A world of made-up followers, without network, disk or clock.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use fanscope::{
    app::{
        action::Action,
        directory::Synced,
        effect::{Done, Job},
        event::Event,
        fault::{Extent, Fault, Kind},
        graphics::{Block, Blocks, RenderedAvatar, RenderedImage, Show},
        response::{Page, Quota, Response},
    },
    follower::{
        Follower, Sex,
        account_id::AccountId,
        avatar_url::{AvatarSize, AvatarUrl},
        lang::Lang,
        openid::OpenId,
        scene::Scene,
        unionid::UnionId,
    },
    runtime::{jobs::World, world::directory::Directory},
};
use ratatui::layout::Size;
use tokio::sync::mpsc::UnboundedSender;

/// 2026-11-22 10:00 UTC.
pub const NOW: i64 = 1_795_341_600;
/// How many followers the made account has.
pub const FOLLOWERS: usize = 40;

/// The OpenID of the follower with this number.
pub fn openid(n: usize) -> OpenId {
    OpenId::received(&format!("oMade_{n:02}AbCdEfGhIjKlMnOpQrSt")).expect("not empty")
}

/// How many followers the account `service` has.
pub const OF_SERVICE: usize = 30;

/// The OpenID of the same person in the account `service`.
pub fn openid_of_service(n: usize) -> OpenId {
    OpenId::received(&format!("oServ_{n:02}AbCdEfGhIjKlMnOpQrSt")).expect("not empty")
}

/// An account that is called so.
pub fn account(name: &str) -> AccountId {
    AccountId::App { appid: format!("wx_of_{name}"), api_base: None }
}

/// The OpenIDs of an account begin in a way of their own.
fn openid_in(id: &AccountId, n: usize) -> OpenId {
    if *id == account("service") { openid_of_service(n) } else { openid(n) }
}

fn number(id: &AccountId, openid: &OpenId) -> Option<usize> {
    let beginning = openid_in(id, 0).as_str().get(..6)?.to_owned();
    openid.as_str().strip_prefix(beginning.as_str())?.get(..2)?.parse().ok()
}

/// Everything that is odd about followers, each at a number of its own.
pub fn follower(n: usize, lang: Lang) -> Follower {
    let mut made = Follower::new(openid(n));
    made.follows = true;
    made.followed_at = Some(1_382_694_957 + i64::try_from(n).expect("small") * 86_400);
    made.unionid = UnionId::new(&format!("oUnion_{n:02}AbCdEfGhIjKlMnOpQr"));
    made.language = Some("zh_CN".into());
    made.scene = Scene::new("ADD_SCENE_SEARCH");
    match n {
        0 => {
            made.nickname = Some("王芳".into());
            made.remark = Some("VIP 王女士".into());
            made.sex = Sex::Female;
            let (country, city) =
                if lang == Lang::En { ("China", "Guangzhou") } else { ("中国", "广州") };
            (made.country, made.city) = (Some(country.into()), Some(city.into()));
            made.tags = vec![100, 128];
            made.scene = Scene::new("ADD_SCENE_QR_CODE");
            made.qr_scene_str = Some("shop-3".into());
            made.group = Some(2);
        }
        1 => {
            made.remark = Some("old customer".into());
            made.tags = vec![128];
        }
        2 => made = Follower::new(openid(2)),
        4 => made.nickname = Some("👨\u{200d}👩\u{200d}👧 Ann\u{202e}e\x1b[31m\nB".into()),
        5 => made.nickname = Some("没有头像的人".into()),
        6 => made.unionid = None,
        7 => made.scene = Some(Scene::Unknown("ADD_SCENE_MOON".into())),
        8 => made.nickname = Some("ｆｕｌｌ ｗｉｄｔｈ שלום عليكم".into()),
        9 => {
            made.nickname = Some("a very long name that nobody has room for, not even here".into());
        }
        _ => {}
    }
    if made.nickname.is_some() && n != 5 {
        made.avatar = address(&openid(n));
    }
    made
}

/// Where the picture of a follower lies, if they have one.
pub fn address(openid: &OpenId) -> Option<AvatarUrl> {
    AvatarUrl::new(&format!("http://wx.qlogo.cn/mmopen/{openid}/132"))
}

pub fn fault(short: &str) -> Fault {
    Fault {
        kind: Kind::Api,
        extent: Extent::Row,
        is_retryable: false,
        short: short.into(),
        message: format!("WeChat does not know it ({short})."),
        advice: Some("Check that it belongs to this account.".into()),
        hint: Some(Action::Refresh),
        report: Some(format!("errcode: 40003\nwhat: {short}\n")),
    }
}

/// A picture whose pixels say whose it is.
pub fn avatar(url: &AvatarUrl, size: AvatarSize, cells: Size) -> RenderedAvatar {
    let covered = Size::new(cells.width.min(7), cells.height.min(4));
    // The fourth row is covered in part, so that snapshots show where a whole picture ends.
    let rows = (1..=covered.height).map(|row| if row == 4 { '▀' } else { ' ' });
    let blocks = rows.flat_map(|glyph| {
        let block = Block { glyph, ink: [200, 40, 40], paper: [200, 40, 40] };
        std::iter::repeat_n(block, usize::from(covered.width))
    });
    let show = Show::Blocks(Blocks { size: covered, cells: blocks.collect() });
    let image = Arc::new(rendered(covered, show));
    RenderedAvatar { image, requested: size, received: size, pixels: whose(url.as_str()) }
}

/// An image that is shown by this alone.
pub fn rendered(size: Size, show: Show) -> RenderedImage {
    let (transmit, hide) = (String::new(), String::new());
    RenderedImage { id: 1, size, pixels: (1, 1), transmit, show, hide }
}

/// A size in pixels that stands for an address.
pub fn whose(url: &str) -> (u32, u32) {
    let n = url.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    (n % 900 + 100, n / 900 % 900 + 100)
}

/// A refusal of the whole account.
pub fn halt(short: &str) -> Fault {
    Fault {
        extent: Extent::Account,
        is_retryable: true,
        message: format!("The quota of the day is used up ({short})."),
        advice: Some("Wait for tomorrow.".into()),
        ..fault(short)
    }
}

/// What the made world answers. No two accounts answer alike.
pub fn response(job: &Job) -> Result<Done, Fault> {
    let is_service = |id: &AccountId| *id == account("service");
    Ok(match job {
        Job::Followers { account, after, .. } => {
            let total = if is_service(account) { OF_SERVICE } else { FOLLOWERS };
            let after = after.as_ref().and_then(|after| number(account, after));
            let start = after.map_or(0, |n| n + 1);
            let end = (start + 25).min(total);
            let openids = (start..end).map(|n| openid_in(account, n)).collect();
            let next = (end < total).then(|| openid_in(account, end - 1));
            Done::Followers(Page { openids, total, next })
        }
        Job::Follower { account, openid, lang } | Job::Verify { account, openid, lang } => {
            Done::Follower(row(account, openid, *lang)?)
        }
        Job::Quota { account } if is_service(account) => {
            Done::Quota(Quota { used: 90, limit: 500_000 })
        }
        Job::Quota { .. } => Done::Quota(Quota { used: 7, limit: 5_000_000 }),
        Job::Tags { account } if is_service(account) => {
            Done::Tags(HashMap::from([(100, "新客".into()), (128, "refund".into())]))
        }
        Job::Tags { .. } => {
            Done::Tags(HashMap::from([(100, "老客".into()), (128, "complaint".into())]))
        }
        Job::Avatar(request) => Done::Avatar(avatar(&request.url, request.size, request.cells)),
        Job::Save { to, .. } => Done::Saved(to.clone()),
        Job::Read { text, .. } => Done::Read(fanscope::tables::read(text), 0),
        Job::History { openid, .. } if *openid == self::openid(0) => {
            Done::History(vec!["2026-11-22  remark: none → “VIP”".into()])
        }
        Job::History { .. } => Done::History(vec![]),
        Job::Sync { .. } => {
            let listed = FOLLOWERS;
            Done::Synced(Synced { listed, requested: listed, left: Some(0) })
        }
        Job::Rows(_) | Job::Edit { .. } | Job::Marked { .. } | Job::Kin(_) => {
            unreachable!("the directory answers {job:?}")
        }
        Job::OpenAvatar { .. } | Job::Terminal | Job::Wait => Done::Ended,
    })
}

/// The same, where everybody has a face.
pub fn response_with_avatars(job: &Job) -> Result<Done, Fault> {
    match response(job) {
        Ok(Done::Follower(response)) => {
            let mut response = (*response).clone();
            response.follower.avatar = address(&response.follower.openid);
            Ok(Done::Follower(response.into()))
        }
        other => other,
    }
}

/// What is known of one OpenID in an account.
fn row(id: &AccountId, openid: &OpenId, lang: Lang) -> Result<Arc<Response>, Fault> {
    match number(id, openid) {
        Some(3) | None => Err(fault("40003 invalid openid")),
        Some(n) => {
            let follower = Follower { openid: openid.clone(), ..follower(n, lang) };
            let raw = format!("{{\n  \"subscribe\": 1,\n  \"openid\": \"{openid}\"\n}}");
            Ok(Arc::new(Response { follower, raw, fetched_at: NOW }))
        }
    }
}

/// The same job, failed.
pub fn failed(job: &Job) -> Result<Done, Fault> {
    match job {
        Job::Terminal | Job::Wait => Ok(Done::Ended),
        Job::Avatar(_) => Err(fault("gone")),
        Job::OpenAvatar { .. } => Err(fault("no viewer")),
        Job::Save { .. } => Err(fault("there already")),
        Job::Read { .. } => response(job),
        _ => Err(fault("cannot be reached")),
    }
}

/// A world for the real loop, which keeps what it was asked.
#[derive(Clone, Default)]
pub struct Made {
    pub requested: Arc<Mutex<Vec<Job>>>,
    pub copied: Arc<Mutex<Vec<String>>>,
    pub directory: Directory,
    pub delay: Duration,
}

impl World for Made {
    async fn perform(&self, job: Job) -> Result<Done, Fault> {
        if let Some(done) = self.directory.respond(&job) {
            return Ok(done);
        }
        self.requested.lock().expect("nobody panics holding it").push(job.clone());
        if job != Job::Wait {
            tokio::time::sleep(self.delay).await;
        }
        self.directory.keep(&job, response(&job))
    }

    fn tell(&self, _: &UnboundedSender<Event>) {}

    fn copy(&self, text: &str) {
        self.copied.lock().expect("nobody panics holding it").push(text.into());
    }
}
