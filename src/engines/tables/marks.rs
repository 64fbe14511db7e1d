//! Where the bytes are that mean something in CSV: delimiters, line ends and quotes.
//! It judges none of them.

/// Bytes that are looked at together.
const STEP: usize = 64;

/// The places of delimiters, line ends and quotes in a block, in order.
#[derive(Debug, Default)]
pub struct Marks(Vec<u32>);

impl Marks {
    /// Finds them.
    pub fn find(&mut self, data: &[u8], delimiter: u8) -> &[u32] {
        let Self(places) = self;
        let mut count = 0;
        let mut note = |start: usize, mut bits: u64| {
            let here = bits.count_ones() as usize;
            if places.len() < count + STEP {
                places.resize((count + STEP) * 2, 0);
            }
            // Eight at a time, whether there are so many or not: what is too much is written over by the next.
            for eight in places[count..count + STEP].as_chunks_mut::<8>().0 {
                for place in eight {
                    *place = start as u32 | bits.trailing_zeros();
                    bits &= bits.wrapping_sub(1);
                }
                if bits == 0 {
                    break;
                }
            }
            count += here;
        };
        let (steps, rest) = data.as_chunks::<STEP>();
        for (at, step) in steps.iter().enumerate() {
            note(at * STEP, bits(step, delimiter));
        }
        let mut last = [0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        // A file may hold any delimiter, but no NUL is one, so the padding marks nothing.
        note(steps.len() * STEP, bits(&last, delimiter));
        &places[..count]
    }
}

/// One bit for each byte that means something, the first byte's lowest.
#[inline]
fn bits(step: &[u8; STEP], delimiter: u8) -> u64 {
    // Written so that the compiler compares many bytes at once.
    let meant = step.map(|byte| {
        u8::from(byte == delimiter)
            | u8::from(byte == b'\n')
            | u8::from(byte == b'\r')
            | u8::from(byte == b'"')
    });
    let (lanes, _) = meant.as_chunks::<8>();
    // The multiplication moves the lowest bit of each of eight bytes into the highest byte.
    let gathered =
        |lane: &[u8; 8]| u64::from_le_bytes(*lane).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    lanes.iter().rev().fold(0, |bits, lane| bits << 8 | gathered(lane))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_means_something_is_found_and_no_other() {
        let data: Vec<u8> = (0..1_000_u32).map(|at| (at * 37 % 256) as u8).collect();
        let expected: Vec<u32> =
            (0..1_000).filter(|at| b";\n\r\"".contains(&data[*at as usize])).collect();
        for end in [0, 1, 63, 64, 65, 999, 1_000] {
            let mut marks = Marks::default();
            let until: Vec<u32> =
                expected.iter().copied().filter(|at| (*at as usize) < end).collect();
            assert_eq!(marks.find(&data[..end], b';'), until);
        }
    }
}
