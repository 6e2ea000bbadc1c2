//! Kinds of files that are no text, known by their first bytes and named in words.

/// A file that is not read, because it is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Excel,
    OldExcel,
    OpenDocument,
    Word,
    Numbers,
    Zip,
    Gzip,
    Compressed,
    Archive,
    Pdf,
    Image,
    Media,
    Sqlite,
    PostgresDump,
    Parquet,
    Access,
    Rtf,
    Program,
    Binary,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl std::error::Error for Kind {}

/// So many bytes are enough to know a file by.
pub const ENOUGH: usize = 4096;

/// First bytes, and what begins with them.
const MAGIC: [(&[u8], Kind); 42] = [
    (b"\x1f\x8b", Kind::Gzip),
    (b"BZh91AY&SY", Kind::Compressed),
    (b"\xfd7zXZ\0", Kind::Compressed),
    (b"\x28\xb5\x2f\xfd", Kind::Compressed),
    (b"\x04\x22\x4d\x18", Kind::Compressed),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::OldExcel),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", Kind::OldExcel),
    (b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (b"Rar!\x1a\x07", Kind::Archive),
    (b"%PDF-", Kind::Pdf),
    (b"\x89PNG\r\n\x1a\n", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"GIF87a", Kind::Image),
    (b"GIF89a", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"\0\0\x01\0", Kind::Image),
    (b"8BPS\0", Kind::Image),
    (b"ID3\x03", Kind::Media),
    (b"ID3\x04", Kind::Media),
    (b"OggS\0", Kind::Media),
    (b"\x1aE\xdf\xa3", Kind::Media),
    (b"#!AMR\n", Kind::Media),
    (b"SQLite format 3\0", Kind::Sqlite),
    (b"PGDMP", Kind::PostgresDump),
    (b"PAR1", Kind::Parquet),
    (b"ARROW1\0", Kind::Parquet),
    (b"Obj\x01", Kind::Parquet),
    (b"\0\x01\0\0Standard Jet DB", Kind::Access),
    (b"\0\x01\0\0Standard ACE DB", Kind::Access),
    (b"{\\rtf", Kind::Rtf),
    (b"\x7fELF", Kind::Program),
    (b"\xfe\xed\xfa\xce", Kind::Program),
    (b"\xfe\xed\xfa\xcf", Kind::Program),
    (b"\xce\xfa\xed\xfe", Kind::Program),
    (b"\xcf\xfa\xed\xfe", Kind::Program),
    (b"\xca\xfe\xba\xbe", Kind::Program),
    (b"bplist00", Kind::Binary),
    (b"\x80\x03}", Kind::Binary),
    (b"\x80\x04\x95", Kind::Binary),
    (b"\x80\x05\x95", Kind::Binary),
    (b"\x1f\x9d", Kind::Compressed),
];

/// What a zip file is, by the name of one of its first members.
const MEMBERS: [(&[u8], Kind); 9] = [
    (b"xl/", Kind::Excel),
    (b"word/", Kind::Word),
    (b"ppt/", Kind::Word),
    (b"application/vnd.oasis.opendocument", Kind::OpenDocument),
    (b"Index/Document.iwa", Kind::Numbers),
    (b"Index/", Kind::Numbers),
    (b"META-INF/MANIFEST.MF", Kind::Program),
    (b"AndroidManifest.xml", Kind::Program),
    // Excel writes this member first, so nothing of `xl/` may be in sight yet.
    (b"[Content_Types].xml", Kind::Excel),
];

impl Kind {
    /// What begins with these bytes, when it is no text.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..ENOUGH).unwrap_or(bytes);
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        let at = |start: usize, part: &[u8]| {
            bytes.get(start..).is_some_and(|rest| rest.starts_with(part))
        };
        if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| at(0, magic)) {
            let member = MEMBERS.iter().find(|(name, _)| holds(name));
            return Some(member.map_or(Self::Zip, |(_, kind)| *kind));
        }
        if at(0, b"RIFF") {
            return match bytes.get(8..12) {
                Some(b"WEBP") => Some(Self::Image),
                Some(b"WAVE" | b"AVI ") => Some(Self::Media),
                _ => None,
            };
        }
        if at(4, b"ftyp") {
            let is_image =
                ["heic", "heix", "mif1", "avif"].iter().any(|kind| at(8, kind.as_bytes()));
            return Some(if is_image { Self::Image } else { Self::Media });
        }
        // The length of the file and four bytes of zero follow.
        if at(0, b"BM") && at(6, &[0; 4]) {
            return Some(Self::Image);
        }
        if at(0, b"MZ") && bytes.contains(&0) {
            return Some(Self::Program);
        }
        if at(257, b"ustar") {
            return Some(Self::Archive);
        }
        MAGIC.iter().find(|(magic, _)| at(0, magic)).map(|(_, kind)| *kind)
    }

    /// Whether these bytes can be no text of any encoding that is read: they are full of controls.
    #[must_use]
    pub fn is_binary(bytes: &[u8]) -> bool {
        let bytes = bytes.get(..ENOUGH).unwrap_or(bytes);
        let is_control = |byte: &&u8| matches!(byte, 0..=6 | 0xe..=0x1a | 0x1c..=0x1f | 0x7f);
        bytes.iter().filter(is_control).count() * 10 > bytes.len()
    }

    /// The key of the words that say what it is and what to do.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Excel => "tables.excel",
            Self::OldExcel => "tables.old_excel",
            Self::OpenDocument => "tables.open_document",
            Self::Word => "tables.word",
            Self::Numbers => "tables.numbers",
            Self::Zip => "tables.zip",
            Self::Gzip => "tables.gzip",
            Self::Compressed => "tables.compressed",
            Self::Archive => "tables.archive",
            Self::Pdf => "tables.pdf",
            Self::Image => "tables.image",
            Self::Media => "tables.media",
            Self::Sqlite => "tables.sqlite",
            Self::PostgresDump => "tables.postgres_dump",
            Self::Parquet => "tables.parquet",
            Self::Access => "tables.access",
            Self::Rtf => "tables.rtf",
            Self::Program => "tables.program",
            Self::Binary => "tables.binary",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_text_are_known_by_their_first_bytes_and_texts_are_not() {
        let cases: [(&[u8], Option<Kind>); 8] = [
            (b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml", Some(Kind::Excel)),
            (b"PK\x03\x04....list.txt", Some(Kind::Zip)),
            (b"\x1f\x8b\x08", Some(Kind::Gzip)),
            (b"SQLite format 3\0", Some(Kind::Sqlite)),
            (b"o6_bmjrPTlm6_2sgVt7hMZOPfL2M\n", None),
            (b"PK,openid\n", None),
            (b"", None),
            (b"\xff\xfeo\0", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
    }
}
