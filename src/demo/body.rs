//! What the stand-in says about a follower, byte by byte.
//!
//! Written by hand and not with the types of the client, so that a mistake of the client shows.
//! Like the real one it writes `\/` for `/`, and control characters as they are.

use std::fmt::Write;

use super::{
    account::Account,
    ids,
    people::{self, Follow, Person, form::Form, places},
};

/// The sample of the documentation, with its spaces.
const DOCUMENTED: &str = include_str!("../../assets/demo/user_info-documented.json");
/// What the names of avatars begin with.
const AVATAR: &str = "g3MonUZtNHkdmzic";

/// One row of `user/info` or `batchget`.
#[derive(Debug)]
pub struct Row {
    pub text: String,
    pub has_byte_order_mark: bool,
}

/// The row of the follower at this place.
pub fn row(account: &Account, index: u64, lang: Option<&str>, base: &str) -> Row {
    let openid = account.openid(index);
    let person = people::person(account.person(index));
    let follow = people::follow(account, index);
    let address = match follow.form {
        Form::Full | Form::NumbersAsText | Form::ByteOrderMark => avatar_url(base, person.number),
        _ => String::new(),
    };
    let writer = Writer { openid: &openid, person: &person, follow: &follow, lang, address };
    let text = match follow.form {
        Form::Documented => DOCUMENTED.to_owned(),
        Form::NotFollowingBare => not_following(&openid),
        Form::NotFollowing => writer.ten_keys(),
        Form::KeysAbsent => writer.without_profile(),
        Form::Withdrawn => writer.withdrawn(),
        Form::NumbersAsText => writer.numbers_as_text(),
        Form::Full | Form::NoAvatar | Form::ByteOrderMark => writer.full(),
    };
    Row { text, has_byte_order_mark: follow.form == Form::ByteOrderMark }
}

/// The shortest response about one who does not follow.
pub fn not_following(openid: &str) -> String {
    format!(r#"{{"subscribe":0,"openid":{}}}"#, text(openid))
}

/// The number of the person whose avatar has this name.
pub fn avatar_number(name: &str) -> Option<u64> {
    ids::number(AVATAR, name)
}

/// Where the avatar of this person lies, in the size that is usually handed out.
fn avatar_url(base: &str, number: u64) -> String {
    format!("{base}/mmopen/{}/132", ids::id(AVATAR, number))
}

/// A JSON string as the API writes it.
pub fn text(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 2);
    text.push('"');
    for c in plain.chars() {
        if matches!(c, '"' | '\\' | '/') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// Text values between commas.
pub fn list<T: std::fmt::Display>(values: impl IntoIterator<Item = T>) -> String {
    let mut list = String::new();
    for value in values {
        if !list.is_empty() {
            list.push(',');
        }
        write!(list, "{value}").expect("a String takes any text");
    }
    list
}

struct Writer<'a> {
    openid: &'a str,
    person: &'a Person,
    follow: &'a Follow,
    lang: Option<&'a str>,
    address: String,
}

impl Writer<'_> {
    fn full(&self) -> String {
        let Self { person, address, .. } = self;
        let lang = places::choice(self.lang);
        let place = person.place;
        format!(
            r#"{{"subscribe":1,"openid":{},"nickname":{},"sex":{},"language":{},"city":{},"province":{},"country":{},"headimgurl":{},{}}}"#,
            text(self.openid),
            text(&person.nickname),
            person.sex,
            text(person.language),
            text(place.city[lang]),
            text(place.province[lang]),
            text(place.country[lang]),
            text(address),
            self.tail(),
        )
    }

    fn withdrawn(&self) -> String {
        let (openid, language) = (text(self.openid), text(self.person.language));
        let tail = self.tail();
        format!(
            r#"{{"subscribe":1,"openid":{openid},"nickname":"","sex":0,"language":{language},"city":"","province":"","country":"","headimgurl":"",{tail}}}"#
        )
    }

    fn without_profile(&self) -> String {
        let (openid, language) = (text(self.openid), text(self.person.language));
        format!(r#"{{"subscribe":1,"openid":{openid},"language":{language},{}}}"#, self.tail())
    }

    fn ten_keys(&self) -> String {
        let openid = text(self.openid);
        format!(
            r#"{{"subscribe":0,"openid":{openid},"nickname":"","sex":0,"language":"zh_CN","city":"","province":"","country":"","headimgurl":"","tagid_list":[]}}"#
        )
    }

    /// The keys from the follow time on, as every follower has them.
    fn tail(&self) -> String {
        let Follow { since, remark, tags, scene, qr_scene, qr_scene_str, .. } = self.follow;
        let group = tags.first().copied().unwrap_or(0);
        format!(
            r#""subscribe_time":{since},"unionid":{},"remark":{},"groupid":{group},"tagid_list":[{}],"subscribe_scene":{},"qr_scene":{qr_scene},"qr_scene_str":{}"#,
            text(&self.person.unionid),
            text(remark),
            list(tags),
            text(scene),
            text(qr_scene_str),
        )
    }

    fn numbers_as_text(&self) -> String {
        let Self { person, address, .. } = self;
        let Follow { since, remark, tags, scene, qr_scene, qr_scene_str, .. } = self.follow;
        let lang = places::choice(self.lang);
        let group = tags.first().copied().unwrap_or(0);
        format!(
            r#"{{"subscribe":"1","openid":{},"nickname":{},"sex":"{}","language":{},"city":{},"province":{},"country":{},"headimgurl":{},"subscribe_time":"{since}","unionid":{},"remark":{remark},"groupid":"{group}","tagid_list":[{}],"subscribe_scene":{},"qr_scene":"{qr_scene}","qr_scene_str":{qr_scene_str}}}"#,
            text(self.openid),
            person.nickname,
            person.sex,
            text(person.language),
            text(person.place.city[lang]),
            text(person.place.province[lang]),
            text(person.place.country[lang]),
            text(address),
            text(&person.unionid),
            list(tags.iter().map(|tag| format!("\"{tag}\""))),
            text(scene),
        )
    }
}
