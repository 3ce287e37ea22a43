//! Searching bytes for the rare ones that need care.

/// Bytes looked at together, without a branch between them: compilers make vector code of it.
const STRIDE: usize = 32;

/// Where the first byte is that `is_special`; most texts have none. Write the test with `|` and
/// `&` rather than `||` and `&&`, so that it has no branches.
pub fn position(bytes: &[u8], is_special: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    for stride in bytes.chunks_exact(STRIDE) {
        if stride.iter().fold(0, |found, byte| found | u8::from(is_special(*byte))) != 0 {
            break;
        }
        at += STRIDE;
    }
    bytes[at..].iter().position(|byte| is_special(*byte)).map(|further| at + further)
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn finds_the_first_wherever_it_is() {
        for len in [0, 1, 31, 32, 33, 64, 100] {
            let plain = vec![b'a'; len];
            assert_eq!(position(&plain, |byte| byte == b'"'), None);
            for at in 0..len {
                let mut text = plain.clone();
                text[at..].fill(b'"');
                assert_eq!(position(&text, |byte| byte == b'"'), Some(at));
            }
        }
    }
}
