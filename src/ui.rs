//! What it looks like: a pure function from the model to a frame.
