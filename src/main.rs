//! Arguments to a command; the exit status.

use clap::Parser;
use fanscope::cli::{self, Cli, Command, Exit};

fn main() -> Exit {
    let Cli { command, browse, shared } = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("fanscope: cannot start its threads: {error}");
            return Exit::Unreachable;
        }
    };
    let exit = runtime.block_on(async {
        match command {
            Some(Command::Demo(args)) => cli::demo::run(args, &shared).await,
            Some(Command::Lookup(args)) => cli::lookup::run(args, &shared).await,
            Some(Command::Avatar(args)) => cli::avatar::run(args, &shared).await,
            Some(Command::Accounts(args)) => cli::accounts::run(args, &shared),
            Some(Command::Doctor(args)) => cli::doctor::run(&args, &shared).await,
            None => match cli::browse::run(browse, &shared).await {
                Some(exit) => exit,
                None => cli::demo::run_plain(&shared).await,
            },
        }
    });
    runtime.shutdown_background();
    exit
}
