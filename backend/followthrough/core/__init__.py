"""Pure decisions: no web, database, clock, environment, logging. kit < fields < rules < model < check < compile < run."""
