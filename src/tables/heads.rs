//! What a head, a key or a column's name says of the values under it.

use crate::follower::openid::narrow;

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// OpenIDs of an Official Account.
    OpenId,
    /// Something that looks like an OpenID and is none: a `UnionID`, a token, the OpenID of a mini program.
    Other,
    /// Nothing that is known here.
    Unknown,
}

/// Names of OpenID columns that do not end with `openid`.
const OPENID: [&str; 11] = [
    "touser",
    "tousername",
    "fromuser",
    "fromusername",
    "用户标识",
    "用户标志",
    "粉丝标识",
    "粉丝id",
    "关注者id",
    "用户openid",
    "微信号id",
];
/// Beginnings of names that end with `openid` and are of another kind of account.
const MINI: [&str; 6] = ["applet", "routine", "mini", "xcx", "小程序", "next"];
/// Ends of names whose values must not be taken for OpenIDs.
const OTHER: [&str; 11] = [
    "unionid",
    "accesstoken",
    "refreshtoken",
    "token",
    "secret",
    "sessionkey",
    "headimgurl",
    "avatarurl",
    "headimg",
    "password",
    "appid",
];

/// What a name means, however it is written: `wx_openid`, `"openId"`, `u.open_id`, 用户 OpenID.
#[must_use]
pub fn means(name: &str) -> Means {
    // `OpenID（公众号）`, `编号(openid)`.
    if let Some((outer, inner)) = name.split_once(['(', '（'])
        && !plain(outer).is_empty()
    {
        let is_mini = MINI.iter().any(|kind| plain(inner).contains(kind));
        return match means(outer) {
            Means::OpenId if is_mini => Means::Other,
            Means::Unknown => means(inner),
            known => known,
        };
    }
    let name = plain(name);
    let name = ["list", "array", "set", "s"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .map_or(name.clone(), str::to_owned);
    let is_mini = MINI.iter().any(|beginning| name.starts_with(beginning));
    if name.ends_with("openid") || OPENID.contains(&name.as_str()) {
        if is_mini { Means::Other } else { Means::OpenId }
    } else if OTHER.iter().any(|end| name.ends_with(end)) {
        Means::Other
    } else {
        Means::Unknown
    }
}

/// The column of OpenIDs among these heads. Where there are several, the one that says it most plainly.
#[must_use]
pub fn openid_column<'a>(heads: impl Iterator<Item = &'a str>) -> Option<usize> {
    let columns = heads.enumerate().filter(|(_, head)| means(head) == Means::OpenId);
    let rank = |head: &str| match plain(head).as_str() {
        "openid" => 0,
        head if head.ends_with("openid") => 1,
        _ => 2,
    };
    columns.min_by_key(|(at, head)| (rank(head), *at)).map(|(at, _)| at)
}

/// Whether a word in running text says that a `UnionID` follows.
#[must_use]
pub fn is_unionid(word: &str) -> bool {
    plain(word).ends_with("unionid")
}

/// A name in small letters, without quotes, table, blanks and what joins its parts.
fn plain(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name);
    let kept = name.chars().map(|c| narrow(c).unwrap_or(c)).filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_what_it_ends_with_however_it_is_written() {
        for name in [
            "openid",
            "OpenID",
            "open_id",
            "open-id",
            "open id",
            "openId",
            "wx_openid",
            "wechat_openid",
            "`openid`",
            "\"openid\"",
            "\u{feff}openid",
            "u.openid",
            "用户标识",
            "用户openid",
            "用户 OpenID",
            "fans_openid",
            "mp_openid",
            "ｏｐｅｎｉｄ",
            "ToUserName",
            "touser",
            "openid_list",
            "openids",
            "OpenID（公众号）",
            "用户标识（OpenID）",
            "编号(openid)",
        ] {
            assert_eq!(means(name), Means::OpenId, "{name}");
        }
        for name in [
            "unionid",
            "unionid_list",
            "OpenID（小程序）",
            "wx_union_id",
            "UnionID",
            "access_token",
            "next_openid",
            "applet_openid",
            "routine_openid",
            "session_key",
            "appid",
            "headimgurl",
        ] {
            assert_eq!(means(name), Means::Other, "{name}");
        }
        for name in ["id", "nickname", "昵称", "remark", "", "openid_count", "user"] {
            assert_eq!(means(name), Means::Unknown, "{name}");
        }
    }

    #[test]
    fn of_several_columns_the_plainest_is_taken() {
        let column = |heads: &[&str]| openid_column(heads.iter().copied());
        assert_eq!(column(&["id", "unionid", "openid"]), Some(2));
        assert_eq!(column(&["web_openid", "openid", "applet_openid"]), Some(1));
        assert_eq!(column(&["applet_openid", "public_openid"]), Some(1));
        assert_eq!(column(&["id", "name"]), None);
    }
}
