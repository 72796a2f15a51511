//! Which numbers are money, by their names: a sample that shows `1000` does not say that cents never come.

use heck::ToKebabCase;

/// Words that are amounts of money.
const MONEY: &[&str] = &[
    "amount", "balance", "charge", "charges", "cost", "costs", "credit", "credits", "debit",
    "discount", "fee", "fees", "margin", "money", "payment", "payments", "price", "prices", "rate",
    "refund", "revenue", "savings", "spend", "spending", "subtotal", "tax", "taxes", "total",
    "totals",
];

/// Words after which a number counts or names something, whatever is before them.
const COUNTED: &[&str] = &[
    "code", "count", "day", "days", "id", "index", "level", "month", "months", "number", "type",
    "year", "years",
];

/// Whether a property of that name holds money: `unitPrice`, `pretaxTotal`, `amountDue`, but not `totalCount`.
pub(super) fn is_money(name: &str) -> bool {
    let words = name.to_kebab_case();
    let words: Vec<_> = words.split('-').collect();
    let ends = words.last().is_some_and(|last| MONEY.contains(last));
    let says = words.iter().any(|word| MONEY.contains(word) && !word.starts_with("total"));
    let counts = words.last().is_some_and(|last| COUNTED.contains(last));
    (ends || says) && !counts
}

#[cfg(test)]
mod tests {
    use super::is_money;

    #[test]
    fn money_is_told_from_counts() {
        for name in [
            "unitPrice",
            "Amount",
            "amountDue",
            "pretaxTotal",
            "total",
            "listPrice",
            "taxTotal",
            "creditLimit",
        ] {
            assert!(is_money(name), "{name}");
        }
        for name in [
            "totalCount",
            "totalUnits",
            "quantity",
            "priceId",
            "chargeCount",
            "days",
            "statement",
            "id",
        ] {
            assert!(!is_money(name), "{name}");
        }
    }
}
