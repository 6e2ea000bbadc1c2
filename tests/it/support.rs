//! What several tests stand on: made-up followers, keys, terminals and servers.

pub mod made;
pub mod play;
pub mod program;
pub mod pty;
pub mod rng;
pub mod scripted;
pub mod socks;
pub mod tls;
