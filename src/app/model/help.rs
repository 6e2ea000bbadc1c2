//! The lines of the help: the key table, narrowed by what is typed.

use crate::{
    app::{
        action::{Row, Scope},
        keymap,
        model::{Model, mode::Help},
    },
    i18n::UiLang,
    text,
};

/// The lines of the help that its query leaves: everything that can be done in the panes.
#[must_use]
pub fn lines(ui_lang: UiLang, help: &Help) -> Vec<&'static Row> {
    let query = help.query.text().to_lowercase();
    let wanted: Vec<&str> = query.split_whitespace().collect();
    keymap::rows(Scope::Browse)
        .chain(keymap::rows(Scope::Sort).filter(|row| row.scopes == [Scope::Sort]))
        .filter(|row| {
            let text = format!("{} {}", ui_lang.say(&row.text()), row.name).to_lowercase();
            wanted.iter().all(|word| text.contains(word))
        })
        .collect()
}

/// How avatars are drawn and why, in the lines that stand under what is typed in the help: at most two,
/// and none where the lines to choose from need the room.
#[must_use]
pub fn head(model: &Model, width: usize, height: usize) -> Vec<String> {
    /// With fewer lines than this there is room for what can be done, and no more.
    const LOW: usize = 8;
    let reason = model.ui_lang.fill("help.graphics", &[("why", &model.graphics_reason)]);
    let mut lines = text::wrap(&text::visible(&reason), width.saturating_sub(1));
    lines.truncate(if height < LOW { 0 } else { 2 });
    lines
}
