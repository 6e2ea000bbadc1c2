//! Avatars: what may be fetched, what may be decoded, and how it gets on the screen.

mod blocks;
mod colours;
mod command;
mod decode;
mod disk;
mod drawn;
mod fetch;
mod made;
mod messages;
mod probed;
mod sixels;
