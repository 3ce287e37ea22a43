//! Public parameters of machine images: the names by which templates of the CDK, CloudFormation and
//! Terraform ask for "the latest" one.
//!
//! The names are AWS's. The ids are this world's own, as its accounts and instances are: the same
//! image has the same id in every world, another one in each region, whatever names it has.
//!
//! Sources: Systems Manager User Guide, "Discovering public parameters"; EC2, ECS and EKS User
//! Guides and Bottlerocket's README for their parameters; the names that `aws-cdk-lib` asks for
//! (`ec2.MachineImage`, `ecs.EcsOptimizedImage`, `eks.EksOptimizedImage`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use crate::public::PREFIX;

/// Names below `/aws/service/`, each with its alternatives in braces. What ends with a slash has
/// its id in `image_id` below; where `recommended` is the last part, a document has it too.
const NAMES: &str = "\
ami-amazon-linux-latest/al2023-ami-{,minimal-}kernel-{default,6.1,6.12}-{arm64,x86_64}
ami-amazon-linux-latest/amzn2-ami-hvm-{arm64-gp2,x86_64-ebs,x86_64-gp2}
ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-{arm64-gp2,x86_64-ebs,x86_64-gp2}
ami-amazon-linux-latest/amzn2-ami-minimal-hvm-{arm64-ebs,x86_64-ebs}
ami-amazon-linux-latest/amzn-ami-hvm-x86_64-{ebs,gp2}
ami-windows-latest/Windows_Server-{2016,2019,2022,2025}-English-{Core,Full}-Base
ami-windows-latest/Windows_Server-{2016,2019,2022,2025}-English-{Core,Full}-ECS_Optimized/
ecs/optimized-ami/amazon-linux-2/{,arm64/,gpu/,inf/}recommended/
ecs/optimized-ami/amazon-linux-2023/{,arm64/,gpu/,neuron/}recommended/
eks/optimized-ami/1.{28,29,30,31,32}/amazon-linux-2{,-arm64,-gpu}/recommended/
eks/optimized-ami/1.{28,29,30,31,32,33,34}/amazon-linux-2023/{arm64,x86_64}/standard/recommended/
bottlerocket/aws-ecs-{1,2}/{arm64,x86_64}/latest/
bottlerocket/aws-k8s-1.{28,29,30,31,32,33,34}/{arm64,x86_64}/latest/
";
/// Names of one image: the default kernel is one of the others.
const SAME: (&str, &str) = ("kernel-default", "kernel-6.1");

/// By name: the image, and whether it is told in a document.
static IMAGES: LazyLock<BTreeMap<String, Image>> = LazyLock::new(|| {
    let mut images = BTreeMap::new();
    for template in NAMES.lines() {
        for name in expanded(template) {
            let name = format!("{PREFIX}{name}");
            let Some(folder) = name.strip_suffix('/') else {
                let image = name.replace(SAME.0, SAME.1);
                images.insert(name, Image { name: image, in_document: false });
                continue;
            };
            let image = |in_document| Image { name: folder.to_owned(), in_document };
            images.insert(format!("{folder}/image_id"), image(false));
            if folder.ends_with("recommended") || folder.ends_with("ECS_Optimized") {
                images.insert(folder.to_owned(), image(true));
            }
        }
    }
    images
});

struct Image {
    name: String,
    in_document: bool,
}

pub fn value(name: &str, region: &str) -> Option<String> {
    let image = IMAGES.get(name)?;
    let id = id(&image.name, region);
    Some(if image.in_document { format!("{{\"image_id\":\"{id}\"}}") } else { id })
}

/// Whether an id is of one of these images.
pub fn is_known(image: &str, region: &str) -> bool {
    IMAGES.values().any(|known| id(&known.name, region) == image)
}

pub fn names() -> impl Iterator<Item = &'static str> {
    IMAGES.keys().map(String::as_str)
}

/// Seventeen digits, as EC2's ids have them.
fn id(image: &str, region: &str) -> String {
    let digest = Sha256::digest(format!("{region} {image}").as_bytes());
    let mut id = "ami-".to_owned();
    for byte in &digest[..9] {
        let _ = write!(id, "{byte:02x}");
    }
    id.pop();
    id
}

/// `a{b,c}d` is `abd` and `acd`.
fn expanded(template: &str) -> Vec<String> {
    let Some((head, rest)) = template.split_once('{') else { return vec![template.to_owned()] };
    let Some((choices, tail)) = rest.split_once('}') else { return vec![template.to_owned()] };
    let choices = choices.split(',');
    choices.flat_map(|choice| expanded(&format!("{head}{choice}{tail}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{expanded, names, value};

    #[test]
    fn alternatives() {
        assert_eq!(expanded("a{b,}{c,d}"), ["abc", "abd", "ac", "ad"]);
        assert!(names().all(|name| !name.contains(['{', '}']) && !name.ends_with('/')));
    }

    #[test]
    fn an_image_has_one_id_in_a_region() {
        let of = |name: &str, region| value(&format!("/aws/service/{name}"), region);
        let default = "ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
        let same = "ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";
        let id = of(default, "us-east-1").expect("it is there");
        assert!(id.starts_with("ami-") && id.len() == 21, "{id}");
        assert_eq!(of(same, "us-east-1"), Some(id.clone()));
        assert_ne!(of(default, "eu-west-1"), Some(id));
        let ecs = "ecs/optimized-ami/amazon-linux-2023/recommended";
        let id = of(&format!("{ecs}/image_id"), "us-east-1").expect("it is there");
        assert_eq!(of(ecs, "us-east-1"), Some(format!("{{\"image_id\":\"{id}\"}}")));
        assert_eq!(of("ami-amazon-linux-latest/none", "us-east-1"), None);
    }
}
