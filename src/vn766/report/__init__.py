"""Documents: written, and checked against Nghị định 30/2020/NĐ-CP."""
