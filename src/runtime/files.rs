//! Avatars as files: saved where the person says, or opened in the system's viewer.

use std::{
    env,
    fs::{self, OpenOptions},
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use image::{DynamicImage, ImageFormat, codecs::jpeg::JpegEncoder};

use crate::{
    avatar::image::DecodedImage,
    config::{private, tidy},
    runtime::program,
};

/// How long a viewer may take to say that it cannot start. One that still runs then has started.
const START: Duration = Duration::from_secs(2);
/// Files for viewers are of no use any more after this.
const OLD: Duration = Duration::from_hours(24);
const JPEG_QUALITY: u8 = 95;
/// How the names of copies for viewers begin.
const COPY: &str = "fanscope-";

/// Why an avatar is not in a file, or in no viewer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// Its name ends with none of the forms that are written.
    #[error("{0} is no name of a picture")]
    Kind(PathBuf),
    #[error("cannot write {0}: {1}")]
    Unwritable(PathBuf, io::Error),
    /// Neither X nor Wayland: what opens files would open them in this terminal.
    #[error("no desktop")]
    NoDesktop,
    #[error("no viewer: {0}")]
    NoViewer(io::Error),
}

/// Write an avatar to the file that was typed, and say where that is. `~` is the home, a folder takes
/// it under `name`, and a name that ends with no form of avatars gets `.png`. No file is written over.
///
/// # Errors
/// Why it was not written.
pub fn save(image: &DecodedImage, name: &str, to: &str) -> Result<PathBuf, Error> {
    let path = target(name, to.trim());
    let kind = kind(&path).ok_or_else(|| Error::Kind(path.clone()))?;
    let bytes = encoded(image, kind).map_err(|error| Error::Unwritable(path.clone(), error))?;
    match write_new(&path, &bytes) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Exists(path)),
        Err(error) => Err(Error::Unwritable(path, error)),
    }
}

/// Write a file that is not there yet, whole or not at all.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| {
        // Half a file would be in the way of the next try.
        let _ = fs::remove_file(path);
    })
}

/// Open an avatar in the system's viewer: a copy in this folder, which only its owner can read.
///
/// # Errors
/// Why it was not opened.
pub fn open(image: &DecodedImage, name: &str, folder: Option<&Path>) -> Result<(), Error> {
    if !has_desktop(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Err(Error::NoDesktop);
    }
    let folder = match folder {
        Some(folder) => {
            if folder.is_symlink() {
                let error = io::Error::new(io::ErrorKind::InvalidInput, "a link to another folder");
                return Err(Error::Unwritable(folder.to_owned(), error));
            }
            tidy::sweep(folder, OLD, is_copy);
            folder.to_owned()
        }
        None => env::temp_dir(),
    };
    let path = copy(image, name, &folder).map_err(|error| Error::Unwritable(folder, error))?;
    program::start_one(open::commands(path), START).map_err(Error::NoViewer)
}

/// A viewer reads it after we have ended, so it stays.
fn copy(image: &DecodedImage, name: &str, folder: &Path) -> io::Result<PathBuf> {
    private::make_dir(folder)?;
    let stem = name.strip_suffix(".png").unwrap_or(name);
    let mut file = tempfile::Builder::new()
        .prefix(&format!("{COPY}{stem}-"))
        .suffix(".png")
        .rand_bytes(6)
        .tempfile_in(folder)?;
    file.write_all(&encoded(image, ImageFormat::Png)?)?;
    Ok(file.into_temp_path().keep()?)
}

/// Whether a file is a copy that a viewer was given.
fn is_copy(name: &str) -> bool {
    let rest = name.strip_prefix(COPY).and_then(|rest| rest.strip_suffix(".png"));
    rest.and_then(|rest| rest.rsplit_once('-')).is_some_and(|(_, random)| tidy::is_random(random))
}

/// Without one, `xdg-open` and its like would run a browser in this terminal.
fn has_desktop(is_set: impl Fn(&str) -> bool) -> bool {
    let is_plain_unix = cfg!(unix) && !cfg!(target_os = "macos");
    !is_plain_unix || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set)
}

fn target(name: &str, to: &str) -> PathBuf {
    let home = env::home_dir().unwrap_or_default();
    let path = match to.strip_prefix('~') {
        Some("") => home,
        Some(rest) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(to),
    };
    let path = if path.is_dir() || to.is_empty() { path.join(name) } else { path };
    // What ends with no form of avatars at all ends with none: `avatar.v2`.
    let path = if ImageFormat::from_path(&path).is_ok() {
        path
    } else {
        let mut whole = path.into_os_string();
        whole.push(".png");
        PathBuf::from(whole)
    };
    // So that what is said can be found from anywhere.
    std::path::absolute(&path).unwrap_or(path)
}

fn kind(path: &Path) -> Option<ImageFormat> {
    let kind = ImageFormat::from_path(path).ok()?;
    matches!(kind, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP).then_some(kind)
}

fn encoded(image: &DecodedImage, kind: ImageFormat) -> io::Result<Vec<u8>> {
    let image = DynamicImage::ImageRgba8(image.pixels().clone());
    let mut bytes = vec![];
    let done = if kind == ImageFormat::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.into_rgb8().write_with_encoder(encoder)
    } else {
        image.write_to(&mut Cursor::new(&mut bytes), kind)
    };
    done.map_err(io::Error::other)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView, Rgba, RgbaImage};

    use super::*;

    fn image() -> DecodedImage {
        DecodedImage::new(RgbaImage::from_pixel(7, 5, Rgba([200, 30, 30, 255])))
    }

    #[test]
    fn an_image_is_written_in_the_form_that_its_name_ends_with() {
        let home = tempfile::tempdir().expect("a folder");
        for (typed, name) in [
            ("a.png", "a.png"),
            ("b.JPG", "b.JPG"),
            ("c.webp", "c.webp"),
            ("d", "d.png"),
            ("e.v2", "e.v2.png"),
            ("", "face-132.png"),
        ] {
            let typed = home.path().join(typed).to_string_lossy().into_owned();
            let path = save(&image(), "face-132.png", &typed).expect(name);
            assert_eq!(path, home.path().join(name));
            let bytes = fs::read(&path).expect("was written");
            let written = image::load_from_memory(&bytes).expect(name);
            assert_eq!(written.dimensions(), (7, 5), "{name}");
            let [red, green, ..] = written.get_pixel(3, 3).0;
            assert!(red > 190 && green < 40, "{name}");
        }
    }

    #[test]
    fn no_file_is_written_over_and_none_is_left_by_a_failure() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        fs::write(at("there.png"), "mine").expect("writable");
        assert!(matches!(save(&image(), "x.png", &at("there.png")), Err(Error::Exists(_))));
        assert_eq!(fs::read(at("there.png")).expect("is there"), b"mine");
        assert!(matches!(save(&image(), "x.png", &at("a.gif")), Err(Error::Kind(_))));
        let unwritable = save(&image(), "x.png", &at("none/a.png"));
        assert!(matches!(unwritable, Err(Error::Unwritable(..))));
        assert_eq!(fs::read_dir(home.path()).expect("readable").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_for_a_viewer_is_its_owners_and_the_old_ones_go() {
        use std::{os::unix::fs::PermissionsExt, time::SystemTime};
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("opened");
        let path = copy(&image(), "face-132.png", &folder).expect("is written");
        let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        let old = fs::File::options().write(true).open(&path).expect("ours");
        old.set_modified(SystemTime::now() - 2 * OLD).expect("ours");
        let young = copy(&image(), "face-132.png", &folder).expect("is written");
        let others = folder.join("holiday.png");
        let old = fs::File::create(&others).expect("ours");
        old.set_modified(SystemTime::now() - 2 * OLD).expect("ours");
        tidy::sweep(&folder, OLD, is_copy);
        assert_eq!((path.exists(), young.exists(), others.exists()), (false, true, true));
    }

    #[test]
    fn the_home_is_meant_by_its_sign_alone() {
        let home = env::home_dir().expect("whoever tests has one");
        assert_eq!(target("face.png", "~"), home.join("face.png"));
        assert_eq!(target("face.png", "~/b.jpg"), home.join("b.jpg"));
        let here = env::current_dir().expect("a folder");
        assert_eq!(target("face.png", "~b.jpg"), here.join("~b.jpg"));
        assert_eq!(target("face.png", ""), here.join("face.png"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn without_a_desktop_nothing_is_started() {
        assert!(!has_desktop(|_| false));
        assert!(has_desktop(|name| name == "WAYLAND_DISPLAY"));
    }
}
