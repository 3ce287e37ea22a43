//! What is wrong with effective policies: they come from several policies, each of which may be
//! right by itself.
//!
//! Sources: [A] ListEffectivePolicyValidationErrors; "About invalid effective policy alerts" and
//! the example of the event `EffectivePolicyValidation` (User Guide), from which the code
//! `ELEMENTS_TOO_MANY`, its words and the form of paths are; "Backup policy syntax", "Tag policy
//! syntax", "AI services opt-out policy syntax", "Declarative policy syntax" for what a policy must
//! have and which values it takes. The other codes and their words are our own: AWS documents one.

use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json};

use crate::api::{
    EffectivePolicyValidationErrorBuilder, ListAccountsWithInvalidEffectivePolicyInput,
    ListAccountsWithInvalidEffectivePolicyOutput, ListEffectivePolicyValidationErrorsInput,
    ListEffectivePolicyValidationErrorsOutput,
};
use crate::effective::{self, Sources, Type, type_of};
use crate::limits::{BACKUP_TAGS_MAX, COLD_DAYS_MIN, PLAN_RULES_MAX};
use crate::state::MemberRow;
use crate::tree::{Organization, cut, time};
use crate::{account, errors};

const TOO_MANY: &str = "ELEMENTS_TOO_MANY";
/// Our own.
const MISSING: &str = "ELEMENT_MISSING";
const INVALID: &str = "VALUE_INVALID";

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    code: &'static str,
    message: String,
    path: Vec<String>,
}

pub fn list_errors(
    ctx: &mut Ctx<'_>,
    input: ListEffectivePolicyValidationErrorsInput<'_>,
) -> Result<ListEffectivePolicyValidationErrorsOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let kind = enabled(&organization, input.policy_type())?;
    let id = input.account_id();
    let member = organization.account(ctx, id)?.ok_or_else(errors::no_account)?;
    let (nodes, sources) = sources(ctx, &organization, (id, &member), kind)?;
    let sources = sources.ok_or_else(errors::no_effective_policy)?;
    let shown = faults(kind, &sources.merge()).into_iter().enumerate().map(|(at, fault)| {
        let one = EffectivePolicyValidationErrorBuilder::new()
            .error_code(fault.code)
            .error_message(fault.message)
            .path_to_error(fault.path.join("/"))
            .contributing_policies(sources.at(&fault.path));
        (format!("{at:08}"), one)
    });
    let name = "ListEffectivePolicyValidationErrors";
    let (list, token) = cut(name, input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListEffectivePolicyValidationErrorsOutput::new()
        .account_id(id)
        .policy_type(kind.name)
        .path(format!("{}/{}/", organization.id, nodes.join("/")))
        .evaluation_timestamp(time(sources.updated))
        .next_token(token)
        .effective_policy_validation_errors(list))
}

pub fn list_accounts(
    ctx: &mut Ctx<'_>,
    input: ListAccountsWithInvalidEffectivePolicyInput<'_>,
) -> Result<ListAccountsWithInvalidEffectivePolicyOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let kind = enabled(&organization, input.policy_type())?;
    let mut found = Vec::new();
    for (id, member) in organization.accounts(ctx)? {
        let (_, sources) = sources(ctx, &organization, (&id, &member), kind)?;
        if sources.is_some_and(|sources| !faults(kind, &sources.merge()).is_empty()) {
            let one = account::show(ctx, &organization, &id, &member);
            found.push((id, one));
        }
    }
    let name = "ListAccountsWithInvalidEffectivePolicy";
    let (accounts, token) = cut(name, input.next_token(), input.max_results(), found)?;
    Ok(ListAccountsWithInvalidEffectivePolicyOutput::new()
        .accounts(accounts)
        .policy_type(kind.name)
        .next_token(token))
}

fn enabled(organization: &Organization, name: &str) -> Result<Type, ApiError> {
    let kind = type_of(name)
        .ok_or_else(|| errors::not_implemented(&format!("policies of the type {name}")))?;
    if organization.row.enabled.contains(kind.name) {
        Ok(kind)
    } else {
        Err(errors::no_effective_policy())
    }
}

/// The way from the root to an account, and what its effective policy is made of.
fn sources(
    ctx: &Ctx<'_>,
    organization: &Organization,
    (id, member): (&str, &MemberRow),
    kind: Type,
) -> Result<(Vec<String>, Option<Sources>), ApiError> {
    let mut nodes = organization.path(ctx, &member.parent)?;
    nodes.push(id.to_owned());
    let sources = effective::sources(ctx, organization, &nodes, kind.name)?;
    Ok((nodes, sources))
}

// Pure from here on.

/// Collects faults on a walk through the policy.
#[derive(Debug, Default)]
struct Review {
    path: Vec<String>,
    faults: Vec<Fault>,
}

fn faults(kind: Type, policy: &Json) -> Vec<Fault> {
    let mut review = Review::default();
    review.at(kind.root, &policy[kind.root], |review, root| match kind.root {
        "plans" => review.each(root, Review::plan),
        "tags" => review.each(root, Review::tag),
        "services" => review.each(root, Review::service),
        "ec2_attributes" => review.ec2(root),
        _ => {}
    });
    review.faults
}

impl Review {
    fn at(&mut self, name: &str, json: &Json, look: impl FnOnce(&mut Review, &Json)) {
        self.path.push(name.to_owned());
        look(self, json);
        self.path.pop();
    }

    fn each(&mut self, json: &Json, look: impl Fn(&mut Review, &Json)) {
        for (name, inner) in members(json) {
            self.at(name, inner, &look);
        }
    }

    fn fault(&mut self, code: &'static str, message: String) {
        self.faults.push(Fault { code, message, path: self.path.clone() });
    }

    /// One fault for each that is too many.
    fn at_most(&mut self, json: &Json, max: usize) {
        for (name, inner) in members(json).skip(max) {
            self.at(name, inner, |review, _| {
                let message = format!("'{name}' exceeds the allowed maximum limit {max}");
                review.fault(TOO_MANY, message);
            });
        }
    }

    fn require(&mut self, json: &Json, names: &[&str]) {
        for name in names {
            if json.get(name).is_none_or(is_empty) {
                self.fault(MISSING, format!("'{name}' is required"));
            }
        }
    }

    /// A setting that must have one of these values, if it is there.
    fn one_of(&mut self, json: &Json, name: &str, values: &[&str]) {
        let Some(value) = json.get(name) else { return };
        if value.as_str().is_none_or(|text| !values.contains(&text)) {
            let values = values.join(", ");
            self.at(name, value, |review, value| {
                review.fault(INVALID, format!("'{value}' is none of {values}"));
            });
        }
    }

    fn plan(&mut self, plan: &Json) {
        self.require(plan, &["rules", "regions", "selections"]);
        self.at("rules", &plan["rules"], |review, rules| {
            review.at_most(rules, PLAN_RULES_MAX);
            review.each(rules, Review::rule);
        });
        self.at("selections", &plan["selections"], |review, selections| {
            review.at("tags", &selections["tags"], |review, tags| {
                review.each(tags, |review, one| {
                    review.require(one, &["iam_role_arn", "tag_key", "tag_value"]);
                });
            });
            review.at("resources", &selections["resources"], |review, resources| {
                review.each(resources, |review, one| {
                    review.require(one, &["iam_role_arn", "resource_types"]);
                });
            });
        });
        self.at("backup_plan_tags", &plan["backup_plan_tags"], |review, tags| {
            review.at_most(tags, BACKUP_TAGS_MAX);
        });
    }

    fn rule(&mut self, rule: &Json) {
        self.require(rule, &["target_backup_vault_name"]);
        self.lifecycle(&rule["lifecycle"]);
        self.at("recovery_point_tags", &rule["recovery_point_tags"], |review, tags| {
            review.at_most(tags, BACKUP_TAGS_MAX);
        });
        self.at("copy_actions", &rule["copy_actions"], |review, actions| {
            review.each(actions, |review, action| {
                review.require(action, &["target_backup_vault_arn"]);
                review.lifecycle(&action["lifecycle"]);
            });
        });
    }

    fn lifecycle(&mut self, lifecycle: &Json) {
        let days = |name: &str| number(&lifecycle[name]);
        let (cold, deleted) = (days("move_to_cold_storage_after_days"), days("delete_after_days"));
        if let (Some(cold), Some(deleted)) = (cold, deleted)
            && deleted < cold + COLD_DAYS_MIN
        {
            self.at("lifecycle", lifecycle, |review, _| {
                let message = format!(
                    "'delete_after_days' must be at least {COLD_DAYS_MIN} days after \
                     'move_to_cold_storage_after_days'"
                );
                review.fault(INVALID, message);
            });
        }
    }

    fn tag(&mut self, rule: &Json) {
        let key = self.path.last().cloned().unwrap_or_default();
        if let Some(given) = rule.get("tag_key")
            && given.as_str().is_none_or(|given| given.to_lowercase() != key.to_lowercase())
        {
            self.at("tag_key", given, |review, given| {
                review.fault(INVALID, format!("'{given}' is not '{key}' in another case"));
            });
        }
        self.at("tag_value", &rule["tag_value"], |review, values| {
            for value in texts(values).filter(|value| value.matches('*').count() > 1) {
                review.fault(INVALID, format!("'{value}' has more than one wildcard"));
            }
        });
        self.at("enforced_for", &rule["enforced_for"], |review, types| {
            for one in texts(types).filter(|one| !is_resource_type(one)) {
                review.fault(INVALID, format!("'{one}' is no service:resource_type"));
            }
        });
    }

    fn service(&mut self, service: &Json) {
        self.one_of(service, "opt_out_policy", &["optIn", "optOut"]);
    }

    fn ec2(&mut self, attributes: &Json) {
        const ABLE: &[&str] = &["enabled", "disabled"];
        for (attribute, setting, values) in [
            ("serial_console_access", "status", ABLE),
            ("image_block_public_access", "state", &["unblocked", "block_new_sharing"]),
            (
                "snapshot_block_public_access",
                "state",
                &["unblocked", "block_new_sharing", "block_all_sharing"],
            ),
            ("allowed_images_settings", "state", &["enabled", "disabled", "audit_mode"]),
        ] {
            if let Some(json) = attributes.get(attribute) {
                self.at(attribute, json, |review, json| review.one_of(json, setting, values));
            }
        }
        self.at(
            "vpc_block_public_access",
            &attributes["vpc_block_public_access"],
            |review, vpc| {
                let gateway = &vpc["internet_gateway_block"];
                review.at("internet_gateway_block", gateway, |review, gateway| {
                    let modes = ["off", "block_bidirectional", "block_ingress"];
                    review.one_of(gateway, "mode", &modes);
                    review.one_of(gateway, "exclusions_allowed", ABLE);
                });
            },
        );
    }
}

fn members(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flat_map(Map::iter)
}

fn texts(json: &Json) -> impl Iterator<Item = &str> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str)
}

fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Numbers are written as texts in these policies.
fn number(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.parse().ok())
}

fn is_resource_type(text: &str) -> bool {
    let Some((service, kind)) = text.split_once(':') else { return false };
    !service.is_empty() && !kind.is_empty() && !kind.contains(':')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(kind: &str, policy: &Json) -> Vec<(&'static str, String)> {
        let kind = type_of(kind).expect("the type is known");
        faults(kind, policy).into_iter().map(|it| (it.code, it.path.join("/"))).collect()
    }

    fn plan(rules: usize) -> Json {
        let rule = json!({"target_backup_vault_name": "vault"});
        let rules: Map<String, Json> =
            (0..rules).map(|at| (format!("rule{at}"), rule.clone())).collect();
        json!({"plans": {"daily": {
            "rules": rules,
            "regions": ["us-east-1"],
            "selections": {"tags": {"own": {
                "iam_role_arn": "arn:aws:iam::$account:role/backup",
                "tag_key": "backup", "tag_value": ["yes"],
            }}},
        }}})
    }

    /// The path and the words of AWS's example.
    #[test]
    fn too_many_rules() {
        assert!(found("BACKUP_POLICY", &plan(10)).is_empty());
        let kind = type_of("BACKUP_POLICY").expect("the type is known");
        let faults = faults(kind, &plan(11));
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].message, "'rule10' exceeds the allowed maximum limit 10");
        assert_eq!(faults[0].path.join("/"), "plans/daily/rules/rule10");
    }

    #[test]
    fn what_a_plan_lacks() {
        let mut policy = plan(1);
        let plan = &mut policy["plans"]["daily"];
        plan["regions"] = json!([]);
        plan["rules"]["rule0"] = json!({"lifecycle": {
            "move_to_cold_storage_after_days": "30", "delete_after_days": "60",
        }});
        let expected = [
            (MISSING, "plans/daily"),
            (MISSING, "plans/daily/rules/rule0"),
            (INVALID, "plans/daily/rules/rule0/lifecycle"),
        ];
        let expected = expected.map(|(code, path)| (code, path.to_owned()));
        assert_eq!(found("BACKUP_POLICY", &policy), expected);
    }

    #[test]
    fn values() {
        let tags = json!({"tags": {"team": {
            "tag_key": "Group", "tag_value": ["a*", "*b*"], "enforced_for": ["sqs:queue", "sqs"],
        }}});
        let expected = ["tags/team/tag_key", "tags/team/tag_value", "tags/team/enforced_for"];
        let paths: Vec<_> = found("TAG_POLICY", &tags).into_iter().map(|it| it.1).collect();
        assert_eq!(paths, expected);
        let services = json!({"services": {
            "default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "never"},
        }});
        let found_there = found("AISERVICES_OPT_OUT_POLICY", &services);
        assert_eq!(found_there, [(INVALID, "services/lex/opt_out_policy".to_owned())]);
        let ec2 = json!({"ec2_attributes": {
            "serial_console_access": {"status": "enabled"},
            "vpc_block_public_access": {"internet_gateway_block": {"mode": "some"}},
        }});
        let path = "ec2_attributes/vpc_block_public_access/internet_gateway_block/mode";
        assert_eq!(found("DECLARATIVE_POLICY_EC2", &ec2), [(INVALID, path.to_owned())]);
    }
}
