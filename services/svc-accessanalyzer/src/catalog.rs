//! The table of checks: issue code, type, and text.
//!
//! Source: IAM User Guide, "IAM policy validation check reference"
//! (access-analyzer-reference-policy-checks.html), which has the codes, types and texts with the
//! names of their values. INVALID_ACTION and INVALID_SERVICE_IN_ACTION end with a suggestion, if
//! there is one. The reference says GENERAL_WARNING where the API says WARNING.

/// In AWS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Error,
    SecurityWarning,
    Warning,
    Suggestion,
}

#[derive(Debug)]
pub struct Check {
    pub code: &'static str,
    pub kind: Kind,
    /// With `{}` for each value.
    text: &'static str,
}

const PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Error => "ERROR",
            Kind::SecurityWarning => "SECURITY_WARNING",
            Kind::Warning => "WARNING",
            Kind::Suggestion => "SUGGESTION",
        }
    }

    /// As the page's anchors call it.
    fn anchor(self) -> &'static str {
        match self {
            Kind::Error => "error",
            Kind::SecurityWarning => "security-warning",
            Kind::Warning => "general-warning",
            Kind::Suggestion => "suggestion",
        }
    }
}

impl Check {
    pub fn details(&self, values: &[&str]) -> String {
        let mut details = String::new();
        let mut values = values.iter();
        for (at, part) in self.text.split("{}").enumerate() {
            if at > 0 {
                details.push_str(values.next().copied().unwrap_or_default());
            }
            details.push_str(part);
        }
        details
    }

    pub fn link(&self) -> String {
        let code = self.code.to_ascii_lowercase().replace('_', "-");
        let kind = self.kind.anchor();
        format!("{PAGE}#access-analyzer-reference-policy-checks-{kind}-{code}")
    }
}

macro_rules! checks {
    ($($kind:ident { $($code:ident: $text:literal;)* })*) => {
        $($(pub static $code: Check =
            Check { code: stringify!($code), kind: Kind::$kind, text: $text };)*)*

        #[cfg(test)]
        pub static ALL: &[&Check] = &[$($(&$code,)*)*];
    };
}

checks! {
    Error {
        ARN_ACCOUNT_NOT_ALLOWED:
            "The service {} does not support specifying an account ID in the resource ARN.";
        ARN_REGION_NOT_ALLOWED:
            "The service {} does not support specifying a Region in the resource ARN.";
        DATA_TYPE_MISMATCH: "The text does not match the expected JSON data type {}.";
        DUPLICATE_KEYS_WITH_DIFFERENT_CASE:
            "The condition key {} appears more than once with different capitalization in the \
             same condition block. Remove the duplicate condition keys.";
        EMPTY_VARIABLE:
            "Empty policy variable. Remove the ${ } variable structure or provide a variable \
             within the structure.";
        INVALID_ACTION: "The action {} does not exist.{}";
        INVALID_ARN_ACCOUNT:
            "The resource ARN account ID {} is not valid. Provide a 12-digit account ID.";
        INVALID_ARN_PREFIX: "Add the required prefix (arn) to the resource ARN.";
        INVALID_ARN_RESOURCE:
            "Resource ARN does not match the expected ARN format. Update the resource portion of \
             the ARN.";
        INVALID_ARN_SERVICE_CASE:
            "Update the service name {} in the resource ARN to use all lowercase letters.";
        INVALID_CONDITION_DATA_TYPE:
            "The condition value data types do not match. Use condition values of the same JSON \
             data type.";
        INVALID_CONDITION_KEY_FORMAT:
            "The condition key format is not valid. Use the format service:keyname.";
        INVALID_CONDITION_MULTIPLE_BOOLEAN:
            "The condition key does not support multiple Boolean values. Use a single Boolean \
             value.";
        INVALID_CONDITION_OPERATOR:
            "The condition operator {} is not valid. Use a valid condition operator.";
        INVALID_EFFECT: "The effect {} is not valid. Use Allow or Deny.";
        INVALID_GLOBAL_CONDITION_KEY:
            "The condition key {} does not exist. Use a valid condition key.";
        INVALID_PARTITION:
            "The resource ARN for the service {} does not support the partition {}. Use the \
             supported values: {}";
        INVALID_POLICY_ELEMENT: "The policy element {} is not valid.";
        INVALID_PRINCIPAL_FORMAT:
            "The Principal element contents are not valid. Specify a key-value pair in the \
             Principal element.";
        INVALID_PRINCIPAL_KEY: "The principal key {} is not valid.";
        INVALID_SERVICE: "The service {} does not exist. Use a valid service name.";
        INVALID_SERVICE_CONDITION_KEY:
            "The condition key {} does not exist in the service {}. Use a valid condition key.";
        INVALID_SERVICE_IN_ACTION: "The service {} specified in the action does not exist.{}";
        INVALID_VARIABLE_FOR_OPERATOR:
            "Policy variables can only be used with String and ARN operators.";
        INVALID_VERSION: "The version {} is not valid. Use one of the following versions: {}";
        JSON_SYNTAX_ERROR: "Fix the JSON syntax error at index {} line {} column {}.";
        MISMATCHED_ACTION_FOR_PRINCIPAL:
            "The {} action is invalid with the following principal(s): {}. Use a SAML provider \
             principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal \
             with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if \
             you use either of the two options.";
        MISSING_ACTION: "Add an Action or NotAction element to the policy statement.";
        MISSING_ARN_FIELD:
            "Resource ARNs must include at least {} fields in the following structure: \
             arn:partition:service:region:account:resource";
        MISSING_ARN_REGION: "Add a Region to the {} resource ARN.";
        MISSING_BRACE_IN_VARIABLE:
            "The policy variable is missing a closing curly brace. Add } after the variable text.";
        MISSING_EFFECT:
            "Add an Effect element to the policy statement with a value of Allow or Deny.";
        MISSING_PRINCIPAL: "Add a Principal element to the policy statement.";
        MISSING_QUALIFIER:
            "The request context key {} has multiple values. Use the ForAllValues or ForAnyValue \
             condition key qualifiers in your policy.";
        MISSING_QUOTE_IN_VARIABLE:
            "The policy variable default value must begin and end with a single quote. Add the \
             missing quote.";
        MISSING_RESOURCE: "Add a Resource or NotResource element to the policy statement.";
        MISSING_STATEMENT: "Add a statement to the policy";
        MISSING_TAG_KEY_IN_CONDITION:
            "The condition key {} must include a tag key to control access based on tags. Use the \
             format {}tag-key and specify a key name for tag-key.";
        NULL_WITH_IF_EXISTS:
            "The Null condition operator cannot be used with the IfExists suffix. Update the \
             operator or the suffix.";
        POLICY_SIZE_EXCEEDS_SCP_QUOTA:
            "The {} characters in the service control policy (SCP) exceed the {} character \
             maximum for SCPs. We recommend that you use multiple granular policies.";
        PRIVATE_IP_ADDRESS:
            "aws:SourceIp works only for public IP address ranges. The values for condition key \
             aws:SourceIp include only private IP addresses and will not have the desired effect. \
             Update the value to include only public IP addresses.";
        PRIVATE_NOT_IP_ADDRESS:
            "The values for condition key aws:SourceIp include only private IP addresses and has \
             no effect. aws:SourceIp works only for public IP address ranges. Update the value to \
             include only public IP addresses.";
        SCP_SYNTAX_ERROR_PRINCIPAL:
            "SCPs do not support specifying principals. Remove the Principal or NotPrincipal \
             element.";
        TYPE_MISMATCH_IP_RANGE:
            "The condition operator {} is used with an invalid IP range value. Specify the IP \
             range in standard CIDR format.";
        FEDERATED_PRINCIPAL_NOT_SUPPORTED:
            "The policy type does not support a federated identity provider in the principal \
             element. Use a supported principal.";
        INVALID_VPC_FORMAT:
            "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' \
             followed by 8 or 17 alphanumeric characters.";
        INVALID_VPCE_FORMAT:
            "The VPCE identifier in the condition key value is not valid.\u{20} Use the prefix \
             'vpce-' followed by 8 or 17 alphanumeric characters.";
        MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY:
            "The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, \
             sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the \
             missing permissions to the policy.";
        POLICY_SIZE_EXCEEDS_RCP_QUOTA:
            "The {} characters in the resource control policy (RCP) exceed the {} character \
             maximum for RCPs. We recommend that you use multiple granular policies.";
        RCP_SYNTAX_ERROR_PRINCIPAL:
            "The Principal element contents are not valid. RCPs only support specifying all \
             principals (\"*\") in the Principal element. The NotPrincipal element is not \
             supported for RCPs.";
        RCP_SYNTAX_ERROR_ALLOW:
            "RCPs only support specifying all principals (\"*\") in the Principal element, all \
             resources (\"*\") in the Resource element, and no Condition element with an effect \
             of Allow.";
        RCP_SYNTAX_ERROR_NOTACTION:
            "RCPs do not support the NotAction element. Update to use the Action element.";
        ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL:
            "Role trust policies do not support NotPrincipal. Update the policy to use a \
             Principal element instead.";
        ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL:
            "\"Principal:\" \"*\" is not supported in the principal element of a role trust \
             policy. Replace the wildcard with a valid principal value.";
        ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE:
            "Role trust policies apply to the role that they are attached to. You cannot specify \
             a resource. Remove the Resource or NotResource element.";
        UNSUPPORTED_ACTION_IN_POLICY:
            "The action {} is not supported for the resource-based policy attached to the \
             resource type {}.";
        UNSUPPORTED_RESOURCE_ARN_IN_POLICY:
            "The resource ARN is not supported for the resource-based policy attached to the \
             resource type {}.";
        UNIQUE_SIDS_REQUIRED:
            "Duplicate statement IDs are not supported for this policy type. Update the Sid value.";
        UNSUPPORTED_ELEMENT_COMBINATION:
            "The policy elements {} and {} can not be used in the same statement. Remove one of \
             these elements.";
        UNSUPPORTED_PRINCIPAL:
            "The policy type {} does not support the Principal element. Remove the Principal \
             element.";
        UNSUPPORTED_SID:
            "Update the characters in the Sid element to use one of the following character \
             types: [a-z, A-Z, 0-9]";
        UNSUPPORTED_SPACE_IN_VARIABLE:
            "A space is not supported within the policy variable text. Remove the space.";
        UNSUPPORTED_WILDCARD_IN_PRINCIPAL:
            "Wildcards (*, ?) are not supported with the principal key {}. Replace the wildcard \
             with a valid principal value.";
        VARIABLE_UNSUPPORTED_IN_ELEMENT:
            "Policy variables are supported in the Resource and Condition elements. Remove the \
             policy variable {} from this element.";
        VARIABLE_UNSUPPORTED_IN_VERSION:
            "To include variables in your policy, use the policy version 2012-10-17 or later.";
    }
    SecurityWarning {
        ALLOW_WITH_NOT_PRINCIPAL:
            "Using Allow with NotPrincipal can be overly permissive. We recommend that you use \
             Principal instead.";
        FORALLVALUES_WITH_SINGLE_VALUED_KEY:
            "Using ForAllValues qualifier with the single-valued condition key {} can be overly \
             permissive. We recommend that you remove ForAllValues:.";
        FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE:
            "Using ForAnyValue qualifier with the single-valued condition key {} can be overly \
             permissive. We recommend that you remove ForAnyValue:.";
        MISSING_PAIRED_CONDITION_KEYS:
            "Using the condition key {} can be overly permissive without also using the following \
             condition keys: {}. Condition keys like this one are more secure when paired with a \
             related key. We recommend that you add the related condition keys to the same \
             condition block.";
        PASS_ROLE_WITH_NOT_RESOURCE:
            "Using the iam:PassRole action with NotResource can be overly permissive because it \
             can allow iam:PassRole permissions on multiple resources. We recommend that you \
             specify resource ARNs instead.";
        PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE:
            "Using an action with a wildcard (*) and NotResource can be overly permissive because \
             it can allow iam:PassRole permissions on multiple resources. We recommend that you \
             specify resource ARNs instead.";
        PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE:
            "Using NotAction with NotResource can be overly permissive because it can allow \
             iam:PassRole permissions on multiple resources.. We recommend that you specify \
             resource ARNs instead.";
        PASS_ROLE_WITH_STAR_IN_RESOURCE:
            "Using the iam:PassRole action with wildcards (*) in the resource can be overly \
             permissive because it allows iam:PassRole permissions on multiple resources. We \
             recommend that you specify resource ARNs or add the iam:PassedToService condition \
             key to your statement.";
        PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE:
            "Using wildcards (*) in the action and the resource can be overly permissive because \
             it allows iam:PassRole permissions on all resources. We recommend that you specify \
             resource ARNs or add the iam:PassedToService condition key to your statement.";
        PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION:
            "Using a resource with wildcards (*) and NotAction can be overly permissive because \
             it allows iam:PassRole permissions on all resources. We recommend that you specify \
             resource ARNs or add the iam:PassedToService condition key to your statement.";
    }
    Warning {
        CREATE_SLR_WITH_NOT_RESOURCE:
            "Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of \
             unintended service-linked roles for multiple resources. We recommend that you \
             specify resource ARNs instead.";
        CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE:
            "Using an action with a wildcard(*) and NotResource can allow creation of unintended \
             service-linked roles because it can allow iam:CreateServiceLinkedRole permissions on \
             multiple resources. We recommend that you specify resource ARNs instead.";
        CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE:
            "Using NotAction with NotResource can allow creation of unintended service-linked \
             roles because it allows iam:CreateServiceLinkedRole permissions on multiple \
             resources. We recommend that you specify resource ARNs instead.";
        CREATE_SLR_WITH_STAR_IN_RESOURCE:
            "Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can \
             allow creation of unintended service-linked roles. We recommend that you specify \
             resource ARNs instead.";
        CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE:
            "Using wildcards (*) in the action and the resource can allow creation of unintended \
             service-linked roles because it allows iam:CreateServiceLinkedRole permissions on \
             all resources. We recommend that you specify resource ARNs instead.";
        CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION:
            "Using a resource with wildcards (*) and NotAction can allow creation of unintended \
             service-linked roles because it allows iam:CreateServiceLinkedRole permissions on \
             all resources. We recommend that you specify resource ARNs instead.";
        DEPRECATED_GLOBAL_CONDITION_KEY:
            "We recommend that you update aws:ARN to use the newer condition key aws:PrincipalArn.";
        INVALID_DATE_VALUE:
            "The date {} might not resolve as expected. We recommend that you use the YYYY-MM-DD \
             format.";
        INVALID_ROLE_REFERENCE:
            "The Principal element includes the IAM role ID {}. We recommend that you use a role \
             ARN instead.";
        INVALID_USER_REFERENCE:
            "The Principal element includes the IAM user ID {}. We recommend that you use a user \
             ARN instead.";
        MISSING_VERSION:
            "We recommend that you specify the Version element to help you with debugging \
             permission issues.";
        POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA:
            "The {} characters in the identity policy, excluding whitespace, exceed the {} \
             character maximum for inline and managed policies. We recommend that you use \
             multiple granular policies.";
        POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA:
            "The {} characters in the resource policy exceed the {} character maximum for \
             resource policies. We recommend that you use multiple granular policies.";
        POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA:
            "The characters in the role trust policy, excluding whitespace, exceed the character \
             maximum. We recommend that you request a role trust policy length quota increase \
             using Service Quotas and AWS Support Center. If the quotas have already been \
             increased, then you can ignore this warning.";
        TYPE_MISMATCH: "Use the operator type {} instead of operator {} for the condition key {}.";
        TYPE_MISMATCH_BOOLEAN:
            "Add a valid Boolean value (true or false) for the condition operator {}.";
        TYPE_MISMATCH_DATE:
            "The date condition operator is used with an invalid value. Specify a valid date \
             using YYYY-MM-DD or other ISO 8601 date/time format.";
        TYPE_MISMATCH_NUMBER: "Add a valid numeric value for the condition operator {}.";
        TYPE_MISMATCH_STRING:
            "Add a valid base64-encoded string value for the condition operator {}.";
        UNIQUE_SIDS_RECOMMENDED:
            "We recommend that you use statement IDs that are unique to your policy. Update the \
             Sid value.";
        WILDCARD_WITHOUT_LIKE_OPERATOR:
            "Your condition value includes a * or ? character. If you meant to use a wildcard (*, \
             ?), update the condition operator to include Like.";
    }
    Suggestion {
        EMPTY_ARRAY_ACTION:
            "This statement includes no actions and does not affect the policy. Specify actions.";
        EMPTY_ARRAY_CONDITION:
            "There are no values for the condition key {} and it does not affect the policy. \
             Specify conditions.";
        EMPTY_ARRAY_CONDITION_FORALLVALUES:
            "The ForAllValues prefix with an empty condition key matches only if the key {} is \
             missing from the request context. To determine if the request context is empty, we \
             recommend that you use the Null condition operator with the value of true instead.";
        EMPTY_ARRAY_CONDITION_FORANYVALUE:
            "The ForAnyValue prefix with an empty condition key {} never matches the request \
             context and it does not affect the policy. Specify conditions.";
        EMPTY_ARRAY_CONDITION_IFEXISTS:
            "The IfExists suffix with an empty condition key matches only if the key {} is \
             missing from the request context. To determine if the request context is empty, we \
             recommend that you use the Null condition operator with the value of true instead.";
        EMPTY_ARRAY_PRINCIPAL:
            "This statement includes no principals and does not affect the policy. Specify \
             principals.";
        EMPTY_ARRAY_RESOURCE:
            "This statement includes no resources and does not affect the policy. Specify \
             resources.";
        EMPTY_OBJECT_CONDITION:
            "This condition block is empty and it does not affect the policy. Specify conditions.";
        EMPTY_OBJECT_PRINCIPAL:
            "This statement includes no principals and does not affect the policy. Specify \
             principals.";
        EMPTY_SID_VALUE: "Add a value to the empty string in the Sid element.";
        IMPROVE_IP_RANGE:
            "The non-zero bits in the IP address after the masked bits are ignored. Replace \
             address with {}.";
        NULL_WITH_QUALIFIER:
            "Avoid using the Null condition operator with the ForAllValues or ForAnyValue \
             qualifiers because they always return a true or false respectively.";
        PRIVATE_IP_ADDRESS_SUBSET:
            "The values for condition key aws:SourceIp include a mix of private and public IP \
             addresses. The private addresses will not have the desired effect. aws:SourceIp \
             works only for public IP address ranges. To define permissions for private IP \
             ranges, use aws:VpcSourceIp.";
        PRIVATE_NOT_IP_ADDRESS_SUBSET:
            "The values for condition key aws:SourceIp include a mix of private and public IP \
             addresses. The private addresses have no effect. aws:SourceIp works only for public \
             IP address ranges. To define permissions for private IP ranges, use aws:VpcSourceIp.";
        REDUNDANT_ACTION:
            "The {} action(s) are redundant because they provide similar permissions. Update the \
             policy to remove the redundant action such as: {}.";
        REDUNDANT_CONDITION_VALUE_NUM:
            "Multiple values in {} are redundant. Replace with the {} single value for {}.";
        REDUNDANT_RESOURCE:
            "The {} resource ARN(s) are redundant because they reference the same resource. \
             Review the use of wildcards (*)";
        REDUNDANT_STATEMENT:
            "The statements are redundant because they provide identical permissions. Update the \
             policy to remove the redundant statement.";
        WILDCARD_IN_SERVICE_NAME:
            "Avoid using wildcards (*, ?) in the service name because it might grant unintended \
             access to other AWS services with similar names.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_that_aws_answers() {
        // From the CLI's example of validate-policy.
        let link = EMPTY_SID_VALUE.link();
        assert!(
            link.ends_with("#access-analyzer-reference-policy-checks-suggestion-empty-sid-value")
        );
        let link = MISSING_VERSION.link();
        assert!(link.ends_with("-checks-general-warning-missing-version"));
    }

    #[test]
    fn codes_are_unique_and_texts_are_whole() {
        let mut codes: Vec<&str> = ALL.iter().map(|it| it.code).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
        for check in ALL {
            // The reference has two spaces in one text.
            let is_its = check.code == "INVALID_VPCE_FORMAT";
            assert!(is_its || !check.text.contains("  "), "{}", check.code);
        }
        assert_eq!(
            INVALID_EFFECT.details(&["Maybe"]),
            "The effect Maybe is not valid. Use Allow or Deny."
        );
    }
}
