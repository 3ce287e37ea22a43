//! Tests of templates. Where nothing else is said, expectations are of "Template reference guide".

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::{
    KNOWN_AFTER_APPLY, Lookup, Problem, Result, Scope, Template, check, check_rules, conditions,
    dependencies, expand, order, parse,
};

struct World;

impl Lookup for World {
    fn reference(&mut self, id: &str) -> Result<Json> {
        match id {
            "Unknown" => Ok(KNOWN_AFTER_APPLY.into()),
            _ => Ok(format!("ref-{id}").into()),
        }
    }

    fn attribute(&mut self, id: &str, attribute: &str) -> Result<Json> {
        Ok(format!("{id}/{attribute}").into())
    }

    fn import(&mut self, name: &str) -> Result<Json> {
        match name {
            "there" => Ok("imported".into()),
            _ => Err(Problem(format!("No export named {name} found."))),
        }
    }

    fn zones(&mut self, region: &str) -> Result<Vec<String>> {
        Ok(vec![format!("{region}a"), format!("{region}b")])
    }

    fn dynamic(&mut self, service: &str, key: &str) -> Result<String> {
        Ok(format!("<{service} {key}>"))
    }
}

fn template(more: &str) -> Template {
    let text = format!(
        "Transform: AWS::LanguageExtensions\nParameters:\n  P: {{Type: String, Default: p}}\n  \
         L: {{Type: CommaDelimitedList, Default: 'a, b'}}\nMappings:\n  M: {{k: {{v: found}}}}\n\
         Conditions:\n  Yes: !Equals [!Ref P, p]\n  No: !Not [!Condition Yes]\n{more}\n\
         Resources:\n  R: {{Type: 'A::B::C'}}\n"
    );
    Template::read(&parse(&text).unwrap()).unwrap()
}

fn evaluated(value: &str) -> Result<Json> {
    let template = template("");
    let parameters: BTreeMap<_, _> = template
        .parameters
        .iter()
        .map(|it| (it.name.clone(), it.value(it.default.as_deref().unwrap_or_default())))
        .collect();
    let pseudo = BTreeMap::from([("AWS::Region".to_owned(), Json::from("us-east-1"))]);
    let conditions = conditions(&template, &parameters, &pseudo).unwrap();
    let scope = Scope { template: &template, parameters: &parameters, pseudo: &pseudo, conditions };
    let json = parse(&format!("V: {value}")).unwrap();
    let out = scope.value(&json, &mut World)?.unwrap();
    Ok(out.get("V").cloned().unwrap_or_default())
}

#[test]
fn functions_answer() {
    for (value, expected) in [
        ("!Ref P", json!("p")),
        ("!Ref L", json!(["a", "b"])),
        ("!Ref R", json!("ref-R")),
        ("!Ref AWS::Region", json!("us-east-1")),
        ("!GetAtt R.Arn", json!("R/Arn")),
        ("!GetAtt R.Outputs.X", json!("R/Outputs.X")),
        ("!Sub 'a-${P}-${R.Arn}-${!Keep}'", json!("a-p-R/Arn-${Keep}")),
        ("!Sub ['${x}${P}', {x: !Ref R}]", json!("ref-Rp")),
        ("!Join ['-', [a, !Ref P, 3]]", json!("a-p-3")),
        ("!Join [',', !Ref L]", json!("a,b")),
        ("!Select [1, !Ref L]", json!("b")),
        ("!Select ['0', !Split ['/', 'x/y']]", json!("x")),
        ("!FindInMap [M, k, v]", json!("found")),
        ("!FindInMap [M, k, w, {DefaultValue: none}]", json!("none")),
        ("!If [Yes, 1, 2]", json!(1)),
        ("!If [No, 1, !Ref 'AWS::NoValue']", Json::Null),
        ("[1, !Ref 'AWS::NoValue', 2]", json!([1, 2])),
        ("!Base64 hello", json!("aGVsbG8=")),
        ("!ImportValue there", json!("imported")),
        ("!GetAZs ''", json!(["us-east-1a", "us-east-1b"])),
        ("!Length [1, 2, 3]", json!(3)),
        ("!ToJsonString {a: !Ref P}", json!("{\"a\":\"p\"}")),
        ("'{{resolve:ssm:name:3}}'", json!("<ssm name:3>")),
        ("!Sub '{{resolve:secretsmanager:${P}}}'", json!("<secretsmanager p>")),
        ("!Cidr [10.0.0.0/24, 3, 5]", json!(["10.0.0.0/27", "10.0.0.32/27", "10.0.0.64/27"])),
        ("!Select [0, !Split ['/', !Ref Unknown]]", json!(KNOWN_AFTER_APPLY)),
        ("{Condition: {StringEquals: {a: b}}}", json!({"Condition": {"StringEquals": {"a": "b"}}})),
    ] {
        assert_eq!(evaluated(value).unwrap(), expected, "{value}");
    }
}

#[test]
fn functions_say_what_is_wrong() {
    for (value, expected) in [
        ("!Select [7, !Ref L]", "Fn::Select  cannot select nonexistent value at index 7"),
        ("!FindInMap [M, k, w]", "Unable to get mapping for M::k::w"),
        ("!ImportValue gone", "No export named gone found."),
        ("!Sub '${a b}'", "variable names in Fn::Sub syntax"),
        ("!Join [a]", "every Fn::Join object requires two parameters"),
        ("!Cidr [10.0.0.0/30, 9, 1]", "Fn::Cidr cannot take 9 blocks"),
        ("{'Fn::Nothing': 1}", "unsupported function Fn::Nothing"),
    ] {
        let problem = evaluated(value).unwrap_err();
        assert!(problem.0.contains(expected), "{value}: {problem}");
    }
}

#[test]
fn yaml_and_json_are_the_same() {
    let yaml =
        parse("A: !GetAtt x.y.z\nB: [!Sub 'a', 1, '2', 1.10, 007, yes, True]\nC: 2010-09-09");
    let json = json!({
        "A": {"Fn::GetAtt": ["x", "y.z"]},
        "B": [{"Fn::Sub": "a"}, 1, "2", "1.10", "007", "yes", true],
        "C": "2010-09-09",
    });
    assert_eq!(yaml.unwrap(), json);
    assert_eq!(parse(&json.to_string()).unwrap(), json);
    assert!(parse("a: &x 1\nb: *x").unwrap_err().0.contains("aliases are not allowed"));
    assert!(parse("a: 1\na: 2").is_err());
    assert!(parse(&"[".repeat(500)).is_err());
    assert!(parse(&format!("a: {}", "[".repeat(500))).is_err());
    assert!(parse("- 1").is_err());
    assert!(parse("a: [").is_err());
}

#[test]
fn templates_are_refused() {
    for (text, expected) in [
        ("Resources: {}", "Template format error: At least one Resources member must be defined."),
        ("Resource: {}", "Invalid template property or properties [Resource]"),
        (
            "AWSTemplateFormatVersion: 2011-09-09\nResources: {A: {Type: x}}",
            "Template format error: unsupported value for AWSTemplateFormatVersion.",
        ),
        (
            "Resources: {A: {Properties: {}}}",
            "Template format error: [/Resources/A] Every Resources object must contain a Type \
             member.",
        ),
        (
            "Resources: {A: {Type: x, Properties: {B: null}}}",
            "[/Resources/A/Properties/B] 'null' values are not allowed in templates",
        ),
        (
            "Resources: {A: {Type: x, Properties: {B: !Ref C}}}",
            "Template format error: Unresolved resource dependencies [C] in the Resources block of \
             the template",
        ),
        (
            "Resources: {A: {Type: x, DependsOn: C}}",
            "Template format error: Unresolved resource dependencies [C] in the Resources block of \
             the template",
        ),
        (
            "Resources: {A: {Type: x, Properties: {B: !GetAtt C.D}}}",
            "Template error: instance of Fn::GetAtt references undefined resource C",
        ),
        (
            "Resources: {A: {Type: x, DependsOn: B}, B: {Type: x, DependsOn: A}, C: {Type: x, \
             DependsOn: B}}",
            "Circular dependency between resources: [A, B]",
        ),
        (
            "Resources: {A: {Type: x}}\nOutputs: {O: {Value: !Ref Z}}",
            "Template format error: Unresolved resource dependencies [Z] in the Outputs block of \
             the template",
        ),
        (
            "Parameters: {P: {Type: Text}}\nResources: {A: {Type: x}}",
            "Template format error: Unrecognized parameter type: Text",
        ),
    ] {
        let problem = parse(text)
            .and_then(|json| Template::read(&json))
            .and_then(|template| check(&template))
            .unwrap_err();
        assert_eq!(problem.0, expected, "{text}");
    }
}

#[test]
fn parameters_are_checked() {
    let json = parse(
        "Parameters:\n  N: {Type: Number, MinValue: 1, MaxValue: 3}\n  E: {Type: String, \
         AllowedValues: [a, b]}\n  R: {Type: String, AllowedPattern: '[a-z]+', MinLength: 2}\n  \
         W: {Type: String, MaxLength: 1, ConstraintDescription: be short}\n  \
         S: {Type: 'AWS::SSM::Parameter::Value<List<String>>'}\nResources: {A: {Type: x}}",
    );
    let template = Template::read(&json.unwrap()).unwrap();
    for (name, value, expected) in [
        ("N", "2", ""),
        ("N", "x", "Parameter 'N' must be a number"),
        ("N", "0", "Parameter 'N' must be a number not less than 1"),
        ("E", "c", "Parameter 'E' must be one of AllowedValues: [a, b]"),
        ("R", "A1", "Parameter 'R' must match pattern [a-z]+"),
        ("R", "a", "Parameter 'R' must contain at least 2 characters"),
        ("W", "ab", "Parameter W failed to satisfy constraint: be short"),
    ] {
        let said = template.parameter(name).unwrap().check(value).err();
        assert_eq!(said.map(|it| it.0).unwrap_or_default(), expected, "{name} {value}");
    }
    let stored = template.parameter("S").unwrap();
    assert_eq!(stored.stored_kind(), Some("List<String>"));
    assert_eq!(stored.value("a,b"), json!(["a", "b"]));
}

#[test]
fn branches_that_are_not_taken_are_no_dependencies() {
    let json = parse(
        "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, 'yes']}\nResources:\n  \
         A: {Type: x, Condition: C}\n  B: {Type: x, Properties: {V: !If [C, !Ref A, none]}}\n  \
         D: {Type: x, DependsOn: [A, B]}",
    );
    let template = Template::read(&json.unwrap()).unwrap();
    let pseudo = BTreeMap::new();
    for (value, expected) in [("yes", vec!["A", "B", "D"]), ("no", vec!["B", "D"])] {
        let parameters = BTreeMap::from([("P".to_owned(), Json::from(value))]);
        let conditions = conditions(&template, &parameters, &pseudo).unwrap();
        let scope =
            Scope { template: &template, parameters: &parameters, pseudo: &pseudo, conditions };
        assert_eq!(order(&dependencies(&scope).unwrap()).unwrap(), expected);
    }
}

#[test]
fn loops_are_unrolled() {
    let json = parse(
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Topics:\n    - Name\n    \
         - !Ref Names\n    - 'Topic${Name}':\n        Type: AWS::SNS::Topic\n        Properties: \
         {TopicName: !Sub 'x-${Name}', DisplayName: !Ref Name}",
    );
    let names = BTreeMap::from([("Names".to_owned(), json!(["A", "B"]))]);
    let expanded = expand(&json.unwrap(), &names).unwrap();
    let expected = |name: &str| {
        json!({"Type": "AWS::SNS::Topic", "Properties": {
            "TopicName": {"Fn::Sub": format!("x-{name}")}, "DisplayName": name}})
    };
    assert_eq!(expanded["Resources"], json!({"TopicA": expected("A"), "TopicB": expected("B")}));
}

#[test]
fn rules_hold_or_say_why_not() {
    let text = "Rules:\n  Small:\n    RuleCondition: !Equals [!Ref P, p]\n    Assertions:\n      - \
                Assert: {'Fn::Contains': [[q, r], !Ref P]}\n        AssertDescription: not p";
    let template = template(text);
    let parameters = BTreeMap::from([("P".to_owned(), Json::from("p"))]);
    let pseudo = BTreeMap::new();
    let conditions = conditions(&template, &parameters, &pseudo).unwrap();
    let scope = Scope { template: &template, parameters: &parameters, pseudo: &pseudo, conditions };
    assert_eq!(check_rules(&scope).unwrap_err().0, "Template validation error: not p");
}
