//! The API's objects to our nouns. Absent, `null`, `""` and 0 are alike.

use serde_json::{Map, Value};

use crate::{
    follower::{
        Follower, Sex, avatar_url::AvatarUrl, blank::Blank, follow_time, openid::OpenId,
        scene::Scene, unionid::UnionId,
    },
    wechat::{
        Page, Quota, Tag,
        errmsg::Errmsg,
        error::{Body, Error, Refusal, Renewal},
        scrub::Scrubber,
        transport::Response,
        wire::{self, Received, count, number, text},
    },
};

type Object = Map<String, Value>;

/// A follower in what `user/info` or one row of `batchget` says. `None` when it names nobody.
#[must_use]
pub fn follower(object: &Object) -> Option<Follower> {
    let text = |key| text(object.get(key));
    let openid = OpenId::received(&text("openid")?)?;
    let blank = |key| text(key).as_deref().and_then(Blank::new);
    let (blank_nickname, blank_remark) = (blank("nickname"), blank("remark"));
    let (followed_at, odd_time) = {
        let came = text("subscribe_time").filter(|time| time.trim() != "0");
        came.map_or((None, None), |time| follow_time::read(time.trim()))
    };
    Some(Follower {
        follows: number(object.get("subscribe")) == Some(1),
        nickname: text("nickname").filter(|_| blank_nickname.is_none()),
        blank_nickname,
        sex: match number(object.get("sex")) {
            Some(1) => Sex::Male,
            Some(2) => Sex::Female,
            _ => Sex::Unknown,
        },
        language: text("language"),
        city: text("city"),
        province: text("province"),
        country: text("country"),
        avatar: text("headimgurl").as_deref().and_then(AvatarUrl::new),
        followed_at,
        odd_time,
        unionid: text("unionid").as_deref().and_then(UnionId::new),
        remark: text("remark").filter(|_| blank_remark.is_none()),
        blank_remark,
        group: number(object.get("groupid")),
        tags: list(object.get("tagid_list")).filter_map(|id| number(Some(id))).collect(),
        scene: text("subscribe_scene").as_deref().and_then(Scene::new),
        qr_scene: text("qr_scene").filter(|scene| scene.trim() != "0"),
        qr_scene_str: text("qr_scene_str"),
        ..Follower::new(openid)
    })
}

/// The API's object with its `unionid` trimmed: the documented sample has a space before it.
#[must_use]
pub fn trimmed(mut object: Object) -> Object {
    if let Some(Value::String(unionid)) = object.get_mut("unionid") {
        unionid.trim().to_owned().clone_into(unionid);
    }
    object
}

/// A page of `user/get` that was asked for from `from`.
///
/// The last page may name its last OpenID as the next start, or the start it was asked for; it may
/// have no `data`; the documented sample starts with an empty OpenID.
///
/// # Errors
/// When the object says nothing of followers.
pub fn page(object: &Object, from: Option<&str>) -> Result<Page, Body> {
    if !object.contains_key("total") && !object.contains_key("count") {
        return Err(Body::Unexpected);
    }
    let data = object.get("data").and_then(|data| data.get("openid"));
    let openids: Vec<OpenId> =
        list(data).filter_map(|id| OpenId::received(&text(Some(id))?)).collect();
    let next = text(object.get("next_openid")).filter(|next| {
        // A full page that names its own last OpenID goes on; only an empty one ends for certain.
        !openids.is_empty() && Some(next.as_str()) != from
    });
    Ok(Page { total: count(object.get("total")), openids, next })
}

/// The tags of `tags/get`, without rows that have no id.
///
/// # Errors
/// When the object has no list of tags.
pub fn tags(object: &Object) -> Result<Vec<Tag>, Body> {
    if !object.get("tags").is_some_and(Value::is_array) {
        return Err(Body::Unexpected);
    }
    let tag = |row: &Value| {
        Some(Tag {
            id: number(row.get("id"))?,
            name: text(row.get("name")).unwrap_or_default(),
            count: count(row.get("count")),
        })
    };
    Ok(list(object.get("tags")).filter_map(tag).collect())
}

/// The quota of `openapi/quota/get`.
///
/// # Errors
/// When the object holds none.
pub fn quota(object: &Object) -> Result<Quota, Body> {
    let quota = object.get("quota").and_then(Value::as_object).ok_or(Body::Unexpected)?;
    Ok(Quota {
        daily_limit: count(quota.get("daily_limit")),
        used: count(quota.get("used")),
        remain: count(quota.get("remain")),
    })
}

/// The items of a list; none when it is something else.
pub fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

impl Response {
    /// What the API said, if this is the API and it did not say no: a failure is an `errcode` that
    /// is there and not 0, whatever the status. The response may hold at most so many values.
    ///
    /// # Errors
    /// When it is another server, another status, or a refusal.
    pub fn read(
        self,
        endpoint: &'static str,
        values: usize,
        scrubber: &Scrubber,
    ) -> Result<Received, Error> {
        let is_shed = self.bytes.trim_ascii() == b"FastReject";
        let received = match wire::read(&self.bytes, values, scrubber) {
            Ok(received) => received,
            Err(_) if is_shed || self.status != 200 => {
                return Err(Error::Http { status: self.status, is_shed });
            }
            Err(body) => return Err(Error::Body(body)),
        };
        if let Some(errcode) = number(received.object.get("errcode")) {
            let errmsg =
                received.object.map(|object| text(object.get("errmsg")).unwrap_or_default());
            let errmsg = Errmsg::from(errmsg);
            let rid = errmsg.rid();
            let renewal = Renewal::None;
            return Err(Error::Api(Refusal { errcode, errmsg, rid, endpoint, renewal }));
        }
        if self.status != 200 {
            return Err(Error::Http { status: self.status, is_shed });
        }
        Ok(received)
    }
}
