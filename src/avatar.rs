//! From an address to a picture: guard, fetch, decode.
