//! Answers that come after the question was given up, when crossterm reads the terminal again.
//!
//! crossterm (0.29, `event/sys/unix/parse.rs`) takes DA1 and drops what it does not know of `ESC [`
//! by itself. Strings it does not know at all: of `ESC _Gi=31;OK ESC \` it makes Alt+_, the letters,
//! and Alt+\, as if somebody had typed them. This takes those keys out again.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// An answer is at most this long. Longer ones are somebody's typing after all.
const LONGEST: usize = 128;
/// How the strings that were asked for begin, as keys; the first of them with Alt.
const OPENERS: [&[char]; 3] = [&['_', 'G'], &['P', '>', '|'], &[']', '1', '1', ';']];

/// Lets events pass, except those that late answers are made of.
#[derive(Debug, Clone, Default)]
pub struct Late {
    state: State,
}

#[derive(Debug, Clone, Default)]
enum State {
    #[default]
    Clear,
    /// The beginning of an opener. Given back if it goes on otherwise.
    Perhaps(Vec<Event>),
    /// In a string of this many keys so far, up to Alt+\\.
    Inside(usize),
    /// In the numbers of an `ESC [` answer, up to a letter.
    Numbers(usize),
    /// The key `\` that ends an answer came apart from its Alt.
    Ending(usize),
}

impl Late {
    /// When the question was given up after these bytes of an answer, whose rest is still to come.
    #[must_use]
    pub fn after(begun: &[u8]) -> Self {
        let state = match begun {
            [] => State::Clear,
            [0x1b, b'[', ..] => State::Numbers(0),
            _ => State::Inside(0),
        };
        Self { state }
    }

    /// The events that are to be handled now.
    pub fn pass(&mut self, event: Event) -> Vec<Event> {
        let key = match &event {
            Event::Key(key) => *key,
            // Not made of keys, so it is not part of an answer; it does not end one either.
            _ => return vec![event],
        };
        match std::mem::take(&mut self.state) {
            State::Clear => self.begin(event, key),
            State::Perhaps(mut held) => {
                held.push(event);
                let so_far: Vec<char> = held.iter().filter_map(letter).collect();
                let is_whole = |opener: &&[char]| *opener == so_far.as_slice();
                let is_part = |opener: &&[char]| opener.starts_with(&so_far);
                if so_far.len() == held.len() && OPENERS.iter().any(is_whole) {
                    self.state = State::Inside(0);
                    return vec![];
                }
                if so_far.len() == held.len() && OPENERS.iter().any(is_part) {
                    self.state = State::Perhaps(held);
                    return vec![];
                }
                let last = held.pop();
                held.extend(last.into_iter().flat_map(|event| self.begin(event, key)));
                held
            }
            State::Inside(length) => self.inside_one(event, key, length),
            State::Numbers(length) => match key.code {
                KeyCode::Char('0'..='9' | ';') if length < LONGEST => {
                    self.state = State::Numbers(length + 1);
                    vec![]
                }
                KeyCode::Char('a'..='z') => vec![],
                _ => self.begin(event, key),
            },
            State::Ending(_) if letter(&event) == Some('\\') => vec![],
            State::Ending(length) => {
                let mut events = vec![Event::Key(KeyCode::Esc.into())];
                events.extend(if length > 0 { self.begin(event, key) } else { vec![event] });
                events
            }
        }
    }

    fn begin(&mut self, event: Event, key: KeyEvent) -> Vec<Event> {
        let opens =
            letter(&event).is_some_and(|c| OPENERS.iter().any(|opener| opener.first() == Some(&c)));
        if key.modifiers.contains(KeyModifiers::ALT) && opens {
            self.state = State::Perhaps(vec![event]);
            return vec![];
        }
        vec![event]
    }

    fn inside_one(&mut self, event: Event, key: KeyEvent, length: usize) -> Vec<Event> {
        let is_alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('\\') if is_alt => vec![],
            // BEL ends one too.
            KeyCode::Char('g') if key.modifiers.contains(KeyModifiers::CONTROL) => vec![],
            // The two bytes of the end can come in two reads.
            KeyCode::Esc => {
                self.state = State::Ending(length);
                vec![]
            }
            KeyCode::Char(_)
                if length < LONGEST && !key.modifiers.contains(KeyModifiers::CONTROL) =>
            {
                self.state = State::Inside(length + 1);
                vec![]
            }
            _ => self.begin(event, key),
        }
    }
}

fn letter(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(c), .. }) => Some(*c),
        _ => None,
    }
}
