"""A checked app becomes an immutable compiled app: record schemas, form plans, rules, flow machine."""
