//! Documents: the relative links in them lead somewhere.

use std::path::Path;

use super::Finding;

/// Checks one document; `exists` answers for a path from the root of the repository.
pub fn check(path: &Path, text: &str, exists: &dyn Fn(&Path) -> bool) -> Vec<Finding> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut findings = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        for target in targets(line) {
            let file = target.split('#').next().unwrap_or_default();
            let is_elsewhere =
                file.is_empty() || file.contains("://") || file.starts_with("mailto:");
            if !is_elsewhere && !exists(&folder.join(file)) {
                let at = format!("{}:{}", path.display(), index + 1);
                findings.push(Finding::new(at, format!("there is no {target}")));
            }
        }
    }
    findings
}

/// The targets of `[text](target)` in a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let text = "[a](b.md) [c](../there.rs#L1) [d](https://example.org/x) [e](#here)\n\
                    ```\n[f](in-code.md)\n```\n[g](gone.md#x)\n";
        let exists = |path: &Path| !path.ends_with("gone.md") && !path.ends_with("in-code.md");
        let findings = check(Path::new("docs/a.md"), text, &exists);
        assert_eq!(findings, vec![Finding::new("docs/a.md:5", "there is no gone.md#x")]);
    }

    #[test]
    fn links_start_at_the_document() {
        let mut asked = std::cell::RefCell::new(Vec::new());
        let exists = |path: &Path| {
            asked.borrow_mut().push(path.to_owned());
            true
        };
        check(Path::new("docs/a.md"), "[b](c/d.md)", &exists);
        assert_eq!(asked.get_mut(), &[Path::new("docs/c/d.md").to_owned()]);
    }
}
