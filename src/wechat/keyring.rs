//! Secrets in the keyring of the system, under the service `fanscope` and the account's name.
//!
//! Only a build with the feature `keyring` has it, as it brings D-Bus along. It is asked when a secret
//! is needed and not before: a server has none, and that must not stop what needs no secret. When it
//! gives nothing that is an error, and nothing else is tried in its place.

use std::{thread, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;

use crate::{
    config::credential::{self, Odd},
    wechat::{
        command::{self, Given},
        error::{Credentials, Error, Keyring},
    },
};

/// As for a command: long enough to type a passphrase.
const LONGEST: Duration = command::LONGEST;

/// The token that it holds for this account.
///
/// # Errors
/// When there is none, it is locked, or it holds nothing that can be a token.
pub async fn token(account: &str) -> Result<Given, Error> {
    checked_token(&read(account).await?)
}

/// The `AppSecret` that it holds for this account.
///
/// # Errors
/// When there is none, it is locked, or it holds nothing that can be a secret.
pub async fn secret(account: &str) -> Result<Given, Error> {
    checked_secret(&read(account).await?)
}

fn checked_token(text: &SecretString) -> Result<Given, Error> {
    match credential::token(text.expose_secret()) {
        Ok((token, wrapping)) => Ok((token, wrapping.map(Odd::Wrapped))),
        Err(_) => Err(Error::Credentials(Credentials::Keyring(Keyring::Rubbish))),
    }
}

fn checked_secret(text: &SecretString) -> Result<Given, Error> {
    command::checked_secret(text.expose_secret()).map_err(|error| match error {
        Error::Credentials(Credentials::CommandRubbish) => {
            Error::Credentials(Credentials::Keyring(Keyring::Rubbish))
        }
        other => other,
    })
}

async fn read(account: &str) -> Result<SecretString, Error> {
    let (response, answered) = oneshot::channel();
    let account = account.to_owned();
    // It waits while the person is asked for a passphrase, and the end of the program must not wait
    // with it, as it would with a thread of the runtime.
    thread::spawn(move || {
        // Nobody listens any more when the person has given up.
        let _ = response.send(store::read(&account));
    });
    let read = match tokio::time::timeout(LONGEST, answered).await {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => Err(Keyring::Absent),
        Err(_) => Err(Keyring::Locked),
    };
    read.map_err(|reason| Error::Credentials(Credentials::Keyring(reason)))
}

/// Put this account's secret into it. It waits while the person is asked for a passphrase.
///
/// # Errors
/// When there is none, or it is locked.
pub fn write(account: &str, secret: &str) -> Result<(), Error> {
    // D-Bus must not be waited for on a thread of the runtime.
    let written = thread::scope(|scope| scope.spawn(|| store::write(account, secret)).join());
    let written = written.unwrap_or(Err(Keyring::Absent));
    written.map_err(|reason| Error::Credentials(Credentials::Keyring(reason)))
}

#[cfg(not(feature = "keyring"))]
mod store {
    use super::{Keyring, SecretString};

    pub fn read(_account: &str) -> Result<SecretString, Keyring> {
        Err(Keyring::NotBuiltIn)
    }

    pub fn write(_account: &str, _secret: &str) -> Result<(), Keyring> {
        Err(Keyring::NotBuiltIn)
    }
}

#[cfg(feature = "keyring")]
mod store {
    use keyring::{Entry, Error};

    use super::{Keyring, SecretString};

    const SERVICE: &str = "fanscope";

    pub fn read(account: &str) -> Result<SecretString, Keyring> {
        let entry = Entry::new(SERVICE, account).map_err(|error| reason(&error))?;
        text(entry.get_password())
    }

    pub fn write(account: &str, secret: &str) -> Result<(), Keyring> {
        let entry = Entry::new(SERVICE, account).map_err(|error| reason(&error))?;
        entry.set_password(secret).map_err(|error| reason(&error))
    }

    /// What an entry holds, whatever that is.
    pub fn text(read: keyring::Result<String>) -> Result<SecretString, Keyring> {
        read.map(SecretString::from).map_err(|error| reason(&error))
    }

    fn reason(error: &Error) -> Keyring {
        match error {
            Error::NoEntry => Keyring::NoEntry,
            Error::NoStorageAccess(_) => Keyring::Locked,
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
                Keyring::Rubbish
            }
            // The list is open; all the others say that it does not work at all.
            _ => Keyring::Absent,
        }
    }
}

#[cfg(all(test, feature = "keyring"))]
mod tests {
    use super::*;
    use keyring_core::{Entry, Error, mock};

    fn read(entry: &Entry) -> Result<String, Keyring> {
        let text = store::text(entry.get_password())?;
        let secret = command::checked_secret(text.expose_secret()).map_err(|_| Keyring::Rubbish);
        secret.map(|(secret, _)| secret.expose_secret().to_owned())
    }

    #[test]
    fn whatever_a_keyring_does_is_a_secret_or_an_error_and_nothing_between() {
        keyring_core::set_default_store(mock::Store::new().expect("a store in memory"));
        let entry = Entry::new("fanscope", "shop").expect("an entry");
        assert_eq!(read(&entry), Err(Keyring::NoEntry));
        entry.set_password("s3cret\n").expect("kept");
        assert_eq!(read(&entry), Ok("s3cret".into()));
        let locked = || Error::NoStorageAccess("locked".into());
        let broken = || Error::PlatformFailure("no D-Bus".into());
        for (error, reason) in [(locked(), Keyring::Locked), (broken(), Keyring::Absent)] {
            let credential: &mock::Cred = entry.as_any().downcast_ref().expect("of the mock");
            credential.set_error(error);
            assert_eq!(read(&entry), Err(reason));
        }
        for rubbish in ["", "two words", "密钥"] {
            entry.set_password(rubbish).expect("kept");
            assert_eq!(read(&entry), Err(Keyring::Rubbish));
        }
    }
}

#[cfg(test)]
mod oddities {
    use super::*;
    use crate::config::credential::Wrapping;

    #[test]
    fn what_is_odd_about_what_it_holds_is_handed_on() {
        let odd = |given: Result<Given, Error>| given.map(|(_, odd)| odd);
        let text = |text: &str| SecretString::from(text.to_owned());
        assert_eq!(odd(checked_token(&text("9_Tok3n"))), Ok(None));
        let quoted = Some(Odd::Wrapped(Wrapping::Quotes));
        assert_eq!(odd(checked_token(&text("\"9_Tok3n\""))), Ok(quoted));
        assert_eq!(odd(checked_secret(&text("s3cret"))), Ok(Some(Odd::UnusualSecret)));
        assert_eq!(odd(checked_secret(&text("5a1f0c93e7b24d6880f3a9c2d4e6b71a\n"))), Ok(None));
    }
}
