//! An archive that can be checked byte by byte: ZIP without compression, the same bytes for the same files for ever.
//! A general library may write its next release's archives otherwise, and every one given out would look changed.

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Needed to unpack it: version 2.0. No flags, no compression, midnight of the first day that the format knows.
const PLAIN: [u8; 10] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
/// The bytes before a file's name.
const HEAD: usize = 30;

/// A file in an archive.
#[derive(Debug)]
pub struct Entry<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What is in it.
    pub content: &'a [u8],
    /// Whether it has the checksum that stands beside it.
    pub is_whole: bool,
}

/// An archive of these files, which are smaller than 4 GB together.
#[must_use]
pub fn write(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = number(out.len());
        let told = told(name, content);
        out.extend([&LOCAL[..], &PLAIN, &told, &[0, 0], name.as_bytes(), content].concat());
        // Nothing more is said: no comment, no disk, no permissions.
        let nothing = [0; 12];
        central.extend([&CENTRAL[..], &[20, 0], &PLAIN, &told, &nothing, &offset].concat());
        central.extend(name.as_bytes());
    }
    let count = &number(entries.len())[..2];
    let (length, start) = (number(central.len()), number(out.len()));
    out.extend(central);
    out.extend([&END[..], &[0; 4], count, count, &length, &start, &[0, 0]].concat());
    out
}

/// Checksum, both sizes, and the length of the name.
fn told(name: &str, content: &[u8]) -> Vec<u8> {
    let length = number(content.len());
    let sum = crc32fast::hash(content).to_le_bytes();
    [&sum[..], &length, &length, &number(name.len())[..2]].concat()
}

/// A length: nothing that is packed here has more bytes than fit.
fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// The files of an archive as it is written here, up to so many; nothing when it is not. What stands behind the files is not
/// looked at: an archive is whole when [`write`] makes the same bytes of its files.
#[must_use]
pub fn read(file: &[u8], most: usize) -> Option<Vec<Entry<'_>>> {
    let (mut rest, mut entries) = (file, Vec::new());
    while rest.starts_with(&LOCAL) && entries.len() < most {
        let head = rest.get(..HEAD)?;
        let sum = u32::from_le_bytes(head[14..18].try_into().ok()?);
        let length = usize::try_from(u32::from_le_bytes(head[18..22].try_into().ok()?)).ok()?;
        let named = usize::from(u16::from_le_bytes([head[26], head[27]]));
        let name = std::str::from_utf8(rest.get(HEAD..HEAD + named)?).ok()?;
        let content = rest.get(HEAD + named..)?.get(..length)?;
        entries.push(Entry { name, content, is_whole: crc32fast::hash(content) == sum });
        rest = &rest[HEAD + named + length..];
    }
    Some(entries)
}

/// Whether the bytes are those that [`write`] makes of these files.
#[must_use]
pub fn is_of(file: &[u8], entries: &[Entry<'_>]) -> bool {
    let files: Vec<_> = entries.iter().map(|entry| (entry.name, entry.content)).collect();
    write(&files) == file
}
