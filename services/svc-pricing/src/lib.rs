//! AWS Price List: the map of the service. What it tells is crate `billing`'s dated price list as
//! [`product`]s; [`query`] finds them.

mod access;
#[rustfmt::skip]
pub mod api;
mod errors;
mod product;
mod query;
#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::op;
use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "pricing",
    operations: &[
        op!(read api::DescribeServices, query::describe_services),
        op!(read api::GetAttributeValues, query::get_attribute_values),
        op!(read api::GetProducts, query::get_products),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
