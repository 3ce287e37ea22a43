//! What bills call services and regions.
//!
//! Names as in Cost Explorer's dimension SERVICE and the product codes of the Cost and Usage
//! Report. Prefixes of usage types: S3 User Guide, "Understanding your AWS billing and usage
//! reports for Amazon S3"; those of regions that the page does not list are made alike. SQS's
//! requests are called RBP in us-east-1 alone (products of the Price List API).

use kernel::Region;

/// How a service's usage types begin in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `APN2-`, and nothing in us-east-1.
    Short,
    /// `APN2-`, and `USE1-` in us-east-1.
    Always,
    /// `us-east-1-`
    RegionName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// The service's name here.
    pub service: &'static str,
    /// In Cost Explorer.
    pub name: &'static str,
    /// In the Cost and Usage Report.
    pub code: &'static str,
    pub prefix: Prefix,
}

const fn product(
    service: &'static str,
    name: &'static str,
    code: &'static str,
    prefix: Prefix,
) -> Product {
    Product { service, name, code, prefix }
}

static PRODUCTS: &[Product] = &[
    product("acm-pca", "AWS Certificate Manager", "AWSCertificateManager", Prefix::Always),
    product("apigateway", "Amazon API Gateway", "AmazonApiGateway", Prefix::Always),
    product("apigatewayv2", "Amazon API Gateway", "AmazonApiGateway", Prefix::Always),
    product("ce", "AWS Cost Explorer", "AWSCostExplorer", Prefix::Always),
    product("cloudtrail", "AWS CloudTrail", "AWSCloudTrail", Prefix::Always),
    product("cloudwatch", "AmazonCloudWatch", "AmazonCloudWatch", Prefix::Short),
    product("dynamodb", "Amazon DynamoDB", "AmazonDynamoDB", Prefix::Short),
    product("ecr", "Amazon EC2 Container Registry (ECR)", "AmazonECR", Prefix::Short),
    product("events", "CloudWatch Events", "AWSEvents", Prefix::Always),
    product("firehose", "Amazon Kinesis Firehose", "AmazonKinesisFirehose", Prefix::Always),
    product("fis", "AWS Fault Injection Simulator", "AWSFIS", Prefix::Always),
    product("glacier", "Amazon Glacier", "AmazonGlacier", Prefix::Short),
    product("kinesis", "Amazon Kinesis", "AmazonKinesis", Prefix::Short),
    product("kms", "AWS Key Management Service", "awskms", Prefix::RegionName),
    product("lambda", "AWS Lambda", "AWSLambda", Prefix::Short),
    product("logs", "AmazonCloudWatch", "AmazonCloudWatch", Prefix::Always),
    product("pipes", "CloudWatch Events", "AWSEvents", Prefix::Always),
    product("s3", "Amazon Simple Storage Service", "AmazonS3", Prefix::Short),
    product("scheduler", "CloudWatch Events", "AWSEvents", Prefix::Always),
    product("secretsmanager", "AWS Secrets Manager", "AWSSecretsManager", Prefix::Always),
    product("sns", "Amazon Simple Notification Service", "AmazonSNS", Prefix::Short),
    product("sqs", "Amazon Simple Queue Service", "AWSQueueService", Prefix::Short),
    product("ssm", "AWS Systems Manager", "AWSSystemsManager", Prefix::Always),
    product("stepfunctions", "AWS Step Functions", "AmazonStates", Prefix::Short),
];

pub fn all() -> &'static [Product] {
    PRODUCTS
}

pub fn of(service: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|it| it.service == service)
}

/// `APN2`
fn short(region: Region) -> String {
    let known = match region.as_str() {
        "eu-west-1" => "EU",
        "ap-southeast-1" => "APS1",
        "ap-southeast-2" => "APS2",
        "ap-south-1" => "APS3",
        "ap-southeast-3" => "APS4",
        "ap-south-2" => "APS5",
        "ap-southeast-4" => "APS6",
        "us-gov-west-1" => "UGW1",
        "us-gov-east-1" => "UGE1",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    // `ap-northeast-2` is APN2, `ca-central-1` CAN1, `us-west-2` USW2.
    let mut words = region.as_str().split('-');
    let area = words.next().unwrap_or_default().to_uppercase();
    let rest: Vec<&str> = words.collect();
    let (way, number) = (rest.first().copied().unwrap_or(""), rest.last().copied().unwrap_or(""));
    let letter = match (area.as_str(), way) {
        ("CA", _) => "N".to_owned(),
        (_, way) => way.chars().next().unwrap_or('X').to_uppercase().to_string(),
    };
    format!("{area}{letter}{number}")
}

impl Product {
    /// A usage type as bills name it there.
    pub fn usage_type(&self, region: Region, usage: &str) -> String {
        let elsewhere = match (self.service, usage) {
            ("sqs", "Requests-RBP") => "Requests-Tier1",
            ("sqs", "Requests-FIFO-RBP") => "Requests-FIFO-Tier1",
            _ => usage,
        };
        let usage = if region == Region::DEFAULT { usage } else { elsewhere };
        match self.prefix {
            Prefix::Short if region == Region::DEFAULT => usage.to_owned(),
            Prefix::Short | Prefix::Always => format!("{}-{usage}", short(region)),
            Prefix::RegionName => format!("{}-{usage}", region.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_types_begin_as_in_reports() {
        let region = |name| Region::parse(name).expect("a region");
        let s3 = of("s3").expect("known");
        assert_eq!(s3.usage_type(region("us-east-1"), "Requests-Tier1"), "Requests-Tier1");
        for (name, prefix) in [
            ("ap-northeast-2", "APN2"),
            ("ca-central-1", "CAN1"),
            ("eu-central-1", "EUC1"),
            ("eu-west-1", "EU"),
            ("eu-west-3", "EUW3"),
            ("ap-south-1", "APS3"),
            ("sa-east-1", "SAE1"),
            ("us-west-2", "USW2"),
        ] {
            assert_eq!(s3.usage_type(region(name), "X"), format!("{prefix}-X"));
        }
        let sqs = of("sqs").expect("known");
        assert_eq!(sqs.usage_type(region("us-east-1"), "Requests-RBP"), "Requests-RBP");
        let seoul = sqs.usage_type(region("ap-northeast-2"), "Requests-FIFO-RBP");
        assert_eq!(seoul, "APN2-Requests-FIFO-Tier1");
        let kms = of("kms").expect("known");
        assert_eq!(kms.usage_type(region("us-east-1"), "KMS-Keys"), "us-east-1-KMS-Keys");
    }
}
