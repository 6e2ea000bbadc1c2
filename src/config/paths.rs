//! Where our files lie: the folders of the XDG base directory specification.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// Our own folder in each of the base directories. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    pub state: PathBuf,
}

impl Paths {
    /// The folders for this person. `None` when they have no home folder.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::base_strategy::Xdg::new().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self {
            config: base.config_dir().join("fanscope"),
            data: base.data_dir().join("fanscope"),
            cache: base.cache_dir().join("fanscope"),
            state: state.join("fanscope"),
        })
    }
}

/// The usual `config.toml`, by environment variables that are asked for by name, so that tests do not
/// meet the one of whoever runs them.
#[must_use]
pub fn config_file(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let given = variable("XDG_CONFIG_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
    let dir = given.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".config")))?;
    Some(dir.join("fanscope").join("config.toml"))
}
