"""Floor 3: where a case is kept. The ledger (append-only, hash-chained), and the vault (bytes by their hash, write-once)."""
