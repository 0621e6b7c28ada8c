"""Pure decisions: no web, database, clock, environment or logging. kit < fields < rules < model < check < compile < run."""
