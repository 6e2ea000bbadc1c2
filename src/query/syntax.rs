//! What is typed, taken apart: words between spaces, "quoted" ones, `!` for not, and `field:value`.
//!
//! Full-width signs are as good as the keyboard's, as an input method for Chinese leaves them behind:
//! `！`, `：`, `＂` and “ ”, `＞`, and the ideographic space.

use super::fold::half_width;

/// One term as it stands, before anybody asks what its field knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    pub is_not: bool,
    pub field: Option<Field>,
    pub comparison: Comparison,
    /// Without quotes and without its field.
    pub value: String,
}

/// What stands between a field and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `since:2024`, and words without a field.
    Is,
    /// `since>2024`: after the end of it.
    After,
    /// `since<2024`: before its beginning.
    Before,
    /// `since>=2024`: from its beginning on.
    From,
    /// `since<=2024`: until its end.
    Until,
}

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Tag,
    Place,
    Remark,
    Note,
    Name,
    Scene,
    Is,
    Since,
    Id,
}

impl Field {
    pub const ALL: [Self; 9] = [
        Self::Tag,
        Self::Place,
        Self::Remark,
        Self::Note,
        Self::Name,
        Self::Scene,
        Self::Is,
        Self::Since,
        Self::Id,
    ];

    /// What it is called, in English and in Chinese.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Tag => &["tag", "标签"],
            Self::Place => &["place", "地区"],
            Self::Remark => &["remark", "备注"],
            Self::Note => &["note", "记录"],
            Self::Name => &["name", "昵称"],
            Self::Scene => &["scene", "来源"],
            Self::Is => &["is", "状态"],
            Self::Since => &["since", "关注"],
            Self::Id => &["id"],
        }
    }

    fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        Self::ALL.into_iter().find(|field| field.names().contains(&name.as_str()))
    }
}

/// The terms of a filter, in their order. What is not finished yet is taken as far as it goes: an open quote
/// reaches to the end; `!` and `tag:` alone are left out.
#[must_use]
pub fn terms(text: &str) -> Vec<Raw> {
    let mut letters = text.chars().peekable();
    let mut terms = vec![];
    loop {
        while letters.next_if(|c| is_space(*c)).is_some() {}
        if letters.peek().is_none() {
            return terms;
        }
        let is_not = letters.next_if(|c| half_width(*c) == '!').is_some();
        let mut head = String::new();
        let (mut field, mut comparison) = (None, Comparison::Is);
        // A field's name, up to its sign.
        while let Some(c) = letters.next_if(|c| !is_space(*c) && !is_quote(*c)) {
            let sign = half_width(c);
            field = if matches!(sign, ':' | '>' | '<') { Field::of(&head) } else { None };
            // Only times are compared; elsewhere `>` is a character like others.
            if field.is_some_and(|field| sign == ':' || field == Field::Since) {
                let is_open = letters.next_if(|c| sign != ':' && half_width(*c) == '=').is_some();
                comparison = match (sign, is_open) {
                    ('>', false) => Comparison::After,
                    ('>', true) => Comparison::From,
                    ('<', false) => Comparison::Before,
                    ('<', true) => Comparison::Until,
                    _ => Comparison::Is,
                };
                head.clear();
                break;
            }
            field = None;
            head.push(c);
        }
        let mut value = head;
        // The value: quoted parts keep their spaces.
        while let Some(c) = letters.next_if(|c| !is_space(*c)) {
            if is_quote(c) {
                value.extend(letters.by_ref().take_while(|c| !is_quote(*c)));
            } else {
                value.push(c);
            }
        }
        if !value.is_empty() {
            terms.push(Raw { is_not, field, comparison, value });
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let said = terms(text).into_iter().map(|term| {
            let not = if term.is_not { "!" } else { "" };
            let field = term.field.map_or(String::new(), |field| format!("{field:?}"));
            let sign = match term.comparison {
                Comparison::Is => "=",
                Comparison::After => ">",
                Comparison::Before => "<",
                Comparison::From => ">=",
                Comparison::Until => "<=",
            };
            format!("{not}{field}{sign}{}", term.value)
        });
        said.collect()
    }

    #[test]
    fn words_quotes_negation_and_fields_are_told_apart() {
        assert_eq!(said("vip 王"), ["=vip", "=王"]);
        assert_eq!(said(r#"!vip "a b" !"c d""#), ["!=vip", "=a b", "!=c d"]);
        assert_eq!(said("tag:VIP !place:广州"), ["Tag=VIP", "!Place=广州"]);
        assert_eq!(said(r#"tag:"old hand" TAG:x"#), ["Tag=old hand", "Tag=x"]);
        assert_eq!(
            said("since:2024-01 since>2024 since<=2023"),
            ["Since=2024-01", "Since>2024", "Since<=2023"]
        );
        assert_eq!(said("标签:投诉 状态:left 关注>=2024"), ["Tag=投诉", "Is=left", "Since>=2024"]);
    }

    #[test]
    fn full_width_signs_of_an_input_method_are_signs() {
        assert_eq!(
            said("！王　标签：投诉 “a b” 关注＞２０２４"),
            ["!=王", "Tag=投诉", "=a b", "Since>２０２４"]
        );
    }

    #[test]
    fn what_is_no_field_is_a_word_with_a_colon() {
        assert_eq!(
            said("http://x 12:30 foo:bar a>b tag>x"),
            ["=http://x", "=12:30", "=foo:bar", "=a>b", "=tag>x"]
        );
        assert_eq!(said("a:tag:b"), ["=a:tag:b"]);
    }

    #[test]
    fn what_is_not_finished_is_taken_as_far_as_it_goes() {
        assert_eq!(said("! tag: \"a b"), ["=a b"]);
        assert_eq!(said("!!a"), ["!=!a"]);
        assert_eq!(said("a\"b c\"d"), ["=ab cd"]);
        assert!(terms("  \u{3000}\t").is_empty());
    }
}
