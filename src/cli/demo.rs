//! `fanscope demo`: Try it on made-up followers, served by a stand-in of the API on this machine.

use crate::cli::{Exit, Shared};

#[derive(Debug, clap::Args)]
pub struct Args {}

/// Run the command.
pub async fn run(_args: Args, _shared: &Shared) -> Exit {
    Exit::Usage
}
