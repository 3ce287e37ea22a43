//! The steps of RFC 1321, over as many messages as a vector has lanes.

use crate::state::{BLOCK, Task};

const WORDS: usize = BLOCK / 4;

/// RFC 1321, section 3.4: the integer part of 4294967296 times abs(sin(i)).
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee,
    0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be,
    0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa,
    0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed,
    0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c,
    0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05,
    0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039,
    0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1,
    0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];
/// By how much each step of a round rotates.
const ROTATIONS: [[u32; 4]; 4] =
    [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// Below so many messages at once, one after the other is as fast.
const LANES_WORTH: usize = 3;

type Lanes<const N: usize> = [u32; N];

/// Appends to messages, of which each is named once. The order of the tasks does not matter.
pub fn advance(tasks: &mut [Task<'_>]) {
    for task in &mut *tasks {
        let blocks = task.state.begin(task.bytes);
        task.bytes = &task.bytes[blocks];
    }
    compress_while(tasks, 1);
}

/// Compresses whole blocks, as [`State::begin`](crate::State) tells of them, for as long as no
/// fewer than so many tasks have any, which must be more than none. The tasks keep the rest.
pub(crate) fn compress_while(tasks: &mut [Task<'_>], fewest: usize) {
    match Width::of_machine() {
        #[cfg(target_arch = "x86_64")]
        Width::Sixteen => {
            // SAFETY: the machine has AVX-512.
            fill::<16>(tasks, fewest, |words, blocks, count| unsafe {
                compress_sixteen(words, blocks, count);
            });
        }
        #[cfg(target_arch = "x86_64")]
        Width::Eight => {
            // SAFETY: the machine has AVX2.
            fill::<8>(tasks, fewest, |words, blocks, count| unsafe {
                compress_eight(words, blocks, count);
            });
        }
        Width::Four => fill::<4>(tasks, fewest, compress::<4>),
    }
}

/// How many messages the machine takes at once.
pub(crate) fn width() -> usize {
    match Width::of_machine() {
        #[cfg(target_arch = "x86_64")]
        Width::Sixteen => 16,
        #[cfg(target_arch = "x86_64")]
        Width::Eight => 8,
        Width::Four => 4,
    }
}

/// How many lanes the machine has.
#[derive(Clone, Copy, Debug)]
enum Width {
    #[cfg(target_arch = "x86_64")]
    Sixteen,
    #[cfg(target_arch = "x86_64")]
    Eight,
    Four,
}

impl Width {
    #[cfg(target_arch = "x86_64")]
    fn of_machine() -> Width {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw") {
            Width::Sixteen
        } else if is_x86_feature_detected!("avx2") {
            Width::Eight
        } else {
            Width::Four
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn of_machine() -> Width {
        Width::Four
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx2")]
fn compress_sixteen(words: &mut [Lanes<16>; 4], blocks: &[&[u8]; 16], count: usize) {
    compress::<16>(words, blocks, count);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn compress_eight(words: &mut [Lanes<8>; 4], blocks: &[&[u8]; 8], count: usize) {
    compress::<8>(words, blocks, count);
}

/// Gives each lane a task until too few are left: what is left of the longer ones goes on beside
/// the next.
fn fill<const N: usize>(
    tasks: &mut [Task<'_>],
    fewest: usize,
    run: impl Fn(&mut [Lanes<N>; 4], &[&[u8]; N], usize),
) {
    // The longest first: they keep their lanes while shorter ones come and go.
    let mut order: Vec<usize> = (0..tasks.len()).filter(|i| !tasks[*i].bytes.is_empty()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(tasks[*index].bytes.len()));
    let mut waiting = order.into_iter();
    let mut held: Vec<usize> = Vec::with_capacity(N);
    loop {
        held.retain(|index| !tasks[*index].bytes.is_empty());
        held.extend(waiting.by_ref().take(N - held.len()));
        if held.len() < fewest {
            return;
        }
        if held.len() < LANES_WORTH {
            break;
        }
        run_lanes(tasks, &held, &run);
    }
    for index in held {
        let task = &mut tasks[index];
        compress_one(&mut task.state.words, std::mem::take(&mut task.bytes));
    }
}

/// As many blocks as the shortest of the held tasks has.
fn run_lanes<const N: usize>(
    tasks: &mut [Task<'_>],
    held: &[usize],
    run: &impl Fn(&mut [Lanes<N>; 4], &[&[u8]; N], usize),
) {
    let count = held.iter().map(|index| tasks[*index].bytes.len() / BLOCK).min().unwrap_or(0);
    // Lanes without a task of their own repeat the first, and nobody reads what comes of it.
    let of_lane = |lane: usize| held.get(lane).copied().unwrap_or(held[0]);
    let blocks: [&[u8]; N] = std::array::from_fn(|lane| tasks[of_lane(lane)].bytes);
    let mut words = [[0; N]; 4];
    for (place, word) in words.iter_mut().enumerate() {
        *word = std::array::from_fn(|lane| tasks[of_lane(lane)].state.words[place]);
    }
    run(&mut words, &blocks, count);
    for (lane, index) in held.iter().enumerate() {
        let task = &mut tasks[*index];
        task.state.words = std::array::from_fn(|place| words[place][lane]);
        task.bytes = &task.bytes[count * BLOCK..];
    }
}

/// One message alone.
pub fn compress_one(words: &mut [u32; 4], blocks: &[u8]) {
    let mut lanes = words.map(|word| [word]);
    compress::<1>(&mut lanes, &[blocks], blocks.len() / BLOCK);
    *words = lanes.map(|[word]| word);
}

#[inline(always)]
fn compress<const N: usize>(words: &mut [Lanes<N>; 4], blocks: &[&[u8]; N], count: usize) {
    for block in 0..count {
        let from = block * BLOCK;
        let message = load(blocks, from);
        let [mut a, mut b, mut c, mut d] = *words;
        // Written out: each step's place in the message and rotation are then constants.
        macro_rules! round {
            ($round:literal, $mix:ident, $($step:literal)*) => {
                $(
                    let sum = step::<N>(
                        a,
                        $mix(b, c, d),
                        message[place($round, $step)],
                        SINES[$round * 16 + $step],
                    );
                    let rotated = rotate::<N, { ROTATIONS[$round][$step % 4] }>(sum);
                    (a, d, c, b) = (d, c, b, add(b, rotated));
                )*
            };
        }
        round!(0, choose, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        round!(1, choose_by_last, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        round!(2, parity, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        round!(3, invert, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        *words = [add(words[0], a), add(words[1], b), add(words[2], c), add(words[3], d)];
    }
}

/// The words of one block of each message, lane beside lane.
#[inline(always)]
fn load<const N: usize>(blocks: &[&[u8]; N], from: usize) -> [Lanes<N>; WORDS] {
    let mut message = [[0; N]; WORDS];
    for lane in 0..N {
        let block: &[u8; BLOCK] =
            blocks[lane][from..from + BLOCK].try_into().expect("a slice of that length");
        for (place, bytes) in block.chunks_exact(4).enumerate() {
            message[place][lane] = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
    }
    message
}

/// Which word of the message a step takes.
const fn place(round: usize, step: usize) -> usize {
    match round {
        0 => step,
        1 => (5 * step + 1) % WORDS,
        2 => (3 * step + 5) % WORDS,
        _ => (7 * step) % WORDS,
    }
}

/// An expression for each lane. Loops, since closures would not be compiled for the caller's
/// processor.
macro_rules! each_lane {
    ($lane:ident: $expression:expr) => {{
        let mut lanes = [0; N];
        for $lane in 0..N {
            lanes[$lane] = $expression;
        }
        lanes
    }};
}

#[inline(always)]
fn step<const N: usize>(a: Lanes<N>, mixed: Lanes<N>, word: Lanes<N>, sine: u32) -> Lanes<N> {
    // The mixed word comes last: that is what all wait for.
    each_lane!(i: a[i].wrapping_add(word[i]).wrapping_add(sine).wrapping_add(mixed[i]))
}

#[inline(always)]
fn add<const N: usize>(a: Lanes<N>, b: Lanes<N>) -> Lanes<N> {
    each_lane!(i: a[i].wrapping_add(b[i]))
}

#[inline(always)]
fn rotate<const N: usize, const BITS: u32>(a: Lanes<N>) -> Lanes<N> {
    each_lane!(i: a[i].rotate_left(BITS))
}

#[inline(always)]
fn choose<const N: usize>(b: Lanes<N>, c: Lanes<N>, d: Lanes<N>) -> Lanes<N> {
    each_lane!(i: (b[i] & c[i]) | (!b[i] & d[i]))
}

#[inline(always)]
fn choose_by_last<const N: usize>(b: Lanes<N>, c: Lanes<N>, d: Lanes<N>) -> Lanes<N> {
    each_lane!(i: (b[i] & d[i]) | (c[i] & !d[i]))
}

#[inline(always)]
fn parity<const N: usize>(b: Lanes<N>, c: Lanes<N>, d: Lanes<N>) -> Lanes<N> {
    each_lane!(i: b[i] ^ c[i] ^ d[i])
}

#[inline(always)]
fn invert<const N: usize>(b: Lanes<N>, c: Lanes<N>, d: Lanes<N>) -> Lanes<N> {
    each_lane!(i: c[i] ^ (b[i] | !d[i]))
}
