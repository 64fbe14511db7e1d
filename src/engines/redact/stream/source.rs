//! Text from bytes of any encoding, as much as is asked for.
//! Must never lose a character that two reads cut.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};

/// A reader of bytes that gives text, whatever the encoding.
pub(super) struct Source<'r> {
    reader: &'r mut dyn Read,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    /// For text that says at its beginning that it is UTF-16.
    decoder: Option<Decoder>,
    started: bool,
    ended: bool,
}

impl<'r> Source<'r> {
    pub(super) fn new(reader: &'r mut dyn Read) -> Self {
        Self { reader, raw: Vec::new(), decoder: None, started: false, ended: false }
    }

    /// Reads until `text` has `wanted` bytes or the end is reached; says whether it is.
    pub(super) fn fill(&mut self, text: &mut String, wanted: usize) -> io::Result<bool> {
        while text.len() < wanted && !self.ended {
            let missing = u64::try_from(wanted - text.len()).unwrap_or(u64::MAX).max(4_096);
            let read = (&mut *self.reader).take(missing).read_to_end(&mut self.raw)?;
            if !self.started {
                self.started = true;
                self.decoder = Encoding::for_bom(&self.raw)
                    .filter(|(e, _)| *e != UTF_8)
                    .map(|(e, _)| e.new_decoder());
            }
            self.ended = read == 0;
            self.decode(text, self.ended);
        }
        Ok(self.ended)
    }

    fn decode(&mut self, text: &mut String, last: bool) {
        if let Some(decoder) = &mut self.decoder {
            text.reserve(
                decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 16),
            );
            let mut from = 0;
            loop {
                let (result, read, _) = decoder.decode_to_string(&self.raw[from..], text, last);
                from += read;
                if result == CoderResult::InputEmpty {
                    break;
                }
                text.reserve(4_096);
            }
            self.raw.clear();
            return;
        }
        let used = utf8(&self.raw, text, last);
        self.raw.drain(..used);
    }
}

/// Appends `raw`, reading what is no UTF-8 as Windows-1252; leaves a character that is cut at the end.
fn utf8(raw: &[u8], text: &mut String, last: bool) -> usize {
    let mut used = 0;
    loop {
        let error = match std::str::from_utf8(&raw[used..]) {
            Ok(valid) => {
                text.push_str(valid);
                return raw.len();
            }
            Err(error) => error,
        };
        let valid = used + error.valid_up_to();
        text.push_str(&String::from_utf8_lossy(&raw[used..valid]));
        let bad = match error.error_len() {
            Some(len) => valid + len,
            None if last => raw.len(),
            None => return valid,
        };
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(&raw[valid..bad]).0);
        used = bad;
    }
}
