//! What the detail pane says of a follower: every field of the API in words, and the reason where
//! one is missing.

use jiff::{Timestamp, Unit, tz::TimeZone};

use crate::{
    app::{model::Model, response::Response},
    follower::{
        Follower, Missing, Sex, blank::Blank, follow_time::OddTime, scene::Scene, unionid::UnionId,
    },
    i18n::UiLang,
    query::row::State,
    text,
};

/// The room for labels, in cells.
pub const LABEL: usize = 11;

/// One field in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Empty on the lines that go on with the field above.
    pub label: String,
    pub text: String,
    pub role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Whether they follow: the first line, without a label, over the whole width.
    State,
    /// What an operator looks for first.
    Lead,
    Plain,
    /// A reason in the place of a value.
    Missing,
}

/// The card of a response, broken into lines of this many cells.
#[must_use]
pub fn lines(model: &Model, response: &Response, cells: usize) -> Vec<Line> {
    let card = Card { model, ui_lang: model.ui_lang, follower: &response.follower };
    let mut fields = vec![card.state()];
    if card.follower.follows {
        fields.extend([card.remark(), card.tags(), card.came_by()]);
    }
    fields.push(card.plain("field.openid", card.follower.openid.as_str().to_owned()));
    fields.push(card.unionid());
    fields.extend(card.also_in());
    fields.extend(card.profile());
    if let Some(language) = &card.follower.language {
        fields.push(card.plain("field.language", language.clone()));
    }
    if card.follower.follows {
        fields.push(card.group());
    }
    let fetched = time(response.fetched_at, &model.zone);
    fields.push(
        card.plain(
            "field.fetched",
            format!("{fetched} {}", zone(response.fetched_at, &model.zone)),
        ),
    );
    fields.into_iter().flat_map(|field| broken(field, cells)).collect()
}

/// A field in as many lines as it takes.
fn broken(field: Line, cells: usize) -> Vec<Line> {
    let Line { mut label, text, role } = field;
    let room = if role == Role::State { cells } else { cells.saturating_sub(LABEL) };
    let shown = text::visible(&text).into_owned();
    let parts = text::wrap(&shown, room).into_iter();
    parts.map(|text| Line { label: std::mem::take(&mut label), text, role }).collect()
}

struct Card<'a> {
    model: &'a Model,
    ui_lang: UiLang,
    follower: &'a Follower,
}

impl Card<'_> {
    fn line(&self, key: &str, text: String, role: Role) -> Line {
        Line { label: self.ui_lang.say(key).into_owned(), text, role }
    }

    fn plain(&self, key: &str, text: String) -> Line {
        self.line(key, text, Role::Plain)
    }

    fn missing(&self, key: &str, reason: &str) -> Line {
        self.line(key, self.ui_lang.say(reason).into_owned(), Role::Missing)
    }

    /// Why there is no name, which may be that there is nothing to see in it.
    fn empty(&self, key: &str, reason: &str, blank: Option<&Blank>) -> Line {
        let Some(blank) = blank else { return self.missing(key, reason) };
        let values = [("characters", &*blank.characters())];
        self.line(key, self.ui_lang.fill("api.blank_name", &values), Role::Missing)
    }

    fn state(&self) -> Line {
        let mut text = match self.follower.followed_at {
            _ if !self.follower.follows => {
                self.ui_lang.say("state.not_following_long").into_owned()
            }
            None => self.ui_lang.say("state.following").into_owned(),
            Some(at) => {
                let (when, zone) = (time(at, &self.model.zone), zone(at, &self.model.zone));
                let age = age(self.ui_lang, at, self.model.now, &self.model.zone);
                let values = [("when", when.as_str()), ("zone", &zone), ("age", &age)];
                self.ui_lang.fill("state.following_since", &values)
            }
        };
        let odd = match &self.follower.odd_time {
            _ if !self.follower.follows => None,
            Some(OddTime::Milliseconds) => Some(self.ui_lang.say("api.time_milliseconds").into()),
            Some(OddTime::NotATime(came)) => {
                Some(self.ui_lang.fill("api.not_a_time", &[("text", came)]))
            }
            None => None,
        };
        if let Some(odd) = odd {
            text = self.ui_lang.fill("api.following_odd", &[("state", &text), ("odd", &odd)]);
        }
        Line { label: String::new(), text, role: Role::State }
    }

    fn remark(&self) -> Line {
        match &self.follower.remark {
            Some(remark) => self.line("field.remark", remark.clone(), Role::Lead),
            None => {
                self.empty("field.remark", "missing.remark", self.follower.blank_remark.as_ref())
            }
        }
    }

    fn tags(&self) -> Line {
        if self.follower.tags.is_empty() {
            return self.missing("field.tags", "missing.tags");
        }
        let names: Vec<String> =
            self.follower.tags.iter().map(|tag| self.model.account().tag(*tag)).collect();
        self.line("field.tags", names.join(&self.ui_lang.say("verdict.comma")), Role::Lead)
    }

    fn came_by(&self) -> Line {
        let Some(scene) = &self.follower.scene else {
            return self.missing("field.came_by", "missing.scene");
        };
        let mut text = match (scene.key(), scene) {
            (Some(key), _) => self.ui_lang.say(key).into_owned(),
            (None, Scene::Unknown(text)) => text.clone(),
            (None, _) => String::new(),
        };
        let codes = [&self.follower.qr_scene_str, &self.follower.qr_scene];
        for code in codes.into_iter().flatten() {
            text.push_str(&self.ui_lang.say("field.colon"));
            text.push_str(code);
        }
        self.line("field.came_by", text, Role::Lead)
    }

    fn unionid(&self) -> Line {
        if let Some(unionid) = &self.follower.unionid {
            return self.plain("field.unionid", UnionId::as_str(unionid).to_owned());
        }
        let others_have_one = self.model.account().is_bound;
        let reason = match self.follower.no_unionid_reason(others_have_one) {
            Missing::NotFollowing => "missing.unionid_not_following",
            Missing::OnlyThisOne => "missing.unionid_only_this",
            Missing::Unbound | Missing::Withdrawn | Missing::Unset => "missing.unionid_unbound",
        };
        self.missing("field.unionid", reason)
    }

    /// The same person in other accounts, as far as they were seen.
    fn also_in(&self) -> Vec<Line> {
        let lines = self.model.elsewhere().into_iter().filter_map(|kin| {
            let name = &self.model.accounts.get(&kin.account)?.name.name;
            let state = match kin.followed_at {
                _ if kin.state != State::Following => {
                    self.ui_lang.say("state.not_following").into_owned()
                }
                None => self.ui_lang.say("state.following").into_owned(),
                Some(at) => {
                    let when = time(at, &self.model.zone);
                    self.ui_lang.fill("state.following_from", &[("when", &when)])
                }
            };
            let values =
                [("name", name.as_str()), ("openid", kin.openid.as_str()), ("state", &state)];
            Some(self.plain("field.also_in", self.ui_lang.fill("field.also_in_line", &values)))
        });
        lines.collect()
    }

    fn profile(&self) -> Vec<Line> {
        let follower = self.follower;
        if !follower.has_profile() {
            return match follower.no_profile_reason() {
                Missing::NotFollowing => {
                    vec![self.missing("field.profile", "missing.profile_not_following")]
                }
                _ => vec![self.missing("field.profile", "missing.profile_withdrawn")],
            };
        }
        let nickname = match &follower.nickname {
            Some(nickname) => self.plain("field.nickname", nickname.clone()),
            None => {
                self.empty("field.nickname", "missing.nickname", follower.blank_nickname.as_ref())
            }
        };
        let sex = match follower.sex {
            Sex::Male => self.plain("field.sex", self.ui_lang.say("sex.male").into_owned()),
            Sex::Female => self.plain("field.sex", self.ui_lang.say("sex.female").into_owned()),
            Sex::Unknown => self.missing("field.sex", "sex.unknown"),
        };
        let place = match follower.place() {
            Some(place) => self.plain("field.place", place),
            None => self.missing("field.place", "missing.place"),
        };
        vec![nickname, sex, place]
    }

    fn group(&self) -> Line {
        match self.follower.group {
            None => self.missing("field.group", "group.none"),
            Some(1) => self.line(
                "field.group",
                self.ui_lang.say("group.blacklist").into_owned(),
                Role::Lead,
            ),
            Some(2) => self.plain("field.group", self.ui_lang.say("group.starred").into_owned()),
            Some(group) => self.plain("field.group", group.to_string()),
        }
    }
}

/// Why there is no avatar of this follower, as a key of the catalogues.
#[must_use]
pub fn no_avatar_reason(follower: &Follower) -> &'static str {
    match follower.no_profile_reason() {
        Missing::NotFollowing => "missing.avatar_not_following",
        Missing::Withdrawn => "missing.avatar_withdrawn",
        Missing::Unset | Missing::Unbound | Missing::OnlyThisOne => "missing.avatar_unset",
    }
}

/// A moment in this zone. A number that is no moment is shown as it came.
#[must_use]
pub fn time(second: i64, zone: &TimeZone) -> String {
    match Timestamp::from_second(second) {
        Ok(moment) => moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => second.to_string(),
    }
}

/// The zone of a time as `(UTC+8)`.
fn zone(second: i64, zone: &TimeZone) -> String {
    let Ok(moment) = Timestamp::from_second(second) else { return String::new() };
    let minutes = zone.to_offset(moment).seconds() / 60;
    let (hours, rest) = (minutes / 60, minutes.abs() % 60);
    match (minutes, rest) {
        (0, _) => "(UTC)".to_owned(),
        (_, 0) => format!("(UTC{hours:+})"),
        _ => format!("(UTC{hours:+}:{rest:02})"),
    }
}

/// How long ago, in the largest unit that fits.
fn age(ui_lang: UiLang, second: i64, now: i64, zone: &TimeZone) -> String {
    let of = |second| Timestamp::from_second(second).map(|moment| moment.to_zoned(zone.clone()));
    let (Ok(then), Ok(now)) = (of(second), of(now)) else { return String::new() };
    let Ok(span) = then.until((Unit::Year, &now)) else { return String::new() };
    let (n, unit) =
        match (span.get_years(), span.get_months(), span.get_weeks() * 7 + span.get_days()) {
            (years @ 1.., _, _) => (i32::from(years), "year"),
            (0, months @ 1.., _) => (months, "month"),
            (0, 0, days @ 1..) => (days, "day"),
            _ => return ui_lang.say("age.today").into_owned(),
        };
    let key = if n == 1 { format!("age.one_{unit}") } else { format!("age.{unit}s") };
    ui_lang.fill(&key, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_time_is_told_with_its_zone_and_age() {
        let zone_of = |hours| TimeZone::fixed(jiff::tz::offset(hours));
        assert_eq!(time(1_382_694_957, &zone_of(8)), "2013-10-25 17:55");
        assert_eq!(zone(1_382_694_957, &zone_of(8)), "(UTC+8)");
        assert_eq!(zone(1_382_694_957, &zone_of(-3)), "(UTC-3)");
        assert_eq!(zone(1_382_694_957, &TimeZone::UTC), "(UTC)");
        assert_eq!(time(i64::MAX, &TimeZone::UTC), i64::MAX.to_string());
        let cases = [
            (0, "today"),
            (86_400, "1 day"),
            (40 * 86_400, "1 month"),
            (413_000_000, "13 years"),
            (-9, "today"),
        ];
        for (ago, said) in cases {
            assert_eq!(
                age(UiLang::En, 1_382_694_957, 1_382_694_957 + ago, &TimeZone::UTC),
                said,
                "{ago}"
            );
        }
    }
}
