//! A request as the endpoints read it.

use std::collections::HashMap;

use axum::{body::Bytes, extract::Query, http::Uri};

use super::{endpoint::Endpoint, refusal::Refusal};

/// A request after its envelope is off.
#[derive(Debug)]
pub struct Call {
    pub endpoint: Endpoint,
    query: HashMap<String, String>,
    pub body: Bytes,
    pub path: String,
}

impl Call {
    pub fn new(endpoint: Endpoint, uri: &Uri, body: Bytes) -> Self {
        let query = Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
        Self { endpoint, query, body, path: uri.path().to_owned() }
    }

    /// A value of the query string. Empty is as good as absent.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The body as JSON, refused as the API refuses it.
    pub fn json(&self) -> Result<serde_json::Value, Refusal> {
        if self.body.is_empty() {
            return Err(Refusal::new(44002));
        }
        if self.body.windows(2).any(|pair| pair == b"\\u") {
            return Err(Refusal::new(40033));
        }
        serde_json::from_slice(&self.body).map_err(|_| Refusal::new(47001))
    }
}
