//! Arguments to a command; the exit status.

use fanscope::cli::{self, Cli, Command, Exit, say, usage};

fn main() -> Exit {
    leave_no_core();
    let Cli { command, browse, shared } = match usage::parse() {
        Ok(cli) => cli,
        Err(exit) => return exit,
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            return say::ends(Exit::Unreachable, &format!("cannot start its threads: {error}"));
        }
    };
    let exit = runtime.block_on(async {
        match command {
            Some(Command::Demo(args)) => cli::demo::run(args, &shared).await,
            Some(Command::Lookup(args)) => cli::lookup::run(args, &shared).await,
            Some(Command::Sync(args)) => cli::sync::run(&args, &shared).await,
            Some(Command::Find(args)) => cli::find::run(&args, &shared),
            Some(Command::Person(args)) => cli::person::run(&args, &shared),
            Some(Command::Purge(args)) => cli::purge::run(&args, &shared),
            Some(Command::Avatar(args)) => cli::avatar::run(args, &shared).await,
            Some(Command::Accounts(args)) => cli::accounts::run(args, &shared).await,
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

/// A core file would hold the secret, and so would what another program reads out of our memory.
fn leave_no_core() {
    #[cfg(unix)]
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = nix::sys::prctl::set_dumpable(false);
}
