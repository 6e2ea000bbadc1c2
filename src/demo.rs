//! A stand-in of the API on loopback, with followers, faces and faults of its own.
