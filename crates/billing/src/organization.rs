//! Whose costs an account sees.

use kernel::{AccountId, Ask, Ctx, Principal, Struct};

/// The accounts whose costs the caller sees: its own, and as the management account of an
/// organization those of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// With their names; the caller's own first.
    pub accounts: Vec<(AccountId, String)>,
    /// Who pays: the management account of the organization, or the account itself.
    pub payer: AccountId,
}

impl Family {
    pub fn of(ctx: &mut Ctx<'_>) -> Family {
        let own = ctx.account();
        let alone = Family { accounts: vec![(own, String::new())], payer: own };
        let Some(payer) = master(ctx, own) else { return alone };
        if payer != own {
            return Family { payer, ..alone };
        }
        let mut accounts = alone.accounts;
        let mut input = Struct::new();
        while let Ok(page) = ctx.call(ask(own, "ListAccounts", input)) {
            for account in page.list("Accounts").unwrap_or_default() {
                let Some(account) = account.as_struct() else { continue };
                let name = account.str("Name").unwrap_or_default().to_owned();
                match account.str("Id").and_then(AccountId::parse) {
                    Some(id) if id == own => accounts[0].1 = name,
                    Some(id) => accounts.push((id, name)),
                    None => {}
                }
            }
            let Some(token) = page.str("NextToken") else { break };
            input = Struct::new().with("NextToken", token);
        }
        Family { accounts, payer }
    }

    pub fn ids(&self) -> Vec<AccountId> {
        self.accounts.iter().map(|(id, _)| *id).collect()
    }
}

fn ask(own: AccountId, operation: &'static str, input: Struct) -> Ask {
    let mut ask = Ask::to("organizations", operation).with_input(input);
    ask.principal = Some(Principal::Root(own));
    ask
}

fn master(ctx: &mut Ctx<'_>, own: AccountId) -> Option<AccountId> {
    let answer = ctx.call(ask(own, "DescribeOrganization", Struct::new())).ok()?;
    let id = answer.structure("Organization")?.str("MasterAccountId")?.to_owned();
    AccountId::parse(&id)
}
