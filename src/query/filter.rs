//! Which rows a list shows: words that must all be there, or must not, anywhere or in one field.

use std::ops::Range;

use jiff::tz::TimeZone;

use super::{
    fold::folded,
    period::period,
    row::{Row, State},
    syntax::{self, Comparison, Field},
    word::Word,
};

/// The shortest piece out of the middle of an id that finds it. Shorter ones are in many ids by chance.
pub const ID_PIECE: usize = 6;

/// A filter as it was typed, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    text: String,
    terms: Vec<Term>,
    problems: Vec<Problem>,
}

/// One condition. All of a filter's must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    is_not: bool,
    condition: Condition,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// Somewhere in the texts that a person searches; or in an id, where it is as long a piece of one as
    /// none has by chance.
    Anywhere(Word, Option<String>),
    Tag(Word),
    Place(Word),
    Remark(Word),
    Note(Word),
    Name(Word),
    Scene(Word),
    Is(Is),
    /// Followed within these moments, in Unix seconds.
    Since(Range<i64>),
    Id(String),
}

/// What `is:` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    Following,
    Left,
    Unknown,
    Marked,
    Conflict,
}

/// A term that means nothing. It narrows nothing, and is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// `is:` with a word that is none of [`Is`].
    Is(String),
    /// `since` with something that is no year, month or day.
    Since(String),
}

impl Is {
    pub const ALL: [Self; 5] =
        [Self::Following, Self::Left, Self::Unknown, Self::Marked, Self::Conflict];

    /// What it is called, in English and in Chinese.
    #[must_use]
    pub const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Following => ["following", "已关注"],
            Self::Left => ["left", "已取关"],
            Self::Unknown => ["unknown", "未知"],
            Self::Marked => ["marked", "已选"],
            Self::Conflict => ["conflict", "冲突"],
        }
    }

    fn of(name: &str) -> Option<Self> {
        let name = folded(name);
        Self::ALL.into_iter().find(|is| is.names().contains(&name.as_str()))
    }

    fn holds(self, row: &Row<'_>) -> bool {
        match self {
            Self::Following => row.state == State::Following,
            Self::Left => row.state == State::Left,
            Self::Unknown => row.state == State::Unknown,
            Self::Marked => row.is_marked,
            Self::Conflict => row.is_conflict,
        }
    }
}

impl Filter {
    /// Read what was typed. `zone` is the person's: it decides when `since:2024-01` begins.
    #[must_use]
    pub fn new(text: &str, zone: &TimeZone) -> Self {
        let (mut terms, mut problems) = (vec![], vec![]);
        for raw in syntax::terms(text) {
            match condition(&raw, zone) {
                Ok(condition) => terms.push(Term { is_not: raw.is_not, condition }),
                Err(problem) => problems.push(problem),
            }
        }
        Self { text: text.to_owned(), terms, problems }
    }

    /// As it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is narrowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What of it means nothing, and is not minded.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether who is marked decides who is shown.
    #[must_use]
    pub fn depends_on_marks(&self) -> bool {
        self.terms.iter().any(|term| term.condition == Condition::Is(Is::Marked))
    }

    /// Whether this row is shown.
    #[must_use]
    pub fn matches(&self, row: &Row<'_>) -> bool {
        self.terms.iter().all(|term| term.condition.holds(row) != term.is_not)
    }

    /// The words that a row is shown for, to make them seen in it: those of all texts, and those of one field.
    pub fn words(&self) -> impl Iterator<Item = (Option<Field>, &Word)> {
        let shown = self.terms.iter().filter(|term| !term.is_not);
        shown.filter_map(|term| match &term.condition {
            Condition::Anywhere(word, _) => Some((None, word)),
            Condition::Tag(word) => Some((Some(Field::Tag), word)),
            Condition::Place(word) => Some((Some(Field::Place), word)),
            Condition::Remark(word) => Some((Some(Field::Remark), word)),
            Condition::Note(word) => Some((Some(Field::Note), word)),
            Condition::Name(word) => Some((Some(Field::Name), word)),
            Condition::Scene(word) => Some((Some(Field::Scene), word)),
            Condition::Is(_) | Condition::Since(_) | Condition::Id(_) => None,
        })
    }
}

fn condition(raw: &syntax::Raw, zone: &TimeZone) -> Result<Condition, Problem> {
    let word = || Word::new(&raw.value);
    Ok(match raw.field {
        None => Condition::Anywhere(word(), piece(&raw.value)),
        Some(Field::Tag) => Condition::Tag(word()),
        Some(Field::Place) => Condition::Place(word()),
        Some(Field::Remark) => Condition::Remark(word()),
        Some(Field::Note) => Condition::Note(word()),
        Some(Field::Name) => Condition::Name(word()),
        Some(Field::Scene) => Condition::Scene(word()),
        Some(Field::Id) => Condition::Id(raw.value.trim().to_owned()),
        Some(Field::Is) => {
            Condition::Is(Is::of(&raw.value).ok_or_else(|| Problem::Is(raw.value.clone()))?)
        }
        Some(Field::Since) => {
            let within = period(&folded(&raw.value), zone)
                .ok_or_else(|| Problem::Since(raw.value.clone()))?;
            Condition::Since(match raw.comparison {
                Comparison::Is => within,
                Comparison::After => within.end..i64::MAX,
                Comparison::From => within.start..i64::MAX,
                Comparison::Before => i64::MIN..within.start,
                Comparison::Until => i64::MIN..within.end,
            })
        }
    })
}

impl Condition {
    fn holds(&self, row: &Row<'_>) -> bool {
        let names = || row.nickname.into_iter().chain(row.known_names.iter().copied());
        match self {
            Self::Anywhere(word, piece) => {
                let texts = names()
                    .chain(row.remark)
                    .chain(row.notes.iter().copied())
                    .chain(row.tags.iter().copied())
                    .chain(row.place);
                let mut ids = [Some(row.openid), row.unionid].into_iter().flatten();
                texts.into_iter().any(|text| word.is_in(text))
                    || piece.as_ref().is_some_and(|piece| ids.any(|id| has_id(id, piece)))
            }
            Self::Tag(word) => row.tags.iter().any(|tag| word.is_in(tag)),
            Self::Place(word) => row.place.is_some_and(|place| word.is_in(place)),
            Self::Remark(word) => row.remark.is_some_and(|remark| word.is_in(remark)),
            Self::Note(word) => row.notes.iter().any(|note| word.is_in(note)),
            Self::Name(word) => names().any(|name| word.is_in(name)),
            Self::Scene(word) => row.scene.iter().any(|scene| word.is_in(scene)),
            Self::Is(is) => is.holds(row),
            Self::Since(within) => row.followed_at.is_some_and(|at| within.contains(&at)),
            Self::Id(piece) => {
                [Some(row.openid), row.unionid].into_iter().flatten().any(|id| has_id(id, piece))
            }
        }
    }
}

/// A word that can be a piece of an id, long enough to be in no other one by chance.
fn piece(word: &str) -> Option<String> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_piece = word.chars().count() >= ID_PIECE && word.chars().all(is_letter);
    is_piece.then(|| word.to_owned())
}

/// Whether an id is meant by this: by its beginning, or by a piece that is long enough. Ids mind case.
#[must_use]
pub fn has_id(id: &str, piece: &str) -> bool {
    id.starts_with(piece) || (piece.chars().count() >= ID_PIECE && id.contains(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANG: Row<'_> = Row {
        openid: "o6_bmjrPTlm6_2sgVt7hMZOPfL2M",
        unionid: Some("oU4c5bRv0000000000000000_abc"),
        nickname: Some("王小明"),
        known_names: &["Xiao Wang"],
        remark: Some("VIP 老客"),
        notes: &["wants a refund"],
        tags: &["投诉", "Gold"],
        place: Some("中国 广东 广州"),
        scene: &["ADD_SCENE_QR_CODE", "scanned a QR code", "扫描二维码", "shop-3"],
        state: State::Following,
        is_marked: true,
        is_conflict: false,
        followed_at: Some(1_704_067_200),
    };

    fn matches(text: &str) -> bool {
        Filter::new(text, &TimeZone::UTC).matches(&WANG)
    }

    #[test]
    fn a_bare_word_is_sought_in_names_remark_notes_tags_and_place_and_nowhere_else() {
        for word in
            ["小明", "xiao wang", "vip", "refund", "投诉", "gold", "广州", "wxm", "tous", "gz"]
        {
            assert!(matches(word), "{word}");
        }
        for word in ["o6_bm", "oU4c", "7hMZO", "7hmzop", "QR", "扫描", "shop", "王大明", "xyz"]
        {
            assert!(!matches(word), "{word}");
        }
    }

    #[test]
    fn a_bare_word_of_six_letters_is_a_piece_of_an_id_too() {
        for word in ["o6_bmj", "7hMZOP", "oU4c5b", "!7hmzop"] {
            assert!(matches(word), "{word}");
        }
        assert!(!matches("!7hMZOP"));
    }

    #[test]
    fn all_terms_must_hold_and_a_denied_one_must_not() {
        for (text, is_shown) in [
            ("", true),
            ("王 vip", true),
            ("王 !vip", false),
            ("!李", true),
            ("\"xiao wang\"", true),
            ("\"wang xiao\"", false),
            ("!", true),
        ] {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn a_capital_letter_minds_case_and_is_no_sound() {
        for (text, is_shown) in
            [("vip", true), ("VIP", true), ("Vip", false), ("WXM", false), ("ｖｉｐ", true)]
        {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn a_field_is_sought_alone() {
        for (text, is_shown) in [
            ("tag:gold", true),
            ("tag:vip", false),
            ("place:guangz", true),
            ("place:gold", false),
            ("remark:vip", true),
            ("remark:gold", false),
            ("note:refund", true),
            ("note:vip", false),
            ("name:wang", true),
            ("name:vip", false),
            ("scene:qr", true),
            ("scene:shop", true),
            ("来源:扫描", true),
            ("scene:vip", false),
            ("!tag:gold", false),
        ] {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn an_id_is_found_by_its_beginning_or_by_a_piece_of_six() {
        for (text, is_shown) in [
            ("id:o", true),
            ("id:o6_b", true),
            ("id:oU4", true),
            ("id:7hMZO", false),
            ("id:7hMZOP", true),
            ("id:7hmzop", false),
            ("id:_abc", false),
        ] {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn states_are_told_by_their_names_in_both_languages() {
        for (text, is_shown) in [
            ("is:following", true),
            ("is:Following", true),
            ("状态:已关注", true),
            ("is:left", false),
            ("is:unknown", false),
            ("is:marked", true),
            ("is:conflict", false),
            ("!is:conflict", true),
        ] {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn a_follow_time_lies_within_before_or_after_a_period() {
        for (text, is_shown) in [
            ("since:2024", true),
            ("since:2024-01", true),
            ("since:2024-01-01", true),
            ("since:2024-01-02", false),
            ("since:2023", false),
            ("since>2023", true),
            ("since>2024", false),
            ("since>=2024", true),
            ("since<2024", false),
            ("since<=2024", true),
            ("since<2025", true),
            ("关注：２０２４", true),
        ] {
            assert_eq!(matches(text), is_shown, "{text}");
        }
    }

    #[test]
    fn what_means_nothing_is_told_and_narrows_nothing() {
        let filter = Filter::new("is:gone since:20 王", &TimeZone::UTC);
        assert_eq!(filter.problems(), [Problem::Is("gone".into()), Problem::Since("20".into())]);
        assert!(filter.matches(&WANG));
        assert!(Filter::new("is:gone", &TimeZone::UTC).is_empty());
    }

    #[test]
    fn the_place_of_a_match_is_told_in_bytes_of_the_text() {
        let find = |word: &str, text| Word::new(word).find(text);
        assert_eq!(find("vip", "老 VIP 客"), Some(4..7));
        assert_eq!(find("xm", "王小明 Xm"), Some(10..12), "letters before sound");
        assert_eq!(find("xm", "王小明"), Some(3..9));
        assert_eq!(find("ss", "Straße SS"), Some(8..10));
        assert_eq!(find("i\u{307}x", "aİX"), Some(1..4));
        assert_eq!(find("ip", "ＶＩＰ"), Some(3..9));
    }
}
