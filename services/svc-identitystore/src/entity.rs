//! Users and groups alike: rows with a name that is unique without its case, and memberships that
//! go with them.

use kernel::{ApiError, Ctx, Struct, Table};
use store::Range;

use crate::api::AttributeOperation;
use crate::attribute;
use crate::errors;
use crate::listing::Page;
use crate::state::{
    EntityRow, GROUP_NAMES, GROUPS, IdRow, MEMBERSHIPS, OF_GROUPS, OF_USERS, USER_NAMES, USERS,
};
use crate::store::{check_revision, writer};

/// One of both kinds.
pub struct Kind {
    /// As errors name it.
    word: &'static str,
    /// The attribute that is its name, and how a refusal calls that.
    name: &'static str,
    duplicate: &'static str,
    /// What can be changed.
    attributes: &'static [&'static str],
    rows: &'static Table<(String, String), EntityRow>,
    names: &'static Table<(String, String), IdRow>,
    /// Memberships by this kind, and by the other.
    own: &'static Table<(String, String, String), IdRow>,
    others: &'static Table<(String, String, String), IdRow>,
}

pub static USER: Kind = Kind {
    word: "USER",
    name: "UserName",
    duplicate: "UserName",
    attributes: &attribute::OF_USERS,
    rows: &USERS,
    names: &USER_NAMES,
    own: &OF_USERS,
    others: &OF_GROUPS,
};

pub static GROUP: Kind = Kind {
    word: "GROUP",
    name: "DisplayName",
    duplicate: "GroupDisplayName",
    attributes: &attribute::OF_GROUPS,
    rows: &GROUPS,
    names: &GROUP_NAMES,
    own: &OF_GROUPS,
    others: &OF_USERS,
};

impl Kind {
    pub fn find(&self, ctx: &Ctx<'_>, store: &str, id: &str) -> Result<EntityRow, ApiError> {
        let row = ctx.table(self.rows).get(&(store, id))?;
        row.ok_or_else(|| errors::not_found(self.word, id))
    }

    /// The id of who has a name.
    pub fn named(
        &self,
        ctx: &Ctx<'_>,
        store: &str,
        name: &str,
    ) -> Result<Option<String>, ApiError> {
        let row = ctx.table(self.names).get(&(store, name.to_lowercase().as_str()))?;
        Ok(row.map(|row| row.id))
    }

    /// Makes one of an input's members.
    pub fn create(
        &self,
        ctx: &mut Ctx<'_>,
        store: &str,
        input: &Struct,
        check: fn(&Struct) -> Result<(), ApiError>,
    ) -> Result<(String, EntityRow), ApiError> {
        let mut attributes = input.clone();
        attributes.remove("IdentityStoreId");
        check(&attributes)?;
        self.claim(ctx, store, &attributes, None)?;
        let id = ctx.chance().uuid();
        let (now, by) = (ctx.now().micros(), writer(ctx));
        let row = EntityRow {
            attributes,
            revision: 1,
            created: now,
            updated: now,
            created_by: by.clone(),
            updated_by: by,
        };
        self.put(ctx, store, &id, &row);
        Ok((id, row))
    }

    /// Refuses a name that somebody else has.
    fn claim(
        &self,
        ctx: &Ctx<'_>,
        store: &str,
        attributes: &Struct,
        own: Option<&str>,
    ) -> Result<(), ApiError> {
        let name = attributes.str(self.name).unwrap_or_default();
        match self.named(ctx, store, name)? {
            Some(id) if Some(id.as_str()) != own => Err(errors::duplicate(self.duplicate)),
            _ => Ok(()),
        }
    }

    fn put(&self, ctx: &mut Ctx<'_>, store: &str, id: &str, row: &EntityRow) {
        let name = row.text(self.name).to_lowercase();
        ctx.table_mut(self.rows).put(&(store, id), row);
        ctx.table_mut(self.names).put(&(store, name.as_str()), &IdRow { id: id.to_owned() });
    }

    pub fn update<'a>(
        &self,
        ctx: &mut Ctx<'_>,
        (store, id): (&str, &str),
        revision: Option<&str>,
        operations: impl IntoIterator<Item = AttributeOperation<'a>>,
        check: fn(&Struct) -> Result<(), ApiError>,
    ) -> Result<EntityRow, ApiError> {
        let mut row = self.find(ctx, store, id)?;
        check_revision(&row, revision)?;
        let before = row.text(self.name).to_lowercase();
        for operation in operations {
            attribute::apply(&mut row.attributes, operation, self.attributes)?;
        }
        check(&row.attributes)?;
        self.claim(ctx, store, &row.attributes, Some(id))?;
        ctx.table_mut(self.names).delete(&(store, before.as_str()));
        row.revision += 1;
        row.updated = ctx.now().micros();
        row.updated_by = writer(ctx);
        self.put(ctx, store, id, &row);
        Ok(row)
    }

    /// With it go its memberships.
    pub fn delete(
        &self,
        ctx: &mut Ctx<'_>,
        (store, id): (&str, &str),
        revision: Option<&str>,
    ) -> Result<(), ApiError> {
        let row = self.find(ctx, store, id)?;
        check_revision(&row, revision)?;
        let mut memberships = Vec::new();
        for entry in ctx.table(self.own).scan(&Range::within(&(store, id))) {
            let ((_, _, other), membership) = entry?;
            memberships.push((other, membership.id));
        }
        for (other, membership) in memberships {
            ctx.table_mut(self.own).delete(&(store, id, other.as_str()));
            ctx.table_mut(self.others).delete(&(store, other.as_str(), id));
            ctx.table_mut(&MEMBERSHIPS).delete(&(store, membership.as_str()));
        }
        let name = row.text(self.name).to_lowercase();
        ctx.table_mut(self.names).delete(&(store, name.as_str()));
        ctx.table_mut(self.rows).delete(&(store, id));
        Ok(())
    }

    /// Those of a page, by their ids; of the `wanted` name alone if there is one.
    pub fn list(
        &self,
        ctx: &Ctx<'_>,
        store: &str,
        page: &Page,
        wanted: Option<&str>,
    ) -> Result<Vec<(String, EntityRow)>, ApiError> {
        let mut range = Range::within(&(store,));
        if let Some(after) = &page.after {
            range = range.after(&(store, after.as_str()));
        }
        let mut found = Vec::new();
        for entry in ctx.table(self.rows).scan(&range) {
            let ((_, id), row) = entry?;
            if wanted.is_none_or(|name| row.text(self.name) == name) {
                found.push((id, row));
            }
            if page.is_full(&found) {
                break;
            }
        }
        Ok(found)
    }
}
