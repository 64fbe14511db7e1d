//! The program `faultline`: reads the command line and says in one sentence why it could not do what was asked.
//! Everything else is in the library, where tests reach it.

use clap::Parser;
use faultline_server::cli::Cli;
use faultline_server::output;
use std::process::ExitCode;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How the program ends when it could not do what was asked; 0 and 1 are answers.
const COULD_NOT: u8 = 2;
/// How long work on threads of its own is waited for at the end.
const BLOCKING_TIMEOUT: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => {
            // Help and version are answers, unless they cannot be written.
            let written = told.print().is_ok();
            let code = if written {
                u8::try_from(told.exit_code()).unwrap_or(COULD_NOT)
            } else {
                COULD_NOT
            };
            return ExitCode::from(code);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::tell(&format!("The program cannot start: {error}."));
            return ExitCode::from(COULD_NOT);
        }
    };
    let code = runtime.block_on(cli.run()).unwrap_or_else(|error| {
        output::tell(&error.to_string());
        ExitCode::from(COULD_NOT)
    });
    runtime.shutdown_timeout(BLOCKING_TIMEOUT);
    code
}
