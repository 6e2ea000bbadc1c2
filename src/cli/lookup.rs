//! `fanscope lookup`: Print who these OpenIDs are, without a screen.

use crate::cli::{Exit, Shared};

#[derive(Debug, clap::Args)]
pub struct Args {}

/// Run the command.
pub async fn run(_args: Args, _shared: &Shared) -> Exit {
    Exit::Usage
}
