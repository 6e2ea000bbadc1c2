//! Pictures on disk: private, whole, believed only for their own address, and not too many.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use fanscope::{
    avatar::{
        cache::disk::{Disk, LIMIT},
        client::AvatarClient,
        fetch::Limits,
        image::Avatar,
        image::DecodedImage,
        policy::Policy,
    },
    follower::avatar_url::{AvatarSize, AvatarUrl},
};
use image::{DynamicImage, Rgba, RgbaImage};

use super::made::{Reply, Server, jpeg, photo, quarters};

fn url(text: &str) -> AvatarUrl {
    AvatarUrl::new(text).expect("not empty")
}

fn face(side: u32) -> Avatar {
    let avatar = DecodedImage::new(DynamicImage::from(quarters(side)).into_rgba8());
    Avatar { image: avatar, requested: AvatarSize::Px132, received: AvatarSize::Px96 }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[test]
fn a_small_picture_is_found_as_it_was_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(home.path().join("a/avatars"), LIMIT);
    let address = url("http://wx.qlogo.cn/mmopen/a/132");
    assert_eq!(disk.find(&address, AvatarSize::Px132), None);
    disk.keep(&address, &face(96));
    assert_eq!(disk.find(&address, AvatarSize::Px132), Some(face(96)));
    assert_eq!(disk.find(&address, AvatarSize::Px96), None);
    assert_eq!(disk.find(&url("http://wx.qlogo.cn/mmopen/b/132"), AvatarSize::Px132), None);
    let glass = DecodedImage::new(RgbaImage::from_pixel(300, 300, Rgba([9, 8, 7, 100])));
    let glass = Avatar { image: glass, ..face(46) };
    disk.keep(&address, &glass);
    assert_eq!(disk.find(&address, AvatarSize::Px132), Some(glass));
}

#[test]
fn a_large_picture_is_kept_nearly_as_it_was() {
    let home = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(home.path().to_owned(), LIMIT);
    let avatar = DecodedImage::new(DynamicImage::from(photo(640)).into_rgba8());
    let address = url("http://wx.qlogo.cn/mmopen/a/0");
    disk.keep(&address, &Avatar { image: avatar.clone(), ..face(46) });
    let found = disk.find(&address, AvatarSize::Px132).expect("is kept").image;
    let apart = |(one, other): (&u8, &u8)| u64::from(one.abs_diff(*other));
    let pairs = avatar.pixels().as_raw().iter().zip(found.pixels().as_raw());
    let total: u64 = pairs.map(apart).sum();
    assert!(total < 3 * 640 * 640 * 4, "{total}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("avatars");
    Disk::new(folder.clone(), LIMIT).keep(&url("http://wx.qlogo.cn/a/0"), &face(46));
    let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(files(&folder).iter().map(|file| mode(file)).collect::<Vec<_>>(), [0o600]);
}

#[test]
fn a_file_that_is_about_another_address_or_broken_is_not_believed() {
    let home = tempfile::tempdir().expect("a folder");
    let disk = Disk::new(home.path().to_owned(), LIMIT);
    let (one, other) = (url("http://wx.qlogo.cn/a/0"), url("http://wx.qlogo.cn/b/0"));
    disk.keep(&one, &face(46));
    let of_one = files(home.path()).remove(0);
    disk.keep(&other, &face(64));
    let of_other = files(home.path()).into_iter().find(|file| *file != of_one).expect("two");
    fs::copy(&of_other, &of_one).expect("writes");
    assert_eq!(disk.find(&one, AvatarSize::Px132), None);
    let whole = fs::read(&of_other).expect("reads");
    for length in [0, 10, 40, whole.len() - 20] {
        fs::write(&of_other, &whole[..length]).expect("writes");
        assert_eq!(disk.find(&other, AvatarSize::Px132), None);
    }
}

#[test]
fn what_was_not_used_for_longest_goes_when_the_folder_grows_too_large() {
    let home = tempfile::tempdir().expect("a folder");
    let wide = Disk::new(home.path().to_owned(), LIMIT);
    let address = |name: &str| url(&format!("http://wx.qlogo.cn/{name}/0"));
    wide.keep(&address("old"), &face(46));
    let length = fs::metadata(&files(home.path())[0]).expect("is there").len();
    wide.keep(&address("used"), &face(46));
    for file in files(home.path()) {
        let long_ago = SystemTime::now() - Duration::from_hours(1);
        File::open(file).and_then(|file| file.set_modified(long_ago)).expect("a clock");
    }
    assert!(wide.find(&address("used"), AvatarSize::Px132).is_some());
    Disk::new(home.path().to_owned(), length * 5 / 2).keep(&address("new"), &face(46));
    let is_there = |name: &str| wide.find(&address(name), AvatarSize::Px132).is_some();
    assert_eq!([is_there("old"), is_there("used"), is_there("new")], [false, true, true]);
}

#[tokio::test]
async fn a_picture_that_was_fetched_once_is_there_in_the_next_run_without_the_network() {
    let home = tempfile::tempdir().expect("a folder");
    let server = Server::new(|_| Reply::Whole(200, "", jpeg(96))).await;
    let disk = Disk::new(home.path().to_owned(), LIMIT);
    let run = || {
        AvatarClient::new(Policy::new(&server.base(), &[]), Limits::default())
            .with_disk(disk.clone())
    };
    let address = url(&format!("{}/a/132", server.base()));
    let fetched = run().avatar(&address, AvatarSize::Px96).await.expect("is served");
    while disk.find(&address, AvatarSize::Px96).is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(run().avatar(&address, AvatarSize::Px96).await, Ok(fetched));
    assert_eq!(server.paths().await, ["/a/96"]);
    // What may not be fetched is not shown from the disk either.
    let elsewhere = AvatarClient::new(Policy::default(), Limits::default()).with_disk(disk.clone());
    assert!(elsewhere.avatar(&address, AvatarSize::Px96).await.is_err());
}

#[tokio::test]
async fn a_jpeg_that_was_cut_short_is_shown_and_asked_for_again() {
    let home = tempfile::tempdir().expect("a folder");
    let cut = jpeg(96)[..900].to_vec();
    let server = Server::new(move |_| Reply::Whole(200, "", cut.clone())).await;
    let disk = Disk::new(home.path().to_owned(), LIMIT);
    let client =
        AvatarClient::new(Policy::new(&server.base(), &[]), Limits::default()).with_disk(disk);
    let address = url(&format!("{}/a/132", server.base()));
    for requests in 1..=2 {
        let avatar = client.avatar(&address, AvatarSize::Px96).await.expect("is shown");
        assert!(!avatar.image.is_whole());
        assert_eq!(avatar.image.pixels().dimensions(), (96, 96));
        assert_eq!(server.paths().await.len(), requests);
    }
    assert_eq!(files(home.path()), Vec::<PathBuf>::new());
}

#[test]
fn only_files_that_are_called_as_ours_are_go_and_unfinished_ones_after_an_hour() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let ours = "0123456789abcdef0123456789abcdef";
    let names = [
        "letter.txt",
        ".bashrc",
        "0123456789ABCDEF0123456789ABCDEF",
        ".fanscope-abcdef.tmp",
        ".fanscope-ghijkl.tmp",
        ours,
    ];
    for name in names {
        fs::write(at(name), [0; 4096]).expect("writable");
        let old = SystemTime::now() - Duration::from_hours(2);
        if name != ".fanscope-ghijkl.tmp" {
            File::options()
                .write(true)
                .open(at(name))
                .and_then(|file| file.set_modified(old))
                .expect("a clock");
        }
    }
    Disk::new(home.path().to_owned(), 1000).keep(&url("http://wx.qlogo.cn/a/0"), &face(46));
    let left = names.map(|name| at(name).exists());
    assert_eq!(left, [true, true, true, false, true, false]);
}

#[cfg(unix)]
#[test]
fn a_folder_or_a_file_that_is_a_link_and_a_pipe_are_not_ours() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().expect("a folder");
    let address = url("http://wx.qlogo.cn/a/0");
    let theirs = home.path().join("theirs");
    fs::create_dir(&theirs).expect("writable");
    let old = theirs.join("0123456789abcdef0123456789abcdef");
    fs::write(&old, [0; 4096]).expect("writable");
    symlink(&theirs, home.path().join("link")).expect("a link");
    let through = Disk::new(home.path().join("link"), 1000);
    through.keep(&address, &face(46));
    assert_eq!((files(&theirs), through.find(&address, AvatarSize::Px132)), (vec![old], None));
    // A file of ours that was replaced by a link to one like it, or by a pipe.
    let disk = Disk::new(home.path().join("own"), LIMIT);
    disk.keep(&address, &face(46));
    let kept = files(&home.path().join("own")).remove(0);
    let moved = home.path().join("moved");
    fs::rename(&kept, &moved).expect("ours");
    symlink(&moved, &kept).expect("a link");
    assert_eq!(disk.find(&address, AvatarSize::Px132), None);
    fs::remove_file(&kept).expect("ours");
    let made = std::process::Command::new("mkfifo").arg(&kept).status();
    assert!(made.expect("mkfifo is there").success());
    assert_eq!(disk.find(&address, AvatarSize::Px132), None);
}

#[cfg(unix)]
#[test]
fn the_files_of_others_stay_and_nothing_is_kept_or_taken_away_behind_a_link() {
    let home = tempfile::tempdir().expect("a folder");
    let (others, folder) = (home.path().join("others"), home.path().join("avatars"));
    for dir in [&others, &folder] {
        fs::create_dir(dir).expect("made");
        fs::write(dir.join("holiday.jpg"), [0; 5000]).expect("written");
    }
    let address = url("http://wx.qlogo.cn/mmopen/a/132");
    Disk::new(folder.clone(), 10).keep(&address, &face(46));
    assert_eq!(files(&folder), [folder.join("holiday.jpg")]);
    let hash = "0123456789abcdef0123456789abcdef";
    fs::write(others.join(hash), [0; 5000]).expect("written");
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&others, &link).expect("made");
    Disk::new(link, 10).keep(&address, &face(46));
    assert_eq!(files(&others).len(), 2);
    // A link in an avatar's place is not read either.
    let disk = Disk::new(folder.clone(), LIMIT);
    disk.keep(&address, &face(46));
    let kept =
        files(&folder).into_iter().find(|file| !file.ends_with("holiday.jpg")).expect("kept");
    fs::rename(&kept, others.join("moved")).expect("moved");
    std::os::unix::fs::symlink(others.join("moved"), &kept).expect("made");
    assert_eq!(disk.find(&address, AvatarSize::Px132), None);
}
