//! Avatars: what may be fetched, what may be decoded, and how it gets on the screen.

mod answers;
mod asked;
mod decode;
mod drawn;
mod fetch;
mod made;
mod words;
