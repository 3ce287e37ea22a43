//! AWS Price List: the map of the service. What it tells is crate `billing`'s dated price list as
//! [`product`]s; [`query`] finds them, and [`file`] makes files of them.

mod access;
#[rustfmt::skip]
pub mod api;
mod errors;
mod file;
mod product;
mod query;
#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::op;
use kernel::service::{Op, Run, ServiceDef, Validation};

pub use file::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "pricing",
    operations: &[
        op!(read api::DescribeServices, query::describe_services),
        op!(read api::GetAttributeValues, query::get_attribute_values),
        op!(read api::GetPriceListFileUrl, file::get_price_list_file_url),
        op!(read api::GetProducts, query::get_products),
        op!(read api::ListPriceLists, file::list_price_lists),
    ],
    steps: &[Op { name: file::FILE, run: Run::Read(file::serve), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
