//! One line of text that a person types: letters are text here, and nothing typed is lost.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A text and where the next letter goes, in characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    letters: Vec<char>,
    cursor: usize,
}

impl Field {
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().collect()
    }

    /// The text before the cursor.
    #[must_use]
    pub fn before_cursor(&self) -> String {
        self.letters.iter().take(self.cursor).collect()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    pub fn clear(&mut self) {
        self.letters.clear();
        self.cursor = 0;
    }

    /// Put a text in at the cursor. Line ends and tabs become spaces, other controls are left out.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() {
                self.letters.insert(self.cursor, c);
                self.cursor += 1;
            }
        }
    }

    /// Take in a key of editing, and say whether it was one.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('a') if is_ctrl => self.cursor = 0,
            KeyCode::Char('e') if is_ctrl => self.cursor = self.letters.len(),
            KeyCode::Char('u') if is_ctrl => {
                self.letters.drain(..self.cursor);
                self.cursor = 0;
            }
            KeyCode::Char('k') if is_ctrl => self.letters.truncate(self.cursor),
            KeyCode::Char('w') if is_ctrl => {
                let start = self.word_start();
                self.letters.drain(start..self.cursor);
                self.cursor = start;
            }
            KeyCode::Char('h') if is_ctrl => self.backspace(),
            KeyCode::Char(c) if !is_ctrl && !key.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete => {
                if self.cursor < self.letters.len() {
                    self.letters.remove(self.cursor);
                }
            }
            KeyCode::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Right => self.cursor = (self.cursor + 1).min(self.letters.len()),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.letters.len(),
            _ => return false,
        }
        true
    }

    fn backspace(&mut self) {
        if self.cursor > 0 {
            self.cursor -= 1;
            self.letters.remove(self.cursor);
        }
    }

    fn word_start(&self) -> usize {
        let before = self.letters.get(..self.cursor).unwrap_or_default();
        let spaces = before.iter().rev().take_while(|c| c.is_whitespace()).count();
        let word = before.iter().rev().skip(spaces).take_while(|c| !c.is_whitespace()).count();
        self.cursor - spaces - word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(field: &mut Field, code: KeyCode, modifiers: KeyModifiers) {
        field.edit(KeyEvent::new(code, modifiers));
    }

    #[test]
    fn a_word_is_taken_back_with_the_spaces_behind_it() {
        let mut field = Field::default();
        field.insert("vip 张三  ");
        press(&mut field, KeyCode::Char('w'), KeyModifiers::CONTROL);
        assert_eq!(field.text(), "vip ");
        press(&mut field, KeyCode::Home, KeyModifiers::NONE);
        press(&mut field, KeyCode::Char('!'), KeyModifiers::NONE);
        assert_eq!((field.text().as_str(), field.before_cursor().as_str()), ("!vip ", "!"));
    }

    #[test]
    fn a_pasted_text_stays_on_its_line() {
        let mut field = Field::default();
        field.insert("a\r\nb\x1b[c");
        assert_eq!(field.text(), "a  b[c");
    }
}
