//! Stands in for `getrandom`: there is no chance without glue to the page. The `zip` crate asks for it to encrypt an archive, which
//! nobody asks it to.

/// There is no chance.
#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there are no random numbers")
    }
}

impl std::error::Error for Error {}

/// Fails.
///
/// # Errors
/// Always.
pub fn fill(_bytes: &mut [u8]) -> Result<(), Error> {
    Err(Error)
}

/// Fails.
///
/// # Errors
/// Always.
pub fn u64() -> Result<u64, Error> {
    Err(Error)
}
