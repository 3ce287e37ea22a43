//! Which resource a path means.
//!
//! "API Gateway selects the most specific match": a part that is spelled out before a variable,
//! a variable before a greedy one.

use kernel::{Struct, Value};

use crate::docs::text;

/// What was found: the resource, and what its variables stand for.
#[derive(Clone, Debug)]
pub struct Found<'d> {
    pub resource: &'d Struct,
    pub parameters: Vec<(String, String)>,
}

pub fn find<'d>(resources: &'d [Value], path: &str) -> Option<Found<'d>> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').filter(|it| !it.is_empty()).collect();
    let root = resources.iter().filter_map(Value::as_struct).find(|it| text(it, "path") == "/")?;
    let mut parameters = Vec::new();
    let resource = below(resources, root, &parts, &mut parameters)?;
    Some(Found { resource, parameters })
}

fn below<'d>(
    resources: &'d [Value],
    at: &'d Struct,
    parts: &[&str],
    parameters: &mut Vec<(String, String)>,
) -> Option<&'d Struct> {
    let Some((first, rest)) = parts.split_first() else { return Some(at) };
    let own = at.str("id");
    let children =
        || resources.iter().filter_map(Value::as_struct).filter(|it| it.str("parentId") == own);
    if let Some(child) = children().find(|it| text(it, "pathPart") == *first)
        && let Some(found) = below(resources, child, rest, parameters)
    {
        return Some(found);
    }
    let variable = children().find_map(|it| {
        let name = text(it, "pathPart").strip_prefix('{')?.strip_suffix('}')?;
        (!name.ends_with('+')).then_some((it, name))
    });
    if let Some((child, name)) = variable {
        let kept = parameters.len();
        parameters.push((name.to_owned(), (*first).to_owned()));
        if let Some(found) = below(resources, child, rest, parameters) {
            return Some(found);
        }
        parameters.truncate(kept);
    }
    children().find_map(|it| {
        let name = text(it, "pathPart").strip_prefix('{')?.strip_suffix("+}")?;
        parameters.push((name.to_owned(), parts.join("/")));
        Some(it)
    })
}

/// The resource's method of that name, or the one for any.
pub fn method<'d>(resource: &'d Struct, name: &str) -> Option<&'d Struct> {
    let methods = resource.structure("resourceMethods")?;
    methods.structure(name).or_else(|| methods.structure("ANY"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources() -> Vec<Value> {
        let all = [
            ("r", "", "", "/"),
            ("p", "r", "pets", "/pets"),
            ("i", "p", "{id}", "/pets/{id}"),
            ("d", "p", "dog", "/pets/dog"),
            ("f", "i", "food", "/pets/{id}/food"),
            ("x", "r", "{proxy+}", "/{proxy+}"),
        ];
        let all = all.map(|(id, parent, part, path)| {
            let mut it = Struct::new().with("id", id).with("path", path);
            if !parent.is_empty() {
                it.set("parentId", parent);
                it.set("pathPart", part);
            }
            Value::Struct(it)
        });
        all.to_vec()
    }

    #[test]
    fn the_most_specific_resource_is_meant() {
        let all = resources();
        for (path, expected, parameters) in [
            ("/", "r", ""),
            ("/pets/", "p", ""),
            ("/pets/dog", "d", ""),
            ("/pets/7", "i", "id=7"),
            ("/pets/dog/food", "f", "id=dog"),
            ("/pets/7/bed/red", "x", "proxy=pets/7/bed/red"),
            ("/other", "x", "proxy=other"),
        ] {
            let found = find(&all, path).unwrap();
            let told = found.parameters.iter().map(|(name, value)| format!("{name}={value}"));
            assert_eq!(text(found.resource, "id"), expected, "{path}");
            assert_eq!(told.collect::<Vec<_>>().join(","), parameters, "{path}");
        }
        assert!(find(&all[..5], "/other").is_none());
    }
}
