//! The API over HTTP: one call, one answer or one error that holds no secret.
