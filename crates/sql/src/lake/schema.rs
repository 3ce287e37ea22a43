//! The columns of event data stores.
//!
//! Source: CloudTrail User Guide, "Supported SQL schemas for event data stores" (read in November
//! 2026): the schema of management and data events, and that of events from outside of AWS.

use super::types::{Field, Type};

const fn field(name: &'static str, member: &'static str, of: Type) -> Field {
    Field { name, member, of }
}

const fn text(name: &'static str, member: &'static str) -> Field {
    field(name, member, Type::Text)
}

const ATTRIBUTES: &[Field] = &[
    field("creationdate", "creationDate", Type::Time),
    text("mfaauthenticated", "mfaAuthenticated"),
];

const SESSION_ISSUER: &[Field] = &[
    text("type", "type"),
    text("principalid", "principalId"),
    text("arn", "arn"),
    text("accountid", "accountId"),
    text("username", "userName"),
];

const WEB_ID_FEDERATION: &[Field] =
    &[text("federatedprovider", "federatedProvider"), field("attributes", "attributes", Type::Map)];

const SESSION_CONTEXT: &[Field] = &[
    field("attributes", "attributes", Type::Struct(ATTRIBUTES)),
    field("sessionissuer", "sessionIssuer", Type::Struct(SESSION_ISSUER)),
    field("webidfederationdata", "webIdFederationData", Type::Struct(WEB_ID_FEDERATION)),
    text("sourceidentity", "sourceIdentity"),
    text("ec2roledelivery", "ec2RoleDelivery"),
    text("ec2issuedinvpc", "ec2IssuedInVpc"),
];

const ON_BEHALF_OF: &[Field] =
    &[text("userid", "userId"), text("identitystorearn", "identityStoreArn")];

const IN_SCOPE_OF: &[Field] = &[
    text("sourcearn", "sourceArn"),
    text("sourceaccount", "sourceAccount"),
    text("issuertype", "issuerType"),
    text("credentialsissuedto", "credentialsIssuedTo"),
];

const USER_IDENTITY: &[Field] = &[
    text("type", "type"),
    text("principalid", "principalId"),
    text("arn", "arn"),
    text("accountid", "accountId"),
    text("accesskeyid", "accessKeyId"),
    text("username", "userName"),
    field("sessioncontext", "sessionContext", Type::Struct(SESSION_CONTEXT)),
    field("onbehalfof", "onBehalfOf", Type::Struct(ON_BEHALF_OF)),
    field("inscopeof", "inScopeOf", Type::Struct(IN_SCOPE_OF)),
    text("invokedby", "invokedBy"),
    text("identityprovider", "identityProvider"),
];

const RESOURCE: Type = Type::Struct(&[
    text("accountid", "accountId"),
    text("type", "type"),
    text("arn", "ARN"),
    text("arnprefix", "ARNPrefix"),
]);

const ADDENDUM: &[Field] = &[
    text("reason", "reason"),
    text("updatedfields", "updatedFields"),
    text("originaluid", "originalUID"),
    text("originaleventid", "originalEventID"),
];

const TLS_DETAILS: &[Field] = &[
    text("tlsversion", "tlsVersion"),
    text("ciphersuite", "cipherSuite"),
    text("clientprovidedhostheader", "clientProvidedHostHeader"),
];

const RESOURCE_TAGS: Type = Type::Struct(&[text("arn", "arn"), field("tags", "tags", Type::Map)]);

const TAG_CONTEXT: &[Field] = &[
    field("resourcetags", "resourceTags", Type::List(&RESOURCE_TAGS)),
    field("principaltags", "principalTags", Type::Map),
];

const EVENT_CONTEXT: &[Field] = &[
    field("requestcontext", "requestContext", Type::Map),
    field("tagcontext", "tagContext", Type::Struct(TAG_CONTEXT)),
];

/// The whole record, as it was logged.
pub const EVENT_JSON: &str = "eventJson";

/// Of management and data events.
pub const EVENTS: &[Field] = &[
    text("eventversion", "eventVersion"),
    field("useridentity", "userIdentity", Type::Struct(USER_IDENTITY)),
    field("eventtime", "eventTime", Type::Time),
    text("eventsource", "eventSource"),
    text("eventname", "eventName"),
    text("awsregion", "awsRegion"),
    text("sourceipaddress", "sourceIPAddress"),
    text("useragent", "userAgent"),
    text("errorcode", "errorCode"),
    text("errormessage", "errorMessage"),
    field("requestparameters", "requestParameters", Type::Map),
    field("responseelements", "responseElements", Type::Map),
    field("additionaleventdata", "additionalEventData", Type::Map),
    text("requestid", "requestID"),
    text("eventid", "eventID"),
    field("readonly", "readOnly", Type::Bool),
    field("resources", "resources", Type::List(&RESOURCE)),
    text("eventtype", "eventType"),
    text("apiversion", "apiVersion"),
    field("managementevent", "managementEvent", Type::Bool),
    text("recipientaccountid", "recipientAccountId"),
    text("sharedeventid", "sharedEventID"),
    text("annotation", "annotation"),
    text("vpcendpointid", "vpcEndpointId"),
    text("vpcendpointaccountid", "vpcEndpointAccountId"),
    field("serviceeventdetails", "serviceEventDetails", Type::Map),
    field("addendum", "addendum", Type::Struct(ADDENDUM)),
    field("edgedevicedetails", "edgeDeviceDetails", Type::Map),
    field("insightdetails", "insightDetails", Type::Map),
    text("eventcategory", "eventCategory"),
    field("tlsdetails", "tlsDetails", Type::Struct(TLS_DETAILS)),
    text("sessioncredentialfromconsole", "sessionCredentialFromConsole"),
    field("eventcontext", "eventContext", Type::Struct(EVENT_CONTEXT)),
    text("eventjson", EVENT_JSON),
];

const ACTIVITY_IDENTITY: &[Field] = &[
    text("type", "type"),
    text("principalid", "principalId"),
    field("details", "details", Type::Map),
];

const EVENT_DATA: &[Field] = &[
    text("version", "version"),
    field("useridentity", "userIdentity", Type::Struct(ACTIVITY_IDENTITY)),
    text("useragent", "userAgent"),
    text("eventsource", "eventSource"),
    text("eventname", "eventName"),
    text("eventtime", "eventTime"),
    text("uid", "UID"),
    field("requestparameters", "requestParameters", Type::Map),
    field("responseelements", "responseElements", Type::Map),
    text("errorcode", "errorCode"),
    text("errormessage", "errorMessage"),
    text("sourceipaddress", "sourceIPAddress"),
    text("recipientaccountid", "recipientAccountId"),
    field("additionaleventdata", "additionalEventData", Type::Map),
];

/// Of events from outside of AWS.
pub const ACTIVITY: &[Field] = &[
    text("eventversion", "eventVersion"),
    text("eventcategory", "eventCategory"),
    text("eventtype", "eventType"),
    text("eventid", "eventID"),
    field("eventtime", "eventTime", Type::Time),
    text("awsregion", "awsRegion"),
    text("recipientaccountid", "recipientAccountId"),
    field("addendum", "addendum", Type::Struct(ADDENDUM)),
    field("metadata", "metadata", Type::Map),
    field("eventdata", "eventData", Type::Struct(EVENT_DATA)),
];
