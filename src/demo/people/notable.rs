//! The first twenty of the shop: five ordinary people, and every odd case once.

use super::form::Form;

/// A person who is written down rather than made up.
#[derive(Debug)]
pub struct Notable {
    pub form: Form,
    pub nickname: &'static str,
    pub sex: u8,
    /// An index of `places::PLACES`.
    pub place: usize,
    pub remark: &'static str,
    pub tags: &'static [u32],
    pub scene: &'static str,
    pub qr: &'static str,
    /// Unix seconds.
    pub followed: u64,
}

const QR: &str = "ADD_SCENE_QR_CODE";

/// The emoji joined by invisible characters, a flag, a pennant and a shade of skin.
const EMOJI: &str = "👨\u{200d}👩\u{200d}👧\u{200d}👦🇨🇳🏳\u{fe0f}\u{200d}🌈👋🏽 阿宝";
/// The rest of the line turned round, so that it seems to end in `.jpg`.
const BIDI: &str = "对账单\u{202e}gpj.exe\u{202c} 刘";
/// As live bodies hold them: raw, not escaped. An order to the terminal and a line end.
const CONTROL: &str = "小鱼\u{14}\u{1b}[31m红\u{1b}[0m\n第二行";
/// Forty characters.
const LONG: &str =
    "广州市天河区珠江新城某某商贸有限公司客户服务部王经理请加微信联系勿打电话谢谢合作";

const fn person(
    form: Form,
    nickname: &'static str,
    (sex, place): (u8, usize),
    remark: &'static str,
    tags: &'static [u32],
    (scene, qr): (&'static str, &'static str),
    followed: u64,
) -> Notable {
    Notable { form, nickname, sex, place, remark, tags, scene, qr, followed }
}

pub const NOTABLE: [Notable; 20] = [
    person(Form::Full, "林小满", (2, 0), "VIP 林小姐", &[100, 101], (QR, "shop-3"), 1_586_322_415),
    person(Form::Full, "王芳", (2, 3), "王芳 VIP", &[100, 101], (QR, "counter-1"), 1_433_056_208),
    person(
        Form::Full,
        "Emma Clarke",
        (2, 19),
        "Emma, wholesale",
        &[104],
        ("ADD_SCENE_PROFILE_CARD", ""),
        1_698_412_077,
    ),
    person(
        Form::Full,
        "老张修车",
        (1, 10),
        "张师傅 老客",
        &[101, 103],
        ("ADD_SCENE_PAID", ""),
        1_512_998_640,
    ),
    person(
        Form::Full,
        "陳嘉豪 Jay",
        (1, 18),
        "",
        &[102],
        ("ADD_SCENE_LIVESTREAM", ""),
        1_760_175_931,
    ),
    // Answered from a file, which has all of this but the remark.
    person(Form::Documented, "Band", (1, 1), "", &[], ("", ""), 1_382_694_957),
    person(
        Form::Withdrawn,
        "赵静",
        (2, 8),
        "赵静 订单0418",
        &[101, 128],
        (QR, "live-0418"),
        1_650_270_112,
    ),
    person(Form::KeysAbsent, "周强", (1, 5), "周总 B2B", &[128, 2], (QR, ""), 1_641_364_601),
    person(Form::Full, EMOJI, (1, 13), "阿宝", &[102], ("ADD_SCENE_CHANNELS", ""), 1_731_645_018),
    person(Form::NotFollowing, "冯冬阳", (1, 11), "", &[], ("", ""), 1_577_808_000),
    person(Form::Full, BIDI, (1, 2), "", &[103], ("ADD_SCENE_SEARCH", ""), 1_703_044_555),
    person(
        Form::Full,
        CONTROL,
        (2, 2),
        "小鱼",
        &[101],
        ("ADD_SCENE_PROFILE_LINK", ""),
        1_431_133_972,
    ),
    person(Form::Full, LONG, (0, 1), "", &[104], ("ADD_SCENE_PROFILE_ITEM", ""), 1_668_924_300),
    person(
        Form::NoAvatar,
        "夜航船",
        (1, 6),
        "吴先生",
        &[],
        ("ADD_SCENE_REPRINT", ""),
        1_541_217_996,
    ),
    person(
        Form::Full,
        "七月",
        (2, 15),
        "七月 换过头像",
        &[101],
        ("ADD_SCENE_WXA", ""),
        1_620_118_723,
    ),
    person(
        Form::Full,
        "听雨",
        (2, 16),
        "",
        &[102],
        ("ADD_SCENE_WECHAT_ADVERTISEMENT", ""),
        1_745_901_260,
    ),
    person(
        Form::NumbersAsText,
        "10086",
        (2, 9),
        "8848",
        &[101, 2],
        (QR, "20231107"),
        1_699_315_200,
    ),
    person(
        Form::ByteOrderMark,
        "向日葵",
        (2, 14),
        "徐女士 新客",
        &[102],
        ("ADD_SCENE_ACCOUNT_MIGRATION", ""),
        1_690_000_000,
    ),
    person(Form::NotFollowingBare, "许立新", (1, 12), "", &[], ("", ""), 1_600_000_000),
    person(
        Form::Withdrawn,
        "钱多多",
        (2, 23),
        "钱女士 退款",
        &[103],
        ("ADD_SCENE_WXA", ""),
        1_712_345_678,
    ),
];

/// Avatars that cannot be had like any other: gone, not an avatar, at one size only.
pub const GONE: u64 = 14;
pub const NOT_AN_IMAGE: u64 = 15;
pub const ONLY_132: u64 = 23;
