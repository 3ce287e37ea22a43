//! Where regions are, roughly: for who asks which one is nearer.
//!
//! AWS names areas and cities; the degrees are those of the places that it names, to the nearest
//! whole degree. [U] Network distances are others, but seldom in another order.

use kernel::Region;

/// Region, latitude, longitude.
const PLACES: [(&str, i16, i16); 38] = [
    ("af-south-1", -34, 18),
    ("ap-east-1", 22, 114),
    ("ap-east-2", 25, 121),
    ("ap-northeast-1", 36, 140),
    ("ap-northeast-2", 37, 127),
    ("ap-northeast-3", 35, 135),
    ("ap-south-1", 19, 73),
    ("ap-south-2", 17, 78),
    ("ap-southeast-1", 1, 104),
    ("ap-southeast-2", -34, 151),
    ("ap-southeast-3", -6, 107),
    ("ap-southeast-4", -38, 145),
    ("ap-southeast-5", 3, 102),
    ("ap-southeast-6", -37, 175),
    ("ap-southeast-7", 14, 101),
    ("ca-central-1", 45, -74),
    ("ca-west-1", 51, -114),
    ("cn-north-1", 40, 116),
    ("cn-northwest-1", 38, 106),
    ("eu-central-1", 50, 9),
    ("eu-central-2", 47, 9),
    ("eu-north-1", 59, 18),
    ("eu-south-1", 45, 9),
    ("eu-south-2", 42, -1),
    ("eu-west-1", 53, -6),
    ("eu-west-2", 52, 0),
    ("eu-west-3", 49, 2),
    ("il-central-1", 32, 35),
    ("me-central-1", 25, 55),
    ("me-south-1", 26, 51),
    ("mx-central-1", 21, -100),
    ("sa-east-1", -24, -47),
    ("us-east-1", 39, -77),
    ("us-east-2", 40, -83),
    ("us-gov-east-1", 40, -83),
    ("us-gov-west-1", 46, -119),
    ("us-west-1", 37, -122),
    ("us-west-2", 46, -119),
];

/// Grows with the distance of two regions, in no unit; the largest where one is not known.
pub fn distance(one: Region, other: Region) -> u32 {
    if one == other {
        return 0;
    }
    match (place(one), place(other)) {
        (Some(one), Some(other)) => chord(one, other),
        _ => u32::MAX,
    }
}

fn place(region: Region) -> Option<(i16, i16)> {
    let at = PLACES.binary_search_by(|(name, ..)| (*name).cmp(region.as_str())).ok()?;
    Some((PLACES[at].1, PLACES[at].2))
}

/// The square of the chord between two places of a ball, whose radius is 1,000.
fn chord(one: (i16, i16), other: (i16, i16)) -> u32 {
    let point = |(latitude, longitude): (i16, i16)| {
        let (north, east) = (f64::from(latitude).to_radians(), f64::from(longitude).to_radians());
        [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()]
    };
    let pairs = point(one).into_iter().zip(point(other));
    let square: f64 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
    // At most 4,000,000.
    (square * 1e6) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(name: &str) -> Region {
        Region::parse(name).unwrap()
    }

    #[test]
    fn neighbours_are_nearer() {
        for (from, near, far) in [
            ("us-east-1", "us-west-2", "eu-west-1"),
            ("eu-central-1", "eu-west-1", "us-east-1"),
            ("ap-northeast-1", "us-west-2", "eu-west-1"),
            ("sa-east-1", "us-east-1", "ap-southeast-2"),
            ("us-west-2", "us-west-2", "us-west-1"),
        ] {
            let to = |name| distance(region(from), region(name));
            assert!(to(near) < to(far), "{from}: {near}, {far}");
        }
    }

    #[test]
    fn places_are_sorted_and_are_regions() {
        assert!(PLACES.is_sorted_by_key(|(name, ..)| *name));
        assert!(PLACES.iter().all(|(name, ..)| Region::parse(name).is_some()));
    }
}
