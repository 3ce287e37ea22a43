//! Against the vectors of RFC 1321, and the crate `md-5`.

use md5::Digest as _;

use crate::{Service, State, Task, advance};

fn hex(bytes: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// Bytes that repeat nowhere near.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut word = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        word.to_le_bytes()[3]
    };
    (0..len).map(|_| next()).collect()
}

/// RFC 1321, appendix A.5.
#[test]
fn vectors_of_the_rfc() {
    let vectors = [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a",
        ),
    ];
    for (text, digest) in vectors {
        let mut state = State::new();
        state.update(text.as_bytes());
        assert_eq!(hex(state.finish()), digest, "{text}");
    }
}

/// Every length around the ends of blocks, in two pieces.
#[test]
fn lengths() {
    for len in 0..300 {
        let bytes = noise(len as u64, len);
        let mut state = State::new();
        let (head, tail) = bytes.split_at(len / 3);
        state.update(head);
        state.update(tail);
        assert_eq!(state.finish(), <[u8; 16]>::from(md5::Md5::digest(&bytes)), "{len} bytes");
    }
}

/// Any number of messages of unlike lengths, several times in turn.
#[test]
fn messages_side_by_side() {
    for count in [1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 31, 40] {
        let mut states = vec![State::new(); count];
        let mut whole = vec![Vec::new(); count];
        for turn in 0..4 {
            let pieces: Vec<Vec<u8>> = (0..count)
                .map(|i| noise((turn * 100 + i) as u64, (i * 7919 + turn * 4099) % 20_000))
                .collect();
            for (all, piece) in whole.iter_mut().zip(&pieces) {
                all.extend_from_slice(piece);
            }
            let mut tasks: Vec<Task<'_>> = states
                .iter_mut()
                .zip(&pieces)
                .map(|(state, bytes)| Task { state, bytes })
                .collect();
            advance(&mut tasks);
        }
        for (state, all) in states.into_iter().zip(&whole) {
            assert_eq!(state.finish(), <[u8; 16]>::from(md5::Md5::digest(all)), "of {count}");
        }
    }
}

/// Polls a future on this thread until it is there.
fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = std::sync::Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(value) => return value,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

/// Many streams from many threads, some of which are given up.
#[test]
fn streams() {
    let service = Service::new();
    std::thread::scope(|scope| {
        for number in 0..24_u64 {
            let service = &service;
            scope.spawn(move || {
                let stream = service.stream().expect("a thread can be started");
                let mut all = Vec::new();
                let mut buffer = Vec::new();
                for turn in 0..(number % 9) {
                    let piece = noise(number * 100 + turn, (number * 7919 % 50_000) as usize);
                    all.extend_from_slice(&piece);
                    buffer.extend_from_slice(&piece);
                    wait(stream.keep_pace());
                    buffer = stream.push(buffer);
                    assert!(buffer.is_empty(), "a buffer comes back empty");
                }
                if number % 5 == 4 {
                    return;
                }
                let digest = wait(stream.finish());
                assert_eq!(digest, <[u8; 16]>::from(md5::Md5::digest(&all)), "stream {number}");
            });
        }
    });
}
