"""What a contract promises against what a reference says, range of versions by range of versions."""
